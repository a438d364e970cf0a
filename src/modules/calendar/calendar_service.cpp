// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <set>
#include <span>

#include "base/embedded.hpp"
#include "db/db.hpp"
#include "json/codec.hpp"
#include "modules/calendar/calendar.hpp"
#include "modules/calendar/calendar_store.hpp"
#include "modules/calendar/holiday_lines.hpp"

namespace gewu::calendar {

namespace shipped {
std::span<const Embedded> files();  // catalogue/holidays.tsv, see needs.cmake
}

namespace {

using Years = std::map<int, std::vector<CalendarDay>>;

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

Result<Years> read_holidays(std::string_view text) {
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

}  // namespace

Result<ImportedHolidays> import_holidays(db::WriteTx& tx, std::string_view text, Instant now) {
  GEWU_TRY(const Years years, read_holidays(text));
  ImportedHolidays out;
  for (const auto& [year, days] : years) {
    store::put_year(tx, year, days, now);
    out.years.push_back(year);
    out.days += static_cast<int>(days.size());
  }
  return out;
}

void seed_holidays(db::WriteTx& tx, Instant now) {
  const auto known = store::years(tx);
  const Years years = read_holidays(shipped::files().front().content).value();
  for (const auto& [year, days] : years) {
    if (!std::binary_search(known.begin(), known.end(), year)) store::put_year(tx, year, days, now);
  }
}

StoredHours read_work_hours(db::ReadTx& tx, DistrictId district) {
  return store::hours(tx, district).value_or(StoredHours{});
}

Done set_work_hours(db::WriteTx& tx, DistrictId district, const WorkHours& hours,
                    std::int64_t seen_version, Instant now) {
  GEWU_CHECK(check(hours));
  if (!store::put_hours(tx, district, hours, seen_version, now)) {
    return Error{Failure::stale, "work_hours_stale",
                 "Somebody else changed the working hours. Read them again and repeat.", ""};
  }
  return done();
}

std::shared_ptr<const WorkCalendar> Calendars::of(db::ReadTx& tx, DistrictId district,
                                                  Instant now) {
  constexpr auto look_again = std::chrono::seconds(60);
  {
    const std::lock_guard lock(guard_);
    const auto held = held_.find(district);
    // A clock that was set back must not keep an old calendar for ever.
    if (held != held_.end() && now >= held->second.looked &&
        now - held->second.looked < look_again) {
      return held->second.calendar;
    }
  }
  const std::int64_t stamp = store::stamp(tx, district);
  const auto offset = offset_of_ ? offset_of_(tx, district) : WorkHours{}.utc_offset;
  {
    const std::lock_guard lock(guard_);
    const auto held = held_.find(district);
    if (held != held_.end() && held->second.stamp == stamp && held->second.utc_offset == offset) {
      held->second.looked = now;
      return held->second.calendar;
    }
  }
  WorkHours hours = read_work_hours(tx, district).hours;
  hours.utc_offset = offset;
  std::vector<CalendarDay> days;
  for (auto& published : store::days(tx)) days.push_back(std::move(published.day));
  auto calendar = std::make_shared<const WorkCalendar>(hours, days, store::years(tx));
  const std::lock_guard lock(guard_);
  held_[district] = {calendar, stamp, offset, now};
  return calendar;
}

void Calendars::forget() {
  const std::lock_guard lock(guard_);
  held_.clear();
}

}  // namespace gewu::calendar
