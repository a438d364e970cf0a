// SPDX-License-Identifier: Apache-2.0
#include "modules/releases/release.hpp"

#include <doctest/doctest.h>

#include <set>

namespace gewu::releases::test {

TEST_CASE("every category of the catalogue is decided by a rule of its own class") {
  std::set<std::string_view> may;
  for (const auto& c : categories::shipped_catalogue()) {
    const auto never = never_public(&c);
    INFO(c.code);
    if (c.code == categories::unclassified_code) {
      CHECK(never == Never::unknown);
      continue;
    }
    CHECK(never != Never::unknown);
    if (!never) may.insert(c.code);
  }
  CHECK(may.size() > 120);
}

TEST_CASE("disputes, care, homes, persons and emergencies are never shown") {
  const std::pair<const char*, Never> nevers[] = {
      {"demand-05-04", Never::dispute},     // between neighbours
      {"demand-13-06", Never::dispute},     // refunds
      {"demand-04-02", Never::care},        // living alone
      {"demand-12-01", Never::care},        // wages
      {"demand-08-02", Never::dwelling},    // leaks at home
      {"event-01-05", Never::dwelling},     // balconies
      {"event-01-84", Never::person},       // whose dog
      {"demand-06-03", Never::person},      // thieves
      {"component-01-50", Never::security}  // cameras
  };
  for (const auto& [code, why] : nevers) {
    INFO(code);
    CHECK(never_public(std::string_view(code)) == why);
  }
  for (const auto& c : categories::shipped_catalogue()) {
    if (!c.emergency.empty()) CHECK(never_public(&c) == Never::emergency);
  }
}

TEST_CASE("what is in no table is never shown") {
  for (const char* code :
       {"", "event", "event-0", "event-07-01", "demand-99-01", "component-010"}) {
    INFO(code);
    CHECK(never_public(std::string_view(code)) == Never::unknown);
  }
  CHECK(never_public(static_cast<const categories::Category*>(nullptr)) == Never::unknown);
}

TEST_CASE("a rounded point is the same for all of a square of some fifty metres, and in it") {
  const geo::LatLon at{22.7512345, 113.9345678};
  const auto middle = rounded(at);
  CHECK(geo::distance_m(at, middle) < 36);
  CHECK(rounded(middle) == middle);
  int same = 0;
  for (int i = -5; i <= 5; ++i) {
    const geo::LatLon near{middle.lat + i * 3e-5, middle.lon + i * 3e-5};
    same += rounded(near) == middle ? 1 : 0;
  }
  CHECK(same == 11);
  const geo::LatLon further{middle.lat + 6e-4, middle.lon};
  CHECK(rounded(further) != middle);
  for (const geo::LatLon edge : {geo::LatLon{90, 180}, geo::LatLon{-90, -180}}) {
    CHECK(rounded(edge).on_earth());
  }
}

TEST_CASE("what staff write for everybody names no number and no door") {
  const auto code = [](std::string_view words) {
    const auto out = check_public_words(words, "/title");
    return out ? std::string() : out.error().code;
  };
  CHECK(code("3号楼前垃圾满溢") == "");
  CHECK(code("2026-11-22 起路灯不亮") == "");
  CHECK(code("影响20户居民") == "");
  CHECK(code("联系13812345678") == "title_names_number");
  CHECK(code("打 138 1234 5678") == "title_names_number");
  CHECK(code("0371-6712-3456") == "title_names_number");
  CHECK(code("502室门口堆物") == "title_names_door");
  CHECK(code("3栋 12 号房") == "title_names_door");
}

TEST_CASE("only what is open or was settled lately is shown") {
  const Instant now = instant(1'795'395'600'000);
  cases::Case c;
  c.state = cases::State::handling;
  CHECK(is_shown(c, now));
  c.state = cases::State::closed;
  c.closed_at = now - kShownAfterClosing;
  CHECK(is_shown(c, now));
  c.closed_at = now - kShownAfterClosing - Duration(1);
  CHECK(!is_shown(c, now));
  c.closed_at.reset();
  c.state = cases::State::archived;  // void, withdrawn or merged before
  CHECK(!is_shown(c, now));
  for (const auto s : {cases::State::void_, cases::State::merged, cases::State::withdrawn,
                       cases::State::imported}) {
    c.state = s;
    CHECK(!is_shown(c, now));
  }
}

}  // namespace gewu::releases::test
