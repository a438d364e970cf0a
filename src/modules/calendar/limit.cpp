// SPDX-License-Identifier: Apache-2.0
#include "modules/calendar/limit.hpp"

#include <charconv>

namespace gewu::calendar {

namespace {

Error refuse(std::string_view text) {
  return invalid("limit_invalid", "'" + std::string(text.substr(0, 60)) +
                                      "' is not a limit. Write a unit and an amount from 1 to "
                                      "10000, like work_hour:4 or urgent_minute:30.");
}

}  // namespace

Result<Limit> parse_limit(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return refuse(text);
  const auto unit = from_code<LimitUnit>(text.substr(0, colon));
  const std::string_view digits = text.substr(colon + 1);
  int amount = 0;
  const auto* end = digits.data() + digits.size();
  const auto [at, failed] = std::from_chars(digits.data(), end, amount);
  if (!unit || failed != std::errc{} || at != end || digits.front() == '0' || amount < 1 ||
      amount > limit_amount_max) {
    return refuse(text);
  }
  return Limit{*unit, amount};
}

Result<std::vector<Limit>> parse_limits(std::string_view text) {
  std::vector<Limit> out;
  while (true) {
    const auto semicolon = text.find(';');
    GEWU_TRY(const Limit limit, parse_limit(text.substr(0, semicolon)));
    out.push_back(limit);
    if (semicolon == std::string_view::npos) return out;
    text.remove_prefix(semicolon + 1);
  }
}

std::string to_text(Limit limit) {
  return std::string(code_of(limit.unit)) + ":" + std::to_string(limit.amount);
}

bool runs_continuously(LimitUnit unit) {
  return unit != LimitUnit::work_hour && unit != LimitUnit::work_day;
}

Duration length(Limit limit) {
  using std::chrono::hours;
  switch (limit.unit) {
    case LimitUnit::urgent_minute:
      return std::chrono::minutes(limit.amount);
    case LimitUnit::urgent_hour:
    case LimitUnit::work_hour:
      return hours(limit.amount);
    case LimitUnit::work_day:
      return hours(8) * limit.amount;
    case LimitUnit::urgent_day:
    case LimitUnit::natural_day:
      break;
  }
  return hours(24) * limit.amount;
}

}  // namespace gewu::calendar
