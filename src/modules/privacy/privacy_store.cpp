// SPDX-License-Identifier: Apache-2.0
#include "modules/privacy/privacy_store.hpp"

namespace gewu::privacy::store {

namespace {

// A reference table of one row: it has no district.
const db::Sql master_key_check_sql{"privacy.master_key_check", R"(
select check_digest from master_key where master_key_id = 1)"};

const db::Sql insert_master_key_check_sql{"privacy.insert_master_key_check", R"(
insert into master_key (master_key_id, check_digest, created_at) values (1, $1, $2))"};

const db::Sql insert_person_key_sql{"privacy.insert_person_key", R"(
insert into person_key (district_id, person_key_id, wrapped, created_at, destroyed_at)
values ($1, $2, $3, $4, null))"};

const db::Sql person_key_sql{"privacy.person_key", R"(
select wrapped from person_key where district_id = $1 and person_key_id = $2)"};

const db::Sql destroy_person_key_sql{"privacy.destroy_person_key", R"(
update person_key set wrapped = null, destroyed_at = coalesce(destroyed_at, $3)
where district_id = $1 and person_key_id = $2)"};

const db::Sql insert_access_sql{"privacy.insert_access", R"(
insert into access_log (district_id, access_id, account_id, subject_kind, subject_id, field,
  reason, at)
values ($1, $2, $3, $4, $5, $6, $7, $8))"};

const db::Sql accesses_of_sql{"privacy.accesses_of", R"(
select access_id, account_id, subject_kind, subject_id, field, reason, at from access_log
where district_id = $1 and subject_kind = $2 and subject_id = $3 and access_id < $4
order by access_id desc limit $5)"};

Access read_access(const db::Row& r) {
  return {.access = r.get<RecordId>(0),
          .account = r.get<AccountId>(1),
          .subject = {r.text(2), r.int64(3), r.text(4)},
          .reason = r.text(5),
          .at = r.get<Instant>(6)};
}

}  // namespace

std::optional<db::Blob> master_key_check(db::ReadTx& tx) {
  return tx.value<db::Blob>(master_key_check_sql);
}

void insert_master_key_check(db::WriteTx& tx, const db::Blob& check, Instant now) {
  tx.execute(insert_master_key_check_sql, check, now);
}

void insert_person_key(db::WriteTx& tx, DistrictId district, PersonKeyId id,
                       const db::Blob& wrapped, Instant now) {
  tx.execute(insert_person_key_sql, district, id, wrapped, now);
}

std::optional<PersonKeyRow> person_key(db::ReadTx& tx, DistrictId district, PersonKeyId id) {
  return tx.one(
      person_key_sql,
      [](const db::Row& r) { return PersonKeyRow{r.get<std::optional<db::Blob>>(0)}; }, district,
      id);
}

bool destroy_person_key(db::WriteTx& tx, DistrictId district, PersonKeyId id, Instant now) {
  return tx.execute(destroy_person_key_sql, district, id, now) > 0;
}

void insert_access(db::WriteTx& tx, DistrictId district, const Access& access) {
  tx.execute(insert_access_sql, district, access.access, access.account, access.subject.kind,
             access.subject.id, access.subject.field, access.reason, access.at);
}

std::vector<Access> accesses_of(db::ReadTx& tx, DistrictId district, std::string_view kind,
                                std::int64_t subject, std::int64_t before, int limit) {
  return tx.all(accesses_of_sql, read_access, district, kind, subject, before, limit);
}

}  // namespace gewu::privacy::store
