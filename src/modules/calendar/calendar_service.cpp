// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <span>

#include "base/embedded.hpp"
#include "db/db.hpp"
#include "modules/calendar/calendar.hpp"
#include "modules/calendar/calendar_store.hpp"
#include "modules/calendar/holidays_service.hpp"

namespace gewu::calendar {

namespace shipped {
std::span<const Embedded> files();  // catalogue/holidays.tsv, see needs.cmake
}

Result<ImportedHolidays> import_holidays(db::WriteTx& tx, std::string_view text, Instant now) {
  GEWU_TRY(const HolidayYears years, read_holidays(text));
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
  const HolidayYears years = read_holidays(shipped::files().front().content).value();
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
