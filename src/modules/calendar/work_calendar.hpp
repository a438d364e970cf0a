// SPDX-License-Identifier: Apache-2.0
// Working-time arithmetic. Pure: what is off and what is worked is given, the clock is a parameter.
#pragma once

#include <array>
#include <boost/describe.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/codes.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "modules/calendar/limit.hpp"

namespace gewu::calendar {

/// What a published calendar says of a day: off (a holiday), or worked (a make-up day).
enum class DayKind { off, work };
BOOST_DESCRIBE_ENUM(DayKind, off, work)

struct CalendarDay {
  Day date;
  DayKind kind = DayKind::off;
  std::string name;
};

/// A stretch of the working day, in minutes after local midnight: [from, to).
struct WorkSpan {
  int from_minute = 0;
  int to_minute = 0;
  friend bool operator==(const WorkSpan&, const WorkSpan&) = default;
};

/// When a district works. Times are civil times at a fixed offset from UTC.
struct WorkHours {
  std::vector<WorkSpan> spans = {{8 * 60, 12 * 60}, {14 * 60, 18 * 60}};
  std::array<bool, 7> weekdays = {true, true, true, true, true, false, false};  ///< Monday first
  std::chrono::minutes utc_offset{8 * 60};
  friend bool operator==(const WorkHours&, const WorkHours&) = default;
};

/// "08:00-12:00,14:00-18:00"; spans in order, apart, within one day. Refusal `work_spans_invalid`.
Result<std::vector<WorkSpan>> parse_spans(std::string_view text);
std::string to_text(const std::vector<WorkSpan>& spans);
/// Refuses hours in which nobody ever works, and offsets beyond ±18 h: `work_spans_invalid`,
/// `work_days_none`, `utc_offset_invalid`.
Done check(const WorkHours& hours);

/// When something is due. `calendar_missing`: working time was counted in a year whose holidays are
/// not known yet, with plain weekends; a screen that shows `at` says so.
struct Deadline {
  Instant at;
  bool calendar_missing = false;
  friend bool operator==(const Deadline&, const Deadline&) = default;
};
BOOST_DESCRIBE_STRUCT(Deadline, (), (at, calendar_missing))

/// Counts working time. With W(t) the working time from a fixed origin to t (it only grows, and
/// stands still outside working hours):
///   counted_between(a, b) = W(b) − W(a)           negative where b is before a
///   add(t, d)             = the earliest instant s ≥ t with W(s) = W(t) + d
/// so add(t, 0) = t, counted_between(t, add(t, d)) = d, add(add(t, d), e) = add(t, d + e), and a
/// sum of pauses equals the whole. A deadline falls within working time or on the end of a stretch
/// (18:00, not the next morning's 08:00). Each call costs O(log days); immutable, thread-safe.
class WorkCalendar {
 public:
  /// Weekends only, no year known.
  WorkCalendar() : WorkCalendar(WorkHours{}, {}, {}) {}
  /// `years_known`: the years whose holidays have been published and are among `days`.
  /// Throws std::logic_error where check(hours) refuses. Of two entries for one date the last
  /// holds.
  WorkCalendar(WorkHours hours, const std::vector<CalendarDay>& days,
               const std::vector<int>& years_known);

  const WorkHours& hours() const { return hours_; }
  bool knows_year(int year) const;
  bool is_work_day(Day day) const;
  bool is_working(Instant t) const;

  /// Negative `counted` is a logic error (throws). `work_time` false: around the clock.
  Instant add(Instant start, Duration counted, bool work_time) const;
  Duration counted_between(Instant a, Instant b, bool work_time) const;

  Deadline deadline(Instant start, Limit limit) const;
  /// After a pause: what is left of a limit, from `start` on.
  Deadline deadline(Instant start, Duration counted, bool work_time) const;

  /// Years between two instants (local, both ends included) whose holidays are not known.
  std::vector<int> missing_years(Instant a, Instant b) const;

 private:
  struct Exception {
    std::int32_t day;
    std::int32_t delta;          ///< +1 worked though the week says off, −1 the reverse
    std::int64_t deltas_before;  ///< sum over all earlier exceptions
  };

  std::int64_t work_days_before(std::int64_t day) const;
  std::int64_t worked_before(Instant t) const;  ///< W(t) in milliseconds
  std::int64_t within_day(std::int64_t ms_of_day) const;
  std::int64_t moment_in_day(std::int64_t worked) const;
  std::int64_t day_of_work(std::int64_t number, std::int64_t from) const;

  WorkHours hours_;
  std::vector<Exception> exceptions_;  ///< by day
  std::vector<int> years_;             ///< sorted
  std::array<int, 8> week_{};          ///< work days in the first n days of a week from Monday
  std::int64_t day_length_ = 0;        ///< ms of working time in a work day
};

}  // namespace gewu::calendar
