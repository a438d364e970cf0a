// SPDX-License-Identifier: Apache-2.0
#include <mutex>
#include <unordered_map>

#include "db/db.hpp"
#include "modules/areas/areas.hpp"
#include "modules/figures/dated_tree.hpp"
#include "modules/figures/figures.hpp"
#include "modules/figures/figures_store.hpp"

namespace gewu::figures {

struct Trees::Held {
  std::mutex guard;
  std::unordered_map<DistrictId, std::shared_ptr<const DatedTree>> trees;
};

Trees::Trees(areas::Territories& territories)
    : territories_(territories), held_(std::make_unique<Held>()) {}
Trees::~Trees() = default;

std::shared_ptr<const DatedTree> Trees::current(db::ReadTx& tx, DistrictId district) {
  const auto territory = territories_.current(tx, district);
  if (!territory) return nullptr;
  const areas::District& now = territory->district();
  {
    const std::lock_guard lock(held_->guard);
    const auto& held = held_->trees[district];
    if (held && held->version() == now.territory_version && held->stamp() == now.territory_stamp) {
      return held;
    }
  }
  // Two threads may build the same tree at once; both are right.
  auto tree = std::make_shared<const DatedTree>(now.root,
                                                store::dated_edges(tx, district, now.utc_offset()),
                                                now.territory_version, now.territory_stamp);
  const std::lock_guard lock(held_->guard);
  return held_->trees[district] = std::move(tree);
}

}  // namespace gewu::figures
