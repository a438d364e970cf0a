// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <chrono>
#include <cmath>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "commands.hpp"
#include "modules/planner/planner.hpp"
#include "output.hpp"

namespace gewu::app {

namespace {

int refuse(const Error& error) {
  complain("gewu plan: " + error.detail + " (" + error.code +
           (error.field.empty() ? "" : ", " + error.field) + ")");
  return kUsage;
}

/// Tells how far it is, and ends the search when the time is up or somebody wants it to end.
class Watch {
 public:
  explicit Watch(double seconds) : seconds_(seconds) {}

  bool operator()(const planner::Standing& standing) {
    if (stop_requested()) return false;
    const std::chrono::duration<double> past = std::chrono::steady_clock::now() - begin_;
    if (past.count() >= seconds_) {
      late_ = true;
      return false;
    }
    if (past.count() > 2) progress_.at(standing.steps, standing.steps_most);
    return true;
  }
  bool late() const { return late_; }

 private:
  double seconds_;
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  Progress progress_{"steps"};
  bool late_ = false;
};

void print_summary(const planner::Task& task, const planner::Outcome& outcome) {
  print("cut edges: " + std::to_string(outcome.verdict.cut));
  for (std::size_t p = 0; p < outcome.verdict.loads.size(); ++p)
    print("part " + std::to_string(p) + ": " + std::to_string(outcome.verdict.loads[p]) +
          (task.excess_of(outcome.verdict.loads[p]) > 0 ? "  outside the limits" : ""));
  print("limits: " + std::to_string(task.least) + " to " + std::to_string(task.most));
}

std::int64_t steps_of(const PlanOptions& options) {
  if (options.steps > 0) return options.steps;
  return std::llround(options.seconds * static_cast<double>(planner::kStepsPerSecond));
}

void tell_late(const PlanOptions& options) {
  complain("gewu plan: this machine was too slow or too busy for the whole search in " +
           std::to_string(std::llround(options.seconds)) +
           " s; another run with this seed may end elsewhere. --steps N does not look at the "
           "clock.");
}

void print_building_plan(const planner::BuildingPlan& plan) {
  const auto n = [](auto number) { return std::to_string(number); };
  const auto all = static_cast<std::int64_t>(plan.grids.size());
  print("micro-grids: " + n(all) + ", of them " + n(all - plan.shared) +
        " of one building over the norm; of the others " + n(plan.within) + " of " +
        n(plan.shared) + " within the norm");
  print("compactness: " + n(plan.compactness_mean).substr(0, 5) + " (Polsby-Popper, mean)");
  print("borders: " + n(std::llround(plan.border_metres)) + " m; neighbours across a barrier in " +
        "one micro-grid: " + n(plan.barriers_crossed));
  print("change: " + n(plan.households_moved) + " households get another worker, " +
        n(plan.cases_moved) + " open cases move");
}

}  // namespace

int plan_buildings_command(const Common& common, const PlanOptions& options,
                           const PlanBuildingsOptions& files) {
  if (files.buildings.empty() || files.least > files.most) {
    complain(files.buildings.empty() ? "gewu plan: name --graph and --parts, or --buildings"
                                     : "gewu plan: --least is more than --most");
    return kUsage;
  }
  auto buildings = planner::read_buildings(files.buildings.string());
  if (!buildings) return refuse(buildings.error());
  std::vector<planner::Barrier> barriers;
  if (!files.roads.empty()) {
    auto roads = planner::read_barriers(files.roads.string());
    if (!roads) return refuse(roads.error());
    barriers = std::move(*roads);
  }
  const auto mended =
      std::count_if(buildings->begin(), buildings->end(), [](const auto& b) { return b.mended; });
  if (mended > 0)
    complain("gewu plan: " + std::to_string(mended) +
             " outlines cross or touch themselves; their hulls stand for them");
  watch_signals();
  planner::BuildingOptions plan;
  plan.norm = {files.least, files.most};
  plan.search.seed = options.seed;
  plan.search.steps_most = steps_of(options);
  bool late = false;
  Result<planner::BuildingPlan> made = [&] {
    Watch watch(options.steps > 0 ? INFINITY : options.seconds);
    plan.search.go_on = [&](const planner::Standing& standing) { return watch(standing); };
    auto found = planner::plan_buildings(*buildings, barriers, plan);
    late = watch.late();
    return found;
  }();
  if (late) tell_late(options);
  if (!made) return refuse(made.error());
  if (!files.out.empty()) {
    std::ofstream out(files.out, std::ios::binary);
    out << planner::building_plan_as_geojson(*buildings, *made) << std::flush;
    if (!out) throw std::runtime_error("cannot write " + files.out.string());
  }
  common.json ? print(planner::building_plan_as_json(*made, options.seed))
              : print_building_plan(*made);
  return kDone;
}

int plan_graph_command(const Common& common, const PlanOptions& options) {
  if (options.parts == 0) {
    complain("gewu plan: --graph needs --parts");
    return kUsage;
  }
  auto graph = planner::read_graph(options.graph.string(), options.population);
  if (!graph) return refuse(graph.error());
  const planner::Task task = planner::even_task(*graph, options.parts, options.deviation);
  watch_signals();
  planner::SearchOptions search;
  search.seed = options.seed;
  search.steps_most = steps_of(options);
  bool late = false;
  auto outcome = [&] {
    Watch watch(options.steps > 0 ? INFINITY : options.seconds);
    search.go_on = [&](const planner::Standing& standing) { return watch(standing); };
    auto found = planner::divide_all(task, search);
    late = watch.late();
    return found;
  }();
  if (!outcome) return refuse(outcome.error());
  common.json ? print(planner::plan_as_json(*graph, task, *outcome, options.seed))
              : print_summary(task, *outcome);
  if (late) tell_late(options);
  if (outcome->verdict.within()) return kDone;
  complain(
      "gewu plan: no division within the limits was found; this one misses them by the least. "
      "Give it more --seconds, a larger --deviation or other --parts.");
  return kFailed;
}

}  // namespace gewu::app
