// SPDX-License-Identifier: Apache-2.0
#include "modules/areas/territory.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <random>

using namespace gewu;
using namespace gewu::areas;

namespace {

TerritorySnapshot::Node node(int id, int parent, Level level, std::string code,
                             geo::MultiPolygon shape = {}) {
  TerritorySnapshot::Node n;
  n.area.id = AreaId{id};
  n.area.parent = AreaId{parent};
  n.area.level = level;
  n.area.code = std::move(code);
  n.area.name = "area " + std::to_string(id);
  n.shape = std::move(shape);
  return n;
}

District district_of(int root) {
  District d;
  d.id = DistrictId{1};
  d.root = AreaId{root};
  d.code = "TEST";
  d.territory_version = 1;
  return d;
}

/// District 1 → street 2 → communities 3, 4; 3 → grids 5, 6; 4 → grid 7 with school 8.
std::vector<TerritorySnapshot::Node> small_tree() {
  using geo::rectangle;
  return {
      node(5, 3, Level::grid, "3-1", rectangle({34, 113}, {34.01, 113.01})),
      node(1, 0, Level::district, "TEST", rectangle({34, 113}, {34.03, 113.03})),
      node(7, 4, Level::grid, "4-1", rectangle({34.01, 113}, {34.02, 113.02})),
      node(2, 1, Level::street, "S"),
      node(4, 2, Level::community, "4"),
      node(3, 2, Level::community, "3"),
      node(6, 3, Level::grid, "3-2", rectangle({34, 113.01}, {34.01, 113.02})),
      node(8, 4, Level::dedicated_grid, "4-901", rectangle({34.012, 113.002}, {34.014, 113.004}))};
}

std::vector<int> ids(const auto& areas) {
  std::vector<int> out;
  for (const auto& a : areas) {
    if constexpr (requires { a->id; }) {
      out.push_back(static_cast<int>(a->id.value));
    } else if constexpr (requires { a.id; }) {
      out.push_back(static_cast<int>(a.id.value));
    } else {
      out.push_back(static_cast<int>(a.value));
    }
  }
  return out;
}

}  // namespace

TEST_CASE("the tree lists parents before children and each subtree in one run") {
  const TerritorySnapshot t(district_of(1), small_tree(), {{"ALIAS", AreaId{6}}});
  CHECK(ids(t.all()) == std::vector{1, 2, 3, 5, 6, 4, 7, 8});
  CHECK(ids(t.subtree(AreaId{3})) == std::vector{3, 5, 6});
  CHECK(ids(t.children(AreaId{2})) == std::vector{3, 4});
  CHECK(ids(t.children(AreaId{7})).empty());
  CHECK(ids(t.chain(AreaId{6})) == std::vector{6, 3, 2, 1});
  CHECK(ids(t.ancestors(AreaId{6})) == std::vector{3, 2, 1});
  CHECK(t.find(AreaId{6})->depth == 3);
  CHECK(t.find_code("3-2")->id == AreaId{6});
  CHECK(t.find_code("ALIAS")->id == AreaId{6});
  CHECK(t.find_code("nothing") == nullptr);
  CHECK(t.up_to(AreaId{6}, Level::street)->id == AreaId{2});
  CHECK(t.up_to(AreaId{2}, Level::grid) == nullptr);
  CHECK(t.is_leaf(AreaId{6}));
  CHECK(!t.is_leaf(AreaId{3}));
  CHECK(t.within(AreaId{6}, AreaId{2}));
  CHECK(t.within(AreaId{6}, AreaId{6}));
  CHECK(!t.within(AreaId{2}, AreaId{6}));
  CHECK(!t.within(AreaId{6}, AreaId{4}));
}

TEST_CASE("an unknown area has no place in the tree") {
  const TerritorySnapshot t(district_of(1), small_tree());
  CHECK(t.find(AreaId{99}) == nullptr);
  CHECK(t.chain(AreaId{99}).empty());
  CHECK(t.subtree(AreaId{99}).empty());
  CHECK(!t.is_leaf(AreaId{99}));
  CHECK(!t.within(AreaId{99}, AreaId{1}));
}

