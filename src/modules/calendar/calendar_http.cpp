// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>

#include "api/api.hpp"
#include "modules/calendar/calendar.hpp"
#include "modules/calendar/calendar_store.hpp"
#include "modules/calendar/holidays_service.hpp"

namespace gewu::calendar {

namespace {

struct CalendarQuery {
  std::optional<std::int32_t> year;
};
BOOST_DESCRIBE_STRUCT(CalendarQuery, (), (year))

struct CalendarDayOut {
  Day date;
  DayKind kind{};
  std::string name;
};
BOOST_DESCRIBE_STRUCT(CalendarDayOut, (), (date, kind, name))

struct WorkHoursOut {
  std::string spans;
  std::vector<std::int32_t> weekdays;  ///< 1 Monday … 7 Sunday
  std::int32_t utc_offset_minutes = 0;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(WorkHoursOut, (), (spans, weekdays, utc_offset_minutes, version))

struct CalendarOut {
  std::vector<std::int32_t> years_known;
  WorkHoursOut work_hours;
  std::vector<CalendarDayOut> days;  ///< of the year asked for; else of all years known
};
BOOST_DESCRIBE_STRUCT(CalendarOut, (), (years_known, work_hours, days))

struct WorkHoursIn {
  std::string spans;
  std::vector<std::int32_t> weekdays;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(WorkHoursIn, (), (spans, weekdays, version))

WorkHoursOut shown(const StoredHours& stored, std::chrono::minutes utc_offset) {
  WorkHoursOut out;
  out.spans = to_text(stored.hours.spans);
  for (int i = 0; i < 7; ++i) {
    if (stored.hours.weekdays[static_cast<std::size_t>(i)]) out.weekdays.push_back(i + 1);
  }
  out.utc_offset_minutes = static_cast<std::int32_t>(utc_offset.count());
  out.version = stored.version;
  return out;
}

Result<WorkHours> asked(const WorkHoursIn& in) {
  WorkHours hours;
  auto spans = parse_spans(in.spans);
  if (!spans.ok()) {
    Error error = std::move(spans).error();
    error.field = "/spans";
    return error;
  }
  hours.spans = std::move(*spans);
  hours.weekdays.fill(false);
  for (std::size_t i = 0; i < in.weekdays.size(); ++i) {
    const int weekday = in.weekdays[i];
    if (weekday < 1 || weekday > 7) {
      return invalid("weekday_invalid", "Days of the week are 1 (Monday) to 7 (Sunday).",
                     "/weekdays/" + std::to_string(i));
    }
    hours.weekdays[static_cast<std::size_t>(weekday - 1)] = true;
  }
  return hours;
}

// ---- holidays -----------------------------------------------------------------------------------

constexpr std::size_t kFileMost = 256 * 1024;

struct HolidaysIn {
  std::string text;      ///< of the file: a year as JSON, or lines "date TAB off|work TAB name"
  bool dry_run = false;  ///< only look
};
BOOST_DESCRIBE_STRUCT(HolidaysIn, (), (text, dry_run))

struct HolidayChange {
  Day date;
  std::string name;
  std::optional<DayKind> before, after;  ///< none: a day like any other
};
BOOST_DESCRIBE_STRUCT(HolidayChange, (), (date, name, before, after))

struct HolidayYearOut {
  std::int32_t year = 0;
  bool known = false;  ///< before
  std::int32_t off = 0, work = 0;
  std::vector<HolidayChange> changes;
};
BOOST_DESCRIBE_STRUCT(HolidayYearOut, (), (year, known, off, work, changes))

struct HolidaysOut {
  bool imported = false;
  std::vector<LineFault> faults;  ///< then nothing is imported
  std::vector<HolidayYearOut> years;
};
BOOST_DESCRIBE_STRUCT(HolidaysOut, (), (imported, faults, years))

HolidayYearOut compared(int year, const std::vector<CalendarDay>& days, bool known,
                        const std::vector<store::PublishedDay>& held) {
  HolidayYearOut out{year, known, 0, 0, {}};
  std::map<Day, HolidayChange> changes;
  for (const auto& [day, of] : held) {
    if (of == year) changes[day.date] = {day.date, day.name, day.kind, {}};
  }
  for (const auto& day : days) {
    ++(day.kind == DayKind::off ? out.off : out.work);
    auto& change = changes[day.date];
    change = {day.date, day.name, change.before, day.kind};
  }
  for (auto& [date, change] : changes) {
    if (change.before != change.after) out.changes.push_back(std::move(change));
  }
  return out;
}

Result<HolidaysOut> take_holidays(db::WriteTx& tx, const api::Call& call, const HolidaysIn& in,
                                  Calendars& calendars, const Alone& alone) {
  if (!alone(tx)) {
    return conflict("holidays_shared",
                    "Holidays hold for every district of this server: ask who runs it to import "
                    "the file.");
  }
  HolidaysOut out;
  out.faults = faults_in_holidays(in.text);
  if (!out.faults.empty()) return out;
  GEWU_TRY(const HolidayYears years, read_holidays(in.text));
  const auto known = store::years(tx);
  const auto held = store::days(tx);
  for (const auto& [year, days] : years) {
    const bool was = std::binary_search(known.begin(), known.end(), year);
    out.years.push_back(compared(year, days, was, held));
  }
  if (in.dry_run) return out;
  GEWU_CHECK(import_holidays(tx, in.text, call.now));
  tx.after_commit([&calendars] { calendars.forget(); });
  out.imported = true;
  return out;
}

}  // namespace

void append_calendar_routes(api::Api& api, Calendars& calendars, Alone alone) {
  api.get<CalendarQuery, CalendarOut>(
      "/api/v1/{district}/calendar", api::open_to_all("calendar.read"),
      {"Holidays, make-up workdays and working hours", "calendar"},
      [&calendars](db::ReadTx& tx, const api::Call& call,
                   const CalendarQuery& query) -> Result<CalendarOut> {
        const auto calendar = calendars.of(tx, call.district, call.now);
        CalendarOut out;
        for (const int year : store::years(tx)) out.years_known.push_back(year);
        out.work_hours = shown(read_work_hours(tx, call.district), calendar->hours().utc_offset);
        for (const auto& published : store::days(tx)) {
          if (query.year && *query.year != published.year) continue;
          out.days.push_back({published.day.date, published.day.kind, published.day.name});
        }
        return out;
      });

  api.put<WorkHoursIn, WorkHoursOut>(
      "/api/v1/{district}/work-hours",
      api::only("calendar.set_work_hours", {api::Role::system_administrator}),
      {"Set the district's working hours", "calendar"},
      [&calendars](db::WriteTx& tx, const api::Call& call,
                   const WorkHoursIn& in) -> Result<WorkHoursOut> {
        GEWU_TRY(const WorkHours hours, asked(in));
        // Before the change: the cache must not meet what may yet be rolled back.
        const auto utc_offset = calendars.of(tx, call.district, call.now)->hours().utc_offset;
        GEWU_CHECK(set_work_hours(tx, call.district, hours, in.version, call.now));
        tx.after_commit([&calendars] { calendars.forget(); });
        return shown(read_work_hours(tx, call.district), utc_offset);
      });

  api.post<HolidaysIn, HolidaysOut>(
      "/api/v1/{district}/holidays",
      api::only("calendar.import_holidays", {api::Role::system_administrator}),
      {"Import a year's holidays from a file, or see what that would change", "calendar"},
      [&calendars, alone = std::move(alone)](db::WriteTx& tx, const api::Call& call,
                                             const HolidaysIn& in) {
        return take_holidays(tx, call, in, calendars, alone);
      },
      {.body_limit = kFileMost});
}

}  // namespace gewu::calendar
