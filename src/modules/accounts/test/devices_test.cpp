// SPDX-License-Identifier: Apache-2.0
// What a phone is told whose login is worth nothing any more: wait, or wipe.
#include "modules/accounts/accounts_store.hpp"
#include "modules/accounts/test/house.hpp"

namespace gewu::accounts {
namespace {

using api::Role;
using std::chrono::hours;
using test::for_each_engine;
using test::TestDatabase;

const NewGrant kWorkerHere{Role::grid_worker, kGrid};

std::string why(House& house, const Token& token) {
  return house.read([&](db::ReadTx& tx) -> std::string {
    const auto found = store::why_ended(tx, kHere, token.digest());
    return found ? std::string(code_of(*found)) : "";
  });
}

Done set(House& house, AccountId id, AccountState state) {
  return house.write([&](db::WriteTx& tx) {
    return set_state(tx, house.ids, kHere, id, state, std::nullopt, {}, house.clock.now());
  });
}

Done revoke(House& house, AccountId id) {
  return house.write([&](db::WriteTx& tx) {
    return revoke_devices(tx, house.ids, kHere, id, {}, house.clock.now());
  });
}

TEST_CASE("a login that ran out has no reason to wipe anything") {
  for_each_engine([](TestDatabase& d) {
    House house(d);
    house.person("ann", {kWorkerHere});
    const auto login = house.knock("ann").value();
    house.clock.advance(hours(13));
    CHECK_FALSE(house.who(login.token).has_value());
    CHECK(why(house, login.token).empty());
    CHECK(why(house, Token::make(house.random)).empty());
  });
}

TEST_CASE("a disabled account is told so, until it is enabled again") {
  for_each_engine([](TestDatabase& d) {
    House house(d);
    const auto id = house.person("ann", {kWorkerHere});
    const auto login = house.knock("ann").value();
    house.clock.advance(hours(13));  // the phone slept: its login is dead, but known
    REQUIRE(set(house, id, AccountState::disabled).ok());
    CHECK(why(house, login.token) == "account_disabled");
    REQUIRE(set(house, id, AccountState::active).ok());
    CHECK(why(house, login.token).empty());
  });
}

TEST_CASE("a revoked device is told so, also after somebody logged in elsewhere") {
  for_each_engine([](TestDatabase& d) {
    House house(d);
    const auto id = house.person("ann", {kWorkerHere});
    const auto lost = house.knock("ann").value();
    house.clock.advance(hours(20));
    const auto desktop = house.knock("ann").value();
    REQUIRE(revoke(house, id).ok());
    CHECK_FALSE(house.who(desktop.token).has_value());
    CHECK(why(house, lost.token) == "device_revoked");
    const auto again = house.knock("ann");
    REQUIRE(again.ok());
    CHECK(house.who(again->token).has_value());
    CHECK(why(house, lost.token) == "device_revoked");
    CHECK(house.log().back() == "login_succeeded " + to_string(id) + " " + to_string(id));
  });
}

TEST_CASE("a forgotten password that is reset wipes nobody's work") {
  for_each_engine([](TestDatabase& d) {
    House house(d);
    const auto id = house.person("ann", {kWorkerHere});
    const auto login = house.knock("ann").value();
    house
        .write([&](db::WriteTx& tx) {
          return set_password(tx, house.ids, kHere, id, hash_of_password(), false, {},
                              house.clock.now());
        })
        .value();
    CHECK_FALSE(house.who(login.token).has_value());
    CHECK(why(house, login.token).empty());
  });
}

TEST_CASE("rights of a time are the grants of that time, and none before a first password") {
  for_each_engine([](TestDatabase& d) {
    House house(d);
    const auto start = house.clock.now();
    const auto id = house.person("ann", {kWorkerHere});
    const auto grant = house.read([&](db::ReadTx& tx) { return grants_of(tx, kHere, id); });
    house.clock.advance(hours(1));
    house
        .write([&](db::WriteTx& tx) {
          return revoke_grant(tx, house.ids, kHere, id, grant[0].grant, {}, house.clock.now());
        })
        .value();
    house.clock.advance(hours(1));
    const auto at = [&](Duration after) {
      const auto now = house.caller(id);
      return house.read([&](db::ReadTx& tx) {
        return caller_as_of(tx, kHere, now, start + after, house.clock.now()).grants.size();
      });
    };
    CHECK(at(std::chrono::minutes(30)) == 1);
    CHECK(at(hours(1)) == 0);
    CHECK(at(hours(2)) == 0);
    CHECK(at(-std::chrono::minutes(1)) == 0);
    const auto novice = house.person("bob", {kWorkerHere}, kDistrict, true);
    house.clock.advance(hours(1));
    const auto caller = house.caller(novice);
    CHECK(house.read([&](db::ReadTx& tx) {
      return caller_as_of(tx, kHere, caller, house.clock.now() - hours(1), house.clock.now())
          .grants.empty();
    }));
  });
}

}  // namespace
}  // namespace gewu::accounts
