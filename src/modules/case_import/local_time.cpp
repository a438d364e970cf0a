// SPDX-License-Identifier: Apache-2.0
#include "modules/case_import/local_time.hpp"

#include <unicode/basictz.h>
#include <unicode/calendar.h>
#include <unicode/smpdtfmt.h>
#include <unicode/timezone.h>

#include <cmath>
#include <optional>

namespace gewu::case_import {

namespace {

constexpr std::string_view kRfc3339 = "rfc3339";
constexpr double kFirstMs = 0;                // 1970-01-01
constexpr double kEndMs = 7'258'118'400'000;  // 2200-01-01

struct Format {
  std::unique_ptr<icu::SimpleDateFormat> pattern;  ///< none: RFC 3339
  bool names_zone = false;
};

/// The letters of a pattern that stand for something: those outside 'quotes'.
std::string letters_of(std::string_view pattern) {
  std::string out;
  bool quoted = false;
  for (const char c : pattern) {
    if (c == '\'') quoted = !quoted;
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (letter && !quoted) out += c;
  }
  return out;
}

Result<Format> make_format(const std::string& pattern, const std::string& language) {
  Format out;
  if (pattern == kRfc3339) return out;
  const std::string letters = letters_of(pattern);
  const bool known = letters.find_first_not_of("yMLdHhKkmsSaEXxZz") == std::string::npos;
  const bool whole = letters.find('y') != std::string::npos &&
                     letters.find_first_of("ML") != std::string::npos &&
                     letters.find('d') != std::string::npos;
  UErrorCode failed = U_ZERO_ERROR;
  const auto locale = icu::Locale::createCanonical(language.c_str());
  auto made = std::make_unique<icu::SimpleDateFormat>(icu::UnicodeString::fromUTF8(pattern), locale,
                                                      failed);
  if (!known || !whole || U_FAILURE(failed) != 0) {
    return invalid("time_format_invalid",
                   "'" + pattern +
                       "' is no date pattern. Use letters such as yyyy-MM-dd HH:mm:ss, "
                       "with year, month and day, or rfc3339.");
  }
  std::unique_ptr<icu::Calendar> calendar(
      icu::Calendar::createInstance(icu::TimeZone::createTimeZone("UTC"), locale, failed));
  if (U_FAILURE(failed) != 0) {
    return invalid("time_format_invalid", "There is no calendar of language '" + language + "'.");
  }
  made->adoptCalendar(calendar.release());
  made->set2DigitYearStart(0, failed);
  made->setLenient(false);  // 13/40/2020 is an error, not a later day
  for (const auto loose :
       {UDAT_PARSE_PARTIAL_LITERAL_MATCH, UDAT_PARSE_MULTIPLE_PATTERNS_FOR_MATCH}) {
    made->setBooleanAttribute(loose, 0, failed);
  }
  out.pattern = std::move(made);
  out.names_zone = letters.find_first_of("XxZz") != std::string::npos;
  return out;
}

Instant instant_of(double ms) { return instant(static_cast<std::int64_t>(std::llround(ms))); }

}  // namespace

struct LocalTimes::Parts {
  std::unique_ptr<icu::BasicTimeZone> zone;
  std::string zone_name;
  std::vector<Format> formats;

  /// Milliseconds from UTC at a wall time, by the rule before or after a change.
  double offset(double wall, UTimeZoneLocalOption option) const {
    int32_t raw = 0, summer = 0;
    UErrorCode failed = U_ZERO_ERROR;
    zone->getOffsetFromLocal(wall, option, option, raw, summer, failed);
    return static_cast<double>(raw) + summer;
  }

  TimeReading from_wall(double wall) const {
    const double before = offset(wall, UCAL_TZ_LOCAL_FORMER);
    const double after = offset(wall, UCAL_TZ_LOCAL_LATTER);
    TimeReading out{instant_of(wall - before)};
    if (before == after) return out;
    out.later = instant_of(wall - after);
    out.kind = before > after ? TimeReading::Kind::repeated : TimeReading::Kind::skipped;
    return out;
  }
};

LocalTimes::LocalTimes(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
LocalTimes::LocalTimes(LocalTimes&&) noexcept = default;
LocalTimes::~LocalTimes() = default;

Result<LocalTimes> LocalTimes::make(const std::string& zone,
                                    const std::vector<std::string>& formats,
                                    const std::string& language) {
  auto parts = std::make_unique<Parts>();
  parts->zone_name = zone;
  std::unique_ptr<icu::TimeZone> found(
      icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(zone)));
  if (*found == icu::TimeZone::getUnknown() ||
      dynamic_cast<icu::BasicTimeZone*>(found.get()) == nullptr) {
    return invalid(
        "time_zone_unknown",
        "'" + zone + "' is no IANA time zone such as Asia/Shanghai or America/New_York.");
  }
  parts->zone.reset(dynamic_cast<icu::BasicTimeZone*>(found.release()));
  if (formats.empty()) return invalid("time_format_invalid", "Give at least one time format.");
  for (const auto& pattern : formats) {
    GEWU_TRY(auto format, make_format(pattern, language));
    parts->formats.push_back(std::move(format));
  }
  return LocalTimes(std::move(parts));
}

Result<TimeReading> LocalTimes::read(std::string_view text) const {
  const auto wide = icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
  for (const auto& format : parts_->formats) {
    if (!format.pattern) {
      if (const auto at = parse_rfc3339(text)) return TimeReading{*at};
      continue;
    }
    icu::ParsePosition position(0);
    const UDate ms = format.pattern->parse(wide, position);
    if (position.getErrorIndex() >= 0 || position.getIndex() != wide.length()) continue;
    if (ms < kFirstMs || ms >= kEndMs) {
      return invalid("time_out_of_range",
                     "The time '" + std::string(text) + "' is not in the years 1970 to 2199.");
    }
    if (format.names_zone) return TimeReading{instant_of(ms)};
    return parts_->from_wall(ms);
  }
  return invalid("time_unreadable", "The time '" + std::string(text.substr(0, 60)) +
                                        "' is in none of the mapping's formats.");
}

}  // namespace gewu::case_import
