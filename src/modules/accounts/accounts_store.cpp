// SPDX-License-Identifier: Apache-2.0
#include "modules/accounts/accounts_store.hpp"

#include <limits>

namespace gewu::accounts::store {

namespace {

// ---- accounts ------------

const db::Sql insert_account_sql{"accounts.insert_account", R"(
insert into account (district_id, account_id, login, name, area_id, password_hash, state,
  must_change_password, failed_count, locked_until, created_at, version)
values ($1, $2, $3, $4, $5, $6, 'active', $7, 0, null, $8, 1))"};

const db::Sql account_by_id_sql{"accounts.account_by_id", R"(
select account_id, login, name, area_id, state, must_change_password, locked_until, created_at,
  version, password_hash, failed_count
from account where district_id = $1 and account_id = $2)"};

const db::Sql account_by_login_sql{"accounts.account_by_login", R"(
select account_id, login, name, area_id, state, must_change_password, locked_until, created_at,
  version, password_hash, failed_count
from account where district_id = $1 and login = $2)"};

const db::Sql lock_account_sql{"accounts.lock_account", R"(
select account_id, login, name, area_id, state, must_change_password, locked_until, created_at,
  version, password_hash, failed_count
from account where district_id = $1 and account_id = $2 /*for update*/)"};

const db::Sql accounts_after_sql{"accounts.accounts_after", R"(
select account_id, login, name, area_id, state, must_change_password, locked_until, created_at,
  version
from account where district_id = $1 and account_id > $2 order by account_id limit $3)"};

const db::Sql set_lock_sql{"accounts.set_lock", R"(
update account set failed_count = $3, locked_until = $4
where district_id = $1 and account_id = $2)"};

const db::Sql set_password_sql{"accounts.set_password", R"(
update account set password_hash = $3, must_change_password = $4, failed_count = 0,
  locked_until = null, version = version + 1
where district_id = $1 and account_id = $2)"};

const db::Sql set_state_sql{"accounts.set_state", R"(
update account set state = $3, failed_count = 0, locked_until = null, version = version + 1
where district_id = $1 and account_id = $2)"};

const db::Sql touch_sql{"accounts.touch", R"(
update account set version = version + 1 where district_id = $1 and account_id = $2)"};

Account read_account(const db::Row& r) {
  return {.account = r.get<AccountId>(0),
          .login = r.text(1),
          .name = r.text(2),
          .area = r.get<AreaId>(3),
          .state = r.get<AccountState>(4),
          .must_change_password = r.get<bool>(5),
          .locked_until = r.get<std::optional<Instant>>(6),
          .created_at = r.get<Instant>(7),
          .version = r.int64(8)};
}

Credentials read_credentials(const db::Row& r) {
  Credentials out{read_account(r), r.text(9), {r.get<int>(10), std::nullopt}};
  out.lock.until = out.account.locked_until;
  return out;
}

// ---- grants ------------

const db::Sql insert_grant_sql{"accounts.insert_grant", R"(
insert into role_grant (district_id, grant_id, account_id, role, area_id, organisation_id,
  valid_from, valid_to, granted_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9))"};

const db::Sql grants_of_sql{"accounts.grants_of", R"(
select grant_id, account_id, role, area_id, organisation_id, valid_from, valid_to, granted_by
from role_grant where district_id = $1 and account_id = $2 order by grant_id)"};

const db::Sql end_grant_sql{"accounts.end_grant", R"(
update role_grant set valid_to = case when valid_from > $3 then valid_from else $3 end
where district_id = $1 and grant_id = $2)"};

GrantRow read_grant(const db::Row& r) {
  return {.grant = r.get<GrantId>(0),
          .account = r.get<AccountId>(1),
          .role = r.get<api::Role>(2),
          .area = r.get<AreaId>(3),
          .organisation = r.get<OrganisationId>(4),
          .valid_from = r.get<Instant>(5),
          .valid_to = r.get<std::optional<Instant>>(6),
          .granted_by = r.get<AccountId>(7)};
}

// ---- organisations ------------

const db::Sql insert_organisation_sql{"accounts.insert_organisation", R"(
insert into organisation (district_id, organisation_id, name, kind, area_id, active, created_at)
values ($1, $2, $3, $4, $5, $6, $7))"};

const db::Sql organisation_by_id_sql{"accounts.organisation_by_id", R"(
select organisation_id, name, kind, area_id, active
from organisation where district_id = $1 and organisation_id = $2)"};

const db::Sql organisation_named_sql{"accounts.organisation_named", R"(
select organisation_id from organisation
where district_id = $1 and area_id = $2 and name = $3)"};

const db::Sql organisations_after_sql{"accounts.organisations_after", R"(
select organisation_id, name, kind, area_id, active from organisation
where district_id = $1 and organisation_id > $2 and active >= $3
order by organisation_id limit $4)"};

Organisation read_organisation(const db::Row& r) {
  return {.organisation = r.get<OrganisationId>(0),
          .name = r.text(1),
          .kind = r.get<OrganisationKind>(2),
          .area = r.get<AreaId>(3),
          .active = r.get<bool>(4)};
}

// ---- the security log ------------

const db::Sql insert_event_sql{"accounts.insert_event", R"(
insert into security_event (district_id, event_id, at, kind, account_id, by_account_id, grant_id,
  remote_digest)
values ($1, $2, $3, $4, $5, $6, $7, $8))"};

const db::Sql events_before_sql{"accounts.events_before", R"(
select event_id, at, kind, account_id, by_account_id, grant_id, remote_digest
from security_event where district_id = $1 and event_id < $2 order by event_id desc limit $3)"};

LoggedEvent read_event(const db::Row& r) {
  return {.event = r.get<RecordId>(0),
          .at = r.get<Instant>(1),
          .kind = r.get<SecurityEvent>(2),
          .account = r.get<AccountId>(3),
          .by = r.get<AccountId>(4),
          .grant = r.get<GrantId>(5),
          .remote_digest = r.get<std::optional<db::Blob>>(6)};
}

}  // namespace

void insert_account(db::WriteTx& tx, DistrictId district, AccountId id, const NewAccount& account,
                    Instant now) {
  tx.execute(insert_account_sql, district, id, account.login.str(), account.name.str(),
             account.area, account.password_hash, account.must_change_password, now);
}

std::optional<Account> account(db::ReadTx& tx, DistrictId district, AccountId id) {
  return tx.one(account_by_id_sql, read_account, district, id);
}

std::optional<Account> account(db::ReadTx& tx, DistrictId district, const LoginName& login) {
  return tx.one(account_by_login_sql, read_account, district, login.str());
}

std::vector<Account> accounts_after(db::ReadTx& tx, DistrictId district, AccountId after,
                                    int limit) {
  return tx.all(accounts_after_sql, read_account, district, after.value, limit);
}

std::optional<Credentials> credentials(db::ReadTx& tx, DistrictId district,
                                       const LoginName& login) {
  return tx.one(account_by_login_sql, read_credentials, district, login.str());
}

std::optional<Credentials> credentials(db::ReadTx& tx, DistrictId district, AccountId id) {
  return tx.one(account_by_id_sql, read_credentials, district, id);
}

std::optional<Credentials> lock_credentials(db::WriteTx& tx, DistrictId district, AccountId id) {
  return tx.one(lock_account_sql, read_credentials, district, id);
}

void set_lock(db::WriteTx& tx, DistrictId district, AccountId id, const Lock& lock) {
  tx.execute(set_lock_sql, district, id, lock.failures, lock.until);
}

void set_password(db::WriteTx& tx, DistrictId district, AccountId id, const std::string& hash,
                  bool must_change) {
  tx.execute(set_password_sql, district, id, hash, must_change);
}

void set_state(db::WriteTx& tx, DistrictId district, AccountId id, AccountState state) {
  tx.execute(set_state_sql, district, id, state);
}

void touch(db::WriteTx& tx, DistrictId district, AccountId id) {
  tx.execute(touch_sql, district, id);
}

void insert_grant(db::WriteTx& tx, DistrictId district, GrantId id, AccountId account,
                  const NewGrant& grant, AccountId by, Instant now) {
  tx.execute(insert_grant_sql, district, id, account, grant.role, grant.area, grant.organisation,
             grant.valid_from.value_or(now), grant.valid_to, by);
}

std::vector<GrantRow> grants_of(db::ReadTx& tx, DistrictId district, AccountId account) {
  return tx.all(grants_of_sql, read_grant, district, account);
}

void end_grant(db::WriteTx& tx, DistrictId district, GrantId id, Instant now) {
  tx.execute(end_grant_sql, district, id, now);
}

void insert_organisation(db::WriteTx& tx, DistrictId district, const Organisation& o, Instant now) {
  tx.execute(insert_organisation_sql, district, o.organisation, o.name, o.kind, o.area, o.active,
             now);
}

std::optional<Organisation> organisation(db::ReadTx& tx, DistrictId district, OrganisationId id) {
  return tx.one(organisation_by_id_sql, read_organisation, district, id);
}

std::optional<OrganisationId> organisation_named(db::ReadTx& tx, DistrictId district, AreaId area,
                                                 std::string_view name) {
  return tx.value<OrganisationId>(organisation_named_sql, district, area, name);
}

std::vector<Organisation> organisations_after(db::ReadTx& tx, DistrictId district,
                                              OrganisationId after, int limit, bool with_inactive) {
  return tx.all(organisations_after_sql, read_organisation, district, after.value,
                with_inactive ? 0 : 1, limit);
}

void insert_event(db::WriteTx& tx, DistrictId district, const LoggedEvent& event) {
  tx.execute(insert_event_sql, district, event.event, event.at, event.kind, event.account, event.by,
             event.grant, event.remote_digest);
}

std::vector<LoggedEvent> events_before(db::ReadTx& tx, DistrictId district, RecordId before,
                                       int limit) {
  const auto top = before ? before.value : std::numeric_limits<std::int64_t>::max();
  return tx.all(events_before_sql, read_event, district, top, limit);
}

}  // namespace gewu::accounts::store
