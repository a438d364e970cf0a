// SPDX-License-Identifier: Apache-2.0
// What staff show, and what everybody may see of it today.
#include <algorithm>
#include <cmath>
#include <map>

#include "db/db.hpp"
#include "db/outbox.hpp"
#include "geo/cells.hpp"
#include "modules/releases/releases.hpp"
#include "modules/releases/releases_store.hpp"

namespace gewu::releases {

namespace {

constexpr int kCellRanges = 8;
constexpr int kRowsOfRange = 400;
constexpr double kMetresPerDegree = 111'195.0;

Error unknown_release() {
  return not_found("released_unknown",
                   "This is not shown here, or no longer. Report what you see anew.");
}

/// Nobody learns the minute in which his neighbour stood at the window.
Instant hour_of(Instant t) {
  constexpr std::int64_t kHour = 3'600'000;
  return instant(to_ms(t) / kHour * kHour);
}

double metres_east(double degrees, double lat) {
  return degrees * kMetresPerDegree * std::cos(lat * M_PI / 180);
}

/// The square around a circle.
geo::Bounds around(geo::LatLon at, double radius_m) {
  const double lat = radius_m / kMetresPerDegree;
  const double lon = lat / std::max(0.01, std::cos(at.lat * M_PI / 180));
  geo::Bounds out;
  out.add(geo::LatLon{std::max(-90.0, at.lat - lat), std::max(-180.0, at.lon - lon)});
  out.add(geo::LatLon{std::min(90.0, at.lat + lat), std::min(180.0, at.lon + lon)});
  return out;
}

bool is_closer_than_street(areas::Level level) {
  return level == areas::Level::building || level == areas::Level::dwelling;
}

}  // namespace

/// What every question needs, looked up once.
struct Releases::Book {
  Book(cases::CaseService& service, db::ReadTx& tx, DistrictId district, Instant at)
      : territory(service.services().territories.current(tx, district)),
        tree(service.services().categories.of(tx, district, at)),
        after_closing(std::chrono::days(cases::public_limits(tx, district).shown_days)),
        now(at) {}

  /// Where the case lies today. An area that a later division dropped is asked by its point.
  const areas::Area* area_of(const cases::Case& c) const {
    if (const auto* known = territory->find(c.area)) return known;
    if (!c.lat || !c.lon) return nullptr;
    return territory->locate({*c.lat, *c.lon}).area;
  }
  std::optional<Error> obstacle_of(const cases::Case& c) const {
    return obstacle(c, tree->find(c.category), area_of(c), now, after_closing);
  }
  bool seen(const store::Release& r, const cases::Case& c) const {
    return !r.withdrawn_at && r.case_cell == c.cell && !obstacle_of(c);
  }

  /// The area that is named for a place, and its point; nothing where there is no such place.
  struct Spot {
    AreaId area;
    geo::LatLon point;
  };
  std::optional<Spot> spot(const cases::Case& c, ReleasePlace place) const {
    const auto* here = area_of(c);
    if (here == nullptr || !c.lat || !c.lon) return std::nullopt;
    for (const auto* a : territory->chain(here->id)) {
      if (place == ReleasePlace::building) {
        if (a->level == areas::Level::building && a->label) return Spot{a->id, *a->label};
      } else if (!is_closer_than_street(a->level)) {
        return Spot{a->id, rounded({*c.lat, *c.lon})};
      }
    }
    return std::nullopt;
  }

  Released told(const store::Joined& j) const {
    Released out;
    out.id = j.release.public_id;
    out.of = j.release.id;
    out.title = j.release.title;
    out.category = tree->find(j.of.category);
    out.state = *public_state(j.of);
    out.area = j.release.area;
    out.place = j.release.place;
    out.point = j.release.point;
    out.reported_at = hour_of(j.of.reported_at);
    if (is_done(out.state)) out.closed_at = hour_of(*j.of.closed_at);
    out.co_reporters = j.of.co_reporters;
    out.answer = j.release.answer;
    return out;
  }

  Instant closed_after() const { return now - after_closing; }

