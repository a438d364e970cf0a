// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "api/api.hpp"
#include "modules/calendar/calendar.hpp"
#include "modules/calendar/calendar_store.hpp"

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

}  // namespace

void append_calendar_routes(api::Api& api, Calendars& calendars) {
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
}

}  // namespace gewu::calendar
