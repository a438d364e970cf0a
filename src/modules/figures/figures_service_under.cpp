// SPDX-License-Identifier: Apache-2.0
// Summing up the areas that have parts, in pieces that are each whole: a piece is removed and made
// anew in one transaction, and only while nobody folds. Doing a piece twice changes nothing, so who
// finds the work half done begins again.
#include <algorithm>

#include "db/db.hpp"
#include "modules/figures/dated_tree.hpp"
#include "modules/figures/figures.hpp"
#include "modules/figures/figures_store.hpp"
#include "modules/figures/figures_store_slots.hpp"

namespace gewu::figures {
namespace {

using store::Under;
using store::UnderPart;
using store::UnderState;

constexpr int days_at_once = 92;  ///< of a day some 25 rows
constexpr int categories_at_once = store::few;

class SummingUp {
 public:
  SummingUp(db::Database& database, DistrictId district, const TreeOf& tree_of)
      : database_(database), district_(district), tree_of_(tree_of) {}

  /// False: nothing to do.
  bool begin() {
    return database_.write([&](db::WriteTx& tx) {
      tree_ = tree_of_(tx);
      const Under under = store::lock_under(tx, district_);
      if (!tree_ || store::stands_for(under, tree_.get())) return false;
      store::set_under(tx, district_, mark());
      return true;
    });
  }

  bool run(const std::function<bool(std::int64_t, std::int64_t)>& go_on) {
    const auto areas = tree_->with_parts();
    const auto kinds = database_.read([&](db::ReadTx& tx) { return kinds_of_parts(tx); });
    if (!remove_others(areas, kinds)) return false;
    std::int64_t done = 0;
    for (const AreaId area : areas) {
      for (UnderPart part : kinds) {
        part.area = area;
        if (!make(part)) return false;
      }
      if (go_on && !go_on(++done, static_cast<std::int64_t>(areas.size()))) return false;
    }
    return database_.write([&](db::WriteTx& tx) {
      if (!still_mine(tx)) return false;
      store::set_under(tx, district_, {UnderState::ready, tree_->version()});
      return true;
    });
  }

 private:
  Under mark() const { return {UnderState::building, tree_->version()}; }
  bool still_mine(db::WriteTx& tx) { return store::lock_under(tx, district_) == mark(); }

  /// The pieces of any area, its id left open.
  std::vector<UnderPart> kinds_of_parts(db::ReadTx& tx) const {
    std::vector<UnderPart> out;
    const auto years = store::run_of_all(tx, district_, Grain::year);
    if (!years) return out;
    const auto days = *store::run_of_all(tx, district_, Grain::day);
    const auto months = *store::run_of_all(tx, district_, Grain::month);
    auto categories = store::categories_in(tx, district_, first_day(Grain::year, years->first),
                                           first_day(Grain::year, years->last));
    categories.insert(categories.begin(), all_categories);
    std::vector<Lens> lenses = {Lens::as_was};
    if (store::differs_today(tx, district_)) lenses.push_back(Lens::as_is);
    for (const Lens lens : lenses) {
      for (int day = days.first; day <= days.last; day += days_at_once) {
        const int last = std::min(day + days_at_once - 1, days.last);
        out.push_back({{}, lens, {Grain::day, day, last}, {all_categories}});
      }
      store::for_slots(std::span<const std::int64_t>(categories), categories_at_once,
                       [&](std::span<const std::int64_t> some) {
                         const std::vector<std::int64_t> list(some.begin(), some.end());
                         out.push_back({{}, lens, months, list});
                         out.push_back({{}, lens, *years, list});
                       });
    }
    return out;
  }

  /// Rows of areas that had parts under an earlier tree.
  bool remove_others(const std::vector<AreaId>& areas, const std::vector<UnderPart>& kinds) {
    for (const AreaId area :
         database_.read([&](db::ReadTx& tx) { return store::areas_under(tx, district_); })) {
      if (std::find(areas.begin(), areas.end(), area) != areas.end()) continue;
      for (UnderPart part : kinds) {
        part.area = area;
        const bool mine = database_.write([&](db::WriteTx& tx) {
          if (!still_mine(tx)) return false;
          store::remove_under(tx, district_, part);
          return true;
        });
        if (!mine) return false;
      }
    }
    return true;
  }

  /// One piece of one area, from those below it, which are made before.
  bool make(const UnderPart& part) {
    std::vector<AreaId> own = {part.area}, under;
    for (const AreaId below : tree_->parts(part.area)) {
      (tree_->has_parts(below) ? under : own).push_back(below);
    }
    return database_.write([&](db::WriteTx& tx) {
      if (!still_mine(tx)) return false;
      store::remove_under(tx, district_, part);
      store::add_under(tx, district_, part, Reach::own, own);
      store::add_under(tx, district_, part, Reach::under, under);
      return true;
    });
  }

  db::Database& database_;
  DistrictId district_;
  const TreeOf& tree_of_;
  std::shared_ptr<const DatedTree> tree_;
};

}  // namespace

bool sum_up_areas(db::Database& database, DistrictId district, const TreeOf& tree,
                  const std::function<bool(std::int64_t, std::int64_t)>& go_on) {
  SummingUp work(database, district, tree);
  return !work.begin() || work.run(go_on);
}

}  // namespace gewu::figures
