// SPDX-License-Identifier: Apache-2.0
// An assignment with the sums the search needs, kept up to date move by move.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "modules/planner/task.hpp"

namespace gewu::planner {

class Division {
 public:
  /// `assignment` must be complete; parts need not be in one piece yet.
  Division(const Task& task, Assignment assignment);

  const Task& task() const { return *task_; }
  const Assignment& assignment() const { return part_; }
  Part part(Unit u) const { return part_[static_cast<std::size_t>(u)]; }
  std::int64_t load(Part p) const { return load_[static_cast<std::size_t>(p)]; }
  Unit units(Part p) const { return units_[static_cast<std::size_t>(p)]; }
  std::int64_t cost() const { return cost_; }
  std::int64_t excess() const { return excess_; }
  /// Units with a neighbour in another part, in no order.
  std::span<const Unit> border() const { return border_; }
  std::span<const Unit> border_of(Part p) const { return borders_[static_cast<std::size_t>(p)]; }

  /// How much dearer it is to have `u` in `to`.
  std::int64_t cost_change(Unit u, Part to) const;
  /// How much the excess grows when `load` goes from one part to another.
  std::int64_t excess_change(std::int64_t load, Part from, Part to) const {
    return task_->excess_of(this->load(from) - load) + task_->excess_of(this->load(to) + load) -
           task_->excess_of(this->load(from)) - task_->excess_of(this->load(to));
  }
  /// What is left of u's part without it: nothing, one piece or more.
  enum class Rest { nothing, one_piece, pieces };
  Rest rest_without(Unit u);
  /// After rest_without(u) gave `pieces`: the units that would be cut off from the largest piece,
  /// as far as they are at most `most` units; empty when they are more.
  std::vector<Unit> cut_off_with(Unit u, std::size_t most);

  void move(Unit u, Part to);
  /// What has been looked at since the beginning: budgets are counted in it, not in seconds, or
  /// a plan would depend on what else the machine had to do.
  std::int64_t steps() const { return steps_; }
  void count(std::int64_t steps) { steps_ += steps; }

 private:
  bool neighbours_meet(Unit u);
  bool search_meets();
  void set_border(Unit u, bool on);

  const Task* task_;
  Assignment part_;
  std::vector<std::int64_t> load_;
  std::vector<Unit> units_;
  std::vector<std::int32_t> foreign_;
  std::vector<Unit> border_;
  std::vector<std::int32_t> border_at_;
  std::vector<std::vector<Unit>> borders_;  // by part
  std::vector<std::int32_t> borders_at_;
  std::int64_t cost_ = 0;
  std::int64_t excess_ = 0;
  std::int64_t steps_ = 0;
  // Scratch of the contiguity check; a mark is valid when it carries the present round.
  std::vector<std::uint32_t> mark_;
  std::vector<std::int32_t> group_;
  std::uint32_t round_ = 0;
  std::vector<Unit> own_;
  std::vector<std::vector<Unit>> fronts_;
  std::vector<std::size_t> front_at_;
  std::vector<std::int32_t> parent_;
};

}  // namespace gewu::planner
