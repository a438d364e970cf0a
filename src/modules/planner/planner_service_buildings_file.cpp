// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <boost/json.hpp>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "geo/tessellation.hpp"
#include "json/reader.hpp"
#include "modules/planner/planner.hpp"

namespace gewu::planner {

namespace {

constexpr std::size_t kBytesMost = 200UL * 1024 * 1024;
constexpr std::size_t kBuildingsMost = 50'000;
constexpr double kHullMarginMetres = 0.1;
constexpr json::Limits kLimits{.bytes = kBytesMost, .depth = 32, .array_items = 5'000'000};

using boost::json::array;
using boost::json::object;
using boost::json::value;

std::string feature_at(std::size_t i) { return "/features/" + std::to_string(i); }

Result<std::string> text_of(const std::string& path) {
  std::error_code error;
  const auto bytes = std::filesystem::file_size(path, error);
  std::ifstream in(path, std::ios::binary);
  if (error || !in)
    return invalid("file_unreadable", "The file cannot be read; check its name and rights.");
  if (bytes > kBytesMost)
    return Error{Failure::too_large,
                 "file_too_large",
                 "The file has more than 200 MiB; divide it area by area.",
                 {}};
  return std::string{std::istreambuf_iterator<char>(in), {}};
}

std::optional<double> number(const value* v) {
  if (v == nullptr || !v->is_number()) return std::nullopt;
  return v->to_number<double>();
}

std::string scalar(const value* v) {
  if (v == nullptr) return {};
  if (v->is_string()) return std::string(v->get_string());
  return v->is_number() ? boost::json::serialize(*v) : std::string();
}

std::optional<std::vector<geo::LatLon>> line_of(const value& v) {
  const array* points = v.if_array();
  if (points == nullptr) return std::nullopt;
  std::vector<geo::LatLon> line;
  for (const value& p : *points) {
    const array* pair = p.if_array();
    if (pair == nullptr || pair->size() < 2) return std::nullopt;
    const auto lon = number(pair->data()), lat = number(pair->data() + 1);
    if (!lon || !lat) return std::nullopt;
    line.push_back({*lat, *lon});
  }
  return line;
}

std::optional<geo::Polygon> polygon_of(const value& v) {
  const array* rings = v.if_array();
  if (rings == nullptr || rings->empty()) return std::nullopt;
  geo::Polygon polygon;
  for (std::size_t i = 0; i < rings->size(); ++i) {
    auto ring = line_of((*rings)[i]);
    if (!ring) return std::nullopt;
    if (i == 0)
      polygon.outer = std::move(*ring);
    else
      polygon.holes.push_back(std::move(*ring));
  }
  return polygon;
}

struct Geometry {
  std::string type;
  const value* coordinates = nullptr;
};
Geometry geometry_of(const object& feature) {
  const value* found = feature.if_contains("geometry");
  const object* geometry = found == nullptr ? nullptr : found->if_object();
  if (geometry == nullptr) return {};
  return {scalar(geometry->if_contains("type")), geometry->if_contains("coordinates")};
}

std::optional<geo::MultiPolygon> shape_of(const object& feature) {
  const Geometry geometry = geometry_of(feature);
  if (geometry.coordinates == nullptr) return std::nullopt;
  geo::MultiPolygon shape;
  if (geometry.type == "Polygon") {
    auto polygon = polygon_of(*geometry.coordinates);
    if (!polygon) return std::nullopt;
    shape.push_back(std::move(*polygon));
    return shape;
  }
  const array* polygons = geometry.coordinates->if_array();
  if (geometry.type != "MultiPolygon" || polygons == nullptr) return std::nullopt;
  for (const value& one : *polygons) {
    auto polygon = polygon_of(one);
    if (!polygon) return std::nullopt;
    shape.push_back(std::move(*polygon));
  }
  return shape;
}

const object& properties_of(const object& feature) {
  static const object none;
  const value* found = feature.if_contains("properties");
  return found != nullptr && found->is_object() ? found->get_object() : none;
}

/// Whole numbers of people or cases; nothing where there is none.
Result<std::optional<std::int64_t>> count_of(const object& properties, const char* name,
                                             std::size_t i) {
  const value* found = properties.if_contains(name);
  if (found == nullptr || found->is_null()) return std::optional<std::int64_t>();
  const auto count = number(found);
  if (!count || !(*count >= 0 && *count <= 1e6) || std::trunc(*count) != *count)
    return invalid("count_invalid",
                   std::string(name) + " of feature " + std::to_string(i + 1) +
                       " is no whole number from 0 to 1,000,000.",
                   feature_at(i) + "/properties/" + name);
  return std::optional(static_cast<std::int64_t>(*count));
}

Result<Building> building_of(const object& feature, std::size_t i) {
  const object& properties = properties_of(feature);
  auto shape = shape_of(feature);
  const std::string words = "Feature " + std::to_string(i + 1);
  if (!shape)
    return invalid("geometry_invalid", words + " is no polygon; buildings are.",
                   feature_at(i) + "/geometry");
  Building building;
  if (const auto flaw = geo::find_flaw(*shape)) {
    // A footprint that touches or crosses itself is a building all the same: its hull stands for
    // it. Coordinates that are wrong are no place at all.
    if (flaw->code.starts_with("coordinate") || flaw->code == "geometry_empty")
      return invalid(flaw->code, words + ": " + flaw->detail, feature_at(i) + "/geometry");
    shape = geo::frame_around(std::span(&*shape, 1), kHullMarginMetres);
    building.mended = true;
  }
  building.id = scalar(properties.if_contains("id"));
  if (building.id.empty()) building.id = std::to_string(i + 1);
  building.shape = geo::normalised(*shape);
  if (const value* height = properties.if_contains("height");
      height != nullptr && !height->is_null()) {
    const auto metres = number(height);
    if (!metres || !(*metres >= 0 && *metres <= 2000))
      return invalid("height_invalid", words + ": its height is no number of metres to 2,000.",
                     feature_at(i) + "/properties/height");
    building.height_m = *metres;
  }
  GEWU_TRY(building.households, count_of(properties, "households", i));
  GEWU_TRY(const auto cases, count_of(properties, "open_cases", i));
  building.open_cases = cases.value_or(0);
  building.today = scalar(properties.if_contains("micro_grid"));
  return building;
}

/// What a road keeps apart, by its class in OpenStreetMap; what is not named is a path.
double weight_of(std::string_view highway) {
  static const std::map<std::string_view, double> weights{
      {"motorway", 0.95}, {"trunk", 0.9},       {"primary", 0.85},    {"secondary", 0.8},
      {"tertiary", 0.65}, {"residential", 0.4}, {"unclassified", 0.4}};
  const auto link = highway.find("_link");
  const auto found = weights.find(link == highway.npos ? highway : highway.substr(0, link));
  return found == weights.end() ? 0.2 : found->second;
}

template <class Take>
Done each_feature(const std::string& text, Take take) {
  GEWU_TRY(const auto document, json::Document::parse(text, kLimits));
  const object* root = document.root().raw().if_object();
  const value* list = root == nullptr ? nullptr : root->if_contains("features");
  if (list == nullptr || !list->is_array())
    return invalid("geojson_malformed", "The file is no GeoJSON FeatureCollection.", "/features");
  const array& features = list->get_array();
  for (std::size_t i = 0; i < features.size(); ++i) {
    const object* feature = features[i].if_object();
    if (feature == nullptr)
      return invalid("geojson_malformed", "A feature is no object.", feature_at(i));
    GEWU_CHECK(take(*feature, i));
  }
  return done();
}

std::string shortest(double number) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number);
  return {text.data(), end.ptr};
}

