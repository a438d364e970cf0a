// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "modules/calendar/calendar.hpp"

using namespace gewu;
using namespace gewu::calendar;
using std::chrono::hours;

TEST_CASE("a limit is written as unit and amount, and read back the same") {
  for (const char* text : {"urgent_minute:30", "urgent_hour:2", "urgent_day:1", "natural_day:7",
                           "work_hour:4", "work_day:10000"}) {
    CAPTURE(text);
    CHECK(to_text(parse_limit(text).value()) == text);
  }
}

TEST_CASE("anything else is no limit, and the refusal says how to write one") {
  for (const char* text :
       {"", ":", "work_hour", "work_hour:", "work_hour:0", "work_hour:-1", "work_hour:04",
        "work_hour:+4", "work_hour: 4", "work_hour:4 ", "work_hour:4h", "hour:4", "WORK_HOUR:4",
        "work_hour:10001", "work_hour:99999999999999", "work_hour:4;"}) {
    CAPTURE(text);
    const auto limit = parse_limit(text);
    REQUIRE_FALSE(limit.ok());
    CHECK(limit.error().code == "limit_invalid");
    CHECK(limit.error().detail.find("work_hour:4") != std::string::npos);
  }
}

TEST_CASE("a list of limits keeps its order, and one bad entry spoils it") {
  const auto limits = parse_limits("urgent_hour:2;work_day:5").value();
  REQUIRE(limits.size() == 2);
  CHECK(limits[0] == Limit{LimitUnit::urgent_hour, 2});
  CHECK(limits[1] == Limit{LimitUnit::work_day, 5});
  CHECK_FALSE(parse_limits("").ok());
  CHECK_FALSE(parse_limits("work_day:5;").ok());
  CHECK_FALSE(parse_limits(";work_day:5").ok());
}

TEST_CASE("a work day is eight hours of working time, any other day is 24 hours") {
  CHECK(length({LimitUnit::work_day, 2}) == hours(16));
  CHECK(length({LimitUnit::work_hour, 4}) == hours(4));
  CHECK(length({LimitUnit::urgent_day, 2}) == hours(48));
  CHECK(length({LimitUnit::natural_day, 1}) == hours(24));
  CHECK(length({LimitUnit::urgent_hour, 3}) == hours(3));
  CHECK(length({LimitUnit::urgent_minute, 15}) == std::chrono::minutes(15));
}

TEST_CASE("only work hours and work days wait for working time") {
  CHECK_FALSE(runs_continuously(LimitUnit::work_hour));
  CHECK_FALSE(runs_continuously(LimitUnit::work_day));
  CHECK(runs_continuously(LimitUnit::urgent_minute));
  CHECK(runs_continuously(LimitUnit::urgent_hour));
  CHECK(runs_continuously(LimitUnit::urgent_day));
  CHECK(runs_continuously(LimitUnit::natural_day));
}
