// SPDX-License-Identifier: Apache-2.0
// What is asked of a division.
#pragma once

#include <cstdint>
#include <vector>

#include "modules/planner/graph.hpp"

namespace gewu::planner {

/// A unit belongs to a part today; taking it out costs `cost`.
struct Bond {
  Part part = 0;
  std::int64_t cost = 0;
};

/// Divide `graph` into `parts` parts, each in one piece and with a load from `least` to `most`, so
/// that the links between parts and the bonds that are broken cost as little as possible.
struct Task {
  Graph graph;
  Part parts = 1;
  std::int64_t least = 0;
  std::int64_t most = 0;
  /// One list a unit, or none at all when nothing is kept.
  std::vector<std::vector<Bond>> bonds;

  std::int64_t excess_of(std::int64_t load) const {
    if (load > most) return load - most;
    return load < least ? least - load : 0;
  }
};

/// The part of each unit.
using Assignment = std::vector<Part>;

/// What an assignment is worth. Recounted from nothing: the search keeps sums of its own, and this
/// is what they are held against.
struct Verdict {
  bool complete = false;    ///< each unit has a part from 0 to parts − 1, and no part is empty
  bool contiguous = false;  ///< each part is in one piece
  std::int64_t excess = 0;  ///< load over or under the limits, summed over the parts
  std::int64_t cut = 0;     ///< cost of the links between parts
  std::int64_t broken = 0;  ///< cost of the bonds that are broken
  std::vector<std::int64_t> loads;

  bool sound() const { return complete && contiguous; }
  bool within() const { return sound() && excess == 0; }
  std::int64_t cost() const { return cut + broken; }
};
Verdict judge(const Task& task, const Assignment& assignment);

}  // namespace gewu::planner
