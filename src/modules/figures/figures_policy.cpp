// SPDX-License-Identifier: Apache-2.0
#include "modules/figures/figures_policy.hpp"

#include <algorithm>

namespace gewu::figures {

using api::Role;

const api::Policy& figures_policy() {
  static const api::Policy policy =
      api::only("figures_of_own_areas",
                {Role::micro_grid_lead, Role::grid_worker, Role::grid_lead, Role::community_desk,
                 Role::dispatcher, Role::department, Role::verifier, Role::leader,
                 Role::system_administrator, Role::security_administrator, Role::auditor});
  return policy;
}

std::vector<AreaId> areas_granted(const api::Caller& caller) {
  const auto& roles = figures_policy().roles;
  std::vector<AreaId> out;
  for (const api::Grant& grant : caller.grants) {
    if (std::find(roles.begin(), roles.end(), grant.role) != roles.end()) {
      out.push_back(grant.area);
    }
  }
  return out;
}

}  // namespace gewu::figures
