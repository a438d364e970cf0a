// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <iostream>

#include "commands.hpp"
#include "geo/point.hpp"
#include "output.hpp"

namespace {

using namespace gewu;
using app::Common;

/// Options that mean the same everywhere.
void add_common(CLI::App& command, Common& common) {
  command.add_option("--data", common.data, "data directory: database, photos, master key")
      ->capture_default_str();
  command.add_option("--database", common.database, "sqlite:PATH or postgresql://…");
  command.add_option("--district", common.district, "code of the district that is meant");
  command.add_flag("--json", common.json, "the result as JSON on standard output");
}

/// A subcommand with the common options that runs `run` and leaves its exit code.
template <class Run>
CLI::App& add_command(CLI::App& parent, Common& common, int& exit_code, const std::string& name,
                      const std::string& about, Run run) {
  CLI::App& command = *parent.add_subcommand(name, about);
  add_common(command, common);
  command.callback([&exit_code, run] { exit_code = run(); });
  return command;
}

struct Arguments {
  Common common;
  std::string name, reference, day;
  bool dry_run = false;
  app::ServeOptions serve;
  areas::ImportOptions areas;
  case_import::ImportOptions cases;
  std::string issue_file, backup_file;
  bool with_key = false, check_only = false;
  std::string crs = "wgs84", cases_crs;
  double lat = 0, lon = 0;
  bool has_point = false;
  std::string address;
  app::NewAccountOptions account;
  app::PlanOptions plan;
  app::PlanBuildingsOptions plan_buildings;
  int demo_days = 365, demo_cases_per_day = 18;
};

void add_import(CLI::App& root, Arguments& a, int& code) {
  CLI::App& import = *root.add_subcommand("import", "take areas or cases from files");
  import.require_subcommand(1);
  const CLI::IsMember known_crs({"wgs84", "gcj02", "cgcs2000"});

  CLI::App& areas =
      add_command(import, a.common, code, "areas",
                  "a tree of areas with outlines from GeoJSON, Shapefile, GeoPackage", [&a] {
                    a.areas.crs = *from_code<geo::Crs>(a.crs);
                    return app::import_areas_command(a.common, a.areas);
                  });
  areas.add_option("file", a.areas.path, "the file")->required()->check(CLI::ExistingFile);
  areas.add_option("--crs", a.crs, "what its coordinates are")->check(known_crs);
  areas.add_option("--map", a.areas.map, "JSON: our property to theirs");
  areas.add_option("--layer", a.areas.layer, "of a GeoPackage with several");
  areas.add_flag("--dry-run", a.areas.dry_run, "judge everything, write nothing");
  areas.add_flag("--skip-broken", a.areas.skip_broken, "take the sound features, leave the rest");

  CLI::App& cases = add_command(import, a.common, code, "cases",
                                "history and reports from CSV or TSV, also gzipped", [&a] {
                                  if (!a.cases_crs.empty())
                                    a.cases.crs = from_code<geo::Crs>(a.cases_crs);
                                  return app::import_cases_command(a.common, a.cases, a.issue_file);
                                });
  cases.add_option("file", a.cases.path, "the file")->required()->check(CLI::ExistingFile);
  cases.add_option("--map", a.cases.map,
                   "mapping: a JSON file or the name of a shipped one; default: found by columns");
  cases.add_option("--crs", a.cases_crs, "what its coordinates are, instead of the mapping's word")
      ->check(known_crs);
  cases.add_flag("--dry-run", a.cases.dry_run, "judge everything, write nothing");
  cases.add_option("--report", a.issue_file, "file for every refusal and warning, one a line");
}

void add_basics(CLI::App& root, Arguments& a, int& code) {
  CLI::App& init = add_command(root, a.common, code, "init",
                               "make an empty database, and a district where --district names one",
                               [&a] { return app::init_command(a.common, a.name); });
  init.add_option("--name", a.name, "name of the district");

  CLI::App& migrate =
      add_command(root, a.common, code, "migrate", "bring the schema up to this binary",
                  [&a] { return app::migrate_command(a.common, a.dry_run); });
  migrate.add_flag("--dry-run", a.dry_run, "only say what would be done");

  CLI::App& serve = add_command(root, a.common, code, "serve", "serve the API and the pages",
                                [&a] { return app::serve_command(a.common, a.serve); });
  serve.add_option("--listen", a.serve.listen, "HOST:PORT")->capture_default_str();
  serve.add_option("--web", a.serve.web, "folder of the built web apps");
  serve.add_option("--access-log", a.serve.access_log, "file, or none; default: standard error");
  serve.add_option("--trusted-proxy", a.serve.trusted_proxies,
                   "address of a reverse proxy whose X-Forwarded-For is believed");
  serve.add_option("--workers", a.serve.workers, "threads that answer")->capture_default_str();
  serve
      .add_option("--live", a.serve.live,
                  "keep the demo alive: its days go by SPEED times as fast as ours (60)")
      ->expected(0, 1)
      ->default_str("60")
      ->check(CLI::Range(0.1, 3600.0))
      ->type_name("SPEED");

  CLI::App& locate =
      add_command(root, a.common, code, "locate", "whose is a point or an address", [&a] {
        if (a.address.empty() && !a.has_point) {
          throw CLI::RequiredError("a latitude and a longitude, or --address");
        }
        return a.address.empty() ? app::locate_command(a.common, a.lat, a.lon)
                                 : app::locate_address_command(a.common, a.address);
      });
  auto* lat = locate.add_option("lat", a.lat, "latitude, WGS-84 degrees");
  auto* lon = locate.add_option("lon", a.lon, "longitude, WGS-84 degrees");
  lat->needs(lon)->each([&a](const std::string&) { a.has_point = true; });
  auto* address = locate.add_option("--address", a.address, "instead: as people write it");
  address->excludes(lat);

  CLI::App& receipt = add_command(
      root, a.common, code, "receipt", "check that a report was there, unaltered, on its day",
      [&a] { return app::receipt_command(a.common, a.reference, a.day); });
  receipt.add_option("reference", a.reference, "case number, follow code, or receipt with --day")
      ->required();
  receipt.add_option("--day", a.day, "day of the receipt, 2026-11-22");

  CLI::App& demo =
      add_command(root, a.common, code, "demo", "fill an empty database with the demo district",
                  [&a] { return app::demo_command(a.common, a.demo_days, a.demo_cases_per_day); });
  demo.add_option("--days", a.demo_days, "how long a past to make up")
      ->check(CLI::Range(1, 400))
      ->capture_default_str();
  demo.add_option("--cases-per-day", a.demo_cases_per_day, "on average")
      ->check(CLI::Range(1, 500))
      ->capture_default_str();

  add_command(root, a.common, code, "doctor",
              "recompute chains, roots, rollups and references; 1 when something disagrees",
              [&a] { return app::doctor_command(a.common); });
  CLI::App& search = *root.add_subcommand("search", "the index that cases are found by");
  search.require_subcommand(1);
  add_command(search, a.common, code, "rebuild", "forget the index and make it anew",
              [&a] { return app::search_rebuild_command(a.common); });
  root.add_subcommand("openapi", "print the API as OpenAPI 3.1")->callback([&code] {
    code = app::openapi_command();
  });
}

void add_backup(CLI::App& root, Arguments& a, int& code) {
  CLI::App& backup = add_command(
      root, a.common, code, "backup", "copy everything into one file, also while serving",
      [&a] { return app::backup_command(a.common, a.backup_file, a.with_key); });
  backup.add_option("file", a.backup_file, "the file to make")->required();
  backup.add_flag("--with-key", a.with_key, "the master key, too: keep such a file locked away");

  CLI::App& restore = add_command(
      root, a.common, code, "restore", "make a new data directory and database of a backup",
      [&a] { return app::restore_command(a.common, a.backup_file, a.check_only); });
  restore.add_option("file", a.backup_file, "the backup")->required()->check(CLI::ExistingFile);
  restore.add_flag("--check", a.check_only, "only prove that the backup is whole and sound");
}

void add_search(CLI::App& plan, Arguments& a) {
  plan.add_option("--seconds", a.plan.seconds,
                  "of search at most; ends earlier when it settles; 5, for buildings 15")
      ->check(CLI::Range(0.01, 86'400.0));
  plan.add_option("--steps", a.plan.steps, "at most so many steps of search, whatever the time")
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{1'000'000'000'000'000}));
  plan.add_option("--seed", a.plan.seed, "the same seed gives the same plan")
      ->capture_default_str();
}

void add_plan(CLI::App& root, Arguments& a, int& code) {
  CLI::App& plan = *root.add_subcommand(
      "plan", "divide what lies next to each other into balanced parts, each in one piece");
  plan.callback([&a, &code] {
    if (a.plan.seconds == 0) a.plan.seconds = a.plan.graph.empty() ? 15 : 5;
    code = a.plan.graph.empty() ? app::plan_buildings_command(a.common, a.plan, a.plan_buildings)
                                : app::plan_graph_command(a.common, a.plan);
  });
  plan.add_flag("--json", a.common.json, "the result as JSON on standard output");
  auto* graph = plan.add_option("--graph", a.plan.graph, "NetworkX's adjacency or node-link JSON")
                    ->check(CLI::ExistingFile);
  plan.add_option("--parts", a.plan.parts, "how many parts")
      ->needs(graph)
      ->check(CLI::Range(1, 200'000));
  plan.add_option("--deviation", a.plan.deviation, "from the mean load of a part: 0.005 is 0.5 %")
      ->needs(graph)
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  plan.add_option("--population", a.plan.population, "attribute of a node that counts")
      ->needs(graph)
      ->capture_default_str();
  auto* buildings =
      plan.add_option("--buildings", a.plan_buildings.buildings, "GeoJSON of footprints")
          ->check(CLI::ExistingFile)
          ->excludes(graph);
  plan.add_option("--roads", a.plan_buildings.roads, "GeoJSON of lines that keep apart")
      ->needs(buildings)
      ->check(CLI::ExistingFile);
  plan.add_option("--least", a.plan_buildings.least, "households of a micro-grid")
      ->needs(buildings)
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  plan.add_option("--most", a.plan_buildings.most, "households of a micro-grid")
      ->needs(buildings)
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  plan.add_option("--out", a.plan_buildings.out, "GeoJSON of the micro-grids to write")
      ->needs(buildings);
  add_search(plan, a);
}

void add_account(CLI::App& root, Arguments& a, int& code) {
  CLI::App& account = *root.add_subcommand("account", "accounts of staff");
  account.require_subcommand(1);
  CLI::App& add =
      add_command(account, a.common, code, "add", "make an account with a role over an area",
                  [&a] { return app::account_add_command(a.common, a.account); });
  add.add_option("login", a.account.login, "login name")->required();
  add.add_option("--name", a.account.name, "the person's name");
  add.add_option("--role", a.account.role,
                 "part_time_worker, micro_grid_lead, grid_worker, grid_lead, community_desk, "
                 "dispatcher, department, verifier, leader, system_administrator, "
                 "security_administrator or auditor")
      ->required();
  add.add_option("--area", a.account.area, "code of the area; default: the district");
  add.add_option("--organisation", a.account.organisation, "for role department: its name");
  add.add_option("--password", a.account.password, "default: one is made and printed");
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App root{"Gewu: grid-based neighbourhood governance"};
  root.set_version_flag("--version", std::string("gewu ") + gewu::app::kVersion);
  root.require_subcommand(1);
  Arguments arguments;
  int code = gewu::app::kDone;
  add_basics(root, arguments, code);
  add_import(root, arguments, code);
  add_backup(root, arguments, code);
  add_account(root, arguments, code);
  add_plan(root, arguments, code);
  try {
    root.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    const bool asked = e.get_exit_code() == 0;  // --help, --version
    root.exit(e);
    return asked ? gewu::app::kDone : gewu::app::kUsage;
  } catch (const std::exception& e) {
    gewu::app::complain(std::string("gewu: ") + e.what());
    return gewu::app::kFailed;
  }
  return code;
}
