// SPDX-License-Identifier: Apache-2.0
#include "modules/releases/releases_policy.hpp"

namespace gewu::releases {

using api::Role;

const api::Policy& see_policy() {
  static const api::Policy policy = api::signed_in("releases.see");
  return policy;
}

const api::Policy& show_policy() {
  static const api::Policy policy =
      api::only("releases.show", {Role::grid_lead, Role::community_desk, Role::dispatcher});
  return policy;
}

const api::Policy& public_policy() {
  static const api::Policy policy = api::open_to_all("releases.read");
  return policy;
}

}  // namespace gewu::releases
