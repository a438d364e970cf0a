// SPDX-License-Identifier: Apache-2.0
#include "modules/planner/division.hpp"

#include <doctest/doctest.h>

#include "graphs.hpp"
#include "modules/planner/tree_cut.hpp"

namespace gewu::planner {

namespace {

/// Whether u's part stays whole without it, found by trying.
bool stays_whole(const Division& division, Unit u) {
  const Task& task = division.task();
  Task more = task;
  more.parts = task.parts + 1;
  Assignment assignment = division.assignment();
  assignment[static_cast<std::size_t>(u)] = task.parts;
  return judge(more, assignment).sound();
}

}  // namespace

TEST_CASE("after any moves the kept sums are those of a recount, and parts stay whole") {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    CAPTURE(seed);
    Task task =
        test::even(test::field({9, 9, seed % 2 == 0, 0.5, seed > 3 ? 40 : 0, seed}), 5, 0.05);
    for (Unit u = 0; u < task.graph.size(); ++u)
      task.bonds.push_back({{static_cast<Part>(u % 5), u % 7}});
    Dice dice(seed);
    TreeCutter cutter(task);
    Division division(task, random_start(task, cutter, dice, 2));
    for (int i = 0; i < 2000; ++i) {
      const auto border = division.border();
      const Unit u = border[dice.below(static_cast<std::uint32_t>(border.size()))];
      const auto around = task.graph.around(u);
      const Part to =
          division.part(around[dice.below(static_cast<std::uint32_t>(around.size()))].unit);
      if (to == division.part(u)) continue;
      const auto rest = division.rest_without(u);
      if (i % 20 == 0) CHECK((rest == Division::Rest::one_piece) == stays_whole(division, u));
      if (rest != Division::Rest::one_piece) continue;
      const auto dearer = division.cost_change(u, to);
      const auto before = division.cost();
      division.move(u, to);
      CHECK(division.cost() == before + dearer);
    }
    const Verdict verdict = judge(task, division.assignment());
    CHECK(verdict.sound());
    CHECK(verdict.cost() == division.cost());
    CHECK(verdict.excess == division.excess());
    for (Part p = 0; p < task.parts; ++p)
      CHECK(verdict.loads[static_cast<std::size_t>(p)] == division.load(p));
  }
}

TEST_CASE("what a unit would cut off is all but the largest piece") {
  // 0 – 1 – 2 – 3 – 4 in one part, 5 beside 1 in another.
  const Task task = test::even(
      Graph({1, 1, 1, 1, 1, 5}, {{0, 1, 1}, {1, 2, 1}, {2, 3, 1}, {3, 4, 1}, {1, 5, 1}}), 2, 0);
  Division division(task, {0, 0, 0, 0, 0, 1});
  CHECK(division.rest_without(1) == Division::Rest::pieces);
  CHECK(division.cut_off_with(1, 3) == std::vector<Unit>{0});
  CHECK(division.rest_without(4) == Division::Rest::one_piece);
  CHECK(division.rest_without(5) == Division::Rest::nothing);
}

TEST_CASE("a tree's best cut keeps both sides whole and says truly what it costs") {
  const Task task = test::even(test::field({10, 7, true, 0.7, 20, 3}), 2, 0.02);
  TreeCutter cutter(task);
  Dice dice(5);
  std::vector<Unit> all;
  for (Unit u = 0; u < task.graph.size(); ++u) all.push_back(u);
  for (int i = 0; i < 50; ++i) {
    const auto cut = cutter.cut(all, {1, 2}, dice);
    REQUIRE(cut.has_value());
    Assignment assignment(all.size(), 1);
    for (const Unit u : cut->first) assignment[static_cast<std::size_t>(u)] = 0;
    const Verdict verdict = judge(task, assignment);
    CHECK(verdict.sound());
    CHECK(verdict.cut == cut->cost);
    CHECK(verdict.excess == cut->excess);
  }
}

}  // namespace gewu::planner
