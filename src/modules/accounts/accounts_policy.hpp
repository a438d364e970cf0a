// SPDX-License-Identifier: Apache-2.0
#pragma once

// Who may do what to accounts, and what grants cover. Pure.
#include <vector>

#include "api/caller.hpp"
#include "base/codes.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"

namespace gewu::accounts {

/// Whether one of `roles` was granted at an area of `chain_upwards` (the area itself and all
/// above).
bool covers(const std::vector<api::Grant>& grants, const std::vector<api::Role>& roles,
            const std::vector<AreaId>& chain_upwards);
/// Where the caller has one of `roles`: the tops of what he sees. Each once, ascending. An empty
/// `roles` means any role.
std::vector<AreaId> scope_areas(const api::Caller& caller, const std::vector<api::Role>& roles);
/// Whether the caller acts for this organisation at an area of the chain.
bool acts_for(const std::vector<api::Grant>& grants, OrganisationId organisation,
              const std::vector<AreaId>& chain_upwards);

// ---- the policy table ------------

enum class Act {
  see_account,
  add_account,
  change_account,  ///< disable, enable, reset the password
  grant_role,
  revoke_grant,
  see_organisations,
  add_organisation,
  see_security_log
};
BOOST_DESCRIBE_ENUM(Act, see_account, add_account, change_account, grant_role, revoke_grant,
                    see_organisations, add_organisation, see_security_log)

/// The guard of every route that does `act`: "accounts.<act>".
api::Policy route_policy(Act act);

/// Whether the caller may do `act` to `subject` (none: nobody in particular). `places` are the
/// chains upward of every area the act touches: each must lie within the caller's own; for
/// see_account one suffices. Refusals: area_not_yours, own_account_fixed.
Done may(const api::Caller& caller, Act act, AccountId subject,
         const std::vector<std::vector<AreaId>>& places);

/// The roles of which one account holds at most one (protection level 3).
bool is_administrator(api::Role role);

}  // namespace gewu::accounts
