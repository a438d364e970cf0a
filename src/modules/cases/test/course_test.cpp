// SPDX-License-Identifier: Apache-2.0
// The whole course of a case through the service: every event, every fact, the chain behind it.
#include <doctest/doctest.h>

#include <future>

#include "base/bytes.hpp"
#include "modules/cases/test/town.hpp"

namespace gewu::cases::test {

namespace {

std::string code_of_refusal(const Result<Reported>& out) {
  return out ? "" : out.error().code + " " + out.error().field;
}

}  // namespace

TEST_CASE("a report is located, held, timed, receipted and counted in one go") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto made = t.report();
    CHECK(made.number == 100001);
    CHECK(made.state == State::reported);
    CHECK(made.located);
    CHECK(made.area == t.place.area('A'));
    CHECK(made.desk_area == t.place.area('A'));
    CHECK(made.due_at == t.clock.now() + 15min);
    CHECK(made.emergency.empty());
    CHECK(made.follow_code.size() == 12);
    const Case c = t.load(made.id);
    CHECK(c.title == "The lamp by the gate is dark");
    CHECK(c.channel == Channel::resident_page);
    CHECK(c.territory_version == t.place.district.territory_version);
    CHECK(c.cell != 0);
    const auto events = t.all_events(made.id);
    REQUIRE(events.size() == 1);
    CHECK(events[0].action == "report");
    CHECK(events[0].actor_kind == history::ActorKind::reporter);
    CHECK(events[0].words == "The lamp by the gate is dark");
    CHECK(made.receipt == events[0].hash);
    CHECK(c.history_head == to_hex(events[0].hash));
    CHECK(t.facts(made.id) == "reported");
    CHECK(t.intact(made.id));
    CHECK(t.problems().empty());
  });
}

TEST_CASE("a case goes from report to rating with one event for each deed and every fact") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto made = t.report();
    t.dispatch(made.id, t.water());
    t.clock.advance(10min);
    t.act(t.plumber, made.id, Action::accept);
    t.clock.advance(1h);
    const Case done = t.finish(t.plumber, made.id);
    CHECK(done.handler_organisation == t.office);
    CHECK(done.photo_count == 1);
    t.act(t.verifier, made.id, Action::pass);
    t.tell(made.follow_code, Action::rate, [](Deed& x) {
      x.solved = x.satisfied = true;
      x.stars = 5;
      x.note = "thank you";
    });
    CHECK(t.events(made.id) == "report register dispatch accept report_done pass rate");
    CHECK(t.facts(made.id) ==
          "reported registered dispatched accepted handled handled_on_time right_first_time "
          "closed closed_on_time closed_at_grid followed_up reached solved satisfied");
    CHECK(t.intact(made.id));
    const auto rating =
        t.read([&](db::ReadTx& tx) { return store::last_rating(tx, t.district, made.id).value(); });
    CHECK(rating.stars == 5);
    CHECK(rating.comment == "thank you");
    CHECK(t.problems().empty());
  });
}

TEST_CASE("the long way round: verified, returned, ruled on, shelved, reworked and reopened") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto made = t.report();
    const CaseId id = made.id;
    t.act(t.lead_a, id, Action::verify_first);
    t.act(t.worker_a, id, Action::confirm);
    for (int i = 0; i < 3; ++i) {
      t.act(t.lead_a, id, Action::dispatch, [&](Deed& x) { x.holder = t.water(); });
      t.act(t.plumber, id, Action::return_, for_reason());
    }
    CHECK(t.refused(t.lead_a, id, Action::rule) == "action_not_yours");
    t.act(t.community, id, Action::rule, [&](Deed& x) {
      x.holder = t.water();
      x.reason = "it is a pipe";
    });
    t.act(t.plumber, id, Action::accept);
    t.act(t.plumber, id, Action::request_extension, for_reason());
    t.act(t.community, id, Action::decide_extension, [](Deed& x) { x.granted = true; });
    t.act(t.plumber, id, Action::request_shelving, [&](Deed& x) {
      x.reason = "spare parts";
      x.until = t.clock.now() + std::chrono::days(3);
    });
    t.act(t.community, id, Action::decide_shelving, [](Deed& x) { x.granted = true; });
    t.clock.advance(std::chrono::days(3));
    CHECK(t.tick() == 1);
    CHECK(t.load(id).state == State::handling);
    t.act(t.plumber, id, Action::ask_help, [&](Deed& x) {
      x.reason = "heavy";
      x.assistants = {t.as_holder(t.worker_a)};
    });
    t.finish(t.plumber, id);
    t.act(t.verifier, id, Action::fail, for_reason());
    t.finish(t.plumber, id);
    t.act(t.verifier, id, Action::pass);
    t.tell(made.follow_code, Action::reopen, for_reason("leaks again"));
    t.act(t.community, id, Action::dispatch, [&](Deed& x) { x.holder = t.water(); });
    t.act(t.plumber, id, Action::accept);
    t.finish(t.plumber, id);
    CHECK(t.refused(t.verifier, id, Action::pass) == "other_verifier_needed");
    t.act(t.verifier_2, id, Action::pass);
    CHECK(t.events(id) ==
          "report verify_first confirm dispatch return dispatch return dispatch return rule accept "
          "request_extension decide_extension request_shelving decide_shelving resume ask_help "
          "report_done fail report_done pass reopen dispatch accept report_done pass");
    CHECK(t.facts(id) ==
          "reported registered dispatched returned returned returned accepted extended shelved "
          "handled handled_on_time reworked closed closed_on_time closed_at_community reopened "
          "accepted");
    CHECK(t.intact(id));
    CHECK(t.problems().empty());
  });
}

