// SPDX-License-Identifier: Apache-2.0
// How long something may take, in the units the field uses.
#pragma once

#include <boost/describe.hpp>
#include <compare>
#include <string>
#include <string_view>
#include <vector>

#include "base/codes.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

namespace gewu::calendar {

/// urgent_* and natural_day run around the clock; work_* run in working time only.
enum class LimitUnit { urgent_minute, urgent_hour, urgent_day, natural_day, work_hour, work_day };
BOOST_DESCRIBE_ENUM(LimitUnit, urgent_minute, urgent_hour, urgent_day, natural_day, work_hour,
                    work_day)

/// "4 work hours". The amount is 1 to 10,000.
struct Limit {
  LimitUnit unit = LimitUnit::work_hour;
  int amount = 4;
  friend auto operator<=>(const Limit&, const Limit&) = default;
};
BOOST_DESCRIBE_STRUCT(Limit, (), (unit, amount))

inline constexpr int limit_amount_max = 10'000;

/// "work_hour:4" and nothing else (no spaces, no sign, no leading zero); refusal `limit_invalid`.
Result<Limit> parse_limit(std::string_view text);
/// One or more, separated by ";": the first is the usual one.
Result<std::vector<Limit>> parse_limits(std::string_view text);
std::string to_text(Limit limit);

bool runs_continuously(LimitUnit unit);

/// The time that has to be counted: a work day is 8 hours of working time whatever a district's
/// own hours are, every other day is 24 hours.
Duration length(Limit limit);

}  // namespace gewu::calendar
