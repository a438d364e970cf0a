// SPDX-License-Identifier: Apache-2.0
#include "modules/places/places_policy.hpp"

namespace gewu::places {

using api::Role;

const std::vector<Role>& answering_roles() {
  static const std::vector<Role> roles{Role::micro_grid_lead, Role::grid_worker, Role::grid_lead,
                                       Role::community_desk, Role::dispatcher};
  return roles;
}
const std::vector<Role>& place_roles() {
  static const std::vector<Role> roles{Role::micro_grid_lead, Role::grid_worker, Role::grid_lead,
                                       Role::community_desk,  Role::dispatcher,  Role::verifier,
                                       Role::leader};
  return roles;
}
const std::vector<Role>& publishing_roles() {
  static const std::vector<Role> roles{Role::security_administrator};
  return roles;
}

api::Policy answers_policy() { return api::open_to_all("places.answers"); }
api::Policy place_policy() { return api::only("places.see", place_roles()); }
api::Policy posts_policy() { return api::only("places.publish_posts", publishing_roles()); }

}  // namespace gewu::places
