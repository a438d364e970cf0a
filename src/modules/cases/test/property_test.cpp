// SPDX-License-Identifier: Apache-2.0
// Whatever people do, in whatever order and whenever they say it was: a case never leaves its
// table.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>
#include <sstream>
#include <tuple>

#include "modules/cases/test/story.hpp"

namespace gewu::cases::test {

namespace {

/// One random step; the numbers are turned into something that often makes sense.
struct Step {
  int pick = 0;     ///< which of the possible actions
  int who = 0;      ///< which of those who may, or anybody
  int wait = 0;     ///< minutes before
  int ago = 0;      ///< minutes between deed and arrival
  int fields = 0;   ///< which optional fields, which values
  int mistake = 0;  ///< 0–99; small numbers do something wrong
};

std::ostream& operator<<(std::ostream& out, const Step& s) {
  return out << "{" << s.pick << " " << s.who << " " << s.wait << " " << s.ago << " " << s.fields
             << " " << s.mistake << "}";
}

rc::Gen<Step> any_step() {
  const auto wait = rc::gen::oneOf(rc::gen::inRange(0, 40), rc::gen::inRange(0, 6000),
                                   rc::gen::inRange(0, 60000));
  return rc::gen::build<Step>(rc::gen::set(&Step::pick, rc::gen::inRange(0, 1000)),
                              rc::gen::set(&Step::who, rc::gen::inRange(0, 1 << 12)),
                              rc::gen::set(&Step::wait, wait),
                              rc::gen::set(&Step::ago, rc::gen::inRange(0, 2000)),
                              rc::gen::set(&Step::fields, rc::gen::inRange(0, 1 << 16)),
                              rc::gen::set(&Step::mistake, rc::gen::inRange(0, 100)));
}

/// A case in the hands of chance.
class Chaos {
 public:
  explicit Chaos(int kind)
      : story_([&](Case& c) {
          if (kind % 4 == 1) c.state = State::self_handled;
          c.restricted = kind % 4 == 2;
        }) {
    if (kind % 8 == 3) story_.desks = {{kGrid, "grid"}, {kDistrict, "district"}};
    story_.place_desks = {{AreaId{21}, "grid"}, {kStreet, "street"}, {kDistrict, "district"}};
    other_ = story_.c;
    other_.id = CaseId{2};
    other_.co_reporters = 1;
  }

  /// Does one step, and whether it was taken.
  bool run(const Step& step) {
    story_.now += std::chrono::minutes(step.wait);
    if (step.pick % 3 == 0) ring(step);
    const Case before = story_.c;
    const Command k = command_of(step);
    const auto out = decide(before, k, story_.context());
    if (!out) {
      RC_ASSERT(!out.error().code.empty() && !out.error().detail.empty());
      return false;
    }
    check(before, k, *out);
    story_.c = out->next;
    return true;
  }

 private:
  void ring(const Step& step) {
    for (int i = 0; i < 64; ++i) {
      auto k = due(story_.c, story_.context(), story_.now);
      if (!k) return;
      k->drawn = step.fields % 2 == 0;
      const auto out = decide(story_.c, *k, story_.context());
      RC_ASSERT(out.ok());  // time never does what the table forbids
      check(story_.c, *k, *out);
      story_.c = out->next;
    }
    RC_FAIL("a clock that never stops ringing");
  }

  Command command_of(const Step& step) {
    const Case& c = story_.c;
    std::vector<const Transition*> ways;
    for (const auto& t : transitions()) {
      if (t.who == only(Actor::clock)) continue;  // rings by itself, and only when it is due
      if (t.action == Action::release && c.co_reporters < 1 + other_.co_reporters) continue;
      if (t.from == c.state || step.mistake < 3) ways.push_back(&t);
    }
    Command k;
    if (ways.empty()) return k;
    const Transition& t = *ways[static_cast<std::size_t>(step.pick) % ways.size()];
    k.action = t.action;
    k.version = step.mistake == 10 ? c.version - 1 : c.version;
    k.now = story_.now;
    k.done_at = story_.now - std::chrono::minutes(step.ago % 7 == 0 ? step.ago : 0);
    if (step.mistake == 11) k.done_at = story_.now + 1h;
    k.as =
        step.mistake < 20 && t.who != only(Actor::merger) ? static_cast<Actors>(step.who) : t.who;
    k.as &= ~(Actor::clock | Actor::importer);
    // A reporter comes by his code and is nobody else then.
    const bool by_code = includes(k.as, Actor::reporter) && step.who % 2 == 0;
    k.as = by_code ? only(Actor::reporter) : k.as & ~only(Actor::reporter);
    if (!includes(k.as, Actor::reporter)) {
      k.by = AccountId{100 + step.who % 4};
    }
    fill(k, step.mistake == 12 ? t.may : t.needs | (t.may & static_cast<Fields>(step.fields)),
         step);
    return k;
  }

