// SPDX-License-Identifier: Apache-2.0
// Staff over HTTP: entering, lists and counts, every action, contacts, and who sees what.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "modules/cases/test/site.hpp"

namespace gewu::cases::test {

namespace {

std::vector<std::string> numbers(const Answer& list) {
  std::vector<std::string> out;
  for (const auto& item : list.at("items").as_array()) {
    out.push_back(boost::json::serialize(item.at("number")));
  }
  return out;
}

std::string actions(const Answer& detail) {
  std::string out;
  for (const auto& item : detail.at("allowed").as_array()) {
    out += (out.empty() ? "" : " ") + std::string(item.at("action").as_string());
  }
  return out;
}

std::string event_actions(const Answer& detail) {
  std::string out;
  for (const auto& item : detail.at("events").as_array()) {
    out += (out.empty() ? "" : " ") + std::string(item.at("action").as_string());
  }
  return out;
}

std::string holder(const Holder& h) {
  return R"(,"holder":{"kind":")" + std::string(code_of(h.kind)) + R"(","id":")" +
         std::to_string(h.id) + R"("})";
}

std::string path_of(CaseId id, const std::string& more = "") {
  return "/cases/" + to_string(id) + more;
}

}  // namespace

TEST_CASE("every route has a policy, and those of staff are closed to strangers") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    const std::set<std::string> open{"cases.report", "cases.follow", "photos.upload",
                                     "voice_notes.upload"};
    int routes = 0;
    for (const auto& route : s.router.routes()) {
      CHECK_MESSAGE(!route->policy.empty(), route->pattern);
      ++routes;
      if (open.contains(route->policy)) continue;
      std::string path = route->pattern.substr(std::string("/api/v1/{district}").size());
      for (auto at = path.find('{'); at != path.npos; at = path.find('{')) {
        path.replace(at, path.find('}', at) - at + 1, "5");
      }
      CHECK_MESSAGE(s.stranger().send(route->method, path, "{}").told() == "401 login_needed",
                    path);
    }
    CHECK(routes == 23);
  });
}

TEST_CASE("a write without its token is refused, whoever is signed in") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    const auto made = s.report();
    s.as(s.lead_a);
    CHECK(s.post(path_of(made.id, "/actions"), R"({"action":"register","version":1})",
                 {{"x-csrf-token", "guess"}})
              .told() == "403 csrf_token_wrong");
    CHECK(s.events(made.id) == "report");
  });
}

// ---- entering -----------------------------------------------------------------------------------

TEST_CASE("a desk enters a report for somebody over the counter") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    const auto made = s.as(s.lead_a).post(
        "/cases", s.report_body(R"(,"contact":{"name":"Wang","phone":"13812345678"})"));
    REQUIRE(made.status == 200);
    const CaseId id = *parse_id_as<CaseId>(made.get("id"));
    CHECK(s.load(id).channel == Channel::walk_in);
    CHECK(s.report_of(id).reporter == s.lead_a);
    CHECK(made.get("follow_code").size() == 12);
    CHECK(s.events(id) == "report");
    CHECK(s.all_events(id)[0].actor_kind == history::ActorKind::account);
  });
}

TEST_CASE("a worker's note is his round's, and done on the spot is done") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    const auto note = s.as(s.worker_a).post("/cases", s.report_body());
    CHECK(s.load(*parse_id_as<CaseId>(note.get("id"))).channel == Channel::worker_note);
    const auto done =
        s.post("/cases", s.report_body(R"(,"self_handled":true,"answer":"swept","photos":[)" +
                                       s.photo("after") + "]"));
    REQUIRE(done.status == 200);
    CHECK(done.get("state") == "self_handled");
    const CaseId id = *parse_id_as<CaseId>(done.get("id"));
    CHECK(s.events(id) == "report_self_handled");
    CHECK(s.facts(id) == "reported self_handled");
    CHECK(s.load(id).photo_count == 1);
    CHECK(s.post("/cases", s.report_body(R"(,"self_handled":true)")).told() ==
          "422 text_missing /answer");
    CHECK(s.as(s.lead_a).post("/cases", s.report_body(R"(,"channel":"file_import")")).told() ==
          "422 channel_not_yours /channel");
    CHECK(s.post("/cases", s.report_body(R"(,"channel":"phone")")).status == 200);
  });
}

