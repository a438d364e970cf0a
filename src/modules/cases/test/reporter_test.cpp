// SPDX-License-Identifier: Apache-2.0
// What a reporter can do with a follow code, alone and together with others.
#include <doctest/doctest.h>

#include <algorithm>

#include "modules/cases/test/town.hpp"

namespace gewu::cases::test {

namespace {

void content(Deed& x) { x.solved = x.satisfied = true; }

Town::EditDeed into(CaseId main) {
  return [main](Deed& x) { x.main_case = main; };
}

std::string follow_refusal(Town& t, DistrictId district, const std::string& code) {
  const auto out = t.read([&](db::ReadTx& tx) { return t.cases.follow(tx, district, code); });
  return out ? "" : out.error().code;
}

}  // namespace

TEST_CASE("a follow code opens its report, however it is typed") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto made = t.report();
    std::string folded = made.follow_code;
    for (const std::string& typed :
         {made.follow_code, made.follow_code.substr(0, 4) + made.follow_code.substr(5),
          " " + made.follow_code + " "}) {
      CHECK(t.follow(typed).own.id == made.id);
    }
    std::transform(folded.begin(), folded.end(), folded.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    // What people misread is read as what it was.
    std::replace(folded.begin(), folded.end(), '0', 'o');
    std::replace(folded.begin(), folded.end(), '1', 'l');
    CHECK(t.follow(folded).own.id == made.id);
  });
}

TEST_CASE("a code that is wrong, cut or of another district opens nothing") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto made = t.report();
    std::string wrong = made.follow_code;
    wrong[0] = wrong[0] == '2' ? '3' : '2';
    for (const std::string& code :
         {wrong, made.follow_code.substr(1), std::string("x"), std::string(),
          made.follow_code + "2", std::string("' or 1=1 --")}) {
      CHECK(follow_refusal(t, t.district, code) == "follow_code_unknown");
    }
    CHECK(follow_refusal(t, DistrictId{t.district.value + 1}, made.follow_code) ==
          "follow_code_unknown");
    CHECK(t.refused(wrong, Action::withdraw) == "follow_code_unknown");
  });
}

TEST_CASE("a code is kept only as a digest") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto made = t.report();
    std::string bare = made.follow_code;
    std::erase(bare, '-');
    const auto report = t.report_of(made.id);
    CHECK(report.follow_digest.size() == 64);
    for (const auto& e : t.all_events(made.id)) {
      CHECK(e.data.find(bare) == std::string::npos);
      CHECK(e.words.find(bare) == std::string::npos);
    }
  });
}

TEST_CASE("a contact is sealed, masked and found again only by its keyed hash") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto made = t.report([](NewReport& in) {
      in.contact = Contact{"Wang Xiaoming", "138 1234 5678"};
    });
    const auto report = t.report_of(made.id);
    REQUIRE(report.person);
    const std::string sealed(reinterpret_cast<const char*>(report.contact_sealed.data()),
                             report.contact_sealed.size());
    CHECK(sealed.find("Xiaoming") == std::string::npos);
    CHECK(sealed.find("12345678") == std::string::npos);
    CHECK(report.contact_mask.find("Xiaoming") == std::string::npos);
    CHECK(report.contact_mask.find("1234567") == std::string::npos);
    CHECK_FALSE(report.contact_mask.empty());
    CHECK(report.phone_hash.size() == 64);
    const auto again = t.report([](NewReport& in) { in.contact = Contact{"", "+8613812345678"}; });
    CHECK(t.report_of(again.id).phone_hash == report.phone_hash);
    const auto plain = t.read([&](db::ReadTx& tx) {
      return t.vault.open(tx, t.district, report.person, report.contact_sealed,
                          "case_report.contact:" + to_string(made.id));
    });
    REQUIRE(plain.ok());
    CHECK(plain->find("Wang Xiaoming") != std::string::npos);
    for (const auto& e : t.all_events(made.id)) CHECK(e.data.find("12345678") == std::string::npos);
  });
}

TEST_CASE("who leaves no contact leaves nothing to seal") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto made = t.report([](NewReport& in) { in.contact = Contact{"", ""}; });
    const auto report = t.report_of(made.id);
    CHECK_FALSE(report.person);
    CHECK(report.contact_sealed.empty());
    CHECK(report.phone_hash.empty());
  });
}

TEST_CASE("a reporter withdraws, restores, and withdraws again") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto made = t.report();
    t.tell(made.follow_code, Action::withdraw, for_reason("gone"));
    CHECK(t.load(made.id).state == State::withdrawn);
    CHECK(t.report_of(made.id).withdrawn_at == t.clock.now());
    CHECK(t.refused(made.follow_code, Action::withdraw) == "action_not_possible");
    t.tell(made.follow_code, Action::restore);
    CHECK_FALSE(t.report_of(made.id).withdrawn_at.has_value());
    t.tell(made.follow_code, Action::withdraw);
    CHECK(t.events(made.id) == "report withdraw restore withdraw");
    CHECK(t.facts(made.id) == "reported withdrawn withdrawn");
  });
}

