// SPDX-License-Identifier: Apache-2.0
// Who may see figures, and of which areas.
#pragma once

#include <vector>

#include "api/caller.hpp"
#include "base/ids.hpp"

namespace gewu::figures {

/// Everybody who works here but part-time workers, who see their own reports only.
const api::Policy& figures_policy();

/// The areas whose figures the caller may see, with everything below them: those of his grants in
/// a role of the policy, in the order in which they were granted.
std::vector<AreaId> areas_granted(const api::Caller& caller);

}  // namespace gewu::figures
