// SPDX-License-Identifier: Apache-2.0
#include "modules/cases/case_policy.hpp"

#include <algorithm>

#include "modules/cases/cases.hpp"

namespace gewu::cases {

namespace {

using api::Role;

enum class Over { area, desk, above_desk, tray };

/// A role granted over a place gives a relation. Over::area means the case's own area; where the
/// case is about the one who would hold it, only grants over its desk count. Over::tray means the
/// district of a case that lies nowhere: no team of a place would ever check it.
struct Rule {
  Actor actor;
  Over over;
  std::vector<Role> roles;
};

const std::vector<Rule>& rules() {
  static const std::vector<Role> desk{Role::grid_lead, Role::community_desk, Role::dispatcher};
  static const std::vector<Rule> table{
      {Actor::desk, Over::desk, desk},
      {Actor::desk_above, Over::above_desk, desk},
      {Actor::worker, Over::area, {Role::grid_worker, Role::micro_grid_lead, Role::grid_lead}},
      {Actor::verifier, Over::area, {Role::verifier, Role::grid_lead, Role::community_desk}},
      {Actor::verifier, Over::tray, {Role::dispatcher}},
      {Actor::sampler, Over::area, {Role::verifier, Role::community_desk}},
      {Actor::staff,
       Over::area,
       {Role::grid_worker, Role::micro_grid_lead, Role::grid_lead, Role::community_desk,
        Role::dispatcher, Role::verifier}},
      {Actor::viewer, Over::area, {Role::leader, Role::auditor}},
  };
  return table;
}

bool belongs_to(const api::Caller& caller, OrganisationId organisation) {
  return organisation &&
         std::any_of(caller.grants.begin(), caller.grants.end(),
                     [&](const api::Grant& g) { return g.organisation == organisation; });
}

bool is_member(const api::Caller& caller, OrganisationId organisation,
               const std::vector<AreaId>& chain) {
  return organisation && accounts::acts_for(caller.grants, organisation, chain);
}

bool stands_as(const api::Caller& caller, const Holder& holder, const Places& places) {
  switch (holder.kind) {
    case HolderKind::account:
      return holder.id == caller.account.value;
    case HolderKind::organisation:
      return is_member(caller, OrganisationId{holder.id}, places.area_chain);
    default:
      return false;
  }
}

}  // namespace

const std::vector<api::Role>& seeing_roles() {
  static const std::vector<Role> roles = [] {
    std::vector<Role> out;
    for (const auto& rule : rules()) {
      if (rule.actor != Actor::staff && rule.actor != Actor::viewer) continue;
      out.insert(out.end(), rule.roles.begin(), rule.roles.end());
    }
    return out;
  }();
  return roles;
}

const std::vector<api::Role>& roles_of(Actor actor) {
  static const std::vector<Role> none;
  const auto rule =
      std::find_if(rules().begin(), rules().end(), [&](const Rule& r) { return r.actor == actor; });
  return rule == rules().end() ? none : rule->roles;
}

Actors relations_of(const api::Caller& caller, const Case& c, const Places& places) {
  const std::vector<AreaId> above(
      places.desk_chain.empty() ? places.desk_chain.end() : places.desk_chain.begin() + 1,
      places.desk_chain.end());
  static const std::vector<AreaId> nowhere;
  const bool in_tray = !c.located && !c.restricted;
  Actors out = 0;
  for (const auto& rule : rules()) {
    const auto& chain = rule.over == Over::above_desk             ? above
                        : rule.over == Over::tray && !in_tray     ? nowhere
                        : rule.over == Over::desk || c.restricted ? places.desk_chain
                                                                  : places.area_chain;
    if (accounts::covers(caller.grants, rule.roles, chain)) out = out | rule.actor;
  }
  if (stands_as(caller, c.holder, places)) out = out | Actor::holder;
  const bool did_it = (c.handler && c.handler == caller.account) ||
                      is_member(caller, c.handler_organisation, places.area_chain) ||
                      includes(out, Actor::holder);
  const bool helps = std::any_of(c.assistants.begin(), c.assistants.end(),
                                 [&](const Holder& h) { return stands_as(caller, h, places); });
  // The doer does not check his own work, nor does whoever helped, nor anyone of the same team,
  // wherever he works.
  if (did_it || helps || belongs_to(caller, c.handler_organisation)) {
    out &= ~(Actor::verifier | Actor::sampler);
  }
  if (did_it || helps) out = out | Actor::staff;
  return out;
}

}  // namespace gewu::cases
