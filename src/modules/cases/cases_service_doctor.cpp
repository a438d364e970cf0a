// SPDX-License-Identifier: Apache-2.0
#include "db/db.hpp"
#include "modules/cases/cases.hpp"
#include "modules/cases/cases_store.hpp"

namespace gewu::cases {

namespace {

/// What must hold of every row, whatever happened before. Code of the first breach, or empty.
std::string_view breach_of(const Case& c) {
  const StateRow& row = row_of(c.state);
  if (is_open(c.state) && c.clock.kind == ClockKind::none) return "case_without_clock";
  if (is_open(c.state) && c.holder.kind == HolderKind::records) return "case_without_holder";
  if (is_open(c.state) && c.clock.kind != row.clock) return "case_clock_wrong";
  const auto late = c.clock.kind == row.clock && c.clock.step >= 2;
  if (is_open(c.state) && !c.wake_at && !late) return "case_without_wake";
  if (late && !c.supervisor_area) return "case_late_without_supervisor";
  if (c.state == State::merged && !c.main_case) return "merged_without_main_case";
  if (c.state == State::merged && !c.former_state) return "merged_without_former_state";
  if (c.co_reporters < 0 || c.returns < 0 || c.reworks < 0) return "case_counter_negative";
  if (!c.desk_area) return "case_without_desk";
  if (c.history_seq < 1) return "case_without_history";
  return "";
}

/// Reports that stand behind a case, counted one by one, at any depth.
int joined_to(db::ReadTx& tx, const Case& main, int depth = 0) {
  constexpr int kDepthMax = 32;
  int out = 0;
  for (const Case& c : store::merged_into(tx, main.district, main.id)) {
    if (c.state != State::merged) continue;
    out += 1 + (depth < kDepthMax ? joined_to(tx, c, depth + 1) : 0);
  }
  return out;
}

/// What must hold between a case and those merged into it.
std::string_view merger_breach_of(db::ReadTx& tx, const Case& c) {
  if (c.state == State::merged) {
    const auto main = store::find(tx, c.district, c.main_case);
    if (!main) return "merged_into_nothing";
    if (main->co_reporters < 1 + c.co_reporters) return "co_reporters_differ";
  }
  const bool counts = c.state != State::archived && c.co_reporters > 0;
  return counts && joined_to(tx, c) != c.co_reporters ? "co_reporters_differ" : "";
}

}  // namespace

std::vector<Problem> doctor(db::Database& database, DistrictId district,
                            const std::function<void(std::string_view, std::int64_t)>& progress,
                            std::size_t limit) {
  constexpr int kPage = 500;
  std::vector<Problem> out;
  std::int64_t done = 0;
  for (CaseId after; out.size() < limit;) {
    const auto page = database.read([&](db::ReadTx& tx) {
      auto cases = store::page(tx, district, after, kPage);
      for (const auto& c : cases) {
        const auto own = breach_of(c);
        const auto breach = own.empty() ? merger_breach_of(tx, c) : own;
        if (breach.empty()) continue;
        out.push_back(
            {std::string(breach), "case " + to_string(c.id),
             "number " + std::to_string(c.number) + ", " + std::string(code_of(c.state))});
      }
      return cases;
    });
    done += static_cast<std::int64_t>(page.size());
    if (progress) progress("cases", done);
    if (page.size() < kPage) break;
    after = page.back().id;
  }
  const auto bare = database.read([&](db::ReadTx& tx) {
    return store::cases_without_report(tx, district, static_cast<int>(limit));
  });
  for (const auto id : bare) {
    out.push_back({"case_without_report", "case " + to_string(id), "nobody said anything"});
  }
  const auto orphans = database.read([&](db::ReadTx& tx) {
    return store::reports_without_case(tx, district, static_cast<int>(limit));
  });
  for (const auto id : orphans) {
    out.push_back({"report_without_case", "case " + to_string(id), "a report hangs in the air"});
  }
  return out;
}

}  // namespace gewu::cases
