// SPDX-License-Identifier: Apache-2.0
#include "modules/promises/promises_store.hpp"

namespace gewu::promises::store {

namespace {

const db::Sql window_find{"promises.find_window",
                          "select basis, similar_cases, length_ms from promise_window "
                          "where district_id = $1 and category_id = $2"};
const db::Sql window_list{"promises.list_windows",
                          "select basis, similar_cases, length_ms, category_id from promise_window "
                          "where district_id = $1 order by category_id limit 5000"};
const db::Sql window_put{
    "promises.put_window",
    "insert into promise_window (district_id, category_id, basis, similar_cases, length_ms) "
    "values ($1, $2, $3, $4, $5) on conflict (district_id, category_id) do update set "
    "basis = excluded.basis, similar_cases = excluded.similar_cases, "
    "length_ms = excluded.length_ms"};
const db::Sql window_delete{
    "promises.remove_window",
    "delete from promise_window where district_id = $1 and category_id = $2"};
const db::Sql refresh_claim{
    "promises.claim_refresh",
    "insert into promise_refresh (district_id, refreshed_at) values ($1, $3) "
    "on conflict (district_id) do update set refreshed_at = excluded.refreshed_at "
    "where promise_refresh.refreshed_at <= $2"};
const db::Sql promise_insert{
    "promises.insert",
    "insert into case_promise (district_id, case_id, until_at, hours, similar_cases, "
    "share_percent, basis, shown_at) values ($1, $2, $3, $4, $5, $6, $7, $8)"};
const db::Sql promise_find{"promises.find",
                           "select until_at, hours, similar_cases, share_percent, basis "
                           "from case_promise where district_id = $1 and case_id = $2"};
const db::Sql promise_due{"promises.due",
                          "select case_id, until_at from case_promise where district_id = $1 "
                          "and outcome is null and until_at <= $2 "
                          "order by until_at, case_id limit $3"};
const db::Sql promise_judge{"promises.judge",
                            "update case_promise set outcome = $3, judged_at = $4 "
                            "where district_id = $1 and case_id = $2 and outcome is null"};

Window read_window(const db::Row& r) {
  Window out{r.get<Basis>(0), r.get<int>(1), {}};
  if (!r.is_null(2)) out.length = Duration(r.int64(2));
  return out;
}

}  // namespace

std::optional<Window> find_window(db::ReadTx& tx, DistrictId district, CategoryId category) {
  return tx.one(window_find, read_window, district, category);
}
std::map<CategoryId, Window> windows(db::ReadTx& tx, DistrictId district) {
  std::map<CategoryId, Window> out;
  tx.rows(window_list, {district.value}, [&](const db::Row& r) {
    return out.emplace(r.get<CategoryId>(3), read_window(r)), true;
  });
  return out;
}
void put_window(db::WriteTx& tx, DistrictId district, CategoryId category, const Window& w) {
  const auto length = w.length ? std::optional(to_ms(*w.length)) : std::nullopt;
  tx.execute(window_put, district, category, w.basis, w.similar, length);
}
void remove_window(db::WriteTx& tx, DistrictId district, CategoryId category) {
  tx.execute(window_delete, district, category);
}

bool claim_refresh(db::WriteTx& tx, DistrictId district, Instant before, Instant now) {
  return tx.execute(refresh_claim, district, before, now) == 1;
}

void insert_promise(db::WriteTx& tx, DistrictId district, CaseId id, const cases::Promise& p,
                    Instant now) {
  tx.execute(promise_insert, district, id, *p.until, *p.hours, p.similar, p.share, p.basis, now);
}
std::optional<cases::Promise> find_promise(db::ReadTx& tx, DistrictId district, CaseId id) {
  return tx.one(
      promise_find,
      [](const db::Row& r) {
        return cases::Promise{r.get<Instant>(0), r.int64(1), r.get<int>(2), r.get<int>(3),
                              r.text(4)};
      },
      district, id);
}

std::vector<Due> due(db::ReadTx& tx, DistrictId district, Instant now, int limit) {
  return tx.all(
      promise_due,
      [](const db::Row& r) {
        return Due{r.get<CaseId>(0), r.get<Instant>(1)};
      },
      district, now, limit);
}
bool judge(db::WriteTx& tx, DistrictId district, CaseId id, Outcome outcome, Instant now) {
  return tx.execute(promise_judge, district, id, outcome, now) == 1;
}

}  // namespace gewu::promises::store
