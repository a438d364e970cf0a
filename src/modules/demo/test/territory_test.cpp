// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <map>
#include <set>

#include "modules/demo/demo_territory.hpp"

namespace gewu::demo {

TEST_CASE("every building of the demo stands inside its micro-grid and touches no other") {
  const Territory made = guangming(20261122);
  std::map<std::string, const areas::NewArea*> by_code;
  std::map<std::string, std::vector<const areas::NewArea*>> below;
  for (const auto& area : made.areas) {
    by_code[area.code] = &area;
    if (area.level == areas::Level::building) below[area.parent].push_back(&area);
  }
  std::size_t buildings = 0, micro_grids = 0;
  for (const auto& area : made.areas) micro_grids += area.level == areas::Level::micro_grid ? 1 : 0;
  for (const auto& [parent, houses] : below) {
    REQUIRE(by_code.at(parent)->level == areas::Level::micro_grid);
    for (std::size_t i = 0; i < houses.size(); ++i) {
      ++buildings;
      CAPTURE(houses[i]->code);
      CHECK_FALSE(geo::find_flaw(houses[i]->shape).has_value());
      CHECK(geo::area_m2(houses[i]->shape) > 200);
      CHECK(geo::outside_m2(houses[i]->shape, by_code.at(parent)->shape) < 0.1);
      for (std::size_t j = 0; j < i; ++j) {
        CHECK(geo::overlap_m2(houses[i]->shape, houses[j]->shape) < 0.1);
      }
    }
  }
  CHECK(below.size() == micro_grids);  // no micro-grid without a house
  CHECK(buildings > 4 * micro_grids);
}

TEST_CASE("no estate of the demo is called like another of its community") {
  const Territory made = guangming(20261122);
  std::set<std::string> seen;
  for (const auto& area : made.areas) {
    if (area.level != areas::Level::micro_grid) continue;
    CAPTURE(area.code);
    CHECK(seen.insert(area.code.substr(0, 12) + area.also_called).second);
  }
}

}  // namespace gewu::demo
