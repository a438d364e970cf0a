// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "modules/areas/areas_service.hpp"
#include "support/ascii_territory.hpp"
#include "support/database.hpp"

using namespace gewu;
using namespace gewu::areas;
using gewu::areas::test::from_ascii;
using gewu::test::for_each_engine;

namespace {

const Instant kNow = instant(1'790'000'000'000);
const Instant kLater = kNow + std::chrono::hours(24 * 30);

NewArea area(std::string code, Level level, std::string parent, geo::MultiPolygon shape = {}) {
  return {.code = code, .name = "Name " + code, .level = level, .parent = parent, .shape = shape};
}

std::shared_ptr<const TerritorySnapshot> snapshot(gewu::test::Database& d, Territories& territories,
                                                  DistrictId district) {
  return d.db().read([&](db::ReadTx& tx) { return territories.current(tx, district); });
}

template <class T>
std::string refusal(const Result<T>& r) {
  return r.ok() ? "accepted" : r.error().code;
}

const db::Sql closure_all{"areas.test_closure", R"(
  select ancestor_id, descendant_id, depth from area_closure
  where district_id = $1 and from_version <= $2 and to_version > $2
  order by ancestor_id, descendant_id)"};

/// The closure table says exactly what the tree says.
void check_closure(gewu::test::Database& d, const TerritorySnapshot& t) {
  std::size_t pairs = 0;
  d.db().read([&](db::ReadTx& tx) {
    tx.rows(closure_all, {t.district().id.value, t.version()}, [&](const db::Row& row) {
      const Area* up = t.find(row.get<AreaId>(0));
      const Area* down = t.find(row.get<AreaId>(1));
      REQUIRE(up);
      REQUIRE(down);
      CHECK(t.within(down->id, up->id));
      CHECK(row.get<int>(2) == down->depth - up->depth);
      return ++pairs, true;
    });
    return 0;
  });
  std::size_t expected = 0;
  for (const Area& a : t.all()) expected += t.chain(a.id).size();
  CHECK(pairs == expected);
}

}  // namespace

TEST_CASE("a drawn territory is kept and answers for every cell") {
  for_each_engine([](gewu::test::Database& d) {
    IdSource ids(1);
    Territories territories;
    const auto t = from_ascii(d.db(), ids, kNow, {"AAB", "ACB", "A.B"});
    const auto s = snapshot(d, territories, t.district.id);
    REQUIRE(s);
    CHECK(s->version() == 2);
    CHECK(s->all().size() == 6);
    CHECK(s->root() == t.district.root);
    CHECK(s->locate(t.centre(0, 0)).area->id == t.area('A'));
    CHECK(s->locate(t.centre(2, 0)).area->id == t.area('A'));
    CHECK(s->locate(t.centre(1, 1)).area->id == t.area('C'));
    CHECK(s->locate(t.centre(2, 2)).area->id == t.area('B'));
    CHECK(s->locate(t.centre(2, 1)).area->id == t.district.root);
    CHECK(!s->locate(t.centre(3, 1)).inside);
    CHECK(s->up_to(t.area('C'), Level::community)->id == t.community);
    CHECK(s->find(t.area('C'))->area_m2 == doctest::Approx(10157).epsilon(0.01));
    CHECK(s->find(t.area('C'))->label.has_value());
    CHECK(!s->find(t.street)->label.has_value());
    check_closure(d, *s);
  });
}

TEST_CASE("districts are found by code once they are in force") {
  for_each_engine([](gewu::test::Database& d) {
    IdSource ids(1);
    const auto t = from_ascii(d.db(), ids, kNow, {"AB"});
    d.db().read([&](db::ReadTx& tx) {
      CHECK(find_district(tx, "TEST")->id == t.district.id);
      CHECK(find_district(tx, t.district.id)->name == "District TEST");
      CHECK(!find_district(tx, "OTHER"));
      CHECK(!find_district(tx, DistrictId{5}));
      CHECK(list_districts(tx).size() == 1);
      Territories territories;
      CHECK(territories.current(tx, DistrictId{5}) == nullptr);
      return 0;
    });
    auto again = d.db().write([&](db::WriteTx& tx) {
      return create_district(tx, ids, {.code = "TEST", .name = "Twice"}, kNow);
    });
    CHECK(refusal(again) == "district_code_taken");
  });
}

