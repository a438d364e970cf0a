// SPDX-License-Identifier: Apache-2.0
#include "modules/cases/clocks.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "modules/cases/test/story.hpp"

namespace gewu::cases::test {

namespace {

const calendar::WorkCalendar kCalendar;
const Holder kSomebody{HolderKind::account, 1};

calendar::Limit work_hours(int n) { return {calendar::LimitUnit::work_hour, n}; }
calendar::Limit minutes(int n) { return {calendar::LimitUnit::urgent_minute, n}; }

}  // namespace

TEST_CASE("working hours stop at noon, in the evening and at the weekend") {
  const auto clock = start_clock(kCalendar, ClockKind::handle, work_hours(4), kMonday);
  CHECK(clock.due_at == kMonday + 6h);  // 09–12, 14–15
  const Instant friday_five = kMonday + std::chrono::days(4) + 8h;
  CHECK(start_clock(kCalendar, ClockKind::handle, work_hours(4), friday_five).due_at ==
        kMonday + std::chrono::days(7) + 2h);  // Friday 17–18, Monday 08–11
}

TEST_CASE("urgent time runs around the clock") {
  const Instant night = kMonday + 16h;
  CHECK(start_clock(kCalendar, ClockKind::accept, minutes(30), night).due_at == night + 30min);
}

TEST_CASE("a pause loses nothing and counts nothing") {
  const auto clock = start_clock(kCalendar, ClockKind::handle, work_hours(4), kMonday);
  const auto paused = pause(kCalendar, clock, kMonday + 1h, kSomebody);
  CHECK(paused.used_ms == to_ms(Duration(1h)));
  const auto again = go_on(kCalendar, paused, kMonday + 24h);
  CHECK(again.started_at == kMonday + 24h);
  CHECK(again.due_at == kMonday + 24h + 3h);  // Tuesday 09–12
  CHECK(used_ms_at(kCalendar, again, kMonday + 24h + 30min) == to_ms(Duration(90min)));
}

TEST_CASE("the warning comes at 80 percent, the end at its end, then one desk each half limit") {
  auto clock = start_clock(kCalendar, ClockKind::accept, minutes(30), kMonday);
  CHECK(next_alarm_at(kCalendar, clock, 80) == kMonday + 24min);
  clock.step = 1;
  CHECK(next_alarm_at(kCalendar, clock, 80) == kMonday + 30min);
  clock.step = 2;
  CHECK(next_alarm_at(kCalendar, clock, 80) == kMonday + 45min);
  clock.step = 3;
  CHECK(next_alarm_at(kCalendar, clock, 80) == kMonday + 60min);
}

TEST_CASE("an extension adds the original limit and half limits stay those of the original") {
  auto clock = extend(kCalendar, start_clock(kCalendar, ClockKind::handle, minutes(60), kMonday));
  CHECK(clock.due_at == kMonday + 2h);
  CHECK(clock.extensions == 1);
  CHECK(next_alarm_at(kCalendar, clock, 80) == kMonday + 96min);
  clock.step = 2;
  CHECK(next_alarm_at(kCalendar, clock, 80) == kMonday + 150min);
}

TEST_CASE("a deadline counted through an unknown year says so") {
  CHECK(start_clock(kCalendar, ClockKind::handle, work_hours(4), kMonday).calendar_missing);
  CHECK_FALSE(start_clock(kCalendar, ClockKind::accept, minutes(30), kMonday).calendar_missing);
  const calendar::WorkCalendar known({}, {}, {2026});
  CHECK_FALSE(start_clock(known, ClockKind::handle, work_hours(4), kMonday).calendar_missing);
}

TEST_CASE("what is done before a clock began has used none of it") {
  const auto clock = start_clock(kCalendar, ClockKind::handle, work_hours(4), kMonday);
  CHECK(used_ms_at(kCalendar, clock, kMonday - 5h) == 0);
}

TEST_CASE(
    "however often a clock is paused, it counts what it ran and ends when that is the limit") {
  CHECK(rc::check([] {
    const auto limit = *rc::gen::element(work_hours(4), minutes(30), work_hours(40),
                                         calendar::Limit{calendar::LimitUnit::natural_day, 3});
    const auto steps = *rc::gen::container<std::vector<std::pair<int, int>>>(
        rc::gen::pair(rc::gen::inRange(0, 5000), rc::gen::inRange(0, 5000)));
    const bool work = !calendar::runs_continuously(limit.unit);
    Instant at = kMonday;
    auto clock = start_clock(kCalendar, ClockKind::handle, limit, at);
    std::int64_t ran = 0;
    for (const auto& [run, rest] : steps) {
      const Instant from = at;
      at += std::chrono::minutes(run);
      ran += to_ms(kCalendar.counted_between(from, at, work));
      const auto paused = pause(kCalendar, clock, at, kSomebody);
      RC_ASSERT(paused.used_ms == ran);
      at += std::chrono::minutes(rest);
      clock = go_on(kCalendar, paused, at);
      RC_ASSERT(used_ms_at(kCalendar, clock, at) == ran);
    }
    const Duration left = std::max(calendar::length(limit) - Duration(ran), Duration(0));
    RC_ASSERT(clock.due_at == kCalendar.add(at, left, work));
    RC_ASSERT(clock.step == 0);
  }));
}

TEST_CASE("alarms of one clock never go back in time") {
  CHECK(rc::check([] {
    auto clock = start_clock(
        kCalendar, ClockKind::handle, *rc::gen::element(work_hours(4), minutes(30), work_hours(80)),
        kMonday + std::chrono::minutes(*rc::gen::inRange(0, 20000)),
        *rc::gen::inRange<std::int64_t>(0, 100'000'000), *rc::gen::inRange(0, 3));
    Instant last = clock.started_at;
    for (clock.step = 0; clock.step < 8; ++clock.step) {
      const Instant alarm = next_alarm_at(kCalendar, clock, 80);
      RC_ASSERT(alarm >= last);
      last = alarm;
    }
  }));
}

}  // namespace gewu::cases::test
