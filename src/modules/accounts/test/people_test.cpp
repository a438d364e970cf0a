// SPDX-License-Identifier: Apache-2.0
// Who stands for a place, asked of both databases.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "modules/accounts/test/house.hpp"

namespace gewu::accounts {
namespace {

using api::Role;
using test::for_each_engine;
using test::TestDatabase;

const std::vector<AreaId> kChain{kMicroGrid, kGrid, kCommunity, kStreet, kDistrict};

const db::Sql close_organisation{"test.accounts_close_organisation", R"(
update organisation set active = 0 where district_id = $1 and organisation_id = $2)"};

struct Town : House {
  using House::House;
  std::vector<AreaId> desks(const std::vector<AreaId>& chain) {
    return read([&](db::ReadTx& tx) { return areas_with_desk(tx, kHere, chain, clock.now()); });
  }
  std::vector<std::string> holders(const std::vector<AreaId>& chain) {
    const auto found =
        read([&](db::ReadTx& tx) { return candidates(tx, kHere, chain, clock.now()); });
    std::vector<std::string> out;
    for (const auto& h : found) {
      out.push_back(std::string(code_of(h.kind)) + " " + h.name + " " +
                    std::string(code_of(h.role)) + " " + to_string(h.area));
    }
    return out;
  }
  void disable(AccountId id) {
    REQUIRE(write([&](db::WriteTx& tx) {
              return set_state(tx, ids, kHere, id, AccountState::disabled, std::nullopt, {},
                               clock.now());
            }).ok());
  }
};

TEST_CASE("an area has a desk while somebody active holds a desk role right there") {
  for_each_engine([](TestDatabase& d) {
    Town town(d);
    CHECK(town.desks(kChain).empty());
    town.person("lead", {{Role::grid_lead, kGrid}});
    const auto desk = town.person("desk", {{Role::community_desk, kCommunity}});
    town.person("far", {{Role::dispatcher, kOtherStreet}});
    town.person("worker", {{Role::grid_worker, kMicroGrid}, {Role::verifier, kStreet}});
    NewGrant later{Role::dispatcher, kDistrict};
    later.valid_from = town.clock.now() + std::chrono::hours(1);
    town.person("later", {later});
    CHECK(town.desks(kChain) == std::vector<AreaId>{kCommunity, kGrid});
    town.disable(desk);
    CHECK(town.desks(kChain) == std::vector<AreaId>{kGrid});
    town.clock.advance(std::chrono::hours(1));
    CHECK(town.desks(kChain) == std::vector<AreaId>{kDistrict, kGrid});
    CHECK(town.desks({}).empty());
  });
}

TEST_CASE("candidates are the workers of the chain and the departments that cover it") {
  for_each_engine([](TestDatabase& d) {
    Town town(d);
    const auto water = town.organisation("Water"), roads = town.organisation("Roads"),
               other = town.organisation("Far away");
    town.person("micro", {{Role::micro_grid_lead, kMicroGrid}});
    const auto worker =
        town.person("worker", {{Role::grid_worker, kGrid}, {Role::grid_worker, kCommunity}});
    town.person("lead", {{Role::grid_lead, kGrid}});
    town.person("stranger", {{Role::grid_worker, kOtherGrid}});
    town.person("water1", {{Role::department, kDistrict, water}});
    town.person("water2", {{Role::department, kStreet, water}});
    const auto road = town.person("road", {{Role::department, kStreet, roads}});
    town.person("far", {{Role::department, kOtherStreet, other}});
    CHECK(town.holders(kChain) == std::vector<std::string>{"account worker grid_worker 11",
                                                           "account micro micro_grid_lead 13",
                                                           "organisation Roads department 10",
                                                           "organisation Water department 1"});
    town.read([&](db::ReadTx& tx) {
      const auto now = town.clock.now();
      CHECK(is_candidate(tx, kHere, kChain, HolderKind::account, worker.value, now));
      CHECK(is_candidate(tx, kHere, kChain, HolderKind::organisation, roads.value, now));
      CHECK_FALSE(is_candidate(tx, kHere, kChain, HolderKind::organisation, other.value, now));
      CHECK_FALSE(is_candidate(tx, kHere, kChain, HolderKind::account, roads.value, now));
      CHECK_FALSE(is_candidate(tx, DistrictId{8}, kChain, HolderKind::account, worker.value, now));
      return true;
    });
    town.disable(worker);
    town.disable(road);
    CHECK(town.holders(kChain) == std::vector<std::string>{"account micro micro_grid_lead 13",
                                                           "organisation Water department 1"});
    town.write([&](db::WriteTx& tx) { return tx.execute(close_organisation, kHere, water) == 1; });
    CHECK(town.holders(kChain) == std::vector<std::string>{"account micro micro_grid_lead 13"});
    CHECK(town.holders({kOtherGrid}) ==
          std::vector<std::string>{"account stranger grid_worker 22"});
  });
}

TEST_CASE("accounts with a role are found once each, by name") {
  for_each_engine([](TestDatabase& d) {
    Town town(d);
    town.person("zoe", {{Role::verifier, kStreet}, {Role::verifier, kCommunity}});
    town.person("abe", {{Role::community_desk, kCommunity}});
    town.person("far", {{Role::verifier, kOtherStreet}});
    const auto found = [&](const std::vector<Role>& roles) {
      std::vector<std::string> out;
      town.read([&](db::ReadTx& tx) {
        for (const auto& p : accounts_with_role(tx, kHere, roles, kChain, town.clock.now())) {
          out.push_back(p.name);
        }
        return true;
      });
      return out;
    };
    CHECK(found({Role::verifier, Role::community_desk}) == std::vector<std::string>{"abe", "zoe"});
    CHECK(found({Role::verifier}) == std::vector<std::string>{"zoe"});
    CHECK(found({}).empty());
  });
}

TEST_CASE("an organisation's team are the active accounts that act for it") {
  for_each_engine([](TestDatabase& d) {
    Town town(d);
    const auto water = town.organisation("Water"), roads = town.organisation("Roads");
    const auto zoe = town.person("zoe", {{Role::department, kStreet, water}});
    const auto abe = town.person(
        "abe", {{Role::department, kDistrict, water}, {Role::department, kStreet, water}});
    town.person("road", {{Role::department, kStreet, roads}});
    const auto team = [&] {
      std::vector<AccountId> out;
      town.read([&](db::ReadTx& tx) {
        for (const auto& p : members_of(tx, kHere, water, town.clock.now())) {
          out.push_back(p.account);
        }
        return true;
      });
      return out;
    };
    CHECK(team() == std::vector{abe, zoe});
    town.disable(abe);
    CHECK(team() == std::vector{zoe});
  });
}

TEST_CASE("names are told for any number of ids, unknown ones left out") {
  for_each_engine([](TestDatabase& d) {
    Town town(d);
    std::vector<AccountId> ids;
    std::vector<OrganisationId> organisations;
    for (int i = 0; i < 70; ++i) ids.push_back(town.person("p" + std::to_string(i)));
    for (int i = 0; i < 3; ++i) organisations.push_back(town.organisation("O" + std::to_string(i)));
    ids.push_back(AccountId{4});
    ids.push_back(ids[0]);
    town.read([&](db::ReadTx& tx) {
      auto names = account_names(tx, kHere, ids);
      CHECK(names.size() == 70);
      std::sort(names.begin(), names.end());
      CHECK(names[0] == std::pair{ids[0], std::string("p0")});
      CHECK(names[69] == std::pair{ids[69], std::string("p69")});
      CHECK(organisation_names(tx, kHere, organisations).size() == 3);
      CHECK(account_names(tx, DistrictId{8}, ids).empty());
      CHECK(account_names(tx, kHere, {}).empty());
      return true;
    });
  });
}

}  // namespace
}  // namespace gewu::accounts
