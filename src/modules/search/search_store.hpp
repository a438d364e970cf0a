// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "db/db.hpp"
#include "modules/search/search.hpp"

namespace gewu::search::store {

/// One change to be indexed.
struct Note {
  CaseId id;
  RecordId note;
};
void insert_note(db::WriteTx& tx, DistrictId district, const Note& note);
/// The newest cases first.
std::vector<Note> notes(db::ReadTx& tx, DistrictId district, int limit);
/// True for one who takes it, false where somebody else did.
bool take_note(db::WriteTx& tx, DistrictId district, const Note& note);
/// Cases with a note, from below `before` down to above `after`; newest first.
std::vector<CaseId> noted(db::ReadTx& tx, DistrictId district, CaseId before, CaseId after,
                          int limit);
bool is_noted(db::ReadTx& tx, DistrictId district, CaseId id);
int count_notes(db::ReadTx& tx, DistrictId district, int limit);

/// How far old cases are indexed, and by which rules.
struct State {
  int rules = 0;
  CaseId before;  ///< those below are still to come; none: through
};
std::optional<State> find_state(db::ReadTx& tx, DistrictId district);
/// False where somebody else began.
bool insert_state(db::WriteTx& tx, DistrictId district, const State& state);
/// False where somebody else was quicker.
bool move_state(db::WriteTx& tx, DistrictId district, const State& from, const State& to);
void forget_states(db::WriteTx& tx);

}  // namespace gewu::search::store
