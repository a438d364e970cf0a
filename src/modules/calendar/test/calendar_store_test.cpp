// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "db/db.hpp"
#include "modules/calendar/calendar.hpp"
#include "support/database.hpp"

using namespace gewu;
using namespace gewu::calendar;
using std::chrono::minutes;

namespace {

const DistrictId here{7}, there{8};
const Instant now = parse_rfc3339("2026-02-13T09:00:00Z").value();  // 17:00 in China

ImportedHolidays read_in(test::TestDatabase& d, const std::string& text) {
  return d.db().write([&](db::WriteTx& tx) { return import_holidays(tx, text, now); }).value();
}
std::string refusal(test::TestDatabase& d, const std::string& text) {
  const auto done = d.db().write([&](db::WriteTx& tx) { return import_holidays(tx, text, now); });
  return done.ok() ? "" : done.error().code;
}
std::shared_ptr<const WorkCalendar> held(test::TestDatabase& d, DistrictId district = here) {
  Calendars calendars;
  return d.db().read([&](db::ReadTx& tx) { return calendars.of(tx, district, now); });
}
void seed(test::TestDatabase& d) {
  d.db().write([](db::WriteTx& tx) { return seed_holidays(tx, now), true; });
}

}  // namespace

TEST_CASE("without published holidays plain weekends count, and no year is known") {
  test::for_each_engine([](test::TestDatabase& d) {
    CHECK_FALSE(held(d)->knows_year(2026));
    CHECK(held(d)->deadline(now, {LimitUnit::work_hour, 2}).calendar_missing);
  });
}

TEST_CASE("the shipped years are 2025 and 2026, and seeding twice changes nothing") {
  test::for_each_engine([](test::TestDatabase& d) {
    seed(d);
    seed(d);
    const auto known = held(d);
    CHECK_FALSE(known->knows_year(2024));
    CHECK(known->knows_year(2025));
    CHECK(known->knows_year(2026));
    CHECK_FALSE(known->knows_year(2027));
    // Friday 17:00 and two hours: Saturday is a make-up day before the spring festival.
    const auto due = known->deadline(now, {LimitUnit::work_hour, 2});
    CHECK(due.at == parse_rfc3339("2026-02-14T09:00:00+08:00").value());
    CHECK_FALSE(due.calendar_missing);
  });
}

TEST_CASE("every shipped day off and every make-up day of both years is as published") {
  test::for_each_engine([](test::TestDatabase& d) {
    seed(d);
    const auto known = held(d);
    const auto work_days = [&](const char* from, const char* to) {
      int n = 0;
      for (Day at = parse_iso_date(from).value(); at <= parse_iso_date(to).value();
           at += std::chrono::days(1)) {
        n += known->is_work_day(at) ? 1 : 0;
      }
      return n;
    };
    // 261 weekdays less the holidays that fall on them, plus the make-up days.
    CHECK(work_days("2025-01-01", "2025-12-31") == 261 - 18 + 5);
    CHECK(work_days("2026-01-01", "2026-12-31") == 261 - 19 + 6);
    CHECK(work_days("2026-02-15", "2026-02-23") == 0);
    for (const char* worked :
         {"2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11", "2026-01-04",
          "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"}) {
      CAPTURE(worked);
      CHECK(known->is_work_day(parse_iso_date(worked).value()));
    }
  });
}

TEST_CASE("a year is read from the published JSON, unknown keys ignored") {
  test::for_each_engine([](test::TestDatabase& d) {
    const auto done = read_in(d, R"({"$schema": "x", "papers": [], "year": 2027, "days": [
      {"name": "元旦", "date": "2027-01-01", "isOffDay": true},
      {"name": "元旦", "date": "2026-12-26", "isOffDay": false, "note": 1}]})");
    CHECK(done.years == std::vector<int>{2027});
    CHECK(done.days == 2);
    const auto known = held(d);
    CHECK(known->knows_year(2027));
    CHECK_FALSE(known->knows_year(2026));  // a day in it is not its whole calendar
    CHECK_FALSE(known->is_work_day(parse_iso_date("2027-01-01").value()));
    CHECK(known->is_work_day(parse_iso_date("2026-12-26").value()));
  });
}

TEST_CASE("a year read again replaces what was known of it, and of no other") {
  test::for_each_engine([](test::TestDatabase& d) {
    seed(d);
    read_in(d, "\xEF\xBB\xBF# ours\r\n2026-03-10\toff\t停工\r\n\r\n");
    const auto known = held(d);
    CHECK_FALSE(known->is_work_day(parse_iso_date("2026-03-10").value()));
    CHECK(known->is_work_day(parse_iso_date("2026-02-16").value()));
    CHECK_FALSE(known->is_work_day(parse_iso_date("2025-10-01").value()));
    seed(d);  // never over an import
    CHECK(held(d)->is_work_day(parse_iso_date("2026-02-16").value()));
  });
}

