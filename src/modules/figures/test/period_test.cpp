// SPDX-License-Identifier: Apache-2.0
#include "modules/figures/period.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <map>
#include <vector>

namespace gewu::figures {
namespace {

Day day_of(const char* text) { return parse_iso_date(text).value(); }

TEST_CASE("a bucket of each grain is found from its day and leads back to its first day") {
  CHECK(bucket_of(Grain::day, day_of("2026-03-05")) == 20'517);
  CHECK(bucket_of(Grain::month, day_of("2026-03-05")) == 2026 * 12 + 2);
  CHECK(bucket_of(Grain::year, day_of("2026-03-05")) == 2026);
  CHECK(first_day(Grain::month, 2026 * 12 + 2) == day_of("2026-03-01"));
  CHECK(first_day(Grain::month, 2026 * 12 + 12) == day_of("2027-01-01"));
  CHECK(first_day(Grain::year, 2024) == day_of("2024-01-01"));
}

using Runs = std::vector<BucketRun>;
BucketRun days(const char* from, const char* to, int sign = 1) {
  return {Grain::day, day_number(day_of(from)), day_number(day_of(to)), sign};
}

TEST_CASE("a whole year is one bucket, and ragged ends are told by months and days") {
  CHECK(runs_of(day_of("2025-01-01"), day_of("2025-12-31"), Grain::year) ==
        Runs{{Grain::year, 2025, 2025}});
  CHECK(runs_of(day_of("2024-12-31"), day_of("2026-02-01"), Grain::year) ==
        Runs{days("2024-12-31", "2024-12-31"),
             days("2026-02-01", "2026-02-01"),
             {Grain::month, 2026 * 12, 2026 * 12},
             {Grain::year, 2025, 2025}});
  CHECK(runs_of(day_of("2025-03-02"), day_of("2025-03-01"), Grain::year).empty());
}

TEST_CASE("a year up to late November is the year less December less the rest of November") {
  CHECK(runs_of(day_of("2026-01-01"), day_of("2026-11-22"), Grain::year) ==
        Runs{{Grain::year, 2026, 2026},
             days("2026-11-23", "2026-11-30", -1),
             {Grain::month, 2026 * 12 + 11, 2026 * 12 + 11, -1}});
  CHECK(runs_of(day_of("2025-03-02"), day_of("2025-03-30"), Grain::year) ==
        Runs{{Grain::month, 2025 * 12 + 2, 2025 * 12 + 2},
             days("2025-03-01", "2025-03-01", -1),
             days("2025-03-31", "2025-03-31", -1)});
  CHECK(runs_of(day_of("2025-03-02"), day_of("2025-03-30"), Grain::day) ==
        Runs{days("2025-03-02", "2025-03-30")});
}

TEST_CASE("runs come to every day of a period exactly once, and to no other") {
  CHECK(rc::check([] {
    const int first = *rc::gen::inRange(-400, 22'000);
    const int length = *rc::gen::inRange(1, 1'500);
    const Day from = day_from_number(first), to = day_from_number(first + length - 1);
    const auto coarsest = *rc::gen::element(Grain::day, Grain::month, Grain::year);
    std::map<Day, int> times;
    int buckets = 0;
    for (const BucketRun& run : runs_of(from, to, coarsest)) {
      RC_ASSERT(run.grain <= coarsest);
      RC_ASSERT(run.first <= run.last);
      buckets += run.last - run.first + 1;
      for (Day day = first_day(run.grain, run.first); day < first_day(run.grain, run.last + 1);
           day += std::chrono::days(1)) {
        times[day] += run.sign;
      }
    }
    for (const auto& [day, n] : times) RC_ASSERT(n == (from <= day && day <= to ? 1 : 0));
    for (Day day = from; day <= to; day += std::chrono::days(1)) RC_ASSERT(times.contains(day));
    // Two ends of at most half a month and half a year, and what is whole.
    if (coarsest == Grain::year) RC_ASSERT(buckets <= 2 * (16 + 7) + 4);
  }));
}

}  // namespace
}  // namespace gewu::figures
