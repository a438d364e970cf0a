// SPDX-License-Identifier: Apache-2.0
// The planner module: divides what lies next to each other into balanced, whole parts. See
// README.md.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "modules/planner/buildings.hpp"
#include "modules/planner/pieces.hpp"

namespace gewu::planner {

/// A graph out of a file, with what its units are called there.
struct NamedGraph {
  Graph graph;
  std::vector<std::string> names;
  /// Loads are the file's numbers times this: 1, or 1,000,000 where some are fractions.
  std::int64_t load_scale = 1;
};

/// NetworkX's adjacency format (`nodes[]` with `id`, a parallel `adjacency[]` of lists of `{id}`)
/// or its node-link format (`links[]` or `edges[]` of `{source, target}`). `population` names the
/// attribute that is the load. Links count 1 each, however often they are named.
Result<NamedGraph> read_graph(const std::string& path, const std::string& population);
Result<NamedGraph> parse_graph(std::string text, const std::string& population);

/// Limits of a share of the whole ± `deviation` (0.005: half a percent).
Task even_task(const NamedGraph& graph, Part parts, double deviation);

/// `{"cut_edges": …, "assignment": {…}}` and what else there is to know.
std::string plan_as_json(const NamedGraph& graph, const Task& task, const Outcome& outcome,
                         std::uint64_t seed);

/// Buildings out of GeoJSON polygons (WGS-84). Properties, all optional: `id`, `height` in metres,
/// `households`, `micro_grid` (today's), `open_cases`.
Result<std::vector<Building>> read_buildings(const std::string& path);
Result<std::vector<Building>> parse_buildings(const std::string& text);
/// Roads out of GeoJSON lines; `highway` is OpenStreetMap's class.
Result<std::vector<Barrier>> read_barriers(const std::string& path);

/// One polygon a micro-grid, with its households and the ids of its buildings.
std::string building_plan_as_geojson(const std::vector<Building>& buildings,
                                     const BuildingPlan& plan);
/// The figures of the report.
std::string building_plan_as_json(const BuildingPlan& plan, std::uint64_t seed);

}  // namespace gewu::planner