TEST_CASE("a reporter can do nothing that is staff's") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto made = t.report();
    for (const Action action :
         {Action::register_, Action::decline, Action::merge, Action::locate}) {
      CHECK(t.refused(made.follow_code, action) == "action_not_yours");
    }
    CHECK(t.refused(made.follow_code, Action::archive) == "action_not_possible");
  });
}

TEST_CASE("nobody rates the same closing twice") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto made = t.report();
    t.close(made.id);
    t.tell(made.follow_code, Action::rate, content);
    CHECK(t.refused(made.follow_code, Action::rate, content) == "rated_already");
    t.clock.advance(1h);
    t.tell(made.follow_code, Action::reopen, for_reason());
    t.act(t.lead_a, made.id, Action::dispatch,
          [&](Deed& x) { x.holder = t.as_holder(t.worker_a); });
    t.act(t.worker_a, made.id, Action::accept);
    t.finish(t.worker_a, made.id);
    t.act(t.verifier_2, made.id, Action::pass);
    t.tell(made.follow_code, Action::rate, content);
    CHECK(t.events(made.id) ==
          "report register dispatch accept report_done pass rate reopen dispatch accept "
          "report_done pass rate");
  });
}

TEST_CASE("a worker who reports what he mends himself does not rate it") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto spot = t.report(
        [](NewReport& in) {
          in.channel = Channel::worker_note;
          in.self_handled = true;
          in.answer = "swept away";
        },
        t.worker_a);
    t.act(t.verifier, spot.id, Action::pass);
    CHECK(t.refused(spot.follow_code, Action::rate, content) == "own_work");
    const auto noted = [](NewReport& in) { in.channel = Channel::worker_note; };
    const auto given = t.report(noted, t.worker_a);
    t.close(given.id);
    CHECK(t.refused(given.follow_code, Action::rate, content) == "own_work");
    const auto for_others = t.report(noted, t.lead_a);
    t.close(for_others.id);
    t.tell(for_others.follow_code, Action::rate, content);
    CHECK(t.facts(spot.id).find("satisfied") == std::string::npos);
  });
}

TEST_CASE("a case can be reopened until the moment its time ends") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto made = t.report();
    const Case closed = t.close(made.id);
    t.clock.set(*closed.expires_at);
    CHECK(t.refused(made.follow_code, Action::reopen, for_reason()) == "reopening_ended");
    t.clock.advance(-1ms);
    t.tell(made.follow_code, Action::reopen, for_reason());
    CHECK(t.load(made.id).state == State::registered);
  });
}

// ---- several reporters of one matter ------------------------------------------------------------

TEST_CASE("merged reports follow the main case and speak on it") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto main = t.report(), other = t.report();
    t.act(t.lead_a, other.id, Action::merge, into(main.id));
    CHECK(t.load(main.id).co_reporters == 1);
    CHECK(t.load(other.id).state == State::merged);
    CHECK(t.follow(other.follow_code).main.id == main.id);
    CHECK(t.events(main.id) == "report absorb");
    CHECK(t.events(other.id) == "report merge");
    CHECK(t.facts(other.id) == "reported merged");
    t.close(main.id);
    t.tell(other.follow_code, Action::rate, [](Deed& x) { x.solved = x.satisfied = false; });
    t.tell(main.follow_code, Action::rate, content);
    CHECK(t.refused(other.follow_code, Action::rate, content) == "rated_already");
    t.tell(other.follow_code, Action::reopen, for_reason("not at my end"));
    CHECK(t.load(main.id).state == State::registered);
    CHECK(t.events(main.id) ==
          "report absorb register dispatch accept report_done pass rate rate reopen");
    CHECK(t.facts(main.id) ==
          "reported registered dispatched accepted handled handled_on_time right_first_time "
          "closed closed_on_time closed_at_grid followed_up reached followed_up reached solved "
          "satisfied reopened");
    CHECK(t.problems().empty());
  });
}

TEST_CASE("who was merged cannot withdraw the others' case") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto main = t.report(), other = t.report();
    t.act(t.lead_a, other.id, Action::merge, into(main.id));
    CHECK(t.refused(other.follow_code, Action::withdraw) == "action_not_possible");
    CHECK(t.load(main.id).state == State::reported);
  });
}