void write_ring(std::string& out, const geo::Ring& ring) {
  out += '[';
  for (std::size_t i = 0; i < ring.size(); ++i) {
    if (i > 0) out += ',';
    out += '[' + shortest(ring[i].lon) + ',' + shortest(ring[i].lat) + ']';
  }
  out += ']';
}

void write_shape(std::string& out, const geo::MultiPolygon& shape) {
  out += R"({"type":"MultiPolygon","coordinates":[)";
  for (std::size_t i = 0; i < shape.size(); ++i) {
    out += i > 0 ? ",[" : "[";
    write_ring(out, shape[i].outer);
    for (const geo::Ring& hole : shape[i].holes) {
      out += ',';
      write_ring(out, hole);
    }
    out += ']';
  }
  out += "]}";
}

double rounded(double number, double unit) { return std::round(number / unit) * unit; }

}  // namespace

Result<std::vector<Building>> read_buildings(const std::string& path) {
  GEWU_TRY(const std::string text, text_of(path));
  return parse_buildings(text);
}

Result<std::vector<Building>> parse_buildings(const std::string& text) {
  std::vector<Building> buildings;
  GEWU_CHECK(each_feature(text, [&](const object& feature, std::size_t i) -> Done {
    if (buildings.size() == kBuildingsMost)
      return Error{Failure::too_large, "buildings_too_many",
                   "There are more than 50,000 buildings; divide them area by area.",
                   feature_at(i)};
    GEWU_TRY(Building one, building_of(feature, i));
    buildings.push_back(std::move(one));
    return done();
  }));
  return buildings;
}