TEST_CASE("a refused area leaves nothing behind") {
  for_each_engine([](gewu::test::Database& d) {
    IdSource ids(1);
    Territories territories;
    const auto t = from_ascii(d.db(), ids, kNow, {"AB"});
    const auto add = [&](std::vector<NewArea> areas) {
      return refusal(d.db().write(
          [&](db::WriteTx& tx) { return add_areas(tx, ids, t.district.id, areas, kNow); }));
    };
    const auto good = area("Z", Level::grid, "C1");
    CHECK(add({good, area("Y", Level::grid, "nowhere")}) == "parent_unknown");
    CHECK(add({good, area("Y", Level::street, "C1")}) == "parent_wrong_level");
    CHECK(add({good, area("Z", Level::grid, "C1")}) == "code_repeated");
    CHECK(add({area("A", Level::micro_grid, "B")}) == "level_changed");
    CHECK(add({area("OTHER", Level::district, "")}) == "parent_wrong_level");
    CHECK(add({area("a b", Level::grid, "C1")}) == "code_malformed");
    auto nameless = good;
    nameless.name = " \t ";
    CHECK(add({nameless}) == "name_malformed");
    const geo::Ring bow{{34, 113}, {34.01, 113.01}, {34, 113.01}, {34.01, 113}, {34, 113}};
    CHECK(add({area("Z", Level::grid, "C1", {{bow, {}}})}) == "ring_crosses_itself");
    CHECK(snapshot(d, territories, t.district.id)->version() == 2);
    CHECK(snapshot(d, territories, t.district.id)->find_code("Z") == nullptr);
    auto nowhere = d.db().write([&](db::WriteTx& tx) {
      return add_areas(tx, ids, DistrictId{9}, {&good, 1}, kNow);
    });
    CHECK(refusal(nowhere) == "district_unknown");
  });
}

TEST_CASE("official districts hold their grids to official codes and to communities") {
  for_each_engine([](gewu::test::Database& d) {
    IdSource ids(1);
    const auto district = d.db().write([&](db::WriteTx& tx) {
      return create_district(tx, ids, {.code = "440311", .name = "光明区"}, kNow);
    });
    const auto add = [&](std::vector<NewArea> areas) {
      return refusal(d.db().write(
          [&](db::WriteTx& tx) { return add_areas(tx, ids, district->id, areas, kNow); }));
    };
    CHECK(add({area("440311001", Level::street, "440311"),
               area("440311001001", Level::community, "440311001"),
               area("440311001001001", Level::grid, "440311001001"),
               area("440311001001901", Level::dedicated_grid, "440311001001"),
               area("44031100100100101", Level::micro_grid, "440311001001001")}) == "accepted");
    CHECK(add({area("440311001001002", Level::grid, "440311001")}) == "parent_wrong_level");
    CHECK(add({area("440311002002002", Level::grid, "440311001001")}) == "code_wrong_for_level");
    CHECK(add({area("123", Level::grid, "440311001001")}) == "code_wrong_for_level");
  });
}

