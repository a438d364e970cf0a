// SPDX-License-Identifier: Apache-2.0
#include "modules/presence/presence_store.hpp"

namespace gewu::presence::store {

namespace {

const db::Sql of_case_sql{"presence.of_case", R"(
  select account_id, editing, since, seen_at from case_presence
  where district_id = $1 and case_id = $2 and seen_at > $3
  order by since, account_id limit 50)"};
const db::Sql note_sql{"presence.note", R"(
  insert into case_presence (district_id, case_id, account_id, editing, since, seen_at)
  values ($1, $2, $3, $4, $5, $5)
  on conflict (district_id, case_id, account_id) do update set
    since = case when case_presence.seen_at > $6 then case_presence.since else excluded.since end,
    editing = excluded.editing, seen_at = excluded.seen_at)"};
const db::Sql leave_sql{"presence.leave", R"(
  delete from case_presence where district_id = $1 and case_id = $2 and account_id = $3)"};
const db::Sql old_sql{"presence.old", R"(
  select case_id, account_id from case_presence
  where district_id = $1 and seen_at <= $2 order by seen_at limit $3)"};
const db::Sql forget_sql{"presence.forget", R"(
  delete from case_presence
  where district_id = $1 and case_id = $2 and account_id = $3 and seen_at <= $4)"};

}  // namespace

std::vector<Present> of_case(db::ReadTx& tx, DistrictId district, CaseId id, Instant seen_after) {
  return tx.all(
      of_case_sql,
      [](const db::Row& r) {
        return Present{r.get<AccountId>(0), r.get<bool>(1), r.get<Instant>(2), r.get<Instant>(3)};
      },
      district, id, seen_after);
}

void note(db::WriteTx& tx, DistrictId district, CaseId id, AccountId account, bool editing,
          Instant now, Instant seen_after) {
  tx.execute(note_sql, district, id, account, editing, now, seen_after);
}

void leave(db::WriteTx& tx, DistrictId district, CaseId id, AccountId account) {
  tx.execute(leave_sql, district, id, account);
}

int forget(db::WriteTx& tx, DistrictId district, Instant seen_before, int limit) {
  const auto old = tx.all(
      old_sql, [](const db::Row& r) { return std::pair(r.get<CaseId>(0), r.get<AccountId>(1)); },
      district, seen_before, limit);
  std::int64_t gone = 0;
  for (const auto& [id, account] : old) {
    gone += tx.execute(forget_sql, district, id, account, seen_before);
  }
  return static_cast<int>(gone);
}

}  // namespace gewu::presence::store
