// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "modules/accounts/settings.hpp"

namespace gewu::accounts {

/// argon2id (19 MiB, 2 passes) with a cap on how many run at once. Slow on purpose (some 60 ms):
/// never inside a transaction. Thread-safe.
class PasswordHasher {
 public:
  explicit PasswordHasher(const Settings& settings = {});
  ~PasswordHasher();
  /// Refusal: login_busy (unavailable) when too many wait already.
  Result<std::string> hash(std::string_view password) const;
  Result<bool> verify(const std::string& hash, std::string_view password) const;
  /// As much work as verify, always false: what an unknown login costs.
  Result<bool> verify_nobody(std::string_view password) const;

 private:
  struct Gate;
  const Settings settings_;
  std::unique_ptr<Gate> gate_;
  std::string nobody_;
};

}  // namespace gewu::accounts
