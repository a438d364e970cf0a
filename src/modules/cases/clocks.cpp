// SPDX-License-Identifier: Apache-2.0
#include "modules/cases/clocks.hpp"

#include <algorithm>

namespace gewu::cases {

namespace {

bool work_time(const calendar::Limit& limit) { return !calendar::runs_continuously(limit.unit); }

Duration whole(const calendar::Limit& limit, int extensions) {
  return calendar::length(limit) * (1 + extensions);
}

Instant reached_at(const calendar::WorkCalendar& calendar, const RunningClock& clock,
                   Duration counted) {
  const Duration left = std::max(counted - Duration(clock.used_ms), Duration(0));
  return calendar.add(clock.started_at, left, work_time(clock.limit));
}

}  // namespace

RunningClock start_clock(const calendar::WorkCalendar& calendar, ClockKind kind,
                         calendar::Limit limit, Instant at, std::int64_t used_ms, int extensions,
                         int step) {
  RunningClock clock{kind, limit, extensions, used_ms, at, at, step, false};
  if (kind == ClockKind::none) return {};
  clock.due_at = reached_at(calendar, clock, whole(limit, extensions));
  clock.calendar_missing = work_time(limit) && !calendar.missing_years(at, clock.due_at).empty();
  return clock;
}

std::int64_t used_ms_at(const calendar::WorkCalendar& calendar, const RunningClock& clock,
                        Instant at) {
  if (at <= clock.started_at) return clock.used_ms;
  return clock.used_ms +
         to_ms(calendar.counted_between(clock.started_at, at, work_time(clock.limit)));
}

PausedClock pause(const calendar::WorkCalendar& calendar, const RunningClock& clock, Instant at,
                  Holder holder) {
  return {clock.kind, clock.limit, clock.extensions, used_ms_at(calendar, clock, at),
          clock.step, holder};
}

RunningClock go_on(const calendar::WorkCalendar& calendar, const PausedClock& paused, Instant at) {
  return start_clock(calendar, paused.kind, paused.limit, at, paused.used_ms, paused.extensions,
                     paused.step);
}

RunningClock extend(const calendar::WorkCalendar& calendar, const RunningClock& clock) {
  return start_clock(calendar, clock.kind, clock.limit, clock.started_at, clock.used_ms,
                     clock.extensions + 1, 0);
}

Instant next_alarm_at(const calendar::WorkCalendar& calendar, const RunningClock& clock,
                      int warning_percent) {
  const Duration all = whole(clock.limit, clock.extensions);
  if (clock.step == 0) return reached_at(calendar, clock, all * warning_percent / 100);
  if (clock.step == 1) return clock.due_at;
  return reached_at(calendar, clock, all + calendar::length(clock.limit) * (clock.step - 1) / 2);
}

calendar::Limit limit_of(ClockKind kind, const StageLimits& stages, calendar::Limit handle,
                         bool urgent) {
  switch (kind) {
    case ClockKind::register_:
      return stages.register_;
    case ClockKind::verify:
      return stages.verify;
    case ClockKind::dispatch:
      return stages.dispatch;
    case ClockKind::accept:
      return urgent ? stages.accept_urgent : stages.accept;
    case ClockKind::handle:
      return handle;
    case ClockKind::check:
      return stages.check;
    case ClockKind::follow_up:
      return stages.follow_up;
    case ClockKind::sampling:
      return stages.sampling;
    case ClockKind::review:
      return stages.shelving_max;
    case ClockKind::objection:
      return stages.objection;
    case ClockKind::restoring:
      return stages.restoring;
    case ClockKind::main_case:
    case ClockKind::none:
      break;
  }
  return {};
}

void set_wake(Case& c, const calendar::WorkCalendar& calendar, const StageLimits& stages,
              bool desks_left) {
  c.wake_at = c.expires_at;
  switch (c.clock.kind) {
    // These end in an expiry, nobody is late.
    case ClockKind::none:
    case ClockKind::main_case:
    case ClockKind::objection:
    case ClockKind::restoring:
    case ClockKind::review:
      return;
    default:
      break;
  }
  if (c.clock.step >= 2 && !desks_left) return;  // nobody left to tell
  const Instant alarm = next_alarm_at(calendar, c.clock, stages.warning_percent);
  if (!c.wake_at || alarm < *c.wake_at) c.wake_at = alarm;
}

}  // namespace gewu::cases
