// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "base/time.hpp"

namespace gewu {

/// No id that any node makes at `at` or later is smaller (see IdSource): what was stored since an
/// instant is found along a primary key.
std::int64_t first_id_value(Instant at);

}  // namespace gewu
