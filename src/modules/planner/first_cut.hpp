// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "modules/planner/task.hpp"

namespace gewu::planner {

/// METIS's division (multilevel k-way, Karypis and Kumar), each part brought into one piece.
/// Balance is METIS's, which knows nothing of `least` and `most`. The graph must be connected and
/// have at least as many units as parts.
Assignment first_cut(const Task& task, std::uint64_t seed);

/// Every part in one piece and none empty: of each part the heaviest piece stays and the others go
/// to their neighbours; an empty part takes a unit that leaves its own whole.
Assignment in_whole_pieces(const Task& task, Assignment assignment);

}  // namespace gewu::planner
