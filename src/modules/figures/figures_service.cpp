// SPDX-License-Identifier: Apache-2.0
// Writing: appending facts, folding them, moving them to today's boundaries.
#include <algorithm>
#include <unordered_set>

#include "db/db.hpp"
#include "modules/figures/figures.hpp"
#include "modules/figures/figures_store.hpp"

namespace gewu::figures {

void append(db::WriteTx& tx, IdSource& ids, DistrictId district, std::span<const FactDraft> facts,
            Instant now) {
  store::insert_facts(tx, ids, district, facts, now);
}

// ---- folding ------------------------------------------------------------------------------------

int fold(db::Database& database, DistrictId district, const TreeOf& tree_of, int limit) {
  constexpr int most = 200;
  return database.write([&, limit = std::clamp(limit, 1, most)](db::WriteTx& tx) {
    const auto under = store::lock_under(tx, district);
    if (under.state == store::UnderState::building) return 0;
    const auto tree = tree_of(tx);
    const auto facts = store::claim_unfolded(tx, district, limit);
    Cells cells;
    for (const auto& f : facts) {
      cells.fold(f.fact, {1, f.value}, store::stands_for(under, tree.get()) ? tree.get() : nullptr);
    }
    store::add_cells(tx, district, cells.list());
    store::move_folded(tx, district, facts);
    return static_cast<int>(facts.size());
  });
}

int unfolded(db::ReadTx& tx, DistrictId district, int limit) {
  return store::count_unfolded(tx, district, limit);
}

// ---- relocation ---------------------------------------------------------------------------------

namespace {

struct Move {
  RecordId fact;
  AreaId from, to;
};

/// Moves what is still where it was found. A fact that is not folded yet has no rows to correct:
/// folding it later counts it where it is then.
void apply(db::WriteTx& tx, DistrictId district, std::span<const Move> moves) {
  store::lock_under(tx, district);
  Cells cells;
  for (const Move& move : moves) {
    const auto locked = store::lock_fact(tx, district, move.fact);
    if (!locked || locked->fact.area_now != move.from) continue;
    if (locked->folded) cells.move(locked->fact, move.to, {1, locked->value});
    store::set_area_now(tx, district, move.fact, locked->folded, move.to);
  }
  if (cells.all().empty()) return;
  store::add_cells(tx, district, cells.list());
  // Sums of areas with parts do not follow a move; they are made anew afterwards.
  store::set_under(tx, district, {store::UnderState::none, 0});
}

/// What of these facts must move.
std::vector<Move> moves_of(const std::vector<store::PlacedFact>& facts,
                           const std::unordered_set<AreaId>& areas, const LocateNow& locate) {
  std::vector<Move> out;
  for (const auto& [id, place] : facts) {
    if (!areas.empty() && !areas.contains(place.area_now)) continue;
    const AreaId to = locate(place);
    if (to && to != place.area_now) out.push_back({id, place.area_now, to});
  }
  // In order of id, as the facts were found: writers that meet lock in one order.
  return out;
}

class Relocation {
 public:
  Relocation(db::Database& database, DistrictId district, const LocateNow& locate,
             std::span<const AreaId> areas, const std::function<void(std::int64_t)>& progress)
      : database_(database),
        district_(district),
        locate_(locate),
        areas_(areas.begin(), areas.end()),
        progress_(progress) {}

  /// Walks one of the two tables of facts in pages.
  template <class FactsAfter>
  void walk(FactsAfter facts_after) {
    constexpr int page = 5'000;
    RecordId after;
    for (std::size_t rows = page; rows == page;) {
      const auto facts =
          database_.read([&](db::ReadTx& tx) { return facts_after(tx, district_, after, page); });
      rows = facts.size();
      if (!facts.empty()) after = facts.back().id;
      move(moves_of(facts, areas_, locate_));
      if (progress_) progress_(seen_ += static_cast<std::int64_t>(rows));
    }
  }
  std::int64_t moved() const { return moved_; }

 private:
  void move(const std::vector<Move>& moves) {
    constexpr std::size_t moves_per_write = 25;  // each corrects up to 12 rollup rows
    std::span<const Move> left(moves);
    while (!left.empty()) {
      const auto some = left.first(std::min(left.size(), moves_per_write));
      database_.write([&](db::WriteTx& tx) { apply(tx, district_, some); });
      left = left.subspan(some.size());
    }
    moved_ += static_cast<std::int64_t>(moves.size());
  }

  db::Database& database_;
  DistrictId district_;
  const LocateNow& locate_;
  const std::unordered_set<AreaId> areas_;
  const std::function<void(std::int64_t)>& progress_;
  std::int64_t moved_ = 0, seen_ = 0;
};

}  // namespace

std::int64_t relocate(db::Database& database, DistrictId district, const LocateNow& locate,
                      std::span<const AreaId> areas, std::int64_t territory_version,
                      const std::function<void(std::int64_t)>& progress) {
  Relocation relocation(database, district, locate, areas, progress);
  // In this order: a fact that is folded meanwhile is met a second time, not passed over.
  relocation.walk(store::unfolded_after);
  relocation.walk(store::folded_after);
  database.write(
      [&](db::WriteTx& tx) { store::set_relocated_version(tx, district, territory_version); });
  return relocation.moved();
}

std::int64_t relocated_version(db::ReadTx& tx, DistrictId district) {
  return store::relocated_version(tx, district);
}

}  // namespace gewu::figures
