// SPDX-License-Identifier: Apache-2.0
#include "modules/demo/demo_people_service.hpp"

#include "modules/places/places.hpp"

namespace gewu::demo {

namespace {

using api::Role;

/// Hires into one district; refusals end the demo, for nothing here may be refused.
class Hiring {
 public:
  Hiring(const Tools& tools, const areas::TerritorySnapshot& territory, std::string hash,
         Chance& chance, Instant at)
      : tools_(tools), territory_(territory), hash_(std::move(hash)), chance_(chance), at_(at) {}

  Result<api::Caller> one(db::WriteTx& tx, const std::string& login, Role role,
                          const areas::Area& area, OrganisationId organisation = {},
                          const std::string& named = {}) {
    GEWU_TRY(const auto login_name, accounts::LoginName::parse(login));
    GEWU_TRY(const auto name,
             accounts::PersonName::parse(named.empty() ? person_name(chance_) : named));
    accounts::NewAccount fresh{login_name, name, area.id, hash_, false, {}};
    fresh.grants.push_back({role, area.id, organisation});
    GEWU_TRY(const AccountId id, accounts::add_account(tx, tools_.cases.services().ids,
                                                       territory_.district().id, fresh, {}, at_));
    ++count;
    last_ = {login, name.str(), std::string(code_of(role)), area.name};
    return api::Caller{id, name.str(), {{role, area.id, organisation}}};
  }

  const Account& last() const { return last_; }
  std::size_t count = 0;
  AccountId publisher;  ///< the security administrator