TEST_CASE("those who only look or administer enter nothing and move nothing") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    const auto made = s.report();
    const auto admin = s.person("admin", Role::system_administrator, s.place.district.root);
    for (const auto who : {s.leader, s.auditor, admin}) {
      CHECK(s.as(who).post("/cases", s.report_body()).told() == "403 role_missing");
      CHECK(s.act(made.id, "register").told() == "403 role_missing");
    }
    CHECK(s.as(s.rider).act(made.id, "register").told() == "403 role_missing");
    CHECK(s.events(made.id) == "report");
  });
}

// ---- actions ------------------------------------------------------------------------------------

TEST_CASE("a case is moved through its course, each answer being the case as it is then") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    const auto made = s.report();
    const CaseId id = made.id;
    const auto first = s.as(s.lead_a).get(path_of(id));
    REQUIRE(first.status == 200);
    CHECK(actions(first) == "register verify_first decline merge locate recategorise note");
    CHECK(event_actions(first) == "report");
    CHECK(first.at("clock").at("kind") == "register");
    const auto registered = s.act(id, "register", R"(,"category":"event-01-01")");
    CHECK(registered.get("state") == "registered");
    CHECK(registered.at("category").at("code") == "event-01-01");
    CHECK(registered.at("limits").as_array().size() == 2);
    const auto dispatched = s.act(id, "dispatch",
                                  holder(s.water()) +
                                      R"(,"limit":"work_day:15","note":"please","assistants":[)"
                                      R"({"kind":"account","id":")" +
                                      to_string(s.worker_a) + R"("}])");
    CHECK(dispatched.get("state") == "dispatched");
    CHECK(dispatched.at("holder").at("name") == "Water");
    CHECK(dispatched.at("assistants").at(0).at("name") == "Name of worker_a");
    s.as(s.plumber);
    CHECK(actions(s.get(path_of(id))) == "accept return note");
    CHECK(s.act(id, "accept").get("state") == "handling");
    CHECK(s.act(id, "request_extension", R"(,"reason":"rain")").at("pending").at("reason") ==
          "rain");
    s.as(s.lead_a);
    CHECK(s.act(id, "decide_extension", R"(,"granted":true)").get("extensions") == "1");
    s.as(s.plumber);
    const auto photo = s.photo("after");
    const auto done = s.act(id, "report_done", R"(,"answer":"mended","photos":[)" + photo + "]");
    CHECK(done.get("state") == "checking");
    CHECK(done.at("photos").as_array().size() == 1);
    s.as(s.verifier);
    CHECK(s.act(id, "fail", R"(,"reason":"crooked")").get("reworks") == "1");
    s.as(s.plumber);
    CHECK(s.act(id, "report_done", R"(,"answer":"straight","photos":[)" + s.photo("after") + "]")
              .get("state") == "checking");
    s.as(s.verifier);
    const auto closed = s.act(id, "pass");
    CHECK(closed.get("state") == "closed");
    CHECK(closed.get("answer") == "straight");
    s.as(s.lead_a);
    const auto rated = s.act(
        id, "rate", R"(,"reached":true,"solved":true,"satisfied":true,"stars":4,"note":"called")");
    CHECK(rated.at("rating").at("solved") == true);
    CHECK(s.events(id) ==
          "report register dispatch accept request_extension decide_extension report_done fail "
          "report_done pass rate");
    CHECK(event_actions(rated) == s.events(id));
    CHECK(s.facts(id) ==
          "reported registered dispatched accepted extended handled handled_on_time "
          "right_first_time reworked closed closed_on_time closed_at_grid followed_up reached "
          "solved satisfied");
    CHECK(s.intact(id));
    const auto chain = s.get(path_of(id, "/chain"));
    CHECK(chain.get("intact") == "true");
    CHECK(chain.get("events") == "11");
    CHECK(chain.get("head") == s.load(id).history_head);
  });
}

