// SPDX-License-Identifier: Apache-2.0
// The case_import module: tables of reports from elsewhere become cases. See README.md.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "geo/point.hpp"
#include "modules/areas/areas.hpp"
#include "modules/cases/cases.hpp"

namespace gewu::db {
class Database;
}

namespace gewu::case_import {

struct ImportOptions {
  std::string path;  ///< CSV or TSV, or either compressed by gzip
  /// A shipped mapping's name, a JSON file, or the JSON itself; empty: the one shipped mapping
  /// whose columns the file has.
  std::string map = {};
  std::optional<geo::Crs> crs = {};  ///< instead of what the mapping says
  bool dry_run = false;              ///< judge everything, write nothing
};

struct ImportIssue {
  std::uint64_t line = 0;  ///< of the file, counted from 1
  std::string code;        ///< stable: "place_missing"
  std::string detail;      ///< English: what, and what became of it
};
BOOST_DESCRIBE_STRUCT(ImportIssue, (), (line, code, detail))

struct Unmapped {
  std::string value;
  std::int64_t rows = 0;
};
BOOST_DESCRIBE_STRUCT(Unmapped, (), (value, rows))

struct ImportReport {
  std::string file;     ///< its name without folders
  std::string mapping;  ///< the source its references belong to
  std::string district;
  bool dry_run = false;
  bool complete = false;      ///< false: stopped, or the file broke off
  std::string ended_by = {};  ///< then why: "stopped", or a refusal's code
  std::int64_t rows = 0;      ///< read, sound or not
  std::int64_t added = 0;
  std::int64_t unchanged = 0;         ///< there already, by their reference
  std::int64_t tray = 0;              ///< of those added: open cases in the unlocated tray
  std::int64_t by_address = 0;        ///< of those added: located by their address alone
  std::int64_t unplaced = 0;          ///< of those added: history of the whole district
  std::int64_t left_out = 0;          ///< as the mapping says
  std::int64_t refused = 0;           ///< rows not taken
  std::int64_t warned = 0;            ///< warnings about rows added
  std::vector<ImportIssue> refusals;  ///< at most 1,000; `refused` counts all
  std::vector<ImportIssue> warnings;  ///< at most 1,000; `warned` counts all
  std::vector<Unmapped> unmapped;     ///< their types that became the default, most frequent first
};
BOOST_DESCRIBE_STRUCT(ImportReport, (),
                      (file, mapping, district, dry_run, complete, ended_by, rows, added, unchanged,
                       tray, by_address, unplaced, left_out, refused, warned, refusals, warnings,
                       unmapped))

struct ImportHooks {
  std::function<void(std::int64_t rows)> progress = {};
  std::function<bool()> stop = {};  ///< asked between batches
  /// Every one, also beyond the first 1,000. `refused`, else a warning.
  std::function<void(const ImportIssue& issue, bool refused)> issue = {};
};

/// Takes the file's rows in, in batches that are each written whole or not at all; what was taken
/// before (by source and reference) stays as it is, so a broken-off import is simply run again. A
/// row that is refused stops no other. The refusal is for what concerns file or mapping:
/// file_unreadable, file_empty, mapping_unknown, mapping_needed, those of the JSON codec and of
/// understand(), column_missing, column_ambiguous, category_unknown, channel_unknown.
Result<ImportReport> import_cases(db::Database& database, cases::CaseService& service,
                                  const areas::District& district, const ImportOptions& options,
                                  Instant now, const ImportHooks& hooks = {});

/// Names of the mappings in this binary, in order.
std::vector<std::string> shipped_mappings();
/// The JSON of one of them; empty where there is none of that name.
std::string_view shipped_mapping(std::string_view name);

}  // namespace gewu::case_import