  std::shared_ptr<const areas::TerritorySnapshot> territory;
  std::shared_ptr<const categories::Tree> tree;
  Duration after_closing;
  Instant now;
};

bool Sight::may_tell(db::ReadTx& tx, const cases::Case& c, Instant now) {
  const auto tree = categories_.of(tx, c.district, now);
  return !never_told(c, tree->find(c.category), territories_.current(tx, c.district)->find(c.area));
}

// ---- staff ------------------------------------------------------------------------------------

namespace {

Standing::Shown shown_of(db::ReadTx& tx, DistrictId district, const store::Release& r, bool seen) {
  Standing::Shown out;
  out.id = r.public_id;
  out.title = r.title;
  out.place = r.place;
  for (const auto& p : store::pictures(tx, district, r.id)) out.photos.push_back(p.photo);
  out.answer = r.answer;
  out.released_at = r.released_at;
  out.by = r.released_by;
  out.seen = seen;
  return out;
}

/// The chosen photos with their sizes: only those that hang on this very case.
Result<std::vector<store::Picture>> chosen(db::ReadTx& tx, DistrictId district, CaseId id,
                                           const std::vector<PhotoId>& photos) {
  std::vector<store::Picture> out;
  if (photos.size() > kPhotosMax) {
    return invalid("photos_too_many", "Choose at most six photos.", "/photos");
  }
  for (std::size_t i = 0; i < photos.size(); ++i) {
    const auto found = photos::find(tx, district, photos[i]);
    const bool of_case = found && found->owner_kind == photos::OwnerKind::case_file &&
                         found->owner.value == id.value;
    const bool twice = std::any_of(out.begin(), out.end(),
                                   [&](const store::Picture& p) { return p.photo == photos[i]; });
    if (!of_case || twice) {
      return invalid("photo_unknown", "Choose photos of this case, each once.",
                     "/photos/" + std::to_string(i));
    }
    out.push_back({found->photo, found->width, found->height});
  }
  return out;
}

/// Pages that show it look again.
void announce(db::WriteTx& tx, IdSource& ids, DistrictId district, const store::Release& r,
              Instant now) {
  const std::string payload = R"({"released":")" + to_string(r.public_id) + R"(","area":")" +
                              to_string(r.area) + R"(","shown":)" +
                              (r.withdrawn_at ? "false}" : "true}");
  db::outbox::append(tx, ids, district, "release.changed", payload, now);
}

}  // namespace

Result<Standing> Releases::standing(db::ReadTx& tx, DistrictId district, CaseId id,
                                    const api::Caller& by, Instant now) {
  GEWU_TRY(const cases::Case c, cases_.visible_case(tx, district, id, by, now));
  const Book book(cases_, tx, district, now);
  Standing out;
  out.may = cases_.may_publish(tx, c, by, now);
  out.why_not = book.obstacle_of(c);
  for (const auto place : {ReleasePlace::building, ReleasePlace::street}) {
    if (book.spot(c, place)) out.places.push_back(place);
  }
  const auto found = store::find(tx, district, id);
  if (found && !found->withdrawn_at) {
    out.shown = shown_of(tx, district, *found, book.seen(*found, c));
  }
  return out;
}