TEST_CASE("withdrawing leaves the case while co-reporters remain, and is done once") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto main = t.report(), other = t.report();
    t.act(t.lead_a, other.id, Action::merge, into(main.id));
    t.tell(main.follow_code, Action::withdraw);
    CHECK(t.load(main.id).state == State::reported);
    CHECK(t.report_of(main.id).withdrawn_at.has_value());
    for (const Action action : {Action::withdraw, Action::restore}) {
      CHECK(t.refused(main.follow_code, action) == "withdrawn_already");
    }
    t.close(main.id);
    CHECK(t.refused(main.follow_code, Action::rate, content) == "withdrawn_already");
    t.tell(other.follow_code, Action::rate, content);
    CHECK(t.facts(main.id).find("withdrawn") == std::string::npos);
  });
}

TEST_CASE("unmerging takes the reporter out of the count and back to where he was") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto main = t.report(), other = t.report();
    t.act(t.lead_a, other.id, Action::register_);
    t.act(t.lead_a, other.id, Action::merge, into(main.id));
    t.close(main.id);
    t.act(t.lead_a, other.id, Action::unmerge, for_reason("another lamp"));
    CHECK(t.load(main.id).co_reporters == 0);
    CHECK(t.load(main.id).state == State::closed);
    const Case back = t.load(other.id);
    CHECK(back.state == State::registered);
    CHECK_FALSE(back.main_case);
    CHECK(t.follow(other.follow_code).main.id == other.id);
    CHECK(t.events(main.id) == "report absorb register dispatch accept report_done pass release");
    CHECK(t.events(other.id) == "report register merge unmerge");
    CHECK(t.problems().empty());
  });
}

TEST_CASE("mergers of mergers count every reporter and are followed to the end") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto a = t.report(), b = t.report(), c = t.report();
    t.act(t.lead_a, a.id, Action::merge, into(b.id));
    t.act(t.lead_a, b.id, Action::merge, into(c.id));
    CHECK(t.load(c.id).co_reporters == 2);
    CHECK(t.follow(a.follow_code).main.id == c.id);
    t.act(t.lead_a, a.id, Action::unmerge, for_reason());
    CHECK(t.load(b.id).co_reporters == 0);
    CHECK(t.load(c.id).co_reporters == 1);
    t.act(t.lead_a, a.id, Action::merge, into(c.id));
    CHECK(t.load(c.id).co_reporters == 2);
    t.act(t.lead_a, b.id, Action::unmerge, for_reason());
    CHECK(t.load(c.id).co_reporters == 1);
    CHECK(t.problems().empty());
  });
}

TEST_CASE("the archive of a main case takes all that was merged into it, at any depth") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto a = t.report(), b = t.report(), c = t.report();
    t.act(t.lead_a, a.id, Action::merge, into(b.id));
    t.act(t.lead_a, b.id, Action::merge, into(c.id));
    t.close(c.id);
    t.clock.advance(std::chrono::days(15));
    t.tick();
    for (const auto& made : {a, b, c}) CHECK(t.load(made.id).state == State::archived);
    CHECK(t.events(a.id) == "report merge archive");
    CHECK(t.problems().empty());
  });
}

TEST_CASE("nobody merges into a case that he cannot see, into itself or in a circle") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto here = t.report(), there = t.report([&](NewReport&in) { in.point = t.in_b(); });
    CHECK(t.refused(t.lead_a, here.id, Action::merge, into(there.id)) ==
          "main_case_unknown /main_case");
    CHECK(t.refused(t.lead_a, here.id, Action::merge, into(CaseId{5})) ==
          "main_case_unknown /main_case");
    CHECK(t.refused(t.lead_a, here.id, Action::merge, into(here.id)) == "main_case_not_open");
    t.act(t.community, there.id, Action::merge, into(here.id));
    CHECK(t.refused(t.community, here.id, Action::merge, into(there.id)) == "main_case_not_open");
    CHECK(t.load(here.id).co_reporters == 1);
  });
}

TEST_CASE("no other action makes co-reporters by naming a main case") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto main = t.report(), other = t.report(), third = t.report();
    CHECK(t.refused(t.lead_a, other.id, Action::note, [&](Deed& x) {
      x.note = "look";
      x.main_case = main.id;
    }) == "main_case_not_taken /main_case");
    CHECK(t.refused(t.lead_a, main.id, Action::absorb, into(other.id)) == "action_not_yours");
    CHECK(t.refused(t.lead_a, main.id, Action::absorb) == "action_not_yours");
    CHECK(t.refused(t.lead_a, main.id, Action::release, into(other.id)) == "action_not_yours");
    t.act(t.lead_a, other.id, Action::merge, into(main.id));
    CHECK(t.refused(t.lead_a, other.id, Action::unmerge, [&](Deed& x) {
      x.reason = "because";
      x.main_case = third.id;
    }) == "main_case_not_taken /main_case");
    CHECK(t.load(main.id).co_reporters == 1);
    CHECK(t.load(third.id).co_reporters == 0);
  });
}

}  // namespace gewu::cases::test
