// SPDX-License-Identifier: Apache-2.0
// How long the proof takes that nowhere and no dwelling is left out.
#include <chrono>
#include <cstdio>
#include <random>

#include "bench.hpp"
#include "modules/areas/coverage.hpp"
#include "support/net_of_areas.hpp"

namespace gewu::bench {
namespace {

/// Micro-grids right below the district, and dwellings spread over them.
void build(const CoverPlan& plan, std::vector<areas::TerritorySnapshot::Node>& nodes,
           areas::Outlines& outlines) {
  geo::test::NetOptions net;
  net.side = plan.side;
  std::vector<geo::LatLon> labels;
  for (auto& item : geo::test::net_of_areas(net)) {
    if (item.rank == 2) continue;  // the blocks between
    areas::TerritorySnapshot::Node node;
    const bool district = item.rank == 0;
    node.area.id = AreaId{item.key};
    node.area.parent = AreaId{district ? 0 : 2'000'000};
    node.area.level = district ? areas::Level::district : areas::Level::micro_grid;
    node.area.code = item.code;
    if (!district) labels.push_back(geo::label_point(item.shape));
    outlines[node.area.id] = item.shape;
    node.shape = std::move(item.shape);
    nodes.push_back(std::move(node));
  }
  for (std::int64_t i = 0; i < plan.dwellings; ++i) {
    areas::TerritorySnapshot::Node node;
    const std::size_t at = static_cast<std::size_t>(i) % labels.size();
    node.area.id = AreaId{10'000'000 + i};
    node.area.parent = AreaId{static_cast<std::int64_t>(at) + 1};
    node.area.level = areas::Level::dwelling;
    node.area.code = "D" + std::to_string(i);
    node.area.label = labels[at];
    nodes.push_back(std::move(node));
  }
}

}  // namespace

int cover(const CoverPlan& plan) {
  using Clock = std::chrono::steady_clock;
  const auto since = [](Clock::time_point from) {
    return std::chrono::duration<double>(Clock::now() - from).count();
  };
  std::vector<areas::TerritorySnapshot::Node> nodes;
  areas::Outlines outlines;
  build(plan, nodes, outlines);
  areas::District district;
  district.id = DistrictId{1};
  district.root = AreaId{2'000'000};
  const auto read_at = Clock::now();
  const areas::TerritorySnapshot territory(district, std::move(nodes));
  const double read_seconds = since(read_at);
  const auto begin = Clock::now();
  const auto problems = areas::prove_coverage(territory, outlines);
  std::printf(
      "{\"outlines\":%zu,\"dwellings\":%lld,\"read_seconds\":%.3f,\"seconds\":%.3f,"
      "\"problems\":%zu}\n",
      outlines.size(), static_cast<long long>(plan.dwellings), read_seconds, since(begin),
      problems.size());
  return problems.empty() ? 0 : 1;
}

}  // namespace gewu::bench