Result<Standing> Releases::show(db::WriteTx& tx, DistrictId district, CaseId id,
                                const Showing& showing, const api::Caller& by, Instant now) {
  GEWU_TRY(const cases::Case seen, cases_.visible_case(tx, district, id, by, now));
  const Book book(cases_, tx, district, now);
  if (!cases_.may_publish(tx, seen, by, now)) {
    return forbidden("action_not_yours", "Its desk decides what the public sees of it.");
  }
  if (const auto why = book.obstacle_of(seen)) return *why;
  GEWU_CHECK(check_public_words(showing.title.str(), "/title"));
  GEWU_CHECK(check_public_words(showing.answer, "/answer"));
  GEWU_TRY(const auto pictures, chosen(tx, district, id, showing.photos));

  const auto before = store::find(tx, district, id);
  cases::Publication told{true, showing.title.str(), {}, !before};
  told.data = {{"place", std::string(code_of(showing.place))},
               {"photos", std::to_string(pictures.size())}};
  GEWU_TRY(const cases::Case c, cases_.publish(tx, district, id, told, by, now));
  // Only now nobody else changes it: what was seen before may be over.
  if (const auto why = book.obstacle_of(c)) return *why;
  const auto spot = book.spot(c, showing.place);
  if (!spot) {
    return invalid("public_place_no_building", "It lies in no known building: show the street.",
                   "/place");
  }
  store::Release r = before.value_or(store::Release{});
  r.id = id;
  if (!before) {
    const auto drawn = cases_.services().random.number() >> 2;
    r.public_id = ReleaseId{static_cast<std::int64_t>(drawn) + 1};
  }
  r.title = showing.title.str();
  r.place = showing.place;
  r.area = spot->area;
  r.point = spot->point;
  r.cell = geo::cell_id(spot->point);
  r.case_cell = c.cell;
  r.answer = showing.answer;
  r.released_at = now;
  r.released_by = by.account;
  r.withdrawn_at.reset();
  r.withdrawn_by = {};
  before ? store::update(tx, district, r) : store::insert(tx, district, r);
  store::replace_pictures(tx, district, id, pictures);
  announce(tx, cases_.services().ids, district, r, now);
  return standing(tx, district, id, by, now);
}

Result<Standing> Releases::take_back(db::WriteTx& tx, DistrictId district, CaseId id,
                                     std::string reason, const api::Caller& by, Instant now) {
  cases::Publication told;
  told.shown = false;
  told.words = std::move(reason);
  GEWU_TRY(const cases::Case c, cases_.publish(tx, district, id, told, by, now));
  auto r = store::find(tx, district, c.id);
  if (!r || r->withdrawn_at) {
    return conflict("release_unknown", "The public is not shown this.");
  }
  r->withdrawn_at = now;
  r->withdrawn_by = by.account;
  store::update(tx, district, *r);
  announce(tx, cases_.services().ids, district, *r, now);
  return standing(tx, district, id, by, now);
}

// ---- everybody --------------------------------------------------------------------------------

Result<Released> Releases::one(db::ReadTx& tx, DistrictId district, ReleaseId id, Instant now) {
  const Book book(cases_, tx, district, now);
  const auto found = store::find_public(tx, district, id);
  if (!found || !book.seen(found->release, found->of)) return unknown_release();
  Released out = book.told(*found);
  for (const auto& p : store::pictures(tx, district, found->release.id)) {
    out.photos.push_back({p.photo, p.width, p.height});
  }
  return out;
}

Result<std::vector<Released>> Releases::near(db::ReadTx& tx, DistrictId district,
                                             const NearQuery& query, Instant now) {
  if (!query.point.on_earth()) {
    return invalid("place_not_on_earth", "Latitude is -90 to 90, longitude -180 to 180.", "?lat");
  }
  if (!(query.radius_m > 0 && query.radius_m <= kRadiusMaxM)) {
    return invalid("radius_out_of_range", "Ask for up to 500 metres.", "?radius_m");
  }
  const Book book(cases_, tx, district, now);
  CategoryId wanted;
  if (!query.category.empty()) {
    const auto* known = book.tree->find(query.category);
    if (known == nullptr) return invalid("category_unknown", "No such category.", "?category");
    wanted = known->id;
  }
  std::vector<Released> out;
  for (const auto& range : geo::cells_covering(around(query.point, query.radius_m), kCellRanges)) {
    for (const auto& j : store::in_cells(tx, district, range.first, range.last, book.closed_after(),
                                         kRowsOfRange)) {
      const double metres = geo::distance_m(query.point, j.release.point);
      if (metres > query.radius_m || (wanted && j.of.category != wanted)) continue;
      if (!book.seen(j.release, j.of)) continue;
      out.push_back(book.told(j));
      out.back().distance_m = metres;
    }
  }
  std::sort(out.begin(), out.end(), [](const Released& a, const Released& b) {
    return std::pair(*a.distance_m, a.id) < std::pair(*b.distance_m, b.id);
  });
  if (out.size() > kNearMax) out.resize(kNearMax);
  for (auto& one : out) {
    for (const auto& p : store::pictures(tx, district, one.of)) {
      one.photos.push_back({p.photo, p.width, p.height});
    }
  }
  return out;
}

