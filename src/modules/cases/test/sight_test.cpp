// SPDX-License-Identifier: Apache-2.0
// Who sees a case and who may do what: roles over areas, holders, and those whom it is about.
#include <doctest/doctest.h>

#include <algorithm>

#include "modules/cases/case_policy.hpp"
#include "modules/cases/test/town.hpp"

namespace gewu::cases::test {

namespace {

std::string names(Actors set) {
  std::string out;
  for (unsigned bit = 1; bit <= static_cast<unsigned>(Actor::merger); bit <<= 1) {
    if ((set & bit) == 0) continue;
    out += (out.empty() ? "" : " ") + std::string(code_of(static_cast<Actor>(bit)));
  }
  return out;
}

}  // namespace

TEST_CASE("each role stands in its relation to a case of its area, and in no other") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto made = t.report();
    const auto as = [&](AccountId who) { return names(t.relations(who, made.id)); };
    CHECK(as(t.lead_a) == "desk worker verifier staff");
    CHECK(as(t.community) == "desk desk_above verifier sampler staff");
    CHECK(as(t.street) == "desk desk_above staff");
    CHECK(as(t.centre) == "desk desk_above staff");
    CHECK(as(t.worker_a) == "worker staff");
    CHECK(as(t.verifier) == "verifier sampler staff");
    CHECK(as(t.leader) == "viewer");
    CHECK(as(t.auditor) == "viewer");
    CHECK(as(t.worker_b) == "");
    CHECK(as(t.plumber) == "");
    CHECK(as(t.rider) == "");
  });
}

TEST_CASE("the lists' roles are those that see by their area") {
  for (const auto role : {Role::part_time_worker, Role::department, Role::system_administrator,
                          Role::security_administrator}) {
    CHECK(std::count(seeing_roles().begin(), seeing_roles().end(), role) == 0);
  }
  CHECK(seeing_roles().size() == 8);
  CHECK(roles_of(Actor::holder).empty());
}

TEST_CASE("somebody else's area is as good as no case") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto made = t.report();
    const AccountId lead_b = t.person("lead_b", Role::grid_lead, t.place.area('B'));
    CHECK(t.refused(lead_b, made.id, Action::register_) == "case_unknown");
    CHECK(t.refused(t.rider, made.id, Action::note, [](Deed& x) { x.note = "hello"; }) ==
          "case_unknown");
    const auto centre = t.who(t.centre);
    const auto unknown = t.d.db().write([&](db::WriteTx& tx) {
      return t.cases.act(tx, t.district, CaseId{5}, {}, centre, t.clock.now());
    });
    REQUIRE_FALSE(unknown.ok());
    CHECK(unknown.error().code == "case_unknown");
    CHECK(unknown.error().kind == Failure::not_found);
  });
}

TEST_CASE("a desk below the one that has the case cannot act as its desk") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto made = t.report();
    t.act(t.lead_a, made.id, Action::register_);
    t.act(t.lead_a, made.id, Action::escalate, for_reason());
    CHECK(t.refused(t.lead_a, made.id, Action::dispatch, [&](Deed& x) { x.holder = t.water(); }) ==
          "action_not_yours");
    t.act(t.community, made.id, Action::dispatch, [&](Deed& x) { x.holder = t.water(); });
  });
}

TEST_CASE("a department sees what it holds and nothing else") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto made = t.report(), other = t.report();
    CHECK_FALSE(t.sees(t.plumber, made.id));
    t.dispatch(made.id, t.water());
    CHECK(names(t.relations(t.plumber, made.id)) == "holder staff");
    CHECK_FALSE(t.sees(t.plumber, other.id));
    t.act(t.plumber, made.id, Action::return_, for_reason());
    CHECK_FALSE(t.sees(t.plumber, made.id));
  });
}

TEST_CASE("a department keeps sight of what it did until another is named") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto made = t.report();
    t.dispatch(made.id, t.water());
    t.act(t.plumber, made.id, Action::accept);
    t.finish(t.plumber, made.id);
    t.act(t.verifier, made.id, Action::pass);
    CHECK(t.sees(t.plumber, made.id));
    t.tell(made.follow_code, Action::reopen, for_reason());
    t.act(t.lead_a, made.id, Action::dispatch,
          [&](Deed& x) { x.holder = t.as_holder(t.worker_a); });
    CHECK_FALSE(t.sees(t.plumber, made.id));
  });
}

