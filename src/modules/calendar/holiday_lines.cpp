// SPDX-License-Identifier: Apache-2.0
#include "modules/calendar/holiday_lines.hpp"

#include <algorithm>
#include <functional>
#include <optional>

#include "base/text.hpp"

namespace gewu::calendar {

namespace {

/// Says what is wrong in words, or why a line was not read.
Error refuse(const std::string& where, const LineFault& fault) {
  const std::string what = fault.why == "columns" ? "there are not three columns."
                           : fault.why == "date"  ? "'" + fault.found + "' is no date."
                           : fault.why == "kind"
                               ? "'" + fault.found + "' is neither off nor work."
                               : "the name is empty, longer than 40 or not plain text.";
  return invalid("holiday_invalid", "In " + where + ": " + what +
                                        " Expected a date like 2026-10-01, a tab, off or work, a "
                                        "tab, a name.");
}

struct Entry {
  std::optional<CalendarDay> day;
  LineFault fault;
};

Entry read(std::string_view date, std::string_view kind, std::string_view name) {
  const auto fault = [](const char* why, std::string_view found) {
    return Entry{{}, {0, why, cut_code_points(found, 40)}};
  };
  const auto day = parse_iso_date(date);
  if (!day.ok()) return fault("date", date);
  const auto known = from_code<DayKind>(kind);
  if (!known) return fault("kind", kind);
  auto clean = clean_text(name, 1, 40, false);
  if (!clean.ok()) return fault("name", "");
  return {CalendarDay{*day, *known, std::move(*clean)}, {}};
}

Entry read(std::string_view line) {
  const auto first = line.find('\t');
  const auto second = first == line.npos ? line.npos : line.find('\t', first + 1);
  if (second == line.npos) return {{}, {0, "columns", cut_code_points(line, 40)}};
  return read(line.substr(0, first), line.substr(first + 1, second - first - 1),
              line.substr(second + 1));
}

/// Gives each line that says something, until told to stop.
void each_line(std::string_view text, const std::function<bool(int, Entry)>& take) {
  for (int number = 1; !text.empty(); ++number) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    line = line.substr(0, line.find('#'));
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t')) {
      line.remove_suffix(1);
    }
    if (!line.empty() && !take(number, read(line))) return;
  }
}

}  // namespace

Result<CalendarDay> holiday(std::string_view date, std::string_view kind, std::string_view name,
                            const std::string& where) {
  auto entry = read(date, kind, name);
  if (!entry.day) return refuse(where, entry.fault);
  return std::move(*entry.day);
}

Result<std::vector<CalendarDay>> read_holiday_lines(std::string_view text) {
  std::vector<CalendarDay> out;
  std::optional<Error> wrong;
  each_line(text, [&](int number, Entry entry) {
    if (!entry.day) {
      wrong = refuse("line " + std::to_string(number), entry.fault);
      return false;
    }
    out.push_back(std::move(*entry.day));
    return true;
  });
  if (wrong) return *wrong;
  return out;
}

std::vector<LineFault> faults_in_lines(std::string_view text, std::size_t most) {
  std::vector<LineFault> out;
  each_line(text, [&](int number, Entry entry) {
    if (!entry.day) {
      entry.fault.line = number;
      out.push_back(std::move(entry.fault));
    }
    return out.size() < most;
  });
  return out;
}

}  // namespace gewu::calendar
