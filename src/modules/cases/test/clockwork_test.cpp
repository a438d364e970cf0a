// SPDX-License-Identifier: Apache-2.0
// What time does to the cases of a district, and history taken in from elsewhere.
#include <doctest/doctest.h>

#include "modules/cases/test/town.hpp"

namespace gewu::cases::test {

namespace {

ImportedCase row(const std::string& reference, std::optional<geo::LatLon> point) {
  ImportedCase in;
  in.source = "baltimore-311";
  in.reference = reference;
  in.words = "Pothole in the middle lane";
  in.point = point;
  in.category = "event-01-13";
  in.reported_at = Town::monday() - std::chrono::days(400);
  in.closed_at = in.reported_at + std::chrono::days(2);
  in.due_at = in.reported_at + std::chrono::days(3);
  return in;
}

Result<Imported> take(Town& t, const ImportedCase& in) {
  return t.d.db().write(
      [&](db::WriteTx& tx) { return t.cases.import_case(tx, t.district, in, t.clock.now()); });
}

std::vector<Case> all_cases(Town& t) {
  return t.read([&](db::ReadTx& tx) { return store::page(tx, t.district, {}, 100); });
}

}  // namespace

TEST_CASE("a tick moves every case that is due, each once") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto one = t.report(), two = t.report();
    t.clock.advance(5min);
    const auto later = t.report();
    CHECK(t.tick() == 0);
    CHECK(t.read([&](db::ReadTx& tx) { return t.cases.next_tick(tx, t.district); }) ==
          Town::monday() + 12min);
    t.clock.set(Town::monday() + 12min);
    CHECK(t.tick() == 2);
    CHECK(t.tick() == 0);
    CHECK(t.events(one.id) == "report warn");
    CHECK(t.events(two.id) == "report warn");
    CHECK(t.events(later.id) == "report");
    t.clock.advance(1h);
    CHECK(t.tick() == 3);
    CHECK(t.events(one.id) == "report warn supervise supervise supervise");
    CHECK(t.events(later.id) == "report warn supervise supervise supervise");
    CHECK(t.load(one.id).supervisor_area == t.place.district.root);
    CHECK_FALSE(t.load(one.id).wake_at.has_value());
    CHECK(t.intact(one.id));
    CHECK(t.problems().empty());
  });
}

TEST_CASE("alarms carry the time at which they rang, however late anybody looked") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto made = t.report();
    t.clock.advance(100h);
    t.tick();
    const auto events = t.all_events(made.id);
    REQUIRE(events.size() == 5);
    CHECK(events[1].done_at == Town::monday() + 12min);
    CHECK(events[2].done_at == Town::monday() + 15min);
    CHECK(events[1].recorded_at == t.clock.now());
    CHECK(events[1].actor_kind == history::ActorKind::clock);
  });
}

TEST_CASE("a tick takes no more than it is told to and goes on with the rest") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    for (int i = 0; i < 5; ++i) t.report();
    t.clock.advance(12min);
    CHECK(t.cases.tick(d.db(), t.district, t.clock.now(), 3) == 3);
    CHECK(t.cases.tick(d.db(), t.district, t.clock.now(), 3) == 2);
    CHECK(t.cases.tick(d.db(), t.district, t.clock.now(), 3) == 0);
  });
}

TEST_CASE("an alarm rings before a later deed, even when no tick saw it") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto made = t.report();
    t.clock.advance(20min);
    t.act(t.lead_a, made.id, Action::register_);
    CHECK(t.events(made.id) == "report warn supervise register");
    CHECK(t.intact(made.id));
  });
}

TEST_CASE("a case that cannot move does not hold up the others") {
  static const db::Sql break_one{"test.cases_break_state",
                                 "update cases set state = 'archived' where district_id = $1 "
                                 "and case_id = $2"};
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto broken = t.report(), sound = t.report();
    d.db().write([&](db::WriteTx& tx) { return tx.execute(break_one, t.district, broken.id); });
    t.clock.advance(12min);
    CHECK_THROWS(t.tick());
    CHECK(t.events(sound.id) == "report warn");
  });
}

TEST_CASE("a case handled on the spot is drawn within a day and closed after two, or looked at") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    std::vector<CaseId> all;
    for (int i = 0; i < 40; ++i) {
      all.push_back(t.report(
                         [](NewReport& in) {
                           in.self_handled = true;
                           in.answer = "swept away";
                         },
                         t.worker_a)
                        .id);
    }
    t.clock.advance(24h);
    CHECK(t.tick() == 40);
    int drawn = 0;
    for (const auto id : all) {
      CHECK(t.events(id) == "report_self_handled draw");
      drawn += t.load(id).sampled == true ? 1 : 0;
    }
    CHECK(drawn < 25);  // one in ten, usually
    t.clock.advance(24h);
    t.tick();
    for (const auto id : all) {
      const Case c = t.load(id);
      CHECK(c.state == (c.sampled == true ? State::self_handled : State::closed));
    }
    CHECK(t.problems().empty());
  });
}

