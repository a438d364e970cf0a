// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/describe.hpp>

#include "base/codes.hpp"

namespace gewu::promises {

/// What became of a promise when its window had passed.
enum class Outcome { kept, missed, released };
BOOST_DESCRIBE_ENUM(Outcome, kept, missed, released)

}  // namespace gewu::promises
