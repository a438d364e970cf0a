// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>

#include "base/time.hpp"

namespace gewu::accounts {

/// Limits that differ from place to place (typical values are the defaults).
struct Settings {
  Duration idle_timeout = std::chrono::minutes(30);
  Duration session_length_max = std::chrono::hours(12);
  Duration device_forgotten_after = std::chrono::hours(72);
  Duration last_seen_step = std::chrono::minutes(1);  ///< activity is noted at most this often
  int failures_max = 5;
  Duration lock_length = std::chrono::minutes(15);
  // OWASP's second recommendation for argon2id: 19 MiB and 2 passes, some 60 ms. A hash tells what
  // it was made with, so a change holds for new passwords only.
  std::size_t hash_memory_bytes = 19ULL * 1024 * 1024;
  unsigned hash_passes = 2;
  int hashes_at_once = 2;      ///< argon2 computations running together
  int hashes_waiting_max = 1;  ///< beyond it login_busy: they hold workers of the server
  int logins_burst = 30;       ///< per client address
  std::chrono::seconds logins_per{2};
};

}  // namespace gewu::accounts