TEST_CASE("the other actions, each with its event") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    const auto state_after = [&](AccountId who, CaseId id, const std::string& action,
                                 const std::string& more = "") {
      const auto answer = s.as(who).act(id, action, more);
      return answer.status == 200 ? answer.get("state") : answer.told();
    };
    const auto one = s.report(), two = s.report(), three = s.report();
    CHECK(state_after(s.lead_a, one.id, "verify_first") == "verifying");
    CHECK(state_after(s.worker_a, one.id, "cannot_reach", R"(,"reason":"gate shut")") ==
          "reported");
    CHECK(state_after(s.lead_a, one.id, "verify_first") == "verifying");
    CHECK(state_after(s.worker_a, one.id, "refute", R"(,"reason":"none","answer":"it is lit")") ==
          "void");
    s.stranger();
    CHECK(s.post("/follow/" + one.follow_code + "/actions",
                 R"({"action":"object","reason":"look at night"})")
              .get("state") == "reported");
    CHECK(s.load(one.id).desk_area == s.place.community);
    CHECK(state_after(s.community, one.id, "decline",
                      R"(,"reason":"theirs","answer":"ask them","responsible":"the mall")") ==
          "void");
    CHECK(s.events(one.id) ==
          "report verify_first cannot_reach verify_first refute object decline");

    CHECK(state_after(s.lead_a, two.id, "register") == "registered");
    CHECK(state_after(s.lead_a, two.id, "recategorise", R"(,"category":"event-01-13")") ==
          "registered");
    CHECK(state_after(s.lead_a, two.id, "escalate", R"(,"reason":"too big")") == "registered");
    CHECK(state_after(s.community, two.id, "dispatch", holder(s.water())) == "dispatched");
    CHECK(state_after(s.community, two.id, "recall", R"(,"reason":"wrong")") == "registered");
    CHECK(state_after(s.community, two.id, "dispatch", holder(s.as_holder(s.worker_a))) ==
          "dispatched");
    CHECK(state_after(s.worker_a, two.id, "accept") == "handling");
    CHECK(state_after(s.worker_a, two.id, "request_shelving",
                      R"(,"reason":"parts","until":"2026-12-24T00:00:00Z")") == "handling");
    CHECK(state_after(s.community, two.id, "decide_shelving", R"(,"granted":false)") == "handling");
    CHECK(state_after(s.worker_a, two.id, "request_shelving",
                      R"(,"reason":"parts","until":"2026-12-24T00:00:00Z")") == "handling");
    CHECK(state_after(s.community, two.id, "decide_shelving", R"(,"granted":true)") == "shelved");
    CHECK(state_after(s.worker_a, two.id, "resume") == "handling");
    CHECK(state_after(s.worker_a, two.id, "ask_help", R"(,"reason":"heavy")") == "handling");
    CHECK(state_after(s.worker_a, two.id, "return", R"(,"reason":"not mine")") == "registered");
    CHECK(state_after(s.worker_a, two.id, "note", R"(,"note":"key at the gate")") == "registered");
    CHECK(s.events(two.id) ==
          "report register recategorise escalate dispatch recall dispatch accept request_shelving "
          "decide_shelving request_shelving decide_shelving resume ask_help return note");

    const auto at = s.place.centre(0, 1);
    CHECK(state_after(s.lead_a, three.id, "locate",
                      R"(,"place":{"lat":)" + std::to_string(at.lat) + R"(,"lon":)" +
                          std::to_string(at.lon) + R"(},"address":"Gate 2")") == "reported");
    CHECK(state_after(s.community, three.id, "merge",
                      R"(,"main_case":")" + to_string(two.id) + "\"") == "merged");
    CHECK(state_after(s.lead_a, three.id, "unmerge", R"(,"reason":"another lamp")") == "reported");
    CHECK(s.events(three.id) == "report locate merge unmerge");
    CHECK(s.events(two.id).ends_with("note absorb release"));
    CHECK(s.problems().empty());
  });
}

