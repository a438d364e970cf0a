// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <string>

#include "modules/calendar/calendar.hpp"

using namespace gewu;
using namespace gewu::calendar;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

/// "2026-02-13 17:00" in China's civil time.
Instant at(const std::string& local) {
  return parse_rfc3339(local.substr(0, 10) + "T" + local.substr(11) + ":00+08:00").value();
}
Day day(const char* iso) { return parse_iso_date(iso).value(); }

void put(std::vector<CalendarDay>& days, const char* from, const char* to, DayKind kind) {
  for (Day d = day(from); d <= day(to); d += std::chrono::days(1)) days.push_back({d, kind, ""});
}

/// The parts of 2025 and 2026 the tests below cross.
WorkCalendar china() {
  std::vector<CalendarDay> days;
  put(days, "2025-10-01", "2025-10-08", DayKind::off);
  put(days, "2025-09-28", "2025-09-28", DayKind::work);
  put(days, "2025-10-11", "2025-10-11", DayKind::work);
  put(days, "2026-01-01", "2026-01-03", DayKind::off);
  put(days, "2026-01-04", "2026-01-04", DayKind::work);
  put(days, "2026-02-15", "2026-02-23", DayKind::off);
  put(days, "2026-02-14", "2026-02-14", DayKind::work);
  put(days, "2026-02-28", "2026-02-28", DayKind::work);
  put(days, "2026-06-19", "2026-06-21", DayKind::off);
  return {WorkHours{}, days, {2025, 2026}};
}

Instant due(const char* start, const char* limit) {
  return china().deadline(at(start), parse_limit(limit).value()).at;
}

}  // namespace

TEST_CASE("work hours run through the lunch break without counting it") {
  CHECK(due("2026-03-10 11:00", "work_hour:4") == at("2026-03-10 17:00"));
  CHECK(due("2026-03-10 12:30", "work_hour:1") == at("2026-03-10 15:00"));
  CHECK(due("2026-03-10 14:00", "work_hour:4") == at("2026-03-10 18:00"));
}

TEST_CASE("a limit that is used up exactly at a stretch's end is due at that end") {
  CHECK(due("2026-03-10 08:00", "work_hour:4") == at("2026-03-10 12:00"));
  CHECK(due("2026-03-10 08:00", "work_day:1") == at("2026-03-10 18:00"));
  CHECK(due("2026-03-10 18:00", "work_day:1") == at("2026-03-11 18:00"));
}

TEST_CASE("what is reported at night or at midnight counts from the next morning") {
  CHECK(due("2026-03-10 23:59", "work_hour:1") == at("2026-03-11 09:00"));
  CHECK(due("2026-03-11 00:00", "work_hour:1") == at("2026-03-11 09:00"));
  CHECK(due("2026-03-11 07:59", "work_hour:1") == at("2026-03-11 09:00"));
}

TEST_CASE("a weekend is skipped") {
  CHECK(due("2026-03-13 17:00", "work_hour:2") == at("2026-03-16 09:00"));
  CHECK(due("2026-03-14 10:00", "work_day:1") == at("2026-03-16 18:00"));
}

TEST_CASE("the spring festival of 2026 is skipped, its make-up Saturdays are worked") {
  // Friday 13 February; Saturday the 14th is worked; off until Monday the 23rd.
  CHECK(due("2026-02-13 17:00", "work_hour:2") == at("2026-02-14 09:00"));
  CHECK(due("2026-02-14 17:00", "work_hour:2") == at("2026-02-24 09:00"));
  CHECK(due("2026-02-18 10:00", "work_day:1") == at("2026-02-24 18:00"));
  CHECK(due("2026-02-13 18:00", "work_day:2") == at("2026-02-24 18:00"));
  CHECK(due("2026-02-27 18:00", "work_day:1") == at("2026-02-28 18:00"));
  CHECK(due("2026-02-27 18:00", "work_day:2") == at("2026-03-02 18:00"));
}

TEST_CASE("a make-up Sunday is worked and a holiday on a Sunday changes nothing") {
  CHECK(due("2025-09-28 08:00", "work_hour:1") == at("2025-09-28 09:00"));
  CHECK(due("2026-06-18 18:00", "work_day:1") == at("2026-06-22 18:00"));
}

TEST_CASE("the end of a year is crossed with both years' holidays") {
  CHECK(due("2025-12-31 17:00", "work_hour:2") == at("2026-01-04 09:00"));
  CHECK(china().counted_between(at("2025-12-31 08:00"), at("2026-01-05 18:00"), true) == hours(24));
}

