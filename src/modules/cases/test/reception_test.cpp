// SPDX-License-Identifier: Apache-2.0
// From the report until somebody is named: reception, verification before filing, dispatching.
#include <doctest/doctest.h>

#include "modules/cases/test/story.hpp"

namespace gewu::cases::test {

namespace {

Case another_case() {
  Story other([](Case& c) { c.id = CaseId{2}; });
  return other.c;
}

void decline(Command& k) {
  k.reason = "not ours";
  k.answer = "the water company will come";
  k.responsible = "water company";
}

}  // namespace

TEST_CASE("a report lies with the desk of its area, which has fifteen minutes") {
  const Story s;
  CHECK(s.c.state == State::reported);
  CHECK(s.c.desk_area == kGrid);
  CHECK(s.c.holder == Holder{HolderKind::desk, kGrid.value});
  CHECK(s.c.clock.kind == ClockKind::register_);
  CHECK(s.c.clock.due_at == kMonday + 15min);
  CHECK(s.c.wake_at == kMonday + 12min);
  CHECK(s.facts == "reported");
}

TEST_CASE("a report about the one who would hold it starts one desk up") {
  const Story s([](Case& c) { c.restricted = true; });
  CHECK(s.c.desk_area == kCommunity);
  CHECK(s.c.holder == Holder{HolderKind::desk, kCommunity.value});
}

TEST_CASE("what is about the workers below is not given to them to verify") {
  const Story s([](Case& c) { c.restricted = true; });
  CHECK(s.refused(Action::verify_first, Actor::desk) == "case_restricted");
}

TEST_CASE("the desk registers, and may put the category right at once") {
  Story s;
  s.does(Action::register_, Actor::desk, [](Command& k) {
    k.category = Category{CategoryId{9}, {calendar::LimitUnit::urgent_hour, 2}, true};
  });
  CHECK(s.c.state == State::registered);
  CHECK(s.c.category == CategoryId{9});
  CHECK(s.c.emergency);
  CHECK(s.c.registered_at == kMonday);
  CHECK(s.c.handle_limit == calendar::Limit{calendar::LimitUnit::urgent_hour, 2});
  CHECK(s.c.clock.kind == ClockKind::dispatch);
  CHECK(s.facts == "registered");
}

TEST_CASE("only the desk registers") {
  const Story s;
  for (const auto actor : {Actor::reporter, Actor::worker, Actor::holder, Actor::verifier,
                           Actor::sampler, Actor::staff, Actor::desk_above, Actor::viewer}) {
    CHECK(s.refused(Action::register_, actor) == "action_not_yours");
  }
}

TEST_CASE("the register clock stands while somebody verifies and goes on afterwards") {
  Story s;
  s.later(10min).does(Action::verify_first, Actor::desk);
  CHECK(s.c.state == State::verifying);
  CHECK(s.c.holder == Holder{HolderKind::workers, kMicroGrid.value});
  CHECK(s.c.clock.kind == ClockKind::verify);
  CHECK(s.c.clock.due_at == s.now + 30min);
  CHECK(s.c.paused.kind == ClockKind::register_);
  s.later(20min).does(Action::cannot_reach, Actor::worker);
  CHECK(s.c.state == State::reported);
  CHECK(s.c.clock.kind == ClockKind::register_);
  CHECK(s.c.clock.due_at == s.now + 5min);
  CHECK(s.c.paused.kind == ClockKind::none);
}

TEST_CASE("a confirmed report is registered") {
  Story s;
  s.does(Action::verify_first, Actor::desk).does(Action::confirm, Actor::worker, [](Command& k) {
    k.photos = 2;
  });
  CHECK(s.c.state == State::registered);
  CHECK(s.c.photo_count == 2);
  CHECK(s.c.holder == Holder{HolderKind::desk, kGrid.value});
  CHECK(s.c.paused.kind == ClockKind::none);
  CHECK(s.facts == "registered");
}

TEST_CASE("a refuted report is void and is answered") {
  Story s;
  s.does(Action::verify_first, Actor::desk);
  CHECK(s.refused(Action::refute, Actor::worker, because()) == "answer_missing /answer");
  s.does(Action::refute, Actor::worker, [](Command& k) {
    k.reason = "nothing there";
    k.answer = "we looked and found it gone";
  });
  CHECK(s.c.state == State::void_);
  CHECK(s.c.answer == "we looked and found it gone");
  CHECK(s.facts == "declined");
}

TEST_CASE("the desk does not verify in the worker's place") {
  Story s;
  s.does(Action::verify_first, Actor::desk);
  CHECK(s.refused(Action::confirm, Actor::desk) == "action_not_yours");
}

TEST_CASE("declining names who is responsible instead, or the legal ground") {
  Story s;
  CHECK(s.refused(Action::decline, Actor::desk) == "reason_missing /reason");
  CHECK(s.refused(Action::decline, Actor::desk, because()) == "answer_missing /answer");
  CHECK(s.refused(Action::decline, Actor::desk, [](Command& k) {
    decline(k);
    k.responsible.clear();
  }) == "decline_needs_way_on /responsible");
  s.does(Action::decline, Actor::desk, decline);
  CHECK(s.c.state == State::void_);
  CHECK(s.c.answer == "the water company will come");
  CHECK(s.said("responsible") == "water company");
  CHECK(s.facts == "declined");
  Story by_law;
  by_law.does(Action::decline, Actor::desk, [](Command& k) {
    decline(k);
    k.responsible.clear();
    k.ground = "a court has it";
  });
  CHECK(by_law.said("ground") == "a court has it");
}

TEST_CASE("a reporter objects to the void within seven days and is heard one desk up") {
  Story s;
  s.does(Action::decline, Actor::desk, decline);
  CHECK(s.c.expires_at == kMonday + std::chrono::days(7));
  Story late = s;
  late.later(std::chrono::days(7));
  CHECK(late.refused(Action::object, Actor::reporter, because()) == "objection_ended");
  s.later(std::chrono::days(7) - 1ms).does(Action::object, Actor::reporter, because("look"));
  CHECK(s.c.state == State::reported);
  CHECK(s.c.desk_area == kCommunity);
  CHECK(s.c.holder == Holder{HolderKind::desk, kCommunity.value});
  CHECK(s.c.answer.empty());
  CHECK(s.c.clock.due_at == s.now + 15min);
  CHECK_FALSE(s.c.expires_at.has_value());
}

TEST_CASE("an objection at the district's desk stays there") {
  Story s;
  s.c.desk_area = kDistrict;
  s.does(Action::decline, Actor::desk, decline).does(Action::object, Actor::reporter, because());
  CHECK(s.c.desk_area == kDistrict);
}

TEST_CASE("an unanswered void is archived after its seven days") {
  Story s;
  s.does(Action::decline, Actor::desk, decline).later(std::chrono::days(8));
  CHECK(s.rings() == "archive");
  CHECK(s.c.state == State::archived);
  CHECK(s.c.holder == Holder{HolderKind::records, 0});
  CHECK(s.c.clock.kind == ClockKind::none);
  CHECK_FALSE(s.c.wake_at.has_value());
}

TEST_CASE("withdrawing ends a report while nobody else stands behind it") {
  Story s;
  CHECK(s.refused(Action::withdraw, Actor::desk) == "action_not_yours");
  s.does(Action::withdraw, Actor::reporter);
  CHECK(s.c.state == State::withdrawn);
  CHECK(s.facts == "withdrawn");
  CHECK(s.c.expires_at == kMonday + std::chrono::days(7));
}

TEST_CASE("a withdrawn report can be restored for seven days, then it is archived") {
  Story s;
  s.does(Action::withdraw, Actor::reporter).later(std::chrono::days(6));
  Story kept = s;
  kept.does(Action::restore, Actor::reporter);
  CHECK(kept.c.state == State::reported);
  CHECK(kept.c.clock.due_at == kept.now + 15min);
  s.later(std::chrono::days(2));
  CHECK(s.rings() == "archive");
}

TEST_CASE("withdrawing leaves the case while co-reporters remain") {
  Story s;
  s.c.co_reporters = 1;
  s.does(Action::withdraw, Actor::reporter);
  CHECK(s.c.state == State::reported);
  CHECK(s.facts.empty());
  CHECK(s.event.action == Action::withdraw);
}

TEST_CASE("nothing is withdrawn any more once it is registered") {
  Story s;
  s.registered();
  CHECK(s.refused(Action::withdraw, Actor::reporter) == "action_not_possible");
}

TEST_CASE("the dispatcher names a holder, who has two working hours to accept") {
  Story s;
  s.registered();
  CHECK(s.refused(Action::dispatch, Actor::desk) == "holder_missing /holder");
  s.dispatched(kByOffice);
  CHECK(s.c.state == State::dispatched);
  CHECK(s.c.holder == kByOffice);
  CHECK(s.c.clock.kind == ClockKind::accept);
  CHECK(s.c.clock.due_at == kMonday + 2h);
  CHECK(s.said("holder_kind") == "organisation");
  CHECK(s.facts == "dispatched");
}

TEST_CASE("an urgent category is accepted within thirty minutes, whatever the hour") {
  Story s;
  s.category.limit = {calendar::LimitUnit::urgent_hour, 2};
  s.later(15h).registered().dispatched();
  CHECK(s.c.clock.due_at == s.now + 30min);
  s.accepted();
  CHECK(s.c.clock.due_at == s.now + 2h);
}

TEST_CASE("an emergency is urgent whatever its category's limit") {
  Story s([](Case&) {});
  s.c.emergency = true;
  s.registered().dispatched();
  CHECK(s.c.clock.due_at == kMonday + 30min);
}

TEST_CASE("the dispatcher may choose another limit than the category's usual one") {
  Story s;
  s.registered().does(Action::dispatch, Actor::desk, [](Command& k) {
    k.holder = kByWorker;
    k.limit = calendar::Limit{calendar::LimitUnit::work_day, 3};
  });
  CHECK(s.said("limit") == "work_day:3");
  s.accepted();
  CHECK(s.c.clock.limit == calendar::Limit{calendar::LimitUnit::work_day, 3});
}

TEST_CASE("helpers are kept once and never beside themselves") {
  Story s;
  const Holder help{HolderKind::account, 300};
  s.registered().does(Action::dispatch, Actor::desk, [&](Command& k) {
    k.holder = kByWorker;
    k.assistants = {help, kByWorker, help};
  });
  CHECK(s.c.assistants == std::vector<Holder>{help});
}

TEST_CASE("a recalled case is back at the desk") {
  Story s;
  s.registered().dispatched();
  CHECK(s.refused(Action::recall, Actor::desk) == "reason_missing /reason");
  s.does(Action::recall, Actor::desk, because());
  CHECK(s.c.state == State::registered);
  CHECK(s.c.holder == Holder{HolderKind::desk, kGrid.value});
  CHECK(s.facts.empty());
  s.dispatched(kByOffice);
  CHECK(s.facts.empty());  // the case was dispatched already
}

TEST_CASE("what a desk cannot settle goes one desk up and begins again there") {
  Story s;
  s.registered().later(10min).does(Action::escalate, Actor::desk, because());
  CHECK(s.c.state == State::registered);
  CHECK(s.c.desk_area == kCommunity);
  CHECK(s.c.holder == Holder{HolderKind::desk, kCommunity.value});
  CHECK(s.c.clock.due_at == s.now + 15min);
  CHECK(s.facts == "escalated");
  s.does(Action::escalate, Actor::desk, because()).does(Action::escalate, Actor::desk, because());
  CHECK(s.c.desk_area == kDistrict);
  CHECK(s.refused(Action::escalate, Actor::desk, because()) == "no_desk_above");
}

TEST_CASE("a desk that was given up still has a desk above") {
  Story s;
  s.registered();
  s.desks.erase(s.desks.begin());  // nobody is the grid's desk any more
  s.does(Action::escalate, Actor::desk, because());
  CHECK(s.c.desk_area == kCommunity);
}

TEST_CASE("a case put in another place goes to the desk there") {
  Story s;
  const AreaId other_grid{21};
  s.place_desks = {{other_grid, "grid"}, {kStreet, "street"}, {kDistrict, "district"}};
  const auto to = [&](Command& k) {
    Place p;
    p.area = other_grid;
    p.located = true;
    k.place = p;
  };
  s.later(10min).does(Action::locate, Actor::desk, to);
  CHECK(s.c.area == other_grid);
  CHECK(s.c.desk_area == other_grid);
  CHECK(s.c.holder == Holder{HolderKind::desk, other_grid.value});
  CHECK(s.c.clock.due_at == s.now + 15min);
}

TEST_CASE("putting a case right within one desk's areas does not start its clock anew") {
  Story s;
  s.place_desks = s.desks;
  s.later(10min).does(Action::locate, Actor::desk,
                      [](Command& k) { k.place = Place{.area = kGrid, .located = true}; });
  CHECK(s.c.area == kGrid);
  CHECK(s.c.clock.due_at == kMonday + 15min);
}

TEST_CASE("what was escalated does not fall back to the lowest desk when its place is put right") {
  Story s;
  s.registered().does(Action::escalate, Actor::desk, because());
  const AreaId grid{21}, community{22};
  s.place_desks = {{grid, "grid"}, {community, "community"}, {kDistrict, "district"}};
  s.does(Action::locate, Actor::desk,
         [&](Command& k) { k.place = Place{.area = grid, .located = true}; });
  CHECK(s.c.desk_area == community);
}

TEST_CASE("a case of the tray goes to the lowest desk once its place is known") {
  Story s;
  s.c.area = s.c.desk_area = kDistrict;
  s.c.located = false;
  s.place_desks = s.desks;
  s.desks = {{kDistrict, "district"}};
  const auto locate = [](Command& k) { k.place = Place{.area = kMicroGrid, .located = true}; };
  Story restricted = s;
  s.does(Action::locate, Actor::desk, locate);
  CHECK(s.c.desk_area == kGrid);
  restricted.c.restricted = true;
  restricted.does(Action::locate, Actor::desk, locate);
  CHECK(restricted.c.desk_area == kCommunity);
}

TEST_CASE("reporters of one matter are joined and each is counted") {
  Story main;
  Case other = another_case();
  other.co_reporters = 2;
  Story joined([](Case& c) { c.id = CaseId{2}; });
  joined.c.co_reporters = 2;
  CHECK(joined.refused(Action::merge, Actor::desk) == "main_case_not_open");
  joined.does(Action::merge, Actor::desk, [&](Command& k) { k.main_case = &main.c; });
  CHECK(joined.c.state == State::merged);
  CHECK(joined.c.main_case == CaseId{1});
  CHECK(joined.c.former_state == State::reported);
  CHECK(joined.c.holder == Holder{HolderKind::desk, kGrid.value});
  CHECK(joined.c.clock.kind == ClockKind::main_case);
  CHECK(joined.facts == "merged");
  main.does(Action::absorb, Actor::merger, [&](Command& k) { k.main_case = &other; });
  CHECK(main.c.co_reporters == 3);
  CHECK(main.facts.empty());
  main.does(Action::release, Actor::merger, [&](Command& k) { k.main_case = &other; });
  CHECK(main.c.co_reporters == 0);
}

TEST_CASE("a case is merged only into another that is open") {
  Story s;
  Case main = another_case();
  const auto into = [&](Command& k) { k.main_case = &main; };
  for (const State state : {State::closed, State::void_, State::merged, State::withdrawn,
                            State::archived, State::imported}) {
    main.state = state;
    CHECK(s.refused(Action::merge, Actor::desk, into) == "main_case_not_open");
  }
  main = s.c;
  CHECK(s.refused(Action::merge, Actor::desk, into) == "main_case_not_open");
  main = another_case();
  main.district = DistrictId{2};
  CHECK(s.refused(Action::merge, Actor::desk, into) == "main_case_not_open");
}

TEST_CASE("what is about the one who would hold it is not merged into what he can read") {
  Story s([](Case& c) { c.restricted = true; });
  Case main = another_case();
  CHECK(s.refused(Action::merge, Actor::desk, [&](Command& k) { k.main_case = &main; }) ==
        "main_case_not_restricted");
  main.restricted = true;
  CHECK(s.refused(Action::merge, Actor::desk, [&](Command& k) { k.main_case = &main; }) == "");
}

TEST_CASE("unmerging gives a case back its former state") {
  const Case main = another_case();
  Story reported;
  reported.does(Action::merge, Actor::desk, [&](Command& k) { k.main_case = &main; })
      .does(Action::unmerge, Actor::desk, because());
  CHECK(reported.c.state == State::reported);
  CHECK_FALSE(reported.c.main_case);
  CHECK_FALSE(reported.c.former_state.has_value());
  CHECK(reported.c.clock.kind == ClockKind::register_);
  Story registered;
  registered.registered()
      .does(Action::merge, Actor::desk, [&](Command& k) { k.main_case = &main; })
      .does(Action::unmerge, Actor::desk, because());
  CHECK(registered.c.state == State::registered);
  CHECK(registered.c.clock.kind == ClockKind::dispatch);
}

TEST_CASE("nothing is taken that an action would drop in silence") {
  const Story s;
  const Case main = another_case();
  CHECK(s.refused(Action::note, Actor::staff, [&](Command& k) {
    k.note = "seen";
    k.main_case = &main;
  }) == "main_case_not_taken /main_case");
  CHECK(s.refused(Action::register_, Actor::desk, [](Command& k) { k.holder = kByWorker; }) ==
        "holder_not_taken /holder");
  CHECK(s.refused(Action::register_, Actor::desk, [](Command& k) { k.photos = 1; }) ==
        "photos_not_taken /photos");
  CHECK(s.refused(Action::withdraw, Actor::reporter, [](Command& k) { k.stars = 5; }) ==
        "stars_not_taken /stars");
}

TEST_CASE("what is said to the reporter comes first in an event and is marked off") {
  Story s;
  s.does(Action::decline, Actor::desk, decline);
  CHECK(s.event.words == "the water company will come\nnot ours");
  CHECK(s.said("answer_length") == "27");
}

}  // namespace gewu::cases::test
