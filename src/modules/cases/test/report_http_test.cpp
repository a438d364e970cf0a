// SPDX-License-Identifier: Apache-2.0
// The resident's page over HTTP: reporting, following, rating, reopening; good and bad input.
#include <doctest/doctest.h>

#include "modules/cases/test/site.hpp"

namespace gewu::cases::test {

namespace {

std::vector<Case> all_cases(Site& s) {
  return s.read([&](db::ReadTx& tx) { return store::page(tx, s.district, {}, 100); });
}

std::string listed(const boost::json::value& array) {
  std::string out;
  for (const auto& item : array.as_array()) {
    out += (out.empty() ? "" : " ") + std::string(item.as_string());
  }
  return out;
}

std::string steps(const Answer& followed) {
  std::string out;
  for (const auto& step : followed.at("steps").as_array()) {
    out += (out.empty() ? "" : " ") + std::string(step.at("action").as_string());
  }
  return out;
}

}  // namespace

TEST_CASE("a stranger reports in one request and follows it by its code") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    const auto made = s.post("/reports", s.report_body());
    REQUIRE(made.status == 200);
    CHECK(made.get("number") == "100001");
    CHECK(made.get("state") == "reported");
    CHECK(made.at("area").at("code") == "A");
    CHECK(made.at("desk").at("name") == "Grid A");
    CHECK(made.get("due_at") == "2026-11-23T01:15:00.000Z");
    CHECK(made.get("receipt_day") == "2026-11-23");
    CHECK(made.get("receipt").size() == 64);
    CHECK(made.get("emergency_number").empty());
    const std::string code = made.get("follow_code");
    CHECK(made.get("follow_path") == "/TEST/follow/" + code);
    CHECK_FALSE(made.has("\"id\":\"" + to_string(all_cases(s)[0].id)));
    CHECK(s.events(all_cases(s)[0].id) == "report");

    const auto followed = s.get("/follow/" + code);
    REQUIRE(followed.status == 200);
    CHECK(followed.get("number") == "100001");
    CHECK(followed.get("words") == "The lamp by the gate is dark");
    CHECK(followed.get("state") == "reported");
    CHECK(followed.at("holder").at("kind") == "desk");
    CHECK(followed.at("holder").at("name") == "Grid A");
    CHECK(listed(followed.at("can")) == "withdraw");
    CHECK(listed(followed.at("area_names")) == "District TEST Street Yard Grid A");
    CHECK(steps(followed) == "report");
    CHECK(followed.get("receipt") == made.get("receipt"));
  });
}

TEST_CASE("a repeated key gives the first answer and makes no second case") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    const std::map<std::string, std::string, std::less<>> key{{"idempotency-key", "phone-0001"}};
    const auto first = s.post("/reports", s.report_body(), key);
    const auto again = s.post("/reports", s.report_body(), key);
    CHECK(first.status == 200);
    CHECK(again.status == 200);
    CHECK(again.text == first.text);
    CHECK(all_cases(s).size() == 1);
    const auto other = s.post("/reports", s.report_body(R"(,"address":"Yard 2")"), key);
    CHECK(other.told() == "409 idempotency_key_reused");
    CHECK(all_cases(s).size() == 1);
    CHECK(s.events(all_cases(s)[0].id) == "report");
  });
}

