// SPDX-License-Identifier: Apache-2.0
// From a file to cases: read, judge row by row, write in batches that are whole or nothing.
#include "modules/case_import/case_import_service.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <unordered_map>

#include "db/db.hpp"
#include "modules/case_import/case_import.hpp"
#include "modules/case_import/row.hpp"
#include "modules/case_import/text_file.hpp"

namespace gewu::case_import {

namespace {

constexpr std::size_t kBatchRows = 100;
constexpr std::size_t kIssuesMost = 1000;
constexpr std::size_t kUnmappedMost = 500;
/// References of this file that are remembered, to tell a repeated one from one imported before.
constexpr std::size_t kReferencesMost = 2'000'000;

using Outcomes = std::vector<Result<cases::Imported>>;

class Import {
 public:
  Import(db::Database& database, const cases::Services& services, const areas::District& district,
         Mapping& mapping, Instant now, const Take& take, const ImportHooks& hooks,
         ImportReport& report)
      : database_(database),
        services_(services),
        district_(district),
        mapping_(mapping),
        now_(now),
        take_(take),
        hooks_(hooks),
        report_(report) {}

  /// Checks what the mapping may give against the district.
  Done check_codes() {
    const auto tree = database_.read(
        [&](db::ReadTx& tx) { return services_.categories.of(tx, district_.id, now_); });
    for (const auto& code : mapping_.category.codes()) {
      const auto* found = tree->find(code);
      if (found != nullptr && found->active) continue;
      return invalid("category_unknown",
                     "The mapping gives category '" + code + "', which district " + district_.code +
                         " does not have or has switched off.",
                     "/category");
    }
    for (const auto& code : mapping_.channel.codes()) {
      if (from_code<cases::Channel>(code)) continue;
      return invalid("channel_unknown",
                     "The mapping gives channel '" + code + "'; there are: " + channels() + ".",
                     "/channel");
    }
    return done();
  }

  Done run(TextFile& file) {
    std::optional<Error> broken;
    RecordReader reader(mapping_.dialect, [&] {
      auto piece = file.read();
      if (piece) return std::move(*piece);
      broken = std::move(piece).error();
      return std::string();
    });
    const auto header = reader.next();
    if (broken && !header) return *broken;
    if (!header || !header->refused.empty()) {
      return invalid("file_empty", "The file has no first row with the names of its columns.");
    }
    GEWU_CHECK(mapping_.bind(Columns(header->fields)));
    territory_ = database_.read(
        [&](db::ReadTx& tx) { return services_.territories.current(tx, district_.id); });
    const Judgement by{mapping_, header->fields.size(), now_,
                       [this](geo::LatLon p) { return locate(p); },
                       [this](const std::string& a) { return find_address(a); }};
    while (auto record = reader.next()) {
      if (broken) break;  // its last row may be cut off
      take(judge(by, *record));
      if (batch_.size() < kBatchRows && report_.rows % kBatchRows != 0) continue;
      if (batch_.size() >= kBatchRows) write_batch();
      if (hooks_.progress) hooks_.progress(report_.rows);
      if (!hooks_.stop || !hooks_.stop()) continue;
      write_batch();
      report_.ended_by = "stopped";
      return finish();
    }
    write_batch();
    if (broken) {
      report_.ended_by = broken->code;
      note_refused({0, broken->code, broken->detail}, false);
    }
    report_.complete = !broken;
    return finish();
  }

 private:
  static std::string channels() {
    std::string out;
    for (const auto code : all_codes<cases::Channel>()) {
      out += (out.empty() ? "" : ", ") + std::string(code);
    }
    return out;
  }

  Whereabouts locate(geo::LatLon point) const {
    const auto found = territory_->locate(point);
    if (!found.inside) return Whereabouts::outside;
    const bool undivided = territory_->is_leaf(territory_->root());
    return undivided || found.area->id != territory_->root() ? Whereabouts::area
                                                             : Whereabouts::no_area;
  }

  std::optional<geo::LatLon> find_address(const std::string& address) const {
    const auto found = territory_->addresses().find(address);
    if (found.outcome != areas::AddressOutcome::one) return std::nullopt;
    const areas::Area& area = territory_->all()[found.choices.front().area];
    const bool close = areas::rank_of(area.level) >= areas::rank_of(areas::Level::micro_grid);
    return close ? areas::spot_in(*territory_, area) : std::nullopt;
  }

  void note_refused(ImportIssue issue, bool counts = true) {
    if (counts) ++report_.refused;
    if (hooks_.issue) hooks_.issue(issue, true);
    if (report_.refusals.size() < kIssuesMost) report_.refusals.push_back(std::move(issue));
  }

  void take(JudgedRow row) {
    ++report_.rows;
    if (row.left_out) {
      ++report_.left_out;
      return;
    }
    if (!row.refused) repeated(row);
    if (row.refused) {
      note_refused({row.line, row.refused->code, row.refused->detail});
      return;
    }
    batch_.push_back(std::move(row));
  }

  /// The second of two rows with one reference would look as if imported before and vanish unseen.
  void repeated(JudgedRow& row) {
    const auto hash = std::hash<std::string>{}(row.reference);
    if (const auto first = seen_.find(hash); first != seen_.end()) {
      row.refused =
          Remark{"reference_repeated", "Line " + std::to_string(first->second) +
                                           " has the same reference '" + row.reference + "'."};
    } else if (seen_.size() < kReferencesMost) {
      seen_.emplace(hash, row.line);
    }
  }

