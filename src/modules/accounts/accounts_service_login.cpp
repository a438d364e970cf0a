// SPDX-License-Identifier: Apache-2.0
// Logging in, out, and changing one's password: slow hashing stays outside of transactions, and
// what decides is read again, locked, inside.
#include "modules/accounts/accounts_service.hpp"
#include "modules/privacy/privacy.hpp"

namespace gewu::accounts {

namespace {

constexpr std::size_t kPasswordBytesMax = 1024;
constexpr std::size_t kRemoteDigestBytes = 16;

Error login_refused() {
  return {Failure::unauthenticated, "login_refused",
          "Login or password is wrong, or the account is locked for a while after repeated "
          "failures. Check both, or try again later."};
}

/// Writes the security log for one request.
struct Log {
  const Services& services;
  DistrictId district;
  std::string_view remote;
  Instant now;

  void operator()(db::WriteTx& tx, SecurityEvent kind, AccountId account) const {
    auto digest = services.vault.keyed_hash(district, "client address", remote);
    digest.resize(kRemoteDigestBytes);
    store::insert_event(
        tx, district, {services.ids.next<RecordTag>(now), now, kind, account, account, {}, digest});
  }
};

void open_session(db::WriteTx& tx, const Services& services, DistrictId district,
                  const Login& login, Instant now) {
  const auto& limits = services.settings;
  // A device that was not heard of for so long has wiped itself; until then it can still be told
  // that it was revoked.
  store::end_dead_sessions(tx, district, login.account, now - limits.device_forgotten_after);
  store::insert_session(tx, district, login.token.digest(), login.account, now,
                        now + limits.session_length_max);
}

/// Judges one try at the account's password and writes down what it comes to.
Attempt settle(db::WriteTx& tx, const Log& log, const store::Credentials& found, bool right,
               SecurityEvent on_wrong) {
  const AccountId id = found.account.account;
  const bool active = found.account.state == AccountState::active;
  const auto judged = judge(found.lock, active, right, log.now, log.services.settings);
  if (judged.lock != found.lock) store::set_lock(tx, log.district, id, judged.lock);
  switch (judged.attempt) {
    case Attempt::admitted:
      break;
    case Attempt::wrong:
      log(tx, on_wrong, id);
      break;
    case Attempt::locked_now:
      log(tx, on_wrong, id);
      log(tx, SecurityEvent::account_locked, id);
      break;
    case Attempt::still_locked:
    case Attempt::disabled:
      log(tx, SecurityEvent::login_refused, id);
      break;
  }
  return judged.attempt;
}

/// True when the login stands. Never a refusal: failures must be committed, too.
bool admit(db::WriteTx& tx, const Log& log, const store::Credentials& seen, bool right,
           const Login& login, const std::optional<Token>& replaced) {
  const auto found = store::lock_credentials(tx, log.district, seen.account.account);
  if (!found) return false;
  const bool still_right = right && found->password_hash == seen.password_hash;
  if (settle(tx, log, *found, still_right, SecurityEvent::login_failed) != Attempt::admitted) {
    return false;
  }
  if (replaced) store::end_session(tx, log.district, replaced->digest());
  open_session(tx, log.services, log.district, login, log.now);
  log(tx, SecurityEvent::login_succeeded, login.account);
  return true;
}

}  // namespace

Result<Login> log_in(const Services& services, DistrictId district, std::string_view login,
                     std::string_view password, std::string_view remote,
                     const std::optional<Token>& replaced, Instant now) {
  if (password.size() > kPasswordBytesMax) {
    return invalid("password_too_long", "A password has at most 1024 bytes.", "/password");
  }
  const auto name = LoginName::parse(login);
  const auto seen = services.database.read([&](db::ReadTx& tx) {
    return name ? store::credentials(tx, district, *name) : std::nullopt;
  });
  const Log log{services, district, remote, now};
  if (!seen) {
    GEWU_TRY([[maybe_unused]] const bool no, services.hasher.verify_nobody(password));
    // What was typed is not kept: now and then it is a password.
    services.database.write([&](db::WriteTx& tx) {
      log(tx, SecurityEvent::login_failed, {});
      return true;
    });
    return login_refused();
  }
  GEWU_TRY(const bool right, services.hasher.verify(seen->password_hash, password));
  const Login made{Token::make(services.random), seen->account.account};
  const bool admitted = services.database.write(
      [&](db::WriteTx& tx) { return admit(tx, log, *seen, right, made, replaced); });
  if (!admitted) return login_refused();
  return made;
}

void log_out(db::WriteTx& tx, const Services& services, DistrictId district, const Token& token,
             std::string_view remote, Instant now) {
  const auto account = store::end_session(tx, district, token.digest());
  if (account) Log{services, district, remote, now}(tx, SecurityEvent::logged_out, *account);
}

Result<Login> change_password(const Asking& asking, std::string_view current,
                              std::string_view next) {
  const auto& services = asking.services;
  if (current.size() > kPasswordBytesMax) {
    return invalid("password_too_long", "A password has at most 1024 bytes.", "/current");
  }
  const AccountId id = asking.caller.account;
  const auto seen = services.database.read(
      [&](db::ReadTx& tx) { return store::credentials(tx, asking.district, id); });
  if (!seen) return not_found("account_unknown", "There is no such account.");
  GEWU_TRY(const auto login, LoginName::parse(seen->account.login));
  if (auto checked = check_password(next, login); !checked) {
    Error error = checked.error();
    error.field = "/next";
    return error;
  }
  if (next == current) {
    return invalid("password_unchanged", "The new password is the old one. Choose another.",
                   "/next");
  }
  GEWU_TRY(const bool right, services.hasher.verify(seen->password_hash, current));
  GEWU_TRY(const std::string hash, services.hasher.hash(next));
  const Login made{Token::make(services.random), id};
  const Log log{services, asking.district, asking.remote, asking.now};
  const auto attempt = services.database.write([&](db::WriteTx& tx) {
    const auto found = store::lock_credentials(tx, asking.district, id);
    if (!found) return Attempt::disabled;
    const bool still_right = right && found->password_hash == seen->password_hash;
    const auto outcome =
        settle(tx, log, *found, still_right, SecurityEvent::password_change_failed);
    if (outcome != Attempt::admitted) return outcome;
    store::set_password(tx, asking.district, id, hash, false);
    store::end_sessions(tx, asking.district, id);
    open_session(tx, services, asking.district, made, asking.now);
    log(tx, SecurityEvent::password_changed, id);
    return outcome;
  });
  if (attempt == Attempt::admitted) return made;
  if (attempt == Attempt::wrong) {
    return Error{Failure::invalid, "password_wrong", "The current password is wrong.", "/current"};
  }
  return forbidden("account_locked",
                   "Too many wrong passwords: the account is locked for a while. Try again later.");
}

}  // namespace gewu::accounts
