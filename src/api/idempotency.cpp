// SPDX-License-Identifier: Apache-2.0
#include "api/idempotency.hpp"

#include <sodium.h>

#include "base/bytes.hpp"

namespace gewu::api {

namespace {

const db::Sql find_key{"api.find_idempotency_key",
                       "select request_digest, status, response from idempotency_key "
                       "where district_id = $1 and key_digest = $2"};
const db::Sql keep_key{"api.keep_idempotency_key",
                       "insert into idempotency_key (district_id, key_digest, request_digest, "
                       "status, response, created_at) values ($1, $2, $3, $4, $5, $6)"};
const db::Sql forget_keys{
    "api.forget_idempotency_keys",
    "delete from idempotency_key where district_id = $1 and key_digest in (select key_digest from "
    "idempotency_key where district_id = $1 and created_at < $2 order by created_at limit $3)"};

db::Blob seal(std::string_view key, std::string_view plain) {
  const Digest secret = sha256({"gewu-idempotency-answer:", key});
  // The key is used for this one answer only, so a fixed nonce is safe.
  const unsigned char nonce[crypto_secretbox_NONCEBYTES] = {};
  db::Blob out(plain.size() + crypto_secretbox_MACBYTES);
  crypto_secretbox_easy(reinterpret_cast<unsigned char*>(out.data()),
                        reinterpret_cast<const unsigned char*>(plain.data()), plain.size(), nonce,
                        reinterpret_cast<const unsigned char*>(secret.data()));
  return out;
}

std::optional<std::string> unseal(std::string_view key, const db::Blob& sealed) {
  if (sealed.size() < crypto_secretbox_MACBYTES) return std::nullopt;
  const Digest secret = sha256({"gewu-idempotency-answer:", key});
  const unsigned char nonce[crypto_secretbox_NONCEBYTES] = {};
  std::string out(sealed.size() - crypto_secretbox_MACBYTES, '\0');
  if (crypto_secretbox_open_easy(reinterpret_cast<unsigned char*>(out.data()),
                                 reinterpret_cast<const unsigned char*>(sealed.data()),
                                 sealed.size(), nonce,
                                 reinterpret_cast<const unsigned char*>(secret.data())) != 0) {
    return std::nullopt;
  }
  return out;
}

}  // namespace

Result<IdempotencyKey> IdempotencyKey::make(std::string_view header, std::string_view caller,
                                            const http::Request& request) {
  const bool visible =
      std::all_of(header.begin(), header.end(), [](char c) { return c > ' ' && c < 0x7F; });
  if (header.size() < 8 || header.size() > 128 || !visible) {
    return invalid("idempotency_key_invalid",
                   "Idempotency-Key takes 8 to 128 visible ASCII characters.");
  }
  IdempotencyKey key;
  key.header_ = header;
  key.key_digest_ = to_hex(sha256({caller, "\n", header}));
  const std::string method = std::to_string(static_cast<int>(request.method));
  key.request_digest_ = to_hex(sha256({method, "\n", request.path, "\n", request.body}));
  return key;
}

Result<std::optional<http::Response>> IdempotencyKey::find(db::ReadTx& tx,
                                                           DistrictId district) const {
  struct Kept {
    std::string request_digest;
    int status;
    db::Blob response;
  };
  const auto kept = tx.one(
      find_key,
      [](const db::Row& r) {
        return Kept{r.get<std::string>(0), r.get<int>(1), r.get<db::Blob>(2)};
      },
      district, key_digest_);
  if (!kept) return std::optional<http::Response>{};
  const auto body = unseal(header_, kept->response);
  if (kept->request_digest != request_digest_ || !body) {
    return Error{Failure::conflict, "idempotency_key_reused",
                 "This Idempotency-Key was used for another request. Make a new key for each.", ""};
  }
  http::Response response{kept->status, "application/json", *body, {}};
  response.headers.emplace_back("Idempotency-Replayed", "true");
  return std::optional(response);
}

void IdempotencyKey::keep(db::WriteTx& tx, DistrictId district, const http::Response& response,
                          Instant now) const {
  tx.execute(keep_key, district, key_digest_, request_digest_, response.status,
             seal(header_, response.body), now);
}

std::int64_t forget_old_idempotency_keys(db::WriteTx& tx, DistrictId district, Instant now,
                                         int limit) {
  return tx.execute(forget_keys, district, now - kIdempotencyKept, limit);
}

}  // namespace gewu::api
