// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "api/caller.hpp"

namespace gewu::places {

/// Posts that answer for a place, and may therefore be shown; in the order of a place's list.
const std::vector<api::Role>& answering_roles();
/// Who sees the people and the buildings of a place: whoever works, decides or answers there.
const std::vector<api::Role>& place_roles();
/// Who states the consent and publishes: who gives the posts, for the areas that are his.
const std::vector<api::Role>& publishing_roles();

api::Policy answers_policy();
api::Policy place_policy();
api::Policy posts_policy();

}  // namespace gewu::places
