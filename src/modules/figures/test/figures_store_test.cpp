// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <set>
#include <thread>

#include "modules/figures/figures_store_bulk.hpp"
#include "modules/figures/test/small_town.hpp"
#include "support/database.hpp"

namespace gewu::figures {
namespace {

using namespace town;

constexpr std::chrono::minutes utc_offset{480};

const db::Sql bend_rollup{"figures.test_bend_rollup", R"(
  update figure_rollup set n = n + 1
  where district_id = $1 and reach = $4 and lens = 'as_was' and grain = $2 and metric = 'closed'
    and area_id = $3 and category_id = 0)"};
const db::Sql drop_fact{"figures.test_drop_fact", R"(
  delete from fact where district_id = $1 and metric = 'closed' and area_id = $2)"};
const db::Sql bend_area{"figures.test_bend_area", R"(
  update fact set area_now_id = $3 where district_id = $1 and area_id = $2)"};

int random_below(int n) { return *rc::gen::inRange(0, n); }

Day random_day() {
  // Around a change of boundaries, of month and of year.
  static const std::vector<int> starts = {change_day - 20, change_day - 3, 19'990, 20'454};
  return d(starts[static_cast<std::size_t>(random_below(4))] + random_below(40));
}

FactDraft random_fact() {
  const Day day = random_day();
  return {.metric = *rc::gen::element(Metric::reported, Metric::closed, Metric::handled),
          .area = *rc::gen::elementOf(areas),
          .category = CategoryId{random_below(3)},
          .at = start_of_day(day, utc_offset) + Duration(random_below(86'400'000)),
          .day = day,
          .value = random_below(2) == 0 ? 1 : random_below(50),
          .source_kind = "case",
          .source_id = 1 + random_below(1000),
          .point = random_below(2) == 0 ? std::nullopt : std::optional(geo::LatLon{22.5, 113.9})};
}

/// One district of the test database, and what has been done in it.
struct Scene {
  Scene(db::Database& db, DistrictId id) : database(db), district(id) {}

  void append_some() {
    std::vector<FactDraft> facts(static_cast<std::size_t>(1 + random_below(9)));
    for (FactDraft& fact : facts) fact = random_fact();
    const bool crash = random_below(5) == 0;
    ignore_refusal(database.write([&](db::WriteTx& tx) -> Done {
      append(tx, ids, district, facts, facts.back().at);
      if (crash) return conflict("crash", "");
      return done();
    }));
    if (crash) return;
    for (const FactDraft& fact : facts) deeds.push_back({fact, fact.area});
  }

  TreeOf tree() {
    return [this](db::ReadTx&) { return shape; };
  }
  int fold_some(int limit = fold_batch) { return fold(database, district, tree(), limit); }
  void fold_all() {
    while (fold_some() > 0) {
    }
  }
  bool sum_up() { return sum_up_areas(database, district, tree()); }
  /// Sums up, and is stopped or dies halfway.
  void sum_up_in_vain() {
    int areas_left = random_below(4);
    const bool dies = random_below(2) == 0;
    try {
      sum_up_areas(database, district, tree(), [&](auto, auto) {
        if (areas_left-- > 0) return true;
        if (dies) throw std::runtime_error("died");
        return false;
      });
    } catch (const std::runtime_error&) {
      return;
    }
  }
  /// A change of territory that moves nothing: what was summed up for the tree before is past.
  void change_territory() { shape = std::make_shared<const DatedTree>(town::tree(++tree_version)); }

  /// Folds, and dies before the commit.
  void fold_in_vain() {
    ignore_refusal(database.write([&](db::WriteTx& tx) -> Done {
      const auto facts = store::claim_unfolded(tx, district, 7);
      Cells cells;
      for (const auto& f : facts) cells.fold(f.fact, {1, f.value}, shape.get());
      store::add_cells(tx, district, cells.list());
      store::move_folded(tx, district, facts);
      return conflict("crash", "");
    }));
  }

