// SPDX-License-Identifier: Apache-2.0
#include "modules/figures/rates.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace gewu::figures {
namespace {

constexpr double z95 = 1.959963984540054;  ///< two-sided 95 % of the normal distribution

/// "solved" and "satisfied" stand twice: over all followed up, and over those who were reached.
constexpr std::array rules{
    RateRule{"handled_rate", Metric::handled, Metric::dispatched},
    RateRule{"on_time_rate", Metric::handled_on_time, Metric::dispatched},
    RateRule{"closing_rate", Metric::closed, Metric::registered},
    RateRule{"on_time_closing_rate", Metric::closed_on_time, Metric::registered},
    RateRule{"right_dispatch_rate", Metric::right_first_time, Metric::dispatched},
    RateRule{"valid_report_rate", Metric::registered, Metric::reported},
    RateRule{"decline_rate", Metric::declined, Metric::reported},
    RateRule{"self_handled_rate", Metric::self_handled, Metric::reported},
    RateRule{"return_rate", Metric::returned, Metric::dispatched},
    RateRule{"overdue_rate", Metric::overdue, Metric::dispatched},
    RateRule{"extension_rate", Metric::extended, Metric::dispatched},
    RateRule{"shelving_rate", Metric::shelved, Metric::dispatched},
    RateRule{"escalation_rate", Metric::escalated, Metric::registered},
    RateRule{"rework_rate", Metric::reworked, Metric::handled},
    RateRule{"reopen_rate", Metric::reopened, Metric::closed},
    RateRule{"follow_up_rate", Metric::followed_up, Metric::closed},
    RateRule{"reached_rate", Metric::reached, Metric::followed_up},
    RateRule{"solved_rate", Metric::solved, Metric::followed_up},
    RateRule{"satisfied_rate", Metric::satisfied, Metric::followed_up},
    RateRule{"solved_of_reached_rate", Metric::solved, Metric::reached},
    RateRule{"satisfied_of_reached_rate", Metric::satisfied, Metric::reached},
    RateRule{"promise_rate", Metric::promise_kept, Metric::promise_due},
};

}  // namespace

std::span<const RateRule> rate_rules() { return rules; }

std::optional<Interval> wilson_interval(std::int64_t hits, std::int64_t trials) {
  if (trials <= 0 || hits < 0 || hits > trials) return std::nullopt;
  const auto n = static_cast<double>(trials);
  const double p = static_cast<double>(hits) / n;
  const double z2 = z95 * z95;
  const double middle = (p + z2 / (2 * n)) / (1 + z2 / n);
  const double half = z95 / (1 + z2 / n) * std::sqrt(p * (1 - p) / n + z2 / (4 * n * n));
  return Interval{std::max(0.0, middle - half), std::min(1.0, middle + half)};
}

Rate rate_of(const RateRule& rule, const Measures& measures) {
  Rate out{&rule, measures[rule.numerator].count, measures[rule.denominator].count, {}, {}};
  if (out.denominator > 0) {
    out.value = static_cast<double>(out.numerator) / static_cast<double>(out.denominator);
    out.interval = wilson_interval(out.numerator, out.denominator);
  }
  return out;
}

}  // namespace gewu::figures
