// SPDX-License-Identifier: Apache-2.0
// Simulated annealing over the moves of single units (and what hangs on them) across borders.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "modules/planner/dice.hpp"
#include "modules/planner/division.hpp"

namespace gewu::planner {

/// The best assignment met: least excess, then least cost. All it is offered are in whole pieces.
struct Best {
  Assignment assignment;
  std::int64_t excess = 0;
  std::int64_t cost = 0;

  bool offer(const Division& division);
  bool better_than(const Best& other) const {
    return excess != other.excess ? excess < other.excess : cost < other.cost;
  }
};

/// Temperatures are in mean costs of a link.
struct Heat {
  double hot = 1;
  double cold = 0.1;
  std::int64_t tries = 100'000;
  /// What the mean load of a unit in excess costs at the start, in mean costs of a link. It rises
  /// while the limits are missed and falls while they are kept.
  double strictness = 1;
};

/// One run, which may be made in slices. `division` must be in whole pieces, and stays so.
class Annealing {
 public:
  Annealing(Division& division, const Heat& heat, Dice& dice, Best& best);
  /// Goes on until the division counts `steps_end` steps; whether there is more to do.
  bool run(std::int64_t steps_end);

 private:
  struct Move {
    Unit unit = -1;
    Part from = 0, to = 0;
  };
  Move draw(std::span<const Unit> border);
  void round(double fall);
  void attempt();
  void attempt_pair(const Move& first, double dearer);
  void attempt_with_pieces(const Move& first);
  bool bearable(double change);
  double fine(std::int64_t load, Part from, Part to) const {
    return fine_at(from, -load) + fine_at(to, load);
  }
  double fine_at(Part p, std::int64_t by) const;
  bool touches(Unit u, Part p) const;

  Division& division_;
  const Graph& graph_;
  Dice& dice_;
  Best& best_;
  std::int64_t tries_, tried_ = 0;
  double temperature_, cooling_;
  double price_least_, price_most_;
  std::vector<double> price_;  ///< of a unit of excess load, by part
};

}  // namespace gewu::planner