TEST_CASE("a renewed area keeps its history, an unchanged one costs no version") {
  for_each_engine([](gewu::test::Database& d) {
    IdSource ids(1);
    Territories territories;
    const auto t = from_ascii(d.db(), ids, kNow, {"AB"});
    const auto before = snapshot(d, territories, t.district.id);
    auto renewed = area("A", Level::grid, "C1",
                        geo::rectangle(t.corner(1, 0), {t.corner(0, 0).lat, t.centre(0, 0).lon}));
    renewed.name = "New name";
    for (int twice = 0; twice < 2; ++twice) {
      auto out = d.db().write([&](db::WriteTx& tx) {
        return add_areas(tx, ids, t.district.id, {&renewed, 1}, kLater);
      });
      REQUIRE(out.ok());
      CHECK(out->front() == t.area('A'));
    }
    const auto after = snapshot(d, territories, t.district.id);
    CHECK(after->version() == 3);
    CHECK(after->find(t.area('A'))->name == "New name");
    const geo::LatLon lost{t.centre(0, 0).lat, t.centre(0, 0).lon + 0.0003};
    CHECK(before->locate(lost).area->id == t.area('A'));
    CHECK(after->locate(lost).area->id == t.district.root);
    d.db().read([&](db::ReadTx& tx) {
      const auto then = Territories::version_at(tx, t.district.id, kLater - std::chrono::hours(1));
      CHECK(then == 2);
      CHECK(Territories::version_at(tx, t.district.id, kLater) == 3);
      CHECK(!Territories::version_at(tx, t.district.id, kNow - std::chrono::hours(1)));
      const auto old = Territories::at_version(tx, t.district.id, *then);
      CHECK(old->find(t.area('A'))->name == "Grid A");
      CHECK(old->locate(lost).area->id == t.area('A'));
      CHECK(Territories::at_version(tx, t.district.id, 9) == nullptr);
      return 0;
    });
  });
}

TEST_CASE("a moved area takes everything below it along, in tree and closure") {
  for_each_engine([](gewu::test::Database& d) {
    IdSource ids(1);
    Territories territories;
    const auto t = from_ascii(d.db(), ids, kNow, {"AB"});
    const auto add = [&](std::vector<NewArea> areas) {
      return d.db().write(
          [&](db::WriteTx& tx) { return add_areas(tx, ids, t.district.id, areas, kNow); });
    };
    REQUIRE(add({area("S2", Level::street, ""), area("C2", Level::community, "S2"),
                 area("A-1", Level::micro_grid, "A")})
                .ok());
    const auto before = snapshot(d, territories, t.district.id);
    check_closure(d, *before);
    // The grid moves, and a micro-grid is added below it in the same breath.
    auto moved = area("A", Level::grid, "C2");
    moved.name = "Grid A";
    REQUIRE(add({moved, area("A-2", Level::micro_grid, "A")}).ok());
    const auto after = snapshot(d, territories, t.district.id);
    check_closure(d, *after);
    check_closure(d, *before);  // the former version is still told
    const AreaId micro = after->find_code("A-1")->id;
    CHECK(after->up_to(micro, Level::street)->code == "S2");
    CHECK(before->up_to(micro, Level::street)->code == "S1");
    CHECK(after->up_to(after->find_code("A-2")->id, Level::street)->code == "S2");
  });
}

TEST_CASE("a large change comes into force in one moment or not at all") {
  for_each_engine([](gewu::test::Database& d) {
    IdSource ids(1);
    Territories territories;
    const auto t = from_ascii(d.db(), ids, kNow, {"AB"});
    std::vector<NewArea> many;
    for (int i = 0; i < 300; ++i)
      many.push_back(area("M" + std::to_string(i), Level::micro_grid, "A"));
    std::size_t units = 0;
    auto made = build_areas(d.db(), ids, t.district.id, many, kNow, [&](auto done, auto total) {
      CHECK(done <= total);
      ++units;
      CHECK(snapshot(d, territories, t.district.id)->version() == 2);  // nobody sees half of it
    });
    REQUIRE(made.ok());
    CHECK(units > 3);
    const auto s = snapshot(d, territories, t.district.id);
    CHECK(s->version() == 3);
    CHECK(s->children(t.area('A')).size() == 300);
    check_closure(d, *s);
    // The same again changes nothing.
    CHECK(*build_areas(d.db(), ids, t.district.id, many, kNow) == *made);
    CHECK(snapshot(d, territories, t.district.id)->version() == 3);
  });
}