TEST_CASE("bad input names its field and leaves nothing behind") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    const auto told = [&](const std::string& body) { return s.post("/reports", body).told(); };
    const auto with = [&](const std::string& more) { return told(s.report_body("," + more)); };
    CHECK(told("{") == "400 json_malformed");
    CHECK(told("") == "422 json_key_missing /words");
    CHECK(told("[]") == "422 json_type_wrong");
    CHECK(told("{}") == "422 json_key_missing /words");
    CHECK(told(R"({"words":5})") == "422 json_type_wrong /words");
    CHECK(told(R"({"words":"a lamp","words":"twice"})").find("json_key_repeated") !=
          std::string::npos);
    CHECK(with(R"("colour":"red")") == "422 json_key_unknown /colour");
    CHECK(with(R"("place":{"lat":1})").find("422") == 0);
    CHECK(told(R"({"words":"a lamp","place":{"lat":"north","lon":1}})") ==
          "422 json_type_wrong /place/lat");
    CHECK(told(R"({"words":"a lamp","place":{"lat":91,"lon":1}})") ==
          "422 place_not_on_earth /place");
    CHECK(told(R"({"words":"a lamp","place":{"lat":1e999,"lon":1}})").find("4") == 0);
    CHECK(with(R"("category":"event-99-99")") == "422 category_unknown /category");
    CHECK(with(R"("nature":"revenge")") == "422 code_unknown /nature");
    CHECK(with(R"("channel":"hotline")") == "422 channel_not_yours /channel");
    CHECK(with(R"("channel":"pigeon")") == "422 code_unknown /channel");
    CHECK(with(R"("done_at":"2099-01-01T00:00:00Z")") == "422 done_at_in_future /done_at");
    CHECK(with(R"("done_at":"yesterday")").find("/done_at") != std::string::npos);
    CHECK(with(R"("done_at":1e300)").find("/done_at") != std::string::npos);
    CHECK(with(R"("contact":{"phone":"12"})").find("/contact/phone") != std::string::npos);
    CHECK(with(R"("contact":{"email":"a@b.c"})") == "422 json_key_unknown /contact/email");
    CHECK(with(R"("photos":[{"photo":"5","token":"0123456789abcdef"}])").find("/photos/0") !=
          std::string::npos);
    CHECK(with(R"("photos":[{"photo":"-5","token":"0123456789abcdef","kind":"near"}])") ==
          "422 id_invalid /photos/0/photo");
    CHECK(with(R"("photos":[{"photo":"5","token":"0123456789abcdef","kind":"near"}])") ==
          "404 photo_unknown /photos/0");
    CHECK(with(R"("self_handled":true)") == "422 json_key_unknown /self_handled");
    CHECK(told(R"({"words":")" + std::string(2001, 'x') + R"("})") == "422 text_too_long /words");
    CHECK(told(R"({"words":"lamp \u202e gate"})") == "422 text_has_hidden_characters /words");
    CHECK(told(R"({"words":"lamp \u0000 gate"})").find("/words") != std::string::npos);
    CHECK(told(std::string(200, '[')).find("json_") != std::string::npos);
    CHECK(all_cases(s).empty());
  });
}

TEST_CASE("markup stays the text that was typed") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    const auto made = s.post("/reports", R"({"words":"<img src=x onerror=alert(1)> & co"})");
    REQUIRE(made.status == 200);
    const auto followed = s.get("/follow/" + made.get("follow_code"));
    CHECK(followed.get("words") == "<img src=x onerror=alert(1)> & co");
    CHECK(followed.get("title") == "<img src=x onerror=alert(1)> & co");
  });
}

TEST_CASE("an emergency is told which number to ring") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    const categories::Category* urgent = nullptr;
    for (const auto& category : categories::shipped_catalogue()) {
      if (!category.emergency.empty()) urgent = &category;
    }
    REQUIRE(urgent != nullptr);
    const auto made = s.post("/reports", s.report_body(R"(,"category":")" + urgent->code + "\""));
    CHECK(made.get("emergency_number") == categories::emergency(urgent->emergency)->number);
  });
}

TEST_CASE("whoever guesses codes or reports too fast is slowed down, by address") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    int refused = 0;
    for (int i = 0; i < 70; ++i) refused += s.get("/follow/2222-222-222").status == 429 ? 1 : 0;
    CHECK(refused == 10);
    CHECK(s.get("/follow/2222-222-222").told() == "429 rate_limited");
    int taken = 0;
    for (int i = 0; i < 35; ++i) {
      taken += s.post("/reports", R"({"words":"a lamp"})").status == 200 ? 1 : 0;
    }
    CHECK(taken == 30);
    s.remote = "192.0.2.2";
    CHECK(s.post("/reports", R"({"words":"a lamp"})").status == 200);
    s.remote = "192.0.2.1";
    s.clock.advance(60s);
    CHECK(s.get("/follow/2222-222-222").told() == "404 follow_code_unknown");
  });
}

