// SPDX-License-Identifier: Apache-2.0
// One row judged by a mapping, before any database is asked. Pure.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "geo/point.hpp"
#include "modules/case_import/csv.hpp"
#include "modules/case_import/mapping.hpp"

namespace gewu::case_import {

/// Why a row was not taken, or what is odd about it.
struct Remark {
  std::string code;
  std::string detail;
};

/// Where a point lies: in an area, in the district but in none of its areas, or outside.
enum class Whereabouts { area, no_area, outside };

struct JudgedRow {
  std::uint64_t line = 0;
  bool left_out = false;          ///< as the mapping says
  std::optional<Remark> refused;  ///< then the rest means nothing
  std::vector<Remark> warnings;
  std::string reference, words, address;
  std::string category, channel;     ///< codes
  std::string unmapped;              ///< their type, where the mapping does not know it
  std::optional<geo::LatLon> point;  ///< WGS-84
  bool placed = false;               ///< the point lies in an area
  bool by_address = false;           ///< the row has no point; its address means just one place
  bool open = false;                 ///< enters as an open case
  Instant reported_at;
  std::optional<Instant> closed_at, due_at;
};

struct Judgement {
  const Mapping& mapping;
  std::size_t columns = 0;  ///< of the table
  Instant now;
  std::function<Whereabouts(geo::LatLon)> locate;
  /// A point of the one place that an address means, micro-grid or smaller; nothing where in doubt.
  std::function<std::optional<geo::LatLon>(const std::string&)> find_address = {};
};

JudgedRow judge(const Judgement& by, const Record& record);

}  // namespace gewu::case_import