namespace {

/// The grid that is coloured for an area.
AreaId grid_of(const areas::TerritorySnapshot& territory, AreaId area) {
  for (const auto* a : territory.chain(area)) {
    if (a->level == areas::Level::grid || a->level == areas::Level::dedicated_grid) return a->id;
  }
  return area;
}

/// With one more view on each side: a grid is coloured as soon as a corner of it is seen.
bool concerns(const geo::Bounds& view, const areas::Area* area) {
  if (area == nullptr || !area->label) return false;
  const double lat = view.north_east.lat - view.south_west.lat;
  const double lon = view.north_east.lon - view.south_west.lon;
  const geo::LatLon at = *area->label;
  return at.lat >= view.south_west.lat - lat && at.lat <= view.north_east.lat + lat &&
         at.lon >= view.south_west.lon - lon && at.lon <= view.north_east.lon + lon;
}

bool is_view(const geo::Bounds& view) {
  return view.south_west.on_earth() && view.north_east.on_earth() &&
         view.south_west.lat < view.north_east.lat && view.south_west.lon < view.north_east.lon;
}

}  // namespace

Result<MapView> Releases::map(db::ReadTx& tx, DistrictId district, const geo::Bounds& view,
                              Instant now) {
  if (!is_view(view)) {
    return invalid("view_invalid", "West lies before east and south before north, in degrees.",
                   "?west");
  }
  const Book book(cases_, tx, district, now);
  std::map<AreaId, AreaTally> tallies;
  for (const auto& t : store::tallies(tx, district, book.closed_after())) {
    if (never_public(book.tree->find(t.category))) continue;
    const AreaId grid = grid_of(*book.territory, t.area);
    if (!concerns(view, book.territory->find(grid))) continue;
    auto& tally = tallies[grid];
    tally.area = grid;
    (t.done ? tally.done : tally.open) += t.count;
  }
  MapView out;
  for (const auto& [area, tally] : tallies) out.areas.push_back(tally);
  const double height = (view.north_east.lat - view.south_west.lat) * kMetresPerDegree;
  const double width = metres_east(view.north_east.lon - view.south_west.lon, view.centre().lat);
  out.near = height <= kPointsWithinM && width <= kPointsWithinM;
  if (!out.near) return out;
  for (const auto& range : geo::cells_covering(view, kCellRanges)) {
    for (const auto& j : store::in_cells(tx, district, range.first, range.last, book.closed_after(),
                                         kRowsOfRange)) {
      if (out.points.size() >= kPointsMax) return out;
      if (!view.contains(j.release.point) || !book.seen(j.release, j.of)) continue;
      out.points.push_back(book.told(j));
    }
  }
  return out;
}

Result<cases::Shown> Releases::joinable(db::ReadTx& tx, DistrictId district, ReleaseId id,
                                        Instant now) {
  const Book book(cases_, tx, district, now);
  const auto found = store::find_public(tx, district, id);
  if (!found || !book.seen(found->release, found->of)) return unknown_release();
  const auto& r = found->release;
  return cases::Shown{r.id, r.title, r.area, r.point};
}

Result<cases::Reported> Releases::follow(db::WriteTx& tx, DistrictId district, ReleaseId id,
                                         std::string words, std::optional<cases::Contact> contact,
                                         Instant now) {
  GEWU_TRY(const cases::Shown shown, joinable(tx, district, id, now));
  cases::Joining joining;
  joining.words = std::move(words);
  joining.title = shown.title;
  joining.contact = std::move(contact);
  joining.area = shown.area;
  joining.point = shown.point;
  return cases_.join(tx, district, shown.id, joining, now);
}

}  // namespace gewu::releases
