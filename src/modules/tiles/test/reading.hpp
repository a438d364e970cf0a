// SPDX-License-Identifier: Apache-2.0
// Reads tiles back, to see what a map would.
#pragma once

#include <doctest/doctest.h>

#include <map>
#include <protozero/pbf_reader.hpp>
#include <string>
#include <vector>

#include "modules/tiles/tile.hpp"

namespace gewu::tiles::test {

struct SeenFeature {
  std::uint32_t type = 0;
  std::map<std::string, std::string> properties;  ///< numbers and flags as text
  std::vector<TileRing> parts;                    ///< of a point: one corner
};
/// By name of the layer.
using SeenTile = std::map<std::string, std::vector<SeenFeature>>;

inline std::string read_value(protozero::pbf_reader value) {
  std::string out;
  while (value.next()) {
    if (value.tag() == 1) {
      out = value.get_string();
    } else if (value.tag() == 6) {
      out = std::to_string(value.get_sint64());
    } else if (value.tag() == 7) {
      out = value.get_bool() ? "true" : "false";
    } else {
      value.skip();
    }
  }
  return out;
}

inline std::vector<TileRing> read_geometry(const std::vector<std::uint32_t>& words) {
  std::vector<TileRing> out;
  TilePoint at;
  for (std::size_t i = 0; i < words.size();) {
    const auto command = words[i] & 7, count = words[i] >> 3;
    ++i;
    if (command == 7) continue;
    for (std::uint32_t n = 0; n < count; ++n, i += 2) {
      REQUIRE(i + 1 < words.size());
      at.x += protozero::decode_zigzag32(words[i]);
      at.y += protozero::decode_zigzag32(words[i + 1]);
      if (command == 1) out.emplace_back();
      out.back().push_back(at);
    }
  }
  return out;
}

inline SeenFeature read_feature(protozero::pbf_reader feature, std::vector<std::uint32_t>& tags) {
  SeenFeature out;
  tags.clear();
  while (feature.next()) {
    if (feature.tag() == 2) {
      for (const auto t : feature.get_packed_uint32()) tags.push_back(t);
    } else if (feature.tag() == 3) {
      out.type = static_cast<std::uint32_t>(feature.get_enum());
    } else if (feature.tag() == 4) {
      const auto range = feature.get_packed_uint32();
      out.parts = read_geometry({range.begin(), range.end()});
    } else {
      feature.skip();
    }
  }
  return out;
}

inline SeenTile read_tile(const std::string& bytes) {
  SeenTile out;
  protozero::pbf_reader tile(bytes);
  while (tile.next(3)) {
    auto layer = tile.get_message();
    std::string name;
    std::vector<std::string> keys, values;
    std::vector<std::pair<SeenFeature, std::vector<std::uint32_t>>> features;
    while (layer.next()) {
      std::vector<std::uint32_t> tags;
      switch (layer.tag()) {
        case 1:
          name = layer.get_string();
          break;
        case 2: {
          auto feature = read_feature(layer.get_message(), tags);
          features.emplace_back(std::move(feature), std::move(tags));
          break;
        }
        case 3:
          keys.push_back(layer.get_string());
          break;
        case 4:
          values.push_back(read_value(layer.get_message()));
          break;
        case 15:
          CHECK(layer.get_uint32() == 2);
          break;
        default:
          layer.skip();
      }
    }
    for (auto& [feature, tags] : features) {
      for (std::size_t i = 0; i + 1 < tags.size(); i += 2) {
        feature.properties[keys.at(tags[i])] = values.at(tags[i + 1]);
      }
      out[name].push_back(std::move(feature));
    }
  }
  return out;
}

}  // namespace gewu::tiles::test
