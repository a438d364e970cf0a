// SPDX-License-Identifier: Apache-2.0
// What accounts asks of areas, answered from the snapshot that the transaction sees.
#include "modules/accounts/accounts.hpp"
#include "modules/areas/areas.hpp"

namespace gewu::accounts {

namespace {

class TerritoryBook final : public AreaBook {
 public:
  explicit TerritoryBook(areas::Territories& territories) : territories_(territories) {}

  std::vector<AreaId> chain_upwards(db::ReadTx& tx, DistrictId district,
                                    AreaId area) const override {
    std::vector<AreaId> out;
    const auto territory = territories_.current(tx, district);
    if (!territory) return out;
    for (const areas::Area* a : territory->chain(area)) out.push_back(a->id);
    return out;
  }

  AreaId root(db::ReadTx& tx, DistrictId district) const override {
    const auto territory = territories_.current(tx, district);
    return territory ? territory->root() : AreaId{};
  }

  std::optional<Label> label(db::ReadTx& tx, DistrictId district, AreaId area) const override {
    const auto territory = territories_.current(tx, district);
    const areas::Area* found = territory ? territory->find(area) : nullptr;
    if (found == nullptr) return std::nullopt;
    return Label{found->code, found->name, std::string(code_of(found->level))};
  }

 private:
  areas::Territories& territories_;
};

}  // namespace

std::unique_ptr<AreaBook> make_area_book(areas::Territories& territories) {
  return std::make_unique<TerritoryBook>(territories);
}

}  // namespace gewu::accounts
