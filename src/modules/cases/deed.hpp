// SPDX-License-Identifier: Apache-2.0
// What an action changes, once the table has let it happen.
#pragma once

#include "modules/cases/decide.hpp"

namespace gewu::cases {

/// The case after the command took it to `next`: holder, clock, expiry, counts, event and facts.
/// The command has been checked; nothing is refused here.
Outcome carry_out(const Case& before, const Command& command, const Context& context, State next);

}  // namespace gewu::cases
