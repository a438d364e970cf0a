// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>
#include <charconv>
#include <cmath>

#include "api/api.hpp"
#include "modules/releases/releases.hpp"
#include "modules/releases/releases_policy.hpp"

namespace gewu::releases {

namespace {

using api::Call;

// ---- staff --------------------------------------------------------------------------------------

struct ReleaseIn {
  PublicTitle title;
  ReleasePlace place = ReleasePlace::street;
  std::vector<PhotoId> photos;
  std::optional<Lines<0, 500>> answer;
};
BOOST_DESCRIBE_STRUCT(ReleaseIn, (), (title, place, photos, answer))

struct TakeBackIn {
  Lines<1, 500> reason;
};
BOOST_DESCRIBE_STRUCT(TakeBackIn, (), (reason))

struct ReleaseShown {
  ReleaseId id;
  std::string title;
  ReleasePlace place{};
  std::vector<PhotoId> photos;
  std::string answer;
  Instant released_at;
  std::string by;
  bool seen = false;  ///< false: the case has changed so that nobody sees it until shown anew
};
BOOST_DESCRIBE_STRUCT(ReleaseShown, (), (id, title, place, photos, answer, released_at, by, seen))

struct ReleaseOut {
  bool releasable = false;
  std::optional<std::string> why_not;
  bool may = false;                  ///< whether this caller decides it
  std::vector<ReleasePlace> places;  ///< that it can be located to
  std::optional<ReleaseShown> release;
};
BOOST_DESCRIBE_STRUCT(ReleaseOut, (), (releasable, why_not, may, places, release))

ReleaseOut out_of(db::ReadTx& tx, DistrictId district, const Standing& s) {
  ReleaseOut out;
  out.releasable = !s.why_not;
  if (s.why_not) out.why_not = s.why_not->code;
  out.may = s.may;
  out.places = s.places;
  if (!s.shown) return out;
  const auto& r = *s.shown;
  const auto names = accounts::account_names(tx, district, {r.by});
  out.release = ReleaseShown{r.id,
                             r.title,
                             r.place,
                             r.photos,
                             r.answer,
                             r.released_at,
                             names.empty() ? "" : names.front().second,
                             r.seen};
  return out;
}

void append_staff_routes(api::Api& api, Releases& releases) {
  const std::string pattern = "/api/v1/{district}/cases/{case}/release";
  api.get<api::NoQuery, ReleaseOut>(
      pattern, see_policy(), {"Whether the public is shown a case, and as what", "releases"},
      [&releases](db::ReadTx& tx, const Call& call, const api::NoQuery&) -> Result<ReleaseOut> {
        GEWU_TRY(const CaseId id, call.id<CaseId>("case"));
        GEWU_TRY(const auto s, releases.standing(tx, call.district, id, call.who(), call.now));
        return out_of(tx, call.district, s);
      });
  api.put<ReleaseIn, ReleaseOut>(
      pattern, show_policy(), {"Show a case to the public, in one's own words", "releases"},
      [&releases](db::WriteTx& tx, const Call& call, const ReleaseIn& in) -> Result<ReleaseOut> {
        GEWU_TRY(const CaseId id, call.id<CaseId>("case"));
        const Showing showing{in.title, in.place, in.photos, in.answer ? in.answer->str() : ""};
        GEWU_TRY(const auto s, releases.show(tx, call.district, id, showing, call.who(), call.now));
        return out_of(tx, call.district, s);
      });
  api.del<TakeBackIn, ReleaseOut>(
      pattern, show_policy(), {"Show it no longer", "releases"},
      [&releases](db::WriteTx& tx, const Call& call, const TakeBackIn& in) -> Result<ReleaseOut> {
        GEWU_TRY(const CaseId id, call.id<CaseId>("case"));
        GEWU_TRY(const auto s,
                 releases.take_back(tx, call.district, id, in.reason.str(), call.who(), call.now));
        return out_of(tx, call.district, s);
      });
}

// ---- everybody ----------------------------------------------------------------------------------

using cases::views::CaseCategory;

struct PublicPoint {
  double lat = 0, lon = 0;
};
BOOST_DESCRIBE_STRUCT(PublicPoint, (), (lat, lon))

struct ReleasedPhoto {
  std::string photo;  ///< its place in the list: "1", "2", …
  int width = 0, height = 0;
};
BOOST_DESCRIBE_STRUCT(ReleasedPhoto, (), (photo, width, height))

struct ReleasedOut {
  ReleaseId id;
  std::string title;
  CaseCategory category;
  PublicState state{};
  std::vector<std::string> area_names;
  std::string place_name;
  PublicPoint place;
  std::optional<int> distance_m;
  Instant reported_at;
  std::optional<Instant> closed_at;
  int co_reporters = 0;
  std::optional<std::string> answer;
  std::vector<ReleasedPhoto> photos;
};
BOOST_DESCRIBE_STRUCT(ReleasedOut, (),
                      (id, title, category, state, area_names, place_name, place, distance_m,
                       reported_at, closed_at, co_reporters, answer, photos))

struct ReleasedList {
  std::vector<ReleasedOut> items;
};
BOOST_DESCRIBE_STRUCT(ReleasedList, (), (items))

struct ReleasedPin {
  ReleaseId id;
  std::string title;
  CaseCategory category;
  PublicState state{};
  PublicPoint place;
};
BOOST_DESCRIBE_STRUCT(ReleasedPin, (), (id, title, category, state, place))

struct ReleasedTally {
  AreaId id;
  std::string code, name;
  int open = 0, done = 0;
};
BOOST_DESCRIBE_STRUCT(ReleasedTally, (), (id, code, name, open, done))

struct ReleasedMap {
  std::vector<ReleasedTally> areas;
  std::vector<ReleasedPin> points;
  bool near = false;  ///< whether the view was narrow enough for points
};
BOOST_DESCRIBE_STRUCT(ReleasedMap, (), (areas, points, near))

struct NearIn {
  std::optional<double> lat, lon;
  std::optional<double> radius_m;
  std::optional<Text<1, 32>> category;
};
BOOST_DESCRIBE_STRUCT(NearIn, (), (lat, lon, radius_m, category))

struct MapIn {
  std::optional<double> west, south, east, north;
};
BOOST_DESCRIBE_STRUCT(MapIn, (), (west, south, east, north))

CaseCategory category_of(const Released& r) {
  if (r.category == nullptr) return {};
  return {r.category->id, r.category->code, r.category->name_zh, r.category->name_en};
}

ReleasedOut out_of(const areas::TerritorySnapshot& territory, const Released& r) {
  ReleasedOut out;
  out.id = r.id;
  out.title = r.title;
  out.category = category_of(r);
  out.state = r.state;
  auto chain = territory.chain(r.area);
  if (chain.empty()) chain = territory.locate(r.point).chain;
  for (auto a = chain.rbegin(); a != chain.rend(); ++a) out.area_names.push_back((*a)->name);
  if (!chain.empty()) out.place_name = chain.front()->name;
  out.place = {r.point.lat, r.point.lon};
  if (r.distance_m) out.distance_m = static_cast<int>(std::lround(*r.distance_m));
  out.reported_at = r.reported_at;
  out.closed_at = r.closed_at;
  out.co_reporters = r.co_reporters;
  if (!r.answer.empty()) out.answer = r.answer;
  int rank = 0;
  for (const auto& p : r.photos) {
    out.photos.push_back({std::to_string(++rank), p.width, p.height});
  }
  return out;
}

std::shared_ptr<const areas::TerritorySnapshot> territory_of(Releases& releases, db::ReadTx& tx,
                                                             const Call& call) {
  return releases.cases().services().territories.current(tx, call.district);
}

Result<ReleasedList> list_near(Releases& releases, db::ReadTx& tx, const Call& call,
                               const NearIn& in) {
  if (!in.lat || !in.lon) {
    return invalid("coordinate_missing", "Give lat and lon in degrees of WGS-84.",
                   in.lat ? "?lon" : "?lat");
  }
  NearQuery query;
  query.point = {*in.lat, *in.lon};
  query.radius_m = in.radius_m.value_or(query.radius_m);
  if (in.category) query.category = in.category->str();
  GEWU_TRY(const auto found, releases.near(tx, call.district, query, call.now));
  const auto territory = territory_of(releases, tx, call);
  ReleasedList out;
  for (const auto& r : found) out.items.push_back(out_of(*territory, r));
  return out;
}

Result<ReleasedMap> show_map(Releases& releases, db::ReadTx& tx, const Call& call,
                             const MapIn& in) {
  if (!in.west || !in.south || !in.east || !in.north) {
    return invalid("view_invalid", "Give west, south, east and north in degrees.", "?west");
  }
  const geo::Bounds view{{*in.south, *in.west}, {*in.north, *in.east}};
  GEWU_TRY(const auto found, releases.map(tx, call.district, view, call.now));
  const auto territory = territory_of(releases, tx, call);
  ReleasedMap out;
  out.near = found.near;
  for (const auto& t : found.areas) {
    const auto* area = territory->find(t.area);
    out.areas.push_back({t.area, area->code, area->name, t.open, t.done});
  }
  for (const auto& r : found.points) {
    out.points.push_back(
        {r.id, r.title, category_of(r), r.state, PublicPoint{r.point.lat, r.point.lon}});
  }
  return out;
}

/// Looked at anew each time it is asked for: what is taken back is gone at once.
Result<http::Response> show_photo(Releases& releases, const photos::Photos& files, db::ReadTx& tx,
                                  const Call& call, const http::Request& request) {
  GEWU_TRY(const ReleaseId id, call.id<ReleaseId>("released"));
  GEWU_TRY(const auto released, releases.one(tx, call.district, id, call.now));
  const std::string& rank = call.params.at("photo");
  std::size_t at = 0;
  const auto [end, bad] = std::from_chars(rank.data(), rank.data() + rank.size(), at);
  const bool sound = bad == std::errc{} && end == rank.data() + rank.size();
  if (!sound || at < 1 || at > released.photos.size()) {
    return not_found("photo_unknown", "There is no such photo here.");
  }
  const auto photo = photos::find(tx, call.district, released.photos[at - 1].photo);
  if (!photo) return not_found("photo_unknown", "There is no such photo here.");
  const auto size = request.query.find("size");
  const bool thumb = size != request.query.end() && size->second == "thumb";
  GEWU_TRY(auto response,
           photos::response(files, call.district, *photo,
                            thumb ? photos::PhotoSize::thumb : photos::PhotoSize::full, request));
  for (auto& [name, value] : response.headers) {
    if (name == "Cache-Control") value = "no-cache";
  }
  return response;
}

void append_public_routes(api::Api& api, Releases& releases, const photos::Photos& files) {
  api.get<NearIn, ReleasedList>("/api/v1/{district}/released", public_policy(),
                                {"What is shown to the public nearby, nearest first", "releases"},
                                [&releases](db::ReadTx& tx, const Call& call, const NearIn& in) {
                                  return list_near(releases, tx, call, in);
                                },
                                {.rate = {60, std::chrono::seconds(2)}});
  api.get<MapIn, ReleasedMap>(
      "/api/v1/{district}/released/map", public_policy(),
      {"Counts by grid in a view, and points when it is narrow", "releases"},
      [&releases](db::ReadTx& tx, const Call& call, const MapIn& in) {
        return show_map(releases, tx, call, in);
      },
      {.rate = {60, std::chrono::seconds(1)}, .watched = true});
  api.get<api::NoQuery, ReleasedOut>(
      "/api/v1/{district}/released/{released}", public_policy(),
      {"One report that is shown to the public", "releases"},
      [&releases](db::ReadTx& tx, const Call& call, const api::NoQuery&) -> Result<ReleasedOut> {
        GEWU_TRY(const ReleaseId id, call.id<ReleaseId>("released"));
        GEWU_TRY(const auto found, releases.one(tx, call.district, id, call.now));
        return out_of(*territory_of(releases, tx, call), found);
      },
      {.rate = {60, std::chrono::seconds(2)}, .watched = true});
  api.get_raw("/api/v1/{district}/released/{released}/photos/{photo}", public_policy(),
              {"A photo that staff chose for the public", "releases"}, "image/jpeg",
              [&releases, &files](db::ReadTx& tx, const Call& call, const http::Request& request) {
                return show_photo(releases, files, tx, call, request);
              },
              {.rate = {120, std::chrono::seconds(1)}});
  cases::append_join_route(api, releases.cases(), "/api/v1/{district}/released/{released}/follow",
                           api::open_to_all("releases.follow"),
                           [&releases](db::WriteTx& tx, const Call& call) -> Result<cases::Shown> {
                             GEWU_TRY(const ReleaseId id, call.id<ReleaseId>("released"));
                             return releases.joinable(tx, call.district, id, call.now);
                           });
}

}  // namespace

void append_releases_routes(api::Api& api, Releases& releases, const photos::Photos& photos) {
  append_staff_routes(api, releases);
  append_public_routes(api, releases, photos);
}

}  // namespace gewu::releases
