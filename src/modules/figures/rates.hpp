// SPDX-License-Identifier: Apache-2.0
// Rates as a table, with their uncertainty. Pure.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "modules/figures/metric.hpp"

namespace gewu::figures {

/// A rate is two metrics; both lists open.
struct RateRule {
  std::string_view code;
  Metric numerator;
  Metric denominator;
};
std::span<const RateRule> rate_rules();

struct Interval {
  double low = 0, high = 0;
};
/// The Wilson score interval at 95 % (E. B. Wilson, 1927). Nothing unless 0 <= hits <= trials and
/// trials > 0.
std::optional<Interval> wilson_interval(std::int64_t hits, std::int64_t trials);

struct Rate {
  const RateRule* rule = nullptr;
  std::int64_t numerator = 0;
  std::int64_t denominator = 0;
  std::optional<double> value;       ///< nothing where the denominator is 0
  std::optional<Interval> interval;  ///< nothing also where the numerator is larger
};
Rate rate_of(const RateRule& rule, const Measures& measures);

}  // namespace gewu::figures
