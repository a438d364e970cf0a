// SPDX-License-Identifier: Apache-2.0
// The arithmetic of a case's clocks. Pure; working time comes from the district's calendar.
#pragma once

#include <optional>

#include "modules/cases/case.hpp"
#include "modules/cases/lifecycle.hpp"

namespace gewu::cases {

/// Counts from `at`; `used_ms` was already spent.
RunningClock start_clock(const calendar::WorkCalendar& calendar, ClockKind kind,
                         calendar::Limit limit, Instant at, std::int64_t used_ms = 0,
                         int extensions = 0, int step = 0);

/// What has been counted at `at`, pauses left out.
std::int64_t used_ms_at(const calendar::WorkCalendar& calendar, const RunningClock& clock,
                        Instant at);

PausedClock pause(const calendar::WorkCalendar& calendar, const RunningClock& clock, Instant at,
                  Holder holder);
RunningClock go_on(const calendar::WorkCalendar& calendar, const PausedClock& paused, Instant at);

/// Adds the original limit once more (an approved extension).
RunningClock extend(const calendar::WorkCalendar& calendar, const RunningClock& clock);

/// When the next alarm rings: at 80 % the warning, at the end the desk above, then at each further
/// half limit the next one up.
Instant next_alarm_at(const calendar::WorkCalendar& calendar, const RunningClock& clock,
                      int warning_percent);

/// The limit of a state's clock. `handle` is the case's own.
calendar::Limit limit_of(ClockKind kind, const StageLimits& stages, calendar::Limit handle,
                         bool urgent);

/// Sets case.wake_at to the next alarm or expiry, whichever is first.
/// `desks_left`: whether there is still a desk above to supervise.
void set_wake(Case& c, const calendar::WorkCalendar& calendar, const StageLimits& stages,
              bool desks_left);

}  // namespace gewu::cases
