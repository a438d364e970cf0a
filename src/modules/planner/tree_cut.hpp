// SPDX-License-Identifier: Apache-2.0
// Random spanning trees cut in two: where divisions start, and how two neighbours are divided anew
// (the "recombination" of DeFord, Duchin and Solomon, Harvard Data Science Review 3.1, 2021).
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "modules/planner/dice.hpp"
#include "modules/planner/division.hpp"

namespace gewu::planner {

/// How a piece may be cut: the first side holds `parts` parts of `parts_all`.
struct Share {
  Part first = 1;
  Part all = 2;
};

/// Cuts spanning trees over a set of units that hangs together.
class TreeCutter {
 public:
  explicit TreeCutter(const Task& task);

  struct Cut {
    std::vector<Unit> first;  ///< the units of the first side
    std::int64_t excess = 0;  ///< of both sides together
    std::int64_t cost = 0;    ///< of the links between them
  };
  /// The best cut of one random tree over `units`: least excess, then least cost. Nothing when
  /// there are less than two units.
  std::optional<Cut> cut(std::span<const Unit> units, Share share, Dice& dice);

  std::int64_t steps() const { return steps_; }

 private:
  void grow_tree(std::span<const Unit> units, Dice& dice);
  void sum_up();
  std::int64_t excess_at(std::size_t at, std::int64_t total, Share share) const;

  const Task* task_;
  std::int64_t steps_ = 0;
  // By unit; place_ is −1 outside the set.
  std::vector<std::int32_t> place_;
  // By place in the order in which the tree grew; a parent comes before its children.
  std::vector<Unit> order_;
  std::vector<std::int32_t> parent_, depth_;
  std::vector<std::int64_t> load_, cost_;
  std::vector<std::uint8_t> in_;
};

/// A division into whole pieces from nothing, by cutting again and again.
Assignment random_start(const Task& task, TreeCutter& cutter, Dice& dice, int tries);

}  // namespace gewu::planner
