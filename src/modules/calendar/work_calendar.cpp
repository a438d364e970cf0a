// SPDX-License-Identifier: Apache-2.0
#include "modules/calendar/work_calendar.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

namespace gewu::calendar {

namespace {

constexpr std::int64_t ms_of_minute = 60'000;
constexpr std::int64_t ms_of_day = 24 * 60 * ms_of_minute;
constexpr std::int64_t monday_zero = -3;  ///< 1969-12-29: weeks are counted from a Monday
constexpr Duration counted_max = std::chrono::hours(24 * 366 * 200);

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return a / b - (a % b != 0 && (a % b < 0) != (b < 0) ? 1 : 0);
}

int year_of(Instant t, std::chrono::minutes utc_offset) {
  return static_cast<int>(std::chrono::year_month_day(local_day(t, utc_offset)).year());
}

Error bad_spans(std::string_view text) {
  return invalid("work_spans_invalid",
                 "'" + std::string(text.substr(0, 120)) +
                     "' are not working hours. Write spans of one day in order and apart, like "
                     "08:00-12:00,14:00-18:00.");
}

/// "HH:MM" up to 24:00, as minutes; −1 where it is not one.
int minute_of(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return -1;
  for (const std::size_t at : {0, 1, 3, 4}) {
    if (text[at] < '0' || text[at] > '9') return -1;
  }
  const int hour = (text[0] - '0') * 10 + (text[1] - '0');
  const int minute = (text[3] - '0') * 10 + (text[4] - '0');
  const int all = hour * 60 + minute;
  return minute > 59 || all > 24 * 60 ? -1 : all;
}

bool in_order(const std::vector<WorkSpan>& spans) {
  int last = -1;  // a gap of nothing between two spans is one span written twice
  for (const auto& span : spans) {
    if (span.from_minute <= last || span.to_minute <= span.from_minute || span.to_minute > 1440) {
      return false;
    }
    last = span.to_minute;
  }
  return !spans.empty();
}

}  // namespace

Result<std::vector<WorkSpan>> parse_spans(std::string_view text) {
  std::vector<WorkSpan> out;
  for (std::string_view rest = text; !rest.empty() || out.empty();) {
    const std::string_view one = rest.substr(0, 11);
    rest.remove_prefix(one.size());
    if (one.size() != 11 || one[5] != '-') return bad_spans(text);
    const WorkSpan span{minute_of(one.substr(0, 5)), minute_of(one.substr(6))};
    if (span.from_minute < 0 || span.to_minute < 0) return bad_spans(text);
    out.push_back(span);
    if (rest.empty()) break;
    if (rest.front() != ',') return bad_spans(text);
    rest.remove_prefix(1);
    if (rest.empty()) return bad_spans(text);
  }
  if (!in_order(out)) return bad_spans(text);
  return out;
}

std::string to_text(const std::vector<WorkSpan>& spans) {
  const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  const auto clock = [&](int minute) { return two(minute / 60) + ":" + two(minute % 60); };
  std::string out;
  for (const auto& span : spans) {
    if (!out.empty()) out += ",";
    out += clock(span.from_minute) + "-" + clock(span.to_minute);
  }
  return out;
}

Done check(const WorkHours& hours) {
  if (!in_order(hours.spans)) return bad_spans(to_text(hours.spans));
  if (std::none_of(hours.weekdays.begin(), hours.weekdays.end(), [](bool b) { return b; })) {
    return invalid("work_days_none", "No day of the week is worked. Name at least one.");
  }
  if (hours.utc_offset.count() < -18 * 60 || hours.utc_offset.count() > 18 * 60) {
    return invalid("utc_offset_invalid",
                   "The offset from UTC is beyond 18 hours. Give minutes east of Greenwich, like "
                   "480.");
  }
  return done();
}

WorkCalendar::WorkCalendar(WorkHours hours, const std::vector<CalendarDay>& days,
                           const std::vector<int>& years_known)
    : hours_(std::move(hours)), years_(years_known) {
  if (const auto fine = check(hours_); !fine.ok()) throw std::logic_error(fine.error().detail);
  std::sort(years_.begin(), years_.end());
  for (std::size_t i = 0; i < 7; ++i) week_[i + 1] = week_[i] + (hours_.weekdays[i] ? 1 : 0);
  for (const auto& span : hours_.spans) {
    day_length_ += (span.to_minute - span.from_minute) * ms_of_minute;
  }
  std::map<std::int32_t, DayKind> by_day;
  for (const auto& day : days) by_day[day_number(day.date)] = day.kind;
  std::int64_t sum = 0;
  for (const auto& [day, kind] : by_day) {
    const auto weekday = static_cast<std::size_t>((day - monday_zero) % 7 + 7) % 7;
    const bool usual = hours_.weekdays[weekday];
    const bool worked = kind == DayKind::work;
    if (usual == worked) continue;  // a holiday on a Sunday changes nothing
    exceptions_.push_back({day, worked ? 1 : -1, sum});
    sum += worked ? 1 : -1;
  }
}

