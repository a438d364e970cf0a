// SPDX-License-Identifier: Apache-2.0
#include "modules/figures/dated_tree.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "modules/figures/cover.hpp"

namespace gewu::figures {
namespace {

constexpr AreaId root{1}, east{2}, west{3}, old_grid{10}, new_a{11}, new_b{12};
Day d(int n) { return day_from_number(n); }

/// A grid that was cut in two on day 100, and one that moved from east to west that day.
DatedTree cut_in_two() {
  return {root,
          {{east, root, d(0), Day::max()},
           {west, root, d(0), Day::max()},
           {old_grid, east, d(0), d(100)},
           {new_a, east, d(100), Day::max()},
           {new_b, west, d(100), Day::max()}}};
}

std::set<AreaId> counted_on(const DatedTree& tree, AreaId under, Lens lens, Day day) {
  std::set<AreaId> out;
  for (const Segment& segment : tree.segments(under, lens, day, day)) {
    for (const Member& member : segment.members) {
      CHECK(out.insert(member.area).second);
    }
  }
  return out;
}

TEST_CASE("an area that has gone still counts where it was, and one made later counts before") {
  const DatedTree tree = cut_in_two();
  const std::set<AreaId> all_east = {east, old_grid, new_a};
  CHECK(counted_on(tree, east, Lens::as_was, d(50)) == all_east);
  CHECK(counted_on(tree, east, Lens::as_was, d(150)) == all_east);
  CHECK(counted_on(tree, east, Lens::as_is, d(50)) == all_east);
  CHECK(tree.within_now(old_grid, east));
  CHECK(!tree.within_now(old_grid, west));
  CHECK(tree.within_now(new_b, root));
  CHECK(!tree.within_now(AreaId{99}, root));
}

TEST_CASE("an area that moved counts in its former place until that day, unless told as it is") {
  const DatedTree tree{root,
                       {{east, root, d(0), Day::max()},
                        {west, root, d(0), Day::max()},
                        {new_a, east, d(0), d(100)},
                        {new_a, west, d(100), Day::max()}}};
  CHECK(counted_on(tree, east, Lens::as_was, d(99)).contains(new_a));
  CHECK(!counted_on(tree, east, Lens::as_was, d(100)).contains(new_a));
  CHECK(counted_on(tree, west, Lens::as_was, d(100)).contains(new_a));
  CHECK(counted_on(tree, west, Lens::as_is, d(5)).contains(new_a));
  const auto segments = tree.segments(west, Lens::as_was, d(0), d(200));
  REQUIRE(segments.size() == 2);
  CHECK(segments[0].from == d(0));
  CHECK(segments[0].to == d(200));
  CHECK(segments[1].from == d(100));
}

TEST_CASE("members are told by the child of the asked area that they lie in") {
  const DatedTree tree = cut_in_two();
  std::map<AreaId, AreaId> keys;
  for (const Segment& segment : tree.segments(root, Lens::as_was, d(10), d(20))) {
    for (const Member& member : segment.members) keys[member.area] = member.key;
  }
  CHECK(keys == std::map<AreaId, AreaId>{{root, root},
                                         {east, east},
                                         {west, west},
                                         {old_grid, east},
                                         {new_a, east},
                                         {new_b, west}});
}

TEST_CASE("of two changes on one day the last holds") {
  const DatedTree tree{root,
                       {{east, root, d(0), Day::max()},
                        {west, root, d(0), Day::max()},
                        {new_a, east, d(0), d(100)},
                        {new_a, west, d(100), d(100)},
                        {new_a, east, d(100), Day::max()}}};
  CHECK(counted_on(tree, east, Lens::as_was, d(100)).contains(new_a));
  CHECK(!counted_on(tree, west, Lens::as_was, d(100)).contains(new_a));
}

/// Three layers below the root; each area hangs from random areas of the layer above in turn.
struct RandomTree {
  std::vector<std::vector<AreaId>> layers = {{root}};
  std::vector<DatedEdge> edges;
  std::int64_t next = 2;