TEST_CASE("a reporter rates, is content only once, reopens and is heard") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    const auto made = s.report();
    const std::string path = "/follow/" + made.follow_code;
    CHECK(s.post(path + "/ratings", R"({"solved":true,"satisfied":true})").told() ==
          "409 action_not_possible");
    s.close(made.id);
    CHECK(s.post(path + "/ratings", R"({"solved":true})").told() ==
          "422 json_key_missing /satisfied");
    CHECK(s.post(path + "/ratings", R"({"solved":true,"satisfied":true,"stars":9})").told() ==
          "422 stars_out_of_range /stars");
    const auto rated = s.post(
        path + "/ratings", R"({"solved":true,"satisfied":false,"stars":2,"comment":"too late"})");
    REQUIRE(rated.status == 200);
    CHECK(rated.at("rating").at("stars") == 2);
    CHECK(rated.at("rating").at("comment") == "too late");
    CHECK(listed(rated.at("can")) == "reopen");
    CHECK(rated.get("answer") == "A new lamp is in");
    CHECK(s.post(path + "/ratings", R"({"solved":true,"satisfied":true})").told() ==
          "409 rated_already");
    CHECK(s.post(path + "/actions", R"({"action":"reopen"})").told() ==
          "422 reason_missing /reason");
    const auto open = s.post(path + "/actions", R"({"action":"reopen","reason":"dark again"})");
    CHECK(open.status == 200);
    CHECK(open.get("state") == "registered");
    CHECK(open.get("answer").empty());
    CHECK(s.events(made.id) == "report register dispatch accept report_done pass rate reopen");
    CHECK(s.facts(made.id) ==
          "reported registered dispatched accepted handled handled_on_time right_first_time closed "
          "closed_on_time closed_at_grid followed_up reached solved reopened");
  });
}

TEST_CASE("a reporter's action that is nobody's or somebody else's is refused") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    const auto made = s.report();
    const auto told = [&](const std::string& body) {
      return s.post("/follow/" + made.follow_code + "/actions", body).told();
    };
    CHECK(told(R"({"action":"register"})") == "403 action_not_yours");
    CHECK(told(R"({"action":"fly"})") == "422 code_unknown /action");
    CHECK(told(R"({"action":"withdraw","version":1})") == "422 json_key_unknown /version");
    CHECK(told(R"({"action":"archive"})") == "409 action_not_possible");
    CHECK(s.post("/follow/2222-222-222/actions", R"({"action":"withdraw"})").told() ==
          "404 follow_code_unknown");
    CHECK(s.events(made.id) == "report");
    CHECK(told(R"({"action":"withdraw","reason":"it works again"})") == "200");
    CHECK(s.events(made.id) == "report withdraw");
  });
}

TEST_CASE("a reporter reads what was said to him, not what staff say among themselves") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    const auto made = s.report();
    s.dispatch(made.id, s.water());
    s.act(s.plumber, made.id, Action::accept, [](Deed& x) { x.note = "inner one"; });
    const auto photo = s.photo_of();
    s.act(s.plumber, made.id, Action::report_done, [&](Deed& x) {
      x.answer = "A new lamp\nis in";
      x.note = "inner two";
      x.photos = {{photo.photo, photo.token, photos::PhotoKind::after}};
    });
    s.act(s.verifier, made.id, Action::fail, for_reason("inner three"));
    s.act(s.worker_a, made.id, Action::note, [](Deed& x) { x.note = "inner four"; });
    const auto followed = s.get("/follow/" + made.follow_code);
    CHECK(steps(followed) == "report register dispatch accept report_done fail");
    CHECK_FALSE(followed.has("inner"));
    CHECK_FALSE(followed.has("Name of"));
    CHECK(followed.at("steps").at(4).at("note") == "A new lamp\nis in");
    CHECK(followed.at("steps").at(0).at("note") == "The lamp by the gate is dark");
    CHECK(followed.at("steps").at(0).at("by") == "reporter");
    CHECK(followed.at("steps").at(1).at("by") == "account");
    CHECK(followed.at("holder").at("name") == "Water");
  });
}

TEST_CASE("a reporter sees a place, not the person who has his case") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    const auto made = s.report();
    s.dispatch(made.id, s.as_holder(s.worker_a));
    const auto followed = s.get("/follow/" + made.follow_code);
    CHECK(followed.at("holder").at("name") == "Grid A");
    CHECK(followed.at("holder").at("kind") == "workers");
    CHECK_FALSE(followed.has(to_string(s.worker_a)));
  });
}

