// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "db/db.hpp"
#include "modules/promises/outcome.hpp"
#include "modules/promises/promises.hpp"

namespace gewu::promises::store {

std::optional<Window> find_window(db::ReadTx& tx, DistrictId district, CategoryId category);
/// All of a district, at most 5,000.
std::map<CategoryId, Window> windows(db::ReadTx& tx, DistrictId district);
void put_window(db::WriteTx& tx, DistrictId district, CategoryId category, const Window& window);
void remove_window(db::WriteTx& tx, DistrictId district, CategoryId category);

/// True where the last time was `before` or earlier, or never: from now on it is `now`.
bool claim_refresh(db::WriteTx& tx, DistrictId district, Instant before, Instant now);

void insert_promise(db::WriteTx& tx, DistrictId district, CaseId id, const cases::Promise& promise,
                    Instant now);
std::optional<cases::Promise> find_promise(db::ReadTx& tx, DistrictId district, CaseId id);

struct Due {
  CaseId id;
  Instant until;
};
/// Not judged, their window passed, the oldest first.
std::vector<Due> due(db::ReadTx& tx, DistrictId district, Instant now, int limit);
/// False where somebody else judged it already.
bool judge(db::WriteTx& tx, DistrictId district, CaseId id, Outcome outcome, Instant now);

}  // namespace gewu::promises::store