  cases::ImportedCase case_of(const JudgedRow& row) const {
    cases::ImportedCase out;
    out.source = mapping_.source;
    out.reference = row.reference;
    out.words = row.words;
    out.point = row.point;
    out.address = row.address;
    out.category = row.category;
    out.channel = from_code<cases::Channel>(row.channel).value();
    out.reported_at = row.reported_at;
    out.closed_at = row.closed_at;
    out.due_at = row.due_at;
    out.tray = row.open;
    return out;
  }

  /// All rows in one transaction, which is undone when one of them is refused, or on a dry run.
  Outcomes attempt(const std::vector<JudgedRow>& rows) {
    Outcomes out;
    (void)database_.write([&](db::WriteTx& tx) -> Done {
      out.clear();  // the closure may run twice
      bool refused = false;
      for (const auto& row : rows) {
        out.push_back(take_(tx, case_of(row)));
        refused = refused || !out.back().ok();
      }
      if (refused || report_.dry_run) return conflict("undone", "Nothing is to be kept of this.");
      return done();
    });
    return out;
  }

  void write_batch() {
    try {
      write_rows(std::move(batch_));
    } catch (const db::DbError& e) {
      if (e.fault() != db::Fault::check_violation && e.fault() != db::Fault::unique_violation)
        throw;
      write_singly();
    }
    batch_.clear();
  }

  /// Without the refused rows again, until none is refused: a batch is whole or nothing.
  void write_rows(std::vector<JudgedRow> rows) {
    while (!rows.empty()) {
      Outcomes outcomes;
      try {
        outcomes = attempt(rows);
      } catch (const db::DbError&) {
        batch_ = std::move(rows);
        throw;
      }
      std::vector<JudgedRow> sound;
      for (std::size_t i = 0; i < rows.size(); ++i) {
        if (outcomes[i]) {
          sound.push_back(std::move(rows[i]));
        } else {
          const auto& e = outcomes[i].error();
          note_refused({rows[i].line, e.code, e.detail});
        }
      }
      if (sound.size() == rows.size()) {
        for (std::size_t i = 0; i < sound.size(); ++i) count(sound[i], *outcomes[i]);
        return;
      }
      rows = std::move(sound);
    }
  }

  /// The database itself refused a row of the batch, or another import was quicker with one.
  void write_singly() {
    for (auto& row : std::exchange(batch_, {})) {
      const auto line = row.line;
      try {
        std::vector<JudgedRow> alone;
        alone.push_back(std::move(row));
        write_rows(std::move(alone));
      } catch (const db::DbError& e) {
        if (e.fault() != db::Fault::check_violation && e.fault() != db::Fault::unique_violation) {
          throw;
        }
        note_refused({line, "database_refused", e.what()});
      }
    }
  }

  void count(const JudgedRow& row, cases::Imported what) {
    if (what == cases::Imported::unchanged) {
      ++report_.unchanged;
      return;
    }
    ++report_.added;
    if (!row.placed) ++(row.open ? report_.tray : report_.unplaced);
    if (row.by_address) ++report_.by_address;
    if (!row.unmapped.empty() &&
        (unmapped_.size() < kUnmappedMost || unmapped_.contains(row.unmapped))) {
      ++unmapped_[row.unmapped];
    }
    for (const auto& warning : row.warnings) {
      ++report_.warned;
      ImportIssue issue{row.line, warning.code, warning.detail};
      if (hooks_.issue) hooks_.issue(issue, false);
      if (report_.warnings.size() < kIssuesMost) report_.warnings.push_back(std::move(issue));
    }
  }

  Done finish() {
    for (const auto& [value, rows] : unmapped_) report_.unmapped.push_back({value, rows});
    std::stable_sort(report_.unmapped.begin(), report_.unmapped.end(),
                     [](const Unmapped& a, const Unmapped& b) { return a.rows > b.rows; });
    if (hooks_.progress) hooks_.progress(report_.rows);
    return done();
  }

  db::Database& database_;
  const cases::Services& services_;
  const areas::District& district_;
  Mapping& mapping_;
  const Instant now_;
  const Take& take_;
  const ImportHooks& hooks_;
  ImportReport& report_;
  std::shared_ptr<const areas::TerritorySnapshot> territory_;
  std::vector<JudgedRow> batch_;
  std::unordered_map<std::size_t, std::uint64_t> seen_;  ///< hash of a reference to its line
  std::map<std::string, std::int64_t> unmapped_;
};

}  // namespace

Result<ImportReport> import_by(db::Database& database, const cases::Services& services,
                               const areas::District& district, Mapping& mapping,
                               const ImportOptions& options, Instant now, const Take& take,
                               const ImportHooks& hooks) {
  if (options.crs && mapping.place) mapping.place->crs = *options.crs;
  ImportReport report;
  report.file = std::filesystem::path(options.path).filename().string();
  report.mapping = mapping.source;
  report.district = district.code;
  report.dry_run = options.dry_run;
  Import import(database, services, district, mapping, now, take, hooks, report);
  GEWU_CHECK(import.check_codes());
  GEWU_TRY(auto file, TextFile::open(options.path, mapping.encoding));
  GEWU_CHECK(import.run(file));
  return report;
}

Result<ImportReport> import_cases(db::Database& database, cases::CaseService& service,
                                  const areas::District& district, const ImportOptions& options,
                                  Instant now, const ImportHooks& hooks) {
  std::error_code failed;
  if (!std::filesystem::is_regular_file(options.path, failed)) {
    return invalid("file_unreadable", "Cannot read the file " + options.path + ".");
  }
  GEWU_TRY(auto mapping, find_mapping(options.map, options.path));
  const Take take = [&](db::WriteTx& tx, const cases::ImportedCase& row) {
    return service.import_case(tx, district.id, row, now);
  };
  return import_by(database, service.services(), district, mapping, options, now, take, hooks);
}

}  // namespace gewu::case_import
