// SPDX-License-Identifier: Apache-2.0
// The planner module: divides what lies next to each other into balanced, whole parts. See
// README.md.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
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

}  // namespace gewu::planner
