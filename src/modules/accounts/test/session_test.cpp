// SPDX-License-Identifier: Apache-2.0
// Logging in and out, on both databases, with a clock that moves when told.
#include <doctest/doctest.h>

#include <atomic>
#include <functional>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "api/api.hpp"
#include "modules/accounts/test/house.hpp"

namespace gewu::accounts {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using test::for_each_engine;
using test::TestDatabase;

const NewGrant kWorker{api::Role::grid_worker, kGrid};

TEST_CASE("who knows the password gets a session that carries the roles") {
  for_each_engine([](TestDatabase& d) {
    House house(d);
    const auto id = house.person("ann", {kWorker});
    const auto login = house.knock("ann");
    REQUIRE(login.ok());
    const auto who = house.who(login->token);
    REQUIRE(who.has_value());
    CHECK(who->account == id);
    CHECK(who->name == "ann");
    REQUIRE(who->grants.size() == 1);
    CHECK(who->grants[0].role == api::Role::grid_worker);
    CHECK(who->grants[0].area == kGrid);
    CHECK(house.knock(" ANN ").ok());
  });
}

TEST_CASE("what the server asks on its own finds the login, and keeps no idle one alive") {
  for_each_engine([](TestDatabase& d) {
    House house(d);
    house.person("ann", {kWorker});
    const auto token = house.knock("ann")->token;
    const auto authenticator = make_authenticator(d.db(), house.services.settings);
    const auto stands = [&] {
      return d.db().read([&](db::ReadTx& tx) {
        return authenticator->still_stands(tx, kHere, token.cookie(false), house.clock.now())
            .has_value();
      });
    };
    CHECK(stands());
    house.clock.advance(house.services.settings.idle_timeout - Duration(1));
    CHECK(stands());
    house.clock.advance(Duration(1));
    CHECK_FALSE(stands());
  });
}

TEST_CASE("unknown, wrong, locked and disabled all get one answer") {
  for_each_engine([](TestDatabase& d) {
    House house(d);
    house.person("ann");
    const auto bo = house.person("bo1");
    (void)house.write([&](db::WriteTx& tx) {
      return set_state(tx, house.ids, kHere, bo, AccountState::disabled, std::nullopt, {},
                       house.clock.now());
    });
    std::vector<Error> answers;
    for (const std::string login : {"nobody", "bo1", "王芳", "", "ann"}) {
      const auto refused = house.knock(login, login == "bo1" ? kPassword : "wrong");
      REQUIRE_FALSE(refused.ok());
      answers.push_back(refused.error());
    }
    for (int i = 0; i < 5; ++i) (void)house.knock("ann", "wrong");
    answers.push_back(house.knock("ann").error());
    for (const auto& answer : answers) {
      CHECK(answer.kind == Failure::unauthenticated);
      CHECK(answer.code == "login_refused");
      CHECK(answer.detail == answers[0].detail);
      CHECK(answer.field == answers[0].field);
    }
  });
}

TEST_CASE("five failures lock for fifteen minutes, and the log tells the story") {
  for_each_engine([](TestDatabase& d) {
    House house(d);
    const auto id = house.person("ann");
    for (int i = 0; i < 5; ++i) CHECK_FALSE(house.knock("ann", "wrong").ok());
    CHECK_FALSE(house.knock("ann").ok());
    house.clock.advance(minutes(15) - Duration(1));
    CHECK_FALSE(house.knock("ann").ok());
    house.clock.advance(Duration(1));
    CHECK(house.knock("ann").ok());
    CHECK_FALSE(house.knock("nobody").ok());
    const auto me = to_string(id);
    const auto line = [&](const char* kind) { return std::string(kind) + " " + me + " " + me; };
    CHECK(house.log() == std::vector<std::string>{
                             "account_added " + me + " -", line("login_failed"),
                             line("login_failed"), line("login_failed"), line("login_failed"),
                             line("login_failed"), line("account_locked"), line("login_refused"),
                             line("login_refused"), line("login_succeeded"), "login_failed - -"});
  });
}

TEST_CASE("guesses made at once count like guesses in a row") {
  for_each_engine([](TestDatabase& d) {
    House house(d);
    const auto id = house.person("ann");
    Settings patient = cheap_hashing();
    patient.hashes_waiting_max = 100;
    const PasswordHasher hasher(patient);
    const Services services{d.db(), house.ids, house.random, hasher, house.book, house.vault, {}};
    std::vector<std::thread> guessers;
    std::atomic<int> admitted = 0;
    for (int i = 0; i < 8; ++i) {
      guessers.emplace_back([&] {
        const auto guess =
            log_in(services, kHere, "ann", "wrong", "192.0.2.1", std::nullopt, house.clock.now());
        if (guess.ok()) ++admitted;
      });
    }
    for (auto& guesser : guessers) guesser.join();
    CHECK(admitted == 0);
    CHECK(house.account(id).locked_until == house.clock.now() + minutes(15));
  });
}

/// Does something in the middle of a login: between hashing and the transaction.
class Meddling final : public Random {
 public:
  explicit Meddling(std::function<void()> deed) : deed_(std::move(deed)) {}
  void fill(std::span<std::byte> out) override {
    SystemRandom().fill(out);
    deed_();
  }

