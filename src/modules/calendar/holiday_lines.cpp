// SPDX-License-Identifier: Apache-2.0
#include "modules/calendar/holiday_lines.hpp"

#include "base/text.hpp"

namespace gewu::calendar {

namespace {

Error refuse(const std::string& where, const std::string& why) {
  return invalid("holiday_invalid", "In " + where + ": " + why +
                                        " Expected a date like 2026-10-01, a tab, off or work, a "
                                        "tab, a name.");
}

}  // namespace

Result<CalendarDay> holiday(std::string_view date, std::string_view kind, std::string_view name,
                            const std::string& where) {
  const auto day = parse_iso_date(date);
  if (!day.ok()) return refuse(where, "'" + cut_code_points(date, 40) + "' is no date.");
  const auto known = from_code<DayKind>(kind);
  if (!known) return refuse(where, "'" + cut_code_points(kind, 40) + "' is neither off nor work.");
  auto clean = clean_text(name, 1, 40, false);
  if (!clean.ok()) return refuse(where, "the name is empty, longer than 40 or not plain text.");
  return CalendarDay{*day, *known, std::move(*clean)};
}

Result<std::vector<CalendarDay>> read_holiday_lines(std::string_view text) {
  std::vector<CalendarDay> out;
  for (int number = 1; !text.empty(); ++number) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    line = line.substr(0, line.find('#'));
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t')) {
      line.remove_suffix(1);
    }
    if (line.empty()) continue;
    const std::string where = "line " + std::to_string(number);
    const auto first = line.find('\t');
    const auto second = first == line.npos ? line.npos : line.find('\t', first + 1);
    if (second == line.npos) return refuse(where, "there are not three columns.");
    GEWU_TRY(auto day, holiday(line.substr(0, first), line.substr(first + 1, second - first - 1),
                               line.substr(second + 1), where));
    out.push_back(std::move(day));
  }
  return out;
}

}  // namespace gewu::calendar
