// SPDX-License-Identifier: Apache-2.0
// A town to count in, and a plain recount to hold figures against:
//
//   root 1 ┬ east 2 ┬ 21 ─ 211        on day 20 100: 22 moves from east to west,
//          │        └ 22              31 ends and 32 begins
//          └ west 3 ┬ 31
//                   └ 32
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "db/db.hpp"
#include "modules/figures/dated_tree.hpp"
#include "modules/figures/figures.hpp"
#include "modules/figures/figures_store.hpp"

namespace gewu::figures::town {

inline constexpr AreaId root{1}, east{2}, west{3}, a21{21}, a211{211}, a22{22}, a31{31}, a32{32};
inline const std::vector<AreaId> areas = {root, east, west, a21, a211, a22, a31, a32};
inline constexpr int change_day = 20'100;

inline Day d(int n) { return day_from_number(n); }

inline DatedTree tree(std::int64_t version = 0) {
  const Day open = Day::max(), change = d(change_day);
  return {root,
          {{east, root, d(0), open},
           {west, root, d(0), open},
           {a21, east, d(0), open},
           {a211, a21, d(0), open},
           {a22, east, d(0), change},
           {a22, west, change, open},
           {a31, west, d(0), change},
           {a32, west, change, open}},
          version};
}

/// The child of `under` that an area lies in; itself for `under`; nothing outside.
inline std::optional<AreaId> place_in(AreaId area, AreaId under, Lens lens, Day day) {
  if (area == under) return under;
  const bool changed = lens == Lens::as_is || day >= d(change_day);
  const std::map<AreaId, AreaId> parents = {{east, root},
                                            {west, root},
                                            {a21, east},
                                            {a211, a21},
                                            {a31, west},
                                            {a32, west},
                                            {a22, changed ? west : east}};
  for (AreaId at = area; parents.contains(at); at = parents.at(at)) {
    if (parents.at(at) == under) return at;
  }
  return std::nullopt;
}

/// A fact as the recount knows it.
struct Deed {
  FactDraft fact;
  AreaId area_now;
};

inline AreaId area_of(const Deed& deed, Lens lens) {
  return lens == Lens::as_is ? deed.area_now : deed.fact.area;
}

inline std::int64_t key_of(const Deed& deed, const Query& query, AreaId place) {
  switch (query.by) {
    case By::total:
      return 0;
    case By::area:
      return place.value;
    case By::category:
      return stored_category(deed.fact.category);
    case By::day:
      return bucket_of(Grain::day, deed.fact.day);
    case By::month:
      return bucket_of(Grain::month, deed.fact.day);
  }
  return 0;
}

/// What a query should give: by key, straight from the deeds.
inline std::map<std::int64_t, Measures> recount(const std::vector<Deed>& deeds,
                                                const Query& query) {
  std::map<std::int64_t, Measures> out;
  for (const Deed& deed : deeds) {
    const FactDraft& f = deed.fact;
    if (f.day < query.from || f.day > query.to) continue;
    if (query.category && f.category != query.category) continue;
    if (!query.metrics.empty() &&
        std::find(query.metrics.begin(), query.metrics.end(), f.metric) == query.metrics.end()) {
      continue;
    }
    const auto place = place_in(area_of(deed, query.lens), query.area, query.lens, f.day);
    if (place) out[key_of(deed, query, *place)][f.metric] += {1, f.value};
  }
  return out;
}

inline std::int64_t key_of(const FigureRow& row, By by) {
  switch (by) {
    case By::total:
      return 0;
    case By::area:
      return row.area.value;
    case By::category:
      return stored_category(row.category);
    case By::day:
      return bucket_of(Grain::day, row.day);
    case By::month:
      return bucket_of(Grain::month, row.day);
  }
  return 0;
}

}  // namespace gewu::figures::town