TEST_CASE("urgent limits run around the clock, holidays included") {
  CHECK(due("2026-02-16 23:50", "urgent_minute:30") == at("2026-02-17 00:20"));
  CHECK(due("2026-02-16 23:50", "urgent_hour:2") == at("2026-02-17 01:50"));
  CHECK(due("2026-02-16 23:50", "urgent_day:1") == at("2026-02-17 23:50"));
  CHECK(due("2026-02-16 23:50", "natural_day:7") == at("2026-02-23 23:50"));
}

TEST_CASE("counting nothing leaves the moment where it is, even at night") {
  const auto calendar = china();
  for (const char* t : {"2026-03-10 03:00", "2026-03-10 12:00", "2026-03-10 13:00"}) {
    CHECK(calendar.add(at(t), Duration::zero(), true) == at(t));
  }
}

TEST_CASE("a deadline that counts in a year without published holidays says so") {
  const auto calendar = china();
  const Limit day_of_work{LimitUnit::work_day, 1};
  CHECK_FALSE(calendar.deadline(at("2026-12-30 09:00"), day_of_work).calendar_missing);
  CHECK(calendar.deadline(at("2026-12-31 17:00"), day_of_work).calendar_missing);
  CHECK(calendar.deadline(at("2027-03-01 09:00"), day_of_work).calendar_missing);
  CHECK(calendar.missing_years(at("2026-12-31 23:00"), at("2028-01-01 01:00")) ==
        std::vector<int>{2027, 2028});
  // Around the clock no holiday matters.
  CHECK_FALSE(
      calendar.deadline(at("2027-03-01 09:00"), {LimitUnit::natural_day, 1}).calendar_missing);
}

TEST_CASE("the year of a deadline is the local one") {
  // 2027-01-01 01:00 in China is still 2026 in UTC.
  CHECK(china().missing_years(at("2027-01-01 01:00"), at("2027-01-01 02:00")) ==
        std::vector<int>{2027});
  CHECK(china().missing_years(at("2026-12-31 23:59"), at("2026-12-31 23:59")).empty());
}

TEST_CASE("working hours and weekdays are a district's own") {
  WorkHours night{parse_spans("00:00-02:00,22:00-24:00").value(), {}, minutes(-300)};
  night.weekdays[5] = true;  // Saturdays only
  const WorkCalendar calendar(night, {}, {2024});
  const Instant start = parse_rfc3339("2024-05-25T12:00:00-05:00").value();  // a Saturday
  CHECK(calendar.add(start, hours(2), true) == parse_rfc3339("2024-05-26T00:00:00-05:00").value());
  CHECK(calendar.add(start, hours(3), true) == parse_rfc3339("2024-06-01T01:00:00-05:00").value());
  CHECK_FALSE(calendar.is_working(start));
}

TEST_CASE("a year of nothing but holidays is skipped, too") {
  std::vector<CalendarDay> days;
  put(days, "2026-01-01", "2026-12-31", DayKind::off);
  const WorkCalendar calendar(WorkHours{}, days, {2026, 2027});
  CHECK(calendar.add(at("2026-01-01 08:00"), hours(1), true) == at("2027-01-01 09:00"));
}

TEST_CASE("spans out of order, overlapping, touching or beyond the day are refused") {
  for (const char* text :
       {"", "08:00", "08:00-12:00,", ",08:00-12:00", "12:00-08:00", "08:00-08:00",
        "08:00-12:00,11:00-13:00", "08:00-12:00,12:00-13:00", "14:00-18:00,08:00-12:00",
        "08:00-24:01", "08:60-09:00", "8:00-12:00", "08:00-12:00 14:00-18:00", "aa:bb-cc:dd"}) {
    CAPTURE(text);
    const auto spans = parse_spans(text);
    REQUIRE_FALSE(spans.ok());
    CHECK(spans.error().code == "work_spans_invalid");
  }
  CHECK(to_text(parse_spans("08:30-24:00").value()) == "08:30-24:00");
}

TEST_CASE("hours in which nobody ever works are refused") {
  WorkHours hours;
  hours.weekdays.fill(false);
  CHECK(check(hours).error().code == "work_days_none");
  CHECK(check({{}, WorkHours{}.weekdays, minutes(480)}).error().code == "work_spans_invalid");
  CHECK(check({WorkHours{}.spans, WorkHours{}.weekdays, minutes(1081)}).error().code ==
        "utc_offset_invalid");
  CHECK_THROWS_AS(WorkCalendar(hours, {}, {}), std::logic_error);
}

// ---- properties --------------------------------------------------------------------------------

