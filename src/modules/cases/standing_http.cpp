// SPDX-License-Identifier: Apache-2.0
// What boards and maps colour and count: open cases as they stand, each number with the question
// that lists exactly those cases.
#include "modules/cases/standing_http.hpp"

#include <algorithm>
#include <map>

#include "modules/cases/case_policy.hpp"
#include "modules/cases/standing_store.hpp"
#include "modules/cases/viewer_http.hpp"

namespace gewu::cases {

namespace {

using namespace http_views;

/// Of holders only those are named who have most that is late; the rest is in the total.
constexpr std::size_t kHoldersMost = 30;

struct StandingIn {
  AreaId area;
  std::optional<areas::Level> level;  ///< of the parts; none: what lies right below
};
BOOST_DESCRIBE_STRUCT(StandingIn, (), (area, level))

struct StandingCounts {
  int open = 0, warned = 0, overdue = 0, emergency = 0;
};
BOOST_DESCRIBE_STRUCT(StandingCounts, (), (open, warned, overdue, emergency))

struct StandingState : StandingCounts {
  State state{};
};
BOOST_DESCRIBE_STRUCT(StandingState, (StandingCounts), (state))

struct StandingCategory : StandingCounts {
  CaseCategory category;
};
BOOST_DESCRIBE_STRUCT(StandingCategory, (StandingCounts), (category))

struct StandingHolder : StandingCounts {
  HolderOut holder;
};
BOOST_DESCRIBE_STRUCT(StandingHolder, (StandingCounts), (holder))

struct StandingPart : StandingCounts {
  CaseArea area;
  bool own_only = false;  ///< of the asked area itself: what lies in none of its parts
};
BOOST_DESCRIBE_STRUCT(StandingPart, (StandingCounts), (area, own_only))

struct StandingOut : StandingCounts {
  CaseArea area;
  Instant at;
  int unlocated = 0;
  std::vector<StandingState> states;         ///< in the order of a case's life
  std::vector<StandingCategory> categories;  ///< most first
  std::vector<StandingHolder> holders;       ///< most overdue first, at most 30
  std::vector<StandingPart> parts;           ///< every one, also without any, by code
};
BOOST_DESCRIBE_STRUCT(StandingOut, (StandingCounts),
                      (area, at, unlocated, states, categories, holders, parts))

void add(StandingCounts& to, const store::StandingRow& row) {
  to.open += row.open;
  to.warned += row.warned;
  to.overdue += row.overdue;
  to.emergency += row.emergency;
}

/// Where a row counts among the parts: the part it lies in, or the asked area itself.
AreaId part_of(const areas::TerritorySnapshot& territory, AreaId of, AreaId place,
               std::optional<areas::Level> level) {
  AreaId part = of;
  for (const auto* above : territory.chain(place)) {
    if (above->id == of) break;
    if (!level || above->level == *level) part = above->id;
  }
  return part;
}

std::vector<StandingPart> parts_of(Viewer& viewer, const StandingIn& in,
                                   const std::vector<store::StandingRow>& rows) {
  const auto& territory = viewer.territory();
  std::map<AreaId, StandingCounts> counts;
  for (const auto& row : rows) add(counts[part_of(territory, in.area, row.area, in.level)], row);
  std::vector<StandingPart> out;
  for (const auto& area : territory.subtree(in.area)) {
    const bool own = area.id == in.area;
    const bool wanted = own ? counts.contains(area.id)
                            : (in.level ? area.level == *in.level : area.parent == in.area);
    if (!wanted) continue;
    StandingPart part;
    static_cast<StandingCounts&>(part) = counts[area.id];
    part.area = viewer.area(area.id).value();
    part.own_only = own;
    out.push_back(std::move(part));
  }
  return out;
}

template <class Out>
bool more_open(const Out& a, const Out& b) {
  return a.open > b.open;
}

void group_categories(Viewer& viewer, const std::vector<store::StandingRow>& rows,
                      StandingOut& out) {
  std::map<CategoryId, StandingCategory> counts;
  for (const auto& row : rows) add(counts[row.category], row);
  for (auto& [id, counted] : counts) {
    counted.category = viewer.category(id);
    out.categories.push_back(std::move(counted));
  }
  std::stable_sort(out.categories.begin(), out.categories.end(), more_open<StandingCategory>);
}

void group_states(const std::vector<store::StandingRow>& rows, StandingOut& out) {
  for (const auto& known : kStates) {
    StandingState counted;
    counted.state = known.state;
    for (const auto& row : rows) {
      if (row.state == known.state) add(counted, row);
    }
    if (is_open(known.state)) out.states.push_back(counted);
  }
}

void group_holders(Viewer& viewer, const std::vector<store::StandingRow>& rows, StandingOut& out) {
  std::map<std::pair<HolderKind, std::int64_t>, StandingCounts> counts;
  for (const auto& row : rows) add(counts[{row.holder.kind, row.holder.id}], row);
  std::vector<std::pair<Holder, StandingCounts>> sorted;
  for (const auto& [key, counted] : counts) {
    sorted.emplace_back(Holder{key.first, key.second}, counted);
  }
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    return std::pair(a.second.overdue, a.second.open) > std::pair(b.second.overdue, b.second.open);
  });
  if (sorted.size() > kHoldersMost) sorted.resize(kHoldersMost);
  std::vector<Holder> holders;
  for (const auto& [holder, counted] : sorted) holders.push_back(holder);
  const auto named = viewer.named(holders);
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    StandingHolder shown;
    static_cast<StandingCounts&>(shown) = sorted[i].second;
    shown.holder = named[i];
    out.holders.push_back(std::move(shown));
  }
}

Result<StandingOut> standing(CaseService& service, db::ReadTx& tx, const api::Call& call,
                             const StandingIn& in) {
  Viewer viewer(service, tx, call.district, call.now);
  const auto& territory = viewer.territory();
  const auto own = areas::scope_of(territory, accounts::scope_areas(call.who(), seeing_roles()));
  if (!areas::in_scope(territory, own, in.area)) {
    return not_found("area_unknown", "There is no such area among yours.");
  }
  const auto asked = areas::scope_of(territory, std::vector{in.area});
  const auto rows = store::standing(tx, territory, asked, call.now);
  StandingOut out;
  out.area = viewer.area(in.area).value();
  out.at = call.now;
  for (const auto& row : rows) {
    add(out, row);
    if (!row.located) out.unlocated += row.open;
  }
  group_states(rows, out);
  group_categories(viewer, rows, out);
  group_holders(viewer, rows, out);
  out.parts = parts_of(viewer, in, rows);
  return out;
}

}  // namespace

void append_standing_route(api::Api& api, CaseService& service) {
  api.get<StandingIn, StandingOut>(
      "/api/v1/{district}/cases/standing", api::signed_in("cases.see"),
      {"What is open now in an area: by stage, category, holder and part", "cases"},
      [&service](db::ReadTx& tx, const api::Call& call, const StandingIn& in) {
        return standing(service, tx, call, in);
      });
}

}  // namespace gewu::cases