  RandomTree() {
    for (int layer = 1; layer <= 3; ++layer) {
      std::vector<AreaId> areas;
      const int count = *rc::gen::inRange(1, 5);
      for (int i = 0; i < count; ++i) {
        const AreaId area{next++};
        areas.push_back(area);
        int from = *rc::gen::inRange(0, 60);
        for (int turns = *rc::gen::inRange(1, 4); turns > 0; --turns) {
          const int to = from + *rc::gen::inRange(0, 50);
          edges.push_back({area, *rc::gen::elementOf(layers.back()), d(from),
                           turns == 1 && *rc::gen::arbitrary<bool>() ? Day::max() : d(to)});
          from = to + *rc::gen::inRange(0, 9);
        }
      }
      layers.push_back(areas);
    }
  }
};

TEST_CASE("every area lies in exactly one child of each area above it, on any day and lens") {
  CHECK(rc::check([] {
    const RandomTree random;
    const auto& [layers, edges, next] = random;
    const DatedTree tree(root, edges);
    const auto lens = *rc::gen::element(Lens::as_was, Lens::as_is);
    const int first = *rc::gen::inRange(-5, 250);
    const int last = first + *rc::gen::inRange(0, 30);
    const auto whole = tree.segments(root, lens, d(first), d(last));
    for (int day = first; day <= last; ++day) {
      std::map<AreaId, AreaId> key_of;
      for (const Segment& segment : whole) {
        if (d(day) < segment.from || segment.to < d(day)) continue;
        for (const Member& m : segment.members) RC_ASSERT(key_of.emplace(m.area, m.key).second);
      }
      RC_ASSERT(key_of.size() == static_cast<std::size_t>(next - 1));
      // Asking each child alone gives the same parts.
      for (const AreaId child : layers[1]) {
        for (const AreaId area : counted_on(tree, child, lens, d(day))) {
          RC_ASSERT(key_of.at(area) == child);
          key_of.erase(area);
        }
      }
      RC_ASSERT(key_of.size() == 1U);  // the root itself
    }
  }));
}

TEST_CASE("asked by level, each area lies in the row of that level above it, or in none") {
  CHECK(rc::check([] {
    const RandomTree random;
    const DatedTree tree(root, random.edges);
    const auto& layer = random.layers[2];
    const auto wanted = [&](AreaId area) {
      return std::find(layer.begin(), layer.end(), area) != layer.end();
    };
    const auto lens = *rc::gen::element(Lens::as_was, Lens::as_is);
    const Day day = d(*rc::gen::inRange(-5, 250));
    std::size_t count = 0;
    for (const Segment& segment : tree.segments(root, lens, day, day, wanted)) {
      for (const Member& m : segment.members) {
        ++count;
        const auto inside = counted_on(tree, m.key, lens, day);
        RC_ASSERT(m.key == root || wanted(m.key));
        RC_ASSERT(std::find(inside.begin(), inside.end(), m.area) != inside.end());
        RC_ASSERT(m.key != root || !wanted(m.area));
      }
    }
    RC_ASSERT(count == static_cast<std::size_t>(random.next - 1));
  }));
}

TEST_CASE("sums of areas with parts stand for exactly the members, each in its row") {
  CHECK(rc::check([] {
    const RandomTree random;
    const DatedTree tree(root, random.edges);
    const auto lens = *rc::gen::element(Lens::as_was, Lens::as_is);
    const AreaId asked{*rc::gen::inRange<std::int64_t>(1, random.next)};
    const bool keyed = *rc::gen::arbitrary<bool>();
    const int first = *rc::gen::inRange(-5, 250);
    for (const Segment& segment : tree.segments(asked, lens, d(first), d(first + 20))) {
      std::map<AreaId, AreaId> expected, told;
      for (const Member& m : segment.members) expected.emplace(m.area, keyed ? m.key : asked);
      const Cover rows = cover(tree, segment.members, keyed);
      const auto tell = [&](AreaId area, AreaId key) {
        RC_ASSERT(told.emplace(area, keyed ? key : asked).second);
      };
      for (const Member& m : rows.own) tell(m.area, m.key);
      for (const Member& m : rows.under) {
        // What a fact of any area is added to, told from the other end.
        for (std::int64_t id = 1; id < random.next; ++id) {
          const auto above = tree.summed_in(AreaId{id});
          if (std::find(above.begin(), above.end(), m.area) != above.end()) tell(AreaId{id}, m.key);
        }
      }
      RC_ASSERT(told == expected);
      // As it lies today, one row is enough, but for the root, which has rows of its own.
      if (lens == Lens::as_is && !keyed && asked != root) {
        RC_ASSERT(rows.own.size() + rows.under.size() == 1U);
      }
    }
  }));
}

}  // namespace
}  // namespace gewu::figures