TEST_CASE("a broken tree is a broken promise of the store") {
  auto loose = small_tree();
  loose.push_back(node(9, 77, Level::grid, "loose"));
  CHECK_THROWS_AS(TerritorySnapshot(district_of(1), loose), std::logic_error);
  CHECK_THROWS_AS(TerritorySnapshot(district_of(55), small_tree()), std::logic_error);
}

TEST_CASE("a point belongs to the deepest area, with its chain upward") {
  const TerritorySnapshot t(district_of(1), small_tree());
  const Located in_grid = t.locate({34.005, 113.005});
  CHECK(in_grid.inside);
  CHECK(ids(in_grid.chain) == std::vector{5, 3, 2, 1});
  CHECK(in_grid.area->id == AreaId{5});
  CHECK(in_grid.nearest == nullptr);
  // A dedicated grid answers for its premises though the grid around was not cut out.
  CHECK(t.locate({34.013, 113.003}).area->id == AreaId{8});
  // No grid here: the district itself.
  CHECK(ids(t.locate({34.025, 113.025}).chain) == std::vector{1});
}

TEST_CASE("a point outside says so and names the nearest deepest area") {
  const TerritorySnapshot t(district_of(1), small_tree());
  const Located out = t.locate({33.999, 113.015});
  CHECK(!out.inside);
  CHECK(out.area == nullptr);
  CHECK(out.chain.empty());
  REQUIRE(out.nearest);
  CHECK(out.nearest->id == AreaId{6});
  CHECK(out.metres == doctest::Approx(111).epsilon(0.01));
  const Located off = t.locate({134, 113});
  CHECK(!off.inside);
  CHECK(off.nearest == nullptr);
}

TEST_CASE("a scope drops what lies below another grant and knows its size") {
  const TerritorySnapshot t(district_of(1), small_tree());
  const std::vector<AreaId> grants{AreaId{6}, AreaId{3}, AreaId{8}, AreaId{99}, AreaId{3}};
  const Scope s = scope_of(t, grants);
  CHECK(ids(s.roots) == std::vector{3, 8});
  CHECK(s.areas == 4);
  CHECK(!s.whole_district);
  CHECK(s.narrow());
  CHECK(ids(areas_of(t, s)) == std::vector{3, 5, 6, 8});
  CHECK(in_scope(t, s, AreaId{5}));
  CHECK(!in_scope(t, s, AreaId{7}));
  const std::vector<AreaId> root{AreaId{1}, AreaId{7}};
  CHECK(scope_of(t, root).whole_district);
  CHECK(scope_of(t, {}).roots.empty());
}

TEST_CASE("in any tree, within, chain and subtree agree") {
  CHECK(rc::check([] {
    const int count = *rc::gen::inRange(1, 60);
    std::vector<TerritorySnapshot::Node> nodes{node(1, 0, Level::district, "TEST")};
    for (int id = 2; id <= count; ++id) {
      nodes.push_back(node(id, *rc::gen::inRange(1, id), Level::grid, "c" + std::to_string(id)));
    }
    std::shuffle(nodes.begin(), nodes.end(), std::mt19937(static_cast<unsigned>(count)));
    const TerritorySnapshot t(district_of(1), nodes);
    RC_ASSERT(t.all().size() == static_cast<std::size_t>(count));
    for (const Area& a : t.all()) {
      const auto chain = t.chain(a.id);
      RC_ASSERT(chain.back()->id == t.root());
      RC_ASSERT(static_cast<int>(chain.size()) == a.depth + 1);
      for (const Area& b : t.all()) {
        const bool above =
            std::any_of(chain.begin(), chain.end(), [&](auto* c) { return c->id == b.id; });
        RC_ASSERT(t.within(a.id, b.id) == above);
        const auto sub = t.subtree(b.id);
        RC_ASSERT((&a >= sub.data() && &a < sub.data() + sub.size()) == above);
      }
    }
  }));
}
