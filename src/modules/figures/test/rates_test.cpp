// SPDX-License-Identifier: Apache-2.0
#include "modules/figures/rates.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>

namespace gewu::figures {
namespace {

TEST_CASE("the Wilson interval has its known values") {
  const auto half = wilson_interval(10, 20);
  REQUIRE(half);
  CHECK(half->low == doctest::Approx(0.29930).epsilon(0.0001));
  CHECK(half->high == doctest::Approx(0.70070).epsilon(0.0001));
  const auto none = wilson_interval(0, 10);
  REQUIRE(none);
  CHECK(none->low == doctest::Approx(0.0));
  CHECK(none->high == doctest::Approx(0.27753).epsilon(0.0001));
  const auto all = wilson_interval(10, 10);
  REQUIRE(all);
  CHECK(all->low == doctest::Approx(0.72247).epsilon(0.0001));
  CHECK(all->high == doctest::Approx(1.0));
}

TEST_CASE("an interval of nothing, or of more hits than trials, does not exist") {
  CHECK(!wilson_interval(0, 0));
  CHECK(!wilson_interval(3, 2));
  CHECK(!wilson_interval(-1, 2));
}

TEST_CASE("a rate without denominator has no value, and one above 1 has no interval") {
  const RateRule rule{"handled_rate", Metric::handled, Metric::dispatched};
  Measures m;
  m[Metric::handled] = {3, 3};
  CHECK(!rate_of(rule, m).value);
  CHECK(rate_of(rule, m).numerator == 3);
  m[Metric::dispatched] = {2, 2};
  CHECK(rate_of(rule, m).value == 1.5);
  CHECK(!rate_of(rule, m).interval);
  m[Metric::dispatched] = {4, 4};
  CHECK(rate_of(rule, m).value == 0.75);
  CHECK(rate_of(rule, m).interval);
}

TEST_CASE("every rate has its own code and two different metrics") {
  std::set<std::string_view> codes;
  for (const RateRule& rule : rate_rules()) {
    CHECK(codes.insert(rule.code).second);
    CHECK(rule.numerator != rule.denominator);
  }
  CHECK(codes.size() == rate_rules().size());
  CHECK(metric_count == 34);
}

}  // namespace
}  // namespace gewu::figures
