// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <cmath>
#include <string>

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

}  // namespace

int plan_graph_command(const Common& common, const PlanOptions& options) {
  auto graph = planner::read_graph(options.graph.string(), options.population);
  if (!graph) return refuse(graph.error());
  const planner::Task task = planner::even_task(*graph, options.parts, options.deviation);
  watch_signals();
  planner::SearchOptions search;
  search.seed = options.seed;
  search.steps_most =
      options.steps > 0
          ? options.steps
          : std::llround(options.seconds * static_cast<double>(planner::kStepsPerSecond));
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
  if (late)
    complain("gewu plan: this machine was too slow or too busy for the whole search in " +
             std::to_string(options.seconds) +
             " s; another run with this seed may end elsewhere. --steps N does not look at the "
             "clock.");
  if (outcome->verdict.within()) return kDone;
  complain(
      "gewu plan: no division within the limits was found; this one misses them by the least. "
      "Give it more --seconds, a larger --deviation or other --parts.");
  return kFailed;
}

}  // namespace gewu::app
