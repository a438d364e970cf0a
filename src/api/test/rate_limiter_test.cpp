// SPDX-License-Identifier: Apache-2.0
#include "api/rate_limiter.hpp"

#include <doctest/doctest.h>

namespace gewu::api {
namespace {

TEST_CASE("all addresses of one line of IPv6 share a bucket") {
  const auto one = network_of("2001:db8:1:2::1");
  CHECK(one == network_of("2001:0db8:1:2:ffff:ffff:ffff:ffff"));
  CHECK(one != network_of("2001:db8:1:3::1"));
  CHECK(network_of("::1") != one);
}

TEST_CASE("an IPv4 address stands for itself, and so does what is no address") {
  CHECK(network_of("192.0.2.1") == "192.0.2.1");
  CHECK(network_of("192.0.2.1") != network_of("192.0.2.2"));
  CHECK(network_of("fe80::1%eth0") == "fe80::1%eth0");
  CHECK(network_of("") == "");
}

TEST_CASE("a burst, then one each time that has passed") {
  RateLimiter limiter;
  const RateLimit limit{.burst = 2, .per = std::chrono::seconds(10)};
  const Instant start{std::chrono::hours(1)};
  CHECK(limiter.allow("a", limit, start));
  CHECK(limiter.allow("a", limit, start));
  CHECK_FALSE(limiter.allow("a", limit, start));
  CHECK(limiter.allow("b", limit, start));
  CHECK(limiter.allow("a", limit, start + std::chrono::seconds(10)));
  CHECK_FALSE(limiter.allow("a", limit, start + std::chrono::seconds(10)));
}

TEST_CASE("what is given back can be used again, and no more than the burst is ever kept") {
  RateLimiter limiter;
  const RateLimit limit{.burst = 2, .per = std::chrono::seconds(10)};
  const Instant start{std::chrono::hours(1)};
  limiter.give_back("a", limit);  // nobody was let in under it
  for (int i = 0; i < 5; ++i) {
    CHECK(limiter.allow("a", limit, start));
    limiter.give_back("a", limit);
  }
  limiter.give_back("a", limit);
  CHECK(limiter.allow("a", limit, start));
  CHECK(limiter.allow("a", limit, start));
  CHECK_FALSE(limiter.allow("a", limit, start));
}

}  // namespace
}  // namespace gewu::api
