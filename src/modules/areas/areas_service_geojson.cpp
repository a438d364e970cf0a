// SPDX-License-Identifier: Apache-2.0
#include "modules/areas/areas_service_geojson.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "json/reader.hpp"

namespace gewu::areas {
namespace {

using json::Node;
using json::Path;

constexpr json::Limits kFileLimits{
    .bytes = 200 * 1024 * 1024, .depth = 32, .array_items = 5'000'000};
constexpr std::size_t kPropertiesMost = 200;

std::optional<std::string> string_of(Node node) {
  json::Reader ignored;
  if (!node || node.is_null()) return std::nullopt;
  const auto text = json::read_string(node, Path{}, ignored);
  return text ? std::optional(std::string(*text)) : std::nullopt;
}

std::optional<std::size_t> array_of(Node node) {
  json::Reader ignored;
  return node ? json::read_array(node, Path{}, ignored) : std::nullopt;
}

bool is_object(Node node) {
  json::Reader ignored;
  return node && json::read_object(node, Path{}, ignored);
}

Node child(Node object, std::string_view name) {
  return is_object(object) ? json::member(object, name) : Node();
}

std::optional<double> number_of(Node node) {
  json::Reader ignored;
  return node && !node.is_null() ? json::read_number(node, Path{}, ignored) : std::nullopt;
}

/// A scalar as text: numbers as short as they go, so that 411281 and 411281.0 are one code.
std::optional<std::string> scalar_text(Node node) {
  if (auto text = string_of(node)) return text;
  if (const auto value = number_of(node)) {
    char text[32];
    if (std::trunc(*value) == *value && std::abs(*value) < 9e15) {
      const auto end = std::to_chars(text, text + sizeof text, static_cast<std::int64_t>(*value));
      return std::string(text, end.ptr);
    }
    const auto end = std::to_chars(text, text + sizeof text, *value);
    return std::string(text, end.ptr);
  }
  json::Reader ignored;
  if (!node || node.is_null()) return std::nullopt;
  if (const auto truth = json::read_boolean(node, Path{}, ignored))
    return *truth ? "true" : "false";
  return std::nullopt;
}

void read_properties(Node object, const std::string& prefix, Feature& out) {
  if (!is_object(object)) return;
  for (std::size_t i = 0; i < json::member_count(object); ++i) {
    if (out.properties.size() >= kPropertiesMost) return;
    const auto [key, value] = json::member_at(object, i);
    const std::string name = prefix + std::string(key);
    if (auto text = scalar_text(value)) {
      out.properties.emplace_back(name, std::move(*text));
    } else if (prefix.empty()) {
      read_properties(value, name + ".", out);
    }
  }
}

geo::LatLon read_position(Node node) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto count = array_of(node);
  if (!count || *count < 2) return {nan, nan};
  return {number_of(json::item(node, 1)).value_or(nan),
          number_of(json::item(node, 0)).value_or(nan)};
}

/// Nothing where the nesting is not that of a polygon.
std::optional<geo::Polygon> read_polygon(Node node) {
  const auto rings = array_of(node);
  if (!rings) return std::nullopt;
  geo::Polygon out;
  for (std::size_t r = 0; r < *rings; ++r) {
    const Node line = json::item(node, r);
    const auto points = array_of(line);
    if (!points) return std::nullopt;
    geo::Ring ring;
    ring.reserve(*points);
    for (std::size_t i = 0; i < *points; ++i) ring.push_back(read_position(json::item(line, i)));
    (r == 0 ? out.outer : out.holes.emplace_back()) = std::move(ring);
  }
  return out;
}

void read_geometry(Node node, Feature& out) {
  if (!node || node.is_null()) return;
  const auto type = string_of(child(node, "type")).value_or("");
  const Node coordinates = child(node, "coordinates");
  const auto broken = [&] {
    out.flaw = geo::Flaw{"geometry_malformed",
                         "the coordinates are not nested as a " + type + " asks for"};
  };
  if (type == "Point") {
    out.point = read_position(coordinates);
  } else if (type == "Polygon") {
    auto polygon = read_polygon(coordinates);
    if (!polygon) return broken();
    out.shape.push_back(std::move(*polygon));
  } else if (type == "MultiPolygon") {
    const auto parts = array_of(coordinates);
    if (!parts) return broken();
    for (std::size_t i = 0; i < *parts; ++i) {
      auto polygon = read_polygon(json::item(coordinates, i));
      if (!polygon) return broken();
      out.shape.push_back(std::move(*polygon));
    }
  } else {
    out.flaw = geo::Flaw{"geometry_not_an_area",
                         "a " + (type.empty() ? "geometry without type" : type) +
                             " is no outline; give a Polygon, MultiPolygon or Point"};
    return;
  }
  const bool empty_type = type != "Point" && out.shape.empty();
  if (empty_type) out.flaw = geo::Flaw{"geometry_empty", "there is no outline"};
}

Feature read_feature(Node node, std::size_t number) {
  Feature out;
  out.number = number;
  if (string_of(child(node, "type")).value_or("") != "Feature") {
    out.flaw = geo::Flaw{"geometry_malformed", "this is no Feature"};
    return out;
  }
  read_properties(child(node, "properties"), "", out);
  read_geometry(child(node, "geometry"), out);
  return out;
}

Error not_geojson(std::string what) { return invalid("geojson_expected", std::move(what)); }

Result<FieldRule> read_rule(Node node, const std::string& ours) {
  FieldRule rule;
  if (auto name = string_of(node)) {
    rule.property = std::move(*name);
    return rule;
  }
  const auto malformed = [&](const char* why) {
    return invalid("map_malformed", "The map's entry for " + ours + " " + why + ".", "/" + ours);
  };
  if (!is_object(node)) return malformed("is neither a name nor an object");
  rule.value = scalar_text(child(node, "value"));
  rule.property = string_of(child(node, "property")).value_or("");
  const Node values = child(node, "values");
  if (values && !is_object(values)) return malformed("has values that are no object");
  for (std::size_t i = 0; values && i < json::member_count(values); ++i) {
    const auto [theirs, own] = json::member_at(values, i);
    rule.values[std::string(theirs)] = scalar_text(own).value_or("");
  }
  if (!rule.value && rule.property.empty()) return malformed("names neither property nor value");
  return rule;
}

}  // namespace

