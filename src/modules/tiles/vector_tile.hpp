// SPDX-License-Identifier: Apache-2.0
// Mapbox Vector Tile 2.1, written. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "modules/tiles/tile.hpp"

namespace gewu::tiles {

using Property = std::variant<std::string, std::int64_t, bool>;
using Properties = std::vector<std::pair<std::string_view, Property>>;

/// One layer: features share its keys and values.
class Layer {
 public:
  explicit Layer(std::string_view name) : name_(name) {}
  void add_point(TilePoint at, const Properties& properties);
  void add_polygons(const std::vector<TilePolygon>& polygons, const Properties& properties);
  bool empty() const { return features_.empty(); }
  std::string bytes() const;

 private:
  std::vector<std::uint32_t> tags_of(const Properties& properties);
  void add(std::uint32_t type, const std::vector<std::uint32_t>& tags,
           const std::vector<std::uint32_t>& geometry);

  std::string name_;
  std::vector<std::string> features_;
  std::vector<std::string> keys_;
  std::map<std::string, std::uint32_t, std::less<>> key_index_;
  std::vector<Property> values_;
  std::map<Property, std::uint32_t> value_index_;
};

/// A tile of the layers that hold something; without any it is no bytes at all.
std::string tile_bytes(const std::vector<const Layer*>& layers);

}  // namespace gewu::tiles
