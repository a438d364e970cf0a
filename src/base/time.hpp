// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace gewu {

/// Time is a parameter everywhere: only `app` reads the system clock.
using Duration = std::chrono::milliseconds;
using Instant = std::chrono::sys_time<Duration>;

inline Instant instant(std::int64_t ms) { return Instant(Duration(ms)); }
inline std::int64_t to_ms(Instant t) { return t.time_since_epoch().count(); }
inline std::int64_t to_ms(Duration d) { return d.count(); }

/// A day in a district's own civil time, as days since 1970-01-01.
using Day = std::chrono::sys_days;
inline std::int32_t day_number(Day d) {
  return static_cast<std::int32_t>(d.time_since_epoch().count());
}
inline Day day_from_number(std::int32_t n) { return Day(std::chrono::days(n)); }

/// The civil day of `t` where clocks stand `utc_offset` ahead of UTC.
inline Day local_day(Instant t, std::chrono::minutes utc_offset) {
  return std::chrono::floor<std::chrono::days>(t + utc_offset);
}
/// The first instant of `d` at that offset.
inline Instant start_of_day(Day d, std::chrono::minutes utc_offset) {
  return std::chrono::time_point_cast<Duration>(d) - utc_offset;
}

/// "2026-11-22T08:30:00.123Z" (RFC 3339, always UTC, always milliseconds).
std::string to_rfc3339(Instant t);
/// Accepts RFC 3339 with any offset and up to nine digits of fraction (cut to milliseconds);
/// years 1970–2199.
Result<Instant> parse_rfc3339(std::string_view text);
/// "2026-11-22".
std::string to_iso_date(Day d);
Result<Day> parse_iso_date(std::string_view text);

/// Where a running process gets the time; tests pass a fixed one.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Instant now() const override {
    return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
  }
};

/// A clock that stands still until moved. For tests and simulations.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Instant start) : now_(start) {}
  Instant now() const override { return now_; }
  void set(Instant t) { now_ = t; }
  void advance(Duration d) { now_ += d; }

 private:
  Instant now_;
};

}  // namespace gewu
