// SPDX-License-Identifier: Apache-2.0
#include "modules/figures/period.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

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

TEST_CASE("a whole year is one bucket and ragged ends are told by months and days") {
  CHECK(runs_of(day_of("2025-01-01"), day_of("2025-12-31"), Grain::year) ==
        std::vector<BucketRun>{{Grain::year, 2025, 2025}});
  CHECK(runs_of(day_of("2024-12-31"), day_of("2026-02-01"), Grain::year) ==
        std::vector<BucketRun>{
            {Grain::day, day_number(day_of("2024-12-31")), day_number(day_of("2024-12-31"))},
            {Grain::year, 2025, 2025},
            {Grain::month, 2026 * 12, 2026 * 12},
            {Grain::day, day_number(day_of("2026-02-01")), day_number(day_of("2026-02-01"))}});
  CHECK(runs_of(day_of("2025-03-02"), day_of("2025-03-30"), Grain::year).size() == 1);
  CHECK(runs_of(day_of("2025-03-02"), day_of("2025-03-01"), Grain::year).empty());
}

TEST_CASE("runs hold every day of a period exactly once, in order, however it lies") {
  CHECK(rc::check([] {
    const int first = *rc::gen::inRange(-400, 22'000);
    const int length = *rc::gen::inRange(1, 1'500);
    const Day from = day_from_number(first), to = day_from_number(first + length - 1);
    const auto coarsest = *rc::gen::element(Grain::day, Grain::month, Grain::year);
    Day next = from;
    for (const BucketRun& run : runs_of(from, to, coarsest)) {
      RC_ASSERT(run.grain <= coarsest);
      RC_ASSERT(run.first <= run.last);
      RC_ASSERT(first_day(run.grain, run.first) == next);
      next = first_day(run.grain, run.last + 1);
    }
    RC_ASSERT(next == to + std::chrono::days(1));
    RC_ASSERT(runs_of(from, to, coarsest).size() <= 5);
  }));
}

}  // namespace
}  // namespace gewu::figures
