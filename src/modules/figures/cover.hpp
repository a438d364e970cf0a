// SPDX-License-Identifier: Apache-2.0
// The fewest rollup rows that come to what counts in a row of a table. Pure.
#pragma once

#include <vector>

#include "modules/figures/dated_tree.hpp"

namespace gewu::figures {

/// Members of a segment, some of them told by the sums of the areas above them.
struct Cover {
  std::vector<Member> own;    ///< by their own rows
  std::vector<Member> under;  ///< by their rows of Reach::under, which hold for all below, too
};

/// Every member in exactly one of the rows. An area stands for what lies below it only where all of
/// it, as it lies today, is among the members and counts in one row of the table; `keyed` false:
/// there is but one row.
Cover cover(const DatedTree& tree, const std::vector<Member>& members, bool keyed);

}  // namespace gewu::figures
