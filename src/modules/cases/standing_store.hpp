// SPDX-License-Identifier: Apache-2.0
// What is open now, counted by what boards ask for.
#pragma once

#include <vector>

#include "modules/cases/cases_store.hpp"

namespace gewu::cases::store {

/// Open cases alike in place, category, state and holder.
struct StandingRow {
  /// Where it counts: of what is about the one who would hold it, the desk that has it.
  AreaId area;
  bool located = true;
  CategoryId category;
  State state{};
  Holder holder;
  int open = 0, warned = 0, overdue = 0, emergency = 0;
};

/// Open cases within a scope, in no order. A case is overdue or warned, never both.
std::vector<StandingRow> standing(db::ReadTx& tx, const areas::TerritorySnapshot& territory,
                                  const areas::Scope& scope, Instant now);

}  // namespace gewu::cases::store