TEST_CASE("bad actions name what is wrong and change nothing") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    const auto made = s.report();
    s.as(s.lead_a);
    const auto told = [&](const std::string& body) {
      return s.post(path_of(made.id, "/actions"), body).told();
    };
    const auto act = [&](const std::string& action, const std::string& more = "") {
      return s.act(made.id, action, more).told();
    };
    CHECK(told("") == "422 json_key_missing /action");
    CHECK(told(R"({"action":"register"})") == "422 json_key_missing /version");
    CHECK(told(R"({"action":"fly","version":1})") == "422 code_unknown /action");
    CHECK(told(R"({"action":"register","version":"1"})") == "422 json_type_wrong /version");
    CHECK(told(R"({"action":"register","version":1e300})").find("/version") != std::string::npos);
    CHECK(told(R"({"action":"register","version":9})") == "409 version_stale /version");
    CHECK(act("register", R"(,"speed":1)") == "422 json_key_unknown /speed");
    CHECK(act("register", R"(,"done_at":"2099-01-01T00:00:00Z")") ==
          "422 done_at_in_future /done_at");
    CHECK(act("register", R"(,"done_at":"2020-01-01T00:00:00Z")") ==
          "422 done_at_before_report /done_at");
    CHECK(act("register", R"(,"category":"event-99-99")") == "422 category_unknown /category");
    CHECK(act("register", holder(s.water())) == "422 holder_not_taken /holder");
    CHECK(act("register", R"(,"holder":{"kind":"robot","id":"1"})") ==
          "422 code_unknown /holder/kind");
    CHECK(act("accept") == "409 action_not_possible");
    CHECK(act("withdraw") == "403 action_not_yours");
    CHECK(act("warn") == "403 action_not_yours");
    CHECK(act("absorb", R"(,"main_case":")" + to_string(made.id) + "\"") == "403 action_not_yours");
    CHECK(act("merge", R"(,"main_case":"5")") == "422 main_case_unknown /main_case");
    CHECK(act("merge", R"(,"main_case":"x")") == "422 id_invalid /main_case");
    CHECK(act("decline", R"(,"reason":"r","answer":"a")") ==
          "422 decline_needs_way_on /responsible");
    CHECK(act("locate", R"(,"place":{"lat":99,"lon":0})") == "422 place_not_on_earth /place");
    CHECK(act("register", R"(,"note":")" + std::string(2001, 'x') + "\"") ==
          "422 text_too_long /note");
    CHECK(s.post("/cases/5/actions", R"({"action":"register","version":1})").told() ==
          "404 case_unknown");
    for (const char* id : {"x", "0", "-1", "99999999999999999999"}) {
      CHECK(s.post("/cases/" + std::string(id) + "/actions", R"({"action":"register","version":1})")
                .told()
                .starts_with("404 id_invalid"));
    }
    CHECK(s.events(made.id) == "report");
    CHECK(s.load(made.id).version == 1);
    CHECK(act("register") == "200");
    CHECK(act("dispatch", holder(s.as_holder(s.worker_b))) == "422 holder_unknown /holder");
    CHECK(act("dispatch", holder(s.water()) + R"(,"limit":"work_day:77")") ==
          "422 limit_not_listed /limit");
    CHECK(s.events(made.id) == "report register");
  });
}

TEST_CASE("the same key moves a case once") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    const auto made = s.report();
    s.as(s.lead_a);
    const std::map<std::string, std::string, std::less<>> key{{"idempotency-key", "desk-0001"}};
    const std::string body = R"({"action":"register","version":1})";
    const auto first = s.post(path_of(made.id, "/actions"), body, key);
    const auto again = s.post(path_of(made.id, "/actions"), body, key);
    CHECK(first.status == 200);
    CHECK(again.text == first.text);
    CHECK(s.post(path_of(made.id, "/actions"), R"({"action":"note","note":"x","version":2})", key)
              .told() == "409 idempotency_key_reused");
    CHECK(s.events(made.id) == "report register");
    // A refusal is not kept: the same key may be tried again.
    const std::map<std::string, std::string, std::less<>> other{{"idempotency-key", "desk-0002"}};
    CHECK(s.post(path_of(made.id, "/actions"), body, other).told() == "409 version_stale /version");
  });
}

TEST_CASE("late work is shown with both its times and marked late") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    const auto made = s.report();
    s.dispatch(made.id, s.as_holder(s.worker_a));
    s.clock.advance(90min);
    const auto after =
        s.as(s.worker_a).act(made.id, "accept", R"(,"done_at":"2026-11-23T01:10:00Z")");
    REQUIRE(after.status == 200);
    const auto& event = after.at("events").as_array().back();
    CHECK(event.at("at") == "2026-11-23T01:10:00.000Z");
    CHECK(event.at("recorded_at") == "2026-11-23T02:30:00.000Z");
    CHECK(event.at("late") == true);
    CHECK(after.at("events").at(0).at("late") == false);
  });
}

// ---- seeing -------------------------------------------------------------------------------------

