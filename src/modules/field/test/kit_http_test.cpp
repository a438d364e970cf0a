// SPDX-License-Identifier: Apache-2.0
// What a phone is given, told by a phone that takes it in.
#include <set>

#include "modules/cases/test/site.hpp"
#include "modules/field/field.hpp"

namespace gewu::field {
namespace {

using namespace cases::test;
using cases::Action;
using cases::Deed;
using cases::NewReport;

struct Field : Site {
  explicit Field(TestDatabase& database) : Site(database) { append_field_routes(api, cases); }
};

std::string text(const boost::json::value& v) { return std::string(v.as_string()); }

/// Keeps what it is given, as the app does.
struct Phone {
  Field& site;
  AccountId owner;
  std::string token = {};
  std::map<std::string, boost::json::object> areas = {}, cases = {};
  int answers = 0, changes = 0;
  bool began_anew = false;

  Answer ask() {
    const auto reply = site.as(owner).get("/field/kit" + (token.empty() ? "" : "?since=" + token));
    REQUIRE_MESSAGE(reply.status == 200, reply.text);
    return reply;
  }
  static int take(std::map<std::string, boost::json::object>& kept, const boost::json::value& in) {
    for (const auto& id : in.at("removed").as_array()) kept.erase(text(id));
    for (const auto& one : in.at("changed").as_array()) {
      kept[text(one.at("id"))] = one.as_object();
    }
    return static_cast<int>(in.at("removed").as_array().size() +
                            in.at("changed").as_array().size());
  }
  Phone& sync() {
    answers = changes = 0;
    began_anew = false;
    for (bool more = true; more; ++answers) {
      REQUIRE(answers < 100);
      const auto reply = ask();
      if (reply.at("full").as_bool()) {
        areas.clear(), cases.clear();
        began_anew = true;
      }
      changes += take(areas, reply.at("areas")) + take(cases, reply.at("cases"));
      token = reply.get("token");
      more = reply.at("more").as_bool();
    }
    return *this;
  }
  std::string reason(CaseId id) const {
    const auto at = cases.find(to_string(id));
    return at == cases.end() ? "" : text(at->second.at("reason"));
  }
};

TEST_CASE("a phone gets its own areas and the work of today, each with its reason") {
  for_each_engine([](TestDatabase& d) {
    Field s(d);
    const auto near = s.report();
    const auto mine = s.report();
    s.dispatch(mine.id, s.as_holder(s.worker_a));
    const auto to_verify = s.report();
    s.Town::act(s.lead_a, to_verify.id, Action::verify_first);
    const auto elsewhere = s.report([&](NewReport& in) { in.point = s.in_b(); });
    const auto reported = s.report([&](NewReport& in) { in.point = s.in_d(); }, s.worker_a);
    Phone phone{s, s.worker_a};
    phone.sync();
    CHECK(phone.began_anew);
    CHECK(phone.areas.size() == 1);
    CHECK(phone.areas.contains(to_string(s.place.area('A'))));
    CHECK(phone.reason(near.id) == "near");
    CHECK(phone.reason(mine.id) == "handle");
    CHECK(phone.reason(to_verify.id) == "verify");
    CHECK(phone.reason(reported.id) == "reported");
    CHECK(phone.reason(elsewhere.id).empty());
    CHECK(phone.cases.size() == 4);
    const auto reply = phone.ask();
    CHECK(reply.at("me").at("roles").as_array().size() == 1);
    CHECK(reply.get("wipe_after_hours") == "72");
    CHECK(reply.at("usual").as_array().size() == 1);
  });
}

TEST_CASE("what follows on accepting is told before, and is what is then allowed") {
  for_each_engine([](TestDatabase& d) {
    Field s(d);
    const auto made = s.report();
    s.dispatch(made.id, s.as_holder(s.worker_a));
    Phone phone{s, s.worker_a};
    phone.sync();
    const auto& then = phone.cases.at(to_string(made.id)).at("then").as_array();
    REQUIRE(then.size() == 1);
    CHECK(text(then[0].at("action")) == "accept");
    const auto foreseen = then[0].at("allowed");
    s.Town::act(s.worker_a, made.id, Action::accept);
    phone.sync();
    const auto& after = phone.cases.at(to_string(made.id));
    CHECK(after.at("allowed") == foreseen);
    CHECK(after.at("then").as_array().empty());
  });
}

TEST_CASE("a second answer holds only what is new, and says what is gone") {
  for_each_engine([](TestDatabase& d) {
    Field s(d);
    const auto first = s.report(), second = s.report();
    Phone phone{s, s.worker_a};
    phone.sync();
    CHECK(phone.sync().changes == 0);
    s.Town::act(s.lead_a, first.id, Action::note, [](Deed& x) { x.note = "seen"; });
    CHECK(phone.sync().changes == 1);
    s.Town::act(s.lead_a, second.id, Action::decline, [](Deed& x) {
      x.reason = "not ours";
      x.answer = "Ask the water works.";
      x.responsible = "Water works";
    });
    CHECK(phone.sync().changes == 1);
    CHECK(phone.reason(second.id).empty());
    CHECK_FALSE(phone.began_anew);
  });
}

TEST_CASE("an answer that was lost on the way is given again") {
  for_each_engine([](TestDatabase& d) {
    Field s(d);
    s.report();
    Phone phone{s, s.worker_a};
    phone.sync();
    s.report();
    const auto lost = phone.ask().at("cases");
    CHECK(lost.at("changed").as_array().size() == 1);
    CHECK(phone.ask().at("cases") == lost);
  });
}

TEST_CASE("an area that is lost is named, with its cases; one that is won is given") {
  for_each_engine([](TestDatabase& d) {
    Field s(d);
    const auto in_a = s.report();
    Phone phone{s, s.worker_a};
    phone.sync();
    s.also(s.worker_a, Role::grid_worker, s.place.area('C'));
    phone.sync();
    CHECK(phone.areas.size() == 2);
    CHECK_FALSE(phone.began_anew);
    d.db()
        .write([&](db::WriteTx& tx) {
          const auto grants = accounts::grants_of(tx, s.district, s.worker_a);
          return accounts::revoke_grant(tx, s.ids, s.district, s.worker_a, grants[0].grant, {},
                                        s.clock.now());
        })
        .value();
    phone.sync();
    CHECK_FALSE(phone.began_anew);
    CHECK(phone.areas.size() == 1);
    CHECK(phone.areas.contains(to_string(s.place.area('C'))));
    CHECK(phone.reason(in_a.id).empty());
  });
}

TEST_CASE("a change of boundaries reaches the phone as the areas it concerns") {
  for_each_engine([](TestDatabase& d) {
    Field s(d);
    Phone phone{s, s.worker_a};
    phone.sync();
    const std::string code_of_a = s.read([&](db::ReadTx& tx) {
      return s.territories.current(tx, s.district)->find(s.place.area('A'))->code;
    });
    const auto added = d.db().write([&](db::WriteTx& tx) {
      areas::NewArea home;
      home.level = areas::Level::building;
      home.code = "A-1";
      home.name = "House 1";
      home.parent = code_of_a;
      home.point = s.in_a();
      return areas::add_areas(tx, s.ids, s.district, std::vector{home}, s.clock.now());
    });
    REQUIRE(added.ok());
    phone.sync();
    CHECK_FALSE(phone.began_anew);
    CHECK(phone.changes == 1);
    CHECK(phone.areas.size() == 2);
    const auto& house = phone.areas.at(to_string(added->front()));
    CHECK(text(house.at("name")) == "House 1");
    CHECK(house.if_contains("outline") == nullptr);
    CHECK(house.at("centre").at("lat").to_number<double>() == s.in_a().lat);
  });
}

TEST_CASE("many cases come in pages, each once") {
  for_each_engine([](TestDatabase& d) {
    Field s(d);
    std::set<std::string> all;
    for (int i = 0; i < 55; ++i) all.insert(to_string(s.report().id));
    Phone phone{s, s.worker_a};
    phone.sync();
    CHECK(phone.answers == 2);
    CHECK(phone.changes == 56);  // and one area
    std::set<std::string> got;
    for (const auto& [id, c] : phone.cases) got.insert(id);
    CHECK(got == all);
  });
}

TEST_CASE("after three days without contact, or with somebody else's token, it begins anew") {
  for_each_engine([](TestDatabase& d) {
    Field s(d);
    s.report();
    Phone phone{s, s.worker_a};
    phone.sync();
    s.clock.advance(71h);
    phone.sync();
    CHECK_FALSE(phone.began_anew);
    s.clock.advance(73h);
    phone.sync();
    CHECK(phone.began_anew);
    phone.owner = s.worker_b;
    phone.sync();
    CHECK(phone.began_anew);
    CHECK(phone.areas.size() == 1);
    phone.token = "nonsense";
    phone.sync();
    CHECK(phone.began_anew);
  });
}

TEST_CASE("a phone holds no way to reach a reporter, and a part-time worker only his reports") {
  for_each_engine([](TestDatabase& d) {
    Field s(d);
    s.report([](NewReport& in) { in.contact = cases::Contact{"Wang", "13812345678"}; });
    for (const AccountId who : {s.worker_a, s.lead_a}) {
      const auto told = Phone{s, who}.ask();
      CHECK_FALSE(told.has("13812345678"));
      CHECK_FALSE(told.has("Wang"));
      CHECK(told.at("cases").at("changed").as_array().size() == 1);
    }
    const auto noted = s.report({}, s.rider);
    Phone rider{s, s.rider};
    rider.sync();
    CHECK(rider.areas.empty());
    CHECK(rider.cases.size() == 1);
    CHECK(rider.reason(noted.id) == "reported");
  });
}

// ---- today --------------------------------------------------------------------------------------

TEST_CASE("today begins with what burns and ends with what is only near") {
  for_each_engine([](TestDatabase& d) {
    Field s(d);
    const auto near = s.report();
    s.clock.advance(1min);
    const auto later = s.report(), sooner = s.report();
    s.dispatch(sooner.id, s.as_holder(s.worker_a));
    s.clock.advance(5min);
    s.dispatch(later.id, s.as_holder(s.worker_a));
    s.as(s.worker_a);
    const auto here = s.in_a();
    const auto told =
        s.get("/field/today?lat=" + std::to_string(here.lat) + "&lon=" + std::to_string(here.lon));
    REQUIRE(told.status == 200);
    const auto& items = told.at("items").as_array();
    REQUIRE(items.size() == 3);
    CHECK(text(items[0].at("id")) == to_string(sooner.id));
    CHECK(text(items[0].at("next")) == "accept");
    CHECK(items[0].at("distance_m").to_number<int>() < 5);
    CHECK(text(items[1].at("id")) == to_string(later.id));
    CHECK(text(items[2].at("id")) == to_string(near.id));
    CHECK(items[2].as_object().if_contains("next") == nullptr);
    CHECK(s.get("/field/today?lat=91&lon=3").told() == "422 coordinate_off_earth ?lat");
    CHECK(s.get("/field/today?lat=31").told() == "422 coordinate_off_earth ?lon");
  });
}

TEST_CASE("nobody is asked to check what he did himself") {
  for_each_engine([](TestDatabase& d) {
    Field s(d);
    s.also(s.worker_a, Role::verifier, s.place.area('A'));
    const auto made = s.report();
    s.dispatch(made.id, s.as_holder(s.worker_a));
    s.Town::act(s.worker_a, made.id, Action::accept);
    s.finish(s.worker_a, made.id);
    const auto items = [&](AccountId who) { return s.as(who).get("/field/today").at("items"); };
    CHECK(text(items(s.worker_a).at(0).at("reason")) == "near");
    CHECK(text(items(s.verifier).at(0).at("reason")) == "verify");
    CHECK(text(items(s.verifier).at(0).at("next")) == "pass");
  });
}

TEST_CASE("without a login there is nothing") {
  for_each_engine([](TestDatabase& d) {
    Field s(d);
    CHECK(s.stranger().get("/field/kit").told() == "401 login_needed");
    CHECK(s.stranger().get("/field/today").told() == "401 login_needed");
  });
}

}  // namespace
}  // namespace gewu::field
