// SPDX-License-Identifier: Apache-2.0
#include "modules/calendar/holidays_service.hpp"

#include <set>

#include "json/codec.hpp"

namespace gewu::calendar {

namespace {

using Years = HolidayYears;

int year_of(Day day) { return static_cast<int>(std::chrono::year_month_day(day).year()); }

Error malformed(const std::string& what) {
  return invalid("holidays_malformed",
                 what +
                     " Expected {\"year\": 2026, \"days\": [{\"name\": …, \"date\": …, "
                     "\"isOffDay\": …}]}.");
}

Result<CalendarDay> read_json_day(json::Node entry, const json::Path& at) {
  const Error incomplete = malformed("The entry at " + at.pointer() + " is incomplete.");
  json::Reader reader;
  if (!json::read_object(entry, at, reader)) return incomplete;
  const json::Node date = json::member(entry, "date"), name = json::member(entry, "name");
  const json::Node off = json::member(entry, "isOffDay");
  if (!date || !name || !off) return incomplete;
  const auto date_text = json::read_string(date, at, reader);
  const auto name_text = json::read_string(name, at, reader);
  const auto is_off = json::read_boolean(off, at, reader);
  if (!date_text || !name_text || !is_off) return incomplete;
  return holiday(*date_text, *is_off ? "off" : "work", *name_text, "the entry at " + at.pointer());
}

/// The published format names more than is read here (sources, a schema): unknown keys are fine.
Result<Years> read_json(std::string_view text) {
  const auto document = json::Document::parse(text, {.bytes = 1 << 20});
  if (!document.ok()) return malformed("This is not JSON: " + document.error().detail);
  json::Reader reader;
  const json::Path top, at(top, "days");
  if (!json::read_object(document->root(), top, reader)) return malformed("There is no object.");
  const json::Node days = json::member(document->root(), "days");
  const json::Node year_named = json::member(document->root(), "year");
  const auto year =
      year_named ? json::read_signed(year_named, 1970, 2199, top, reader) : std::nullopt;
  const auto count = days ? json::read_array(days, at, reader) : std::nullopt;
  if (!year) return malformed("There is no year between 1970 and 2199.");
  if (!count) return malformed("There is no list of days.");
  Years out;
  for (std::size_t i = 0; i < *count; ++i) {
    GEWU_TRY(auto day, read_json_day(json::item(days, i), json::Path(at, i)));
    const int off_by = year_of(day.date) - static_cast<int>(*year);
    if (off_by < -1 || off_by > 1) {  // a festival may reach into the year before or after
      return invalid("holiday_invalid", to_iso_date(day.date) + " is not in " +
                                            std::to_string(*year) + " or beside it.");
    }
    out[static_cast<int>(*year)].push_back(std::move(day));
  }
  return out;
}

Result<Years> read_lines(std::string_view text) {
  GEWU_TRY(auto days, read_holiday_lines(text));
  Years out;
  for (auto& day : days) out[year_of(day.date)].push_back(std::move(day));
  return out;
}

}  // namespace

Result<HolidayYears> read_holidays(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const auto first = text.find_first_not_of(" \t\r\n");
  const bool is_json = first != text.npos && text[first] == '{';
  GEWU_TRY(auto years, is_json ? read_json(text) : read_lines(text));
  if (years.empty()) {
    return invalid("holidays_empty", "There is no holiday in this file. Nothing was changed.");
  }
  std::set<Day> seen;
  for (const auto& [year, days] : years) {
    for (const auto& day : days) {
      if (seen.insert(day.date).second) continue;
      return invalid("holiday_repeated",
                     to_iso_date(day.date) + " is named twice. Nothing was changed.");
    }
  }
  return years;
}

std::vector<LineFault> faults_in_holidays(std::string_view text) {
  constexpr std::size_t told_most = 20;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const auto first = text.find_first_not_of(" \t\r\n");
  const bool is_json = first != text.npos && text[first] == '{';
  return is_json ? std::vector<LineFault>{} : faults_in_lines(text, told_most);
}

}  // namespace gewu::calendar