TEST_CASE("no route shows a case to an outsider") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    const auto made = s.report([](NewReport& in) { in.contact = Contact{"Wang", "13812345678"}; });
    const auto photo = s.photo_of();
    s.act(s.lead_a, made.id, Action::note, [&](Deed& x) {
      x.note = "seen";
      x.photos = {{photo.photo, photo.token, photos::PhotoKind::near}};
    });
    const auto lead_b = s.person("lead_b", Role::grid_lead, s.place.area('B'));
    const auto admin = s.person("admin", Role::security_administrator, s.place.district.root);
    for (const auto who : {s.rider, s.plumber, s.worker_b, lead_b, admin}) {
      s.as(who);
      CHECK(s.get(path_of(made.id)).told() == "404 case_unknown");
      CHECK(s.get(path_of(made.id, "/holders")).told() == "404 case_unknown");
      CHECK(s.get(path_of(made.id, "/chain")).told() == "404 case_unknown");
      CHECK(s.get(path_of(made.id, "/photos/" + to_string(photo.photo))).told() ==
            "404 case_unknown");
      const auto acted = s.act(made.id, "note", R"(,"note":"hello")").told();
      CHECK((acted == "404 case_unknown" || acted == "403 role_missing"));
      const auto revealed = s.post(path_of(made.id, "/contact"), R"({"reason":"curious"})").told();
      CHECK((revealed == "404 case_unknown" || revealed == "403 role_missing"));
      for (const char* queue :
           {"all", "mine", "desk", "to_check", "overdue", "unlocated", "reported"}) {
        CHECK(numbers(s.get(std::string("/cases?queue=") + queue)).empty());
      }
      CHECK(numbers(s.get("/cases?q=" + std::to_string(made.number))).empty());
      const auto counts = s.get("/cases/counts");
      CHECK(counts.at("queues").at("all") == 0);
      CHECK(counts.at("queues").at("mine") == 0);
      CHECK(counts.at("states").at("reported") == 0);
    }
    CHECK(s.events(made.id) == "report note");
  });
}

TEST_CASE("a restricted case is in no list, count or hint below its desk") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    const auto made = s.report([](NewReport& in) { in.about_holder = true; });
    const auto near_by = s.report();
    s.as(s.lead_a);
    CHECK(numbers(s.get("/cases")) == std::vector{std::to_string(near_by.number)});
    CHECK(s.get("/cases/counts").at("queues").at("all") == 1);
    CHECK(s.get("/cases/counts").at("queues").at("desk") == 1);
    CHECK(s.get(path_of(made.id)).told() == "404 case_unknown");
    const auto detail = s.get(path_of(near_by.id));
    CHECK(detail.at("duplicates").as_array().empty());
    CHECK_FALSE(detail.has(std::to_string(made.number)));
    s.as(s.community);
    CHECK(numbers(s.get("/cases")).size() == 2);
    CHECK(s.get("/cases/counts").at("queues").at("all") == 2);
    CHECK(s.get(path_of(near_by.id)).at("duplicates").as_array().size() == 1);
  });
}

TEST_CASE("duplicates across a border are shown only to who sees both sides") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    const auto border = s.place.corner(0, 2);  // A to the west, B to the east
    const double lat = border.lat - s.place.options.cell_degrees / 2;
    const auto west = s.report([&](NewReport& in) { in.point = {lat, border.lon - 0.0001}; });
    const auto east = s.report([&](NewReport& in) { in.point = {lat, border.lon + 0.0001}; });
    REQUIRE(west.area != east.area);
    CHECK(s.as(s.lead_a).get(path_of(west.id)).at("duplicates").as_array().empty());
    const auto both = s.as(s.community).get(path_of(west.id));
    REQUIRE(both.at("duplicates").as_array().size() == 1);
    CHECK(both.at("duplicates").at(0).at("number") == east.number);
    CHECK(both.at("duplicates").at(0).at("distance_m").as_int64() < 50);
  });
}

TEST_CASE("a rider sees his own reports and nothing about the people behind them") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    const auto own = s.report(
        [](NewReport& in) {
          in.contact = Contact{"Wang", "13812345678"};
        },
        s.rider);
    const auto other = s.report();
    s.act(s.lead_a, other.id, Action::merge, [&](Deed& x) { x.main_case = own.id; });
    s.dispatch(own.id, s.as_holder(s.worker_a));
    s.act(s.worker_a, own.id, Action::accept, [](Deed& x) { x.note = "inner words"; });
    s.as(s.rider);
    const auto list = s.get("/cases");
    CHECK(numbers(list) == std::vector{std::to_string(own.number)});
    CHECK_FALSE(list.has("Name of"));
    CHECK(s.get("/cases/counts").at("queues").at("reported") == 1);
    const auto detail = s.get(path_of(own.id));
    REQUIRE(detail.status == 200);
    CHECK(detail.get("words") == "The lamp by the gate is dark");
    CHECK_FALSE(detail.has("Name of"));
    CHECK_FALSE(detail.has("inner words"));
    CHECK_FALSE(detail.has("138"));
    CHECK_FALSE(detail.has(std::to_string(other.number)));
    CHECK(actions(detail).empty());
    CHECK(detail.at("reports").as_array().size() == 1);
    CHECK(s.get(path_of(own.id, "/holders")).told() == "403 action_not_yours");
    CHECK(s.get(path_of(other.id)).told() == "404 case_unknown");
  });
}

