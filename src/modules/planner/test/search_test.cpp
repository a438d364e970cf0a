// SPDX-License-Identifier: Apache-2.0
#include "modules/planner/search.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "graphs.hpp"
#include "modules/planner/contraction.hpp"
#include "modules/planner/first_cut.hpp"
#include "modules/planner/pieces.hpp"

namespace gewu::planner {

using test::even;
using test::Field;
using test::field;

namespace {

SearchOptions budget(std::int64_t steps, std::uint64_t seed = 1) {
  SearchOptions options;
  options.steps_most = steps;
  options.seed = seed;
  return options;
}

std::vector<Field> fields() {
  std::vector<Field> all;
  std::uint64_t seed = 1;
  for (const bool diagonals : {false, true})
    for (const double skew : {0.0, 0.6, 1.2})
      for (const int missing : {0, 40}) all.push_back({14, 11, diagonals, skew, missing, seed++});
  return all;
}

}  // namespace

TEST_CASE("whatever the field, every part is whole, none is empty, and the sums are true") {
  for (const Field& f : fields())
    for (const Part parts : {2, 5, 13}) {
      CAPTURE(f.seed);
      CAPTURE(parts);
      const Task task = even(field(f), parts, 0.02);
      const auto outcome = divide_all(task, budget(300'000, f.seed));
      if (!outcome) {
        CHECK(outcome.error().code == "unit_too_heavy");
        continue;
      }
      const Verdict verdict = judge(task, outcome->assignment);
      CHECK(verdict.sound());
      CHECK(verdict.cost() == outcome->verdict.cost());
      CHECK(verdict.excess == outcome->standing.excess);
      CHECK(verdict.cost() == outcome->standing.cost);
    }
}

TEST_CASE("the answer is never worse than METIS's first cut") {
  for (const Field& f : fields()) {
    CAPTURE(f.seed);
    const Task task = even(field(f), 4, 0.05);
    const Verdict first = judge(task, first_cut(task, 7));
    REQUIRE(first.sound());
    const auto outcome = divide(task, budget(200'000, 7));
    REQUIRE(outcome.ok());
    const bool better =
        outcome->verdict.excess < first.excess ||
        (outcome->verdict.excess == first.excess && outcome->verdict.cost() <= first.cost());
    CHECK(better);
  }
}

TEST_CASE("a square of equal units falls into its quarters") {
  const Task task = even(field({8, 8}), 4, 0);
  const auto outcome = divide(task, budget(20'000'000));
  REQUIRE(outcome.ok());
  CHECK(outcome->verdict.within());
  CHECK(outcome->verdict.cut == 16);
  CHECK(outcome->ended == Ended::settled);
}

TEST_CASE("a chain is cut where the loads say, with no choice") {
  std::vector<Link> links;
  for (Unit u = 0; u + 1 < 9; ++u) links.push_back({u, u + 1, 1});
  const Task task = even(Graph({1, 1, 4, 2, 2, 2, 5, 1, 0}, links), 3, 0);
  const auto outcome = divide(task, budget(2'000'000));
  REQUIRE(outcome.ok());
  CHECK(outcome->verdict.within());
  CHECK(outcome->verdict.cut == 2);
}

TEST_CASE("seed and budget decide the answer, however it is watched") {
  const Task task = even(field({14, 11, true, 0.8, 0, 5}), 6, 0.01);
  const auto first = divide(task, budget(900'000, 42));
  int asked = 0;
  SearchOptions watched = budget(900'000, 42);
  watched.go_on = [&](const Standing&) { return ++asked > 0; };
  const auto again = divide(task, watched);
  REQUIRE(first.ok());
  REQUIRE(again.ok());
  CHECK(asked > 0);
  CHECK(first->assignment == again->assignment);
  CHECK(first->standing.steps == again->standing.steps);
}

TEST_CASE("whoever stops the search gets the best so far") {
  const Task task = even(field({30, 30, true, 0.5, 0, 9}), 12, 0.01);
  SearchOptions options = budget(1'000'000'000);
  options.go_on = [](const Standing&) { return false; };
  const auto outcome = divide(task, options);
  REQUIRE(outcome.ok());
  CHECK(outcome->ended == Ended::stopped);
  CHECK(outcome->verdict.sound());
}

TEST_CASE("a division that is there already is improved, never made worse") {
  const Task task = even(field({12, 12, true, 0.5, 0, 3}), 4, 0.1);
  SearchOptions options = budget(5'000'000);
  const auto good = divide(task, options);
  REQUIRE(good.ok());
  options = budget(30'000, 99);
  options.today = good->assignment;
  const auto again = divide(task, options);
  REQUIRE(again.ok());
  CHECK(again->verdict.within());
}

TEST_CASE("bonds that are dear hold units where they are today") {
  Task task = even(field({10, 10}), 2, 0.3);
  Assignment today;
  for (Unit u = 0; u < 100; ++u) today.push_back(u % 10 < 4 ? 0 : 1);
  for (const Part part : today) task.bonds.push_back({{part, 100}});
  SearchOptions options = budget(3'000'000);
  options.today = today;
  const auto outcome = divide(task, options);
  REQUIRE(outcome.ok());
  CHECK(outcome->assignment == today);
  CHECK(outcome->verdict.broken == 0);
}

TEST_CASE("a budget of one step still gives whole parts") {
  const auto outcome = divide(even(field({20, 20, true, 1, 0, 4}), 30, 0.01), budget(1));
  REQUIRE(outcome.ok());
  CHECK(outcome->verdict.sound());
  CHECK(outcome->ended == Ended::spent);
}

TEST_CASE("as many parts as units, and one part, are divisions, too") {
  const auto each = divide(even(field({3, 3}), 9, 0), budget(10'000));
  REQUIRE(each.ok());
  CHECK(each->verdict.within());
  CHECK(each->verdict.cut == 12);
  const auto one = divide(even(field({3, 3}), 1, 0), budget(10'000));
  REQUIRE(one.ok());
  CHECK(one->verdict.cut == 0);
}

TEST_CASE("more parts than units, no part, and a unit over the limit are refused") {
  CHECK(divide_all(even(field({2, 2}), 5, 0.1), budget(10)).error().code == "parts_too_many");
  CHECK(divide_all(even(field({2, 2}), 0, 0.1), budget(10)).error().code == "parts_too_few");
  const Task heavy = even(Graph({90, 5, 5}, {{0, 1, 1}, {1, 2, 1}}), 2, 0.1);
  CHECK(divide_all(heavy, budget(10)).error().code == "unit_too_heavy");
}

TEST_CASE("islands are divided each by itself when their loads are whole parts") {
  const Graph graph({5, 5, 10, 4, 3, 3, 10},
                    {{0, 1, 1}, {1, 2, 1}, {3, 4, 1}, {4, 5, 1}, {5, 6, 1}});
  const Task task = even(graph, 4, 0);
  const auto outcome = divide_all(task, budget(1'000'000));
  REQUIRE(outcome.ok());
  CHECK(outcome->verdict.within());
  CHECK(outcome->verdict.cut == 2);
  CHECK(divide(task, budget(10)).error().code == "graph_in_pieces");
  CHECK(divide_all(even(graph, 3, 0.1), budget(10)).error().code == "graph_in_pieces");
}

TEST_CASE("what hangs on one unit and is too light for a part goes with that unit") {
  // 0–1–2 in a triangle with 3; 4 and 5 dangle from 3, 6 from 5.
  const Graph graph(
      {10, 10, 10, 10, 1, 1, 1},
      {{0, 1, 1}, {1, 2, 1}, {2, 0, 1}, {2, 3, 1}, {0, 3, 1}, {3, 4, 1}, {3, 5, 1}, {5, 6, 1}});
  const Contraction tied = without_dangling(even(graph, 2, 0.2));
  CHECK(tied.task.graph.size() == 4);
  CHECK(tied.group[4] == tied.group[3]);
  CHECK(tied.group[5] == tied.group[3]);
  CHECK(tied.group[6] == tied.group[3]);
  CHECK(tied.task.graph.load(tied.group[3]) == 13);
  CHECK(tied.task.graph.total_load() == graph.total_load());
}

TEST_CASE("METIS's pieces are mended: every part whole, none empty") {
  const Task task = even(field({6, 6}), 4, 0.1);
  Assignment scattered;
  for (Unit u = 0; u < 36; ++u) scattered.push_back(u % 3);  // part 3 is empty
  CHECK(judge(task, in_whole_pieces(task, scattered)).sound());
}

TEST_CASE("the judge sees an empty part, a broken part and a unit without a part") {
  const Task task = even(field({3, 1}), 2, 0);
  CHECK(judge(task, {0, 0, 1}).sound());
  CHECK_FALSE(judge(task, {0, 1, 0}).contiguous);
  CHECK_FALSE(judge(task, {0, 0, 0}).complete);
  CHECK_FALSE(judge(task, {0, 2, 1}).complete);
  CHECK_FALSE(judge(task, {0, 1}).complete);
  CHECK(judge(task, {0, 0, 1}).excess == 500 + 500);
}

}  // namespace gewu::planner
