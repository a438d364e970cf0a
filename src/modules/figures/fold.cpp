// SPDX-License-Identifier: Apache-2.0
#include "modules/figures/fold.hpp"

namespace gewu::figures {
namespace {

Measure minus(const Measure& m) { return {-m.count, -m.value}; }

}  // namespace

void Cells::add(Lens lens, AreaId area, const Countable& fact, const Measure& measure) {
  for (const std::int64_t category : {all_categories, fact.category}) {
    for (const Grain grain : {Grain::day, Grain::month, Grain::year}) {
      cells_[{lens, grain, area, category, bucket_of(grain, fact.day), fact.metric}] += measure;
    }
  }
}

void Cells::fold(const Countable& fact, const Measure& measure) {
  add(Lens::as_was, fact.area, fact, measure);
  add(Lens::as_was, whole_district, fact, measure);
  if (fact.area_now == fact.area) return;
  add(Lens::as_is, fact.area, fact, minus(measure));
  add(Lens::as_is, fact.area_now, fact, measure);
}

void Cells::move(const Countable& fact, AreaId to, const Measure& measure) {
  add(Lens::as_is, fact.area_now, fact, minus(measure));
  add(Lens::as_is, to, fact, measure);
}

}  // namespace gewu::figures
