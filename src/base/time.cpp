// SPDX-License-Identifier: Apache-2.0
#include "base/time.hpp"

#include <array>
#include <cstdio>

namespace gewu {

namespace {

using std::chrono::year_month_day;

/// Reads exactly `digits` decimal digits at the front of `text` and drops them.
std::optional<int> take_digits(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(digits);
  return value;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<Day> take_date(std::string_view& text) {
  const auto y = take_digits(text, 4);
  if (!y || !take(text, '-')) return std::nullopt;
  const auto m = take_digits(text, 2);
  if (!m || !take(text, '-')) return std::nullopt;
  const auto d = take_digits(text, 2);
  if (!d) return std::nullopt;
  const year_month_day ymd{std::chrono::year(*y), std::chrono::month(static_cast<unsigned>(*m)),
                           std::chrono::day(static_cast<unsigned>(*d))};
  if (!ymd.ok() || *y < 1970 || *y > 2199) return std::nullopt;
  return Day(ymd);
}

/// ".123456" → 123; anything after the third digit is cut.
std::optional<int> take_fraction_ms(std::string_view& text) {
  if (!take(text, '.')) return 0;
  int ms = 0, digits = 0;
  while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    if (digits < 3) ms = ms * 10 + (text.front() - '0');
    ++digits;
    text.remove_prefix(1);
  }
  if (digits == 0 || digits > 9) return std::nullopt;
  for (int i = digits; i < 3; ++i) ms *= 10;
  return ms;
}

std::optional<std::chrono::minutes> take_offset(std::string_view& text) {
  if (take(text, 'Z') || take(text, 'z')) return std::chrono::minutes(0);
  const bool west = !text.empty() && text.front() == '-';
  if (!take(text, '+') && !take(text, '-')) return std::nullopt;
  const auto h = take_digits(text, 2);
  if (!h || !take(text, ':')) return std::nullopt;
  const auto m = take_digits(text, 2);
  if (!m || *h > 23 || *m > 59) return std::nullopt;
  const std::chrono::minutes offset(*h * 60 + *m);
  return west ? -offset : offset;
}

std::optional<Instant> take_instant(std::string_view& text) {
  const auto day = take_date(text);
  if (!day || (!take(text, 'T') && !take(text, 't'))) return std::nullopt;
  const auto h = take_digits(text, 2);
  if (!h || !take(text, ':')) return std::nullopt;
  const auto m = take_digits(text, 2);
  if (!m || !take(text, ':')) return std::nullopt;
  const auto s = take_digits(text, 2);
  if (!s || *h > 23 || *m > 59 || *s > 59) return std::nullopt;
  const auto ms = take_fraction_ms(text);
  if (!ms) return std::nullopt;
  const auto offset = take_offset(text);
  if (!offset || !text.empty()) return std::nullopt;
  return std::chrono::time_point_cast<Duration>(*day) + std::chrono::hours(*h) +
         std::chrono::minutes(*m) + std::chrono::seconds(*s) + Duration(*ms) - *offset;
}

}  // namespace

std::string to_iso_date(Day d) {
  const year_month_day ymd(d);
  std::array<char, 24> out{};
  std::snprintf(out.data(), out.size(), "%04d-%02u-%02u", static_cast<int>(ymd.year()),
                static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()));
  return out.data();
}

std::string to_rfc3339(Instant t) {
  const Day day = std::chrono::floor<std::chrono::days>(t);
  const std::int64_t ms = to_ms(t - std::chrono::time_point_cast<Duration>(day));
  std::array<char, 32> out{};
  std::snprintf(out.data(), out.size(), "T%02d:%02d:%02d.%03dZ", static_cast<int>(ms / 3'600'000),
                static_cast<int>(ms / 60'000 % 60), static_cast<int>(ms / 1000 % 60),
                static_cast<int>(ms % 1000));
  return to_iso_date(day) + out.data();
}

Result<Instant> parse_rfc3339(std::string_view text) {
  if (const auto t = take_instant(text)) return *t;
  return invalid("time_invalid", "Give a time like 2026-11-22T08:30:00Z.");
}

Result<Day> parse_iso_date(std::string_view text) {
  const auto day = take_date(text);
  if (day && text.empty()) return *day;
  return invalid("date_invalid", "Give a date like 2026-11-22.");
}

}  // namespace gewu
