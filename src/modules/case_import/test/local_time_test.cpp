// SPDX-License-Identifier: Apache-2.0
#include "modules/case_import/local_time.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

namespace gewu::case_import {
namespace {

using Kind = TimeReading::Kind;

LocalTimes times(const std::string& zone, const std::vector<std::string>& formats) {
  return LocalTimes::make(zone, formats, "en").value();
}

std::string read(const LocalTimes& by, const std::string& text) {
  const auto out = by.read(text);
  return out ? to_rfc3339(out->at) : out.error().code;
}

std::string refusal(const std::string& zone, const std::string& format) {
  const auto made = LocalTimes::make(zone, {format}, "en");
  return made ? "" : made.error().code;
}

TEST_CASE("a wall time is read in its zone, summer time included") {
  const auto us = times("America/New_York", {"MM/dd/yyyy hh:mm:ss a"});
  CHECK(read(us, "04/12/2018 11:11:26 AM") == "2018-04-12T15:11:26.000Z");
  CHECK(read(us, "01/12/2018 12:00:00 AM") == "2018-01-12T05:00:00.000Z");
  const auto china = times("Asia/Shanghai", {"yyyy/M/d H:mm:ss", "yyyy/M/d H:mm"});
  CHECK(read(china, "2020/1/6 12:09:38") == "2020-01-06T04:09:38.000Z");
  CHECK(read(china, "2020/1/6 2:09") == "2020-01-05T18:09:00.000Z");
  const auto iso = times("America/New_York", {"yyyy-MM-dd'T'HH:mm:ss.SSS"});
  CHECK(read(iso, "2024-05-27T02:08:51.250") == "2024-05-27T06:08:51.250Z");
}

TEST_CASE("an hour that clocks showed twice is taken as the first, and both are told") {
  const auto us = times("America/New_York", {"yyyy-MM-dd HH:mm"});
  const auto twice = us.read("2018-11-04 01:30").value();
  CHECK(twice.kind == Kind::repeated);
  CHECK(to_rfc3339(twice.at) == "2018-11-04T05:30:00.000Z");
  CHECK(to_rfc3339(twice.later) == "2018-11-04T06:30:00.000Z");
  CHECK(us.read("2018-11-04 00:59")->kind == Kind::plain);
  CHECK(us.read("2018-11-04 02:00")->kind == Kind::plain);
  CHECK(read(us, "2018-11-04 02:00") == "2018-11-04T07:00:00.000Z");
}

TEST_CASE("an hour that clocks skipped is taken by the offset before the change") {
  const auto us = times("America/New_York", {"yyyy-MM-dd HH:mm"});
  const auto never = us.read("2018-03-11 02:30").value();
  CHECK(never.kind == Kind::skipped);
  CHECK(to_rfc3339(never.at) == "2018-03-11T07:30:00.000Z");  // 03:30 by the new clock
  CHECK(us.read("2018-03-11 03:00")->kind == Kind::plain);
  CHECK(read(us, "2018-03-11 03:00") == "2018-03-11T07:00:00.000Z");
}

TEST_CASE("a change of half an hour is told, too") {
  const auto lord_howe = times("Australia/Lord_Howe", {"yyyy-MM-dd HH:mm"});
  CHECK(lord_howe.read("2024-04-07 01:45")->kind == Kind::repeated);
  CHECK(lord_howe.read("2024-04-07 01:15")->kind == Kind::plain);
  CHECK(lord_howe.read("2024-10-06 02:15")->kind == Kind::skipped);
}

TEST_CASE("a time with its own offset needs no zone") {
  const auto any = times("Asia/Shanghai", {"rfc3339", "yyyy-MM-dd HH:mm XXX"});
  CHECK(read(any, "2024-05-27T02:08:51-04:00") == "2024-05-27T06:08:51.000Z");
  CHECK(read(any, "2024-05-27 02:08 +02:00") == "2024-05-27T00:08:00.000Z");
}

TEST_CASE("years of two digits are 1970 to 2069, whenever it is read") {
  const auto two = times("UTC", {"dd.MM.yy"});
  CHECK(read(two, "01.02.70") == "1970-02-01T00:00:00.000Z");
  CHECK(read(two, "01.02.69") == "2069-02-01T00:00:00.000Z");
}

TEST_CASE("what is no time of the format is refused, never bent") {
  const auto us = times("America/New_York", {"MM/dd/yyyy HH:mm"});
  for (const char* text : {"13/01/2018 10:00", "02/30/2018 10:00", "01/01/2018 25:00", "yesterday",
                           "01/01/2018 10:00 ", "01/01/2018", "01/01/2018 10:00x"}) {
    CAPTURE(text);
    CHECK(read(us, text) == "time_unreadable");
  }
  CHECK(read(us, "01/01/0018 10:00") == "time_out_of_range");
  CHECK(read(us, "01/01/2200 10:00") == "time_out_of_range");
}

TEST_CASE("an unknown zone or format is refused") {
  CHECK(refusal("Asia/Peking", "yyyy-MM-dd") == "time_zone_unknown");
  CHECK(refusal("", "yyyy-MM-dd") == "time_zone_unknown");
  CHECK(refusal("UTC", "yyyy-MM") == "time_format_invalid");
  CHECK(refusal("UTC", "yyyy-MM-dd B") == "time_format_invalid");
  CHECK(refusal("UTC", "") == "time_format_invalid");
  CHECK(refusal("UTC", "yyyy-MM-dd 'T'") == "");
}

TEST_CASE("a plain time written out by its zone comes back the same") {
  const auto us = times("America/New_York", {"yyyy-MM-dd HH:mm:ss"});
  const auto utc = times("UTC", {"yyyy-MM-dd HH:mm:ss"});
  CHECK(rc::check("monotone but at changes", [&] {
    const auto day = *rc::gen::inRange(0, 20'000);
    const auto second = *rc::gen::inRange(0, 86'399);
    char text[32];
    std::snprintf(text, sizeof text, "%s %02d:%02d:%02d", to_iso_date(day_from_number(day)).c_str(),
                  second / 3600, second / 60 % 60, second % 60);
    const auto here = us.read(text).value();
    const auto wall = utc.read(text).value();
    const auto behind = std::chrono::duration_cast<std::chrono::hours>(here.at - wall.at);
    RC_ASSERT(behind == std::chrono::hours(4) || behind == std::chrono::hours(5));
  }));
}

}  // namespace
}  // namespace gewu::case_import
