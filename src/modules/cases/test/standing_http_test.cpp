// SPDX-License-Identifier: Apache-2.0
// What boards count: every number is as many cases as its list.
#include <doctest/doctest.h>

#include "modules/cases/test/site.hpp"

namespace gewu::cases::test {

namespace {

std::int64_t open_of(const boost::json::value& counted) { return counted.at("open").as_int64(); }

std::int64_t sum_of(const Answer& answer, const char* group, const char* what = "open") {
  std::int64_t out = 0;
  for (const auto& item : answer.at(group).as_array()) out += item.at(what).as_int64();
  return out;
}

std::size_t listed(Site& s, const std::string& query) {
  return s.get("/cases?limit=100&" + query).at("items").as_array().size();
}

}  // namespace

TEST_CASE("what stands open is as many cases as each list of it") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    s.report();
    s.report([&](NewReport& in) { in.point = s.in_d(); });
    s.report([](NewReport& in) { in.point.reset(); });
    const auto verified = s.report();
    s.act(s.lead_a, verified.id, Action::verify_first);
    s.clock.advance(20min);
    s.as(s.centre);
    const auto root = to_string(s.place.district.root);
    const auto district = s.get("/cases/standing?area=" + root);
    REQUIRE(district.status == 200);
    CHECK(district.at("open") == 4);
    CHECK(district.at("unlocated") == 1);
    for (const char* group : {"states", "categories", "holders", "parts"}) {
      CHECK(sum_of(district, group) == 4);
      CHECK(sum_of(district, group, "overdue") == district.at("overdue").as_int64());
    }
    CHECK(static_cast<std::size_t>(district.at("overdue").as_int64()) ==
          listed(s, "queue=overdue&area=" + root));
    for (const auto& part : district.at("parts").as_array()) {
      const std::string area(part.at("area").at("id").as_string());
      if (part.at("own_only").as_bool()) {
        const auto alone = "own_only=true&area=" + area;
        CHECK(static_cast<std::size_t>(open_of(part)) == listed(s, alone));
        CHECK(static_cast<std::size_t>(part.at("overdue").as_int64()) ==
              listed(s, "queue=overdue&" + alone));
        continue;
      }
      CHECK(static_cast<std::size_t>(open_of(part)) == listed(s, "area=" + area));
      CHECK(s.get("/cases/standing?area=" + area).at("open") == part.at("open"));
    }
    for (const auto& state : district.at("states").as_array()) {
      const std::string code(state.at("state").as_string());
      CHECK(static_cast<std::size_t>(open_of(state)) == listed(s, "state=" + code));
    }
    const auto grids = s.get("/cases/standing?level=grid&area=" + root);
    CHECK(sum_of(grids, "parts") == 4);
    for (const auto& part : grids.at("parts").as_array()) {
      const bool own = part.at("own_only").as_bool();
      CHECK((own || part.at("area").at("level") == "grid"));
    }
  });
}

TEST_CASE("an area itself is asked for with its name, not alone") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    s.report();
    s.as(s.centre);
    CHECK(s.get("/cases?own_only=true").told() == "422 own_only_of_what ?area");
    const auto grid = to_string(s.place.area('A'));
    CHECK(listed(s, "area=" + grid) == 1);
    const auto community = to_string(s.place.district.root);
    CHECK(listed(s, "own_only=true&area=" + community) == 0);
  });
}

TEST_CASE("below its desk a restricted case stands in no count") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    s.report([](NewReport& in) { in.about_holder = true; });
    s.report();
    const auto grid = to_string(s.place.area('A'));
    CHECK(s.as(s.lead_a).get("/cases/standing?area=" + grid).at("open") == 1);
    CHECK(s.as(s.community).get("/cases/standing?area=" + grid).at("open") == 1);
    const auto above =
        s.as(s.centre).get("/cases/standing?area=" + to_string(s.place.district.root));
    CHECK(above.at("open") == 2);
  });
}

TEST_CASE("nobody counts what stands open in areas that are not his") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    const auto root = to_string(s.place.district.root);
    CHECK(s.as(s.lead_a).get("/cases/standing?area=" + root).told() == "404 area_unknown");
    CHECK(s.as(s.rider).get("/cases/standing?area=" + root).told() == "404 area_unknown");
    CHECK(s.as(s.centre).get("/cases/standing?area=5").told() == "404 area_unknown");
    CHECK(s.stranger().get("/cases/standing?area=" + root).status == 401);
  });
}

}  // namespace gewu::cases::test
