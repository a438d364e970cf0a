// SPDX-License-Identifier: Apache-2.0
// The one table, said again by hand: a row more or less, another actor or another need is seen
// here.
#include "modules/cases/lifecycle.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "modules/cases/test/story.hpp"

namespace gewu::cases {

namespace {

template <class E>
std::string names(unsigned set) {
  std::string out;
  for (unsigned bit = 1; bit != 0 && bit <= set; bit <<= 1) {
    if ((set & bit) == 0) continue;
    out += (out.empty() ? "" : ",") + std::string(code_of(static_cast<E>(bit)));
  }
  return out.empty() ? "-" : out;
}

std::string told(const Transition& t) {
  const std::string to = t.to == To::state  ? std::string(code_of(t.next))
                         : t.to == To::same ? "(same)"
                                            : "(former)";
  return std::string(code_of(t.from)) + " " + std::string(code_of(t.action)) + " -> " + to +
         " by " + names<Actor>(t.who) + " needs " + names<Field>(t.needs) + " if " +
         std::string(t.guard == Guard::none ? "-" : "guarded");
}

const std::set<std::string>& specified() {
  static const std::set<std::string> rows{
      "reported register -> registered by desk needs - if -",
      "reported verify_first -> verifying by desk needs - if guarded",
      "reported decline -> void by desk needs reason,answer if -",
      "reported merge -> merged by desk,merger needs main_case if guarded",
      "reported withdraw -> (same) by reporter needs - if guarded",
      "reported withdraw -> withdrawn by reporter needs - if guarded",
      "reported locate -> (same) by desk needs place if -",
      "reported recategorise -> (same) by desk needs category if -",
      "verifying confirm -> registered by worker needs - if -",
      "verifying refute -> void by worker needs reason,answer if -",
      "verifying cannot_reach -> reported by worker needs - if -",
      "registered dispatch -> dispatched by desk needs holder if guarded",
      "registered rule -> dispatched by desk needs reason,holder if guarded",
      "registered escalate -> registered by desk needs reason if guarded",
      "registered merge -> merged by desk needs main_case if guarded",
      "registered locate -> (same) by desk needs place if -",
      "registered recategorise -> (same) by desk needs category if -",
      "dispatched accept -> handling by holder needs - if -",
      "dispatched return -> registered by holder needs reason if guarded",
      "dispatched recall -> registered by desk needs reason if -",
      "handling report_done -> checking by holder needs answer,photo_after if -",
      "handling return -> registered by holder needs reason if guarded",
      "handling request_extension -> (same) by holder needs reason if guarded",
      "handling decide_extension -> (same) by desk needs granted if guarded",
      "handling request_shelving -> (same) by holder needs reason,until if guarded",
      "handling decide_shelving -> shelved by desk needs granted if guarded",
      "handling ask_help -> (same) by holder needs reason if -",
      "handling escalate -> registered by desk,holder needs reason if guarded",
      "checking pass -> closed by verifier needs - if guarded",
      "checking fail -> handling by verifier needs reason if guarded",
      "closed rate -> (same) by reporter needs solved,satisfied if -",
      "closed rate -> (same) by desk needs reached,note if guarded",
      "closed reopen -> registered by reporter,desk needs reason if guarded",
      "closed archive -> archived by clock needs - if -",
      "self_handled draw -> (same) by clock needs - if guarded",
      "self_handled pass -> closed by sampler needs - if -",
      "self_handled pass -> closed by clock needs - if guarded",
      "self_handled fail -> registered by sampler needs reason if -",
      "self_handled object -> (same) by reporter needs reason if -",
      "shelved resume -> handling by desk,holder,clock needs - if -",
      "void object -> reported by reporter needs reason if guarded",
      "void archive -> archived by clock needs - if -",
      "withdrawn restore -> reported by reporter needs - if -",
      "withdrawn archive -> archived by clock needs - if -",
      "merged unmerge -> (former) by desk needs reason if -",
      "merged archive -> archived by clock needs - if -"};
  return rows;
}

/// Alike in many states: alarms, joining reporters, remarks, what the public sees.
bool is_common(Action action) {
  return action == Action::warn || action == Action::supervise || action == Action::absorb ||
         action == Action::release || action == Action::note || action == Action::publish ||
         action == Action::unpublish;
}

std::string states_with(Action action) {
  std::string out;
  for (const auto& t : transitions()) {
    if (t.action != action) continue;
    CHECK(t.to == To::same);
    out += (out.empty() ? "" : " ") + std::string(code_of(t.from));
  }
  return out;
}

std::string file(const std::string& path) {
  std::ifstream in(path);
  REQUIRE_MESSAGE(in.good(), path);
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}

}  // namespace

TEST_CASE("the table holds exactly the ways that the specification names") {
  std::set<std::string> rows;
  for (const auto& t : transitions()) {
    if (!is_common(t.action)) CHECK(rows.insert(told(t)).second);
  }
  for (const auto& row : specified()) CHECK_MESSAGE(rows.contains(row), "missing: ", row);
  for (const auto& row : rows) CHECK_MESSAGE(specified().contains(row), "too much: ", row);
}

TEST_CASE("what is open or closed is shown to the public, and always taken back") {
  CHECK(states_with(Action::publish) ==
        "reported verifying registered dispatched handling checking closed self_handled shelved");
  CHECK(states_with(Action::unpublish) ==
        "reported verifying registered dispatched handling checking closed self_handled shelved "
        "void merged withdrawn archived");
  for (const auto& t : transitions()) {
    if (t.action == Action::publish || t.action == Action::unpublish) {
      CHECK(t.who == only(Actor::publisher));  // nobody does it but through the module of releases
    }
  }
}

TEST_CASE("alarms ring where somebody can be late, remarks are taken wherever a case lives") {
  const std::string late =
      "reported verifying registered dispatched handling checking closed self_handled shelved";
  CHECK(states_with(Action::warn) == late);
  CHECK(states_with(Action::supervise) == late);
  CHECK(states_with(Action::note) == late + " void merged withdrawn");
  CHECK(states_with(Action::release) == late + " void merged withdrawn");
}

TEST_CASE("reporters join only what is still open") {
  CHECK(states_with(Action::absorb) ==
        "reported verifying registered dispatched handling checking self_handled shelved");
}

TEST_CASE("no person can play time or the other half of a merger") {
  const Actors people = Actor::reporter | Actor::desk | Actor::desk_above | Actor::worker |
                        Actor::holder | Actor::verifier | Actor::sampler | Actor::staff |
                        Actor::viewer;
  for (const auto& t : transitions()) {
    const bool reserved = t.action == Action::warn || t.action == Action::supervise ||
                          t.action == Action::draw || t.action == Action::archive ||
                          t.action == Action::absorb || t.action == Action::release;
    if (reserved) CHECK_MESSAGE((t.who & people) == 0, told(t));
  }
}

TEST_CASE("whoever only looks can do nothing") {
  for (const auto& t : transitions()) CHECK_FALSE(includes(t.who, Actor::viewer));
}

TEST_CASE("every state is held by somebody under a clock until it is a record") {
  for (const auto& row : kStates) {
    const bool record = row.state == State::archived || row.state == State::imported;
    CHECK((row.clock == ClockKind::none) == record);
    CHECK((row.held_by == HolderKind::records) == record);
    CHECK(row_of(row.state).state == row.state);
  }
}

TEST_CASE("what comes of an action is never the doer's closing of his own work") {
  for (const auto& t : transitions()) {
    if (t.to != To::state || t.next != State::closed) continue;
    CHECK_FALSE(includes(t.who, Actor::holder));
    CHECK_FALSE(includes(t.who, Actor::desk));
    CHECK_FALSE(includes(t.who, Actor::worker));
  }
}

TEST_CASE("the diagram in the documents is the one that the table draws") {
  const std::string page = file("docs/reference/lifecycle.md");
  CHECK(page.find("```mermaid\n" + mermaid() + "```\n") != std::string::npos);
}

TEST_CASE("states, actions and clocks keep their codes") {
  CHECK(code_of(State::void_) == "void");
  CHECK(code_of(Action::return_) == "return");
  CHECK(code_of(Action::register_) == "register");
  CHECK(code_of(ClockKind::register_) == "register");
  CHECK(all_codes<State>().size() == kStates.size());
}

}  // namespace gewu::cases
