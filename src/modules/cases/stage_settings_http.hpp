// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/api.hpp"

namespace gewu::cases {

/// The limits and shares of the stages: read by staff, set by the system administrator.
void append_stage_settings_routes(api::Api& api);

}  // namespace gewu::cases
