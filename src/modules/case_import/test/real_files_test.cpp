// SPDX-License-Identifier: Apache-2.0
// The public data sets that the shipped mappings are for, where they are present. They are read
// in place and never copied.
#include <doctest/doctest.h>

#include <iostream>

#include "modules/case_import/test/desk.hpp"

namespace gewu::case_import {
namespace {

using tables::Desk;
using test::for_each_engine;

const std::string kData = "../shared/data/";

bool present(const std::string& name) {
  if (std::filesystem::exists(kData + name)) return true;
  std::cerr << "skipped: data not present (" << kData << name << ")\n";
  return false;
}

std::int64_t count(const ImportReport& report, const std::string& code) {
  // The report keeps the first thousand only; these are counted by the hook.
  std::int64_t n = 0;
  for (const auto& w : report.warnings) n += w.code == code ? 1 : 0;
  return n;
}

TEST_CASE("Baltimore's ten thousand requests come in once, 1,482 of them without a place") {
  const std::string file = kData + "service-requests/baltimore_311_10000.csv.gz";
  if (!present("service-requests/baltimore_311_10000.csv.gz")) return;
  for_each_engine([&](test::TestDatabase& d) {
    Desk desk(d);
    desk.rectangle("BALTIMORE", {39.15, -76.90}, {39.70, -76.30});
    std::map<std::string, int> warned;
    ImportHooks hooks;
    hooks.issue = [&](const ImportIssue& i, bool) { ++warned[i.code]; };
    const auto first = desk.import(file, "baltimore-311", hooks).value();
    CHECK(first.complete);
    CHECK(first.rows == 10'000);
    CHECK(first.added == 10'000);
    CHECK(first.refused == 0);
    CHECK(first.unplaced == 590 + 892);
    CHECK(warned == std::map<std::string, int>{{"place_missing", 590}, {"place_not_real", 892}});
    CHECK(count(first, "place_missing") + count(first, "place_not_real") == 1000);
    const auto before = desk.counts();
    const auto second = desk.import(file, "").value();
    CHECK(second.mapping == "baltimore-311");
    CHECK(second.unchanged == 10'000);
    CHECK(desk.counts() == before);
    const auto stored = desk.stored();
    CHECK(std::all_of(stored.begin(), stored.end(),
                      [](const auto& c) { return c.state == "imported" && !c.open; }));
    CHECK(std::count_if(stored.begin(), stored.end(), [](const auto& c) { return c.located; }) ==
          10'000 - 590 - 892);
    CHECK(cases::doctor(desk.database, desk.district.id, {}).empty());
  });
}

TEST_CASE("New York's thousand requests of one day come in once, twelve without a place") {
  const std::string file = kData + "service-requests/nyc_311_2024-05-27.csv";
  if (!present("service-requests/nyc_311_2024-05-27.csv")) return;
  for_each_engine([&](test::TestDatabase& d) {
    Desk desk(d);
    desk.rectangle("NYC", {40.48, -74.27}, {40.93, -73.68});
    const auto first = desk.import(file, "nyc-311").value();
    CHECK(first.added == 1000);
    CHECK(first.unplaced == 12);
    CHECK(first.refused == 0);
    CHECK(count(first, "place_missing") == 12);
    CHECK(desk.import(file, "nyc-311")->unchanged == 1000);
    const auto stored = desk.stored();
    REQUIRE(stored.size() == 1000);
    for (const auto& c : stored) {
      CHECK(c.reported_at > parse_rfc3339("2024-05-26T00:00:00-04:00").value());
      CHECK(c.reported_at < parse_rfc3339("2024-05-29T00:00:00-04:00").value());
    }
  });
}

TEST_CASE("letters without places wait in the tray; a number given twice is told") {
  const std::string file = kData + "complaints/sample-raw.tsv";
  if (!present("complaints/sample-raw.tsv")) return;
  for_each_engine([&](test::TestDatabase& d) {
    Desk desk(d);
    desk.rectangle("HOME", {28.0, 112.0}, {28.5, 113.0});
    const auto first = desk.import(file, "complaints-sample").value();
    CHECK(first.rows == 446);
    CHECK(first.added == 445);
    CHECK(first.tray == 445);
    REQUIRE(first.refusals.size() == 1);
    CHECK(first.refusals[0].code == "reference_repeated");
    CHECK(desk.import(file, "complaints-sample")->unchanged == 445);
    for (const auto& c : desk.stored()) {
      CHECK(c.state == "reported");
      CHECK_FALSE(c.located);
      CHECK(c.channel == "hotline");
      CHECK(c.told_at < parse_rfc3339("2020-06-01T00:00:00Z").value());
    }
  });
}

}  // namespace
}  // namespace gewu::case_import
