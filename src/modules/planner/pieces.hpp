// SPDX-License-Identifier: Apache-2.0
// Graphs in several pieces: islands without a bridge.
#pragma once

#include "modules/planner/search.hpp"

namespace gewu::planner {

/// As divide(), but a graph that falls into pieces is divided piece by piece, each into as many
/// parts as its load asks for. Refused when no such numbers add up (`graph_in_pieces`) and when one
/// unit alone is over the limit (`unit_too_heavy`).
Result<Outcome> divide_all(const Task& task, const SearchOptions& options);

}  // namespace gewu::planner