TEST_CASE("another department's member is no holder") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto gas =
        d.db()
            .write([&](db::WriteTx& tx) {
              return accounts::add_organisation(
                  tx, t.ids, t.district, accounts::OrganisationName::parse("Gas").value(),
                  accounts::OrganisationKind::department, t.place.street, {}, t.clock.now());
            })
            .value();
    const auto fitter = t.person("fitter", Role::department, t.place.street, gas);
    const auto made = t.report();
    t.dispatch(made.id, t.water());
    CHECK(t.refused(fitter, made.id, Action::accept) == "case_unknown");
  });
}

TEST_CASE("leaders and auditors look and change nothing") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto made = t.report();
    for (const auto who : {t.leader, t.auditor}) {
      CHECK(t.sees(who, made.id));
      CHECK(t.refused(who, made.id, Action::register_) == "action_not_yours");
      CHECK(t.refused(who, made.id, Action::note, [](Deed& x) { x.note = "hello"; }) ==
            "action_not_yours");
      const Case c = t.load(made.id);
      const Actors as = t.relations(who, made.id);
      const auto can = t.read(
          [&](db::ReadTx& tx) { return t.cases.allowed_for(tx, c, as, who, t.clock.now()); });
      CHECK(can.empty());
    }
  });
}

TEST_CASE("nobody checks his own work, nor his team's, nor what he helped with") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto colleague = t.person("colleague", Role::department, t.place.street, t.office);
    t.also(colleague, Role::verifier, t.place.community);
    t.also(t.worker_a, Role::verifier, t.place.community);
    t.also(t.plumber, Role::verifier, t.place.community);
    const auto made = t.report();
    t.act(t.lead_a, made.id, Action::register_);
    t.act(t.lead_a, made.id, Action::dispatch, [&](Deed& x) {
      x.holder = t.water();
      x.assistants = {t.as_holder(t.worker_a)};
    });
    t.act(t.plumber, made.id, Action::accept);
    t.finish(t.plumber, made.id);
    for (const auto who : {t.plumber, colleague, t.worker_a}) {
      CHECK(t.refused(who, made.id, Action::pass) == "action_not_yours");
      CHECK(t.refused(who, made.id, Action::fail, for_reason()) == "action_not_yours");
    }
    t.act(t.verifier, made.id, Action::pass);
  });
}

TEST_CASE("a team is a team also where it works for another place") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto colleague = t.person("colleague", Role::department, t.place.district.root, t.office);
    t.also(colleague, Role::verifier, t.place.community);
    const auto far = t.person("far", Role::department, t.place.area('D'), t.office);
    t.also(far, Role::verifier, t.place.community);
    const auto made = t.report();
    t.dispatch(made.id, t.water());
    t.act(t.plumber, made.id, Action::accept);
    t.finish(t.plumber, made.id);
    CHECK(t.refused(colleague, made.id, Action::pass) == "action_not_yours");
    CHECK(t.refused(far, made.id, Action::pass) == "action_not_yours");
  });
}

TEST_CASE("who found and mended it himself does not pass it") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    t.also(t.worker_a, Role::verifier, t.place.community);
    const auto made = t.report(
        [](NewReport& in) {
          in.self_handled = true;
          in.answer = "swept away";
        },
        t.worker_a);
    CHECK(made.state == State::self_handled);
    CHECK(t.refused(t.worker_a, made.id, Action::pass) == "action_not_yours");
    CHECK(t.refused(t.lead_a, made.id, Action::pass) == "action_not_yours");
    t.act(t.verifier, made.id, Action::pass);
    CHECK(t.facts(made.id) ==
          "reported self_handled registered closed closed_on_time closed_at_micro_grid");
  });
}

TEST_CASE("on the spot handles only who works there") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto on_the_spot = [&](AccountId who, geo::LatLon point) {
      const auto out = t.try_report(
          [&](NewReport& in) {
            in.point = point;
            in.self_handled = true;
            in.answer = "swept away";
          },
          who);
      return out ? "" : out.error().code;
    };
    CHECK(on_the_spot(t.worker_a, t.in_b()) == "self_handling_not_yours");
    CHECK(on_the_spot(t.rider, t.in_a()) == "self_handling_not_yours");
    CHECK(on_the_spot(t.plumber, t.in_a()) == "self_handling_not_yours");
    CHECK(on_the_spot(t.leader, t.in_a()) == "self_handling_not_yours");
    CHECK(on_the_spot(t.worker_a, t.in_a()) == "");
    const auto silent = t.try_report([](NewReport& in) { in.self_handled = true; }, t.worker_a);
    CHECK(silent.error().field == "/answer");
    const auto about = t.try_report(
        [](NewReport& in) {
          in.self_handled = in.about_holder = true;
          in.answer = "no";
        },
        t.worker_a);
    CHECK(about.error().field == "/about_holder");
  });
}

// ---- about the one who would hold it ------------------------------------------------------------

