// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdio>
#include <map>
#include <mutex>
#include <shared_mutex>

#include "api/api.hpp"
#include "base/text.hpp"
#include "modules/areas/areas.hpp"
#include "modules/areas/areas_store.hpp"

namespace gewu::areas {
namespace {

// ---- what goes over the wire
// ----------------------------------------------------------------------

struct DistrictLine {
  std::string code;
  std::string name;
  std::string name_en;
};
BOOST_DESCRIBE_STRUCT(DistrictLine, (), (code, name, name_en))

struct DistrictsOut {
  std::vector<DistrictLine> districts;
};
BOOST_DESCRIBE_STRUCT(DistrictsOut, (), (districts))

struct DistrictOut {
  DistrictId id;
  std::string code;
  std::string name;
  std::string name_en;
  AreaId root;  ///< the area of level district
  std::int32_t utc_offset_minutes = 0;
  std::int64_t territory_version = 0;
  std::int64_t areas = 0;
  std::optional<geo::LatLon> centre;  ///< absent while nothing has an outline
  std::optional<geo::Bounds> bounds;
};
BOOST_DESCRIBE_STRUCT(DistrictOut, (),
                      (id, code, name, name_en, root, utc_offset_minutes, territory_version, areas,
                       centre, bounds))

struct AreaOut {
  AreaId id;
  std::optional<AreaId> parent;
  Level level{};
  std::string code;
  std::string name;
  std::int32_t depth = 0;
  std::int64_t children = 0;
  std::int64_t area_m2 = 0;
  std::optional<geo::LatLon> label;
};
BOOST_DESCRIBE_STRUCT(AreaOut, (), (id, parent, level, code, name, depth, children, area_m2, label))

struct AreasQuery {
  std::optional<AreaId> under;  ///< only this area and what lies below it
  std::optional<Level> level;
  std::optional<AreaId> after;  ///< the last area of the page before
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(AreasQuery, (), (under, level, after, limit))

struct AreasOut {
  std::int64_t territory_version = 0;
  std::vector<AreaOut> areas;  ///< a parent before its children
  std::optional<AreaId> next;  ///< give it as `after` for the next page
};
BOOST_DESCRIBE_STRUCT(AreasOut, (), (territory_version, areas, next))

struct LocateQuery {
  std::optional<double> lat, lon;
  std::optional<Text<1, 120>> address;  ///< instead of lat and lon; without a person's name
};
BOOST_DESCRIBE_STRUCT(LocateQuery, (), (lat, lon, address))

struct NearOut {
  AreaOut area;
  std::int64_t metres = 0;
};
BOOST_DESCRIBE_STRUCT(NearOut, (), (area, metres))

struct AddressWordOut {
  std::string words;
  AddressPart part{};
};
BOOST_DESCRIBE_STRUCT(AddressWordOut, (), (words, part))

struct AddressChoiceOut {
  AreaOut area;
  std::vector<std::string> area_names;  ///< from the district down
  std::optional<geo::LatLon> place;     ///< stands for it where a point is needed
  AddressDoubt doubt{};
  bool whole = true;  ///< false: unit, floor or room are not on record there
};
BOOST_DESCRIBE_STRUCT(AddressChoiceOut, (), (area, area_names, place, doubt, whole))

struct AddressOut {
  AddressOutcome outcome{};
  std::vector<AddressWordOut> words;      ///< how it was read
  std::vector<AddressChoiceOut> choices;  ///< best first; just one for the outcome `one`
  bool more = false;
};
BOOST_DESCRIBE_STRUCT(AddressOut, (), (outcome, words, choices, more))

struct LocateOut {
  bool inside = false;  ///< of an address: whether it means one place
  std::int64_t territory_version = 0;
  std::optional<AreaOut> area;     ///< the deepest there is
  std::vector<AreaOut> chain;      ///< from it up to the district
  std::optional<NearOut> nearest;  ///< outside only
  std::optional<AddressOut> address;
};
BOOST_DESCRIBE_STRUCT(LocateOut, (), (inside, territory_version, area, chain, nearest, address))

constexpr std::int32_t kAreasUsual = 1000;
constexpr std::int32_t kAreasMost = 5000;

AreaOut shown(const TerritorySnapshot& territory, const Area& a) {
  AreaOut out;
  out.id = a.id;
  if (a.parent) out.parent = a.parent;
  out.level = a.level;
  out.code = a.code;
  out.name = a.name;
  out.depth = a.depth;
  out.children = static_cast<std::int64_t>(territory.children(a.id).size());
  out.area_m2 = std::llround(a.area_m2);
  out.label = a.label;
  return out;
}

DistrictOut shown(const TerritorySnapshot& territory) {
  const District& d = territory.district();
  DistrictOut out;
  out.id = d.id;
  out.code = d.code;
  out.name = d.name;
  out.name_en = d.name_en;
  out.root = d.root;
  out.utc_offset_minutes = d.utc_offset_minutes;
  out.territory_version = d.territory_version;
  out.areas = static_cast<std::int64_t>(territory.all().size());
  if (!territory.bounds().empty()) {
    out.bounds = territory.bounds();
    const Area* root = territory.find(d.root);
    out.centre = root->label ? *root->label : territory.bounds().centre();
  }
  return out;
}

Error no_district() { return not_found("district_unknown", "There is no such district."); }

AddressChoiceOut shown(const TerritorySnapshot& territory, const AddressChoice& choice,
                       bool staff) {
  const Area* area = &territory.all()[choice.area];
  // The public learns whose a house is, not which of its doors are on record.
  const bool door = !staff && area->level == Level::dwelling;
  if (const Area* house = territory.up_to(area->id, Level::building); door && house) area = house;
  AddressChoiceOut out{shown(territory, *area),
                       {},
                       spot_in(territory, *area),
                       choice.doubt,
                       staff ? choice.whole : true};
  for (const Area* a : territory.chain(area->id))
    out.area_names.insert(out.area_names.begin(), a->name);
  return out;
}

LocateOut locate_address(const TerritorySnapshot& territory, std::string_view address, bool staff) {
  LocateOut out;
  out.territory_version = territory.version();
  AddressOut& told = out.address.emplace();
  if (const Area* coded = territory.find_code(address)) {
    const auto index = static_cast<std::uint32_t>(coded - territory.all().data());
    told.outcome = AddressOutcome::one;
    told.choices.push_back(shown(territory, AddressChoice{index, AddressDoubt::none, true}, staff));
  } else {
    const AddressAnswer found = territory.addresses().find(address);
    told.outcome = found.outcome;
    told.more = found.more;
    for (const auto& w : found.words) told.words.push_back({w.words, w.part});
    for (const auto& c : found.choices) {
      auto choice = shown(territory, c, staff);
      const bool again =
          std::any_of(told.choices.begin(), told.choices.end(),
                      [&](const AddressChoiceOut& o) { return o.area.id == choice.area.id; });
      if (!again) told.choices.push_back(std::move(choice));
    }
  }
  if (told.outcome != AddressOutcome::one) return out;
  out.inside = true;
  out.area = told.choices.front().area;
  for (const Area* a : territory.chain(out.area->id)) out.chain.push_back(shown(territory, *a));
  return out;
}

Result<LocateOut> locate(const TerritorySnapshot& territory, const LocateQuery& query, bool staff) {
  if (query.address) {
    if (query.lat || query.lon) {
      return invalid("place_twice", "Give a point or an address, not both.", "?address");
    }
    return locate_address(territory, query.address->str(), staff);
  }
  for (const auto& [value, field] : {std::pair(query.lat, "?lat"), std::pair(query.lon, "?lon")}) {
    if (!value) {
      return invalid("coordinate_missing", "Give lat and lon in degrees of WGS-84.", field);
    }
  }
  const geo::LatLon point{*query.lat, *query.lon};
  if (!point.on_earth()) {
    return invalid("coordinate_off_earth", "Latitude is -90 to 90 and longitude -180 to 180.",
                   std::abs(point.lat) <= 90 ? "?lon" : "?lat");
  }
  const Located found = territory.locate(point);
  LocateOut out;
  out.inside = found.inside;
  out.territory_version = territory.version();
  for (const Area* a : found.chain) out.chain.push_back(shown(territory, *a));
  if (found.area) out.area = shown(territory, *found.area);
  if (found.nearest) {
    out.nearest = NearOut{shown(territory, *found.nearest), std::llround(found.metres)};
  }
  return out;
}

Result<AreasOut> list(const TerritorySnapshot& territory, const AreasQuery& query) {
  const std::int32_t limit = query.limit.value_or(kAreasUsual);
  if (limit < 1 || limit > kAreasMost) {
    return invalid("limit_out_of_range", "Ask for 1 to 5000 areas at a time.", "?limit");
  }
  const auto within = territory.subtree(query.under.value_or(territory.root()));
  if (within.empty()) return invalid("area_unknown", "There is no such area here.", "?under");
  std::size_t at = 0;
  if (query.after) {
    const Area* last = territory.find(*query.after);
    if (!last || last < within.data() || last >= within.data() + within.size()) {
      return invalid("area_unknown", "There is no such area here.", "?after");
    }
    at = static_cast<std::size_t>(last - within.data()) + 1;
  }
  AreasOut out;
  out.territory_version = territory.version();
  for (; at < within.size(); ++at) {
    if (query.level && within[at].level != *query.level) continue;
    if (out.areas.size() == static_cast<std::size_t>(limit)) {
      out.next = out.areas.back().id;
      break;
    }
    out.areas.push_back(shown(territory, within[at]));
  }
  return out;
}

// ---- outlines as GeoJSON
// --------------------------------------------------------------------------

struct OutlineQuery {
  std::optional<Level> level;         ///< default grid
  std::optional<AreaId> under;        ///< only what lies below this area
  std::optional<double> tolerance_m;  ///< how far a line may stray; default 2 m, at most 1000
};
BOOST_DESCRIBE_STRUCT(OutlineQuery, (), (level, under, tolerance_m))

constexpr std::size_t kOutlinesMost = 5000;

void put_number(std::string& out, double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6f", value);
  out += text;
}

void put_point(std::string& out, geo::LatLon p) {
  out += '[';
  put_number(out, p.lon);
  out += ',';
  put_number(out, p.lat);
  out += ']';
}

void put_shape(std::string& out, const geo::MultiPolygon& shape) {
  const auto put_ring = [&](const geo::Ring& ring) {
    out += '[';
    for (std::size_t i = 0; i < ring.size(); ++i) {
      if (i > 0) out += ',';
      put_point(out, ring[i]);
    }
    out += ']';
  };
  out += R"({"type":"MultiPolygon","coordinates":[)";
  for (std::size_t p = 0; p < shape.size(); ++p) {
    out += p > 0 ? ",[" : "[";
    put_ring(shape[p].outer);
    for (const geo::Ring& hole : shape[p].holes) {
      out += ',';
      put_ring(hole);
    }
    out += ']';
  }
  out += "]}";
}

std::string as_geojson(const TerritorySnapshot& territory, const std::vector<KnownArea>& areas,
                       double tolerance_m) {
  std::vector<geo::MultiPolygon> shapes;
  shapes.reserve(areas.size());
  for (const KnownArea& k : areas) shapes.push_back(k.shape);
  shapes = geo::simplified(shapes, tolerance_m);
  std::string out = R"({"type":"FeatureCollection","features":[)";
  for (std::size_t i = 0; i < areas.size(); ++i) {
    out += i > 0 ? ",\n" : "\n";
    out += R"({"type":"Feature","id":)" + json::encode(to_string(areas[i].area.id));
    out += R"(,"properties":)" + json::encode(shown(territory, *territory.find(areas[i].area.id)));
    out += R"(,"geometry":)";
    put_shape(out, shapes[i]);
    out += '}';
  }
  return out += "\n]}\n";
}

/// Made once per version and question; the last few are kept.
class OutlineCache {
 public:
  std::shared_ptr<const std::string> find(const std::string& etag) {
    const std::lock_guard lock(guard_);
    const auto found = kept_.find(etag);
    return found == kept_.end() ? nullptr : found->second;
  }
  void keep(const std::string& etag, std::shared_ptr<const std::string> body) {
    const std::lock_guard lock(guard_);
    if (kept_.size() >= 32) kept_.clear();
    kept_[etag] = std::move(body);
  }

