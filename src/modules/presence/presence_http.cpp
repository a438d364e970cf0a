// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>

#include "api/api.hpp"
#include "modules/accounts/accounts.hpp"
#include "modules/cases/cases.hpp"
#include "modules/presence/presence.hpp"
#include "modules/presence/presence_store.hpp"

namespace gewu::presence {

namespace {

using api::Call;

/// Pages say so every twenty seconds; one that was not heard of for longer is closed, or its
/// machine sleeps.
constexpr Duration kHeardFor = std::chrono::seconds(50);
constexpr Duration kForgottenAfter = std::chrono::minutes(10);

struct PresenceIn {
  bool editing = false;
  std::optional<bool> leaving;  ///< the page is being closed
};
BOOST_DESCRIBE_STRUCT(PresenceIn, (), (editing, leaving))

struct PersonThere {
  AccountId account;
  std::string name;
  bool editing = false;
  Instant since;
};
BOOST_DESCRIBE_STRUCT(PersonThere, (), (account, name, editing, since))

struct PresenceOut {
  std::vector<PersonThere> others;
};
BOOST_DESCRIBE_STRUCT(PresenceOut, (), (others))

std::vector<PersonThere> people_of(db::ReadTx& tx, DistrictId district,
                                   const std::vector<store::Present>& present) {
  std::vector<AccountId> ids;
  ids.reserve(present.size());
  for (const auto& p : present) ids.push_back(p.account);
  std::map<AccountId, std::string> names;
  for (auto& [id, name] : accounts::account_names(tx, district, ids)) names[id] = std::move(name);
  std::vector<PersonThere> out;
  out.reserve(present.size());
  for (const auto& p : present) out.push_back({p.account, names[p.account], p.editing, p.since});
  return out;
}

/// Whether somebody came, went or took up the pen: a mere sign of life is no news.
bool is_news(const std::vector<store::Present>& before, const std::vector<store::Present>& after) {
  return !std::equal(before.begin(), before.end(), after.begin(), after.end(),
                     [](const auto& a, const auto& b) {
                       return a.account == b.account && a.editing == b.editing;
                     });
}

/// To those who may see the case: of one about its holder, from its desk up.
std::vector<AreaId> heard_by(const areas::TerritorySnapshot& territory, const cases::Case& c) {
  std::vector<AreaId> out;
  for (const auto* a : territory.chain(c.restricted ? c.desk_area : c.area)) out.push_back(a->id);
  if (out.empty()) out.push_back(territory.root());
  return out;
}

Result<PresenceOut> note(api::Api& api, cases::CaseService& service, db::WriteTx& tx,
                         const Call& call, const PresenceIn& in) {
  GEWU_TRY(const CaseId id, call.id<CaseId>("case"));
  GEWU_TRY(const cases::Case c, service.visible_case(tx, call.district, id, call.who(), call.now));
  // Whoever only reported it does not work on it.
  if (service.relations(tx, c, call.who(), call.now) == 0) {
    return not_found("case_unknown", "There is no such case in your areas.");
  }
  const Instant heard = call.now - kHeardFor;
  const AccountId me = call.who().account;
  const auto before = store::of_case(tx, call.district, id, heard);
  if (in.leaving.value_or(false)) {
    store::leave(tx, call.district, id, me);
  } else {
    store::note(tx, call.district, id, me, in.editing, call.now, heard);
  }
  const auto after = store::of_case(tx, call.district, id, heard);
  PresenceOut out{people_of(tx, call.district, after)};
  if (is_news(before, after)) {
    const auto territory = service.services().territories.current(tx, call.district);
    const std::string news =
        R"({"case":")" + to_string(id) + R"(","people":)" + json::encode(out.others) + "}";
    tx.after_commit([&api, district = call.district, chain = heard_by(*territory, c), news] {
      api.broadcast().publish(district, chain, "presence", news);
    });
  }
  std::erase_if(out.others, [&](const PersonThere& p) { return p.account == me; });
  return out;
}

}  // namespace

int sweep(db::Database& database, DistrictId district, Instant now) {
  return database.write(
      [&](db::WriteTx& tx) { return store::forget(tx, district, now - kForgottenAfter, 1000); });
}

void append_presence_routes(api::Api& api, cases::CaseService& service) {
  api.post<PresenceIn, PresenceOut>(
      "/api/v1/{district}/cases/{case}/presence", api::signed_in("cases.see"),
      {"Say every 20 seconds that one has a case open, and hear who else has", "presence"},
      [&api, &service](db::WriteTx& tx, const Call& call, const PresenceIn& in) {
        return note(api, service, tx, call, in);
      },
      {.body_limit = 1024});
}

}  // namespace gewu::presence