TEST_CASE("a holiday file that cannot be taken is refused and changes nothing") {
  test::for_each_engine([](test::TestDatabase& d) {
    CHECK(refusal(d, "") == "holidays_empty");
    CHECK(refusal(d, "# only a comment\n") == "holidays_empty");
    CHECK(refusal(d, "2026-02-30\toff\tx\n") == "holiday_invalid");
    CHECK(refusal(d, "2026-02-03\tfree\tx\n") == "holiday_invalid");
    CHECK(refusal(d, "2026-02-03 off x\n") == "holiday_invalid");
    CHECK(refusal(d, "2026-02-03\toff\t\n") == "holiday_invalid");
    CHECK(refusal(d, "2026-02-03\toff\ta\n2026-02-03\twork\tb\n") == "holiday_repeated");
    CHECK(refusal(d, "{") == "holidays_malformed");
    CHECK(refusal(d, "{}") == "holidays_malformed");
    CHECK(refusal(d, R"({"year": 2027})") == "holidays_malformed");
    CHECK(refusal(d, R"({"year": 2027, "days": []})") == "holidays_empty");
    CHECK(refusal(d, R"({"year": 2027, "days": [{"date": "2027-01-01"}]})") ==
          "holidays_malformed");
    CHECK(refusal(d, R"({"year": 2027, "days": [7]})") == "holidays_malformed");
    CHECK(
        refusal(
            d,
            R"({"year": 2027, "days": [{"name": "x", "date": "2031-01-01", "isOffDay": true}]})") ==
        "holiday_invalid");
    CHECK_FALSE(held(d)->knows_year(2026));
    CHECK_FALSE(held(d)->knows_year(2027));
  });
}

TEST_CASE("the published files of every year at hand are taken") {
  int read = 0;
  test::for_each_engine([&](test::TestDatabase& d) {
    for (int year = 2018; year <= 2026; ++year) {
      std::ifstream file("../shared/data/holidays/" + std::to_string(year) + ".json");
      if (!file) continue;
      std::stringstream text;
      text << file.rdbuf();
      CHECK(read_in(d, text.str()).years == std::vector<int>{year});
      ++read;
    }
    if (read == 0) MESSAGE("skipped: data not present");
  });
}

TEST_CASE("working hours are a district's own, and a stale change is refused") {
  test::for_each_engine([](test::TestDatabase& d) {
    const auto set = [&](const char* spans, std::int64_t seen) {
      WorkHours hours;
      hours.spans = parse_spans(spans).value();
      hours.weekdays[5] = true;
      return d.db().write(
          [&](db::WriteTx& tx) { return set_work_hours(tx, here, hours, seen, now); });
    };
    CHECK(set("09:00-12:00", 0).ok());
    CHECK(set("10:00-12:00", 0).error().code == "work_hours_stale");
    CHECK(set("10:00-12:00", 1).ok());
    CHECK(set("11:00-12:00", 1).error().kind == Failure::stale);
    const auto stored = d.db().read([](db::ReadTx& tx) { return read_work_hours(tx, here); });
    CHECK(to_text(stored.hours.spans) == "10:00-12:00");
    CHECK(stored.hours.weekdays[5]);
    CHECK(stored.version == 2);
    CHECK(to_text(held(d, there)->hours().spans) == "08:00-12:00,14:00-18:00");
  });
}

TEST_CASE("a held calendar is looked at again after a minute, and at once when told") {
  test::for_each_engine([](test::TestDatabase& d) {
    Calendars calendars([](db::ReadTx&, DistrictId) { return minutes(-300); });
    const auto at = [&](Instant t) {
      return d.db().read([&](db::ReadTx& tx) { return calendars.of(tx, here, t); });
    };
    const auto first = at(now);
    CHECK(first->hours().utc_offset == minutes(-300));
    seed(d);
    CHECK(at(now + std::chrono::seconds(59)) == first);
    const auto second = at(now + std::chrono::seconds(60));
    CHECK(second->knows_year(2026));
    CHECK(at(now + std::chrono::seconds(200)) == second);  // unchanged: the same one
    read_in(d, "2027-01-01\toff\tx\n");
    CHECK(at(now + std::chrono::seconds(201)) == second);
    calendars.forget();
    CHECK(at(now + std::chrono::seconds(201))->knows_year(2027));
    d.db().write([&](db::WriteTx& tx) { return set_work_hours(tx, here, {}, 0, now); }).value();
    CHECK(at(now - std::chrono::hours(1))->knows_year(2027));  // a clock set back looks again
  });
}

TEST_CASE("every limit of the shipped catalogue is one that deadlines can be counted with") {
  for (const char* name : {"catalogue/case-categories.tsv", "catalogue/demand-categories.tsv"}) {
    std::ifstream file(name);
    REQUIRE(file);
    int limits = 0;
    for (std::string line; std::getline(file, line);) {
      if (line.starts_with('#') || line.starts_with("code\t")) continue;
      std::stringstream cells(line);
      std::string cell;
      for (int i = 0; i < 6; ++i) std::getline(cells, cell, '\t');
      CAPTURE(line);
      CHECK(parse_limits(cell).ok());
      ++limits;
    }
    CHECK(limits > 90);
  }
}