Result<FeatureFile> read_geojson(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  auto document = json::Document::parse(bytes, kFileLimits);
  if (!document.ok()) return std::move(document).error();
  const Node root = document->root();
  FeatureFile out;
  const auto type = string_of(child(root, "type")).value_or("");
  if (type == "Feature") {
    out.features.push_back(read_feature(root, 1));
  } else if (type == "FeatureCollection") {
    const Node features = child(root, "features");
    const auto count = array_of(features);
    if (!count) return not_geojson("The FeatureCollection has no list of features.");
    for (std::size_t i = 0; i < *count; ++i) {
      out.features.push_back(read_feature(json::item(features, i), i + 1));
    }
  } else {
    return not_geojson("The file is JSON but no GeoJSON FeatureCollection.");
  }
  out.crs = string_of(child(child(child(root, "crs"), "properties"), "name"));
  return out;
}

Result<FieldMap> read_field_map(std::string_view text) {
  auto document = json::Document::parse(text, {.bytes = 64 * 1024});
  if (!document.ok()) {
    return invalid("map_malformed", "The map cannot be read: " + document.error().detail);
  }
  const Node root = document->root();
  if (!is_object(root)) return invalid("map_malformed", "The map must be a JSON object.");
  FieldMap out;
  for (std::size_t i = 0; i < json::member_count(root); ++i) {
    const auto [key, value] = json::member_at(root, i);
    const std::string ours(key);
    const auto& known = our_fields();
    if (std::find(known.begin(), known.end(), ours) == known.end()) {
      std::string why = "The map speaks of " + ours + "; it may name";
      for (std::string_view name : known) why.append(" ").append(name);
      return invalid("map_malformed", why + ".", "/" + ours);
    }
    GEWU_TRY(out[ours], read_rule(value, ours));
  }
  return out;
}

}  // namespace gewu::areas
