// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "modules/calendar/calendar.hpp"
#include "support/database.hpp"
#include "support/front.hpp"

using namespace gewu;
using namespace gewu::calendar;

namespace {

bool has(const http::Response& reply, std::string_view text) {
  return reply.body.find(text) != reply.body.npos;
}

}  // namespace

TEST_CASE("anybody may read which days are off and when the district works") {
  test::for_each_engine([](test::TestDatabase& d) {
    test::Front front(d.db());
    Calendars calendars;
    append_calendar_routes(front.api, calendars);
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
    append_calendar_routes(front.api, calendars);
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
    append_calendar_routes(front.api, calendars);
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