TEST_CASE("a disputed case is looked at by somebody else and not closed by its clock") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto made = t.report(
        [](NewReport& in) {
          in.self_handled = true;
          in.answer = "swept away";
        },
        t.worker_a);
    t.tell(made.follow_code, Action::object, for_reason("nothing was done"));
    t.clock.advance(100h);
    t.tick();
    CHECK(t.load(made.id).state == State::self_handled);
    t.act(t.verifier, made.id, Action::fail, for_reason("still there"));
    CHECK(t.load(made.id).state == State::registered);
    CHECK(t.events(made.id) ==
          "report_self_handled object warn supervise supervise supervise fail");
  });
}

TEST_CASE("what is closed is archived when nobody can reopen it any more") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto made = t.report();
    t.close(made.id);
    t.clock.advance(std::chrono::days(14));
    t.tick();
    CHECK(t.load(made.id).state == State::archived);
    CHECK(t.refused(made.follow_code, Action::reopen, for_reason()) == "action_not_possible");
    CHECK(t.refused(t.lead_a, made.id, Action::note, [](Deed& x) { x.note = "hm"; }) ==
          "action_not_possible");
  });
}

// ---- history from elsewhere ---------------------------------------------------------------------

TEST_CASE("imported history is one event with its own times, and is counted on its own day") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    CHECK(*take(t, row("a-1", t.in_a())) == Imported::added);
    const auto cases = all_cases(t);
    REQUIRE(cases.size() == 1);
    const Case& c = cases[0];
    CHECK(c.state == State::imported);
    CHECK(c.area == t.place.area('A'));
    CHECK(c.reported_at == Town::monday() - std::chrono::days(400));
    CHECK(c.closed_at == c.reported_at + std::chrono::days(2));
    CHECK(c.holder == Holder{HolderKind::records, 0});
    CHECK_FALSE(c.wake_at.has_value());
    CHECK_FALSE(c.emergency);
    const auto events = t.all_events(c.id);
    REQUIRE(events.size() == 1);
    CHECK(events[0].action == "import");
    CHECK(events[0].done_at == c.reported_at);
    CHECK(events[0].recorded_at == t.clock.now());
    CHECK(events[0].actor_kind == history::ActorKind::system);
    CHECK(events[0].data.find("baltimore-311") != std::string::npos);
    CHECK(t.facts(c.id) == "imported reported closed closed_on_time");
    CHECK(t.tick() == 0);
    CHECK(t.problems().empty());
  });
}

TEST_CASE("a second import of the same rows changes nothing") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    CHECK(*take(t, row("a-1", t.in_a())) == Imported::added);
    CHECK(*take(t, row("a-1", t.in_a())) == Imported::unchanged);
    auto other_source = row("a-1", t.in_a());
    other_source.source = "new-york-311";
    CHECK(*take(t, other_source) == Imported::added);
    CHECK(all_cases(t).size() == 2);
    CHECK(t.facts(all_cases(t)[0].id) == "imported reported closed closed_on_time");
  });
}

TEST_CASE("what is still open is imported as open, what was late as late") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    auto open = row("a-1", t.in_a());
    open.closed_at.reset();
    auto late = row("a-2", t.in_a());
    late.closed_at = *late.due_at + 1h;
    REQUIRE(take(t, open).ok());
    REQUIRE(take(t, late).ok());
    const auto cases = all_cases(t);
    CHECK(t.facts(cases[0].id) == "imported reported");
    CHECK(t.facts(cases[1].id) == "imported reported closed");
  });
}

TEST_CASE("a row for the tray becomes an open report of today, wherever it may lie") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    auto in = row("c-1", std::nullopt);
    in.tray = true;
    in.closed_at.reset();
    CHECK(*take(t, in) == Imported::added);
    const auto cases = all_cases(t);
    REQUIRE(cases.size() == 1);
    CHECK(cases[0].state == State::reported);
    CHECK(cases[0].reported_at == t.clock.now());
    CHECK_FALSE(cases[0].located);
    CHECK(cases[0].clock.due_at == t.clock.now() + 15min);
    CHECK(t.facts(cases[0].id) == "reported");
    t.act(t.centre, cases[0].id, Action::register_);
    CHECK(*take(t, in) == Imported::unchanged);
  });
}

TEST_CASE("a row that cannot be taken is refused with its field and leaves nothing") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto refusal = [&](const std::function<void(ImportedCase&)>& edit) {
      auto in = row("bad", t.in_a());
      edit(in);
      const auto out = take(t, in);
      return out ? "" : out.error().code + " " + out.error().field;
    };
    CHECK(refusal([&](ImportedCase& in) { in.reported_at = t.clock.now() + 1ms; }) ==
          "reported_at_in_future /reported_at");
    CHECK(refusal([](ImportedCase& in) { in.closed_at = in.reported_at - 1ms; }) ==
          "closed_before_reported /closed_at");
    CHECK(refusal([&](ImportedCase& in) { in.closed_at = t.clock.now() + 1ms; }) ==
          "closed_at_in_future /closed_at");
    CHECK(refusal([](ImportedCase& in) { in.point = {100, 0}; }) == "place_not_on_earth /place");
    CHECK(refusal([](ImportedCase& in) { in.words = ""; }) == "text_missing /words");
    CHECK(refusal([](ImportedCase& in) { in.category = "none-such"; }) ==
          "category_unknown /category");
    CHECK(all_cases(t).empty());
    CHECK(*take(t, row("bad", t.in_a())) == Imported::added);  // its reference is not used up
  });
}

}  // namespace gewu::cases::test
