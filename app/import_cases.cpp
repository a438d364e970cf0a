// SPDX-License-Identifier: Apache-2.0
#include <fstream>
#include <map>
#include <stdexcept>

#include "commands.hpp"
#include "json/codec.hpp"
#include "node.hpp"
#include "output.hpp"

namespace gewu::app {

namespace {

constexpr std::size_t kLinesPerCode = 10;

/// Every issue as a line of a table; a thousand are in the report.
class IssueFile {
 public:
  explicit IssueFile(const std::filesystem::path& path) {
    if (path.empty()) return;
    out_.open(path);
    if (!out_) throw std::runtime_error("cannot write " + path.string());
    out_ << "line\twhat\tcode\tdetail\n";
  }
  void add(const case_import::ImportIssue& issue, bool refused) {
    if (!out_.is_open()) return;
    out_ << issue.line << '\t' << (refused ? "refused" : "warning") << '\t' << issue.code << '\t';
    for (const char c : issue.detail) out_ << (c == '\t' || c == '\n' ? ' ' : c);
    out_ << '\n';
  }

 private:
  std::ofstream out_;
};

void print_issues(const char* what, const std::vector<case_import::ImportIssue>& issues) {
  std::map<std::string, std::size_t> told;
  for (const auto& issue : issues) {
    const auto before = told[issue.code]++;
    if (before >= kLinesPerCode) continue;
    complain(std::string(what) + ": line " + std::to_string(issue.line) + ": " + issue.detail +
             " (" + issue.code + ")");
  }
  for (const auto& [code, count] : told) {
    if (count <= kLinesPerCode) continue;
    complain(std::string(what) + ": " + std::to_string(count - kLinesPerCode) + " more of " + code +
             "; --json and --report tell them");
  }
}

void print_unmapped(const std::vector<case_import::Unmapped>& types) {
  std::int64_t rows = 0;
  for (std::size_t i = 0; i < types.size(); ++i) {
    if (i >= kLinesPerCode) {
      rows += types[i].rows;
      continue;
    }
    complain("not in the mapping: '" + types[i].value + "', " + std::to_string(types[i].rows) +
             " rows");
  }
  if (rows == 0) return;
  complain("not in the mapping: " + std::to_string(types.size() - kLinesPerCode) + " more types, " +
           std::to_string(rows) + " rows");
}

void print_report(const case_import::ImportReport& report) {
  print_issues("warning", report.warnings);
  print_issues("refused", report.refusals);
  print_unmapped(report.unmapped);
  const auto n = [](std::int64_t value) { return std::to_string(value); };
  print(report.file + " by " + report.mapping + " into " + report.district + ": " + n(report.rows) +
        " rows, " + n(report.added) + " added (" + n(report.tray) + " in the tray, " +
        n(report.by_address) + " located by address, " + n(report.unplaced) + " without place), " +
        n(report.unchanged) + " unchanged, " + n(report.left_out) + " left out, " +
        n(report.refused) + " refused" + (report.dry_run ? "; nothing written (dry run)" : "") +
        (report.complete ? "" : "; not complete: " + report.ended_by + ", run it again"));
}

}  // namespace

int import_cases_command(const Common& common, const case_import::ImportOptions& options,
                         const std::filesystem::path& issue_file) {
  Node node(common, Node::Schema::check);
  const auto district = node.district(common.district);
  prepare_districts(node);
  watch_signals();
  IssueFile issues(issue_file);
  case_import::ImportHooks hooks;
  hooks.stop = stop_requested;
  hooks.issue = [&](const auto& issue, bool refused) { issues.add(issue, refused); };
  Result<case_import::ImportReport> report = [&] {
    Progress progress("cases");
    hooks.progress = [&](std::int64_t rows) { progress.at(rows); };
    return case_import::import_cases(*node.database, *node.cases, district, options,
                                     node.clock.now(), hooks);
  }();
  if (!report) throw std::runtime_error(report.error().detail + " (" + report.error().code + ")");
  if (report->added > 0) {
    promises::refresh(*node.database, node.categories, district.id, node.clock.now());
  }
  common.json ? print(json::encode(*report)) : print_report(*report);
  return report->complete ? kDone : kFailed;
}

}  // namespace gewu::app
