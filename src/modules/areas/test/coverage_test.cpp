// SPDX-License-Identifier: Apache-2.0
#include "modules/areas/coverage.hpp"

#include <doctest/doctest.h>

#include "modules/areas/areas.hpp"
#include "support/ascii_territory.hpp"
#include "support/database.hpp"

using namespace gewu;
using namespace gewu::areas;
using geo::rectangle;

namespace {

/// District 1 → community 2 without outline → grids, in squares of a hundredth of a degree.
struct Place {
  Place() { add(1, 0, Level::district, rectangle({34, 113}, {34.01, 113.03})); }

  Place& add(int id, int parent, Level level, geo::MultiPolygon shape = {},
             std::optional<geo::LatLon> label = {}) {
    TerritorySnapshot::Node n;
    n.area.id = AreaId{id};
    n.area.parent = AreaId{parent};
    n.area.level = level;
    n.area.code = std::to_string(id);
    n.area.name = "N";
    n.area.label = label;
    n.shape = shape;
    nodes.push_back(n);
    outlines[n.area.id] = std::move(shape);
    return *this;
  }
  Place& grid(int id, double column, double width = 1, Level level = Level::grid) {
    return add(id, 2, level,
               rectangle({34, 113 + column / 100}, {34.01, 113 + (column + width) / 100}));
  }
  Place& community() { return add(2, 1, Level::community); }

  /// "territory_gap 1: 3 4" and the like, a line each.
  std::string proof() const {
    District district;
    district.id = DistrictId{1};
    district.root = AreaId{1};
    const TerritorySnapshot territory(district, nodes);
    std::string out;
    for (const auto& p : prove_coverage(territory, outlines)) {
      if (!out.empty()) out += "; ";
      out += p.code;
      if (p.whole) out += " " + to_string(p.whole);
      out += ":";
      for (const AreaId area : p.areas) out += " " + to_string(area);
    }
    return out;
  }

  std::vector<TerritorySnapshot::Node> nodes;
  Outlines outlines;
};

Place covered() {
  Place p;
  return p.community().grid(3, 0).grid(4, 1).grid(5, 2);
}

}  // namespace

TEST_CASE("a territory whose grids tile it is proven, with or without outlines in between") {
  CHECK(covered().proof() == "");
  CHECK(Place().proof() == "");
  CHECK(Place().community().proof() == "");
}

TEST_CASE("a gap names its neighbours, an overlap both, what lies outside itself") {
  Place gap;
  CHECK(gap.community().grid(3, 0).grid(5, 2).proof() == "territory_gap 1: 3 5");
  CHECK(covered().grid(6, 0.25, 0.5).proof() == "territory_overlap 1: 3 6");
  Place outside;
  CHECK(outside.community().grid(3, 0, 2).grid(4, 2, 2).proof() == "territory_outside 1: 4");
}

TEST_CASE("a dedicated grid may lie over the grids around it, but not over another one") {
  Place p = covered();
  p.grid(6, 0.25, 0.5, Level::dedicated_grid);
  CHECK(p.proof() == "");
  p.grid(7, 0.5, 0.1, Level::dedicated_grid);
  CHECK(p.proof() == "territory_overlap 1: 6 7");
}

TEST_CASE("a dwelling that lies where another answers is named, and one that hangs from no grid") {
  Place p = covered();
  p.add(10, 3, Level::building, {}, geo::LatLon{34.005, 113.005});
  p.add(11, 10, Level::dwelling, {}, geo::LatLon{34.005, 113.005});
  CHECK(p.proof() == "");
  p.add(12, 3, Level::dwelling, {}, geo::LatLon{34.005, 113.015});
  p.add(13, 4, Level::dwelling, {}, geo::LatLon{34.5, 113.015});
  p.add(14, 2, Level::dwelling, {}, geo::LatLon{34.005, 113.015});
  CHECK(p.proof() == "dwelling_without_grid: 14; place_astray: 12; place_astray: 13");
}

TEST_CASE("a building's own outline does not make it answer for itself") {
  Place p = covered();
  const auto footprint = rectangle({34.004, 113.004}, {34.006, 113.006});
  p.add(10, 3, Level::building, footprint, geo::LatLon{34.005, 113.005});
  p.add(11, 4, Level::building, footprint, geo::LatLon{34.005, 113.005});
  CHECK(p.proof() == "place_astray: 11");
}

TEST_CASE("the doctor tells what the store holds, in words that lead to the place") {
  gewu::test::for_each_engine([](gewu::test::TestDatabase& d) {
    IdSource ids{1};
    const auto town = areas::test::from_ascii(d.db(), ids, instant(1'790'000'000'000),
                                              {"AAB", "A.B", "AAB"}, {.level = Level::grid});
    const auto found = areas::doctor(d.db(), town.district.id, [](auto, auto) {});
    REQUIRE(found.size() == 1);
    CHECK(found[0].code == "territory_gap");
    CHECK(found[0].subject.find(town.district.code) == 0);
    CHECK(found[0].detail.find("the longest border is with A Grid A") != std::string::npos);
  });
}
