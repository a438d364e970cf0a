// SPDX-License-Identifier: Apache-2.0
#include "modules/saved_filters/saved_filters_policy.hpp"

namespace gewu::saved_filters {

using api::Role;

api::Policy filters_policy() { return api::signed_in("saved_filters.keep"); }
bool may_share(const api::Caller& caller) {
  return caller.has_any({Role::grid_lead, Role::community_desk, Role::dispatcher, Role::leader});
}
bool may_tidy_up(const api::Caller& caller) { return caller.has_any({Role::system_administrator}); }

}  // namespace gewu::saved_filters
