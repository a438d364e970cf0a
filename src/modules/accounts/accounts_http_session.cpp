// SPDX-License-Identifier: Apache-2.0
// Who is asking: the session cookie on every request.
#include <mutex>
#include <unordered_map>

#include "api/api.hpp"
#include "modules/accounts/accounts.hpp"
#include "modules/accounts/accounts_store.hpp"
#include "modules/accounts/token.hpp"

namespace gewu::accounts {

namespace {

/// Which sessions were noted lately, so that one page's dozen requests queue one tiny write.
class Noted {
 public:
  bool is_due(const std::string& token, Instant now, Duration step) {
    const std::lock_guard lock(guard_);
    if (at_.size() > kMax) at_.clear();  // costs a few notes too many, never memory
    const auto [found, fresh] = at_.try_emplace(token, now);
    if (!fresh && now - found->second < step && now >= found->second) return false;
    found->second = now;
    return true;
  }

 private:
  static constexpr std::size_t kMax = 10'000;
  std::mutex guard_;
  std::unordered_map<std::string, Instant> at_;
};

class SessionAuthenticator final : public api::Authenticator {
 public:
  SessionAuthenticator(db::Database& database, const Settings& settings)
      : database_(database), settings_(settings) {}

  std::optional<Found> authenticate(db::ReadTx& tx, DistrictId district,
                                    std::string_view cookie_header, Instant now) override {
    const auto token = Token::from_cookie(cookie_header);
    if (!token) return std::nullopt;
    const Digest digest = token->digest();
    auto live = store::live_session(tx, district, digest, now - settings_.idle_timeout, now);
    if (!live) return std::nullopt;
    if (now - live->last_seen_at >= settings_.last_seen_step) note(district, digest, now);
    return found(std::move(*live), *token);
  }

  std::optional<Found> still_stands(db::ReadTx& tx, DistrictId district,
                                    std::string_view cookie_header, Instant now) override {
    const auto token = Token::from_cookie(cookie_header);
    if (!token) return std::nullopt;
    auto live =
        store::live_session(tx, district, token->digest(), now - settings_.idle_timeout, now);
    if (!live) return std::nullopt;
    return found(std::move(*live), *token);
  }

  std::string_view why_not(db::ReadTx& tx, DistrictId district,
                           std::string_view cookie_header) override {
    const auto token = Token::from_cookie(cookie_header);
    const auto why = token ? store::why_ended(tx, district, token->digest()) : std::nullopt;
    return why ? code_of(*why) : api::Authenticator::why_not(tx, district, cookie_header);
  }

 private:
  static Found found(store::Live live, const Token& token) {
    // Until the first password is replaced the login may do just that: it has no roles.
    if (live.must_change_password) live.caller.grants.clear();
    return {std::move(live.caller), token.csrf()};
  }

  void note(DistrictId district, const Digest& digest, Instant now) {
    if (!noted_.is_due(to_hex(digest), now, settings_.last_seen_step)) return;
    try {
      database_.submit(
          [district, digest, now](db::WriteTx& tx) {
            store::note_seen(tx, district, digest, now);
            return true;
          },
          [](const std::exception_ptr&) {});
    } catch (const db::DbError&) {
      // A full queue: the next request notes it. Reading goes on.
    }
  }

  db::Database& database_;
  const Settings settings_;
  Noted noted_;
};

}  // namespace

std::unique_ptr<api::Authenticator> make_authenticator(db::Database& database,
                                                       const Settings& settings) {
  return std::make_unique<SessionAuthenticator>(database, settings);
}

}  // namespace gewu::accounts
