// SPDX-License-Identifier: Apache-2.0
#include "modules/cases/test/site.hpp"
#include "modules/presence/presence.hpp"

namespace gewu::presence {
namespace {

using namespace cases::test;

struct Room : Site {
  explicit Room(TestDatabase& database) : Site(database) {
    append_presence_routes(api, cases);
    id = report().id;
  }
  Answer say(AccountId who, const std::string& body = R"({"editing":false})") {
    return as(who).post("/cases/" + to_string(id) + "/presence", body);
  }
  /// "worker_a editing", in order; what this person hears.
  std::string hears(AccountId who, const std::string& body = R"({"editing":false})") {
    const auto told = say(who, body);
    REQUIRE_MESSAGE(told.status == 200, told.text);
    std::string out;
    for (const auto& p : told.at("others").as_array()) {
      out += (out.empty() ? "" : ", ") + std::string(p.at("name").as_string()).substr(8) +
             (p.at("editing").as_bool() ? " editing" : "");
    }
    return out;
  }
  CaseId id;
};

/// Hears what open pages are told.
struct Page final : http::Reply::Sink {
  std::vector<std::string> heard;
  void send(http::Response) override {}
  void start_events() override {}
  bool push(std::string event) override { return heard.push_back(std::move(event)), true; }
  int told() const {
    return static_cast<int>(std::count_if(heard.begin(), heard.end(), [](const std::string& e) {
      return e.find("event: presence") != e.npos;
    }));
  }
};

std::shared_ptr<Page> open_page(Room& room, AccountId who) {
  http::Request request;
  request.method = http::Method::get;
  request.path = "/api/v1/TEST/events";
  request.headers["cookie"] = "gewu_session=" + to_string(who);
  const auto match = room.router.match(request.method, request.path);
  REQUIRE(match.route != nullptr);
  request.params = match.params;
  auto page = std::make_shared<Page>();
  match.route->handler(request, http::Reply(page));
  return page;
}

TEST_CASE("two at one case hear of each other, and of who is typing") {
  for_each_engine([](TestDatabase& d) {
    Room room(d);
    CHECK(room.hears(room.lead_a).empty());
    CHECK(room.hears(room.worker_a, R"({"editing":true})") == "lead_a");
    CHECK(room.hears(room.lead_a) == "worker_a editing");
    const auto told = room.say(room.lead_a);
    CHECK(told.at("others").at(0).at("since").as_string() == to_rfc3339(room.clock.now()));
  });
}

TEST_CASE("whoever leaves or is not heard of for fifty seconds is gone") {
  for_each_engine([](TestDatabase& d) {
    Room room(d);
    room.hears(room.worker_a);
    room.hears(room.community);
    CHECK(room.hears(room.community, R"({"editing":false,"leaving":true})") == "worker_a");
    CHECK(room.hears(room.lead_a) == "worker_a");
    room.clock.advance(49s);
    CHECK(room.hears(room.lead_a) == "worker_a");
    room.clock.advance(1s);
    CHECK(room.hears(room.lead_a).empty());
    // He comes back: since now, not since the first time.
    room.hears(room.worker_a);
    const auto told = room.say(room.lead_a);
    CHECK(told.at("others").at(0).at("since").as_string() == to_rfc3339(room.clock.now()));
  });
}

TEST_CASE("who may not see a case neither counts nor hears who does") {
  for_each_engine([](TestDatabase& d) {
    Room room(d);
    room.hears(room.lead_a);
    CHECK(room.say(room.worker_b).told() == "404 case_unknown");
    CHECK(room.stranger()
              .post("/cases/" + to_string(room.id) + "/presence", R"({"editing":false})")
              .told() == "401 login_needed");
    const auto own = room.report({}, room.rider);
    room.id = own.id;
    CHECK(room.say(room.rider).told() == "404 case_unknown");
    CHECK(room.say(room.lead_a, R"({"typing":true})").status == 422);
  });
}

TEST_CASE("open pages of the place hear what is news, not every sign of life") {
  for_each_engine([](TestDatabase& d) {
    Room room(d);
    const auto here = open_page(room, room.lead_a), there = open_page(room, room.worker_b);
    room.hears(room.worker_a);
    CHECK(here->told() == 1);
    room.clock.advance(20s);
    room.hears(room.worker_a);
    CHECK(here->told() == 1);
    room.hears(room.worker_a, R"({"editing":true})");
    CHECK(here->told() == 2);
    CHECK(here->heard.back().find("Name of worker_a") != std::string::npos);
    room.hears(room.worker_a, R"({"editing":false,"leaving":true})");
    CHECK(here->told() == 3);
    CHECK(there->told() == 0);
  });
}

TEST_CASE("a case about its holder is spoken of above him only") {
  for_each_engine([](TestDatabase& d) {
    Room room(d);
    room.id = room.report([](cases::NewReport& in) { in.about_holder = true; }).id;
    const auto below = open_page(room, room.lead_a), above = open_page(room, room.community);
    CHECK(room.hears(room.community).empty());
    CHECK(above->told() == 1);
    CHECK(below->told() == 0);
  });
}

TEST_CASE("what was left behind is forgotten after ten minutes") {
  for_each_engine([](TestDatabase& d) {
    Room room(d);
    room.hears(room.worker_a);
    room.clock.advance(10min - 1s);
    CHECK(sweep(d.db(), room.district, room.clock.now()) == 0);
    room.clock.advance(1s);
    CHECK(sweep(d.db(), room.district, room.clock.now()) == 1);
  });
}

}  // namespace
}  // namespace gewu::presence
