// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <boost/json.hpp>

#include "modules/calendar/calendar.hpp"
#include "support/database.hpp"
#include "support/front.hpp"

using namespace gewu;
using namespace gewu::calendar;

namespace {

bool has(const http::Response& reply, std::string_view text) {
  return reply.body.find(text) != reply.body.npos;
}

bool alone(db::ReadTx&) { return true; }

std::string quoted(std::string_view text) {
  return boost::json::serialize(boost::json::value(text));
}

}  // namespace

TEST_CASE("anybody may read which days are off and when the district works") {
  test::for_each_engine([](test::TestDatabase& d) {
    test::Front front(d.db());
    Calendars calendars;
    append_calendar_routes(front.api, calendars, alone);
    d.db().write([&](db::WriteTx& tx) { return seed_holidays(tx, front.clock.now()), true; });
    const auto reply = front.get("/api/v1/here/calendar?year=2026");
    CHECK(reply.status == 200);
    CHECK(has(reply, R"("years_known":[2025,2026])"));
    CHECK(has(reply, R"("work_hours":{"spans":"08:00-12:00,14:00-18:00","weekdays":[1,2,3,4,5],)"
                     R"("utc_offset_minutes":480,"version":0})"));
    CHECK(has(reply, R"({"date":"2026-02-14","kind":"work","name":)"));
    CHECK_FALSE(has(reply, "2025-10-01"));
  });
}

TEST_CASE("only a system administrator sets the working hours, and they hold at once") {
  test::for_each_engine([](test::TestDatabase& d) {
    test::Front front(d.db());
    Calendars calendars;
    append_calendar_routes(front.api, calendars, alone);
    const std::string body = R"({"spans":"09:00-17:00","weekdays":[1,2,3],"version":0})";
    CHECK(front.as(std::nullopt).put("/api/v1/here/work-hours", body).status == 401);
    CHECK(front.as(api::Role::dispatcher).put("/api/v1/here/work-hours", body).status == 403);
    front.as(api::Role::system_administrator);
    CHECK(front.get("/api/v1/here/calendar").status == 200);  // now held in memory
    CHECK(front.put("/api/v1/here/work-hours", body).status == 200);
    CHECK(has(front.get("/api/v1/here/calendar"), R"("spans":"09:00-17:00","weekdays":[1,2,3])"));
    const auto held = d.db().read(
        [&](db::ReadTx& tx) { return calendars.of(tx, DistrictId{7}, front.clock.now()); });
    CHECK(to_text(held->hours().spans) == "09:00-17:00");
    CHECK(front.put("/api/v1/here/work-hours", body).status == 409);
  });
}

TEST_CASE("working hours that make no sense are refused with the field") {
  test::for_each_engine([](test::TestDatabase& d) {
    test::Front front(d.db());
    Calendars calendars;
    append_calendar_routes(front.api, calendars, alone);
    front.as(api::Role::system_administrator);
    const auto put = [&](const char* body) { return front.put("/api/v1/here/work-hours", body); };
    const auto spans = put(R"({"spans":"17:00-09:00","weekdays":[1],"version":0})");
    CHECK(spans.status == 422);
    CHECK(has(spans, "work_spans_invalid"));
    CHECK(has(spans, R"("field":"/spans")"));
    CHECK(has(put(R"({"spans":"09:00-17:00","weekdays":[1,8],"version":0})"),
              R"("field":"/weekdays/1")"));
    CHECK(has(put(R"({"spans":"09:00-17:00","weekdays":[],"version":0})"), "work_days_none"));
  });
}

TEST_CASE("a file of holidays is looked at first, and then holds at once") {
  test::for_each_engine([](test::TestDatabase& d) {
    test::Front front(d.db());
    Calendars calendars;
    append_calendar_routes(front.api, calendars, alone);
    front.as(api::Role::system_administrator);
    const auto post = [&](std::string_view text, bool dry_run) {
      return front.post("/api/v1/here/holidays", R"({"text":)" + quoted(text) + R"(,"dry_run":)" +
                                                     (dry_run ? "true}" : "false}"));
    };
    const auto first = post("2031-01-01\toff\t元旦\n2031-01-04\twork\t元旦\n", true);
    CHECK(first.status == 200);
    CHECK(has(first, R"("imported":false)"));
    CHECK(has(first, R"("year":2031,"known":false,"off":1,"work":1)"));
    CHECK(has(first, R"({"date":"2031-01-01","name":"元旦","after":"off"})"));
    CHECK_FALSE(has(front.get("/api/v1/here/calendar"), "2031"));

    CHECK(
        has(post("2031-01-01\toff\t元旦\n2031-01-04\twork\t元旦\n", false), R"("imported":true)"));
    CHECK(
        has(front.get("/api/v1/here/calendar?year=2031"), R"("date":"2031-01-04","kind":"work")"));
    // Read again without the make-up day: that day is what changes.
    const auto again = post("2031-01-01\toff\t元旦\n", true);
    CHECK(has(again, R"("known":true)"));
    CHECK(has(again, R"("changes":[{"date":"2031-01-04","name":"元旦","before":"work"}])"));
  });
}

TEST_CASE("every line of holidays that cannot be read is named, and nothing is imported") {
  test::for_each_engine([](test::TestDatabase& d) {
    test::Front front(d.db());
    Calendars calendars;
    append_calendar_routes(front.api, calendars, alone);
    front.as(api::Role::system_administrator);
    const auto reply = front.post(
        "/api/v1/here/holidays",
        R"({"text":)" +
            quoted("# a comment\n2031-13-01\toff\tA\n2031-01-01\toff\tB\n2031-01-02 off C\n"
                   "2031-01-03\tmaybe\tD\n2031-01-05\toff\t\n") +
            R"(,"dry_run":false})");
    CHECK(reply.status == 200);
    CHECK(has(reply, R"("imported":false,"faults":[{"line":2,"why":"date","found":"2031-13-01"},)"
                     R"({"line":4,"why":"columns","found":"2031-01-02 off C"},)"
                     R"({"line":5,"why":"kind","found":"maybe"},)"));
    CHECK_FALSE(has(front.get("/api/v1/here/calendar"), "2031"));
    CHECK(front.post("/api/v1/here/holidays", R"({"text":"{}","dry_run":true})").status == 422);
  });
}

TEST_CASE("holidays that other districts share are not one administrator's to change") {
  test::for_each_engine([](test::TestDatabase& d) {
    test::Front front(d.db());
    Calendars calendars;
    append_calendar_routes(front.api, calendars, [](db::ReadTx&) { return false; });
    const std::string body = R"({"text":"2031-01-01\toff\tA","dry_run":false})";
    CHECK(front.as(api::Role::dispatcher).post("/api/v1/here/holidays", body).status == 403);
    front.as(api::Role::system_administrator);
    const auto reply = front.post("/api/v1/here/holidays", body);
    CHECK(reply.status == 409);
    CHECK(has(reply, "holidays_shared"));
  });
}
