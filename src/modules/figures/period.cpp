// SPDX-License-Identifier: Apache-2.0
#include "modules/figures/period.hpp"

#include <chrono>

namespace gewu::figures {

namespace {

using std::chrono::year_month_day;

constexpr int months_per_year = 12;

Day month_start(int months) {
  using namespace std::chrono;
  return sys_days(year(months / months_per_year) /
                  month(static_cast<unsigned>(months % months_per_year) + 1) / day(1));
}

}  // namespace

int bucket_of(Grain grain, Day day) {
  if (grain == Grain::day) return day_number(day);
  const year_month_day civil(day);
  const int year = static_cast<int>(civil.year());
  if (grain == Grain::year) return year;
  return year * months_per_year + static_cast<int>(static_cast<unsigned>(civil.month())) - 1;
}

Day first_day(Grain grain, int bucket) {
  switch (grain) {
    case Grain::day:
      return day_from_number(bucket);
    case Grain::month:
      return month_start(bucket);
    case Grain::year:
      return month_start(bucket * months_per_year);
  }
  return {};
}

std::vector<BucketRun> runs_of(Day from, Day to, Grain coarsest) {
  if (from > to) return {};
  if (coarsest == Grain::day) return {{Grain::day, day_number(from), day_number(to)}};
  const Grain finer = coarsest == Grain::year ? Grain::month : Grain::day;
  // The first bucket that begins in the period, and the last one that ends in it.
  int first = bucket_of(coarsest, from);
  if (first_day(coarsest, first) < from) ++first;
  int last = bucket_of(coarsest, to);
  const std::chrono::days one(1);
  if (first_day(coarsest, last + 1) - one > to) --last;
  if (first > last) return runs_of(from, to, finer);
  auto out = runs_of(from, first_day(coarsest, first) - one, finer);
  out.push_back({coarsest, first, last});
  const auto tail = runs_of(first_day(coarsest, last + 1), to, finer);
  out.insert(out.end(), tail.begin(), tail.end());
  return out;
}

}  // namespace gewu::figures
