// SPDX-License-Identifier: Apache-2.0
#include "modules/places/places.hpp"

#include <doctest/doctest.h>

#include "support/ascii_territory.hpp"
#include "support/database.hpp"

namespace gewu::places {

namespace {

using gewu::test::for_each_engine;
using gewu::test::TestDatabase;

const Instant kNow = instant(1'790'000'000'000);
const Instant kLater = kNow + std::chrono::hours(24);

struct Office {
  explicit Office(TestDatabase& database)
      : d(database), t(areas::test::from_ascii(d.db(), ids, kNow, {"AB"})) {}

  AccountId hire(const std::string& login, api::Role role, AreaId area,
                 std::optional<Instant> until = {}) {
    return d.db().write([&](db::WriteTx& tx) {
      accounts::NewAccount fresh{accounts::LoginName::parse(login).value(),
                                 accounts::PersonName::parse("Somebody").value(),
                                 area,
                                 "x",
                                 false,
                                 {}};
      fresh.grants.push_back({role, area, {}, kNow, until});
      return accounts::add_account(tx, ids, t.district.id, fresh, {}, kNow).value();
    });
  }
  accounts::GrantId grant_of(AccountId account) {
    return d.db().read([&](db::ReadTx& tx) {
      return accounts::grants_of(tx, t.district.id, account).at(0).grant;
    });
  }
  std::string publish(AccountId account, const Shown& shown) {
    const auto grant = grant_of(account);
    const auto done = d.db().write([&](db::WriteTx& tx) {
      return places::publish(tx, ids, t.district.id, grant, shown,
                             Consent::parse("signed on paper").value(), AccountId{1}, kNow);
    });
    return done ? "" : done.error().code;
  }
  /// "role name phone; …" for grid A and all above it.
  std::string shown(Instant now = kNow + std::chrono::minutes(1)) {
    std::string out;
    d.db().read([&](db::ReadTx& tx) {
      const std::vector<AreaId> chain{t.area('A'), t.community, t.street, t.district.root};
      for (const Post& post : posts_at(tx, t.district.id, chain, now)) {
        out += (out.empty() ? "" : "; ") + std::string(code_of(post.role)) + " " + post.shown.name +
               " " + post.shown.phone;
      }
      return 0;
    });
    return out;
  }

  TestDatabase& d;
  IdSource ids{1};
  areas::test::AsciiTerritory t;
};

}  // namespace

TEST_CASE("nothing of a post is shown until it is published, and then just that") {
  for_each_engine([](TestDatabase& d) {
    Office office(d);
    const auto lead = office.hire("lead", api::Role::grid_lead, office.t.area('A'));
    const auto desk = office.hire("desk", api::Role::community_desk, office.t.community);
    office.hire("other", api::Role::grid_lead, office.t.area('B'));
    CHECK(office.shown().empty());
    CHECK(office.publish(desk, {"", "010-5550 0100", ""}).empty());
    CHECK(office.publish(lead, {"Lin", "", ""}).empty());
    CHECK(office.shown() == "grid_lead Lin ; community_desk  010-5550 0100");
    CHECK(office.publish(lead, {"Lin An", "12345", ""}).empty());
    CHECK(office.shown() == "grid_lead Lin An 12345; community_desk  010-5550 0100");
  });
}

TEST_CASE("what a post shows is gone at once when withdrawn, ended or disabled") {
  for_each_engine([](TestDatabase& d) {
    Office office(d);
    const auto withdrawn = office.hire("aa", api::Role::grid_lead, office.t.area('A'));
    const auto ends = office.hire("bb", api::Role::grid_worker, office.t.area('A'), kLater);
    const auto disabled = office.hire("cc", api::Role::micro_grid_lead, office.t.area('A'));
    for (const auto account : {withdrawn, ends, disabled}) {
      REQUIRE(office.publish(account, {"Lin", "", ""}).empty());
    }
    CHECK(office.shown() == "micro_grid_lead Lin ; grid_worker Lin ; grid_lead Lin ");
    const auto grant = office.grant_of(withdrawn);
    const auto ended = d.db().write([&](db::WriteTx& tx) {
      CHECK(withdraw(tx, office.ids, office.t.district.id, grant, AccountId{1}, kNow).ok());
      return accounts::set_state(tx, office.ids, office.t.district.id, disabled,
                                 accounts::AccountState::disabled, {}, {}, kNow);
    });
    CHECK(ended.ok());
    CHECK(office.shown() == "grid_worker Lin ");
    CHECK(office.shown(kLater + std::chrono::minutes(1)).empty());
    const auto again = d.db().write([&](db::WriteTx& tx) {
      return withdraw(tx, office.ids, office.t.district.id, grant, AccountId{1}, kNow);
    });
    REQUIRE_FALSE(again.ok());
    CHECK(again.error().code == "post_unknown");
  });
}

TEST_CASE("only posts that answer for a place are shown, with something that is no login") {
  for_each_engine([](TestDatabase& d) {
    Office office(d);
    const auto checker = office.hire("checker", api::Role::verifier, office.t.community);
    CHECK(office.publish(checker, {"Lin", "", ""}) == "post_not_public");
    const auto lead = office.hire("lead", api::Role::grid_lead, office.t.area('A'));
    CHECK(office.publish(lead, {"", "", "Mon"}) == "post_empty");
    CHECK(office.publish(lead, {"lead", "", ""}) == "post_shows_login");
    CHECK(office.publish(lead, {"", "call me", ""}) == "phone_malformed");
    CHECK(office.publish(lead, {"", "1234", ""}) == "phone_malformed");
    CHECK(office.shown().empty());
  });
}

}  // namespace gewu::places
