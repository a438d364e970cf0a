// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <random>

#include "bench.hpp"
#include "geo/locator.hpp"
#include "modules/areas/territory.hpp"
#include "support/net_of_areas.hpp"

namespace gewu::bench {

int locate(const LocatePlan& plan) {
  using Clock = std::chrono::steady_clock;
  const auto since = [](Clock::time_point from) {
    return std::chrono::duration<double>(Clock::now() - from).count();
  };
  geo::test::NetOptions net;
  net.side = plan.side;
  auto items = geo::test::net_of_areas(net);
  const std::size_t areas = items.size();
  const auto built_at = Clock::now();
  const geo::Locator locator(std::move(items));
  const double build_seconds = since(built_at);
  std::mt19937_64 random(7);
  std::uniform_real_distribution<double> lat(net.south_west.lat, net.south_west.lat + net.degrees);
  std::uniform_real_distribution<double> lon(net.south_west.lon, net.south_west.lon + net.degrees);
  std::vector<geo::LatLon> points(1 << 16);
  for (auto& p : points) p = {lat(random), lon(random)};
  std::int64_t lookups = 0, found = 0;
  const auto begin = Clock::now();
  double seconds = 0;
  do {
    for (const auto& p : points) found += locator.find(p).has_value();
    lookups += static_cast<std::int64_t>(points.size());
    seconds = since(begin);
  } while (seconds < plan.seconds);
  const auto size = locator.size();
  std::printf(
      "{\"areas\":%zu,\"lookups\":%lld,\"found\":%lld,\"per_second\":%.0f,\"build_seconds\":%.3f,"
      "\"cells\":%zu,\"lines\":%zu,\"bytes\":%zu}\n",
      areas, static_cast<long long>(lookups), static_cast<long long>(found),
      static_cast<double>(lookups) / seconds, build_seconds, size.cells, size.lines, size.bytes);
  return found == lookups ? 0 : 1;
}

namespace {

/// 50,400 houses: 60 communities of 10 grids, 84 houses in each, in estates of 12 whose names
/// come again in other communities.
std::vector<areas::TerritorySnapshot::Node> town() {
  std::vector<areas::TerritorySnapshot::Node> out;
  const auto add = [&](AreaId parent, areas::Level level, std::string name, std::string address) {
    areas::TerritorySnapshot::Node node;
    node.area.id = AreaId{static_cast<std::int64_t>(out.size()) + 1};
    node.area.parent = parent;
    node.area.level = level;
    node.area.code = std::to_string(100'000 + out.size());
    node.area.name = std::move(name);
    node.area.address = std::move(address);
    out.push_back(std::move(node));
    return out.back().area.id;
  };
  const char* one[] = {"和", "安", "康", "明", "清", "永"};
  const char* two[] = {"悦", "泰", "宁", "福", "祥", "乐", "丰", "顺", "兴", "达"};
  const auto root = add({}, areas::Level::district, "安和区", "");
  for (int c = 0; c < 60; ++c) {
    const std::string name = std::string(one[c % 6]) + two[c / 6];
    const auto community = add(root, areas::Level::community, name + "社区", "");
    for (int g = 0; g < 10; ++g) {
      const auto grid =
          add(community, areas::Level::grid, name + "第" + std::to_string(g + 1) + "网格", "");
      for (int h = 0; h < 84; ++h) {
        const std::string estate = std::string(two[g]) + one[(c + h / 12) % 6] + "花园";
        add(grid, areas::Level::building, estate + std::to_string(h % 12 + 1) + "号楼",
            name + "路" + std::to_string(g * 84 + h + 1) + "号");
      }
    }
  }
  return out;
}

}  // namespace

int addresses() {
  using Clock = std::chrono::steady_clock;
  areas::District district;
  district.id = DistrictId{1};
  district.root = AreaId{1};
  district.territory_version = 1;
  const areas::TerritorySnapshot territory(district, town());
  const auto built_at = Clock::now();
  const areas::AddressIndex& index = territory.addresses();
  const double build_seconds = std::chrono::duration<double>(Clock::now() - built_at).count();
  std::mt19937_64 random(7);
  std::vector<double> took;
  std::size_t houses = 0, one = 0;
  for (const auto& area : territory.all()) houses += area.level == areas::Level::building ? 1 : 0;
  for (int i = 0; i < 20'000; ++i) {
    const auto& area = territory.all()[random() % territory.all().size()];
    const auto* community = territory.up_to(area.id, areas::Level::community);
    std::string text = i % 4 == 0 ? area.address : area.name;
    if (i % 4 == 1 && community) text = "某省某市安和区" + community->name + text + "2单元501室";
    if (i % 4 == 2) text += "后面的小路";
    const auto begin = Clock::now();
    one += index.find(text).outcome == areas::AddressOutcome::one ? 1 : 0;
    took.push_back(std::chrono::duration<double, std::milli>(Clock::now() - begin).count());
  }
  std::sort(took.begin(), took.end());
  std::printf(
      "{\"houses\":%zu,\"asked\":%zu,\"one\":%zu,\"p50_ms\":%.3f,\"p99_ms\":%.3f,"
      "\"most_ms\":%.3f,\"build_seconds\":%.3f}\n",
      houses, took.size(), one, took[took.size() / 2], took[took.size() * 99 / 100], took.back(),
      build_seconds);
  return 0;
}

}  // namespace gewu::bench
