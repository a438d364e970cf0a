// SPDX-License-Identifier: Apache-2.0
// A small district to test with:
//
//   district 1 ┬ street 10 ─ community 11 ─ grid 12 ─ micro-grid 13
//              └ street 20 ─ community 21 ─ grid 22
#pragma once

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <vector>

#include "modules/accounts/accounts.hpp"
#include "modules/accounts/accounts_service.hpp"
#include "modules/privacy/privacy.hpp"
#include "support/database.hpp"

namespace gewu::accounts {

inline constexpr DistrictId kHere{7};
inline constexpr AreaId kDistrict{1}, kStreet{10}, kCommunity{11}, kGrid{12}, kMicroGrid{13},
    kOtherStreet{20}, kOtherCommunity{21}, kOtherGrid{22};
inline const std::string kPassword = "plum-Tram 7 orchard";
inline const std::string kOtherPassword = "Quiet/lantern 58 kite";

class FakeBook final : public AreaBook {
 public:
  std::vector<AreaId> chain_upwards(db::ReadTx&, DistrictId, AreaId area) const override {
    std::vector<AreaId> out;
    for (auto at = tree().find(area); at != tree().end(); at = tree().find(at->second.parent)) {
      out.push_back(at->first);
    }
    return out;
  }
  AreaId root(db::ReadTx&, DistrictId) const override { return kDistrict; }
  std::optional<Label> label(db::ReadTx&, DistrictId, AreaId area) const override {
    const auto found = tree().find(area);
    if (found == tree().end()) return std::nullopt;
    return Label{"code-" + to_string(area), "Area " + to_string(area), found->second.level};
  }

  struct Node {
    AreaId parent;
    std::string level;
  };
  static const std::map<AreaId, Node>& tree() {
    static const std::map<AreaId, Node> nodes = {{kDistrict, {AreaId{}, "district"}},
                                                 {kStreet, {kDistrict, "street"}},
                                                 {kCommunity, {kStreet, "community"}},
                                                 {kGrid, {kCommunity, "grid"}},
                                                 {kMicroGrid, {kGrid, "micro_grid"}},
                                                 {kOtherStreet, {kDistrict, "street"}},
                                                 {kOtherCommunity, {kOtherStreet, "community"}},
                                                 {kOtherGrid, {kOtherCommunity, "grid"}}};
    return nodes;
  }
};

/// Real hashing costs 60 ms: tests hash cheaply, but for one that looks at the real cost.
inline Settings cheap_hashing() {
  Settings settings;
  settings.hash_memory_bytes = 8192;
  settings.hash_passes = 1;
  return settings;
}
inline const PasswordHasher& shared_hasher() {
  static const PasswordHasher hasher(cheap_hashing());
  return hasher;
}
inline const std::string& hash_of_password() {
  static const std::string hash = shared_hasher().hash(kPassword).value();
  return hash;
}

/// One writer, so that what is queued first is stored first on PostgreSQL, too.
inline void needs_order(test::TestDatabase& database) {
  auto options = database.options();
  options.write_connections = 1;
  database.reopen(options);
}

struct House {
  explicit House(test::TestDatabase& database);

  template <class F>
  auto write(F f) {
    return d.db().write(std::move(f));
  }
  template <class F>
  auto read(F f) {
    return d.db().read(std::move(f));
  }

  /// An account with kPassword, good to log in with.
  AccountId person(const std::string& login, const std::vector<NewGrant>& grants = {},
                   AreaId home = kDistrict, bool must_change = false);
  OrganisationId organisation(const std::string& name, AreaId area = kDistrict);
  Result<Login> knock(const std::string& login, const std::string& password = kPassword) {
    return log_in(services, kHere, login, password, "192.0.2.1", std::nullopt, clock.now());
  }
  api::Caller caller(AccountId account) {
    return read([&](db::ReadTx& tx) {
      return caller_of(tx, kHere, account, clock.now()).value_or(api::Caller{});
    });
  }
  Asking as(const api::Caller& who) { return {services, kHere, who, clock.now(), "192.0.2.1"}; }
  Account account(AccountId id) {
    return read([&](db::ReadTx& tx) { return find_account(tx, kHere, id).value(); });
  }
  /// The security log, oldest first, as "kind account by" ("login_failed - -").
  std::vector<std::string> log();
  /// Who the cookie is, as the API would ask.
  std::optional<api::Caller> who(const Token& token);
  void wait() {
    d.db().write([](db::WriteTx&) { return true; });
  }  ///< until notes are stored

  test::TestDatabase& d;
  ManualClock clock{instant(1'800'000'000'000)};
  IdSource ids{1};
  SystemRandom random;
  privacy::Vault vault{privacy::MasterKey({}), random};
  FakeBook book;
  Services services{d.db(), ids, random, shared_hasher(), book, vault, {}};
};

}  // namespace gewu::accounts
