// SPDX-License-Identifier: Apache-2.0
#include "modules/accounts/test/house.hpp"

#include <algorithm>

#include "api/api.hpp"

namespace gewu::accounts {

namespace {
const db::Sql insert_area{"test.accounts_insert_area", R"(
insert into area (district_id, area_id, level, code, from_version, to_version)
values ($1, $2, $3, $4, 0, 9007199254740991))"};
}  // namespace

House::House(test::TestDatabase& database) : d(database) {
  write([&](db::WriteTx& tx) {
    for (const auto& [area, node] : FakeBook::tree()) {
      tx.execute(insert_area, kHere, area, node.level, "code-" + to_string(area));
    }
    return true;
  });
}

AccountId House::person(const std::string& login, const std::vector<NewGrant>& grants, AreaId home,
                        bool must_change) {
  const NewAccount account{LoginName::parse(login).value(),
                           PersonName::parse(login).value(),
                           home,
                           hash_of_password(),
                           must_change,
                           grants};
  const auto added = write([&](db::WriteTx& tx) {
    return add_account(tx, ids, kHere, account, AccountId{}, clock.now());
  });
  REQUIRE_MESSAGE(added.ok(), added.error().code);
  return *added;
}

OrganisationId House::organisation(const std::string& name, AreaId area) {
  return write([&](db::WriteTx& tx) {
           return add_organisation(tx, ids, kHere, OrganisationName::parse(name).value(),
                                   OrganisationKind::department, area, AccountId{}, clock.now());
         })
      .value();
}

std::vector<std::string> House::log() {
  const auto word = [](AccountId id) { return id ? to_string(id) : std::string("-"); };
  auto events =
      read([&](db::ReadTx& tx) { return store::events_before(tx, kHere, RecordId{}, 1000); });
  std::reverse(events.begin(), events.end());
  std::vector<std::string> out;
  for (const auto& e : events) {
    out.push_back(std::string(code_of(e.kind)) + " " + word(e.account) + " " + word(e.by));
  }
  return out;
}

std::optional<api::Caller> House::who(const Token& token) {
  const auto authenticator = make_authenticator(d.db(), services.settings);
  const auto found = read([&](db::ReadTx& tx) {
    return authenticator->authenticate(tx, kHere, "gewu_session=" + token.str(), clock.now());
  });
  wait();
  if (!found) return std::nullopt;
  return found->caller;
}

}  // namespace gewu::accounts
