// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "modules/accounts/accounts_policy.hpp"

namespace gewu::accounts {
namespace {

using api::Role;
using Chain = std::vector<AreaId>;

constexpr AreaId kDistrict{1}, kStreet{10}, kCommunity{11}, kOtherStreet{20};
constexpr AccountId kMe{5}, kOther{6};
const Chain kInStreet{kCommunity, kStreet, kDistrict};
const Chain kInOtherStreet{kOtherStreet, kDistrict};

api::Caller with(Role role, AreaId area) { return {kMe, "me", {{role, area, {}}}}; }

std::string judged(const api::Caller& caller, Act act, AccountId subject,
                   const std::vector<Chain>& places) {
  const auto allowed = may(caller, act, subject, places);
  return allowed ? "" : allowed.error().code;
}

TEST_CASE("every act has a rule and a guard with a name") {
  for (const auto code : all_codes<Act>()) {
    const auto act = *from_code<Act>(code);
    CHECK(route_policy(act).name == "accounts." + std::string(code));
    CHECK_FALSE(route_policy(act).open);
  }
}

TEST_CASE("a security administrator gives roles within the own areas and to others only") {
  const auto me = with(Role::security_administrator, kStreet);
  CHECK(judged(me, Act::grant_role, kOther, {kInStreet}) == "");
  CHECK(judged(me, Act::grant_role, kOther, {{kDistrict}}) == "area_not_yours");
  CHECK(judged(me, Act::grant_role, kOther, {kInOtherStreet}) == "area_not_yours");
  CHECK(judged(me, Act::grant_role, kMe, {kInStreet}) == "own_account_fixed");
  CHECK(judged(me, Act::change_account, kMe, {kInStreet}) == "own_account_fixed");
  CHECK(judged(me, Act::revoke_grant, kMe, {kInStreet}) == "own_account_fixed");
}

TEST_CASE("to change an account takes all of its places, to see it takes one") {
  const auto me = with(Role::security_administrator, kStreet);
  CHECK(judged(me, Act::change_account, kOther, {kInStreet, kInOtherStreet}) == "area_not_yours");
  CHECK(judged(me, Act::see_account, kOther, {kInStreet, kInOtherStreet}) == "");
  CHECK(judged(me, Act::see_account, kOther, {kInOtherStreet}) == "area_not_yours");
}

TEST_CASE("an act without a place reaches nothing") {
  const auto me = with(Role::security_administrator, kDistrict);
  CHECK(judged(me, Act::grant_role, kOther, {}) == "area_not_yours");
  CHECK(judged(me, Act::grant_role, kOther, {{}}) == "area_not_yours");
}

TEST_CASE("the three administrators keep out of each other's work") {
  const std::vector<Role> all = {Role::system_administrator, Role::security_administrator,
                                 Role::auditor};
  const auto allowed = [&](Act act) {
    std::vector<Role> out;
    for (const Role role : all) {
      if (may(with(role, kDistrict), act, kOther, {{kDistrict}})) out.push_back(role);
    }
    return out;
  };
  CHECK(allowed(Act::grant_role) == std::vector{Role::security_administrator});
  CHECK(allowed(Act::add_account) == std::vector{Role::security_administrator});
  CHECK(allowed(Act::add_organisation) == std::vector{Role::system_administrator});
  CHECK(allowed(Act::see_security_log) == std::vector{Role::auditor});
}

TEST_CASE("who has no role yet sees not even the organisations") {
  CHECK(judged({kMe, "me", {}}, Act::see_organisations, {}, {}) == "role_missing");
  CHECK(judged(with(Role::leader, kStreet), Act::see_organisations, {}, {}) == "");
}

TEST_CASE("acting for an organisation takes its grant over that place") {
  const std::vector<api::Grant> grants = {{Role::department, kStreet, OrganisationId{3}},
                                          {Role::grid_worker, kDistrict, {}}};
  CHECK(acts_for(grants, OrganisationId{3}, kInStreet));
  CHECK_FALSE(acts_for(grants, OrganisationId{4}, kInStreet));
  CHECK_FALSE(acts_for(grants, OrganisationId{3}, kInOtherStreet));
  CHECK_FALSE(acts_for(grants, OrganisationId{}, kInStreet));
}

rc::Gen<std::vector<api::Grant>> some_grants() {
  return rc::gen::container<std::vector<api::Grant>>(rc::gen::map(
      rc::gen::pair(rc::gen::inRange(0, 12), rc::gen::inRange(1, 8)), [](std::pair<int, int> p) {
        return api::Grant{static_cast<Role>(p.first), AreaId{p.second}, OrganisationId{}};
      }));
}

TEST_CASE("a grant covers its area and everything below, and nothing else") {
  CHECK(rc::check("against the definition", [] {
    const auto grants = *some_grants();
    const auto chain_numbers = *rc::gen::container<std::set<int>>(rc::gen::inRange(1, 8));
    Chain chain;
    for (const int n : chain_numbers) chain.push_back(AreaId{n});
    const auto role = static_cast<Role>(*rc::gen::inRange(0, 12));
    bool expected = false;
    for (const auto& g : grants) {
      expected |= g.role == role && chain_numbers.contains(static_cast<int>(g.area.value));
    }
    RC_ASSERT(covers(grants, {role}, chain) == expected);
    // The deeper the place, the longer its chain: what covers above covers below.
    Chain deeper = chain;
    deeper.insert(deeper.begin(), AreaId{99});
    RC_ASSERT(!covers(grants, {role}, chain) || covers(grants, {role}, deeper));
    RC_ASSERT(!covers(grants, {role}, chain) || covers(grants, {}, chain));
    RC_ASSERT(!covers({}, {}, chain));
  }));
}

TEST_CASE("scope areas are those of the role, each once, ascending") {
  CHECK(rc::check("against the definition", [] {
    const api::Caller caller{kMe, "me", *some_grants()};
    const auto role = static_cast<Role>(*rc::gen::inRange(0, 12));
    std::set<AreaId> expected;
    for (const auto& g : caller.grants) {
      if (g.role == role) expected.insert(g.area);
    }
    const auto found = scope_areas(caller, {role});
    RC_ASSERT(found == Chain(expected.begin(), expected.end()));
    RC_ASSERT(std::all_of(found.begin(), found.end(),
                          [&](AreaId a) { return covers(caller.grants, {role}, {a}); }));
  }));
}

}  // namespace
}  // namespace gewu::accounts
