// SPDX-License-Identifier: Apache-2.0
// Who may call what; which case somebody may show is the cases module's to say.
#pragma once

#include "api/caller.hpp"

namespace gewu::releases {

const api::Policy& see_policy();     ///< anybody who sees the case
const api::Policy& show_policy();    ///< desks
const api::Policy& public_policy();  ///< everybody

}  // namespace gewu::releases
