// SPDX-License-Identifier: Apache-2.0
#include "modules/paper/paper_policy.hpp"

namespace gewu::paper {

using api::Role;

const std::vector<Role>& paper_roles() {
  static const std::vector<Role> roles{Role::micro_grid_lead, Role::grid_worker, Role::grid_lead,
                                       Role::community_desk, Role::dispatcher};
  return roles;
}
api::Policy print_policy() { return api::only("paper.print_cards", paper_roles()); }
api::Policy read_policy() { return api::only("paper.read_forms", paper_roles()); }
api::Policy scan_policy() { return api::open_to_all("paper.scan_card"); }
const std::vector<Role>& card_roles() {
  static const std::vector<Role> roles{Role::micro_grid_lead, Role::grid_worker, Role::grid_lead};
  return roles;
}

}  // namespace gewu::paper
