// SPDX-License-Identifier: Apache-2.0
// Limits of stages: each has a name, is set by the system administrator, and holds from then on.
#include "modules/cases/stage_settings.hpp"

#include <doctest/doctest.h>

#include "modules/cases/test/site.hpp"

namespace gewu::cases::test {

namespace {

std::string set(Site& s, const std::string& name, const std::string& body) {
  return s.send(http::Method::put, "/stage-limits/" + name, body).told();
}

std::string value_of(Site& s, const std::string& name, const char* what = "value") {
  const auto list = s.get("/stage-limits");
  for (const auto& item : list.at("items").as_array()) {
    if (item.at("name") == name.c_str()) return boost::json::serialize(item.at(what));
  }
  return "none";
}

}  // namespace

TEST_CASE("every limit of a stage can be written and read again") {
  for (const auto& setting : stage_settings()) {
    StageLimits limits;
    const auto text = setting.text_of(limits);
    CHECK_MESSAGE(setting.set(limits, text).ok(), setting.name);
    CHECK(setting.text_of(limits) == text);
    CHECK_FALSE(setting.set(limits, "soon").ok());
    CHECK_FALSE(setting.set(limits, "").ok());
    CHECK(setting.text_of(limits) == text);
    CHECK(find_stage_setting(setting.name) == &setting);
  }
  CHECK(find_stage_setting("tea_break") == nullptr);
}

TEST_CASE("a limit that the system administrator sets holds for what comes next") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    const auto admin = s.person("admin", Role::system_administrator, s.place.district.root);
    s.as(admin);
    CHECK(value_of(s, "register") == R"("urgent_minute:15")");
    CHECK(set(s, "register", R"({"value":"urgent_minute:40","seen":"urgent_minute:15"})") == "200");
    CHECK(value_of(s, "register") == R"("urgent_minute:40")");
    CHECK(value_of(s, "register", "own") == "true");
    const auto made = s.report();
    CHECK(s.load(made.id).clock.due_at == s.clock.now() + 40min);
    CHECK(set(s, "register", R"({"seen":"urgent_minute:40"})") == "200");
    CHECK(value_of(s, "register") == R"("urgent_minute:15")");
    CHECK(value_of(s, "register", "own") == "false");
  });
}

TEST_CASE("of two who change a limit the later is told") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    s.as(s.person("admin", Role::system_administrator, s.place.district.root));
    CHECK(set(s, "sample_percent", R"({"value":"20","seen":"10"})") == "200");
    CHECK(set(s, "sample_percent", R"({"value":"30","seen":"10"})") ==
          "409 stage_setting_stale /seen");
    CHECK(value_of(s, "sample_percent") == R"("20")");
  });
}

TEST_CASE("a limit that makes no sense, or is set by others, is refused") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    const auto admin = s.person("admin", Role::system_administrator, s.place.district.root);
    s.as(admin);
    CHECK(set(s, "check", R"({"value":"soon","seen":"urgent_minute:30"})") ==
          "422 limit_invalid /value");
    CHECK(set(s, "sample_percent", R"({"value":"101","seen":"10"})") ==
          "422 number_out_of_range /value");
    CHECK(set(s, "sample_percent", R"({"value":"ten","seen":"10"})") ==
          "422 number_invalid /value");
    CHECK(set(s, "tea_break", R"({"value":"5","seen":"4"})") == "404 stage_setting_unknown");
    s.as(s.centre);
    CHECK(set(s, "check", R"({"value":"work_hour:1","seen":"urgent_minute:30"})") ==
          "403 role_missing");
    CHECK(value_of(s, "check") == R"("urgent_minute:30")");
    s.stranger();
    CHECK(s.get("/stage-limits").status == 401);
  });
}

}  // namespace gewu::cases::test
