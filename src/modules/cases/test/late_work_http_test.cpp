// SPDX-License-Identifier: Apache-2.0
// Work that was done without a signal: judged by the rights of the time when it was done.
#include "modules/cases/test/site.hpp"

namespace gewu::cases {
namespace {

using namespace test;

/// A case that worker_b handles since nine o'clock. His role ends at ten, unless told otherwise.
struct Morning : Site {
  explicit Morning(TestDatabase& database) : Site(database) {
    id = report([&](NewReport& in) { in.point = in_b(); }).id;
    Town::act(community, id, Action::register_);
    Town::act(community, id, Action::dispatch, [&](Deed& x) { x.holder = as_holder(worker_b); });
    Town::act(worker_b, id, Action::accept);
  }
  void end_role(AccountId account) {
    d.db()
        .write([&](db::WriteTx& tx) {
          const auto grants = accounts::grants_of(tx, district, account);
          return accounts::revoke_grant(tx, ids, district, account, grants.front().grant, {},
                                        clock.now());
        })
        .value();
  }
  std::string at(Duration after_nine) const {
    return R"(,"done_at":")" + to_rfc3339(monday() + after_nine) + R"(")";
  }
  Answer note(Duration after_nine) {
    return Site::act(id, "note", R"(,"note":"the new lamp stands")" + at(after_nine));
  }
  CaseId id;
};

TEST_CASE("what was done before a role ended is taken after it, and nothing done later") {
  for_each_engine([](TestDatabase& d) {
    Morning s(d);
    s.clock.advance(1h);  // ten o'clock
    s.end_role(s.worker_b);
    s.clock.advance(2h);
    s.as(s.worker_b);
    CHECK(s.note(61min).told() == "403 role_missing");
    CHECK(s.Site::act(s.id, "note", R"(,"note":"now")").told() == "403 role_missing");
    CHECK(s.events(s.id) == "report register dispatch accept");
    const auto photo = s.photo("after");
    const auto done = s.Site::act(
        s.id, "report_done", R"(,"answer":"a new lamp","photos":[)" + photo + "]" + s.at(30min));
    CHECK(done.told() == "200");
    CHECK(s.events(s.id) == "report register dispatch accept report_done");
    const auto last = s.all_events(s.id).back();
    CHECK(last.done_at == Town::monday() + 30min);
    CHECK(last.recorded_at == Town::monday() + 3h);
  });
}

TEST_CASE("whoever has lost the place since learns that his work was taken, and nothing else") {
  for_each_engine([](TestDatabase& d) {
    Morning s(d);
    const auto heard = s.report([&](NewReport& in) { in.point = s.in_b(); });
    s.Town::act(s.community, heard.id, Action::verify_first);
    s.clock.advance(1h);
    s.end_role(s.worker_b);
    s.clock.advance(1h);
    s.as(s.worker_b);
    const auto taken =
        s.Site::act(heard.id, "confirm", R"(,"note":"I saw it myself")" + s.at(30min));
    CHECK(taken.told() == "200");
    CHECK(taken.get("state") == "registered");
    for (const char* empty : {"events", "allowed", "photos", "reports", "area_names"}) {
      CHECK_MESSAGE(taken.at(empty).get_array().empty(), empty);
    }
    CHECK(taken.get("words").empty());
    CHECK(s.get("/cases/" + to_string(heard.id)).told() == "404 case_unknown");
  });
}

TEST_CASE("a deed cannot be dated back to before its case was given to anybody") {
  for_each_engine([](TestDatabase& d) {
    Morning s(d);
    s.clock.advance(1h);
    s.end_role(s.worker_b);
    s.clock.advance(1h);
    // Reported after his role had ended: he never worked there.
    const auto later = s.report([&](NewReport& in) { in.point = s.in_b(); });
    s.as(s.worker_b);
    const auto told = s.Site::act(later.id, "note", R"(,"note":"mine")" + s.at(30min));
    CHECK(told.told() == "403 role_missing");
    CHECK(s.events(later.id) == "report");
  });
}

TEST_CASE("a role that was given later does no deed of before") {
  for_each_engine([](TestDatabase& d) {
    Morning s(d);
    s.clock.advance(1h);
    const auto fresh = s.person("fresh", Role::grid_worker, s.place.area('B'));
    s.clock.advance(2h);
    s.as(fresh);
    CHECK(s.note(30min).told() == "403 role_missing");
    CHECK(s.note(70min).told() == "200");
    CHECK(s.post("/cases", s.report_body(s.at(30min))).told() == "403 role_missing");
    CHECK(s.post("/cases", s.report_body(s.at(70min))).told() == "200");
  });
}

TEST_CASE("a phone whose clock is a little slow is believed") {
  for_each_engine([](TestDatabase& d) {
    Morning s(d);
    s.clock.advance(1h);
    const auto fresh = s.person("fresh", Role::grid_worker, s.place.area('B'));
    s.clock.advance(2min);
    s.as(fresh);
    CHECK(s.note(58min).told() == "200");
  });
}

TEST_CASE("handling on the spot is judged by the role of that time, too") {
  for_each_engine([](TestDatabase& d) {
    Morning s(d);
    const std::string swept = R"(,"self_handled":true,"answer":"swept")";
    s.clock.advance(1h);
    s.end_role(s.worker_a);
    s.clock.advance(1h);
    s.as(s.worker_a);
    CHECK(s.post("/cases", s.report_body(swept + s.at(30min))).get("state") == "self_handled");
    CHECK(s.post("/cases", s.report_body(swept + s.at(90min))).told() == "403 role_missing");
  });
}

}  // namespace
}  // namespace gewu::cases
