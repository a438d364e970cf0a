// SPDX-License-Identifier: Apache-2.0
#include "modules/demo/demo_buildings.hpp"

#include <array>
#include <cmath>

namespace gewu::demo {

namespace {

constexpr std::array<const char*, 21> kFirst{
    "和悦", "桂香", "松风", "晴川", "云栖", "竹溪", "听泉", "锦程", "朗月", "清荷", "远山",
    "映雪", "知春", "沐阳", "揽秀", "芳华", "星河", "枫林", "梧桐", "棠棣", "银杏"};
constexpr std::array<const char*, 10> kSecond{"里", "苑",   "园",   "居",   "庭",
                                              "坊", "花园", "家园", "新村", "雅居"};
constexpr std::array<const char*, 16> kRoads{
    "春晖路", "德安路", "长乐街", "同和路", "景明路", "顺意街", "丰登路", "永宁路",
    "嘉禾路", "文峰街", "瑞雪路", "朝霞路", "望春路", "汇泉街", "清风路", "福田里路"};

/// A point of the cell by its fractions to the east and to the north.
geo::LatLon at(const Quad& q, double x, double y) {
  const auto mix = [&](auto member) {
    const double south = q.south_west.*member * (1 - x) + q.south_east.*member * x;
    const double north = q.north_west.*member * (1 - x) + q.north_east.*member * x;
    return std::round((south * (1 - y) + north * y) * 1e7) / 1e7;
  };
  return {mix(&geo::LatLon::lat), mix(&geo::LatLon::lon)};
}

geo::MultiPolygon footprint(const Quad& q, double west, double south, double east, double north) {
  geo::Ring ring{at(q, west, south), at(q, east, south), at(q, east, north), at(q, west, north)};
  ring.push_back(ring.front());
  return {{std::move(ring), {}}};
}

std::string digits(std::size_t n, std::size_t wide) {
  std::string out = std::to_string(n);
  return std::string(wide - std::min(wide, out.size()), '0') + out;
}

/// Two units of three storeys with two doors each.
void add_dwellings(const areas::NewArea& building, geo::LatLon where,
                   std::vector<areas::NewArea>& out) {
  std::size_t n = 0;
  for (int unit = 1; unit <= 2; ++unit) {
    for (int storey = 1; storey <= 3; ++storey) {
      for (int door = 1; door <= 2; ++door) {
        areas::NewArea one;
        one.code = building.code + digits(++n, 3);
        one.name = std::to_string(unit) + "单元" + std::to_string(storey) + "0" +
                   std::to_string(door) + "室";
        one.level = areas::Level::dwelling;
        one.parent = building.code;
        one.point = where;
        out.push_back(std::move(one));
      }
    }
  }
}

}  // namespace

std::string estate_name(std::size_t n) {
  constexpr std::size_t names = kFirst.size() * kSecond.size();
  const std::size_t pick = n * 37 % names;
  return std::string(kFirst[pick % kFirst.size()]) + kSecond[pick / kFirst.size()];
}

std::vector<areas::NewArea> buildings_of(const std::string& micro_grid_code, std::size_t n,
                                         const std::vector<Quad>& cells) {
  const std::string estate = estate_name(n);
  const std::string yard =
      std::string(kRoads[n % kRoads.size()]) + std::to_string(n / kRoads.size() * 2 + 8) + "号院";
  constexpr std::size_t kMost = 8;
  const std::size_t wanted = std::min(kMost, 5 + n % 4);
  std::vector<areas::NewArea> out;
  for (const Quad& cell : cells) {
    for (int k = 0; k < 4 && out.size() < wanted; ++k) {
      const double west = k % 2 == 0 ? 0.12 : 0.58, south = k < 2 ? 0.62 : 0.2;
      const std::size_t number = out.size() + 1;
      areas::NewArea one;
      one.code = micro_grid_code + digits(number, 5);
      one.name = estate + std::to_string(number) + "号楼";
      one.level = areas::Level::building;
      one.parent = micro_grid_code;
      one.shape = footprint(cell, west, south, west + 0.3, south + 0.17);
      one.address = yard + std::to_string(number) + "号楼";
      out.push_back(std::move(one));
    }
  }
  if (n % 20 == 0 && !cells.empty()) {
    const areas::NewArea first = out.front();
    add_dwellings(first, at(cells.front(), 0.27, 0.7), out);
  }
  return out;
}

}  // namespace gewu::demo
