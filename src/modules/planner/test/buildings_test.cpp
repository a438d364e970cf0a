// SPDX-License-Identifier: Apache-2.0
#include "modules/planner/buildings.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "modules/planner/planner.hpp"

namespace gewu::planner {

namespace {

constexpr double kDegree = 1e-4;  // some 10 m

/// A row of houses of `households` each, from west to east, a street's width apart.
std::vector<Building> row(int houses, std::int64_t households) {
  std::vector<Building> all;
  for (int i = 0; i < houses; ++i) {
    Building b;
    b.id = std::to_string(i);
    b.shape = geo::rectangle({22.5, 113.9 + 3 * i * kDegree},
                             {22.5 + 2 * kDegree, 113.9 + (3 * i + 2) * kDegree});
    b.households = households;
    all.push_back(b);
  }
  return all;
}

/// A road from south to north just east of house `after`.
Barrier road_after(int after, double weight) {
  const double lon = 113.9 + (3 * after + 2.5) * kDegree;
  return {{{22.499, lon}, {22.502, lon}}, weight};
}

BuildingOptions quick() {
  BuildingOptions options;
  options.search.steps_most = 500'000;
  return options;
}

}  // namespace

TEST_CASE("households follow floors and footprint; without a height there is one floor") {
  const auto shape = geo::rectangle({22.5, 113.9}, {22.5003, 113.9003});  // some 1,024 m²
  CHECK(estimated_households(shape, 18) == 51);
  CHECK(estimated_households(shape, 0) == 9);
  CHECK(estimated_households(shape, 20.9) == estimated_households(shape, 18));
}

TEST_CASE("every building is in exactly one micro-grid, and balance is kept where it can be") {
  const auto buildings = row(12, 15);
  const auto plan = plan_buildings(buildings, {}, quick());
  REQUIRE(plan.ok());
  CHECK(plan->grids.size() == 3);
  CHECK(plan->shared == 3);
  CHECK(plan->within == 3);
  std::multiset<std::size_t> seen;
  for (const MicroGrid& grid : plan->grids) {
    CHECK(grid.households == 60);
    CHECK(grid.compactness > 0.2);
    CHECK(grid.compactness <= 1);
    seen.insert(grid.buildings.begin(), grid.buildings.end());
  }
  CHECK(seen.size() == buildings.size());
  CHECK(std::set(seen.begin(), seen.end()).size() == buildings.size());
}

TEST_CASE("a building over the norm is a micro-grid of its own") {
  auto buildings = row(9, 15);
  buildings[4].households = 300;
  const auto plan = plan_buildings(buildings, {}, quick());
  REQUIRE(plan.ok());
  const auto own = std::count_if(plan->grids.begin(), plan->grids.end(),
                                 [](const MicroGrid& grid) { return grid.own; });
  CHECK(own == 1);
  CHECK(plan->shared == 2);
  CHECK(plan->within == 2);
}

TEST_CASE("small houses that towers shut in belong to the tower beside them") {
  auto buildings = row(3, 300);
  buildings[1].households = 10;
  const auto plan = plan_buildings(buildings, {}, quick());
  REQUIRE(plan.ok());
  CHECK(plan->grids.size() == 2);
  CHECK(plan->shared == 0);
}

TEST_CASE("borders follow a road where balance allows it") {
  for (const int after : {3, 4, 5}) {
    CAPTURE(after);
    const auto plan =
        plan_buildings(row(10, 12), {road_after(after, 0.9)}, quick());  // 5 and 5, or 4 and 6
    REQUIRE(plan.ok());
    REQUIRE(plan->grids.size() == 2);
    const bool even = after == 4;
    CHECK((plan->barriers_crossed == 0) == even);
  }
}

TEST_CASE("who changes worker is counted against the micro-grid that keeps most of today's") {
  auto buildings = row(8, 15);
  for (std::size_t i = 0; i < buildings.size(); ++i) {
    buildings[i].today = i < 3 ? "west" : "east";
    buildings[i].open_cases = 2;
  }
  const auto plan = plan_buildings(buildings, {}, quick());
  REQUIRE(plan.ok());
  CHECK(plan->households_moved == 15);
  CHECK(plan->cases_moved == 2);
  CHECK(plan_buildings({}, {}, quick()).error().code == "buildings_missing");
}

TEST_CASE("a file of buildings: broken outlines are mended, wrong places and figures refused") {
  const auto file = [](const std::string& ring, const std::string& properties) {
    return R"({"features":[{"properties":{)" + properties +
           R"(},"geometry":{"type":"Polygon","coordinates":[)" + ring + "]}}]}";
  };
  const std::string bow =
      "[[113.9,22.5],[113.901,22.501],[113.901,22.5],[113.9,22.501],[113.9,22.5]]";
  const std::string square =
      "[[113.9,22.5],[113.901,22.5],[113.901,22.501],[113.9,22.501],[113.9,22.5]]";
  const std::string swapped = "[[22.5,113.9],[22.501,113.9],[22.5,113.901],[22.5,113.9]]";
  const auto code = [&](const std::string& ring, const std::string& properties) {
    const auto found = parse_buildings(file(ring, properties));
    return found ? std::string() : found.error().code;
  };
  const auto mended = parse_buildings(file(bow, R"("id":7,"height":18)"));
  REQUIRE(mended.ok());
  CHECK(mended->front().mended);
  CHECK(mended->front().id == "7");
  CHECK(code(square, "") == "");
  CHECK(code(swapped, "").starts_with("coordinate"));
  CHECK(code("7", "") == "geometry_invalid");
  CHECK(code(square, R"("height":-1)") == "height_invalid");
  CHECK(code(square, R"("households":1.5)") == "count_invalid");
  CHECK(parse_buildings("{}").error().code == "geojson_malformed");
}

}  // namespace gewu::planner