 private:
  std::mutex guard_;
  std::map<std::string, std::shared_ptr<const std::string>> kept_;
};

Result<http::Response> outlines(db::ReadTx& tx, const TerritorySnapshot& territory,
                                const OutlineQuery& query, std::string_view known_etag,
                                OutlineCache& cache) {
  const double tolerance = query.tolerance_m.value_or(2);
  if (!(tolerance >= 0 && tolerance <= 1000)) {
    return invalid("tolerance_out_of_range", "Lines may stray 0 to 1000 metres.", "?tolerance_m");
  }
  const Level level = query.level.value_or(Level::grid);
  const AreaId under = query.under.value_or(territory.root());
  if (!territory.find(under)) {
    return invalid("area_unknown", "There is no such area here.", "?under");
  }
  http::Response out;
  const std::string etag = '"' + std::to_string(territory.district().territory_stamp) + '-' +
                           std::string(code_of(level)) + '-' + to_string(under) + '-' +
                           std::to_string(std::llround(tolerance * 100)) + '"';
  out.content_type = "application/geo+json";
  out.headers = {{"ETag", etag}, {"Cache-Control", "no-cache"}};
  if (known_etag == etag) {
    out.status = 304;
    return out;
  }
  auto body = cache.find(etag);
  if (!body) {
    auto areas = store::load_areas(tx, territory.district().id, territory.version());
    std::erase_if(areas, [&](const KnownArea& k) {
      return k.area.level != level || k.shape.empty() || !territory.within(k.area.id, under);
    });
    if (areas.size() > kOutlinesMost) {
      return invalid("too_many_areas", "More than 5000 outlines: name an area with `under`.",
                     "?under");
    }
    body = std::make_shared<const std::string>(as_geojson(territory, areas, tolerance));
    cache.keep(etag, body);
  }
  out.body = *body;
  return out;
}

/// Codes never change their district, so what was found once stays found.
class RememberedDistricts final : public api::DistrictLookup {
 public:
  explicit RememberedDistricts(db::Database& database) : database_(database) {}

