// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/caller.hpp"

namespace gewu::saved_filters {

/// Everybody who signs in has lists of his own.
api::Policy filters_policy();
/// Who answers for more than his own work may show a list to all.
bool may_share(const api::Caller& caller);
/// Besides the owner.
bool may_tidy_up(const api::Caller& caller);

}  // namespace gewu::saved_filters
