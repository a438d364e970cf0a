// SPDX-License-Identifier: Apache-2.0
// Open cases by where they lie, with just what a map draws.
#pragma once

#include <vector>

#include "db/db.hpp"
#include "modules/cases/cases.hpp"

namespace gewu::cases::store {

struct OpenPoint {
  MapPoint shown;
  AreaId area, desk_area;
  bool restricted = false;
  Holder holder;
};
/// Those whose cell lies in the range, at most `limit`.
std::vector<OpenPoint> open_points(db::ReadTx& tx, DistrictId district, std::int64_t first,
                                   std::int64_t last, Instant now, int limit);

}  // namespace gewu::cases::store
