// SPDX-License-Identifier: Apache-2.0
#include <map>

#include "db/db.hpp"
#include "modules/categories/categories.hpp"
#include "modules/categories/categories_store.hpp"

namespace gewu::categories {

namespace {

/// Whether the row already says what the catalogue says.
bool says_the_same(const store::Row& a, const store::Row& b) {
  const auto facts = [](const store::Row& row) {
    const Category& c = row.category;
    return std::tie(row.rank, c.class_zh, c.class_en, c.name_zh, c.name_en, c.limits, c.nature,
                    c.self_handling, c.emergency, c.usual, c.retired);
  };
  return facts(a) == facts(b);
}

}  // namespace

Seeded seed_categories(db::WriteTx& tx, DistrictId district, IdSource& ids, Instant now) {
  std::map<std::string, store::Row> known;
  for (auto& row : store::all(tx, district)) known.emplace(row.category.code, std::move(row));
  Seeded out;
  int rank = 0;
  for (const auto& shipped : shipped_catalogue()) {
    store::Row row{shipped, ++rank};
    const auto old = known.find(shipped.code);
    if (old == known.end()) {
      row.category.id = ids.next<CategoryTag>(now);
      store::insert(tx, district, row, now);
      ++out.added;
      continue;
    }
    row.category.id = old->second.category.id;
    if (!says_the_same(row, old->second)) {
      store::renew(tx, district, row, now);
      ++out.updated;
    }
    known.erase(old);
  }
  for (auto& [code, row] : known) {
    if (row.category.retired) continue;
    row.category.retired = true;
    row.category.usual.reset();
    store::renew(tx, district, row, now);
    ++out.retired;
  }
  return out;
}

Done change_category(db::WriteTx& tx, DistrictId district, CategoryId id,
                     const CategoryChange& change, Instant now) {
  auto row = store::one(tx, district, id);
  if (!row) return not_found("category_unknown", "There is no category of this id.");
  Category& category = row->category;
  if (category.retired) {
    return conflict("category_retired",
                    "This category is no longer in the catalogue; it cannot be changed.");
  }
  if (change.limit) {
    if (!change.limit->empty() && !is_limit(*change.limit)) {
      return invalid("limit_invalid",
                     "Write a unit and an amount from 1 to 10000, like work_hour:4 or "
                     "urgent_minute:30, or nothing for the catalogue's own limit.",
                     "/limit");
    }
    category.own_limit = *change.limit;
  }
  if (change.active) {
    if (!*change.active && category.code == unclassified_code) {
      return Error{Failure::conflict, "category_needed",
                   "Imports need the unclassified category; it cannot be switched off.", "/active"};
    }
    category.active = *change.active;
  }
  category.version = change.version;
  if (!store::choose(tx, district, category, now)) {
    return Error{Failure::stale, "category_stale",
                 "Somebody else changed this category. Read it again and repeat.", "/version"};
  }
  return done();
}

std::optional<Category> find_category(db::ReadTx& tx, DistrictId district, CategoryId id) {
  auto row = store::one(tx, district, id);
  if (!row) return std::nullopt;
  row->category.active = row->category.active && !row->category.retired;
  return std::move(row->category);
}

std::shared_ptr<const Tree> Categories::of(db::ReadTx& tx, DistrictId district, Instant now) {
  constexpr auto look_again = std::chrono::seconds(60);
  {
    const std::lock_guard lock(guard_);
    const auto held = held_.find(district);
    // A clock that was set back must not keep an old tree for ever.
    if (held != held_.end() && now >= held->second.looked &&
        now - held->second.looked < look_again) {
      return held->second.tree;
    }
  }
  const std::int64_t stamp = store::stamp(tx, district);
  {
    const std::lock_guard lock(guard_);
    const auto held = held_.find(district);
    if (held != held_.end() && held->second.stamp == stamp) {
      held->second.looked = now;
      return held->second.tree;
    }
  }
  std::vector<Category> all;
  for (auto& row : store::all(tx, district)) {
    row.category.active = row.category.active && !row.category.retired;
    all.push_back(std::move(row.category));
  }
  auto tree = std::make_shared<const Tree>(std::move(all));
  const std::lock_guard lock(guard_);
  held_[district] = {tree, stamp, now};
  return tree;
}

void Categories::forget(DistrictId district) {
  const std::lock_guard lock(guard_);
  held_.erase(district);
}

}  // namespace gewu::categories
