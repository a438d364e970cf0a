// SPDX-License-Identifier: Apache-2.0
#include "modules/accounts/lockout.hpp"

namespace gewu::accounts {

Judgement judge(const Lock& lock, bool active, bool password_right, Instant now,
                const Settings& settings) {
  if (!active) return {Attempt::disabled, lock};
  if (lock.until && now < *lock.until) return {Attempt::still_locked, lock};
  if (password_right) return {Attempt::admitted, {}};
  const int failures = lock.failures + 1;  // a lock began with none
  if (failures < settings.failures_max) return {Attempt::wrong, {failures, std::nullopt}};
  return {Attempt::locked_now, {0, now + settings.lock_length}};
}

}  // namespace gewu::accounts
