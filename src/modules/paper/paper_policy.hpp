// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/caller.hpp"

namespace gewu::paper {

/// Who hangs cards at doors and gathers forms: workers and desks, each in his areas.
const std::vector<api::Role>& paper_roles();
api::Policy print_policy();
api::Policy read_policy();
api::Policy scan_policy();  ///< everybody: what a card says hangs at the door
/// Whose names stand on a card.
const std::vector<api::Role>& card_roles();

}  // namespace gewu::paper
