// SPDX-License-Identifier: Apache-2.0
// Which row of the table applies to a command, and whether it brings what that row asks for.
#pragma once

#include "modules/cases/decide.hpp"

namespace gewu::cases {

/// Whether a row's condition is met by this case, this actor and this time.
bool holds(Guard guard, const Case& c, const Command& command, const Context& context);

/// The row that applies, or the most telling refusal.
Result<const Transition*> choose(const Case& c, const Command& command, const Context& context);

/// The deed lies neither in the future nor before the report.
Done check_times(const Case& c, const Command& command);

/// Everything the row needs is there, nothing it does not take is, and it makes sense together.
Done check_content(const Transition& row, const Case& c, const Command& command,
                   const Context& context);

}  // namespace gewu::cases
