// SPDX-License-Identifier: Apache-2.0
// One feature of a foreign file, and how its properties are read as ours. Pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "geo/polygon.hpp"

namespace gewu::areas {

struct Feature {
  std::size_t number = 0;  ///< counted from 1, as a person counts
  /// Name → text; nested objects by a dot ("parent.adcode"); null left out.
  std::vector<std::pair<std::string, std::string>> properties;
  geo::MultiPolygon shape;
  std::optional<geo::LatLon> point;
  std::optional<geo::Flaw> flaw;  ///< why the geometry cannot even be read
};

/// Where one of our properties comes from.
struct FieldRule {
  std::string property;                       ///< theirs
  std::optional<std::string> value = {};      ///< the same for all features
  std::map<std::string, std::string> values;  ///< their word → ours
};
/// Ours → theirs; what is not named is looked for under its usual names.
using FieldMap = std::map<std::string, FieldRule, std::less<>>;

/// Our properties, for checking a map: code, name, name_en, level, parent, utc_offset_minutes,
/// nbs_code, mca_code, address, also_called.
const std::vector<std::string_view>& our_fields();

/// The text of one of our properties, blanks at both ends cut; nothing where absent or empty.
std::optional<std::string> field(const Feature& feature, const FieldMap& map,
                                 std::string_view ours);

}  // namespace gewu::areas