TEST_CASE("an emergency says so to whoever reports it and keeps its mark") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    std::string code, emergency;
    for (const auto& category : categories::shipped_catalogue()) {
      if (category.emergency.empty()) continue;
      code = category.code;
      emergency = category.emergency;
    }
    REQUIRE_FALSE(code.empty());
    const auto made = t.report([&](NewReport& in) { in.category = code; });
    CHECK(made.emergency == emergency);
    CHECK(t.load(made.id).emergency);
  });
}

TEST_CASE("a report that cannot be taken says which part of it") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto refusal = [&](const Town::EditReport& edit) {
      return code_of_refusal(t.try_report(edit));
    };
    CHECK(refusal([](NewReport& in) { in.words = " x "; }) == "text_too_short /words");
    CHECK(refusal([](NewReport& in) { in.words = std::string(2001, 'x'); }) ==
          "text_too_long /words");
    CHECK(refusal([](NewReport& in) { in.words = "lamp \xE2\x80\xAE gate"; }).ends_with("/words"));
    CHECK(refusal([](NewReport& in) { in.words = "lamp\x07"; }).ends_with("/words"));
    CHECK(refusal([](NewReport& in) { in.address = "two\nlines"; }).ends_with("/address"));
    CHECK(refusal([](NewReport& in) { in.point = {91, 0}; }) == "place_not_on_earth /place");
    CHECK(refusal([](NewReport& in) { in.point = {0, -181}; }) == "place_not_on_earth /place");
    CHECK(refusal([](NewReport& in) { in.accuracy_m = -1; }) ==
          "accuracy_out_of_range /place/accuracy_m");
    CHECK(refusal([](NewReport& in) { in.accuracy_m = 1e300; }) ==
          "accuracy_out_of_range /place/accuracy_m");
    CHECK(refusal([](NewReport& in) { in.category = "event-99-99"; }) ==
          "category_unknown /category");
    CHECK(refusal([](NewReport& in) { in.nature = "revenge"; }) == "code_unknown /nature");
    CHECK(refusal([&](NewReport& in) { in.done_at = t.clock.now() + 6min; }) ==
          "done_at_in_future /done_at");
    CHECK(refusal([&](NewReport& in) { in.done_at = t.clock.now() - std::chrono::days(61); }) ==
          "done_at_too_old /done_at");
    CHECK(refusal([](NewReport& in) {
            in.contact = Contact{"", "not a phone"};
          }).ends_with("/contact/phone"));
    CHECK(refusal([](NewReport& in) {
            in.contact = Contact{std::string(41, 'x'), ""};
          }) == "text_too_long /contact/name");
    CHECK(refusal([](NewReport& in) { in.self_handled = true; }) == "self_handling_not_yours ");
    CHECK(t.read([&](db::ReadTx& tx) { return store::page(tx, t.district, {}, 10); }).empty());
  });
}

