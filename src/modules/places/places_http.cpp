// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <boost/json.hpp>

#include "api/api.hpp"
#include "modules/cases/cases.hpp"
#include "modules/places/places.hpp"
#include "modules/places/places_policy.hpp"
#include "modules/places/places_store.hpp"

namespace gewu::places {

namespace {

using areas::TerritorySnapshot;
using cases::views::CaseArea;

constexpr std::size_t kPartsMost = 300;
constexpr int kOpenMost = 1000;

// ---- what goes over the wire --------------------------------------------------------------------

struct PostOut {
  api::Role role{};
  std::string name, phone, hours;  ///< empty: not shown
};
BOOST_DESCRIBE_STRUCT(PostOut, (), (role, name, phone, hours))

struct LevelOut {
  CaseArea area;
  std::vector<PostOut> posts;
};
BOOST_DESCRIBE_STRUCT(LevelOut, (), (area, posts))

struct AnswersQuery {
  std::optional<AreaId> area;
  std::optional<double> lat, lon;
  std::optional<Text<1, 120>> address;
};
BOOST_DESCRIBE_STRUCT(AnswersQuery, (), (area, lat, lon, address))

struct AnswersOut {
  bool known = false;            ///< false: outside, or the address is no one place
  std::vector<LevelOut> levels;  ///< from the smallest up to the district
};
BOOST_DESCRIBE_STRUCT(AnswersOut, (), (known, levels))

struct PersonOut {
  AccountId account;
  std::string name;
  api::Role role{};
  std::optional<PostOut> shown;  ///< what everybody reads of this post
};
BOOST_DESCRIBE_STRUCT(PersonOut, (), (account, name, role, shown))

struct PlaceLevel {
  CaseArea area;
  std::vector<PersonOut> people;
};
BOOST_DESCRIBE_STRUCT(PlaceLevel, (), (area, people))

struct PlaceHeldOut {
  CaseArea area;
  std::vector<std::string> area_names;  ///< from the district down
  std::string address, also_called;
  std::optional<geo::LatLon> place;  ///< stands for it where a point is needed
  std::vector<PlaceLevel> levels;    ///< from the smallest up
  std::vector<CaseArea> parts;       ///< right below; at most 300
  std::int64_t buildings = 0;        ///< all below
  int open = 0;                      ///< cases the caller's list would show; counted up to 1,000
  bool capped = false;
};
BOOST_DESCRIBE_STRUCT(PlaceHeldOut, (),
                      (area, area_names, address, also_called, place, levels, parts, buildings,
                       open, capped))

struct PostIn {
  std::optional<PostName> name;
  std::optional<OfficePhone> phone;
  std::optional<OfficeHours> hours;
  Consent consent;  ///< how and when the holder agreed
};
BOOST_DESCRIBE_STRUCT(PostIn, (), (name, phone, hours, consent))

struct PublishedPost {
  accounts::GrantId grant;
  api::Role role{};
  CaseArea area;
  bool can = false;  ///< a role that may be shown
  std::optional<PostOut> shown;
  std::optional<std::string> consent;
  std::optional<Instant> published_at;
};
BOOST_DESCRIBE_STRUCT(PublishedPost, (), (grant, role, area, can, shown, consent, published_at))

struct PublishedPosts {
  std::vector<PublishedPost> items;
};
BOOST_DESCRIBE_STRUCT(PublishedPosts, (), (items))

struct NoBody {};
BOOST_DESCRIBE_STRUCT(NoBody, (), ())
struct PostWithdrawn {};
BOOST_DESCRIBE_STRUCT(PostWithdrawn, (), ())

CaseArea shown(const areas::Area& area) { return {area.id, area.code, area.name, area.level}; }
PostOut shown(api::Role role, const Shown& s) { return {role, s.name, s.phone, s.hours}; }

std::vector<AreaId> ids_of(const std::vector<const areas::Area*>& chain) {
  std::vector<AreaId> out;
  out.reserve(chain.size());
  for (const auto* area : chain) out.push_back(area->id);
  return out;
}

// ---- for everybody ------------------------------------------------------------------------------

/// The area asked for; null where a point lies outside or an address is in doubt.
Result<const areas::Area*> asked(const TerritorySnapshot& territory, const AnswersQuery& query) {
  if (query.area) {
    const auto* area = territory.find(*query.area);
    if (area == nullptr) return not_found("area_unknown", "There is no such area here.");
    return area;
  }
  if (query.address) {
    if (const auto* coded = territory.find_code(query.address->str())) return coded;
    const auto found = territory.addresses().find(query.address->str());
    if (found.outcome != areas::AddressOutcome::one) {
      return static_cast<const areas::Area*>(nullptr);
    }
    return &territory.all()[found.choices.front().area];
  }
  if (!query.lat || !query.lon) {
    return invalid("coordinate_missing", "Give an area, lat and lon, or an address.", "?lat");
  }
  const geo::LatLon point{*query.lat, *query.lon};
  if (!point.on_earth()) {
    return invalid("coordinate_off_earth", "Latitude is -90 to 90 and longitude -180 to 180.",
                   "?lat");
  }
  return territory.locate(point).area;
}

AnswersOut answers(db::ReadTx& tx, const api::Call& call, const TerritorySnapshot& territory,
                   const areas::Area* area) {
  AnswersOut out;
  out.known = area != nullptr;
  if (area == nullptr) return out;
  const auto chain = territory.chain(area->id);
  const auto posts = posts_at(tx, call.district, ids_of(chain), call.now);
  for (const auto* level : chain) {
    if (level->level == areas::Level::dwelling) continue;  // nobody's door is named in public
    LevelOut one{shown(*level), {}};
    for (const Post& post : posts) {
      if (post.area == level->id) one.posts.push_back(shown(post.role, post.shown));
    }
    out.levels.push_back(std::move(one));
  }
  return out;
}

// ---- for staff ----------------------------------------------------------------------------------

Result<PlaceHeldOut> place(db::ReadTx& tx, const api::Call& call, cases::CaseService& cases) {
  GEWU_TRY(const AreaId id, call.id<AreaId>("area"));
  const auto territory = cases.services().territories.current(tx, call.district);
  const auto scope = areas::scope_of(*territory, accounts::scope_areas(call.who(), place_roles()));
  const auto* area = territory->find(id);
  if (area == nullptr || !areas::in_scope(*territory, scope, id)) {
    return not_found("area_unknown", "There is no such area among yours.");
  }
  const auto chain = territory->chain(id);
  const auto ids = ids_of(chain);
  const auto posts = posts_at(tx, call.district, ids, call.now);
  const auto people = accounts::standing_at(tx, call.district, answering_roles(), ids, call.now);
  PlaceHeldOut out;
  out.area = shown(*area);
  out.address = area->address;
  out.also_called = area->also_called;
  out.place = areas::spot_in(*territory, *area);
  for (const auto* level : chain) {
    out.area_names.insert(out.area_names.begin(), level->name);
    PlaceLevel one{shown(*level), {}};
    for (const auto& person : people) {
      if (person.area != level->id) continue;
      PersonOut line{person.account, person.name, person.role, {}};
      const auto post = std::find_if(posts.begin(), posts.end(),
                                     [&](const Post& p) { return p.grant == person.grant; });
      if (post != posts.end()) line.shown = shown(post->role, post->shown);
      one.people.push_back(std::move(line));
    }
    out.levels.push_back(std::move(one));
  }
  for (const auto* part : territory->children(id)) {
    if (out.parts.size() < kPartsMost) out.parts.push_back(shown(*part));
  }
  for (const auto& below : territory->subtree(id)) {
    if (below.level == areas::Level::building && below.id != id) ++out.buildings;
  }
  GEWU_TRY(const auto open,
           cases::count_listed(cases, tx, call.district, call.who(), {{"area", to_string(id)}},
                               call.now, kOpenMost + 1));
  out.open = std::min(open.count, kOpenMost);
  out.capped = open.capped || open.count > kOpenMost;
  return out;
}

// ---- publishing ---------------------------------------------------------------------------------

bool his_area(const TerritorySnapshot& territory, const api::Caller& caller, AreaId area) {
  const auto scope = areas::scope_of(territory, accounts::scope_areas(caller, publishing_roles()));
  return areas::in_scope(territory, scope, area);
}

PublishedPost line_of(db::ReadTx& tx, const api::Call& call, const TerritorySnapshot& territory,
                      const accounts::GrantRow& grant) {
  PublishedPost out;
  out.grant = grant.grant;
  out.role = grant.role;
  if (const auto* area = territory.find(grant.area)) out.area = shown(*area);
  const auto& roles = answering_roles();
  out.can = std::find(roles.begin(), roles.end(), grant.role) != roles.end();
  if (const auto row = store::find(tx, call.district, grant.grant)) {
    out.shown = shown(grant.role, row->shown);
    out.consent = row->consent;
    out.published_at = row->published_at;
  }
  return out;
}

Result<PublishedPosts> posts_of(db::ReadTx& tx, const api::Call& call, cases::CaseService& cases) {
  GEWU_TRY(const AccountId account, call.id<AccountId>("account"));
  const auto territory = cases.services().territories.current(tx, call.district);
  PublishedPosts out;
  for (const auto& grant : accounts::grants_of(tx, call.district, account)) {
    const bool stands =
        grant.valid_from <= call.now && (!grant.valid_to || *grant.valid_to > call.now);
    if (!stands || !his_area(*territory, call.who(), grant.area)) continue;
    out.items.push_back(line_of(tx, call, *territory, grant));
  }
  return out;
}

/// The grant, where the caller administers its area.
Result<accounts::Standing> his_post(db::ReadTx& tx, const api::Call& call,
                                    cases::CaseService& cases) {
  GEWU_TRY(const auto grant, call.id<accounts::GrantId>("grant"));
  const auto territory = cases.services().territories.current(tx, call.district);
  auto standing = accounts::find_standing(tx, call.district, grant, call.now);
  if (!standing || !his_area(*territory, call.who(), standing->area)) {
    return not_found("post_unknown", "There is no such post now.");
  }
  return std::move(*standing);
}

void append_post_routes(api::Api& api, cases::CaseService& cases) {
  api.get<api::NoQuery, PublishedPosts>(
      "/api/v1/{district}/accounts/{account}/posts", posts_policy(),
      {"What somebody's posts show to everybody", "places"},
      [&cases](db::ReadTx& tx, const api::Call& call, const api::NoQuery&) {
        return posts_of(tx, call, cases);
      });
  api.put<PostIn, PublishedPost>(
      "/api/v1/{district}/posts/{grant}", posts_policy(),
      {"Show a name or an office telephone of a post, by consent", "places"},
      [&cases](db::WriteTx& tx, const api::Call& call, const PostIn& in) -> Result<PublishedPost> {
        GEWU_TRY(const auto standing, his_post(tx, call, cases));
        const Shown wanted{in.name ? in.name->str() : "", in.phone ? in.phone->str() : "",
                           in.hours ? in.hours->str() : ""};
        GEWU_CHECK(publish(tx, cases.services().ids, call.district, standing.grant, wanted,
                           in.consent, call.who().account, call.now));
        const auto territory = cases.services().territories.current(tx, call.district);
        accounts::GrantRow grant;
        grant.grant = standing.grant;
        grant.role = standing.role;
        grant.area = standing.area;
        return line_of(tx, call, *territory, grant);
      });
  api.del<NoBody, PostWithdrawn>(
      "/api/v1/{district}/posts/{grant}", posts_policy(),
      {"Take what a post shows off at once", "places"},
      [&cases](db::WriteTx& tx, const api::Call& call, const NoBody&) -> Result<PostWithdrawn> {
        GEWU_TRY(const auto standing, his_post(tx, call, cases));
        GEWU_CHECK(withdraw(tx, cases.services().ids, call.district, standing.grant,
                            call.who().account, call.now));
        return PostWithdrawn{};
      });
}

}  // namespace

void append_places_routes(api::Api& api, cases::CaseService& cases) {
  api.get<AnswersQuery, AnswersOut>(
      "/api/v1/{district}/answers", answers_policy(),
      {"Who answers for a point, an address or an area, and how to reach the office", "places"},
      [&cases](db::ReadTx& tx, const api::Call& call,
               const AnswersQuery& query) -> Result<AnswersOut> {
        const auto territory = cases.services().territories.current(tx, call.district);
        if (!territory) return not_found("district_unknown", "There is no such district.");
        GEWU_TRY(const areas::Area* area, asked(*territory, query));
        return answers(tx, call, *territory, area);
      },
      {.rate = {120, std::chrono::seconds(1)}});
  api.get<api::NoQuery, PlaceHeldOut>(
      "/api/v1/{district}/areas/{area}/place", place_policy(),
      {"A place: its people, its parts and how much is open there", "places"},
      [&cases](db::ReadTx& tx, const api::Call& call, const api::NoQuery&) {
        return place(tx, call, cases);
      });
  append_post_routes(api, cases);
}

}  // namespace gewu::places
