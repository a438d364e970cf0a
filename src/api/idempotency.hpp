// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/api.hpp"

namespace gewu::api {

/// Keys live this long: an offline phone may send its queue weeks later.
inline constexpr std::chrono::days kIdempotencyKept{60};

/// One Idempotency-Key as used by one caller on one request. The stored answer is encrypted under
/// the key itself, which only the client knows: it may hold a follow code.
class IdempotencyKey {
 public:
  /// `header` 8–128 visible ASCII characters; refusal idempotency_key_invalid.
  static Result<IdempotencyKey> make(std::string_view header, std::string_view caller,
                                     const http::Request& request);

  /// The first answer, nothing when the key is new, or refusal idempotency_key_reused.
  Result<std::optional<http::Response>> find(db::ReadTx& tx, DistrictId district) const;
  void keep(db::WriteTx& tx, DistrictId district, const http::Response& response,
            Instant now) const;

 private:
  std::string header_, key_digest_, request_digest_;
};

/// Forgets keys older than 60 days, at most `limit` at a time; how many went.
std::int64_t forget_old_idempotency_keys(db::WriteTx& tx, DistrictId district, Instant now,
                                         int limit);

}  // namespace gewu::api