TEST_CASE("markup is kept as the text it is") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const std::string words = "<script>alert('x')</script> & \"lamp\"; drop table cases; --";
    const auto made = t.report([&](NewReport& in) { in.words = words; });
    CHECK(t.report_of(made.id).words == words);
    CHECK(t.all_events(made.id)[0].words == words);
  });
}

TEST_CASE("what lies in no grid waits in the district's tray, with a holder and a clock") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const std::vector<std::optional<geo::LatLon>> nowhere{std::nullopt, t.in_no_grid(),
                                                          geo::LatLon{10, 10}};
    for (const auto& point : nowhere) {
      const auto made = t.report([&](NewReport& in) { in.point = point; });
      CHECK_FALSE(made.located);
      CHECK(made.area == t.place.district.root);
      CHECK(made.desk_area == t.place.district.root);
      CHECK(made.due_at == t.clock.now() + 15min);
      CHECK(t.sees(t.centre, made.id));
      for (const auto other : {t.lead_a, t.community, t.street, t.worker_a, t.verifier}) {
        CHECK_FALSE(t.sees(other, made.id));
      }
    }
  });
}

TEST_CASE("a case of the tray is located by the district and then lies with the desk there") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto made = t.report([](NewReport& in) { in.point.reset(); });
    const Case c = t.act(t.centre, made.id, Action::locate, [&](Deed& x) {
      x.point = t.in_a();
      x.address = "Yard 1";
    });
    CHECK(c.area == t.place.area('A'));
    CHECK(c.located);
    CHECK(c.desk_area == t.place.area('A'));
    CHECK(c.address == "Yard 1");
    CHECK(t.sees(t.lead_a, made.id));
    t.act(t.lead_a, made.id, Action::register_);
    CHECK(t.events(made.id) == "report locate register");
  });
}

TEST_CASE("what lies nowhere is checked by the district's desk, for no team of a place would") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    t.also(t.plumber, api::Role::department, t.place.district.root, t.office);
    const auto made = t.report([](NewReport& in) { in.point.reset(); });
    t.act(t.centre, made.id, Action::register_);
    t.act(t.centre, made.id, Action::dispatch, [&](Deed& x) { x.holder = t.water(); });
    t.act(t.plumber, made.id, Action::accept);
    t.finish(t.plumber, made.id);
    CHECK(t.load(made.id).state == State::checking);
    CHECK(t.act(t.centre, made.id, Action::pass).state == State::closed);
    // Of what lies somewhere the teams of the place check.
    const auto placed = t.report();
    t.act(t.lead_a, placed.id, Action::register_);
    t.act(t.lead_a, placed.id, Action::dispatch, [&](Deed& x) { x.holder = t.water(); });
    t.act(t.plumber, placed.id, Action::accept);
    t.finish(t.plumber, placed.id);
    CHECK(t.refused(t.centre, placed.id, Action::pass) == "action_not_yours");
  });
}

TEST_CASE("an address without its place is refused") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto made = t.report();
    CHECK(t.refused(t.lead_a, made.id, Action::locate, [](Deed& x) { x.address = "Yard"; }) ==
          "place_missing /place");
  });
}

TEST_CASE("a grid without a desk of its own is the community's") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto made = t.report([&](NewReport& in) { in.point = t.in_d(); });
    CHECK(made.area == t.place.area('D'));
    CHECK(made.desk_area == t.place.community);
  });
}

TEST_CASE("a desk whose only person left still has a desk above that is told") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto made = t.report();
    const auto ended = t.d.db().write([&](db::WriteTx& tx) {
      return accounts::set_state(tx, t.ids, t.district, t.lead_a, accounts::AccountState::disabled,
                                 std::nullopt, {}, t.clock.now());
    });
    REQUIRE(ended.ok());
    t.clock.advance(16min);
    t.tick();
    CHECK(t.load(made.id).supervisor_area == t.place.community);
    t.act(t.community, made.id, Action::register_);
    t.act(t.community, made.id, Action::escalate, for_reason());
    CHECK(t.load(made.id).desk_area == t.place.community);
  });
}