TEST_CASE("a report about the one who would hold it is hidden from that desk and all below") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto made = t.report([](NewReport& in) { in.about_holder = true; });
    CHECK(made.desk_area == t.place.community);
    for (const auto who : {t.lead_a, t.worker_a, t.rider, t.worker_b, t.plumber}) {
      CHECK_FALSE(t.sees(who, made.id));
      CHECK(t.refused(who, made.id, Action::register_) == "case_unknown");
    }
    for (const auto who : {t.community, t.street, t.centre, t.verifier, t.leader, t.auditor}) {
      CHECK(t.sees(who, made.id));
    }
  });
}

TEST_CASE("a report about the one who would hold it counts at its desk, in no figure below") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto about = t.report([](NewReport& in) { in.about_holder = true; });
    t.act(t.community, about.id, Action::register_);
    using Areas = std::set<std::pair<AreaId, bool>>;
    CHECK(t.fact_areas(about.id) == Areas{{t.place.community, false}});
    const auto plain = t.report();
    CHECK(t.fact_areas(plain.id) == Areas{{t.load(plain.id).area, true}});
  });
}

TEST_CASE("those below a restricted case's desk hear nothing of it") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto made = t.report([](NewReport& in) { in.about_holder = true; });
    t.act(t.community, made.id, Action::register_);
    const auto open = t.report();
    const auto messages = t.read([&](db::ReadTx& tx) {
      return tx.all(
          test_messages, [](const db::Row& r) { return r.text(0); }, t.district);
    });
    REQUIRE(messages.size() == 3);
    const auto area = [](AreaId id) { return "\"area\":\"" + to_string(id) + "\""; };
    CHECK(messages[0].find(area(t.place.community)) != std::string::npos);
    CHECK(messages[1].find(area(t.place.community)) != std::string::npos);
    CHECK(messages[2].find(area(t.place.area('A'))) != std::string::npos);
    CHECK(messages[2].find(to_string(open.id)) != std::string::npos);
  });
}

TEST_CASE("a figure's row is named only to who may see the case behind it") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto made = t.report([](NewReport& in) { in.about_holder = true; });
    const auto open = t.report();
    const auto named = [&](AccountId account) {
      const auto caller = t.who(account);
      return t.read([&](db::ReadTx& tx) {
        return t.cases.number_titles(tx, t.district, {made.id.value, open.id.value, 12345}, caller,
                                     t.clock.now());
      });
    };
    const auto above = named(t.community);
    CHECK(above.size() == 2);
    CHECK(above.at(made.id.value).number == made.number);
    CHECK(above.at(open.id.value).title == "The lamp by the gate is dark");
    const auto about = named(t.lead_a);
    CHECK(about.size() == 1);
    CHECK(about.contains(open.id.value));
    CHECK(named(t.plumber).empty());
    CHECK(named(t.worker_b).empty());
  });
}

TEST_CASE("a restricted case given to somebody is seen by him") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto made = t.report([](NewReport& in) { in.about_holder = true; });
    t.act(t.community, made.id, Action::register_);
    t.act(t.community, made.id, Action::dispatch, [&](Deed& x) { x.holder = t.water(); });
    CHECK(names(t.relations(t.plumber, made.id)) == "holder staff");
    CHECK_FALSE(t.sees(t.lead_a, made.id));
  });
}

TEST_CASE("a restricted case is not opened to those below by merging it into another") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto made = t.report([](NewReport& in) { in.about_holder = true; });
    const auto open = t.report();
    CHECK(t.refused(t.community, made.id, Action::merge, [&](Deed& x) { x.main_case = open.id; }) ==
          "main_case_not_restricted");
    CHECK(t.refused(t.lead_a, open.id, Action::merge, [&](Deed& x) { x.main_case = made.id; }) ==
          "main_case_unknown /main_case");
  });
}

TEST_CASE("somebody's own report elsewhere is found by him, without any right to it") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto made = t.report({}, t.rider);
    const auto rider = t.who(t.rider);
    const auto own = t.read([&](db::ReadTx& tx) {
      return t.cases.visible_case(tx, t.district, made.id, rider, t.clock.now());
    });
    CHECK(own.ok());
    CHECK_FALSE(t.sees(t.rider, made.id));
    CHECK(t.refused(t.rider, made.id, Action::note, [](Deed& x) { x.note = "well?"; }) ==
          "case_unknown");
    const auto other = t.report();
    const auto foreign = t.read([&](db::ReadTx& tx) {
      return t.cases.visible_case(tx, t.district, other.id, rider, t.clock.now());
    });
    CHECK_FALSE(foreign.ok());
  });
}

}  // namespace gewu::cases::test
