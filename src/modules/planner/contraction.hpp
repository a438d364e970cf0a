// SPDX-License-Identifier: Apache-2.0
// Units that stay together become one: a smaller task with the same answers.
#pragma once

#include <vector>

#include "modules/planner/task.hpp"

namespace gewu::planner {

struct Contraction {
  Task task;
  std::vector<Unit> group;  ///< by unit of the larger task

  /// The assignment of the larger task.
  Assignment expanded(const Assignment& small) const;
};

/// One unit for each value of `group`, which must run from 0 without gaps.
Contraction contracted(const Task& task, std::vector<Unit> group);

/// Ties what hangs on a single unit and is too light to be a part of its own to that unit: no
/// division within the limits can part them. Leaves, cul-de-sacs, islands on one bridge.
Contraction without_dangling(const Task& task);

/// One unit for each piece on whose part both assignments agree.
Contraction overlay(const Task& task, const Assignment& a, const Assignment& b);

}  // namespace gewu::planner