namespace {

/// Any hours, any holidays within about two years around 2026.
rc::Gen<WorkCalendar> any_calendar() {
  return rc::gen::exec([] {
    WorkHours hours;
    hours.spans.clear();
    int minute = *rc::gen::inRange(0, 600);
    for (int n = *rc::gen::inRange(1, 4); n > 0 && minute < 1400; --n) {
      const int to = *rc::gen::inRange(minute + 1, std::min(minute + 300, 1441));
      hours.spans.push_back({minute, to});
      minute = to + *rc::gen::inRange(1, 200);
    }
    for (bool& b : hours.weekdays) b = *rc::gen::arbitrary<bool>();
    hours.weekdays[static_cast<std::size_t>(*rc::gen::inRange(0, 7))] = true;
    hours.utc_offset = minutes(*rc::gen::inRange(-18 * 60, 18 * 60 + 1));
    std::vector<CalendarDay> days;
    for (int n = *rc::gen::inRange(0, 60); n > 0; --n) {
      days.push_back({day("2025-06-01") + std::chrono::days(*rc::gen::inRange(0, 700)),
                      *rc::gen::element(DayKind::off, DayKind::work), ""});
    }
    return WorkCalendar(hours, days, {2025, 2026});
  });
}
rc::Gen<Instant> any_instant() {
  return rc::gen::map(rc::gen::inRange<std::int64_t>(0, 700LL * 24 * 3600 * 1000),
                      [](std::int64_t ms) { return at("2025-06-01 00:00") + Duration(ms); });
}
rc::Gen<Duration> any_duration() {
  return rc::gen::map(rc::gen::inRange<std::int64_t>(0, 300LL * 3600 * 1000),
                      [](std::int64_t ms) { return Duration(ms); });
}
/// The plain way: ask every minute whether it is worked.
Duration count_by_minutes(const WorkCalendar& calendar, Instant a, Instant b) {
  Duration sum{};
  for (Instant t = a; t < b; t += minutes(1))
    sum += calendar.is_working(t) ? minutes(1) : minutes(0);
  return sum;
}

}  // namespace

TEST_CASE("counting is the exact inverse of adding") {
  CHECK(rc::check([] {
    const auto calendar = *any_calendar();
    const Instant t = *any_instant();
    const Duration d = *any_duration();
    RC_ASSERT(calendar.counted_between(t, calendar.add(t, d, true), true) == d);
    RC_ASSERT(calendar.counted_between(t, calendar.add(t, d, false), false) == d);
  }));
}

TEST_CASE("adding is the earliest such moment: an instant before it less is counted") {
  CHECK(rc::check([] {
    const auto calendar = *any_calendar();
    const Instant t = *any_instant();
    const Duration d = *any_duration() + Duration(1);
    const Instant end = calendar.add(t, d, true);
    RC_ASSERT(calendar.counted_between(t, end - Duration(1), true) == d - Duration(1));
    RC_ASSERT(calendar.is_working(end - Duration(1)));
  }));
}

TEST_CASE("later starts and longer limits are never due earlier") {
  CHECK(rc::check([] {
    const auto calendar = *any_calendar();
    const Instant t = *any_instant();
    const Duration d = *any_duration(), more = *any_duration();
    RC_ASSERT(calendar.add(t, d, true) <= calendar.add(t + more, d, true));
    RC_ASSERT(calendar.add(t, d, true) <= calendar.add(t, d + more, true));
    RC_ASSERT(calendar.add(t, d, true) >= t);
  }));
}

TEST_CASE("pausing and resuming loses nothing: parts add up to the whole") {
  CHECK(rc::check([] {
    const auto calendar = *any_calendar();
    const Instant t = *any_instant();
    const Duration d = *any_duration(), e = *any_duration();
    const Instant half = calendar.add(t, d, true);
    RC_ASSERT(calendar.add(half, e, true) == calendar.add(t, d + e, true));
    const Instant later = half + *any_duration();
    RC_ASSERT(calendar.counted_between(t, half, true) +
                  calendar.counted_between(half, later, true) ==
              calendar.counted_between(t, later, true));
    RC_ASSERT(calendar.counted_between(later, t, true) ==
              -calendar.counted_between(t, later, true));
  }));
}

TEST_CASE("counting agrees with asking every minute") {
  CHECK(rc::check([] {
    const auto calendar = *any_calendar();
    const auto offset = calendar.hours().utc_offset;
    const Instant t = std::chrono::floor<minutes>(*any_instant());
    const Instant later = t + minutes(*rc::gen::inRange(0, 20 * 24 * 60));
    CAPTURE(offset.count());
    RC_ASSERT(calendar.counted_between(t, later, true) == count_by_minutes(calendar, t, later));
  }));
}
