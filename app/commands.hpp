// SPDX-License-Identifier: Apache-2.0
// The commands of the command line; each gives an exit code. Results go to standard output,
// progress and messages to standard error.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "modules/areas/areas.hpp"
#include "modules/case_import/case_import.hpp"
#include "options.hpp"

namespace gewu::app {

class Node;
/// Holidays and categories for every district that lacks them.
void prepare_districts(Node& node);

int init_command(const Common& common, const std::string& name);
int migrate_command(const Common& common, bool dry_run);

struct ServeOptions {
  std::string listen = "127.0.0.1:8380";
  std::filesystem::path web;  ///< empty: beside the binary
  std::string access_log;     ///< file; empty: standard error; "none"
  std::vector<std::string> trusted_proxies;
  int workers = 8;
  std::optional<double> live;  ///< simulated time to real time: keep a demo alive
};
int serve_command(const Common& common, const ServeOptions& options);

int import_areas_command(const Common& common, areas::ImportOptions options);
/// `issue_file`: where every refusal and warning goes, one a line; empty: nowhere.
int import_cases_command(const Common& common, const case_import::ImportOptions& options,
                         const std::filesystem::path& issue_file);
int locate_command(const Common& common, double lat, double lon);
int locate_address_command(const Common& common, const std::string& address);

struct NewAccountOptions {
  std::string login, name, role, area, organisation, password;
};
int account_add_command(const Common& common, const NewAccountOptions& options);

int demo_command(const Common& common, int days, int cases_per_day);
/// `reference`: a case number, a follow code, or a receipt in hexadecimal with its day.
int receipt_command(const Common& common, const std::string& reference, const std::string& day);
/// The file must not be there yet; it is readable by its owner only, and read once more before it
/// gets its name.
int backup_command(const Common& common, const std::filesystem::path& file, bool with_key);
/// Into a data directory and a database that hold nothing; with `check_only` nowhere.
int restore_command(const Common& common, const std::filesystem::path& file, bool check_only);

struct PlanOptions {
  std::filesystem::path graph;        ///< NetworkX JSON
  int parts = 0;                      ///< must be given
  double deviation = 0.005;           ///< of the mean load of a part
  std::string population = "TOTPOP";  ///< attribute of a node that is its load
  double seconds = 0;                 ///< of search
  std::int64_t steps = 0;             ///< instead of seconds: the same answer on every machine
  std::uint64_t seed = 1;
};
struct PlanBuildingsOptions {
  std::filesystem::path buildings, roads;  ///< GeoJSON
  std::filesystem::path out;               ///< GeoJSON to write; empty: nothing
  std::int64_t least = 50, most = 70;      ///< households of a micro-grid
};
/// 0 planned, 2 the question or a file is wrong.
int plan_buildings_command(const Common& common, const PlanOptions& options,
                           const PlanBuildingsOptions& buildings);
/// 0 a division within the limits, 1 none was found, 2 the question or the file is wrong.
int plan_graph_command(const Common& common, const PlanOptions& options);

int doctor_command(const Common& common);
int search_rebuild_command(const Common& common);
int openapi_command();

}  // namespace gewu::app
