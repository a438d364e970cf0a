// SPDX-License-Identifier: Apache-2.0
#include "modules/demo/demo_store.hpp"
#include "modules/demo/test/demo_town.hpp"

namespace gewu::demo::test {

namespace {

/// Everything that people do in a demo often enough to be met in two simulated days.
const std::set<std::string> kDeeds{"report",
                                   "report_self_handled",
                                   "register",
                                   "verify_first",
                                   "confirm",
                                   "decline",
                                   "dispatch",
                                   "accept",
                                   "return",
                                   "report_done",
                                   "pass",
                                   "fail",
                                   "rate",
                                   "locate",
                                   "escalate",
                                   "request_extension",
                                   "decide_extension"};

cases::NewReport visitors_report() {
  cases::NewReport in;
  in.words = "The lamp at the corner is dark";
  return in;
}

}  // namespace

TEST_CASE("a live demo does every kind of deed through the real use cases and stays sound") {
  for_each_engine([](TestDatabase& d) {
    DemoTown town(d);
    town.build(1);
    const Instant begin = town.clock.now();
    const auto demo = town.open({.seed = 7, .speed = 60, .cases_per_day = 150});
    town.live(*demo, 48min);                  // two simulated days
    CHECK(demo->simulated() - begin == 47h);  // it began at eight, an hour ago
    CHECK(demo->reports() > 150);
    CHECK(demo->refused() * 20 < demo->deeds());

    std::set<std::string> done;
    for (const auto& c : town.all_cases()) {
      for (const auto& e : town.events_of(c.id)) {
        if (e.recorded_at <= begin) continue;
        done.insert(e.action);
        CHECK(e.recorded_at <= town.clock.now());  // whatever time it is in the simulated town
      }
    }
    for (const auto& deed : kDeeds) CHECK_MESSAGE(done.contains(deed), deed);
    CHECK(town.problems() == "");

    const auto codes =
        d.db().read([&](db::ReadTx& tx) { return store::follow_codes(tx, town.district); });
    CHECK(codes.size() >= 5);
    for (const auto& known : codes) {
      CHECK(d.db().read(
          [&](db::ReadTx& tx) { return town.cases.follow(tx, town.district, known.code).ok(); }));
    }
  });
}

TEST_CASE("a live demo sleeps at night, rests with the machine, stops when asked, hears visitors") {
  for_each_engine([](TestDatabase& d) {
    DemoTown town(d);
    town.build(1);
    auto demo = town.open({.seed = 3, .speed = 60, .cases_per_day = 240});

    town.live(*demo, 12min);  // eight to eight
    const auto by_day = demo->reports();
    town.live(*demo, 3min);  // to eleven
    const auto by_evening = demo->reports();
    town.live(*demo, 7min);  // to six in the morning
    CHECK(by_day > 100);
    CHECK((demo->reports() - by_evening) * 10 < by_day);

    const Instant before = demo->simulated();
    town.clock.advance(10h);
    demo->advance(town.clock.now());
    CHECK(demo->simulated() - before == 1h);
    town.clock.advance(-5min);  // a clock that is set back
    demo->advance(town.clock.now());
    CHECK(demo->simulated() - before == 1h);
    town.clock.advance(5min);

    const auto visit = d.db().write([&](db::WriteTx& tx) {
      return town.cases.report(tx, town.district, visitors_report(), nullptr, town.clock.now());
    });
    REQUIRE(visit.ok());
    town.live(*demo, 1min);
    const auto state_now = [&] {
      return d.db()
          .read([&](db::ReadTx& tx) {
            return town.cases.follow(tx, town.district, visit->follow_code);
          })
          .value()
          .main.state;
    };
    CHECK(state_now() == cases::State::reported);  // left to whoever wants to try
    town.live(*demo, 20min);
    CHECK(state_now() != cases::State::reported);

    town.stop = true;
    const auto deeds = demo->deeds() + demo->refused();
    town.live(*demo, 5min);
    CHECK(demo->deeds() + demo->refused() - deeds <= 15);  // one for each call
    town.stop = false;
    town.live(*demo, 5min);
    CHECK(demo->deeds() - deeds > 30);
    CHECK(town.problems() == "");
  });
}

TEST_CASE("a district that is no demo is not kept alive, even with the demo's code") {
  for_each_engine([](TestDatabase& d) {
    DemoTown town(d);
    const auto nothing = Live::open(town.tools, {}, town.clock.now());
    REQUIRE(!nothing);
    CHECK(nothing.error().code == "demo_off");
    areas::NewDistrict fresh;
    fresh.code = kDistrictCode;
    fresh.name = "A true district";
    REQUIRE(d.db()
                .write([&](db::WriteTx& tx) {
                  return areas::create_district(tx, town.ids, fresh, town.clock.now());
                })
                .ok());
    const auto true_one = Live::open(town.tools, {}, town.clock.now());
    REQUIRE(!true_one);
    CHECK(true_one.error().code == "demo_off");
  });
}

TEST_CASE("a demo whose departments were dismissed says so instead of standing still") {
  for_each_engine([](TestDatabase& d) {
    DemoTown town(d);
    town.build(1);
    d.db().write([&](db::WriteTx& tx) {
      for (const char* login :
           {"chengguan", "shuiwu", "zhujian", "jiaotong", "gongdian", "huanwei", "wuye"}) {
        const auto account =
            accounts::find_by_login(tx, town.district, accounts::LoginName::parse(login).value());
        REQUIRE(accounts::set_state(tx, town.ids, town.district, account.value().account,
                                    accounts::AccountState::disabled, {}, {}, town.clock.now())
                    .ok());
      }
      return Nothing{};
    });
    const auto refused = Live::open(town.tools, {}, town.clock.now());
    REQUIRE(!refused);
    CHECK(refused.error().code == "demo_people_missing");
  });
}

}  // namespace gewu::demo::test
