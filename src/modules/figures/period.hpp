// SPDX-License-Identifier: Apache-2.0
// Days, months and years as buckets of rollups, and a period as few runs of them. Pure.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <vector>

#include "base/codes.hpp"
#include "base/time.hpp"

namespace gewu::figures {

enum class Grain { day, month, year };
BOOST_DESCRIBE_ENUM(Grain, day, month, year)

/// Day number, year × 12 + month − 1, or year.
int bucket_of(Grain grain, Day day);
/// Of the first day of that bucket.
Day first_day(Grain grain, int bucket);

/// Buckets first … last of one grain.
struct BucketRun {
  Grain grain{};
  int first = 0, last = 0;
  friend bool operator==(const BucketRun&, const BucketRun&) = default;
};

/// Runs that hold each day of from … to exactly once, in whole buckets no coarser than `coarsest`:
/// whole years and months from their own rows, ragged ends from those of days. At most five, in
/// order of time.
std::vector<BucketRun> runs_of(Day from, Day to, Grain coarsest);

}  // namespace gewu::figures
