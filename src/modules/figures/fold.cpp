// SPDX-License-Identifier: Apache-2.0
#include "modules/figures/fold.hpp"

#include <algorithm>

#include "modules/figures/dated_tree.hpp"

namespace gewu::figures {
namespace {

Measure minus(const Measure& m) { return {-m.count, -m.value}; }

}  // namespace

void Cells::add(Lens lens, AreaId area, const Countable& fact, const Measure& measure) {
  for (const std::int64_t category : {all_categories, fact.category}) {
    for (const Grain grain : {Grain::day, Grain::month, Grain::year}) {
      cells_[{Reach::own, lens, grain, area, category, bucket_of(grain, fact.day), fact.metric}] +=
          measure;
    }
  }
}

void Cells::add_under(Lens lens, AreaId area, const Countable& fact, const Measure& measure) {
  for (const std::int64_t category : {all_categories, fact.category}) {
    for (const Grain grain : {Grain::day, Grain::month, Grain::year}) {
      if (!kept_under(grain, category)) continue;
      cells_[{Reach::under, lens, grain, area, category, bucket_of(grain, fact.day),
              fact.metric}] += measure;
    }
  }
}

void Cells::fold(const Countable& fact, const Measure& measure, const DatedTree* tree) {
  add(Lens::as_was, fact.area, fact, measure);
  add(Lens::as_was, whole_district, fact, measure);
  const auto above = tree ? tree->summed_in(fact.area) : std::vector<AreaId>{};
  for (const AreaId area : above) add_under(Lens::as_was, area, fact, measure);
  if (fact.area_now == fact.area) return;
  add(Lens::as_is, fact.area, fact, minus(measure));
  add(Lens::as_is, fact.area_now, fact, measure);
  if (!tree) return;
  const auto above_now = tree->summed_in(fact.area_now);
  const auto holds = [](const std::vector<AreaId>& areas, AreaId area) {
    return std::find(areas.begin(), areas.end(), area) != areas.end();
  };
  for (const AreaId area : above) {
    if (!holds(above_now, area)) add_under(Lens::as_is, area, fact, minus(measure));
  }
  for (const AreaId area : above_now) {
    if (!holds(above, area)) add_under(Lens::as_is, area, fact, measure);
  }
}

void Cells::move(const Countable& fact, AreaId to, const Measure& measure) {
  add(Lens::as_is, fact.area_now, fact, minus(measure));
  add(Lens::as_is, to, fact, measure);
}

}  // namespace gewu::figures
