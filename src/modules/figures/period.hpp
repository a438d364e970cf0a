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

/// Buckets first … last of one grain, to be added (+1) or taken off (−1).
struct BucketRun {
  Grain grain{};
  int first = 0, last = 0;
  int sign = 1;
  friend bool operator==(const BucketRun&, const BucketRun&) = default;
};

/// Runs that come to each day of from … to exactly once, in as few buckets as can be, none coarser
/// than `coarsest`: whole years and months from their own rows; a ragged end either from its days
/// or from its month less the days left out, so that a year up to today is that year less what has
/// not happened yet. No order.
std::vector<BucketRun> runs_of(Day from, Day to, Grain coarsest);

}  // namespace gewu::figures