TEST_CASE("an abandoned change is cleared by the next, and one under way keeps others out") {
  for_each_engine([](gewu::test::Database& d) {
    IdSource ids(1);
    Territories territories;
    const auto t = from_ascii(d.db(), ids, kNow, {"AB"});
    auto renewed = area("A", Level::grid, "C1");
    renewed.name = "Half written";
    // A process claims, writes and dies.
    d.db()
        .write([&](db::WriteTx& tx) {
          const Known known = read_known(tx, t.district);
          const std::vector<NewArea> wanted{renewed, area("Q", Level::grid, "C1")};
          const Plan plan = plan_changes(known.areas, {}, "TEST", wanted,
                                         [&] { return ids.next<AreaTag>(kNow); });
          CHECK(store::claim(tx, t.district.id, 2, 77, kNow));
          for (const Change& c : plan.changes) store::write_change(tx, t.district.id, 3, c);
          return done();
        })
        .value();
    CHECK(snapshot(d, territories, t.district.id)->find(t.area('A'))->name == "Grid A");
    const std::vector<NewArea> next{area("Q", Level::grid, "C1")};
    const auto add = [&](Instant when) {
      return refusal(d.db().write(
          [&](db::WriteTx& tx) { return add_areas(tx, ids, t.district.id, next, when); }));
    };
    CHECK(add(kNow + std::chrono::minutes(5)) == "territory_changing");
    CHECK(add(kLater) == "accepted");
    const auto s = snapshot(d, territories, t.district.id);
    CHECK(s->version() == 3);
    CHECK(s->find(t.area('A'))->name == "Grid A");
    CHECK(s->find_code("Q") != nullptr);
    check_closure(d, *s);
  });
}

TEST_CASE("a version that was rolled back is not remembered") {
  for_each_engine([](gewu::test::Database& d) {
    IdSource ids(1);
    Territories territories;
    const auto t = from_ascii(d.db(), ids, kNow, {"AB"});
    const auto try_name = [&](std::string name, bool keep) {
      auto renewed = area("A", Level::grid, "C1");
      renewed.name = name;
      (void)d.db().write([&](db::WriteTx& tx) -> Done {
        (void)add_areas(tx, ids, t.district.id, {&renewed, 1}, kNow).value();
        CHECK(territories.current(tx, t.district.id)->find(t.area('A'))->name == name);
        if (!keep) return conflict("no", "rolled back");
        return done();
      });
    };
    try_name("Dropped", false);
    CHECK(snapshot(d, territories, t.district.id)->find(t.area('A'))->name == "Grid A");
    try_name("Kept", true);
    CHECK(snapshot(d, territories, t.district.id)->find(t.area('A'))->name == "Kept");
  });
}

TEST_CASE("statistical and civil-affairs codes lead to their area") {
  for_each_engine([](gewu::test::Database& d) {
    IdSource ids(1);
    Territories territories;
    const auto t = from_ascii(d.db(), ids, kNow, {"AB"});
    auto renewed = area("A", Level::grid, "C1");
    renewed.name = "Grid A";
    renewed.nbs_code = "111";
    renewed.mca_code = "222";
    const auto add = [&] {
      return refusal(d.db().write([&](db::WriteTx& tx) {
        return add_areas(tx, ids, t.district.id, {&renewed, 1}, kNow);
      }));
    };
    CHECK(add() == "accepted");
    CHECK(snapshot(d, territories, t.district.id)->find_code("111")->id == t.area('A'));
    CHECK(snapshot(d, territories, t.district.id)->find_code("222")->id == t.area('A'));
    const auto version = snapshot(d, territories, t.district.id)->version();
    CHECK(add() == "accepted");
    CHECK(snapshot(d, territories, t.district.id)->version() == version);
  });
}