TEST_CASE("photos hang on their report once, by who uploaded them") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto photo = t.photo_of();
    const auto with = [](photos::Ticket ticket, std::size_t times = 1) {
      return [=](NewReport& in) {
        for (std::size_t i = 0; i < times; ++i) in.photos.push_back({ticket.photo, ticket.token});
      };
    };
    CHECK(code_of_refusal(t.try_report(with({photo.photo, "wrong-token-wrong-token"}))) ==
          "photo_unknown /photos/0");
    CHECK(code_of_refusal(t.try_report(with({PhotoId{77}, photo.token}))) ==
          "photo_unknown /photos/0");
    CHECK(code_of_refusal(t.try_report(with(photo, 2))) == "photo_attached_already /photos/1");
    CHECK(code_of_refusal(t.try_report(with(photo, 10))) == "photos_too_many /photos");
    const auto made = t.report(with(photo));
    CHECK(t.load(made.id).photo_count == 1);
    CHECK(code_of_refusal(t.try_report(with(photo))) == "photo_attached_already /photos/0");
    const auto hung = t.read([&](db::ReadTx& tx) {
      return photos::photos_of(tx, t.district, photos::OwnerKind::case_file,
                               RecordId{made.id.value});
    });
    CHECK(hung.size() == 1);
  });
}

TEST_CASE("the photo of the first attempt is no evidence of the second") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto made = t.report();
    t.dispatch(made.id, t.as_holder(t.worker_a));
    t.act(t.worker_a, made.id, Action::accept);
    const auto photo = t.photo_of();
    const auto done = [&](Deed& x) {
      x.answer = "mended";
      x.photos = {{photo.photo, photo.token, photos::PhotoKind::after}};
    };
    t.act(t.worker_a, made.id, Action::report_done, done);
    t.act(t.verifier, made.id, Action::fail, for_reason());
    CHECK(t.refused(t.worker_a, made.id, Action::report_done, done) ==
          "photo_attached_already /photos/0");
    CHECK(t.load(made.id).state == State::handling);
    CHECK(t.events(made.id) == "report register dispatch accept report_done fail");
  });
}

TEST_CASE("a holder is somebody who answers for that place") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto made = t.report();
    t.act(t.lead_a, made.id, Action::register_);
    const auto to = [](Holder h) { return [h](Deed& x) { x.holder = h; }; };
    for (const Holder nobody :
         {t.as_holder(t.worker_b), t.as_holder(t.leader), t.as_holder(t.rider),
          Holder{HolderKind::account, 12345}, Holder{HolderKind::organisation, 12345},
          Holder{HolderKind::desk, t.place.street.value}, Holder{HolderKind::records, 0}}) {
      CHECK(t.refused(t.lead_a, made.id, Action::dispatch, to(nobody)) == "holder_unknown /holder");
    }
    CHECK(t.refused(t.lead_a, made.id, Action::dispatch, [&](Deed& x) {
      x.holder = t.water();
      x.assistants = {t.as_holder(t.worker_b)};
    }) == "holder_unknown /assistants");
    t.act(t.lead_a, made.id, Action::dispatch, to(t.as_holder(t.worker_a)));
  });
}

TEST_CASE("limits and categories are those of the catalogue") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto made = t.report([](NewReport& in) { in.category = "event-01-01"; });
    CHECK(t.refused(t.lead_a, made.id, Action::register_,
                    [](Deed& x) { x.category = "event-99-99"; }) == "category_unknown /category");
    t.act(t.lead_a, made.id, Action::register_);
    const auto with_limit = [&](std::string limit) {
      return [&, limit](Deed& x) {
        x.holder = t.water();
        x.limit = limit;
      };
    };
    CHECK(t.refused(t.lead_a, made.id, Action::dispatch, with_limit("work_day:99")) ==
          "limit_not_listed /limit");
    CHECK(t.refused(t.lead_a, made.id, Action::dispatch, with_limit("soon")) ==
          "limit_not_listed /limit");
    t.act(t.lead_a, made.id, Action::dispatch, with_limit("work_day:15"));
    const Case c = t.act(t.plumber, made.id, Action::accept);
    CHECK(c.clock.limit == calendar::Limit{calendar::LimitUnit::work_day, 15});
    CHECK_FALSE(c.clock.calendar_missing);
  });
}

TEST_CASE("who acts on an older version is told, and nothing is written") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto made = t.report();
    t.act(t.lead_a, made.id, Action::register_);
    const auto late = t.try_act(t.lead_a, made.id, Action::escalate, [](Deed& x) {
      x.version = 1;
      x.reason = "too big";
    });
    REQUIRE_FALSE(late.ok());
    CHECK(late.error().kind == Failure::stale);
    CHECK(late.error().code == "version_stale");
    CHECK(t.events(made.id) == "report register");
    CHECK(t.facts(made.id) == "reported registered");
  });
}