  /// All facts of one area go to another under today's boundaries.
  void relocate_some() {
    const AreaId from = *rc::gen::elementOf(areas), to = *rc::gen::elementOf(areas);
    const std::vector<AreaId> concerned = {from};
    relocate(
        database, district, [to](const FactPlace&) { return to; }, concerned, ++version);
    for (Deed& deed : deeds) {
      if (deed.area_now == from) deed.area_now = to;
    }
  }

  static void ignore_refusal(const Done&) {}

  Query random_query() const {
    Day from = random_day(), to = random_day();
    if (random_below(3) == 0) {
      from = first_day(Grain::month, bucket_of(Grain::month, from));
      to = first_day(Grain::year, bucket_of(Grain::year, to) + 1) - std::chrono::days(1);
    }
    if (from > to) std::swap(from, to);
    Query query{.area = *rc::gen::elementOf(areas), .from = from, .to = to};
    query.by = *rc::gen::element(By::total, By::area, By::category, By::day, By::month);
    if (query.by == By::day && to - from >= std::chrono::days(400)) query.by = By::month;
    query.lens = *rc::gen::element(Lens::as_was, Lens::as_is);
    if (random_below(3) == 0) query.category = CategoryId{1 + random_below(2)};
    if (random_below(3) == 0) query.metrics = {Metric::closed, Metric::overdue};
    return query;
  }

  Figures ask(const Query& query) {
    return database.read(
        [&](db::ReadTx& tx) { return figures(tx, district, query, *shape).value(); });
  }

  /// All pages of one number.
  std::vector<FactRow> open(RowsQuery query, Measure& total) {
    std::vector<FactRow> out;
    do {
      const FactPage page =
          database.read([&](db::ReadTx& tx) { return rows(tx, district, query, *shape).value(); });
      out.insert(out.end(), page.rows.begin(), page.rows.end());
      query.cursor = page.next;
      total = page.total;
    } while (!query.cursor.empty());
    return out;
  }