bool WorkCalendar::knows_year(int year) const {
  return std::binary_search(years_.begin(), years_.end(), year);
}

std::int64_t WorkCalendar::work_days_before(std::int64_t day) const {
  const std::int64_t weeks = floor_div(day - monday_zero, 7);
  const std::int64_t rest = day - monday_zero - weeks * 7;
  const auto next = std::lower_bound(exceptions_.begin(), exceptions_.end(), day,
                                     [](const Exception& e, std::int64_t d) { return e.day < d; });
  std::int64_t deltas = 0;
  if (next != exceptions_.begin()) deltas = (next - 1)->deltas_before + (next - 1)->delta;
  return weeks * week_[7] + week_[static_cast<std::size_t>(rest)] + deltas;
}

bool WorkCalendar::is_work_day(Day day) const {
  const std::int64_t number = day_number(day);
  return work_days_before(number + 1) > work_days_before(number);
}

std::int64_t WorkCalendar::within_day(std::int64_t ms) const {
  std::int64_t sum = 0;
  for (const auto& span : hours_.spans) {
    const std::int64_t from = span.from_minute * ms_of_minute, to = span.to_minute * ms_of_minute;
    sum += std::clamp(ms, from, to) - from;
  }
  return sum;
}

/// The earliest moment of a work day by which `worked` (0 < worked ≤ day length) has been counted.
std::int64_t WorkCalendar::moment_in_day(std::int64_t worked) const {
  for (const auto& span : hours_.spans) {
    const std::int64_t size = (span.to_minute - span.from_minute) * ms_of_minute;
    if (worked <= size) return span.from_minute * ms_of_minute + worked;
    worked -= size;
  }
  return hours_.spans.back().to_minute * ms_of_minute;
}

bool WorkCalendar::is_working(Instant t) const {
  if (!is_work_day(local_day(t, hours_.utc_offset))) return false;
  const auto ms = to_ms(t - start_of_day(local_day(t, hours_.utc_offset), hours_.utc_offset));
  return std::any_of(hours_.spans.begin(), hours_.spans.end(), [&](const WorkSpan& span) {
    return ms >= span.from_minute * ms_of_minute && ms < span.to_minute * ms_of_minute;
  });
}

std::int64_t WorkCalendar::worked_before(Instant t) const {
  const Day day = local_day(t, hours_.utc_offset);
  const std::int64_t before = work_days_before(day_number(day)) * day_length_;
  if (!is_work_day(day)) return before;
  return before + within_day(to_ms(t - start_of_day(day, hours_.utc_offset)));
}

/// The work day that `number` work days precede; not before `from`.
std::int64_t WorkCalendar::day_of_work(std::int64_t number, std::int64_t from) const {
  // Every week has a work day unless exceptions take it away, which each does once.
  const auto spare = static_cast<std::int64_t>(exceptions_.size());
  std::int64_t low = from;
  std::int64_t high = from + 7 * (number - work_days_before(from) + spare + 2);
  while (low < high) {
    const std::int64_t middle = low + (high - low) / 2;
    if (work_days_before(middle + 1) > number) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

Instant WorkCalendar::add(Instant start, Duration counted, bool work_time) const {
  if (counted < Duration::zero() || counted > counted_max) {
    throw std::logic_error("time to count out of range: " + std::to_string(to_ms(counted)) + " ms");
  }
  if (!work_time || counted == Duration::zero()) return start + counted;
  const std::int64_t target = worked_before(start) + to_ms(counted);
  const std::int64_t full_days = floor_div(target - 1, day_length_);
  const Day today = local_day(start, hours_.utc_offset);
  const std::int64_t day = day_of_work(full_days, day_number(today));
  const std::int64_t ms = day * ms_of_day + moment_in_day(target - full_days * day_length_);
  return instant(ms) - hours_.utc_offset;
}

Duration WorkCalendar::counted_between(Instant a, Instant b, bool work_time) const {
  if (!work_time) return b - a;
  return Duration(worked_before(b) - worked_before(a));
}

Deadline WorkCalendar::deadline(Instant start, Limit limit) const {
  return deadline(start, length(limit), !runs_continuously(limit.unit));
}

Deadline WorkCalendar::deadline(Instant start, Duration counted, bool work_time) const {
  const Instant at = add(start, counted, work_time);
  return {at, work_time && !missing_years(start, at).empty()};
}

std::vector<int> WorkCalendar::missing_years(Instant a, Instant b) const {
  std::vector<int> out;
  const int last = year_of(std::max(a, b), hours_.utc_offset);
  for (int year = year_of(std::min(a, b), hours_.utc_offset); year <= last; ++year) {
    if (!knows_year(year)) out.push_back(year);
  }
  return out;
}

}  // namespace gewu::calendar
