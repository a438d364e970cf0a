// SPDX-License-Identifier: Apache-2.0
// Accounts, grants and organisations as administrators change them.
#include <doctest/doctest.h>

#include <algorithm>
#include <future>
#include <latch>
#include <set>
#include <string>
#include <vector>

#include "modules/accounts/test/house.hpp"

namespace gewu::accounts {
namespace {

using api::Role;
using test::for_each_engine;
using test::TestDatabase;

template <class T>
std::string refusal(const Result<T>& result) {
  return result ? "" : result.error().code + result.error().field;
}

struct Office : House {
  explicit Office(TestDatabase& database) : House(database) {
    boss = caller(person("boss", {{Role::security_administrator, kDistrict}}));
    street_boss = caller(person("street.boss", {{Role::security_administrator, kStreet}}, kStreet));
  }
  Result<GrantId> grant(const api::Caller& by, AccountId to, const NewGrant& grant) {
    return write([&](db::WriteTx& tx) { return add_grant_as(as(by), tx, to, grant); });
  }
  Done revoke(const api::Caller& by, AccountId from, GrantId grant) {
    return write([&](db::WriteTx& tx) { return revoke_grant_as(as(by), tx, from, grant); });
  }
  Done state(const api::Caller& by, AccountId of, AccountState state, std::int64_t version) {
    return write([&](db::WriteTx& tx) { return set_state_as(as(by), tx, of, state, version); });
  }
  AccountForm form(const std::string& login, AreaId area, std::vector<NewGrant> grants = {}) {
    return {login, PersonName::parse("Somebody").value(), area, kPassword, std::move(grants)};
  }
  std::set<std::string> seen_by(const api::Caller& by) {
    std::set<std::string> out;
    read([&](db::ReadTx& tx) {
      for (const auto& item : see_accounts(as(by), tx, {}, 100).items) {
        out.insert(item.account.login);
      }
      return true;
    });
    return out;
  }
  api::Caller boss, street_boss;
};

TEST_CASE("a login is unique in its district and free in another") {
  for_each_engine([](TestDatabase& d) {
    Office office(d);
    CHECK(add_account_as(office.as(office.boss), office.form("New.One", kStreet)).ok());
    CHECK(refusal(add_account_as(office.as(office.boss), office.form("new.one", kStreet))) ==
          "login_taken/login");
    const auto found = office.read([&](db::ReadTx& tx) {
      return find_by_login(tx, kHere, LoginName::parse("new.one").value());
    });
    REQUIRE(found.has_value());
    CHECK(found->must_change_password);
    CHECK(found->state == AccountState::active);
    office.read([&](db::ReadTx& tx) {
      CHECK_FALSE(find_by_login(tx, DistrictId{8}, LoginName::parse("new.one").value()));
      return true;
    });
  });
}

TEST_CASE("a form names the field that is wrong and leaves nothing behind") {
  for_each_engine([](TestDatabase& d) {
    Office office(d);
    const auto added = [&](const AccountForm& form) {
      return refusal(add_account_as(office.as(office.boss), form));
    };
    auto weak = office.form("ann", kStreet);
    weak.password = "short";
    CHECK(added(weak) == "password_too_short/password");
    CHECK(added(office.form("王芳", kStreet)) == "login_invalid/login");
    CHECK(added(office.form("ann", AreaId{999})) == "area_unknown/area");
    const NewGrant good{Role::grid_worker, kGrid};
    CHECK(added(office.form("ann", kStreet, {good, {Role::grid_worker, AreaId{999}}})) ==
          "area_unknown/grants/1/area");
    CHECK(added(office.form("ann", kStreet, {good, {Role::department, kStreet}})) ==
          "organisation_needed/grants/1/organisation");
    CHECK(added(office.form("ann", kStreet, {good, good})) == "grant_exists/grants/1");
    CHECK(added(office.form("ann", kStreet, {{Role::grid_lead, kStreet}})) ==
          "role_not_at_this_level/grants/0/area");
    office.read([&](db::ReadTx& tx) {
      CHECK_FALSE(find_by_login(tx, kHere, LoginName::parse("ann").value()).has_value());
      return true;
    });
  });
}

TEST_CASE("an administrator gives roles only within the own areas") {
  for_each_engine([](TestDatabase& d) {
    Office office(d);
    const auto id = office.person("ann", {}, kStreet);
    const auto& street = office.street_boss;
    CHECK(refusal(office.grant(street, id, {Role::grid_worker, kGrid})) == "");
    CHECK(refusal(office.grant(street, id, {Role::dispatcher, kStreet})) == "");
    CHECK(refusal(office.grant(street, id, {Role::dispatcher, kDistrict})) == "area_not_yours");
    CHECK(refusal(office.grant(street, id, {Role::grid_worker, kOtherGrid})) == "area_not_yours");
    CHECK(refusal(office.grant(office.boss, id, {Role::grid_worker, kOtherGrid})) == "");
    CHECK(refusal(office.grant(street, AccountId{4}, {Role::grid_worker, kGrid})) ==
          "account_unknown");
    CHECK(refusal(office.grant(street, id, {Role::grid_worker, AreaId{999}})) ==
          "area_unknown/area");
    // The worker himself has no say in it.
    CHECK(refusal(office.grant(office.caller(id), id, {Role::leader, kGrid})) ==
          "own_account_fixed");
    const auto other = office.person("bo1");
    CHECK(refusal(office.grant(office.caller(id), other, {Role::leader, kGrid})) == "role_missing");
  });
}

TEST_CASE("nobody gives or takes roles of his own, not even through the plain use case") {
  for_each_engine([](TestDatabase& d) {
    Office office(d);
    const auto me = office.boss.account;
    CHECK(refusal(office.grant(office.boss, me, {Role::leader, kStreet})) == "own_account_fixed");
    const auto mine = office.read([&](db::ReadTx& tx) { return grants_of(tx, kHere, me); });
    CHECK(refusal(office.revoke(office.boss, me, mine[0].grant)) == "own_account_fixed");
    CHECK(refusal(office.state(office.boss, me, AccountState::disabled, 1)) == "own_account_fixed");
    CHECK(refusal(office.write([&](db::WriteTx& tx) {
            return add_grant(tx, office.ids, kHere, me, {Role::leader, kStreet}, me,
                             office.clock.now());
          })) == "own_account_fixed");
  });
}

TEST_CASE("one account holds at most one of the three administrators' roles") {
  for_each_engine([](TestDatabase& d) {
    Office office(d);
    const auto id = office.person("ann");
    const auto first = office.grant(office.boss, id, {Role::auditor, kStreet});
    REQUIRE(first.ok());
    CHECK(refusal(office.grant(office.boss, id, {Role::system_administrator, kDistrict})) ==
          "administrators_separate");
    CHECK(refusal(office.grant(office.boss, id, {Role::auditor, kDistrict})) == "");
    NewGrant later{Role::security_administrator, kStreet};
    later.valid_from = office.clock.now() + std::chrono::hours(24 * 365);
    CHECK(refusal(office.grant(office.boss, id, later)) == "administrators_separate");
    CHECK(refusal(office.grant(office.boss, id, {Role::grid_worker, kGrid})) == "");
    // Once the first has ended the account is free for another.
    for (const auto& g : office.read([&](db::ReadTx& tx) { return grants_of(tx, kHere, id); })) {
      if (g.role == Role::auditor) REQUIRE(office.revoke(office.boss, id, g.grant).ok());
    }
    CHECK(refusal(office.grant(office.boss, id, {Role::system_administrator, kDistrict})) == "");
  });
}

TEST_CASE("two administrators at the same moment cannot make a forbidden pair") {
  for_each_engine([](TestDatabase& d) {
    Office office(d);
    const auto id = office.person("ann");
    std::latch first_is_at_work(1);
    auto second = std::async(std::launch::async, [&] {
      first_is_at_work.wait();
      return office.grant(office.boss, id, {Role::auditor, kDistrict}).ok();
    });
    const auto first = office.write([&](db::WriteTx& tx) {
      const NewGrant grant{Role::system_administrator, kDistrict};
      auto added = add_grant(tx, office.ids, kHere, id, grant, {}, office.clock.now());
      first_is_at_work.count_down();
      // Time for the second to look before this is stored, unless it waits as it should.
      for (int i = 0; i < 300; ++i) (void)find_account(tx, kHere, id);
      return added;
    });
    CHECK(first.ok());
    CHECK_FALSE(second.get());
  });
}

TEST_CASE("a department's role names an active organisation, and only that role does") {
  for_each_engine([](TestDatabase& d) {
    Office office(d);
    const auto id = office.person("ann");
    const auto water = office.organisation("Water company");
    CHECK(refusal(office.grant(office.boss, id, {Role::department, kStreet, water})) == "");
    CHECK(refusal(office.grant(office.boss, id, {Role::department, kStreet, water})) ==
          "grant_exists");
    CHECK(refusal(office.grant(office.boss, id, {Role::department, kStreet})) ==
          "organisation_needed/organisation");
    CHECK(refusal(office.grant(office.boss, id, {Role::verifier, kStreet, water})) ==
          "organisation_not_wanted/organisation");
    CHECK(refusal(office.grant(office.boss, id, {Role::department, kStreet, OrganisationId{4}})) ==
          "organisation_unknown/organisation");
  });
}

TEST_CASE("a grant's period must hold some time to come") {
  for_each_engine([](TestDatabase& d) {
    Office office(d);
    const auto id = office.person("ann");
    const Instant now = office.clock.now();
    const auto period = [&](std::optional<Instant> from, std::optional<Instant> to) {
      NewGrant grant{Role::grid_worker, kGrid};
      grant.valid_from = from;
      grant.valid_to = to;
      return refusal(office.grant(office.boss, id, grant));
    };
    CHECK(period({}, now) == "grant_period_empty/valid_to");
    CHECK(period(now - Duration(9), now - Duration(1)) == "grant_period_empty/valid_to");
    CHECK(period(now + Duration(9), now + Duration(9)) == "grant_period_empty/valid_to");
    CHECK(period(now + Duration(9), now + Duration(10)) == "");
  });
}

TEST_CASE("a revoked grant ends now and stays on record") {
  for_each_engine([](TestDatabase& d) {
    Office office(d);
    const auto id = office.person("ann");
    const auto grant = office.grant(office.boss, id, {Role::grid_worker, kGrid}).value();
    NewGrant later{Role::grid_worker, kMicroGrid};
    later.valid_from = office.clock.now() + std::chrono::hours(1);
    const auto future = office.grant(office.boss, id, later).value();
    CHECK(office.caller(id).grants.size() == 1);
    office.clock.advance(std::chrono::minutes(1));
    CHECK(refusal(office.revoke(office.boss, id, grant)) == "");
    CHECK(refusal(office.revoke(office.boss, id, future)) == "");
    CHECK(office.caller(id).grants.empty());
    CHECK(refusal(office.revoke(office.boss, id, grant)) == "grant_unknown");
    CHECK(refusal(office.revoke(office.boss, office.street_boss.account, grant)) ==
          "grant_unknown");
    const auto kept = office.read([&](db::ReadTx& tx) { return grants_of(tx, kHere, id); });
    REQUIRE(kept.size() == 2);
    CHECK(kept[0].valid_to == office.clock.now());
    CHECK(kept[0].granted_by == office.boss.account);
    office.clock.advance(std::chrono::hours(2));
    CHECK(office.caller(id).grants.empty());
  });
}

TEST_CASE("accounts are seen by the administrators of one of their places") {
  for_each_engine([](TestDatabase& d) {
    Office office(d);
    office.person("at.home", {}, kCommunity);
    office.person("works.here", {{Role::grid_worker, kGrid}}, kOtherStreet);
    office.person("elsewhere", {{Role::grid_worker, kOtherGrid}}, kOtherStreet);
    CHECK(office.seen_by(office.street_boss) ==
          std::set<std::string>{"street.boss", "at.home", "works.here"});
    CHECK(office.seen_by(office.boss).size() == 5);
    CHECK(office.seen_by(office.caller(office.person("ann", {{Role::auditor, kDistrict}}))) ==
          std::set<std::string>{});
  });
}

TEST_CASE("pages of accounts add up to all of them") {
  for_each_engine([](TestDatabase& d) {
    Office office(d);
    for (int i = 0; i < 7; ++i) office.person("p" + std::to_string(i), {}, kOtherStreet);
    std::vector<AccountId> seen;
    AccountId after;
    int pages = 0;
    do {
      const auto page = office.read(
          [&](db::ReadTx& tx) { return see_accounts(office.as(office.boss), tx, after, 4); });
      for (const auto& item : page.items) seen.push_back(item.account.account);
      after = page.next;
      REQUIRE(++pages < 10);
    } while (after);
    CHECK(seen.size() == 9);
    CHECK(std::is_sorted(seen.begin(), seen.end()));
    CHECK(std::adjacent_find(seen.begin(), seen.end()) == seen.end());
  });
}

TEST_CASE("who acts beyond an administrator's areas is not changed from there") {
  for_each_engine([](TestDatabase& d) {
    Office office(d);
    const auto wide = office.person("wide", {{Role::dispatcher, kDistrict}}, kStreet);
    const auto far = office.person("far", {}, kOtherStreet);
    const auto local = office.person("local", {{Role::grid_worker, kGrid}}, kStreet);
    const auto& street = office.street_boss;
    CHECK(refusal(office.state(street, wide, AccountState::disabled, 2)) == "area_not_yours");
    CHECK(refusal(office.state(street, far, AccountState::disabled, 1)) == "account_unknown");
    CHECK(refusal(reset_password_as(office.as(street), wide, kOtherPassword)) == "area_not_yours");
    CHECK(refusal(office.state(street, local, AccountState::disabled, 7)) == "account_stale");
    CHECK(refusal(office.state(street, local, AccountState::disabled,
                               office.account(local).version)) == "");
    CHECK(office.account(local).state == AccountState::disabled);
  });
}

TEST_CASE("a password given by an administrator ends sessions and must be changed") {
  for_each_engine([](TestDatabase& d) {
    Office office(d);
    const auto id = office.person("ann", {{Role::grid_worker, kGrid}}, kStreet);
    const auto login = office.knock("ann").value();
    CHECK(refusal(reset_password_as(office.as(office.street_boss), id, "short")) ==
          "password_too_short/password");
    REQUIRE(reset_password_as(office.as(office.street_boss), id, kOtherPassword).ok());
    CHECK_FALSE(office.who(login.token).has_value());
    CHECK_FALSE(office.knock("ann", kPassword).ok());
    const auto again = office.knock("ann", kOtherPassword);
    REQUIRE(again.ok());
    CHECK(office.who(again->token)->grants.empty());
    CHECK(office.account(id).must_change_password);
  });
}

TEST_CASE("organisations are added by the system administrator of their area") {
  for_each_engine([](TestDatabase& d) {
    Office office(d);
    const auto admin = office.caller(office.person("sys", {{Role::system_administrator, kStreet}}));
    const auto name = OrganisationName::parse("城管队").value();
    const auto add = [&](const api::Caller& by, AreaId area) {
      return office.write([&](db::WriteTx& tx) {
        return add_organisation_as(office.as(by), tx, name, OrganisationKind::department, area);
      });
    };
    CHECK(refusal(add(admin, kCommunity)) == "");
    CHECK(refusal(add(admin, kCommunity)) == "organisation_exists/name");
    CHECK(refusal(add(admin, kStreet)) == "");
    CHECK(refusal(add(admin, kOtherStreet)) == "area_not_yours");
    CHECK(refusal(add(office.boss, kStreet)) == "role_missing");
    CHECK(refusal(add(admin, AreaId{999})) == "area_unknown/area");
    const auto all =
        office.read([&](db::ReadTx& tx) { return list_organisations(tx, kHere, {}, 10); });
    REQUIRE(all.size() == 2);
    CHECK(all[0].name == "城管队");
    CHECK(all[0].area == kCommunity);
  });
}

TEST_CASE("the security log is the auditor's of the whole district") {
  for_each_engine([](TestDatabase& d) {
    Office office(d);
    const auto see = [&](const api::Caller& by) {
      return office.read(
          [&](db::ReadTx& tx) { return see_security_log(office.as(by), tx, {}, 100); });
    };
    const auto auditor = office.caller(office.person("aud", {{Role::auditor, kDistrict}}));
    const auto local = office.caller(office.person("loc", {{Role::auditor, kStreet}}));
    CHECK(refusal(see(office.boss)) == "role_missing");
    CHECK(refusal(see(local)) == "area_not_yours");
    const auto events = see(auditor);
    REQUIRE(events.ok());
    CHECK(events->size() == 8);  // four accounts, each with one role
    CHECK(events->front().kind == SecurityEvent::role_granted);
    CHECK(events->front().at == office.clock.now());
  });
}

}  // namespace
}  // namespace gewu::accounts