  db::Database& database;
  DistrictId district;
  std::int64_t tree_version = 0;
  std::shared_ptr<const DatedTree> shape = std::make_shared<const DatedTree>(town::tree());
  IdSource ids{1};
  std::vector<Deed> deeds;
  std::int64_t version = 0;
};

void check_figures(Scene& scene, const Query& query) {
  const Figures found = scene.ask(query);
  auto expected = recount(scene.deeds, query);
  Measures total;
  for (const auto& [key, measures] : expected) total += measures;
  RC_ASSERT(found.total == total);
  if (query.by == By::total) return;
  RC_ASSERT(found.rows.size() == expected.size());
  for (const FigureRow& row : found.rows) {
    RC_ASSERT(row.measures == expected[key_of(row, query.by)]);
  }
}

/// Opens one row of the table and holds the list against the figure.
void check_opened(Scene& scene, const Query& query) {
  const Metric metric = *rc::gen::element(Metric::reported, Metric::closed);
  RowsQuery open{.metric = metric,
                 .area = query.area,
                 .from = query.from,
                 .to = query.to,
                 .lens = query.lens,
                 .category = query.category,
                 .limit = 1 + random_below(7)};
  Query counted = query;
  counted.by = By::total;
  counted.metrics = {metric};
  open.own_only = random_below(4) == 0;
  if (open.own_only) counted.by = By::area;
  open.no_category = !open.own_only && !query.category && random_below(4) == 0;
  if (open.no_category) counted.by = By::category;
  auto table = recount(scene.deeds, counted);
  const std::int64_t key = open.own_only ? query.area.value : (open.no_category ? no_category : 0);
  const Measure expected = table[key][metric];

  Measure total, sum;
  std::set<RecordId> seen;
  const FactRow* before = nullptr;
  const auto rows = scene.open(open, total);
  for (const FactRow& row : rows) {
    RC_ASSERT(seen.insert(row.fact).second);
    RC_ASSERT(row.metric == metric);
    if (before) RC_ASSERT(before->at >= row.at);
    before = &row;
    sum += {1, row.value};
  }
  RC_ASSERT(total == expected);
  RC_ASSERT(sum == expected);
}

std::vector<Problem> doctor_says(Scene& scene) {
  auto problems = doctor(scene.database, scene.district, scene.tree());
  // The areas of these tests exist in the drawing only.
  std::erase_if(problems, [](const Problem& p) { return p.code == "fact_area_unknown"; });
  return problems;
}

TEST_CASE("any figure is the recount of its facts and opens to as many rows, whatever happened") {
  test::for_each_engine([](test::Database& d) {
    std::int64_t district = 0;
    CHECK(rc::check([&] {
      Scene scene(d.db(), DistrictId{++district});
      for (int steps = 3 + random_below(10); steps > 0; --steps) {
        switch (random_below(9)) {
          case 0:
            scene.fold_in_vain();
            break;
          case 1:
            scene.relocate_some();
            break;
          case 2:
          case 3:
            scene.fold_some(1 + random_below(20));
            break;
          case 4:
            scene.sum_up();
            break;
          case 5:
            scene.sum_up_in_vain();
            break;
          case 6:
            scene.change_territory();
            break;
          default:
            scene.append_some();
        }
      }
      for (int i = 0; i < 4; ++i) {
        const Query query = scene.random_query();
        check_figures(scene, query);
        check_opened(scene, query);
      }
      RC_ASSERT(scene.sum_up());
      scene.fold_all();
      RC_ASSERT(doctor_says(scene).empty());
      const Query query = scene.random_query();
      RC_ASSERT(scene.ask(query).unfolded == 0);
      check_figures(scene, query);
    }));
  });
}

TEST_CASE("folders that meet fold each fact once") {
  test::for_each_engine([](test::Database& d) {
    Scene scene(d.db(), DistrictId{7});
    constexpr int writes = 60, per_write = 10;
    for (int i = 0; i < writes; ++i) {
      std::vector<FactDraft> facts;
      for (int j = 0; j < per_write; ++j) {
        facts.push_back({.metric = j % 2 == 0 ? Metric::closed : Metric::reported,
                         .area = areas[static_cast<std::size_t>((i + j) % 8)],
                         .category = CategoryId{1 + i % 3},
                         .at = start_of_day(town::d(20'000 + i % 40), utc_offset),
                         .day = town::d(20'000 + i % 40),
                         .source_kind = "case",
                         .source_id = 1});
      }
      d.db().write(
          [&](db::WriteTx& tx) { append(tx, scene.ids, scene.district, facts, facts[0].at); });
    }
    std::atomic<int> folded{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] {
        // A folder may find every fact claimed by the others, and then has nothing to do.
        for (int empty = 0; empty < 3;) {
          const int n = scene.fold_some(7);
          folded += n;
          if (n == 0) ++empty;
        }
      });
    }
    for (auto& thread : threads) thread.join();
    while (const int n = scene.fold_some()) folded += n;
    CHECK(folded == writes * per_write);
    CHECK(doctor_says(scene).empty());
    const Figures all = scene.ask({.area = root, .from = town::d(19'000), .to = town::d(21'000)});
    CHECK(all.total[Metric::closed].count == writes * per_write / 2);
    CHECK(all.unfolded == 0);
  });
}

TEST_CASE("a relocation that died is finished by the next, and noted only then") {
  test::for_each_engine([](test::Database& d) {
    Scene scene(d.db(), DistrictId{7});
    std::vector<FactDraft> facts;
    for (int i = 0; i < 120; ++i) {
      facts.push_back({.metric = Metric::closed,
                       .area = a31,
                       .at = start_of_day(town::d(20'050), utc_offset),
                       .day = town::d(20'050),
                       .source_kind = "case",
                       .source_id = 1 + i});
    }
    d.db().write(
        [&](db::WriteTx& tx) { append(tx, scene.ids, scene.district, facts, facts[0].at); });
    CHECK(scene.sum_up());
    scene.fold_all();
    int located = 0;
    const auto dies = [&](const FactPlace&) {
      if (++located > 60) throw std::runtime_error("died");
      return a32;
    };
    const std::vector<AreaId> concerned = {a31};
    CHECK_THROWS(relocate(d.db(), scene.district, dies, concerned, 5));
    const auto noted = [&] {
      return d.db().read([&](db::ReadTx& tx) { return relocated_version(tx, scene.district); });
    };
    CHECK(noted() == 0);
    const auto finishes = [](const FactPlace&) { return a32; };
    CHECK(relocate(d.db(), scene.district, finishes, concerned, 5) == 120);
    CHECK(noted() == 5);
    CHECK(relocate(d.db(), scene.district, finishes, concerned, 5) == 0);
    Query query{.area = a32, .from = town::d(20'000), .to = town::d(20'099), .lens = Lens::as_is};
    CHECK(scene.ask(query).total[Metric::closed].count == 120);
    query.lens = Lens::as_was;
    CHECK(scene.ask(query).total[Metric::closed].count == 0);
    CHECK(doctor_says(scene).empty());
  });
}

TEST_CASE("the doctor names the rollups that do not add up, and facts of no area") {
  test::for_each_engine([](test::Database& d) {
    Scene scene(d.db(), DistrictId{7});
    bulk_load(d.db(), scene.ids, scene.district,
              {.facts = 3'000,
               .from = town::d(20'000),
               .to = town::d(20'364),
               .areas = {a21, a22, a31},
               .categories = {CategoryId{1}, CategoryId{2}}});
    CHECK(doctor_says(scene).empty());
    CHECK(doctor(d.db(), scene.district, scene.tree()).size() == 3);  // areas that do not exist
    SUBCASE("a rollup of a year that was changed") {
      d.db().write([&](db::WriteTx& tx) {
        CHECK(tx.execute(bend_rollup, scene.district, "year", a31, "own") == 2);
      });
      const auto problems = doctor_says(scene);
      REQUIRE(problems.size() == 2);
      CHECK(problems[0].code == "rollup_differs");
      CHECK(problems[0].subject == "as_was closed 2024 area 31 category 0");
      CHECK(problems[1].subject == "as_was closed 2025 area 31 category 0");
    }
    SUBCASE("a sum of an area with parts that was changed") {
      CHECK(scene.sum_up());
      CHECK(doctor_says(scene).empty());
      d.db().write([&](db::WriteTx& tx) {
        CHECK(tx.execute(bend_rollup, scene.district, "month", west, "under") == 12);
      });
      const auto problems = doctor_says(scene);
      REQUIRE(problems.size() == 12);
      CHECK(problems[0].subject == "as_was closed 2024-10 all of area 3 category 0");
    }
    SUBCASE("facts that were removed") {
      d.db().write([&](db::WriteTx& tx) { tx.execute(drop_fact, scene.district, a22); });
      CHECK(doctor_says(scene).size() > 10);
      CHECK(doctor(d.db(), scene.district, scene.tree(), {}, 5).size() == 5);
    }
    SUBCASE("facts that were moved past the rollups") {
      d.db().write([&](db::WriteTx& tx) { tx.execute(bend_area, scene.district, a22, a31); });
      const auto problems = doctor_says(scene);
      REQUIRE(!problems.empty());
      CHECK(problems[0].subject.starts_with("as_is"));
    }
  });
}

TEST_CASE("bulk loaded facts are counted like any others") {
  test::for_each_engine([](test::Database& d) {
    Scene scene(d.db(), DistrictId{7});
    bulk_load(d.db(), scene.ids, scene.district,
              {.facts = 12'345,
               .from = town::d(20'000),
               .to = town::d(20'364),
               .areas = areas,
               .categories = {CategoryId{1}, CategoryId{2}}});
    const auto count = [&](AreaId area) {
      const Figures found =
          scene.ask({.area = area, .from = town::d(20'000), .to = town::d(20'364)});
      std::int64_t sum = 0;
      for (std::size_t m = 0; m < metric_count; ++m) {
        sum += found.total[static_cast<Metric>(m)].count;
      }
      return sum;
    };
    CHECK(count(root) == 12'345);
    const std::int64_t before = count(east);
    CHECK(scene.sum_up());
    CHECK(count(east) == before);
    CHECK(count(east) + count(west) < 12'345);
    CHECK(count(east) + count(west) > 10'000);
    Measure total;
    const RowsQuery wide{.metric = Metric::reported,
                         .area = east,
                         .from = town::d(20'000),
                         .to = town::d(20'364),
                         .limit = 200};
    const auto opened = scene.open(wide, total);
    CHECK(static_cast<std::int64_t>(opened.size()) == total.count);
    CHECK(total.count > 900);
  });
}

TEST_CASE("long lists open to as many rows as the figure says, under both lenses") {
  test::for_each_engine([](test::Database& d) {
    Scene scene(d.db(), DistrictId{7});
    bulk_load(d.db(), scene.ids, scene.district,
              {.facts = 8'000,
               .from = town::d(change_day - 20),
               .to = town::d(change_day + 19),
               .areas = {a21, a211, a22, a31},
               .categories = {CategoryId{1}, CategoryId{2}}});
    const std::vector<AreaId> concerned = {a31};
    relocate(
        d.db(), scene.district,
        [n = 0](const FactPlace&) mutable { return ++n % 3 == 0 ? a22 : a32; }, concerned, 1);
    CHECK(doctor_says(scene).empty());
    for (const Lens lens : {Lens::as_was, Lens::as_is}) {
      for (const AreaId area : {root, east, west, a31, a32, a22}) {
        for (const CategoryId category : {CategoryId{}, CategoryId{2}}) {
          Query query{.area = area,
                      .from = town::d(change_day - 15),
                      .to = town::d(change_day + 9),
                      .lens = lens,
                      .category = category};
          Measure total;
          const auto opened = scene.open({.metric = Metric::reported,
                                          .area = area,
                                          .from = query.from,
                                          .to = query.to,
                                          .lens = lens,
                                          .category = category,
                                          .limit = 130},
                                         total);
          CHECK(total == scene.ask(query).total[Metric::reported]);
          CHECK(static_cast<std::int64_t>(opened.size()) == total.count);
        }
      }
    }
  });
}

TEST_CASE("a fact without area or source is a programming error") {
  test::for_each_engine([](test::Database& d) {
    Scene scene(d.db(), DistrictId{7});
    const auto put = [&](FactDraft fact) {
      const std::vector<FactDraft> facts = {std::move(fact)};
      d.db().write(
          [&](db::WriteTx& tx) { append(tx, scene.ids, scene.district, facts, instant(0)); });
    };
    FactDraft good{.metric = Metric::closed,
                   .area = a21,
                   .at = instant(0),
                   .day = town::d(0),
                   .source_kind = "case",
                   .source_id = 1};
    CHECK_NOTHROW(put(good));
    const auto problems = doctor(d.db(), scene.district, scene.tree());
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].code == "fact_area_unknown");
    CHECK(problems[0].subject == "area 21");
    FactDraft bad = good;
    bad.area = {};
    CHECK_THROWS_AS(put(bad), std::logic_error);
    bad = good;
    bad.source_id = 0;
    CHECK_THROWS_AS(put(bad), std::logic_error);
  });
}

TEST_CASE("queries for no area, an upside-down period or too long a table are refused") {
  test::for_each_engine([](test::Database& d) {
    Scene scene(d.db(), DistrictId{7});
    const auto refusal = [&](const Query& query) {
      return d.db().read([&](db::ReadTx& tx) {
        const auto found = figures(tx, scene.district, query, *scene.shape);
        return found.ok() ? std::string() : found.error().code;
      });
    };
    CHECK(refusal({.area = AreaId{99}, .from = town::d(0), .to = town::d(1)}) == "area_unknown");
    CHECK(refusal({.area = root, .from = town::d(2), .to = town::d(1)}) == "period_invalid");
    CHECK(refusal({.area = root, .from = town::d(0), .to = town::d(400), .by = By::day}) ==
          "period_too_long");
    CHECK(refusal({.area = root, .from = town::d(0), .to = town::d(399), .by = By::day}) == "");
    const auto page = d.db().read([&](db::ReadTx& tx) {
      return rows(tx, scene.district,
                  {.metric = Metric::closed,
                   .area = root,
                   .from = town::d(0),
                   .to = town::d(9),
                   .cursor = "1.2.x"},
                  *scene.shape);
    });
    REQUIRE(!page.ok());
    CHECK(page.error().code == "cursor_invalid");
  });
}

}  // namespace
}  // namespace gewu::figures
