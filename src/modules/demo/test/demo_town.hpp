// SPDX-License-Identifier: Apache-2.0
// A small demo with real modules and a database behind it, and a clock that the test moves.
#pragma once

#include <doctest/doctest.h>

#include <filesystem>
#include <set>
#include <string>

#include "modules/demo/demo.hpp"
#include "modules/figures/figures.hpp"
#include "modules/history/history.hpp"
#include "support/database.hpp"
#include "support/folder.hpp"

namespace gewu::demo::test {

using namespace std::chrono_literals;
using gewu::test::for_each_engine;
using gewu::test::TestDatabase;

struct DemoTown {
  /// Monday, 23 November 2026, 09:00 at UTC+8.
  static Instant monday() { return instant(1'795'395'600'000); }

  explicit DemoTown(TestDatabase& database) : d(database) {}

  void build(int days) {
    Options options;
    options.days = days;
    options.cases_per_day = 12;
    options.now = clock.now();
    const auto made = demo::build(tools, options);
    INFO((made ? "" : made.error().detail));
    REQUIRE(made.ok());
    report = *made;
    district = d.db()
                   .read([](db::ReadTx& tx) { return areas::find_district(tx, kDistrictCode); })
                   .value()
                   .id;
  }
  /// What the server's worker does beside a live demo.
  void background(Instant now) {
    cases.tick(d.db(), district, now);
    figures::sum_up_areas(d.db(), district, trees.of(district));
    while (figures::fold(d.db(), district, trees.of(district)) > 0) {
    }
    history::close_days(d.db(), district, 480min, now);
  }
  /// Real time passes in steps of `step`.
  void live(Live& demo, Duration time, Duration step = 20s) {
    for (const Instant end = clock.now() + time; clock.now() < end;) {
      clock.advance(step);
      demo.advance(clock.now());
      background(clock.now());
    }
  }
  std::unique_ptr<Live> open(LiveOptions options = {}) {
    auto out = Live::open(tools, options, clock.now());
    INFO((out ? "" : out.error().detail));
    REQUIRE(out.ok());
    return std::move(*out);
  }

  std::vector<cases::Case> all_cases() {
    std::vector<cases::Case> out;
    for (;;) {
      const auto page = d.db().read([&](db::ReadTx& tx) {
        return cases::cases_after(tx, district, out.empty() ? CaseId{} : out.back().id, 500);
      });
      out.insert(out.end(), page.begin(), page.end());
      if (page.size() < 500) return out;
    }
  }
  std::vector<history::Event> events_of(CaseId id) {
    return d.db().read(
        [&](db::ReadTx& tx) { return history::events(tx, district, cases::subject_of(id)); });
  }
  /// Everything that a doctor finds wrong, one a line.
  std::string problems() {
    std::string out;
    const auto add = [&](const auto& found) {
      for (const auto& p : found) out += p.code + " " + p.subject + "\n";
    };
    const auto quiet = [](std::string_view, std::int64_t) {};
    add(cases::doctor(d.db(), district, quiet));
    add(figures::doctor(d.db(), district, trees.of(district)));
    add(history::doctor(d.db(), district, 480min, cases::heads_of));
    return out;
  }

  TestDatabase& d;
  gewu::test::Folder folder;
  ManualClock clock{monday()};
  IdSource ids{1};
  SystemRandom random;
  privacy::Vault vault{privacy::MasterKey({}), random};
  areas::Territories territories;
  figures::Trees trees{territories};
  calendar::Calendars calendars;
  categories::Categories categories;
  photos::Photos photos{folder};
  accounts::PasswordHasher hasher;
  cases::CaseService cases{{territories, calendars, categories, vault, ids, random}};
  DistrictId district;
  Report report;
  bool stop = false;
  Tools tools{d.db(),
              cases,
              photos,
              hasher,
              [this](DistrictId id, Instant now) {
                district = id;
                background(now);
              },
              [](std::string_view, std::int64_t, std::int64_t) {},
              [this] { return stop; }};
};

}  // namespace gewu::demo::test
