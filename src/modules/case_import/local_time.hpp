// SPDX-License-Identifier: Apache-2.0
// Times as another system wrote them: in its own format and the civil time of a zone, summer time
// included. By ICU's copy of the IANA time zone database.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"

namespace gewu::case_import {

struct TimeReading {
  Instant at;
  /// repeated: clocks were put back and showed it twice; `at` is the first time, `later` the other.
  /// skipped: clocks were put forward and never showed it; `at` is as long after the change as it
  /// would have been by the clock before. Both come of one rule: the offset before the change.
  enum class Kind { plain, repeated, skipped } kind = Kind::plain;
  Instant later = {};
};

class LocalTimes {
 public:
  /// `formats`: CLDR patterns ("MM/dd/yyyy hh:mm:ss a"), tried in order, or "rfc3339". A pattern
  /// with a zone letter (X, x, Z, z) tells the instant by itself. Two-digit years are 1970–2069.
  /// `language` is that of AM/PM and month names. Refusals: time_zone_unknown, time_format_invalid.
  static Result<LocalTimes> make(const std::string& zone, const std::vector<std::string>& formats,
                                 const std::string& language);
  LocalTimes(LocalTimes&&) noexcept;
  ~LocalTimes();

  /// Refusals: time_unreadable, time_out_of_range (years 1970–2199).
  Result<TimeReading> read(std::string_view text) const;

 private:
  struct Parts;
  explicit LocalTimes(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace gewu::case_import