 private:
  const Tools& tools_;
  const areas::TerritorySnapshot& territory_;
  std::string hash_;
  Chance& chance_;
  Instant at_;
  Account last_;
};

struct Office {
  const char* login;
  const char* name;
  accounts::OrganisationKind kind;
};
constexpr Office kOffices[] = {
    {"chengguan", "区城市管理和综合执法局", accounts::OrganisationKind::department},
    {"shuiwu", "区水务局", accounts::OrganisationKind::department},
    {"zhujian", "区住房和建设局", accounts::OrganisationKind::department},
    {"jiaotong", "区交通运输管理局", accounts::OrganisationKind::department},
    {"gongdian", "供电服务中心", accounts::OrganisationKind::company},
    {"huanwei", "环卫作业公司", accounts::OrganisationKind::company},
    {"wuye", "同心物业服务公司", accounts::OrganisationKind::property_manager},
};

Done hire_centre(db::WriteTx& tx, const Tools& tools, const areas::TerritorySnapshot& territory,
                 Hiring& hiring, People& out, Instant at) {
  const areas::Area& district = *territory.find(territory.root());
  const std::pair<const char*, Role> roles[] = {{"centre", Role::dispatcher},
                                                {"inspector", Role::verifier},
                                                {"leader", Role::leader},
                                                {"sysadmin", Role::system_administrator},
                                                {"secadmin", Role::security_administrator},
                                                {"auditor", Role::auditor}};
  for (const auto& [login, role] : roles) {
    GEWU_TRY(auto caller, hiring.one(tx, login, role, district));
    out.to_try.push_back(hiring.last());
    if (role == Role::security_administrator) hiring.publisher = caller.account;
    if (role == Role::verifier) out.verifiers[district.id].push_back(caller);
    if (role == Role::dispatcher) {
      out.desks[district.id].push_back(caller);
      out.centre = std::move(caller);
    }
  }
  for (const auto& office : kOffices) {
    GEWU_TRY(const auto name, accounts::OrganisationName::parse(office.name));
    GEWU_TRY(const OrganisationId id,
             accounts::add_organisation(tx, tools.cases.services().ids, territory.district().id,
                                        name, office.kind, district.id, {}, at));
    GEWU_TRY(auto caller, hiring.one(tx, office.login, Role::department, district, id));
    if (out.organisations.empty()) out.to_try.push_back(hiring.last());
    out.organisations.push_back(id);
    out.departments.emplace(id, std::move(caller));
  }
  return done();
}

/// The posts that are bound to one area; the login is the prefix and the area's code.
struct Post {
  areas::Level level;
  const char* prefix;
  Role role;
  std::map<AreaId, std::vector<api::Caller>> People::*where;
  std::size_t shown_until;  ///< one of each kind is shown
};
const Post kPosts[] = {
    {areas::Level::street, "street", Role::dispatcher, &People::desks, 8},
    {areas::Level::community, "community", Role::community_desk, &People::desks, 9},
    {areas::Level::community, "verifier", Role::verifier, &People::verifiers, 10},
    {areas::Level::grid, "grid", Role::grid_lead, &People::desks, 11},
    {areas::Level::grid, "worker", Role::grid_worker, &People::workers, 12},
    {areas::Level::micro_grid, "micro", Role::micro_grid_lead, &People::workers, 13},
};

/// Everyone whose role is bound to this one area.
Done hire_for(db::WriteTx& tx, const areas::Area& area, Hiring& hiring, People& out) {
  for (const Post& post : kPosts) {
    if (post.level != area.level) continue;
    GEWU_TRY(auto caller, hiring.one(tx, post.prefix + area.code, post.role, area));
    if (out.to_try.size() < post.shown_until) out.to_try.push_back(hiring.last());
    (out.*post.where)[area.id].push_back(std::move(caller));
  }
  return done();
}

struct Publishing {
  const char* hours;
  int per_cent;  ///< of those who agree to show their name
  bool phone;
};
Publishing publishing(Role role) {
  switch (role) {
    case Role::dispatcher:
      return {"每天 00:00–24:00", 0, true};
    case Role::community_desk:
      return {"周一至周五 08:30–18:00", 60, true};
    case Role::grid_lead:
      return {"周一至周六 09:00–18:00", 85, true};
    case Role::grid_worker:
      return {"", 60, false};
    default:
      return {"", 40, false};
  }
}

/// What the holders of this area's posts agreed to show. Names and numbers are invented.
Done publish_for(db::WriteTx& tx, const Tools& tools, DistrictId district, const areas::Area& area,
                 const People& people, Chance& chance, Instant at) {
  static const places::Consent consent = places::Consent::parse("任职时书面同意公开").value();
  for (const auto* held : {&people.desks, &people.workers}) {
    const auto found = held->find(area.id);
    if (found == held->end()) continue;
    for (const auto& caller : found->second) {
      const auto rule = publishing(caller.grants.front().role);
      places::Shown shown{"", rule.phone ? office_phone(chance) : "", rule.hours};
      if (std::uniform_int_distribution<int>(1, 100)(chance) <= rule.per_cent) {
        shown.name = caller.name;
      }
      if (shown.name.empty() && shown.phone.empty()) continue;
      const auto grants = accounts::grants_of(tx, district, caller.account);
      GEWU_CHECK(places::publish(tx, tools.cases.services().ids, district, grants.front().grant,
                                 shown, consent, people.publisher, at));
    }
  }
  return done();
}

}  // namespace

Result<People> hire(const Tools& tools, const areas::TerritorySnapshot& territory,
                    const Options& options, Chance& chance, Instant at) {
  GEWU_TRY(const std::string hash, tools.hasher.hash(options.password));
  People out;
  Hiring hiring(tools, territory, hash, chance, at);
  GEWU_CHECK(tools.database.write(
      [&](db::WriteTx& tx) { return hire_centre(tx, tools, territory, hiring, out, at); }));
  out.publisher = hiring.publisher;
  Chance consent(options.seed + 1);
  const auto all = territory.all();
  constexpr std::size_t kBatch = 40;
  for (std::size_t from = 0; from < all.size(); from += kBatch) {
    const auto some = all.subspan(from, std::min(kBatch, all.size() - from));
    GEWU_CHECK(tools.database.write([&](db::WriteTx& tx) -> Done {
      for (const auto& area : some) {
        GEWU_CHECK(hire_for(tx, area, hiring, out));
        GEWU_CHECK(publish_for(tx, tools, territory.district().id, area, out, consent, at));
      }
      return done();
    }));
    tools.progress("accounts", static_cast<std::int64_t>(hiring.count), 0);
  }
  out.count = hiring.count;
  return out;
}

People find_people(db::ReadTx& tx, const areas::TerritorySnapshot& territory, Instant now) {
  const DistrictId district = territory.district().id;
  People out;
  const auto find = [&](const std::string& login) -> std::optional<api::Caller> {
    const auto name = accounts::LoginName::parse(login);
    const auto account = name ? accounts::find_by_login(tx, district, *name) : std::nullopt;
    if (!account) return std::nullopt;
    ++out.count;
    return accounts::caller_of(tx, district, account->account, now);
  };
  if (auto centre = find("centre")) {
    out.desks[territory.root()].push_back(*centre);
    out.centre = std::move(*centre);
  }
  if (auto inspector = find("inspector")) out.verifiers[territory.root()].push_back(*inspector);
  for (const auto& office : kOffices) {
    auto caller = find(office.login);
    if (!caller || caller->grants.empty()) continue;
    const OrganisationId id = caller->grants.front().organisation;
    out.organisations.push_back(id);
    out.departments.emplace(id, std::move(*caller));
  }
  for (const auto& area : territory.all()) {
    for (const Post& post : kPosts) {
      if (post.level != area.level) continue;
      if (auto caller = find(post.prefix + area.code)) {
        (out.*post.where)[area.id].push_back(std::move(*caller));
      }
    }
  }
  return out;
}

}  // namespace gewu::demo
