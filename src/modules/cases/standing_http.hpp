// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/api.hpp"
#include "modules/cases/cases.hpp"

namespace gewu::cases {

/// What is open now in an area: by stage, category, holder and part.
void append_standing_route(api::Api& api, CaseService& service);

}  // namespace gewu::cases