  void fill(Command& k, Fields fields, const Step& step) {
    const auto has = [&](Field f) { return includes(fields, f); };
    const bool yes = step.fields % 5 != 0;
    if (has(Field::reason)) k.reason = "because";
    if (has(Field::answer)) k.answer = "answer";
    if (has(Field::responsible) || k.action == Action::decline) k.responsible = "others";
    if (has(Field::ground)) k.ground = "law";
    if (has(Field::note)) k.note = "note";
    if (has(Field::holder)) k.holder = step.fields % 2 == 0 ? kByWorker : kByOffice;
    if (has(Field::assistants)) k.assistants = {{HolderKind::account, 300 + step.fields % 5}};
    if (has(Field::photo_after)) k.photos_after = 1;
    if (has(Field::photos)) k.photos = 1 + step.fields % 3;
    if (has(Field::main_case)) k.main_case = &other_;
    if (has(Field::category)) k.category = story_.category;
    if (has(Field::limit)) k.limit = calendar::Limit{calendar::LimitUnit::urgent_hour, 2};
    if (has(Field::until)) k.until = story_.now + std::chrono::days(1 + step.fields % 500);
    if (has(Field::granted)) k.granted = yes;
    if (has(Field::place)) {
      k.place = Place{.area = step.fields % 2 == 0 ? AreaId{21} : kMicroGrid, .located = true};
    }
    if (has(Field::reached)) k.reached = yes;
    if (has(Field::solved)) k.solved = yes;
    if (has(Field::satisfied)) k.satisfied = yes;
    if (has(Field::stars)) k.stars = step.fields % 7;
  }

  void check(const Case& before, const Command& k, const Outcome& out) {
    check_table(before, k, out);
    check_holder_and_clock(out.next);
    check_counters(before, out.next);
    check_words(before, k, out);
    for (const auto& f : out.facts) ++facts_[f.metric];
    for (const char* once : {"registered", "dispatched", "handled", "handled_on_time", "closed",
                             "closed_on_time", "overdue", "right_first_time", "shelved"}) {
      RC_ASSERT(facts_[once] <= 1);
    }
    RC_ASSERT(facts_["closed"] <= facts_["registered"]);
    RC_ASSERT(facts_["handled"] <= facts_["dispatched"]);
    RC_ASSERT(facts_["reached"] <= facts_["followed_up"]);
    RC_ASSERT(facts_["solved"] <= facts_["reached"]);
    RC_ASSERT(facts_["satisfied"] <= facts_["reached"]);
  }

  void check_table(const Case& before, const Command& k, const Outcome& out) {
    const auto& all = transitions();
    const bool in_table = std::any_of(all.begin(), all.end(), [&](const Transition& t) {
      if (t.from != before.state || t.action != k.action || (t.who & k.as) == 0) return false;
      if (t.to == To::former) return out.next.state == before.former_state;
      if (t.to == To::same) return out.next.state == before.state;
      const bool refused_shelving = k.granted == false && out.next.state == before.state;
      return out.next.state == t.next || refused_shelving;
    });
    RC_ASSERT(in_table);
    RC_ASSERT(out.event.action == k.action);
    RC_ASSERT(out.event.from == before.state && out.event.to == out.next.state);
    const bool aside = k.action == Action::warn || k.action == Action::supervise ||
                       k.action == Action::draw || k.action == Action::publish ||
                       k.action == Action::unpublish;
    RC_ASSERT(out.next.version == before.version + (aside ? 0 : 1));
    RC_ASSERT(out.done_at <= k.now);
    RC_ASSERT(out.done_at >= before.reported_at);
  }

  void check_holder_and_clock(const Case& c) {
    const bool record = c.state == State::archived || c.state == State::imported;
    RC_ASSERT((c.holder.kind == HolderKind::records) == record);
    if (is_open(c.state)) RC_ASSERT(c.clock.kind == row_of(c.state).clock);
    if (record) RC_ASSERT(c.clock.kind == ClockKind::none && !c.wake_at);
    const bool ends = c.state == State::closed || c.state == State::void_ ||
                      c.state == State::withdrawn || c.state == State::shelved;
    if (ends) RC_ASSERT(c.expires_at && c.wake_at && *c.wake_at <= *c.expires_at);
    const bool late = c.clock.kind != ClockKind::none && c.clock.step >= 2;
    RC_ASSERT(late == static_cast<bool>(c.supervisor_area));
    RC_ASSERT(c.supervisor_due_at.has_value() == static_cast<bool>(c.supervisor_area));
    // Somebody is always still to be told, until the district has been.
    if (is_open(c.state) && !c.wake_at) RC_ASSERT(c.supervisor_area == kDistrict);
    RC_ASSERT(c.desk_area);
    const bool merged = c.state == State::merged;
    if (merged || !record) RC_ASSERT(merged == static_cast<bool>(c.main_case));
    if (merged || !record) RC_ASSERT(merged == c.former_state.has_value());
    RC_ASSERT(c.pending == Pending::none || c.state == State::handling);
    if (c.state == State::verifying) RC_ASSERT(c.paused.kind == ClockKind::register_);
    if (c.state == State::checking) RC_ASSERT(c.handler && c.paused.kind == ClockKind::handle);
    RC_ASSERT(!c.must_rule || c.state == State::registered || c.state == State::merged);
  }

