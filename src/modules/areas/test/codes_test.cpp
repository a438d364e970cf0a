// SPDX-License-Identifier: Apache-2.0
#include "modules/areas/codes.hpp"

#include <doctest/doctest.h>

using namespace gewu;
using namespace gewu::areas;

namespace {
std::string why(Level level, std::string_view code, bool official = true) {
  const Done d = check_area_code(level, code, official);
  return d.ok() ? "good" : d.error().code;
}
}  // namespace

TEST_CASE("six digits of a known province claim an official code, anything else does not") {
  CHECK(claims_official("411281"));
  CHECK(claims_official("440311"));
  CHECK(!claims_official("991281"));
  CHECK(!claims_official("BALTIMORE"));
  CHECK(!claims_official("4112"));
}

TEST_CASE("a district's code is 2 to 20 capitals, digits or hyphens") {
  CHECK(check_district_code("411281").ok());
  CHECK(check_district_code("NEW-YORK").ok());
  CHECK(!check_district_code("x").ok());
  CHECK(!check_district_code("new-york").ok());
  CHECK(!check_district_code("A/B").ok());
  CHECK(!check_district_code(std::string(21, 'A')).ok());
}

TEST_CASE("the reference places' streets have good codes") {
  for (auto code : {"411281006", "410106100", "410172160", "410122106", "410308004", "440311001",
                    "440311003", "440311005", "440311006", "370203022", "370203022000"}) {
    CHECK(why(Level::street, code) == "good");
  }
}

TEST_CASE("an official code must fit its level") {
  CHECK(why(Level::street, "44031100") == "code_wrong_for_level");
  CHECK(why(Level::street, "440311000") == "code_wrong_for_level");
  CHECK(why(Level::street, "440311600") == "code_wrong_for_level");
  CHECK(why(Level::street, "440311001001") == "code_wrong_for_level");
  CHECK(why(Level::community, "440311001001") == "good");
  CHECK(why(Level::community, "440311001498") == "code_wrong_for_level");
  CHECK(why(Level::community, "440311001598") == "code_wrong_for_level");
  CHECK(why(Level::community, "440311001000") == "code_wrong_for_level");
  CHECK(why(Level::community, "440311001600") == "code_wrong_for_level");
  CHECK(why(Level::grid, "440311001001001") == "good");
  CHECK(why(Level::grid, "440311001001901") == "code_wrong_for_level");
  CHECK(why(Level::grid, "440311001001000") == "code_wrong_for_level");
  CHECK(why(Level::grid, "440311001001") == "code_wrong_for_level");
  CHECK(why(Level::dedicated_grid, "440311001001901") == "good");
  CHECK(why(Level::dedicated_grid, "440311001001999") == "good");
  CHECK(why(Level::dedicated_grid, "440311001001900") == "code_wrong_for_level");
  CHECK(why(Level::micro_grid, "44031100100100101") == "good");
  CHECK(why(Level::micro_grid, "44031100100190101") == "good");
  CHECK(why(Level::micro_grid, "440311001001001") == "code_wrong_for_level");
}

TEST_CASE("elsewhere, and in letters anywhere, an office numbers as it likes") {
  CHECK(why(Level::grid, "7", false) == "good");
  CHECK(why(Level::grid, "WG-001") == "good");
  CHECK(why(Level::grid, "a b") == "code_malformed");
  CHECK(why(Level::grid, "") == "code_malformed");
  CHECK(why(Level::grid, std::string(33, '1'), false) == "code_malformed");
}

TEST_CASE("a child's official code begins with its parent's") {
  CHECK(check_code_under("440311001001", "440311001", true).ok());
  CHECK(check_code_under("440311001001", "440311001000", true).ok());
  CHECK(!check_code_under("440311002001", "440311001", true).ok());
  CHECK(check_code_under("440311002001", "440311001", false).ok());
  CHECK(check_code_under("WG-1", "440311001", true).ok());
}

TEST_CASE("an official code tells its level and what lies above") {
  CHECK(level_of_code("440311") == Level::district);
  CHECK(level_of_code("440311001") == Level::street);
  CHECK(level_of_code("440311001000") == Level::street);
  CHECK(level_of_code("440311001001") == Level::community);
  CHECK(level_of_code("440311001001001") == Level::grid);
  CHECK(level_of_code("440311001001903") == Level::dedicated_grid);
  CHECK(level_of_code("44031100100190301") == Level::micro_grid);
  CHECK(!level_of_code("BALTIMORE"));
  CHECK(codes_above("440311001001001") ==
        std::vector<std::string>{"440311001001", "440311001", "440311001000", "440311"});
  CHECK(codes_above("440311001000") == std::vector<std::string>{"440311"});
  CHECK(codes_above("X").empty());
}

TEST_CASE("levels are understood in our words, other English ones and Chinese") {
  CHECK(level_from_word("micro_grid") == Level::micro_grid);
  CHECK(level_from_word("街道") == Level::street);
  CHECK(level_from_word("village") == Level::community);
  CHECK(level_from_word("专属网格") == Level::dedicated_grid);
  CHECK(!level_from_word("province"));
}

TEST_CASE("a level hangs from any above it, and dedicated grids stand beside grids") {
  CHECK(may_hang_from(Level::street, Level::district));
  CHECK(may_hang_from(Level::building, Level::community));
  CHECK(may_hang_from(Level::micro_grid, Level::dedicated_grid));
  CHECK(!may_hang_from(Level::grid, Level::dedicated_grid));
  CHECK(!may_hang_from(Level::district, Level::district));
  CHECK(!may_hang_from(Level::street, Level::community));
  CHECK(rank_of(Level::dedicated_grid) > rank_of(Level::micro_grid));
  CHECK(rank_of(Level::building) > rank_of(Level::dedicated_grid));
}
