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

namespace {

const std::chrono::days one_day(1);

Grain finer(Grain grain) { return grain == Grain::year ? Grain::month : Grain::day; }

Day last_day(Grain grain, int bucket) { return first_day(grain, bucket + 1) - one_day; }

int cost_of(const std::vector<BucketRun>& runs) {
  int cost = 0;
  for (const BucketRun& run : runs) cost += run.last - run.first + 1;
  return cost;
}

void take_off(std::vector<BucketRun>& runs, Day from, Day to, Grain coarsest) {
  for (BucketRun run : runs_of(from, to, coarsest)) {
    run.sign = -run.sign;
    runs.push_back(run);
  }
}

/// A part of one bucket: put together from finer ones, or the bucket less what is around it.
std::vector<BucketRun> part_of_bucket(Grain grain, int bucket, Day from, Day to) {
  const Grain fine = finer(grain);
  auto added = runs_of(from, to, fine);
  std::vector<BucketRun> rest = {{grain, bucket, bucket}};
  take_off(rest, first_day(grain, bucket), from - one_day, fine);
  take_off(rest, to + one_day, last_day(grain, bucket), fine);
  return cost_of(rest) < cost_of(added) ? rest : added;
}

}  // namespace

std::vector<BucketRun> runs_of(Day from, Day to, Grain coarsest) {
  if (from > to) return {};
  if (coarsest == Grain::day) return {{Grain::day, day_number(from), day_number(to)}};
  int first = bucket_of(coarsest, from), last = bucket_of(coarsest, to);
  std::vector<BucketRun> out;
  const auto add_part = [&](int bucket, Day begin, Day end) {
    const auto part = part_of_bucket(coarsest, bucket, begin, end);
    out.insert(out.end(), part.begin(), part.end());
  };
  const bool whole_first = first_day(coarsest, first) == from;
  const bool whole_last = last_day(coarsest, last) == to;
  if (first == last && !(whole_first && whole_last)) {
    add_part(first, from, to);
    return out;
  }
  if (!whole_first) add_part(first, from, last_day(coarsest, first));
  if (!whole_last) add_part(last, first_day(coarsest, last), to);
  if (!whole_first) ++first;
  if (!whole_last) --last;
  if (first <= last) out.push_back({coarsest, first, last});
  return out;
}

}  // namespace gewu::figures