TEST_CASE("a department's list is what it holds, by state and lateness") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    const auto one = s.report(), two = s.report(), three = s.report();
    s.dispatch(one.id, s.water());
    s.clock.advance(1min);
    s.dispatch(two.id, s.water());
    s.dispatch(three.id, s.as_holder(s.worker_a));
    s.act(s.plumber, two.id, Action::accept);
    s.as(s.plumber);
    const auto number = [](const Reported& r) { return std::to_string(r.number); };
    CHECK(numbers(s.get("/cases")) == std::vector{number(one), number(two)});
    CHECK(numbers(s.get("/cases?queue=mine")) == std::vector{number(one), number(two)});
    CHECK(numbers(s.get("/cases?state=handling")) == std::vector{number(two)});
    CHECK(numbers(s.get("/cases?queue=desk")).empty());
    CHECK(numbers(s.get("/cases?queue=overdue")).empty());
    CHECK(s.get("/cases/counts").at("queues").at("mine") == 2);
    s.clock.advance(3h);
    CHECK(numbers(s.get("/cases?queue=overdue")) == std::vector{number(one)});
    CHECK(s.get("/cases/counts").at("queues").at("all") == 0);
    CHECK(s.get(path_of(three.id)).told() == "404 case_unknown");
  });
}

TEST_CASE("queues show each desk and team its own work, and counts agree with them") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    const auto in_a = s.report(), in_d = s.report([&](NewReport&in) { in.point = s.in_d(); });
    const auto nowhere = s.report([](NewReport& in) { in.point.reset(); });
    const auto checked = s.report(
        [](NewReport& in) {
          in.self_handled = true;
          in.answer = "swept";
        },
        s.worker_a);
    const auto verified = s.report();
    s.act(s.lead_a, verified.id, Action::verify_first);
    s.clock.advance(20min);
    const auto size = [&](AccountId who, const std::string& query) {
      return numbers(s.as(who).get("/cases?" + query)).size();
    };
    CHECK(size(s.lead_a, "queue=all") == 3);
    CHECK(size(s.community, "queue=all") == 4);
    CHECK(size(s.centre, "queue=all") == 5);
    CHECK(size(s.lead_a, "queue=desk") == 1);
    CHECK(size(s.community, "queue=desk") == 2);
    CHECK(size(s.centre, "queue=unlocated") == 1);
    CHECK(size(s.street, "queue=unlocated") == 0);
    CHECK(size(s.verifier, "queue=to_check") == 1);
    CHECK(size(s.verifier, "queue=mine") == 1);
    CHECK(size(s.worker_a, "queue=mine") == 1);
    CHECK(size(s.worker_b, "queue=mine") == 0);
    CHECK(size(s.community, "queue=overdue") == 2);
    CHECK(size(s.community, "state=verifying") == 1);
    CHECK(size(s.community, "category=event-01-10") == 4);
    CHECK(size(s.community, "category=event-01-13") == 0);
    CHECK(size(s.community, "area=" + to_string(s.place.area('D'))) == 1);
    CHECK(size(s.worker_a, "queue=reported") == 1);
    for (const auto who : {s.lead_a, s.community, s.centre, s.verifier, s.worker_a, s.leader}) {
      const auto counts = s.as(who).get("/cases/counts");
      for (const char* queue :
           {"all", "mine", "desk", "to_check", "overdue", "unlocated", "reported"}) {
        CHECK(static_cast<std::size_t>(counts.at("queues").at(queue).as_int64()) ==
              size(who, std::string("queue=") + queue));
      }
    }
    (void)in_a, (void)in_d, (void)nowhere, (void)checked;
  });
}

TEST_CASE("pages of a list follow each other without gap or repeat") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    std::set<std::string> wanted;
    for (int i = 0; i < 11; ++i) {
      const auto made = s.report();
      s.dispatch(made.id, i % 2 == 0 ? s.water() : s.as_holder(s.worker_a));
      wanted.insert(std::to_string(made.number));
    }
    for (const auto& [who, query] :
         {std::pair{s.community, "/cases?limit=3"}, {s.community, "/cases?limit=1&queue=all"}}) {
      std::set<std::string> got;
      std::string cursor;
      for (int page = 0; page < 20; ++page) {
        const auto answer = s.as(who).get(query + (cursor.empty() ? "" : "&cursor=" + cursor));
        REQUIRE(answer.status == 200);
        for (const auto& number : numbers(answer)) CHECK(got.insert(number).second);
        cursor = answer.get("next");
        if (cursor.empty()) break;
      }
      CHECK(got == wanted);
    }
  });
}

