// SPDX-License-Identifier: Apache-2.0
#include "modules/accounts/password.hpp"

#include <sodium.h>

#include <condition_variable>
#include <mutex>
#include <stdexcept>

namespace gewu::accounts {

namespace {

std::string hash_now(std::string_view password, const Settings& settings) {
  std::string out(crypto_pwhash_STRBYTES, '\0');
  if (crypto_pwhash_str_alg(out.data(), password.data(), password.size(), settings.hash_passes,
                            settings.hash_memory_bytes, crypto_pwhash_ALG_ARGON2ID13) != 0) {
    throw std::runtime_error("argon2id cannot get its memory");
  }
  out.resize(out.find('\0'));
  return out;
}

}  // namespace

/// Lets so many compute and so many wait; each computation takes 19 MiB and a core, so that
/// unbounded logins would be a way to stop the server.
struct PasswordHasher::Gate {
  std::mutex guard;
  std::condition_variable freed;
  int running = 0, waiting = 0;
  const int running_max, waiting_max;

  explicit Gate(const Settings& settings)
      : running_max(settings.hashes_at_once), waiting_max(settings.hashes_waiting_max) {}

  bool enter() {
    std::unique_lock lock(guard);
    if (running >= running_max) {
      if (waiting >= waiting_max) return false;
      ++waiting;
      freed.wait(lock, [this] { return running < running_max; });
      --waiting;
    }
    ++running;
    return true;
  }
  void leave() {
    const std::lock_guard lock(guard);
    --running;
    freed.notify_one();
  }

  /// What `work` gives, in turn; a refusal where too many wait.
  template <class Work>
  auto pass(Work work) -> Result<std::invoke_result_t<Work>> {
    if (!enter()) {
      return Error{Failure::unavailable, "login_busy",
                   "Many are logging in right now. Try again in a moment."};
    }
    struct Leave {
      Gate& gate;
      ~Leave() { gate.leave(); }
    } leave{*this};
    return work();
  }
};

PasswordHasher::PasswordHasher(const Settings& settings)
    : settings_(settings), gate_(std::make_unique<Gate>(settings)) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
  nobody_ = hash_now("nobody has this password", settings);
}

PasswordHasher::~PasswordHasher() = default;

Result<std::string> PasswordHasher::hash(std::string_view password) const {
  return gate_->pass([&] { return hash_now(password, settings_); });
}

Result<bool> PasswordHasher::verify(const std::string& hash, std::string_view password) const {
  return gate_->pass([&] {
    return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
  });
}

Result<bool> PasswordHasher::verify_nobody(std::string_view password) const {
  GEWU_TRY([[maybe_unused]] const bool matched, verify(nobody_, password));
  return false;
}

}  // namespace gewu::accounts
