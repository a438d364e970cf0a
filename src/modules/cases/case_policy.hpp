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

/// The roles that give this relation; none where it does not come from a role.
const std::vector<api::Role>& roles_of(Actor actor);

/// Relations in which one sees how to reach a reporter, masked: those who speak with him. Whoever
/// handles it sees no more than that somebody can be reached.
inline constexpr Actors kSeesContact = Actor::desk | Actor::desk_above;
/// Relations in which one may unmask it, with a reason that is logged.
inline constexpr Actors kRevealsContact = kSeesContact | Actor::worker | Actor::holder;
/// Relations in which one decides what the public sees of a case.
inline constexpr Actors kPublishes = Actor::desk | Actor::desk_above;
/// Relations in which one names holders and helpers.
inline constexpr Actors kNamers = Actor::desk | Actor::holder;

}  // namespace gewu::cases
