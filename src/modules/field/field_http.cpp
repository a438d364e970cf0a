// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "api/api.hpp"
#include "modules/cases/cases.hpp"
#include "modules/field/field.hpp"
#include "modules/field/field_service.hpp"

namespace gewu::field {

namespace {

using api::Call;
using cases::WorkReason;

// ---- what goes over the wire
// ----------------------------------------------------------------------

struct KitQuery {
  std::optional<Text<1, kTokenMax>> since;  ///< the token of the last answer
};
BOOST_DESCRIBE_STRUCT(KitQuery, (), (since))

struct FieldPerson {
  AccountId account;
  std::string name;
  std::vector<api::Role> roles;
};
BOOST_DESCRIBE_STRUCT(FieldPerson, (), (account, name, roles))

struct FieldArea {
  AreaId id;
  std::string code, name;
  areas::Level level{};
  std::optional<AreaId> parent;
  std::optional<geo::LatLon> centre;
  /// Longitude and latitude of each corner of the largest part; none for a point.
  std::optional<std::vector<std::array<double, 2>>> outline;
};
BOOST_DESCRIBE_STRUCT(FieldArea, (), (id, code, name, level, parent, centre, outline))

struct FieldAreas {
  std::vector<FieldArea> changed;
  std::vector<AreaId> removed;
};
BOOST_DESCRIBE_STRUCT(FieldAreas, (), (changed, removed))

/// What may be done once `action` is: the phone goes on with it before the server has heard.
struct FieldThen {
  cases::Action action{};
  std::vector<cases::views::AllowedOut> allowed;
};
BOOST_DESCRIBE_STRUCT(FieldThen, (), (action, allowed))

/// A case as the page of one shows it, but for what is only found with a signal: duplicates.
struct FieldCase : cases::views::CaseDetail {
  WorkReason reason{};
  std::vector<FieldThen> then;
};
BOOST_DESCRIBE_STRUCT(FieldCase, (cases::views::CaseDetail), (reason, then))

struct FieldCases {
  std::vector<FieldCase> changed;
  std::vector<CaseId> removed;
};
BOOST_DESCRIBE_STRUCT(FieldCases, (), (changed, removed))

struct KitOut {
  std::string token;  ///< to be given as `since` the next time
  bool full = false;  ///< forget all that was kept before taking this in
  Instant server_time;
  int wipe_after_hours = 0;  ///< without contact for so long, everything goes but the queue
  FieldPerson me;
  FieldAreas areas;
  FieldCases cases;
  std::vector<std::string> usual;  ///< codes of the categories reported most
  bool more = false;               ///< there is more: ask again with the token at once
};
BOOST_DESCRIBE_STRUCT(KitOut, (),
                      (token, full, server_time, wipe_after_hours, me, areas, cases, usual, more))

struct TodayQuery {
  std::optional<double> lat, lon;
};
BOOST_DESCRIBE_STRUCT(TodayQuery, (), (lat, lon))

struct TodayItem : cases::views::CaseRow {
  WorkReason reason{};
  std::optional<int> distance_m;
  std::optional<cases::Action> next;  ///< what is usually done next, where one may do it
};
BOOST_DESCRIBE_STRUCT(TodayItem, (cases::views::CaseRow), (reason, distance_m, next))

struct TodayOut {
  std::vector<TodayItem> items;
};
BOOST_DESCRIBE_STRUCT(TodayOut, (), (items))

constexpr std::size_t kUsualMost = 8;
constexpr cases::WorkLimits kTodayLimits{60, 60, 20, 10};

// ---- kit
// ------------------------------------------------------------------------------------------

FieldArea shown(const AreaChange& change) {
  const areas::Area& a = *change.area;
  FieldArea out{a.id, a.code, a.name, a.level, std::nullopt, a.label, std::nullopt};
  if (a.parent) out.parent = a.parent;
  if (!change.outline.empty()) {
    auto& line = out.outline.emplace();
    line.reserve(change.outline.size());
    for (const auto& p : change.outline) line.push_back({p.lon, p.lat});
  }
  return out;
}

FieldPerson shown(const api::Caller& caller) {
  std::set<api::Role> roles;
  for (const auto& g : caller.grants) roles.insert(g.role);
  return {caller.account, caller.name, {roles.begin(), roles.end()}};
}

std::vector<std::string> usual_of(db::ReadTx& tx, cases::CaseService& service, const Call& call) {
  const auto tree = service.services().categories.of(tx, call.district, call.now);
  std::vector<std::string> out;
  for (const auto id :
       cases::usual_categories(tx, call.district, call.who().account, kUsualMost * 2)) {
    const auto* known = tree->find(id);
    const bool told = known != nullptr && known->active &&
                      known->code != categories::unclassified_code && out.size() < kUsualMost;
    if (told) out.push_back(known->code);
  }
  return out;
}

Result<KitOut> kit(cases::CaseService& service, FormerTrees& former, db::ReadTx& tx,
                   const Call& call, const KitQuery& query) {
  const auto since = query.since ? query.since->str() : std::string();
  Kit found = kit_of(tx, service, former, call.district, call.who(), since, call.now);
  KitOut out;
  out.token = std::move(found.token);
  out.full = found.full;
  out.server_time = call.now;
  out.wipe_after_hours = static_cast<int>(kWipeAfter.count());
  out.me = shown(call.who());
  for (const auto& change : found.areas) out.areas.changed.push_back(shown(change));
  out.areas.removed = std::move(found.areas_removed);
  for (const auto& item : found.cases) {
    FieldCase& c = out.cases.changed.emplace_back();
    static_cast<cases::views::CaseDetail&>(c) =
        cases::detail_of(tx, service, item.c, call.who(), call.now);
    c.duplicates.clear();
    c.reason = item.reason;
    // Accepting is the one step that every handling waits for, and it is often taken on the spot.
    const auto accept = [](const auto& a) { return a.action == cases::Action::accept; };
    if (std::any_of(c.allowed.begin(), c.allowed.end(), accept)) {
      c.then.push_back(
          {cases::Action::accept,
           cases::then_of(tx, service, item.c, cases::Action::accept, call.who(), call.now)});
    }
  }
  out.cases.removed = std::move(found.cases_removed);
  out.usual = usual_of(tx, service, call);
  out.more = found.more;
  return out;
}

// ---- today
// ----------------------------------------------------------------------------------------

/// What is done next as a rule, of what may be done at all.
std::optional<cases::Action> next_of(const std::vector<cases::Allowed>& allowed) {
  using cases::Action;
  static const std::vector<Action> usual{Action::accept, Action::report_done, Action::confirm,
                                         Action::pass,   Action::register_,   Action::dispatch,
                                         Action::rule,   Action::resume};
  for (const Action action : usual) {
    const auto may = [&](const cases::Allowed& a) { return a.action == action; };
    if (std::any_of(allowed.begin(), allowed.end(), may)) return action;
  }
  return std::nullopt;
}

Result<std::optional<geo::LatLon>> here_of(const TodayQuery& query) {
  if (!query.lat && !query.lon) return std::optional<geo::LatLon>{};
  const geo::LatLon here{query.lat.value_or(1000), query.lon.value_or(1000)};
  if (here.on_earth()) return std::optional(here);
  return invalid("coordinate_off_earth", "Latitude is -90 to 90 and longitude -180 to 180.",
                 query.lat && std::abs(*query.lat) <= 90 ? "?lon" : "?lat");
}

Result<TodayOut> today(cases::CaseService& service, db::ReadTx& tx, const Call& call,
                       const TodayQuery& query) {
  GEWU_TRY(const auto here, here_of(query));
  const auto work = cases::work_of(tx, service, call.district, call.who(), call.now, kTodayLimits);
  std::vector<cases::Case> all;
  all.reserve(work.size());
  for (const auto& item : work) all.push_back(item.c);
  auto rows = cases::rows_of(tx, service, call.district, all, call.who(), call.now);
  TodayOut out;
  for (std::size_t i = 0; i < work.size(); ++i) {
    const cases::Case& c = work[i].c;
    TodayItem& item = out.items.emplace_back();
    static_cast<cases::views::CaseRow&>(item) = std::move(rows[i]);
    item.reason = work[i].reason;
    if (here && c.lat && c.lon) {
      item.distance_m = static_cast<int>(std::lround(geo::distance_m(*here, {*c.lat, *c.lon})));
    }
    const auto who = service.relations(tx, c, call.who(), call.now);
    if (item.reason == WorkReason::handle || item.reason == WorkReason::verify) {
      item.next = next_of(service.allowed_for(tx, c, who, call.who().account, call.now));
    }
  }
  // What is only near comes by distance; all else keeps its order.
  const auto near = std::find_if(out.items.begin(), out.items.end(),
                                 [](const auto& i) { return i.reason == WorkReason::near; });
  const auto end = std::find_if(near, out.items.end(),
                                [](const auto& i) { return i.reason != WorkReason::near; });
  std::stable_sort(near, end, [](const TodayItem& a, const TodayItem& b) {
    return a.distance_m.value_or(INT32_MAX) < b.distance_m.value_or(INT32_MAX);
  });
  return out;
}

}  // namespace

void append_field_routes(api::Api& api, cases::CaseService& service) {
  const api::Policy policy = api::signed_in("field.work");
  auto former = std::make_shared<FormerTrees>();
  api.get<KitQuery, KitOut>(
      "/api/v1/{district}/field/kit", policy,
      {"What a phone keeps for work without a signal, as changes since a token", "field"},
      [&service, former](db::ReadTx& tx, const Call& call, const KitQuery& query) {
        return kit(service, *former, tx, call, query);
      });
  api.get<TodayQuery, TodayOut>(
      "/api/v1/{district}/field/today", policy, {"What to do today, in order", "field"},
      [&service](db::ReadTx& tx, const Call& call, const TodayQuery& query) {
        return today(service, tx, call, query);
      });
}

}  // namespace gewu::field
