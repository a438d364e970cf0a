// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <cstdio>
#include <random>

#include "bench.hpp"
#include "geo/locator.hpp"
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

}  // namespace gewu::bench