TEST_CASE("of many who act at once one is taken and the others are told that they are late") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto made = t.report();
    const auto caller = t.who(t.lead_a);
    std::vector<std::future<std::string>> answers;
    for (int i = 0; i < 6; ++i) {
      answers.push_back(std::async(std::launch::async, [&] {
        Deed deed;
        deed.action = Action::register_;
        deed.version = 1;
        const auto out = d.db().write([&](db::WriteTx& tx) {
          return t.cases.act(tx, t.district, made.id, deed, caller, t.clock.now());
        });
        return out ? std::string("taken") : out.error().code;
      }));
    }
    int taken = 0, stale = 0;
    for (auto& answer : answers) {
      const auto said = answer.get();
      taken += said == "taken" ? 1 : 0;
      stale += said == "version_stale" ? 1 : 0;
    }
    CHECK(taken == 1);
    CHECK(stale == 5);
    CHECK(t.events(made.id) == "report register");
    CHECK(t.facts(made.id) == "reported registered");
    CHECK(t.intact(made.id));
  });
}

TEST_CASE("reports that arrive at once have numbers of their own, across services") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    // A second process of the same database has its own blocks.
    CaseService second({t.territories, t.calendars, t.categories, t.vault, t.ids, t.random});
    std::vector<std::future<std::vector<std::int64_t>>> threads;
    for (int i = 0; i < 4; ++i) {
      threads.push_back(std::async(std::launch::async, [&, i] {
        std::vector<std::int64_t> out;
        CaseService& service = i % 2 == 0 ? t.cases : second;
        for (int j = 0; j < 25; ++j) {
          out.push_back(d.db()
                            .write([&](db::WriteTx& tx) {
                              return service.report(tx, t.district, t.words_at(t.in_a()), nullptr,
                                                    t.clock.now());
                            })
                            .value()
                            .number);
        }
        return out;
      }));
    }
    std::set<std::int64_t> all;
    for (auto& thread : threads) {
      for (const auto number : thread.get()) CHECK(all.insert(number).second);
    }
    CHECK(all.size() == 100);
    CHECK(t.problems().empty());
  });
}

TEST_CASE("the chain shows when somebody wrote into it") {
  static const db::Sql forge{"test.cases_forge",
                             "update history_event set action = 'pass' where district_id = $1 "
                             "and subject_id = $2 and seq = 2"};
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto made = t.report();
    t.act(t.lead_a, made.id, Action::register_);
    CHECK(t.intact(made.id));
    d.db().write([&](db::WriteTx& tx) { return tx.execute(forge, t.district, made.id); });
    CHECK_FALSE(t.intact(made.id));
  });
}

TEST_CASE("the doctor counts the reporters of a merger again") {
  static const db::Sql miscount{"test.cases_miscount",
                                "update cases set co_reporters = $3 where district_id = $1 "
                                "and case_id = $2"};
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto main = t.report(), other = t.report();
    t.act(t.lead_a, other.id, Action::merge, [&](Deed& x) { x.main_case = main.id; });
    CHECK(t.problems().empty());
    for (const int wrong : {0, 2}) {
      d.db().write(
          [&](db::WriteTx& tx) { return tx.execute(miscount, t.district, main.id, wrong); });
      REQUIRE(t.problems().size() == 1);
      CHECK(t.problems()[0].starts_with("co_reporters_differ"));
    }
  });
}

TEST_CASE("the doctor finds what cannot be") {
  static const db::Sql break_case{"test.cases_break",
                                  "update cases set clock_kind = 'none', wake_at = null "
                                  "where district_id = $1 and case_id = $2"};
  static const db::Sql lose_report{"test.cases_lose_report",
                                   "delete from case_report where district_id = $1 "
                                   "and case_id = $2"};
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto one = t.report(), two = t.report(), three = t.report();
    CHECK(t.problems().empty());
    d.db().write([&](db::WriteTx& tx) {
      tx.execute(break_case, t.district, one.id);
      tx.execute(lose_report, t.district, two.id);
      return Nothing{};
    });
    CHECK(t.problems() ==
          std::vector<std::string>{"case_without_clock case " + to_string(one.id),
                                   "case_without_report case " + to_string(two.id)});
    (void)three;
  });
}

}  // namespace gewu::cases::test
