// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <list>
#include <mutex>
#include <string>
#include <unordered_map>

#include "api/api.hpp"

namespace gewu::api {

/// Token buckets by key, in this process, at most `key_limit` of them (the least recently used goes
/// first, so that an attacker with many addresses costs memory only up to that bound).
class RateLimiter {
 public:
  explicit RateLimiter(std::size_t key_limit = 100'000) : key_limit_(key_limit) {}
  /// Whether one more is allowed now: `burst` at once, then one every `per`.
  bool allow(const std::string& key, const RateLimit& limit, Instant now);
  /// What was allowed last turned out to cost nothing.
  void give_back(const std::string& key, const RateLimit& limit);

 private:
  struct Bucket {
    std::string key;
    double tokens;
    Instant at;
  };
  const std::size_t key_limit_;
  std::mutex guard_;
  std::list<Bucket> by_use_;
  std::unordered_map<std::string, std::list<Bucket>::iterator> by_key_;
};

/// Whose bucket it is. A single line of IPv6 has 2^64 addresses, so there its network counts.
std::string network_of(const std::string& remote);

}  // namespace gewu::api
