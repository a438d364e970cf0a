// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "modules/areas/feature.hpp"

namespace gewu::areas {

struct FeatureFile {
  std::vector<Feature> features;
  std::optional<std::string> crs;  ///< the old `crs` member's name, where there is one
};

/// RFC 7946, and the `crs` member of its predecessor. A feature whose geometry cannot be read
/// carries its flaw; refusals json_malformed, json_… and geojson_expected concern the whole file.
Result<FeatureFile> read_geojson(std::string_view bytes);

/// {"code": "GRIDCODE", "level": {"value": "grid"}, "parent": {"property": "SQ", "values": {…}}}
Result<FieldMap> read_field_map(std::string_view text);

}  // namespace gewu::areas
