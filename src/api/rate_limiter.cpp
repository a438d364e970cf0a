// SPDX-License-Identifier: Apache-2.0
#include "api/rate_limiter.hpp"

#include <arpa/inet.h>

#include <algorithm>

#include "base/bytes.hpp"

namespace gewu::api {

bool RateLimiter::allow(const std::string& key, const RateLimit& limit, Instant now) {
  if (limit.burst <= 0) return true;
  const std::lock_guard lock(guard_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) {
    if (by_key_.size() >= key_limit_) {
      by_key_.erase(by_use_.back().key);
      by_use_.pop_back();
    }
    by_use_.push_front({key, limit.burst - 1.0, now});
    by_key_.emplace(key, by_use_.begin());
    return true;
  }
  by_use_.splice(by_use_.begin(), by_use_, found->second);
  Bucket& bucket = by_use_.front();
  const double passed = std::max(0.0, std::chrono::duration<double>(now - bucket.at).count());
  const double refill = passed / static_cast<double>(limit.per.count());
  bucket.tokens = std::min<double>(limit.burst, bucket.tokens + refill);
  bucket.at = std::max(bucket.at, now);
  if (bucket.tokens < 1.0) return false;
  bucket.tokens -= 1.0;
  return true;
}

void RateLimiter::give_back(const std::string& key, const RateLimit& limit) {
  const std::lock_guard lock(guard_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return;
  Bucket& bucket = *found->second;
  bucket.tokens = std::min<double>(limit.burst, bucket.tokens + 1.0);
}

std::string network_of(const std::string& remote) {
  in6_addr address{};
  if (inet_pton(AF_INET6, remote.c_str(), &address) != 1) return remote;
  const std::string_view bytes(reinterpret_cast<const char*>(&address), sizeof address / 2);
  return to_hex(as_bytes(bytes)) + "/64";
}

}  // namespace gewu::api
