// SPDX-License-Identifier: Apache-2.0
#include "modules/search/search_store.hpp"

namespace gewu::search::store {

namespace {

const db::Sql note_insert{
    "search.insert_note",
    "insert into search_unfed (district_id, case_id, unfed_id) values ($1, $2, $3)"};
// In order of the key, so that a queue of a million is read from its end.
const db::Sql notes_list{"search.notes",
                         "select case_id, unfed_id from search_unfed where district_id = $1 "
                         "order by case_id desc, unfed_id desc limit $2"};
const db::Sql note_take{"search.take_note",
                        "delete from search_unfed where district_id = $1 and case_id = $2 "
                        "and unfed_id = $3"};
const db::Sql noted_list{"search.noted",
                         "select distinct case_id from search_unfed where district_id = $1 "
                         "and case_id < $2 and case_id > $3 order by case_id desc limit $4"};
const db::Sql noted_one{"search.is_noted",
                        "select 1 from search_unfed where district_id = $1 and case_id = $2 "
                        "order by unfed_id limit 1"};
const db::Sql notes_count{"search.count_notes",
                          "select count(*) from (select 1 from search_unfed where district_id = $1 "
                          "order by case_id limit $2) counted"};

const db::Sql state_find{"search.find_state",
                         "select rules, before_id from search_state where district_id = $1"};
const db::Sql state_insert{
    "search.insert_state",
    "insert into search_state (district_id, rules, before_id) values ($1, $2, $3) "
    "on conflict (district_id) do nothing"};
const db::Sql state_move{
    "search.move_state",
    "update search_state set rules = $4, before_id = $5 where district_id = $1 "
    "and rules = $2 and before_id = $3"};
const db::Sql states_forget{"search.forget_states", "delete from search_state /*all districts*/"};

}  // namespace

void insert_note(db::WriteTx& tx, DistrictId district, const Note& note) {
  tx.execute(note_insert, district, note.id, note.note);
}
std::vector<Note> notes(db::ReadTx& tx, DistrictId district, int limit) {
  return tx.all(
      notes_list,
      [](const db::Row& r) {
        return Note{r.get<CaseId>(0), r.get<RecordId>(1)};
      },
      district, limit);
}
bool take_note(db::WriteTx& tx, DistrictId district, const Note& note) {
  return tx.execute(note_take, district, note.id, note.note) == 1;
}
std::vector<CaseId> noted(db::ReadTx& tx, DistrictId district, CaseId before, CaseId after,
                          int limit) {
  return tx.all(
      noted_list, [](const db::Row& r) { return r.get<CaseId>(0); }, district, before, after.value,
      limit);
}
bool is_noted(db::ReadTx& tx, DistrictId district, CaseId id) {
  return tx.value<int>(noted_one, district, id).has_value();
}
int count_notes(db::ReadTx& tx, DistrictId district, int limit) {
  return tx.value<int>(notes_count, district, limit).value_or(0);
}

std::optional<State> find_state(db::ReadTx& tx, DistrictId district) {
  return tx.one(
      state_find,
      [](const db::Row& r) {
        return State{r.get<int>(0), CaseId{r.int64(1)}};
      },
      district);
}
bool insert_state(db::WriteTx& tx, DistrictId district, const State& state) {
  return tx.execute(state_insert, district, state.rules, state.before.value) == 1;
}
bool move_state(db::WriteTx& tx, DistrictId district, const State& from, const State& to) {
  return tx.execute(state_move, district, from.rules, from.before.value, to.rules,
                    to.before.value) == 1;
}
void forget_states(db::WriteTx& tx) { tx.execute(states_forget); }

}  // namespace gewu::search::store
