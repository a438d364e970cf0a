// SPDX-License-Identifier: Apache-2.0
// Alarms, supervision, late deeds, versions and what a page is told it may do.
#include <doctest/doctest.h>

#include <algorithm>

#include "modules/cases/test/story.hpp"

namespace gewu::cases::test {

namespace {

std::string buttons(const Story& s, Actors who, AccountId by = kDesk) {
  std::string out;
  for (const auto& a : allowed(s.c, who, by, s.context(), s.now)) {
    out += (out.empty() ? "" : " ") + std::string(code_of(a.action));
  }
  return out;
}

}  // namespace

TEST_CASE("at 80 percent the holder is warned, at the end the desk above supervises") {
  Story s;
  s.handling().later(5h + 12min - 1ms);  // 80 % of four working hours, noon left out: 14:12
  CHECK(s.rings() == "");
  s.later(1ms);
  CHECK(s.rings() == "warn");
  CHECK(s.facts.empty());
  CHECK(s.c.clock.step == 1);
  s.now = s.c.clock.due_at;
  CHECK(s.rings() == "supervise");
  CHECK(s.c.supervisor_area == kCommunity);
  CHECK(s.c.overdue);
  CHECK(s.facts == "overdue");
  CHECK(s.said("supervisor") == to_string(kCommunity));
}

TEST_CASE("supervision never takes the case from its handler") {
  Story s;
  s.handling().later(std::chrono::days(3));
  CHECK(s.rings() == "warn supervise supervise supervise");
  CHECK(s.c.holder == kByWorker);
  CHECK(s.c.state == State::handling);
  CHECK(s.c.desk_area == kGrid);
  s.done();
  CHECK_FALSE(s.c.supervisor_area);
  CHECK_FALSE(s.c.supervisor_due_at.has_value());
}

TEST_CASE("each further half limit goes one desk higher and stops at the district") {
  Story s;
  s.handling();
  s.now = s.c.clock.due_at;
  s.rings();
  CHECK(s.c.supervisor_area == kCommunity);
  CHECK(s.c.supervisor_due_at == s.now + 2h);
  s.later(2h);
  CHECK(s.rings() == "supervise");
  CHECK(s.c.supervisor_area == kStreet);
  s.now = *s.c.supervisor_due_at;
  CHECK(s.rings() == "supervise");
  CHECK(s.c.supervisor_area == kDistrict);
  CHECK(s.c.supervisor_due_at.has_value());  // it has a clock of its own, too
  s.later(std::chrono::days(60));
  CHECK(s.rings() == "");
  CHECK_FALSE(s.c.wake_at.has_value());
}

TEST_CASE("the district's desk supervises itself, visibly") {
  Story s([](Case& c) { c.area = kDistrict; });
  s.desks = {{kDistrict, "district"}};
  Story tray([](Case&) {});
  tray.desks = {{kDistrict, "district"}};
  tray.c.desk_area = kDistrict;
  tray.later(1h);
  CHECK(tray.rings() == "warn supervise");
  CHECK(tray.c.supervisor_area == kDistrict);
}

TEST_CASE("a report that nobody takes up is supervised, but only handling counts as overdue") {
  Story s;
  s.later(16min);
  CHECK(s.rings() == "warn supervise");
  CHECK_FALSE(s.c.overdue);
  CHECK(s.facts.empty());
}

TEST_CASE("overdue is counted once and never forgotten") {
  Story s;
  s.handling().later(7h);
  s.rings();
  CHECK(s.c.overdue);
  s.returned().dispatched(kByOffice).accepted().later(48h);
  s.rings();
  CHECK(s.c.overdue);
  s.done().passed();
  CHECK(s.facts == "closed closed_at_grid");
  s.does(Action::reopen, Actor::reporter, because());
  CHECK(s.c.overdue);
}

TEST_CASE("a follow-up that is not done is supervised while reopening stays open") {
  Story s;
  s.closed();
  s.now = s.c.clock.due_at;
  CHECK(s.rings() == "warn supervise");
  CHECK(s.c.state == State::closed);
  s.does(Action::rate, Actor::reporter, [](Command& k) { k.solved = k.satisfied = true; });
  CHECK_FALSE(s.c.supervisor_area);
}

TEST_CASE("time does the same whether it is asked often or once") {
  Story often = Story([](Case& c) { c.state = State::self_handled; });
  Story once = often;
  std::string rang;
  for (int hour = 0; hour < 24 * 20; ++hour) {
    often.later(1h);
    const auto some = often.rings();
    if (!some.empty()) rang += (rang.empty() ? "" : " ") + some;
  }
  once.later(24h * 20);
  CHECK(once.rings() == "draw warn pass warn supervise supervise supervise");
  CHECK(rang == "draw warn pass warn supervise supervise supervise archive");
}

TEST_CASE("late work is taken and marked late") {
  CHECK_FALSE(is_late(kMonday, kMonday + 10min));
  CHECK(is_late(kMonday, kMonday + 10min + 1ms));
  Story s;
  s.handling().later(10h);
  s.does(Action::report_done, Actor::holder, [](Command& k) {
    k.done_at = kMonday + 2h;
    k.photos_after = 1;
    k.answer = "mended";
  });
  CHECK(s.c.handled_at == kMonday + 2h);
  CHECK(s.facts == "handled handled_on_time right_first_time");
}

TEST_CASE("nobody else's clock has run while a phone was offline") {
  Story s;
  s.handling().later(10h);
  s.does(Action::report_done, Actor::holder, [](Command& k) {
    k.done_at = kMonday + 2h;
    k.photos_after = 1;
    k.answer = "mended";
  });
  CHECK(s.c.clock.started_at == s.now);
  CHECK(s.c.paused.used_ms == to_ms(Duration(2h)));
  s.does(Action::fail, Actor::verifier, because());
  CHECK(s.c.clock.started_at == s.now);
}

TEST_CASE("who accepts offline has had it since then") {
  Story s;
  s.registered().dispatched().later(1h);
  s.does(Action::accept, Actor::holder, [&](Command& k) { k.done_at = s.now - 30min; });
  CHECK(s.c.clock.started_at == s.now - 30min);
}

TEST_CASE("a deed cannot be dated back before the state it acts on") {
  Story s;
  s.later(5h).handling().later(20h);
  s.rings();
  s.does(Action::report_done, Actor::holder, [](Command& k) {
    k.done_at = kMonday;  // before it was even registered
    k.photos_after = 1;
    k.answer = "mended";
  });
  CHECK(s.c.handled_at == kMonday + 5h);
}

TEST_CASE("a deed lies neither in the future nor before the report") {
  Story s;
  const auto at = [](Instant t) { return [t](Command& k) { k.done_at = t; }; };
  CHECK(s.refused(Action::register_, Actor::desk, at(s.now + 5min + 1ms)) ==
        "done_at_in_future /done_at");
  CHECK(s.refused(Action::register_, Actor::desk, at(s.now - 1ms)) ==
        "done_at_before_report /done_at");
  s.does(Action::register_, Actor::desk, at(s.now + 5min));
  CHECK(s.c.registered_at == s.now);  // a clock that runs ahead a little counts as now
}

TEST_CASE("who saw an older version is told so") {
  Story s;
  s.registered();
  CHECK(s.refused(Action::dispatch, Actor::desk, [](Command& k) {
    k.version = 1;
    k.holder = kByWorker;
  }) == "version_stale /version");
  CHECK(s.refused(Action::dispatch, Actor::desk, [](Command& k) {
    k.version = 99;
    k.holder = kByWorker;
  }) == "version_stale /version");
}

TEST_CASE("a deed makes a new version, an alarm does not") {
  Story s;
  s.handling();
  const auto version = s.c.version;
  s.later(7h);
  CHECK(s.rings() == "warn supervise");
  CHECK(s.c.version == version);
  s.done();
  CHECK(s.c.version == version + 1);
}

TEST_CASE("an action that the state does not know is refused whoever asks") {
  const Story s;
  for (const auto action : {Action::accept, Action::pass, Action::reopen, Action::report,
                            Action::import_, Action::unmerge, Action::resume}) {
    CHECK(s.refused(action, Actor::desk) == "action_not_possible");
  }
}

TEST_CASE("a record is not acted on any more, but that it is shown can be taken back") {
  Story s;
  s.does(Action::withdraw, Actor::reporter).later(std::chrono::days(8));
  s.rings();
  for (const auto& code : all_codes<Action>()) {
    const auto action = *from_code<Action>(code);
    const char* told = action == Action::unpublish ? "action_not_yours" : "action_not_possible";
    CHECK(s.refused(action, Actor::desk) == told);
    CHECK(s.refused(action, Actor::staff) == told);
  }
}

TEST_CASE("a page offers what would be taken, no more and no less") {
  Story s;
  CHECK(buttons(s, only(Actor::reporter)) == "withdraw");
  CHECK(buttons(s, Actor::desk | Actor::staff) ==
        "register verify_first decline merge locate recategorise note");
  CHECK(buttons(s, only(Actor::staff)) == "note");
  CHECK(buttons(s, only(Actor::viewer)) == "");
  s.registered();
  CHECK(buttons(s, only(Actor::desk)) == "dispatch escalate merge locate recategorise");
  s.c.desk_area = kDistrict;
  CHECK(buttons(s, only(Actor::desk)) == "dispatch merge locate recategorise");
  s.c.must_rule = true;
  CHECK(buttons(s, only(Actor::desk)) == "rule merge locate recategorise");
}

TEST_CASE("a page offers to decide a request to everybody but who asked") {
  Story s;
  s.handling().does(Action::request_extension, Actor::holder, because());
  CHECK(buttons(s, Actor::desk | Actor::holder, kDesk) ==
        "report_done return decide_extension ask_help escalate");
  CHECK(buttons(s, Actor::desk | Actor::holder, kWorker) == "report_done return ask_help escalate");
}

TEST_CASE("history from elsewhere comes in as a record that nothing rings for") {
  const Story s([](Case& c) { c.state = State::imported; });
  CHECK(s.c.holder == Holder{HolderKind::records, 0});
  CHECK(s.c.clock.kind == ClockKind::none);
  CHECK_FALSE(s.c.wake_at.has_value());
}

TEST_CASE("a report that arrives late is the desk's only from its arrival") {
  Story s;
  Case fresh;
  fresh.district = DistrictId{1};
  fresh.id = CaseId{3};
  Command k = s.command(Action::report, Actor::reporter);
  k.done_at = s.now - 24h;
  const auto out = open_case(std::move(fresh), k, s.context());
  CHECK(out.next.reported_at == s.now - 24h);
  CHECK(out.next.clock.due_at == s.now + 15min);
}

}  // namespace gewu::cases::test
