// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "base/codes.hpp"
#include "base/ids.hpp"

namespace gewu::api {

/// What a person does for a place. A grant binds one to an area (and, for `department`, to an
/// organisation); it holds for that area and everything below it.
enum class Role {
  part_time_worker,        ///< reports, sees own reports only (B3)
  micro_grid_lead,         ///< verifies before filing, handles on the spot in the micro-grid
  grid_worker,             ///< rounds, verification before filing, handling in the grid
  grid_lead,               ///< the grid's desk: registers, dispatches, decides
  community_desk,          ///< the community's desk; draws samples of self-handled cases
  dispatcher,              ///< the desk of a street or of the district's centre
  department,              ///< handles what is dispatched to its organisation
  verifier,                ///< checks after handling (核查)
  leader,                  ///< sees figures and their rows, changes nothing
  system_administrator,    ///< areas, categories, calendar
  security_administrator,  ///< accounts and grants
  auditor                  ///< reads histories and access logs
};
BOOST_DESCRIBE_ENUM(Role, part_time_worker, micro_grid_lead, grid_worker, grid_lead, community_desk,
                    dispatcher, department, verifier, leader, system_administrator,
                    security_administrator, auditor)

struct Grant {
  Role role{};
  AreaId area;
  OrganisationId organisation;  ///< only for Role::department, else none
};
BOOST_DESCRIBE_STRUCT(Grant, (), (role, area, organisation))

/// Who asks. Everything a policy may look at.
struct Caller {
  AccountId account;
  std::string name;
  std::vector<Grant> grants;

  bool has_any(const std::vector<Role>& roles) const {
    return std::any_of(grants.begin(), grants.end(), [&](const Grant& g) {
      return std::find(roles.begin(), roles.end(), g.role) != roles.end();
    });
  }
};

/// The rule that guards a route. What the caller may see or do beyond it (which areas, which case)
/// is decided by the module's own policy table.
struct Policy {
  std::string name;              ///< shown in OpenAPI as x-policy; never empty
  bool open = false;             ///< true: no login needed
  std::vector<Role> roles = {};  ///< signed in with one of these; empty: any role
};

inline Policy open_to_all(std::string name) { return {std::move(name), true, {}}; }
inline Policy signed_in(std::string name) { return {std::move(name), false, {}}; }
inline Policy only(std::string name, std::vector<Role> roles) {
  return {std::move(name), false, std::move(roles)};
}

}  // namespace gewu::api
