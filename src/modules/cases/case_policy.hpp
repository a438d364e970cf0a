// SPDX-License-Identifier: Apache-2.0
// Who stands in which relation to a case: one table of roles, and the few rules beside it.
#pragma once

#include <vector>

#include "api/caller.hpp"
#include "modules/accounts/accounts.hpp"
#include "modules/cases/case.hpp"

namespace gewu::cases {

/// The places that matter to a right: each an area and all above it.
struct Places {
  std::vector<AreaId> area_chain;  ///< of the case's area
  std::vector<AreaId> desk_chain;  ///< of its desk's area
};

/// Every relation of the caller, 0 where he may not see the case.
Actors relations_of(const api::Caller& caller, const Case& c, const Places& places);

}  // namespace gewu::cases
