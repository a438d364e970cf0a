// SPDX-License-Identifier: Apache-2.0
// The whole search: starts, annealing, recombination, and when to stop.
#pragma once

#include <cstdint>
#include <functional>

#include "base/result.hpp"
#include "modules/planner/task.hpp"

namespace gewu::planner {

/// How far a search has come.
struct Standing {
  std::int64_t steps = 0;
  std::int64_t steps_most = 0;
  std::int64_t cost = 0;    ///< of the best so far
  std::int64_t excess = 0;  ///< of the best so far; 0: all limits are kept
  int runs = 0;
};

struct SearchOptions {
  std::uint64_t seed = 1;
  /// The budget. The answer follows from task, seed and budget alone.
  std::int64_t steps_most = 100'000'000;
  /// Asked several times a second; false ends the search with the best so far. Then, and only
  /// then, the answer depends on when that was.
  std::function<bool(const Standing&)> go_on = [](const Standing&) { return true; };
  /// Where to begin, when there is a division already; empty: nowhere.
  Assignment today;
};

enum class Ended {
  settled,  ///< independent starts found the same best cost again and again
  spent,    ///< the budget of steps is used up
  stopped   ///< go_on said so
};

struct Outcome {
  Assignment assignment;
  Verdict verdict;
  Ended ended = Ended::settled;
  Standing standing;
};

/// Divides. Parts are always whole and none is empty; where the limits cannot be kept the answer
/// misses them by as little as was found (verdict.excess). Refused: `parts_too_few`,
/// `parts_too_many`, `graph_in_pieces`.
Result<Outcome> divide(const Task& task, const SearchOptions& options);

/// Steps that one core of 2020 surely makes in a second.
inline constexpr std::int64_t kStepsPerSecond = 10'000'000;

}  // namespace gewu::planner
