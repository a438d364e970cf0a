// SPDX-License-Identifier: Apache-2.0
// From accepting to the last word: returns, extensions, shelving, checking, follow-up, reopening.
#include <doctest/doctest.h>

#include "modules/cases/test/story.hpp"

namespace gewu::cases::test {

namespace {

void granted(Command& k) { k.granted = true; }
void not_granted(Command& k) { k.granted = false; }
auto until(Instant t) {
  return [t](Command& k) {
    k.until = t;
    k.reason = "spare parts";
  };
}
void content(Command& k) { k.solved = k.satisfied = true; }

/// Found and done by the worker on his round.
Story self_handled() {
  return Story([](Case& c) { c.state = State::self_handled; });
}

}  // namespace

// ---- handling ---------------------------------------------------------------------------------

TEST_CASE("who accepts has the category's limit from then on") {
  Story s;
  s.registered().dispatched().later(30min).accepted();
  CHECK(s.c.state == State::handling);
  CHECK(s.c.holder == kByWorker);
  CHECK(s.c.clock.kind == ClockKind::handle);
  CHECK(s.c.clock.limit == s.category.limit);
  CHECK(s.c.clock.started_at == s.now);
  CHECK(s.facts == "accepted");
}

TEST_CASE("nobody but the holder accepts, handles or returns") {
  Story s;
  s.registered().dispatched();
  for (const auto actor : {Actor::desk, Actor::worker, Actor::verifier, Actor::reporter}) {
    CHECK(s.refused(Action::accept, actor) == "action_not_yours");
  }
  s.accepted();
  CHECK(s.refused(Action::return_, Actor::desk, because()) == "action_not_yours");
  CHECK(s.refused(Action::report_done, Actor::worker) == "action_not_yours");
}

TEST_CASE("done needs a photo of afterwards and an answer") {
  Story s;
  s.handling();
  CHECK(s.refused(Action::report_done, Actor::holder) == "answer_missing /answer");
  CHECK(s.refused(Action::report_done, Actor::holder, [](Command& k) {
    k.answer = "mended";
    k.photos = 1;
  }) == "photo_after_missing /photo_after");
  s.done();
  CHECK(s.c.state == State::checking);
  CHECK(s.c.handler == kWorker);
  CHECK(s.c.handled_at == s.now);
  CHECK(s.c.answer == "mended");
  CHECK(s.c.photo_count == 1);
  CHECK(s.c.holder == Holder{HolderKind::verifiers, kGrid.value});
  CHECK(s.c.clock.due_at == s.now + 30min);
  CHECK(s.facts == "handled handled_on_time right_first_time");
}

TEST_CASE("a member handles for his organisation, which is remembered as the team") {
  Story s;
  s.handling(kByOffice).does(Action::report_done, Actor::holder, [](Command& k) {
    k.photos_after = 1;
    k.answer = "mended";
    k.by_organisation = OrganisationId{7};
  });
  CHECK(s.c.handler_organisation == OrganisationId{7});
}

TEST_CASE("late handling counts as handled, not as on time") {
  Story s;
  s.handling().later(7h);
  s.rings();
  s.done();
  CHECK(s.facts == "handled right_first_time");
}

TEST_CASE("a return needs a reason, goes to the desk and stops the clock") {
  Story s;
  s.handling().later(1h);
  CHECK(s.refused(Action::return_, Actor::holder) == "reason_missing /reason");
  s.returned();
  CHECK(s.c.state == State::registered);
  CHECK(s.c.returns == 1);
  CHECK(s.c.paused.used_ms == to_ms(Duration(1h)));
  CHECK(s.c.paused.holder == kByWorker);
  CHECK(s.facts == "returned");
}

TEST_CASE("the same holder goes on with the clock he left, another begins anew") {
  Story s;
  s.handling().later(1h).returned();
  Story other = s;
  s.dispatched().accepted();
  CHECK(s.c.clock.used_ms == to_ms(Duration(1h)));
  CHECK(s.c.clock.due_at == kMonday + 6h);
  other.dispatched(kByOffice).accepted();
  CHECK(other.c.clock.used_ms == 0);
  CHECK(other.c.clock.due_at == kMonday + 7h);
  CHECK(other.c.paused.kind == ClockKind::none);
}

TEST_CASE("a clock that was late is late again when its holder goes on, and supervised at once") {
  Story s;
  s.handling().later(7h);
  CHECK(s.rings() == "warn supervise");
  CHECK(s.c.supervisor_area == kCommunity);
  s.returned();
  CHECK_FALSE(s.c.supervisor_area);
  s.dispatched().accepted();
  CHECK(s.c.clock.step == 2);
  CHECK(s.c.supervisor_area == kCommunity);
  CHECK(s.c.supervisor_due_at.has_value());
}

TEST_CASE("the third return goes to the desk above, which must rule and name a holder") {
  Story s;
  s.registered();
  for (int i = 0; i < 2; ++i) s.dispatched().returned();
  CHECK(s.c.desk_area == kGrid);
  CHECK_FALSE(s.c.must_rule);
  CHECK(s.refused(Action::rule, Actor::desk, [](Command& k) {
    k.holder = kByWorker;
    k.reason = "yours";
  }) == "ruling_not_needed");
  s.dispatched().returned();
  CHECK(s.c.returns == 3);
  CHECK(s.c.desk_area == kCommunity);
  CHECK(s.c.holder == Holder{HolderKind::desk, kCommunity.value});
  CHECK(s.c.must_rule);
  CHECK(s.said("to_be_ruled") == "true");
  CHECK(s.refused(Action::dispatch, Actor::desk, [](Command& k) { k.holder = kByWorker; }) ==
        "ruling_needed");
  CHECK(s.refused(Action::rule, Actor::desk, [](Command& k) { k.holder = kByWorker; }) ==
        "reason_missing /reason");
  s.dispatched(kByWorker, Action::rule);
  CHECK(s.c.ruled);
  CHECK_FALSE(s.c.must_rule);
}

TEST_CASE("who was named by ruling cannot return it, before or after accepting") {
  Story s;
  s.registered();
  for (int i = 0; i < 3; ++i) s.dispatched().returned();
  s.dispatched(kByWorker, Action::rule);
  CHECK(s.refused(Action::return_, Actor::holder, because()) == "ruled_holder_keeps");
  s.accepted();
  CHECK(s.refused(Action::return_, Actor::holder, because()) == "ruled_holder_keeps");
}

TEST_CASE("a desk that must rule can pass the ruling up, but not get rid of it") {
  Story s;
  s.registered();
  for (int i = 0; i < 3; ++i) s.dispatched().returned();
  s.does(Action::escalate, Actor::desk, because());
  CHECK(s.c.desk_area == kStreet);
  CHECK(s.c.must_rule);
}

TEST_CASE("what comes back a third time to the district is ruled there") {
  Story s;
  s.c.desk_area = kDistrict;
  s.registered();
  for (int i = 0; i < 3; ++i) s.dispatched().returned();
  CHECK(s.c.desk_area == kDistrict);
  CHECK(s.c.must_rule);
}

TEST_CASE("returns before and after accepting count alike, and right first time is over") {
  Story s;
  s.registered().dispatched().returned().dispatched().accepted().returned();
  CHECK(s.c.returns == 2);
  s.dispatched().accepted().done();
  CHECK(s.facts == "handled handled_on_time");
}

TEST_CASE("handler and desk can pass a case up from handling") {
  Story s;
  s.handling().later(1h).does(Action::escalate, Actor::holder, because("too big"));
  CHECK(s.c.state == State::registered);
  CHECK(s.c.desk_area == kCommunity);
  CHECK(s.c.paused.used_ms == to_ms(Duration(1h)));
  CHECK(s.facts == "escalated");
}

TEST_CASE("help is asked for with a reason, for eight at most") {
  Story s;
  s.handling();
  const auto helpers = [](int from, int n) {
    return [=](Command& k) {
      k.reason = "heavy";
      for (int i = 0; i < n; ++i) k.assistants.push_back({HolderKind::account, from + i});
    };
  };
  s.does(Action::ask_help, Actor::holder, helpers(300, 8));
  CHECK(s.c.assistants.size() == 8);
  CHECK(s.c.state == State::handling);
  CHECK(s.refused(Action::ask_help, Actor::holder, helpers(400, 1)) ==
        "assistants_too_many /assistants");
}

// ---- extension and shelving -------------------------------------------------------------------

TEST_CASE("an approved extension adds the original limit") {
  Story s;
  s.handling().later(1h).does(Action::request_extension, Actor::holder, because("rain"));
  CHECK(s.c.pending == Pending::extension);
  CHECK(s.c.pending_reason == "rain");
  CHECK(s.refused(Action::request_extension, Actor::holder, because()) == "extension_not_possible");
  s.does(Action::decide_extension, Actor::desk, granted);
  CHECK(s.c.clock.due_at == kMonday + 24h);  // eight working hours: 09–12, 14–18, 08–09
  CHECK(s.c.extensions == 1);
  CHECK(s.c.pending == Pending::none);
  CHECK(s.facts == "extended");
}

TEST_CASE("a refused extension changes nothing and does not count") {
  Story s;
  s.handling();
  const Instant due = s.c.clock.due_at;
  for (int i = 0; i < 3; ++i) {
    s.does(Action::request_extension, Actor::holder, because())
        .does(Action::decide_extension, Actor::desk, not_granted);
    CHECK(s.facts.empty());
  }
  CHECK(s.c.extensions == 0);
  CHECK(s.c.clock.due_at == due);
}

TEST_CASE("there are two extensions and no third") {
  Story s;
  s.handling();
  for (int i = 0; i < 2; ++i) {
    s.does(Action::request_extension, Actor::holder, because())
        .does(Action::decide_extension, Actor::desk, granted);
  }
  CHECK(s.refused(Action::request_extension, Actor::holder, because()) == "extension_not_possible");
}

TEST_CASE("there is no extension once overdue, neither asked nor granted") {
  Story s;
  s.handling().does(Action::request_extension, Actor::holder, because()).later(6h);
  CHECK(s.refused(Action::decide_extension, Actor::desk, granted) == "");
  s.later(1ms);
  CHECK(s.refused(Action::decide_extension, Actor::desk, granted) == "extension_not_possible");
  s.does(Action::decide_extension, Actor::desk, not_granted);
  CHECK(s.refused(Action::request_extension, Actor::holder, because()) == "extension_not_possible");
}

TEST_CASE("nobody decides his own request") {
  Story s;
  s.handling().does(Action::request_extension, Actor::holder, because());
  CHECK(s.refused(Action::decide_extension, Actor::desk, [](Command& k) {
    k.by = kWorker;
    k.granted = true;
  }) == "extension_not_asked");
  CHECK(s.refused(Action::decide_extension, Actor::holder, granted) == "action_not_yours");
  CHECK(s.refused(Action::decide_shelving, Actor::desk, granted) == "shelving_not_asked");
}

TEST_CASE("a request ends with the handling it was made in") {
  Story s;
  s.handling().does(Action::request_extension, Actor::holder, because()).done();
  CHECK(s.c.pending == Pending::none);
  CHECK_FALSE(s.c.pending_by);
}

TEST_CASE("shelving stops the clock until the day it was granted for, then resumes by itself") {
  Story s;
  const Instant day = kMonday + std::chrono::days(30);
  s.handling().later(1h).does(Action::request_shelving, Actor::holder, until(day));
  CHECK(s.c.state == State::handling);
  s.does(Action::decide_shelving, Actor::desk, granted);
  CHECK(s.c.state == State::shelved);
  CHECK(s.c.holder == kByWorker);
  CHECK(s.c.clock.kind == ClockKind::review);
  CHECK(s.c.clock.due_at == day);
  CHECK(s.facts == "shelved");
  s.now = day - 1ms;
  CHECK(s.rings() == "");
  s.now = day;
  CHECK(s.rings() == "resume");
  CHECK(s.c.state == State::handling);
  CHECK(s.c.holder == kByWorker);
  CHECK(s.c.clock.used_ms == to_ms(Duration(1h)));
  CHECK(s.refused(Action::request_shelving, Actor::holder, until(s.now + 24h)) ==
        "shelving_not_possible");
}

TEST_CASE("holder and desk can take up a shelved case before its day") {
  for (const auto actor : {Actor::holder, Actor::desk}) {
    Story s;
    s.handling()
        .does(Action::request_shelving, Actor::holder, until(kMonday + std::chrono::days(30)))
        .does(Action::decide_shelving, Actor::desk, granted)
        .later(24h)
        .does(Action::resume, actor);
    CHECK(s.c.state == State::handling);
    CHECK_FALSE(s.c.expires_at.has_value());
  }
}

TEST_CASE("shelving is for the future and for one year at most") {
  Story s;
  s.handling();
  CHECK(s.refused(Action::request_shelving, Actor::holder, until(s.now)) ==
        "until_out_of_range /until");
  CHECK(s.refused(Action::request_shelving, Actor::holder,
                  until(s.now + std::chrono::days(365) + 1ms)) == "until_out_of_range /until");
  CHECK(s.refused(Action::request_shelving, Actor::holder, until(s.now + std::chrono::days(365))) ==
        "");
}

TEST_CASE("shelving until a day that is over is not granted any more") {
  Story s;
  s.handling().does(Action::request_shelving, Actor::holder, until(s.now + 1h)).later(1h);
  CHECK(s.refused(Action::decide_shelving, Actor::desk, granted) == "shelving_not_possible");
  s.does(Action::decide_shelving, Actor::desk, not_granted);
  CHECK(s.c.state == State::handling);
  CHECK(s.c.pending == Pending::none);
}

// ---- checking and after -----------------------------------------------------------------------

TEST_CASE("a passed case is closed at the level that settled it") {
  Story s;
  s.closed();
  CHECK(s.c.state == State::closed);
  CHECK(s.c.closed_at == s.now);
  CHECK(s.c.last_verifier == kVerifier);
  CHECK(s.c.holder == Holder{HolderKind::desk, kGrid.value});
  CHECK(s.c.clock.kind == ClockKind::follow_up);
  CHECK(s.c.expires_at == s.now + std::chrono::days(14));
  CHECK(s.facts == "closed closed_on_time closed_at_grid");
}

TEST_CASE("a desk of any level closes at a level that is counted") {
  for (const auto& [level, fact] : {std::pair{"micro_grid", "closed_at_micro_grid"},
                                    {"building", "closed_at_micro_grid"},
                                    {"dedicated_grid", "closed_at_grid"},
                                    {"community", "closed_at_community"},
                                    {"street", "closed_at_street"},
                                    {"district", "closed_at_district"}}) {
    Story s;
    s.desks[0].level = level;
    s.closed();
    CHECK(s.facts == std::string("closed closed_on_time ") + fact);
  }
}

TEST_CASE("only a verifier passes or fails") {
  Story s;
  s.handling().done();
  for (const auto actor :
       {Actor::desk, Actor::holder, Actor::worker, Actor::reporter, Actor::sampler, Actor::staff}) {
    CHECK(s.refused(Action::pass, actor) == "action_not_yours");
    CHECK(s.refused(Action::fail, actor, because()) == "action_not_yours");
  }
}

TEST_CASE("a failed case goes back to the same handler, whose clock goes on, as rework") {
  Story s;
  s.handling().later(1h).done().later(10min);
  CHECK(s.refused(Action::fail, Actor::verifier) == "reason_missing /reason");
  s.does(Action::fail, Actor::verifier, because("still broken"));
  CHECK(s.c.state == State::handling);
  CHECK(s.c.holder == kByWorker);
  CHECK(s.c.reworks == 1);
  CHECK(s.c.clock.used_ms == to_ms(Duration(1h)));
  CHECK(s.c.clock.started_at == s.now);
  CHECK(s.facts == "reworked");
  s.done();
  CHECK(s.facts.empty());  // it was handled, and counted, already
}

TEST_CASE("the reporter rates a closed case and the follow-up is done") {
  Story s;
  s.closed();
  CHECK(s.refused(Action::rate, Actor::reporter) == "solved_missing /solved");
  CHECK(s.refused(Action::rate, Actor::reporter, [](Command& k) {
    content(k);
    k.stars = 6;
  }) == "stars_out_of_range /stars");
  s.does(Action::rate, Actor::reporter, [](Command& k) {
    content(k);
    k.stars = 4;
    k.note = "thanks";
  });
  CHECK(s.c.state == State::closed);
  CHECK(s.c.solved == true);
  CHECK(s.c.stars == 4);
  CHECK(s.c.clock.kind == ClockKind::none);
  CHECK(s.c.wake_at == s.c.expires_at);
  CHECK(s.facts == "followed_up reached solved satisfied");
}

TEST_CASE("who is not content counts as reached and nothing more") {
  Story s;
  s.closed().does(Action::rate, Actor::reporter,
                  [](Command& k) { k.solved = k.satisfied = false; });
  CHECK(s.facts == "followed_up reached");
}

TEST_CASE("a desk that reaches nobody has followed up once, however often it calls") {
  Story s;
  s.closed();
  const auto nobody = [](Command& k) {
    k.reached = false;
    k.note = "no answer";
  };
  CHECK(s.refused(Action::rate, Actor::desk) == "reached_missing /reached");
  CHECK(s.refused(Action::rate, Actor::desk, [&](Command& k) {
    nobody(k);
    content(k);
  }) == "reached_missing /reached");
  s.does(Action::rate, Actor::desk, nobody);
  CHECK(s.facts == "followed_up");
  CHECK(s.c.clock.kind == ClockKind::none);
  s.does(Action::rate, Actor::desk, nobody);
  CHECK(s.facts.empty());
  CHECK(s.refused(Action::rate, Actor::desk, [](Command& k) {
    k.reached = true;
    k.note = "called";
  }) == "solved_missing /solved");
  s.does(Action::rate, Actor::desk, [](Command& k) {
    k.reached = true;
    k.note = "called";
    content(k);
  });
  CHECK(s.facts == "reached solved satisfied");
}

TEST_CASE("a desk does not rate what the reporter has rated") {
  Story s;
  s.closed().does(Action::rate, Actor::reporter, content);
  CHECK(s.refused(Action::rate, Actor::desk, [](Command& k) {
    k.reached = true;
    k.note = "called";
    content(k);
  }) == "answered_already");
}

TEST_CASE("each further reporter's rating counts as a follow-up of its own") {
  Story s;
  s.closed()
      .does(Action::rate, Actor::reporter, content)
      .does(Action::rate, Actor::reporter, content);
  CHECK(s.facts == "followed_up reached solved satisfied");
}

TEST_CASE("a closed case can be reopened for fourteen days") {
  Story s;
  s.closed().does(Action::rate, Actor::reporter, content);
  Story late = s;
  late.later(std::chrono::days(14));
  CHECK(late.refused(Action::reopen, Actor::reporter, because()) == "reopening_ended");
  s.later(std::chrono::days(14) - 1ms);
  CHECK(s.refused(Action::reopen, Actor::reporter) == "reason_missing /reason");
  s.does(Action::reopen, Actor::reporter, because("broken again"));
  CHECK(s.c.state == State::registered);
  CHECK(s.c.reopenings == 1);
  CHECK_FALSE(s.c.closed_at.has_value());
  CHECK_FALSE(s.c.solved.has_value());
  CHECK_FALSE(s.c.satisfied.has_value());
  CHECK_FALSE(s.c.stars.has_value());
  CHECK_FALSE(s.c.expires_at.has_value());
  CHECK(s.facts == "reopened");
}

TEST_CASE("after fourteen days a closed case is archived") {
  Story s;
  s.closed().does(Action::rate, Actor::reporter, content).later(std::chrono::days(14));
  CHECK(s.rings() == "archive");
  CHECK(s.c.state == State::archived);
}

TEST_CASE("after a reopening somebody else checks") {
  Story s;
  s.closed().does(Action::reopen, Actor::reporter, because()).dispatched().accepted().done();
  CHECK(s.refused(Action::pass, Actor::verifier) == "other_verifier_needed");
  CHECK(s.refused(Action::fail, Actor::verifier, because()) == "other_verifier_needed");
  s.does(Action::pass, Actor::verifier, [](Command& k) { k.by = kOther; });
  CHECK(s.c.last_verifier == kOther);
}

TEST_CASE("a case that is handled and closed again counts as one case") {
  Story s;
  s.closed().does(Action::reopen, Actor::reporter, because()).dispatched();
  CHECK(s.facts.empty());
  s.accepted().done();
  CHECK(s.facts.empty());
  s.does(Action::pass, Actor::verifier, [](Command& k) { k.by = kOther; });
  CHECK(s.facts.empty());
}

TEST_CASE("who handled it before has nothing to do with it once another is named") {
  Story s;
  s.closed().does(Action::reopen, Actor::reporter, because());
  CHECK(s.c.handler == kWorker);
  s.dispatched(kByOffice);
  CHECK_FALSE(s.c.handler);
}

// ---- handled on the spot ----------------------------------------------------------------------

TEST_CASE("what a worker did on the spot waits for the draw and lies with the verifiers") {
  const Story s = self_handled();
  CHECK(s.c.state == State::self_handled);
  CHECK(s.c.handler == kWorker);
  CHECK(s.c.answer == "done at once");
  CHECK(s.c.holder == Holder{HolderKind::verifiers, kGrid.value});
  CHECK(s.c.expires_at == kMonday + 24h);
  CHECK(s.facts == "reported self_handled");
}

TEST_CASE("what is not drawn within a day closes by its clock after two") {
  Story s = self_handled();
  s.later(24h);
  CHECK(s.rings(false) == "draw");
  CHECK(s.c.sampled == false);
  CHECK(s.said("drawn") == "false");
  CHECK(s.c.expires_at == kMonday + 48h);
  s.later(24h);
  CHECK(s.rings() == "warn pass");
  CHECK(s.c.state == State::closed);
  CHECK(s.facts == "registered closed closed_on_time closed_at_micro_grid");
}

TEST_CASE("what is drawn waits for somebody else to look") {
  Story s = self_handled();
  s.later(24h);
  CHECK(s.rings(true) == "draw");
  CHECK_FALSE(s.c.expires_at.has_value());
  s.later(48h);
  s.rings();
  CHECK(s.c.state == State::self_handled);
  CHECK(s.c.supervisor_area);
  for (const auto actor : {Actor::holder, Actor::worker, Actor::desk, Actor::verifier}) {
    CHECK(s.refused(Action::pass, actor) == "action_not_yours");
  }
  s.does(Action::pass, Actor::sampler);
  CHECK(s.c.state == State::closed);
}

TEST_CASE("a sample that fails becomes a case like any other") {
  Story s = self_handled();
  s.does(Action::fail, Actor::sampler, because("nothing was done"));
  CHECK(s.c.state == State::registered);
  CHECK(s.c.reworks == 1);
  CHECK(s.c.registered_at == s.now);
  CHECK(s.facts == "reworked registered");
  s.dispatched().accepted().done().passed();
  CHECK(s.facts == "closed closed_on_time closed_at_grid");
}

TEST_CASE("what is disputed is looked at, whatever the draw says") {
  Story s = self_handled();
  s.later(1h).does(Action::object, Actor::reporter, because("he only looked"));
  CHECK(s.c.sampled == true);
  CHECK_FALSE(s.c.expires_at.has_value());
  s.later(72h);
  s.rings(false);
  CHECK(s.c.state == State::self_handled);
}

}  // namespace gewu::cases::test