TEST_CASE("reporters of one matter do not read each other") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    const auto first = s.report([](NewReport& in) { in.words = "words of the first"; });
    const auto second = s.report([](NewReport& in) { in.words = "words of the second"; });
    s.act(s.lead_a, second.id, Action::merge, [&](Deed& x) { x.main_case = first.id; });
    s.close(first.id);
    s.tell(second.follow_code, Action::reopen, for_reason("second says no"));
    const auto one = s.get("/follow/" + first.follow_code);
    const auto two = s.get("/follow/" + second.follow_code);
    CHECK_FALSE(one.has("second"));
    CHECK(one.get("co_reporters") == "1");
    CHECK(one.get("joined").empty());
    CHECK_FALSE(two.has("words of the first"));
    CHECK(two.has("second says no"));
    CHECK(two.get("joined") == std::to_string(first.number));
    CHECK(two.get("number") == std::to_string(second.number));
    CHECK(two.get("state") == "registered");
    CHECK(listed(two.at("can")).empty());
    s.clock.advance(1h);
  });
}

TEST_CASE("a photo goes with its report and is seen by whoever holds the code") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    const auto picture = s.photo();
    const auto made = s.post("/reports", s.report_body(R"(,"photos":[)" + picture + "]"));
    REQUIRE(made.status == 200);
    const std::string path = "/follow/" + made.get("follow_code");
    const auto followed = s.get(path);
    REQUIRE(followed.at("photos").as_array().size() == 1);
    const std::string photo(followed.at("photos").at(0).at("photo").as_string());
    const auto thumb = s.get(path + "/photos/" + photo + "?size=thumb");
    CHECK(thumb.status == 200);
    CHECK(thumb.text.starts_with("\xFF\xD8\xFF"));
    CHECK(s.get(path + "/photos/12345").told() == "404 photo_unknown");
    CHECK(s.get(path + "/photos/x").told().starts_with("404 id_invalid"));
    const auto other = s.report();
    CHECK(s.get("/follow/" + other.follow_code + "/photos/" + photo).told() == "404 photo_unknown");
    // Claimed once, it belongs to that report.
    CHECK(s.post("/reports", s.report_body(R"(,"photos":[)" + picture + "]")).told() ==
          "409 photo_attached_already /photos/0");
  });
}

TEST_CASE("a co-reporter sees of the main case only what shows the work done") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    const auto first = s.post("/reports", s.report_body(R"(,"photos":[)" + s.photo("near") + "]"));
    REQUIRE(first.status == 200);
    const CaseId main = all_cases(s)[0].id;
    const auto second = s.report();
    s.act(s.lead_a, second.id, Action::merge, [&](Deed& x) { x.main_case = main; });
    s.dispatch(main, s.water());
    s.act(s.plumber, main, Action::accept);
    const auto done = s.as(s.plumber).act(
        main, "report_done", R"(,"answer":"mended","photos":[)" + s.photo("after") + "]");
    REQUIRE(done.status == 200);
    s.stranger();
    const auto own = s.get("/follow/" + first.get("follow_code"));
    const auto theirs = s.get("/follow/" + second.follow_code);
    REQUIRE(own.at("photos").as_array().size() == 2);
    REQUIRE(theirs.at("photos").as_array().size() == 1);
    CHECK(theirs.at("photos").at(0).at("kind") == "after");
    for (const auto& photo : own.at("photos").as_array()) {
      const std::string path =
          "/follow/" + second.follow_code + "/photos/" + std::string(photo.at("photo").as_string());
      CHECK(s.get(path).status == (photo.at("kind") == "after" ? 200 : 404));
    }
  });
}

TEST_CASE("a receipt is proved by the chain, and by the day's root once it is closed") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    const auto made = s.report();
    const std::string path = "/follow/" + made.follow_code + "/receipt";
    const auto today = s.get(path);
    REQUIRE(today.status == 200);
    CHECK(today.get("receipt") == to_hex(made.receipt));
    CHECK(today.get("intact") == "true");
    CHECK(today.get("events") == "1");
    CHECK(today.get("root").empty());
    s.clock.advance(std::chrono::days(1));
    CHECK(history::close_days(d.db(), s.district, s.place.district.utc_offset(), s.clock.now()) ==
          1);
    const auto closed = s.get(path);
    CHECK(closed.get("root").size() == 64);
    CHECK(closed.get("day") == "2026-11-23");
  });
}

}  // namespace gewu::cases::test
