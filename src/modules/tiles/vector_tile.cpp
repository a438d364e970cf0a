// SPDX-License-Identifier: Apache-2.0
#include "modules/tiles/vector_tile.hpp"

#include <protozero/pbf_builder.hpp>
#include <protozero/pbf_writer.hpp>

namespace gewu::tiles {

namespace {

// Numbers of the fields and of the commands in the specification.
constexpr protozero::pbf_tag_type kTileLayers = 3;
constexpr protozero::pbf_tag_type kLayerName = 1, kLayerFeatures = 2, kLayerKeys = 3,
                                  kLayerValues = 4, kLayerExtent = 5, kLayerVersion = 15;
constexpr protozero::pbf_tag_type kFeatureTags = 2, kFeatureType = 3, kFeatureGeometry = 4;
constexpr protozero::pbf_tag_type kValueString = 1, kValueSint = 6, kValueBool = 7;
constexpr std::uint32_t kPoint = 1, kPolygon = 3;
constexpr std::uint32_t kMoveTo = 1, kLineTo = 2, kClosePath = 7;

/// Commands with the differences between one corner and the next.
class Pen {
 public:
  void command(std::uint32_t id, std::size_t count) {
    out_.push_back(static_cast<std::uint32_t>(count) << 3 | id);
  }
  void go(TilePoint to) {
    out_.push_back(protozero::encode_zigzag32(to.x - at_.x));
    out_.push_back(protozero::encode_zigzag32(to.y - at_.y));
    at_ = to;
  }
  void ring(const TileRing& ring) {
    command(kMoveTo, 1);
    go(ring.front());
    command(kLineTo, ring.size() - 1);
    for (std::size_t i = 1; i < ring.size(); ++i) go(ring[i]);
    command(kClosePath, 1);
  }
  const std::vector<std::uint32_t>& drawn() const { return out_; }

 private:
  std::vector<std::uint32_t> out_;
  TilePoint at_;
};

std::string value_bytes(const Property& value) {
  std::string out;
  protozero::pbf_writer writer(out);
  if (const auto* text = std::get_if<std::string>(&value)) writer.add_string(kValueString, *text);
  if (const auto* number = std::get_if<std::int64_t>(&value))
    writer.add_sint64(kValueSint, *number);
  if (const auto* flag = std::get_if<bool>(&value)) writer.add_bool(kValueBool, *flag);
  return out;
}

}  // namespace

std::vector<std::uint32_t> Layer::tags_of(const Properties& properties) {
  std::vector<std::uint32_t> out;
  for (const auto& [key, value] : properties) {
    auto known = key_index_.find(key);
    if (known == key_index_.end()) {
      known = key_index_.emplace(key, static_cast<std::uint32_t>(keys_.size())).first;
      keys_.emplace_back(key);
    }
    out.push_back(known->second);
    const auto [at, fresh] =
        value_index_.try_emplace(value, static_cast<std::uint32_t>(values_.size()));
    if (fresh) values_.push_back(value);
    out.push_back(at->second);
  }
  return out;
}

void Layer::add(std::uint32_t type, const std::vector<std::uint32_t>& tags,
                const std::vector<std::uint32_t>& geometry) {
  std::string out;
  protozero::pbf_writer writer(out);
  writer.add_packed_uint32(kFeatureTags, tags.begin(), tags.end());
  writer.add_enum(kFeatureType, static_cast<std::int32_t>(type));
  writer.add_packed_uint32(kFeatureGeometry, geometry.begin(), geometry.end());
  features_.push_back(std::move(out));
}

void Layer::add_point(TilePoint at, const Properties& properties) {
  Pen pen;
  pen.command(kMoveTo, 1);
  pen.go(at);
  add(kPoint, tags_of(properties), pen.drawn());
}

void Layer::add_polygons(const std::vector<TilePolygon>& polygons, const Properties& properties) {
  if (polygons.empty()) return;
  Pen pen;
  for (const auto& polygon : polygons) {
    pen.ring(polygon.outer);
    for (const auto& hole : polygon.holes) pen.ring(hole);
  }
  add(kPolygon, tags_of(properties), pen.drawn());
}

std::string Layer::bytes() const {
  std::string out;
  protozero::pbf_writer writer(out);
  writer.add_uint32(kLayerVersion, 2);
  writer.add_string(kLayerName, name_);
  for (const auto& feature : features_) writer.add_message(kLayerFeatures, feature);
  for (const auto& key : keys_) writer.add_string(kLayerKeys, key);
  for (const auto& value : values_) writer.add_message(kLayerValues, value_bytes(value));
  writer.add_uint32(kLayerExtent, kExtent);
  return out;
}

std::string tile_bytes(const std::vector<const Layer*>& layers) {
  std::string out;
  protozero::pbf_writer writer(out);
  for (const Layer* layer : layers) {
    if (!layer->empty()) writer.add_message(kTileLayers, layer->bytes());
  }
  return out;
}

}  // namespace gewu::tiles
