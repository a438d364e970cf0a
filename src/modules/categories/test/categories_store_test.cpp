// SPDX-License-Identifier: Apache-2.0
#include "modules/categories/categories_store.hpp"

#include <doctest/doctest.h>

#include <set>

#include "db/db.hpp"
#include "modules/categories/categories.hpp"
#include "support/database.hpp"

using namespace gewu;
using namespace gewu::categories;

namespace {

const DistrictId here{7}, there{8};
const Instant now = instant(1'772'000'000'000);

Seeded seed(test::TestDatabase& d, IdSource& ids, DistrictId district = here) {
  return d.db().write([&](db::WriteTx& tx) { return seed_categories(tx, district, ids, now); });
}
std::shared_ptr<const Tree> tree(test::TestDatabase& d, DistrictId district = here) {
  Categories categories;
  return d.db().read([&](db::ReadTx& tx) { return categories.of(tx, district, now); });
}
std::string change(test::TestDatabase& d, CategoryId id, const CategoryChange& wanted,
                   DistrictId district = here) {
  const auto made =
      d.db().write([&](db::WriteTx& tx) { return change_category(tx, district, id, wanted, now); });
  return made.ok() ? "" : made.error().code;
}

}  // namespace

TEST_CASE("seeding gives a district the whole catalogue, once") {
  test::for_each_engine([](test::TestDatabase& d) {
    IdSource ids(1);
    const int all = static_cast<int>(shipped_catalogue().size());
    CHECK(seed(d, ids).added == all);
    const auto first = tree(d);
    const auto again = seed(d, ids);
    CHECK(again.added + again.updated + again.retired == 0);
    CHECK(tree(d)->etag() == first->etag());
    REQUIRE(static_cast<int>(first->all().size()) == all);
    for (int i = 0; i < all; ++i) {
      const auto& stored = first->all()[static_cast<std::size_t>(i)];
      const auto& shipped = shipped_catalogue()[static_cast<std::size_t>(i)];
      CAPTURE(shipped.code);
      CHECK(stored.code == shipped.code);
      CHECK(stored.limits == shipped.limits);
      CHECK(stored.name_en == shipped.name_en);
      CHECK(stored.emergency == shipped.emergency);
      CHECK(stored.usual == shipped.usual);
      CHECK(stored.self_handling == shipped.self_handling);
      CHECK(stored.active);
      CHECK(first->find(stored.id) == &stored);
      CHECK(first->find(stored.code) == &stored);
    }
    CHECK(first->find(unclassified_code)->name_en == "Unclassified");
    CHECK(first->find("demand-99-99") == nullptr);
    CHECK(first->find(CategoryId{1}) == nullptr);
  });
}

TEST_CASE("districts have their own rows and ids, and see nothing of each other") {
  test::for_each_engine([](test::TestDatabase& d) {
    IdSource ids(1);
    seed(d, ids, here);
    CHECK(tree(d, there)->all().empty());
    seed(d, ids, there);
    std::set<CategoryId> seen;
    for (const auto district : {here, there}) {
      const auto own = tree(d, district);
      for (const auto& category : own->all()) CHECK(seen.insert(category.id).second);
    }
    const auto id = tree(d, here)->all().front().id;
    CHECK(change(d, id, {.version = 1, .active = false}, there) == "category_unknown");
    CHECK(tree(d, here)->find(id)->active);
  });
}

TEST_CASE("a district's own limit and what it switched off survive the next seeding") {
  test::for_each_engine([](test::TestDatabase& d) {
    IdSource ids(1);
    seed(d, ids);
    const auto lamp = tree(d)->find("component-01-37")->id;
    CHECK(change(d, lamp, {.version = 1, .active = false, .limit = "work_hour:6"}) == "");
    // As an older release would have left it: another name and another list of limits.
    d.db().write([&](db::WriteTx& tx) {
      auto row = categories::store::one(tx, here, lamp).value();
      row.category.name_en = "Lantern";
      row.category.limits = {"work_day:9"};
      categories::store::renew(tx, here, row, now);
      return true;
    });
    const auto seeded = seed(d, ids);
    CHECK(seeded.updated == 1);
    CHECK(seeded.added == 0);
    const auto after = tree(d);
    const auto* category = after->find(lamp);
    CHECK(category->name_en == "Street lamp");
    CHECK(category->limits.front() == "work_day:1");
    CHECK(category->limit() == "work_hour:6");
    CHECK_FALSE(category->active);
    CHECK(change(d, lamp, {.version = category->version, .active = true, .limit = ""}) == "");
    CHECK(tree(d)->find(lamp)->limit() == "work_day:1");
  });
}

TEST_CASE("a category the catalogue dropped is retired: kept for old cases, never offered") {
  test::for_each_engine([](test::TestDatabase& d) {
    IdSource ids(1);
    seed(d, ids);
    const CategoryId gone = ids.next<CategoryTag>(now);
    const Category like = *tree(d)->find("event-01-01");
    d.db().write([&](db::WriteTx& tx) {
      categories::store::Row row{like, 5};
      row.category.id = gone;
      row.category.code = "event-01-50";
      row.category.usual = 3;
      categories::store::insert(tx, here, row, now);
      return true;
    });
    CHECK(tree(d)->usual().size() == 13);
    CHECK(seed(d, ids).retired == 1);
    CHECK(seed(d, ids).retired == 0);
    const auto after = tree(d);
    REQUIRE(after->find(gone) != nullptr);
    CHECK_FALSE(after->find(gone)->active);
    CHECK(after->all().back().id == gone);
    CHECK(after->usual().size() == 12);
    CHECK(change(d, gone, {.version = 2, .active = true}) == "category_retired");
  });
}

TEST_CASE("a change is refused that is stale, senseless or takes the unclassified away") {
  test::for_each_engine([](test::TestDatabase& d) {
    IdSource ids(1);
    seed(d, ids);
    const auto lamp = tree(d)->find("component-01-37")->id;
    const auto rest = tree(d)->find(unclassified_code)->id;
    CHECK(change(d, CategoryId{5}, {.version = 1}) == "category_unknown");
    CHECK(change(d, lamp, {.version = 2, .active = false}) == "category_stale");
    CHECK(change(d, lamp, {.version = 1, .limit = "soon"}) == "limit_invalid");
    CHECK(change(d, rest, {.version = 1, .active = false}) == "category_needed");
    CHECK(change(d, rest, {.version = 1, .limit = "natural_day:30"}) == "");
    CHECK(tree(d)->find(lamp)->version == 1);
  });
}

TEST_CASE("a held tree is looked at again after a minute, and at once when told") {
  test::for_each_engine([](test::TestDatabase& d) {
    IdSource ids(1);
    seed(d, ids);
    Categories categories;
    const auto at = [&](Instant t) {
      return d.db().read([&](db::ReadTx& tx) { return categories.of(tx, here, t); });
    };
    const auto first = at(now);
    const auto lamp = first->find("component-01-37")->id;
    CHECK(change(d, lamp, {.version = 1, .active = false}) == "");
    CHECK(at(now + std::chrono::seconds(59)) == first);
    const auto second = at(now + std::chrono::seconds(61));
    CHECK_FALSE(second->find(lamp)->active);
    CHECK(second->etag() != first->etag());
    CHECK(at(now + std::chrono::seconds(500)) == second);
    CHECK(change(d, lamp, {.version = 2, .active = true}) == "");
    categories.forget(here);
    CHECK(at(now + std::chrono::seconds(500))->find(lamp)->active);
  });
}