TEST_CASE("what one holds oneself, for an office and with a team is one list in pages") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    s.also(s.worker_a, Role::department, s.place.street, s.office);
    std::set<std::string> wanted;
    for (int i = 0; i < 12; ++i) {
      const auto made = s.report();
      wanted.insert(std::to_string(made.number));
      s.clock.advance(1min);
      if (i % 3 == 0) s.act(s.lead_a, made.id, Action::verify_first);
      if (i % 3 == 1) s.dispatch(made.id, s.water());
      if (i % 3 == 2) s.dispatch(made.id, s.as_holder(s.worker_a));
    }
    for (const int limit : {1, 5, 12}) {
      std::set<std::string> got;
      std::string cursor;
      for (int page = 0; page < 20; ++page) {
        const auto answer = s.as(s.worker_a)
                                .get("/cases?queue=mine&limit=" + std::to_string(limit) +
                                     (cursor.empty() ? "" : "&cursor=" + cursor));
        for (const auto& number : numbers(answer)) CHECK(got.insert(number).second);
        cursor = answer.get("next");
        if (cursor.empty()) break;
      }
      CHECK(got == wanted);
    }
    CHECK(numbers(s.get("/cases?queue=mine&state=verifying&limit=2")).size() == 2);
    CHECK(s.get("/cases/counts").at("queues").at("mine") == 12);
  });
}

TEST_CASE("finished cases are listed by state, newest first, and by their number") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    const auto one = s.report(), two = s.report();
    s.close(one.id);
    s.close(two.id);
    s.as(s.community);
    CHECK(numbers(s.get("/cases?state=closed")) ==
          std::vector{std::to_string(two.number), std::to_string(one.number)});
    const auto page = s.get("/cases?state=closed&limit=1");
    CHECK(numbers(page) == std::vector{std::to_string(two.number)});
    CHECK(numbers(s.get("/cases?state=closed&limit=1&cursor=" + page.get("next"))) ==
          std::vector{std::to_string(one.number)});
    CHECK(numbers(s.get("/cases?state=closed&category=event-01-13")).empty());
    CHECK(numbers(s.get("/cases?q=" + std::to_string(one.number))) ==
          std::vector{std::to_string(one.number)});
    CHECK(numbers(s.get("/cases?q=" + std::to_string(one.number) + "x")).empty());
    CHECK(numbers(s.get("/cases?q=lamp")).empty());
    CHECK(numbers(s.get("/cases")).empty());
  });
}

TEST_CASE("a list asked in a wrong way says what is wrong") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    s.as(s.lead_a);
    CHECK(s.get("/cases?limit=0").told() == "422 limit_out_of_range ?limit");
    CHECK(s.get("/cases?limit=101").told() == "422 limit_out_of_range ?limit");
    CHECK(s.get("/cases?cursor=x").told() == "422 cursor_invalid ?cursor");
    CHECK(s.get("/cases?cursor=5.").told() == "422 cursor_invalid ?cursor");
    CHECK(s.get("/cases?category=none").told() == "422 category_unknown ?category");
    CHECK(s.get("/cases?area=" + to_string(s.place.area('B'))).told() == "404 area_unknown");
    CHECK(s.get("/cases?area=5").told() == "404 area_unknown");
    CHECK(s.get("/cases?queue=secret").told().find("422") == 0);
    CHECK(s.get("/cases?colour=red").told().find("422") == 0);
  });
}

// ---- contacts -----------------------------------------------------------------------------------

TEST_CASE("desks see a contact masked, handlers only that there is one") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    const auto made = s.report([](NewReport& in) { in.contact = Contact{"Wang", "13812345678"}; });
    const auto contact = [&](AccountId who) {
      const auto answer = s.as(who).get(path_of(made.id));
      CHECK_FALSE(answer.has("12345678"));
      CHECK_FALSE(answer.has("Wang"));
      return std::string(answer.at("reports").at(0).at("contact").as_string());
    };
    CHECK(contact(s.lead_a) != "***");
    CHECK(contact(s.worker_a) == "***");
    CHECK(contact(s.leader) == "***");
    s.dispatch(made.id, s.water());
    CHECK(contact(s.plumber) == "***");
  });
}

