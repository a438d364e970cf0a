// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <fstream>
#include <iostream>

#include "bench.hpp"

namespace gewu::bench {

double percentile(const std::vector<double>& sorted, double share) {
  if (sorted.empty()) return 0;
  const double rank = std::ceil(share * static_cast<double>(sorted.size()));
  return sorted[static_cast<std::size_t>(std::max(1.0, rank)) - 1];
}

}  // namespace gewu::bench

namespace {

using namespace gewu::bench;

std::vector<std::string> lines_of(const std::string& path) {
  std::vector<std::string> out;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

void add_load(CLI::App& root, LoadPlan& plan, std::string& paths, std::string& bodies) {
  auto& load = *root.add_subcommand("load", "requests in a closed loop");
  load.add_option("--port", plan.port)->required();
  load.add_option("--clients", plan.clients)->capture_default_str();
  load.add_option("--seconds", plan.seconds)->capture_default_str();
  load.add_option("--warm-up", plan.warm_up)->capture_default_str();
  load.add_option("--method", plan.method)->capture_default_str();
  load.add_option("--paths", paths, "file, one path a line")->required();
  load.add_option("--bodies", bodies, "file, one body a line");
  load.add_option("--header", plan.headers, "Name: value");
  load.add_option("--first", plan.first)->capture_default_str();
}

void add_fill(CLI::App& root, FillPlan& plan) {
  auto& fill = *root.add_subcommand("fill", "a database of many cases that the doctor accepts");
  fill.add_option("--data", plan.data)->required();
  fill.add_option("--database", plan.database);
  fill.add_option("--cases", plan.cases)->capture_default_str();
  fill.add_option("--days", plan.days)->capture_default_str();
  fill.add_option("--seed", plan.seed)->capture_default_str();
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App root{"tools of bench/run"};
  root.require_subcommand(1);
  LoadPlan load_plan;
  FillPlan fill_plan;
  LocatePlan locate_plan;
  CoverPlan cover_plan;
  std::string paths, bodies, url, folder = ".";
  double seconds = 1;
  add_load(root, load_plan, paths, bodies);
  add_fill(root, fill_plan);
  auto& bare_tool = *root.add_subcommand("bare", "a server that inserts one row a request");
  bare_tool.add_option("--database", url)->required();
  auto& locate_tool = *root.add_subcommand("locate", "points to micro-grids, one core");
  auto& addresses_tool = *root.add_subcommand("addresses", "addresses to places, one core");
  locate_tool.add_option("--side", locate_plan.side)->capture_default_str();
  locate_tool.add_option("--seconds", locate_plan.seconds)->capture_default_str();
  auto& cover_tool = *root.add_subcommand("cover", "the proof that nowhere is left out");
  cover_tool.add_option("--side", cover_plan.side)->capture_default_str();
  cover_tool.add_option("--dwellings", cover_plan.dwellings)->capture_default_str();
  auto& disk_tool = *root.add_subcommand("disk", "how often a second the disk can be waited for");
  disk_tool.add_option("--folder", folder)->capture_default_str();
  disk_tool.add_option("--seconds", seconds)->capture_default_str();
  CLI11_PARSE(root, argc, argv);
  try {
    if (bare_tool.parsed()) return bare(url);
    if (addresses_tool.parsed()) return addresses();
    if (locate_tool.parsed()) return locate(locate_plan);
    if (cover_tool.parsed()) return cover(cover_plan);
    if (disk_tool.parsed()) return disk(folder, seconds);
    if (root.got_subcommand("fill")) return fill(fill_plan);
    load_plan.paths = lines_of(paths);
    if (!bodies.empty()) load_plan.bodies = lines_of(bodies);
    return load(load_plan);
  } catch (const std::exception& e) {
    std::cerr << "gewu_bench: " << e.what() << '\n';
    return 1;
  }
}