  void check_counters(const Case& before, const Case& c) {
    RC_ASSERT(c.co_reporters >= 0);
    RC_ASSERT(c.extensions >= before.extensions && c.extensions <= 2);
    RC_ASSERT(c.shelvings >= before.shelvings && c.shelvings <= 1);
    RC_ASSERT(c.returns >= before.returns);
    RC_ASSERT(c.reworks >= before.reworks);
    RC_ASSERT(c.dispatches >= before.dispatches);
    RC_ASSERT(c.reopenings >= before.reopenings);
    RC_ASSERT(c.photo_count >= before.photo_count);
    RC_ASSERT(c.overdue || !before.overdue);
    RC_ASSERT(c.handled_once || !before.handled_once);
    const bool both = c.clock.kind != ClockKind::none && before.clock.kind != ClockKind::none;
    if (both) RC_ASSERT(c.clock.started_at >= before.clock.started_at);
    RC_ASSERT(c.clock.used_ms >= 0 && c.paused.used_ms >= 0);
    RC_ASSERT(c.assistants.size() <= kAssistantsMax);
  }

  void check_words(const Case& before, const Command& k, const Outcome& out) {
    if (k.action == Action::pass || k.action == Action::fail) {
      RC_ASSERT(!k.by || before.state == State::self_handled || k.by != before.excluded_verifier);
    }
    if (k.action == Action::return_) RC_ASSERT(!before.ruled && !k.reason.empty());
    if (before.restricted) RC_ASSERT(out.next.state != State::verifying);
    if (!k.answer.empty()) RC_ASSERT(out.event.words.starts_with(k.answer));
  }

  Story story_;
  Case other_;
  std::map<std::string, int> facts_;
};

}  // namespace

TEST_CASE("random people at random times never take a case out of its table") {
  std::int64_t taken = 0;
  const bool kept = rc::check([&] {
    Chaos chaos(*rc::gen::inRange(0, 8));
    for (const auto& step : *rc::gen::container<std::vector<Step>>(any_step())) {
      taken += chaos.run(step) ? 1 : 0;
    }
  });
  CHECK(kept);
  CHECK(taken > 500);  // the property is not empty
}

TEST_CASE("what a page offers is taken, and what it does not offer is refused") {
  CHECK(rc::check([] {
    Story s;
    const auto steps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 1000));
    for (const int step : steps) {
      s.later(std::chrono::minutes(step));
      const auto who = static_cast<Actors>(1 << (step % 7));
      const auto offered = allowed(s.c, who, kDesk, s.context(), s.now);
      for (const auto code : all_codes<Action>()) {
        const auto action = *from_code<Action>(code);
        Command k = s.command(action, static_cast<Actor>(who));
        k.by = kDesk;
        const auto out = decide(s.c, k, s.context());
        const bool is_offered = std::any_of(offered.begin(), offered.end(),
                                            [&](const Allowed& a) { return a.action == action; });
        if (out) RC_ASSERT(is_offered);
        // A refusal for what is missing is none of the action itself.
        const bool possible = out || out.error().code.ends_with("_missing") ||
                              out.error().code == "decline_needs_way_on" ||
                              (out.error().code == "main_case_not_open" && is_offered);
        RC_ASSERT(possible == is_offered);
      }
      if (offered.empty()) continue;
      const auto& next = offered[static_cast<std::size_t>(step) % offered.size()];
      Case main = s.c;
      main.id = CaseId{9};
      main.state = State::reported;
      Command k = s.command(next.action, static_cast<Actor>(who), [&](Command& c) {
        c.by = kDesk;
        if (includes(next.needs, Field::reason)) c.reason = "because";
        if (includes(next.needs, Field::answer)) c.answer = "answer";
        if (includes(next.needs, Field::note)) c.note = "note";
        if (next.action == Action::decline) c.ground = "law";
        if (includes(next.needs, Field::holder)) c.holder = kByWorker;
        if (includes(next.needs, Field::photo_after)) c.photos_after = 1;
        if (includes(next.needs, Field::main_case)) c.main_case = &main;
        if (includes(next.needs, Field::category)) c.category = s.category;
        if (includes(next.needs, Field::place)) c.place = Place{.area = kGrid, .located = true};
        if (includes(next.needs, Field::until)) c.until = s.now + 24h;
        if (includes(next.needs, Field::granted)) c.granted = false;
        if (includes(next.needs, Field::reached)) c.reached = false;
        if (includes(next.needs, Field::solved)) c.solved = c.satisfied = true;
      });
      s.place_desks = s.desks;
      const auto out = decide(s.c, k, s.context());
      RC_ASSERT(out.ok());
      s.c = out->next;
    }
  }));
}

}  // namespace gewu::cases::test
