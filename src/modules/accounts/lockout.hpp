// SPDX-License-Identifier: Apache-2.0
// What one attempt to log in comes to. Pure.
#pragma once

#include <optional>

#include "base/time.hpp"
#include "modules/accounts/settings.hpp"

namespace gewu::accounts {

/// Failures in a row, and the lock that enough of them brought.
struct Lock {
  int failures = 0;
  std::optional<Instant> until;
  friend bool operator==(const Lock&, const Lock&) = default;
};

enum class Attempt {
  admitted,
  wrong,         ///< counted
  locked_now,    ///< counted, and it was one too many
  still_locked,  ///< not counted: guessing on does not lengthen the lock
  disabled
};

struct Judgement {
  Attempt attempt{};
  Lock lock;  ///< as it is from now on
};

/// A lock holds before `until`; afterwards counting begins anew. A right password during a lock is
/// refused like a wrong one.
Judgement judge(const Lock& lock, bool active, bool password_right, Instant now,
                const Settings& settings);

}  // namespace gewu::accounts