Result<std::vector<Barrier>> read_barriers(const std::string& path) {
  GEWU_TRY(const std::string text, text_of(path));
  std::vector<Barrier> barriers;
  GEWU_CHECK(each_feature(text, [&](const object& feature, std::size_t i) -> Done {
    const Geometry geometry = geometry_of(feature);
    const double weight = weight_of(scalar(properties_of(feature).if_contains("highway")));
    const auto add = [&](const value& line) -> Done {
      auto points = line_of(line);
      if (!points)
        return invalid("geometry_invalid",
                       "Feature " + std::to_string(i + 1) + " is no line; roads are.",
                       feature_at(i) + "/geometry");
      barriers.push_back({std::move(*points), weight});
      return done();
    };
    if (geometry.type == "LineString" && geometry.coordinates != nullptr)
      return add(*geometry.coordinates);
    if (geometry.type != "MultiLineString" || geometry.coordinates == nullptr ||
        !geometry.coordinates->is_array())
      return invalid("geometry_invalid",
                     "Feature " + std::to_string(i + 1) + " is no line; roads are.",
                     feature_at(i) + "/geometry");
    for (const value& line : geometry.coordinates->get_array()) GEWU_CHECK(add(line));
    return done();
  }));
  return barriers;
}

std::string building_plan_as_geojson(const std::vector<Building>& buildings,
                                     const BuildingPlan& plan) {
  std::string out = R"({"type":"FeatureCollection","features":[)";
  for (std::size_t g = 0; g < plan.grids.size(); ++g) {
    const MicroGrid& grid = plan.grids[g];
    object properties;
    properties["micro_grid"] = static_cast<std::int64_t>(g + 1);
    properties["households"] = grid.households;
    properties["own"] = grid.own;
    array ids;
    for (const std::size_t b : grid.buildings) ids.emplace_back(buildings[b].id);
    properties["buildings"] = std::move(ids);
    out += g > 0 ? ",\n" : "\n";
    out += R"({"type":"Feature","properties":)" + boost::json::serialize(properties) +
           R"(,"geometry":)";
    write_shape(out, grid.ground);
    out += '}';
  }
  return out + "\n]}\n";
}

std::string building_plan_as_json(const BuildingPlan& plan, std::uint64_t seed) {
  const auto text = [](double number) { return shortest(number); };
  std::string out = R"({"micro_grids":)" + std::to_string(plan.grids.size());
  const auto add = [&](const char* key, const std::string& figure) {
    out += ",\"" + std::string(key) + "\":" + figure;
  };
  add("own", std::to_string(static_cast<std::int64_t>(plan.grids.size()) - plan.shared));
  add("shared", std::to_string(plan.shared));
  add("shared_within", std::to_string(plan.within));
  add("compactness_mean", text(rounded(plan.compactness_mean, 0.001)));
  add("border_m", text(std::round(plan.border_metres)));
  add("barriers_crossed", std::to_string(plan.barriers_crossed));
  add("households_moved", std::to_string(plan.households_moved));
  add("cases_moved", std::to_string(plan.cases_moved));
  add("stopped", plan.ended == Ended::stopped ? "true" : "false");
  add("seed", std::to_string(seed));
  return out + "}";
}

}  // namespace gewu::planner
