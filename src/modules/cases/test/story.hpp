// SPDX-License-Identifier: Apache-2.0
// One case told without a database: who does what, when, and what comes of it.
//
//   Story s;                                       // reported on a Monday at nine
//   s.does(Action::register_, Actor::desk);
//   CHECK(s.facts == "registered");
//   CHECK(s.refused(Action::accept, Actor::holder) == "action_not_possible");
#pragma once

#include <doctest/doctest.h>

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "modules/cases/clocks.hpp"
#include "modules/cases/decide.hpp"

namespace gewu::cases::test {

using namespace std::chrono_literals;

inline constexpr AreaId kMicroGrid{10}, kGrid{11}, kCommunity{12}, kStreet{13}, kDistrict{14};
inline constexpr AccountId kWorker{101}, kDesk{102}, kVerifier{103}, kOther{104};
inline constexpr Holder kByWorker{HolderKind::account, 101}, kByOffice{HolderKind::organisation, 7};
/// Monday, 23 November 2026, 09:00 at UTC+8.
inline const Instant kMonday = instant(1'795'395'600'000);

struct Story {
  using Edit = std::function<void(Command&)>;

  explicit Story(const std::function<void(Case&)>& edit = {}) {
    Case fresh;
    fresh.district = DistrictId{1};
    fresh.id = CaseId{1};
    fresh.number = 100001;
    fresh.area = kMicroGrid;
    fresh.located = true;
    fresh.category = category.id;
    if (edit) edit(fresh);
    Command k = command(Action::report, Actor::reporter);
    k.by = fresh.state == State::self_handled ? kWorker : AccountId{};
    if (fresh.state == State::self_handled) k.answer = "done at once";
    take(open_case(std::move(fresh), k, context()));
  }

  Context context() const { return {calendar, stages, desks, category, place_desks}; }

  Command command(Action action, Actor as, const Edit& edit = {}) const {
    Command k;
    k.action = action;
    k.version = c.version;
    k.now = k.done_at = now;
    k.as = only(as);
    k.by = as == Actor::reporter                        ? AccountId{}
           : as == Actor::holder || as == Actor::worker ? kWorker
           : as == Actor::desk                          ? kDesk
                                                        : kVerifier;
    if (as == Actor::clock) k.by = {};
    if (edit) edit(k);
    return k;
  }

  Result<Outcome> tries(Action action, Actor as, const Edit& edit = {}) const {
    return decide(c, command(action, as, edit), context());
  }
  /// The code of the refusal and its field; "" where it is taken.
  std::string refused(Action action, Actor as, const Edit& edit = {}) const {
    const auto out = tries(action, as, edit);
    if (out) return "";
    return out.error().code + (out.error().field.empty() ? "" : " " + out.error().field);
  }
  Story& does(Action action, Actor as, const Edit& edit = {}) {
    auto out = tries(action, as, edit);
    INFO(code_of(action), " in ", code_of(c.state), ": ", out ? "" : out.error().code);
    REQUIRE(out.ok());
    take(std::move(*out));
    return *this;
  }
  Story& later(Duration d) {
    now += d;
    return *this;
  }
  /// Lets time do all it does until now, and gives it back: "warn supervise".
  std::string rings(bool drawn = false) {
    std::string out;
    for (int i = 0; i < 64; ++i) {
      auto k = due(c, context(), now);
      if (!k) break;
      k->drawn = drawn;
      auto done = decide(c, *k, context());
      REQUIRE(done.ok());
      out += (out.empty() ? "" : " ") + std::string(code_of(k->action));
      take(std::move(*done));
    }
    return out;
  }

  // The usual course, step by step.
  Story& registered() { return does(Action::register_, Actor::desk); }
  Story& dispatched(Holder to = kByWorker, Action how = Action::dispatch) {
    return does(how, Actor::desk, [&](Command& k) {
      k.holder = to;
      if (how == Action::rule) k.reason = "it is yours";
    });
  }
  Story& accepted() { return does(Action::accept, Actor::holder); }
  Story& handling(Holder by = kByWorker) { return registered().dispatched(by).accepted(); }
  Story& done() {
    return does(Action::report_done, Actor::holder, [](Command& k) {
      k.photos_after = 1;
      k.answer = "mended";
    });
  }
  Story& passed() { return does(Action::pass, Actor::verifier); }
  Story& closed() { return handling().done().passed(); }
  Story& returned() {
    return does(Action::return_, Actor::holder, [](Command& k) { k.reason = "not mine"; });
  }

  /// Of the event's data, or "".
  std::string said(std::string_view key) const {
    for (const auto& [name, value] : event.data) {
      if (name == key) return value;
    }
    return "";
  }

  calendar::WorkCalendar calendar;
  StageLimits stages;
  std::vector<Desk> desks{
      {kGrid, "grid"}, {kCommunity, "community"}, {kStreet, "street"}, {kDistrict, "district"}};
  std::vector<Desk> place_desks;
  Category category{CategoryId{5}, {calendar::LimitUnit::work_hour, 4}, false};
  Instant now = kMonday;
  Case c;
  EventDraft event;
  std::string facts;  ///< of the last action: "handled handled_on_time"

 private:
  void take(Outcome out) {
    c = std::move(out.next);
    event = std::move(out.event);
    facts.clear();
    for (const auto& f : out.facts) facts += (facts.empty() ? "" : " ") + f.metric;
  }
};

inline Story::Edit because(std::string reason = "because") {
  return [reason = std::move(reason)](Command& k) { k.reason = reason; };
}

}  // namespace gewu::cases::test