TEST_CASE("a contact is unmasked for a reason that is logged, by who speaks with the reporter") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    const auto made = s.report([](NewReport& in) { in.contact = Contact{"Wang", "13812345678"}; });
    const auto bare = s.report();
    const std::string path = path_of(made.id, "/contact");
    s.as(s.lead_a);
    CHECK(s.get(path_of(made.id)).get("can_reveal") == "true");
    CHECK(s.get(path_of(bare.id)).get("can_reveal") == "false");
    CHECK(s.post(path, "{}").told() == "422 json_key_missing /reason");
    CHECK(s.post(path, R"({"reason":"x"})").told() == "422 text_too_short /reason");
    const std::map<std::string, std::string, std::less<>> same_key = {
        {"idempotency-key", "one-key-for-both-times"}};
    const auto shown = s.post(path, R"({"reason":"to ask which lamp"})", same_key);
    REQUIRE(shown.status == 200);
    CHECK(shown.get("name") == "Wang");
    CHECK(shown.get("phone") == "13812345678");
    const auto log = s.read([&](db::ReadTx& tx) {
      return privacy::accesses_of(tx, s.district, "case", made.id.value, {}, 10);
    });
    REQUIRE(log.size() == 1);
    s.post(path, R"({"reason":"to ask which lamp"})", same_key);
    CHECK(s.read([&](db::ReadTx& tx) {
             return privacy::accesses_of(tx, s.district, "case", made.id.value, {}, 10);
           }).size() == 2);  // a second look, whatever key it brings
    CHECK(log[0].account == s.lead_a);
    CHECK(log[0].reason == "to ask which lamp");
    CHECK(s.post(path_of(bare.id, "/contact"), R"({"reason":"to ask which lamp"})").told() ==
          "404 contact_missing");
    s.dispatch(made.id, s.water());
    const std::string reason = R"({"reason":"to ask which lamp"})";
    CHECK(s.as(s.plumber).post(path, reason).told() == "403 role_missing");
    CHECK(s.as(s.leader).post(path, reason).told() == "403 role_missing");
    // A role elsewhere gives no right here.
    s.also(s.leader, Role::grid_worker, s.place.area('B'));
    CHECK(s.as(s.leader).post(path, reason).told() == "403 action_not_yours");
    CHECK(s.get(path_of(made.id)).get("can_reveal") == "false");
    CHECK(s.events(made.id) == "report register dispatch");
  });
}

TEST_CASE("after erasure there is nothing left to unmask") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    const auto made = s.report([](NewReport& in) { in.contact = Contact{"Wang", "13812345678"}; });
    const auto person = s.report_of(made.id).person;
    const auto erased = d.db().write(
        [&](db::WriteTx& tx) { return s.vault.destroy(tx, s.district, person, s.clock.now()); });
    REQUIRE(erased.ok());
    CHECK(s.as(s.lead_a)
              .post(path_of(made.id, "/contact"), R"({"reason":"to ask which lamp"})")
              .told()
              .find("personal_data_erased") != std::string::npos);
    CHECK(s.intact(made.id));
  });
}

TEST_CASE("nobody is shown what a follow code is kept as") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    const auto made = s.report();
    const std::string digest = s.report_of(made.id).follow_digest;
    for (const auto who : {s.lead_a, s.auditor, s.centre}) {
      CHECK_FALSE(s.as(who).get(path_of(made.id)).has(digest));
    }
  });
}

TEST_CASE("candidates for a case are those who answer for its place") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    const auto made = s.report();
    const auto holders = s.as(s.lead_a).get(path_of(made.id, "/holders"));
    REQUIRE(holders.status == 200);
    REQUIRE(holders.body.as_array().size() == 2);
    CHECK(holders.has("Name of worker_a"));
    CHECK(holders.has("Water"));
    CHECK_FALSE(holders.has("worker_b"));
    CHECK(s.as(s.leader).get(path_of(made.id, "/holders")).told() == "403 action_not_yours");
  });
}

TEST_CASE("a photo of a case is for those who see the case") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    const auto made = s.post("/reports", s.report_body(R"(,"photos":[)" + s.photo() + "]"));
    REQUIRE(made.status == 200);
    const auto followed = s.get("/follow/" + made.get("follow_code"));
    const std::string photo(followed.at("photos").at(0).at("photo").as_string());
    const CaseId id =
        s.read([&](db::ReadTx& tx) { return store::page(tx, s.district, {}, 1); })[0].id;
    CHECK(s.as(s.lead_a).get(path_of(id, "/photos/" + photo)).status == 200);
    CHECK(s.as(s.worker_b).get(path_of(id, "/photos/" + photo)).told() == "404 case_unknown");
    const auto other = s.report();
    CHECK(s.as(s.lead_a).get(path_of(other.id, "/photos/" + photo)).told() == "404 photo_unknown");
  });
}

}  // namespace gewu::cases::test