  std::optional<DistrictId> find(std::string_view code) override {
    if (!check_district_code(code).ok()) return std::nullopt;
    {
      const std::shared_lock lock(guard_);
      if (const auto found = known_.find(code); found != known_.end()) return found->second;
    }
    const auto district =
        database_.read([&](db::ReadTx& tx) { return store::find_district(tx, code); });
    if (!district) return std::nullopt;
    const std::unique_lock lock(guard_);
    known_.emplace(code, district->id);
    return district->id;
  }

 private:
  db::Database& database_;
  std::shared_mutex guard_;
  std::map<std::string, DistrictId, std::less<>> known_;
};

void append_district_routes(api::Api& api, Territories& territories) {
  api.get<api::NoQuery, DistrictsOut>(
      "/api/v1/districts", api::open_to_all("areas.read"), {"All districts served here", "areas"},
      [](db::ReadTx& tx, const api::Call&, const api::NoQuery&) -> Result<DistrictsOut> {
        DistrictsOut out;
        for (const District& d : store::list_districts(tx, 1000)) {
          out.districts.push_back({d.code, d.name, d.name_en});
        }
        return out;
      });
  api.get<api::NoQuery, DistrictOut>(
      "/api/v1/{district}", api::open_to_all("areas.read"),
      {"One district: name, clock, bounds, territory version", "areas"},
      [&territories](db::ReadTx& tx, const api::Call& call,
                     const api::NoQuery&) -> Result<DistrictOut> {
        const auto territory = territories.current(tx, call.district);
        if (!territory) return no_district();
        return shown(*territory);
      });
}

}  // namespace

std::unique_ptr<api::DistrictLookup> make_district_lookup(db::Database& database) {
  return std::make_unique<RememberedDistricts>(database);
}

void append_areas_routes(api::Api& api, Territories& territories) {
  append_district_routes(api, territories);
  api.get<LocateQuery, LocateOut>(
      "/api/v1/{district}/locate", api::open_to_all("areas.read"),
      {"Whose is this point or address? The deepest area and its chain upward", "areas"},
      [&territories](db::ReadTx& tx, const api::Call& call,
                     const LocateQuery& query) -> Result<LocateOut> {
        const auto territory = territories.current(tx, call.district);
        if (!territory) return no_district();
        return locate(*territory, query, call.caller.has_value());
      },
      {.rate = {240, std::chrono::seconds(1)}});
  api.get<AreasQuery, AreasOut>("/api/v1/{district}/areas", api::open_to_all("areas.read"),
                                {"The tree of areas, a parent before its children", "areas"},
                                [&territories](db::ReadTx& tx, const api::Call& call,
                                               const AreasQuery& query) -> Result<AreasOut> {
                                  const auto territory = territories.current(tx, call.district);
                                  if (!territory) return no_district();
                                  return list(*territory, query);
                                });
  auto cache = std::make_shared<OutlineCache>();
  api.get_raw("/api/v1/{district}/areas.geojson", api::open_to_all("areas.read"),
              {"Simplified outlines of one level for a map", "areas"}, "application/geo+json",
              [&territories, cache](db::ReadTx& tx, const api::Call& call,
                                    const http::Request& request) -> Result<http::Response> {
                GEWU_TRY(const auto query, json::decode_query<OutlineQuery>(request.query));
                const auto territory = territories.current(tx, call.district);
                if (!territory) return no_district();
                return outlines(tx, *territory, query, request.header("if-none-match"), *cache);
              });
}

}  // namespace gewu::areas
