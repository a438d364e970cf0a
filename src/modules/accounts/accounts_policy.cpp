// SPDX-License-Identifier: Apache-2.0
#include "modules/accounts/accounts_policy.hpp"

#include <algorithm>
#include <string>

namespace gewu::accounts {

namespace {

using api::Role;
using Roles = std::vector<Role>;

/// How much of what an act touches must lie within the caller's own areas.
enum class Reach { nothing, any, all };

struct Rule {
  Act act;
  Roles roles;  ///< empty: whoever holds a grant
  Reach reach;
  bool not_oneself;  ///< nobody adds to, takes from or ends his own rights
};

const std::vector<Rule>& rules() {
  static const std::vector<Rule> table = {
      {Act::see_account, {Role::security_administrator}, Reach::any, false},
      {Act::add_account, {Role::security_administrator}, Reach::all, false},
      {Act::change_account, {Role::security_administrator}, Reach::all, true},
      {Act::grant_role, {Role::security_administrator}, Reach::all, true},
      {Act::revoke_grant, {Role::security_administrator}, Reach::all, true},
      {Act::see_organisations, {}, Reach::nothing, false},
      {Act::add_organisation, {Role::system_administrator}, Reach::all, false},
      {Act::see_security_log, {Role::auditor}, Reach::all, false},
  };
  return table;
}

const Rule& rule_of(Act act) {
  return *std::find_if(rules().begin(), rules().end(), [&](const Rule& r) { return r.act == act; });
}

bool has_role(const Roles& roles, Role role) {
  return roles.empty() || std::find(roles.begin(), roles.end(), role) != roles.end();
}

bool contains(const std::vector<AreaId>& areas, AreaId area) {
  return std::find(areas.begin(), areas.end(), area) != areas.end();
}

}  // namespace

bool covers(const std::vector<api::Grant>& grants, const Roles& roles,
            const std::vector<AreaId>& chain_upwards) {
  return std::any_of(grants.begin(), grants.end(), [&](const api::Grant& g) {
    return has_role(roles, g.role) && contains(chain_upwards, g.area);
  });
}

std::vector<AreaId> scope_areas(const api::Caller& caller, const Roles& roles) {
  std::vector<AreaId> out;
  for (const auto& g : caller.grants) {
    if (has_role(roles, g.role)) out.push_back(g.area);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

bool acts_for(const std::vector<api::Grant>& grants, OrganisationId organisation,
              const std::vector<AreaId>& chain_upwards) {
  return organisation && std::any_of(grants.begin(), grants.end(), [&](const api::Grant& g) {
           return g.role == Role::department && g.organisation == organisation &&
                  contains(chain_upwards, g.area);
         });
}

bool is_administrator(Role role) {
  return role == Role::system_administrator || role == Role::security_administrator ||
         role == Role::auditor;
}

api::Policy route_policy(Act act) {
  return api::only("accounts." + std::string(code_of(act)), rule_of(act).roles);
}

Done may(const api::Caller& caller, Act act, AccountId subject,
         const std::vector<std::vector<AreaId>>& places) {
  const Rule& rule = rule_of(act);
  if (rule.not_oneself && subject && subject == caller.account) {
    return forbidden("own_account_fixed",
                     "Nobody changes his own rights. Another security administrator can.");
  }
  if (caller.grants.empty() || (!rule.roles.empty() && !caller.has_any(rule.roles))) {
    return forbidden("role_missing", "Your roles do not include this.");
  }
  const auto inside = [&](const std::vector<AreaId>& chain) {
    return covers(caller.grants, rule.roles, chain);
  };
  const bool reached =
      rule.reach == Reach::nothing ||
      (rule.reach == Reach::any && std::any_of(places.begin(), places.end(), inside)) ||
      (rule.reach == Reach::all && !places.empty() &&
       std::all_of(places.begin(), places.end(), inside));
  if (!reached) {
    return forbidden("area_not_yours", "This reaches beyond the areas that you administer.");
  }
  return done();
}

}  // namespace gewu::accounts
