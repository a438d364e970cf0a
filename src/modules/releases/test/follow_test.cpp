// SPDX-License-Identifier: Apache-2.0
// A resident has the same problem: he joins what he sees and is a reporter like any other.
#include "modules/releases/test/square.hpp"

namespace gewu::releases::test {

TEST_CASE("who follows has his own code, history and receipt, and counts as co-reporter") {
  for_each_engine([](TestDatabase& d) {
    Square s(d);
    const auto main = s.report();
    const auto id = s.show(main.id);
    const auto mine = s.follow(id, "On our side, too").value();
    CHECK(mine.follow_code != main.follow_code);
    CHECK(mine.number != main.number);
    CHECK(mine.state == State::reported);
    CHECK(s.events(mine.id) == "report merge");
    CHECK(s.facts(mine.id) == "reported merged");
    CHECK(s.events(main.id) == "report publish absorb");
    CHECK(s.load(main.id).co_reporters == 1);
    CHECK(s.one(id)->co_reporters == 1);
    CHECK(s.load(mine.id).state == State::merged);
    CHECK(s.load(mine.id).channel == cases::Channel::released_page);
    const auto receipt = s.read([&](db::ReadTx& tx) {
      return history::receipt_of(tx, s.district, cases::subject_of(mine.id));
    });
    CHECK(receipt->hash == mine.receipt);
    CHECK(s.problems().empty());
  });
}

TEST_CASE("who follows learns no closer place than he was shown") {
  for_each_engine([](TestDatabase& d) {
    Square s(d);
    const auto main = s.report(kWaste, s.in_house());
    const auto mine = s.follow(s.show(main.id)).value();
    const auto c = s.load(mine.id);
    CHECK(c.area == s.place.area('A'));
    CHECK(geo::LatLon{*c.lat, *c.lon} == rounded(s.in_house()));
    CHECK(c.address.empty());
    CHECK(c.title == "Bags beside the bins");
    const auto followed =
        s.read([&](db::ReadTx& tx) { return s.service.follow(tx, s.district, mine.follow_code); });
    CHECK(cases::joined_from_public_page(*followed));
  });
}

TEST_CASE("who follows is answered, and may rate and reopen like the first reporter") {
  for_each_engine([](TestDatabase& d) {
    Square s(d);
    const auto main = s.report();
    const auto mine = s.follow(s.show(main.id)).value();
    s.close(main.id);
    const auto tell = [&](Action action, const std::function<void(cases::Deed&)>& edit) {
      cases::Deed deed;
      deed.action = action;
      edit(deed);
      return s.write([&](db::WriteTx& tx) {
        return s.service.act_by_code(tx, s.district, mine.follow_code, deed, s.clock.now());
      });
    };
    REQUIRE(tell(Action::rate, [](cases::Deed& x) { x.solved = x.satisfied = true; }).ok());
    REQUIRE(tell(Action::reopen, [](cases::Deed& x) { x.reason = "Back again"; }).ok());
    CHECK(s.load(main.id).state == State::registered);
    CHECK(s.problems().empty());
  });
}

TEST_CASE("what was settled meanwhile is not followed but told") {
  for_each_engine([](TestDatabase& d) {
    Square s(d);
    const auto main = s.report();
    const auto id = s.show(main.id);
    s.close(main.id);
    CHECK(s.follow(id).error().code == "released_closed");
    REQUIRE(s.take_back(s.lead, main.id).ok());
    CHECK(s.follow(id).error().code == "released_unknown");
    CHECK(s.load(main.id).co_reporters == 0);
  });
}

TEST_CASE("what is shown no longer cannot be followed, whatever the reason") {
  for_each_engine([](TestDatabase& d) {
    Square s(d);
    const auto main = s.report();
    const auto id = s.show(main.id);
    REQUIRE(s.act(s.lead, main.id, Action::recategorise, [](cases::Deed& x) {
               x.category = kDispute;
             }).ok());
    CHECK(s.follow(id).error().code == "released_unknown");
    CHECK(s.follow(ReleaseId{id.value + 1}).error().code == "released_unknown");
    CHECK(s.follow(ReleaseId{main.id.value}).error().code == "released_unknown");
  });
}

TEST_CASE("hundreds may follow one report, and then it is known") {
  Square s(*[] {
    static std::unique_ptr<TestDatabase> database = gewu::test::make_database(db::Engine::sqlite);
    return database.get();
  }());
  const auto main = s.report();
  const auto id = s.show(main.id);
  for (int i = 0; i < 300; ++i) REQUIRE(s.follow(id).ok());
  CHECK(s.follow(id).error().code == "released_full");
  CHECK(s.load(main.id).co_reporters == 300);
  CHECK(s.problems().empty());
}

TEST_CASE("how many may follow, and how long the settled is shown, is the district's to say") {
  for_each_engine([](TestDatabase& d) {
    Square s(d);
    s.set("followers_max", "2");
    s.set("public_days", "10");
    const auto main = s.report();
    const auto id = s.show(main.id);
    REQUIRE(s.follow(id).ok());
    REQUIRE(s.follow(id).ok());
    CHECK(s.follow(id).error().code == "released_full");
    s.close(main.id);
    s.clock.advance(std::chrono::days(10));
    CHECK(s.is_public(main.id));
    s.clock.advance(Duration(1));
    CHECK(!s.is_public(main.id));
  });
}

TEST_CASE("who follows is shown the window of the matter, counted from its report") {
  for_each_engine([](TestDatabase& d) {
    Square s(d);
    const auto main = s.report();
    const auto id = s.show(main.id);
    s.clock.advance(30h);
    const auto mine = s.follow(id).value();
    REQUIRE(mine.promise.has_value());
    CHECK(mine.promise->until == main.promise->until);
    CHECK(!s.promiser.until.contains(mine.id));  // one matter, one promise
  });
}

TEST_CASE("a matter that turns out to be a dispute is withheld from those who came by the page") {
  for_each_engine([](TestDatabase& d) {
    Square s(d);
    const auto main = s.report();
    const auto mine = s.follow(s.show(main.id), "Here, too").value();
    const auto open = s.progress(mine.follow_code);
    CHECK(!open.withheld);
    CHECK(open.joined == main.number);
    REQUIRE(s.act(s.lead, main.id, Action::recategorise, [&](cases::Deed& x) {
               x.category = kDispute;
             }).ok());
    s.close(main.id);
    const auto cut = s.progress(mine.follow_code);
    CHECK(cut.withheld);
    CHECK(cut.state == State::closed);  // that it is over, he is told
    CHECK(cut.words == "Here, too");
    CHECK(cut.answer.empty());
    CHECK(!cut.joined);
    CHECK(cut.category_zh == open.category_zh);
    CHECK(cut.reopen_until.has_value());  // the last word stays his
    for (const auto& step : cut.steps) CHECK((step.action == "report" || step.action == "merge"));
    // The first reporter brought it himself and is answered as ever.
    const auto first = s.progress(main.follow_code);
    CHECK(!first.withheld);
    CHECK(first.answer == "Taken away");
    CHECK(first.category_zh != open.category_zh);
  });
}

TEST_CASE("what was a mistake of category is told again once that is put right") {
  for_each_engine([](TestDatabase& d) {
    Square s(d);
    const auto main = s.report();
    const auto mine = s.follow(s.show(main.id)).value();
    for (const auto* category : {kDispute, kWaste}) {
      REQUIRE(s.act(s.lead, main.id, Action::recategorise, [&](cases::Deed& x) {
                 x.category = category;
               }).ok());
      CHECK(s.progress(mine.follow_code).withheld == (category == kDispute));
    }
  });
}

}  // namespace gewu::releases::test