 private:
  std::function<void()> deed_;
};

TEST_CASE("a password that is replaced meanwhile no longer opens") {
  for_each_engine([](TestDatabase& d) {
    House house(d);
    const auto id = house.person("ann", {kWorker});
    Meddling meddling([&] {
      REQUIRE(house
                  .write([&](db::WriteTx& tx) {
                    return set_password(tx, house.ids, kHere, id, "another hash", false, {},
                                        house.clock.now());
                  })
                  .ok());
    });
    const Services services{d.db(),     house.ids,   meddling, shared_hasher(),
                            house.book, house.vault, {}};
    CHECK_FALSE(
        log_in(services, kHere, "ann", kPassword, "", std::nullopt, house.clock.now()).ok());
    REQUIRE(house
                .write([&](db::WriteTx& tx) {
                  return set_password(tx, house.ids, kHere, id, hash_of_password(), false, {},
                                      house.clock.now());
                })
                .ok());
    const auto me = house.caller(id);
    const Asking asking{services, kHere, me, house.clock.now(), ""};
    CHECK(change_password(asking, kPassword, kOtherPassword).error().code == "password_wrong");
  });
}

TEST_CASE("a session of a disabled account is worth nothing even where it was not ended") {
  for_each_engine([](TestDatabase& d) {
    House house(d);
    const auto id = house.person("ann", {kWorker});
    const auto login = house.knock("ann").value();
    house.write([&](db::WriteTx& tx) {
      store::set_state(tx, kHere, id, AccountState::disabled);
      return true;
    });
    CHECK_FALSE(house.who(login.token).has_value());
  });
}

TEST_CASE("a session ends after thirty idle minutes, and lives on while it is used") {
  for_each_engine([](TestDatabase& d) {
    needs_order(d);
    House house(d);
    house.person("ann", {kWorker});
    const auto used = house.knock("ann").value(), idle = house.knock("ann").value();
    house.clock.advance(minutes(29));
    CHECK(house.who(used.token).has_value());  // this is noted
    house.clock.advance(minutes(1));
    CHECK_FALSE(house.who(idle.token).has_value());
    house.clock.advance(minutes(28));
    CHECK(house.who(used.token).has_value());
    house.clock.advance(minutes(30));
    CHECK_FALSE(house.who(used.token).has_value());
  });
}

TEST_CASE("a session ends after twelve hours however busy it is") {
  for_each_engine([](TestDatabase& d) {
    needs_order(d);
    House house(d);
    house.person("ann", {kWorker});
    const auto login = house.knock("ann").value();
    for (int i = 0; i < 12 * 3 - 1; ++i) {
      house.clock.advance(minutes(20));
      REQUIRE(house.who(login.token).has_value());
    }
    house.clock.advance(minutes(20));
    CHECK_FALSE(house.who(login.token).has_value());
  });
}

TEST_CASE("activity is noted at most once a minute") {
  for_each_engine([](TestDatabase& d) {
    needs_order(d);
    House house(d);
    house.person("ann", {kWorker});
    const auto login = house.knock("ann").value();
    const auto authenticator = make_authenticator(d.db(), house.services.settings);
    const auto requests = [&](int count) {
      const auto before = d.db().stats().units;
      for (int i = 0; i < count; ++i) {
        CHECK(house.read([&](db::ReadTx& tx) {
          return authenticator
              ->authenticate(tx, kHere, "gewu_session=" + login.token.str(), house.clock.now())
              .has_value();
        }));
      }
      house.wait();
      return d.db().stats().units - before - 1;  // without the one waited for
    };
    house.clock.advance(seconds(59));
    CHECK(requests(5) == 0);
    house.clock.advance(seconds(1));
    CHECK(requests(5) == 1);
    house.clock.advance(seconds(59));
    CHECK(requests(5) == 0);
    house.clock.advance(seconds(1));
    CHECK(requests(5) == 1);
  });
}

TEST_CASE("a session is of one district and one token") {
  for_each_engine([](TestDatabase& d) {
    House house(d);
    house.person("ann", {kWorker});
    const auto login = house.knock("ann").value();
    const auto authenticator = make_authenticator(d.db(), house.services.settings);
    house.read([&](db::ReadTx& tx) {
      const auto found = [&](DistrictId district, const std::string& cookie) {
        return authenticator->authenticate(tx, district, cookie, house.clock.now());
      };
      CHECK(found(kHere, "gewu_session=" + login.token.str())->csrf_token == login.token.csrf());
      CHECK_FALSE(found(DistrictId{8}, "gewu_session=" + login.token.str()).has_value());
      CHECK_FALSE(found(kHere, "gewu_session=" + std::string(64, 'a')).has_value());
      // What the database stores is not what a browser sends.
      CHECK_FALSE(found(kHere, "gewu_session=" + to_hex(login.token.digest())).has_value());
      return true;
    });
  });
}

TEST_CASE("logging out ends this session and no other") {
  for_each_engine([](TestDatabase& d) {
    House house(d);
    house.person("ann", {kWorker});
    const auto one = house.knock("ann").value(), two = house.knock("ann").value();
    for (int i = 0; i < 2; ++i) {
      house.write([&](db::WriteTx& tx) {
        log_out(tx, house.services, kHere, one.token, "192.0.2.1", house.clock.now());
        return true;
      });
    }
    CHECK_FALSE(house.who(one.token).has_value());
    CHECK(house.who(two.token).has_value());
    CHECK(house.log().back().starts_with("logged_out"));
  });
}

TEST_CASE("logging in again in the same browser replaces the session") {
  for_each_engine([](TestDatabase& d) {
    House house(d);
    house.person("ann", {kWorker});
    const auto one = house.knock("ann").value();
    const auto two =
        log_in(house.services, kHere, "ann", kPassword, "192.0.2.1", one.token, house.clock.now());
    REQUIRE(two.ok());
    CHECK_FALSE(house.who(one.token).has_value());
    CHECK(house.who(two->token).has_value());
  });
}

TEST_CASE("disabling an account ends its sessions at once") {
  for_each_engine([](TestDatabase& d) {
    House house(d);
    const auto id = house.person("ann", {kWorker});
    const auto login = house.knock("ann").value();
    const auto set = [&](AccountState state) {
      return house.write([&](db::WriteTx& tx) {
        return set_state(tx, house.ids, kHere, id, state, std::nullopt, {}, house.clock.now());
      });
    };
    REQUIRE(set(AccountState::disabled).ok());
    CHECK_FALSE(house.who(login.token).has_value());
    CHECK_FALSE(house.knock("ann").ok());
    REQUIRE(set(AccountState::active).ok());
    CHECK_FALSE(house.who(login.token).has_value());
    CHECK(house.knock("ann").ok());
  });
}

TEST_CASE("changing one's password ends every session and opens one") {
  for_each_engine([](TestDatabase& d) {
    House house(d);
    const auto id = house.person("ann", {kWorker});
    const auto here = house.knock("ann").value(), elsewhere = house.knock("ann").value();
    const auto me = house.caller(id);
    const auto changed = change_password(house.as(me), kPassword, kOtherPassword);
    REQUIRE(changed.ok());
    CHECK_FALSE(house.who(here.token).has_value());
    CHECK_FALSE(house.who(elsewhere.token).has_value());
    CHECK(house.who(changed->token).has_value());
    CHECK_FALSE(house.knock("ann", kPassword).ok());
    CHECK(house.knock("ann", kOtherPassword).ok());
  });
}

TEST_CASE("a new password must be good, new, and asked for with the old one") {
  for_each_engine([](TestDatabase& d) {
    House house(d);
    const auto me = house.caller(house.person("ann", {kWorker}));
    const auto refusal = [&](const std::string& current, const std::string& next) {
      const auto changed = change_password(house.as(me), current, next);
      REQUIRE_FALSE(changed.ok());
      return changed.error().code + " " + changed.error().field;
    };
    CHECK(refusal(kPassword, "short") == "password_too_short /next");
    CHECK(refusal(kPassword, kPassword) == "password_unchanged /next");
    CHECK(refusal(std::string(1025, 'x'), kOtherPassword) == "password_too_long /current");
    for (int i = 0; i < 4; ++i) {
      CHECK(refusal("wrong", kOtherPassword) == "password_wrong /current");
    }
    CHECK(refusal("wrong", kOtherPassword) == "account_locked ");
    CHECK(refusal(kPassword, kOtherPassword) == "account_locked ");
    house.clock.advance(minutes(15));
    CHECK(change_password(house.as(me), kPassword, kOtherPassword).ok());
  });
}

TEST_CASE("until the first password is replaced a login has no roles") {
  for_each_engine([](TestDatabase& d) {
    House house(d);
    const auto id = house.person("ann", {kWorker}, kDistrict, true);
    const auto login = house.knock("ann").value();
    const auto before = house.who(login.token);
    REQUIRE(before.has_value());
    CHECK(before->grants.empty());
    const auto changed = change_password(house.as(*before), kPassword, kOtherPassword);
    REQUIRE(changed.ok());
    CHECK(house.who(changed->token)->grants.size() == 1);
    CHECK_FALSE(house.account(id).must_change_password);
  });
}

TEST_CASE("a grant counts from its beginning to its end, in a running session too") {
  for_each_engine([](TestDatabase& d) {
    House house(d);
    const Instant start = house.clock.now();
    NewGrant later = kWorker;
    later.valid_from = start + minutes(10);
    later.valid_to = start + minutes(20);
    house.person("ann", {later});
    const auto login = house.knock("ann").value();
    const auto roles_at = [&](Duration after) {
      house.clock.set(start + after);
      return house.who(login.token)->grants.size();
    };
    CHECK(roles_at(minutes(0)) == 0);
    CHECK(roles_at(minutes(10) - Duration(1)) == 0);
    CHECK(roles_at(minutes(10)) == 1);
    CHECK(roles_at(minutes(20) - Duration(1)) == 1);
    CHECK(roles_at(minutes(20)) == 0);
  });
}

TEST_CASE("hostile logins and passwords are refused, not stored and not understood") {
  for_each_engine([](TestDatabase& d) {
    House house(d);
    house.person("ann");
    const std::vector<std::string> hostile = {"' or 1=1 --", std::string(1000, 'a'),
                                              "\x01\x02",    std::string("ann\0x", 5),
                                              "\xC3\x28",    "a\u202eb"};
    for (const auto& text : hostile) {
      CHECK_FALSE(house.knock(text).ok());
      CHECK_FALSE(house.knock("ann", text).ok());
      house.clock.advance(hours(1));
      CHECK(house.knock("ann").ok());  // the count was not fed by what never reached it
    }
    CHECK(house.knock("ann", std::string(1025, 'x')).error().code == "password_too_long");
    CHECK(house.knock("nobody", std::string(1025, 'x')).error().code == "password_too_long");
  });
}

TEST_CASE("beyond the cap a login is told to come again") {
  Settings none;
  none.hashes_at_once = 0;
  none.hashes_waiting_max = 0;
  const PasswordHasher hasher(none);
  CHECK(hasher.hash(kPassword).error().code == "login_busy");
  CHECK(hasher.verify(hash_of_password(), kPassword).error().kind == Failure::unavailable);
  CHECK(hasher.verify_nobody(kPassword).error().code == "login_busy");
}

TEST_CASE("hashes are argon2id at 19 MiB and two passes, and match their password only") {
  const PasswordHasher hasher;
  const auto hash = hasher.hash(kPassword).value();
  CHECK(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
  CHECK(hasher.verify(hash, kPassword).value());
  CHECK_FALSE(hasher.verify(hash, kOtherPassword).value());
  CHECK_FALSE(hasher.verify("no hash", kPassword).value());
  CHECK_FALSE(hasher.verify_nobody("nobody has this password").value());
  CHECK(hasher.verify(hash_of_password(), kPassword).value());  // made at another cost
}

}  // namespace
}  // namespace gewu::accounts
