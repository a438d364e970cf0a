// SPDX-License-Identifier: Apache-2.0
#include "modules/figures/figures_store_bulk.hpp"

#include <algorithm>
#include <array>
#include <random>
#include <span>

#include "modules/figures/figures_store.hpp"

namespace gewu::figures {
namespace {

constexpr std::size_t facts_per_write = 5'000;
constexpr std::size_t cells_per_write = 8'000;

Countable countable(const FactDraft& f) {
  return {f.metric, f.area, f.area, stored_category(f.category), f.day};
}

}  // namespace

void BulkLoader::add(const FactDraft& fact) {
  facts_.push_back(fact);
  counted_.push_back(
      {fact.area, stored_category(fact.category), fact.value, day_number(fact.day), fact.metric});
  if (facts_.size() == facts_per_write) write_facts();
}

void BulkLoader::finish() {
  write_facts();
  std::stable_sort(counted_.begin(), counted_.end(),
                   [](const Counted& a, const Counted& b) { return a.area < b.area; });
  Cells whole, part;
  for (std::size_t i = 0; i < counted_.size(); ++i) {
    const Counted& c = counted_[i];
    const Countable fact{c.metric, c.area, c.area, c.category, day_from_number(c.day)};
    whole.add(Lens::as_was, whole_district, fact, {1, c.value});
    part.add(Lens::as_was, c.area, fact, {1, c.value});
    if (i + 1 == counted_.size() || counted_[i + 1].area != c.area) {
      write_cells(part);
      part.clear();
    }
  }
  write_cells(whole);
  counted_.clear();
  // The areas above are for sum_up_areas().
  database_.write([&](db::WriteTx& tx) {
    store::lock_under(tx, district_);
    store::set_under(tx, district_, {store::UnderState::none, 0});
  });
}

void BulkLoader::write_facts() {
  std::vector<store::StoredFact> facts;
  facts.reserve(facts_.size());
  for (const FactDraft& f : facts_) {
    facts.push_back({RecordId{ids_.next_value(f.at)}, countable(f), f.value, f.at, f.source_kind,
                     f.source_id, f.point});
  }
  database_.write([&](db::WriteTx& tx) { store::insert_folded(tx, district_, facts); });
  facts_.clear();
}

void BulkLoader::write_cells(const Cells& cells) {
  const auto all = cells.list();
  for (std::size_t at = 0; at < all.size(); at += cells_per_write) {
    const auto some = std::span(all).subspan(at, std::min(cells_per_write, all.size() - at));
    database_.write([&](db::WriteTx& tx) { store::add_cells(tx, district_, some); });
  }
}

void bulk_load(db::Database& database, IdSource& ids, DistrictId district, const BulkPlan& plan,
               const std::function<void(std::int64_t)>& progress) {
  // How often each happens per hundred facts.
  constexpr std::array<std::pair<Metric, int>, 13> shares = {{{Metric::reported, 20},
                                                              {Metric::registered, 16},
                                                              {Metric::dispatched, 13},
                                                              {Metric::right_first_time, 11},
                                                              {Metric::handled, 11},
                                                              {Metric::handled_on_time, 9},
                                                              {Metric::closed, 10},
                                                              {Metric::closed_on_time, 3},
                                                              {Metric::followed_up, 2},
                                                              {Metric::solved, 2},
                                                              {Metric::overdue, 1},
                                                              {Metric::reworked, 1},
                                                              {Metric::reopened, 1}}};
  std::mt19937_64 random(plan.seed);
  const auto pick = [&](std::size_t count) { return static_cast<std::size_t>(random() % count); };
  BulkLoader loader(database, ids, district);
  const std::int64_t days = (plan.to - plan.from).count() + 1;
  for (std::int64_t i = 0; i < plan.facts; ++i) {
    const Day day = plan.from + std::chrono::days(i * days / plan.facts);
    int left = static_cast<int>(pick(100));
    std::size_t m = 0;
    while (left >= shares[m].second) left -= shares[m++].second;
    FactDraft fact{.metric = shares[m].first,
                   .area = plan.areas[pick(plan.areas.size())],
                   .category = plan.categories.empty()
                                   ? CategoryId{}
                                   : plan.categories[pick(plan.categories.size())],
                   .at = start_of_day(day, plan.utc_offset) + Duration(pick(86'400'000)),
                   .day = day,
                   .value = 1,
                   .source_kind = "case",
                   .source_id = plan.first_source + i / 5};
    loader.add(fact);
    if (progress && i % 100'000 == 0) progress(i);
  }
  loader.finish();
}

}  // namespace gewu::figures
