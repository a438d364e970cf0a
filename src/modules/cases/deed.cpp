// SPDX-License-Identifier: Apache-2.0
#include "modules/cases/deed.hpp"

#include <algorithm>
#include <utility>

#include "modules/cases/clocks.hpp"

namespace gewu::cases {

namespace {

bool is_district_desk(const std::vector<Desk>& desks, AreaId area) {
  return desks.empty() || desks.back().area == area;
}

bool urgent(const Case& c, const Context& context) {
  return c.emergency || calendar::runs_continuously(context.category.limit.unit);
}

/// Everything an action changes besides state, holder and clock. One small function per subject.
class Deed {
 public:
  Deed(const Case& before, const Command& command, const Context& context)
      : before_(before), command_(command), context_(context) {
    out_.next = before;
    out_.done_at = command.done_at;
    out_.event.action = command.action;
    out_.event.from = before.state;
  }

  Outcome run(State next) {
    enter(next);
    describe();
    finish();
    return std::move(out_);
  }

 private:
  Case& c() { return out_.next; }
  void fact(std::string metric, std::int64_t value = 1) {
    out_.facts.push_back({std::move(metric), value});
  }
  void say(std::string key, std::string value) {
    out_.event.data.emplace_back(std::move(key), std::move(value));
  }
  void hold(HolderKind kind, std::int64_t id) { c().holder = {kind, id}; }

  void enter(State next) {
    act(next);
    out_.event.to = next;
    if (next == before_.state && !restarts()) return;
    leave_clock();
    c().state = next;
    settle_holder(next);
    start_state_clock(next);
    settle_expiry(next);
  }

  /// An escalation stays `registered` but begins again at the desk above, and a case that was in
  /// the wrong place at the right desk.
  bool restarts() const {
    return command_.action == Action::escalate ||
           (command_.action == Action::locate && out_.next.desk_area != before_.desk_area);
  }

  void act(State next) {
    switch (command_.action) {
      case Action::register_:
      case Action::confirm:
        return register_case();
      case Action::decline:
      case Action::refute:
        return decline();
      case Action::dispatch:
      case Action::rule:
        return dispatch();
      case Action::return_:
        return give_back();
      case Action::escalate:
        return escalate();
      case Action::accept:
        return fact("accepted");
      case Action::report_done:
        return report_done();
      case Action::request_extension:
        return ask(Pending::extension);
      case Action::request_shelving:
        return ask(Pending::shelving);
      case Action::decide_extension:
        return decide_extension();
      case Action::decide_shelving:
        return decide_shelving(next);
      case Action::ask_help:
        return add_assistants();
      case Action::pass:
        return pass();
      case Action::fail:
        return fail();
      case Action::draw:
        return draw();
      case Action::rate:
        return rate();
      case Action::reopen:
        return reopen();
      case Action::object:
        return object();
      case Action::merge:
        return merge();
      case Action::unmerge:
        return unmerge();
      case Action::absorb:
        c().co_reporters += 1 + command_.main_case->co_reporters;
        return;
      case Action::release:
        c().co_reporters -= 1 + command_.main_case->co_reporters;
        return;
      case Action::locate:
        return locate();
      case Action::recategorise:
        return recategorise();
      case Action::warn:
        c().clock.step = 1;
        return;
      case Action::supervise:
        return supervise();
      case Action::withdraw:
        if (next == State::withdrawn) fact("withdrawn");
        return;
      default:
        return;
    }
  }

  void register_case() {
    if (command_.category) set_category(*command_.category);
    c().registered_at = command_.done_at;
    if (c().paused.kind == ClockKind::register_) c().paused = {};
    fact("registered");
  }

  void decline() {
    c().answer = command_.answer;
    c().paused = {};
    if (!command_.responsible.empty()) say("responsible", command_.responsible);
    if (!command_.ground.empty()) say("ground", command_.ground);
    fact("declined");
  }

  void dispatch() {
    if (command_.limit) say("limit", calendar::to_text(*command_.limit));
    if (c().dispatches++ == 0) fact("dispatched");
    // Whoever handled it before has no more to do with it; the next one who does is noted anew.
    c().handler = {};
    c().handler_organisation = {};
    c().ruled = command_.action == Action::rule;
    c().must_rule = false;
    c().holder = *command_.holder;
    c().assistants.clear();
    add_assistants();
    say("holder_kind", std::string(code_of(c().holder.kind)));
    say("holder", std::to_string(c().holder.id));
    if (command_.limit) chosen_limit_ = *command_.limit;
  }

  void give_back() {
    fact("returned");
    if (++c().returns % 3 != 0) return;
    c().must_rule = true;
    if (const auto above = desk_above(context_.desks, c().desk_area)) c().desk_area = above->area;
    say("to_be_ruled", "true");
  }

  void escalate() {
    const auto above = desk_above(context_.desks, c().desk_area);
    c().desk_area = above->area;
    fact("escalated");
    say("desk", to_string(above->area));
  }

  void report_done() {
    c().handled_at = command_.done_at;
    c().handler = command_.by;
    c().handler_organisation = command_.by_organisation;
    c().answer = command_.answer;
    if (std::exchange(c().handled_once, true)) return;
    fact("handled");
    if (command_.done_at <= c().clock.due_at) fact("handled_on_time");
    if (c().returns == 0) fact("right_first_time");
  }

  void ask(Pending what) {
    c().pending = what;
    c().pending_reason = command_.reason;
    c().pending_until = command_.until;
    c().pending_by = command_.by;
    if (command_.until) say("until", to_rfc3339(*command_.until));
  }

  void decide_extension() {
    say("granted", *command_.granted ? "true" : "false");
    clear_pending();
    if (!*command_.granted) return;
    c().extensions += 1;
    c().clock = extend(context_.calendar, c().clock);
    c().supervisor_area = {};
    c().supervisor_due_at.reset();
    fact("extended");
  }

  void decide_shelving(State next) {
    say("granted", *command_.granted ? "true" : "false");
    if (next != State::shelved) return clear_pending();
    c().shelvings += 1;
    fact("shelved");
  }

  void clear_pending() {
    c().pending = Pending::none;
    c().pending_reason.clear();
    c().pending_until.reset();
    c().pending_by = {};
  }

  void add_assistants() {
    auto& all = c().assistants;
    for (const auto& a : command_.assistants) {
      if (a != c().holder && std::find(all.begin(), all.end(), a) == all.end()) all.push_back(a);
    }
  }

  void pass() {
    c().closed_at = command_.done_at;
    c().last_verifier = command_.by;
    c().paused = {};
    // Seen to be true and solved at once: it counts as registered, so that closed never exceeds it.
    if (before_.state == State::self_handled) register_case();
    // Closing again after a reopening is no second case.
    if (c().reopenings > 0) return;
    fact("closed");
    if (!c().overdue) fact("closed_on_time");
    fact("closed_at_" + closing_level());
  }

  std::string closing_level() const {
    if (before_.state == State::self_handled) return "micro_grid";
    const auto at = std::find_if(context_.desks.begin(), context_.desks.end(),
                                 [&](const Desk& d) { return d.area == before_.desk_area; });
    if (at == context_.desks.end()) return "district";
    if (at->level == "dedicated_grid") return "grid";
    return at->level == "building" || at->level == "dwelling" ? "micro_grid" : at->level;
  }

  void fail() {
    c().reworks += 1;
    fact("reworked");
    if (before_.state == State::self_handled) register_case();
    c().last_verifier = command_.by;
  }

  void draw() {
    c().sampled = command_.drawn;
    say("drawn", command_.drawn ? "true" : "false");
  }

  void rate() {
    const bool by_reporter = includes(command_.as, Actor::reporter);
    const bool reached = by_reporter || command_.reached == true;
    // Calling again after nobody answered is the same follow-up; another reporter's is his own.
    if (c().clock.kind == ClockKind::follow_up || c().solved) fact("followed_up");
    if (reached) fact("reached");
    say("reached", reached ? "true" : "false");
    // Followed up: nobody is late with it any more. The case still waits for its reopening to end.
    c().clock = {};
    c().supervisor_area = {};
    if (!reached) return;
    c().solved = command_.solved;
    c().satisfied = command_.satisfied;
    c().stars = command_.stars;
    if (*command_.solved) fact("solved");
    if (*command_.satisfied) fact("satisfied");
    say("solved", *command_.solved ? "true" : "false");
    say("satisfied", *command_.satisfied ? "true" : "false");
    if (command_.stars) say("stars", std::to_string(*command_.stars));
  }

  void reopen() {
    c().reopenings += 1;
    c().excluded_verifier = c().last_verifier;
    c().closed_at.reset();
    c().ruled = false;
    c().paused = {};
    c().solved.reset();
    c().satisfied.reset();
    c().stars.reset();
    fact("reopened");
  }

  void object() {
    if (before_.state == State::self_handled) {
      c().sampled = true;  // disputed: somebody else looks, whatever the draw said
      return;
    }
    if (const auto above = desk_above(context_.desks, c().desk_area)) c().desk_area = above->area;
    c().answer.clear();
  }

  void merge() {
    c().main_case = command_.main_case->id;
    c().former_state = before_.state;
    say("main_case", to_string(c().main_case));
    fact("merged");
  }

  void unmerge() {
    say("main_case", to_string(c().main_case));
    c().main_case = {};
    c().former_state.reset();
  }

  void locate() {
    const Place& p = *command_.place;
    c().area = p.area;
    c().located = p.located;
    c().lat = p.lat;
    c().lon = p.lon;
    c().accuracy_m = p.accuracy_m;
    c().cell = p.cell;
    if (!p.address.empty()) c().address = p.address;
    c().territory_version = p.territory_version;
    c().desk_area = context_.place_desks[rank_in_place()].area;
    say("area", to_string(p.area));
  }

  /// As many desks up as it had risen where it was thought to lie: what was escalated or disputed
  /// does not fall back to who could not settle it.
  std::size_t rank_in_place() const {
    const auto& old = context_.desks;
    const auto at = std::find_if(old.begin(), old.end(),
                                 [&](const Desk& d) { return d.area == before_.desk_area; });
    std::size_t rank = at == old.end() ? 0 : static_cast<std::size_t>(at - old.begin());
    if (before_.restricted) rank = std::max<std::size_t>(rank, 1);
    return std::min(rank, context_.place_desks.size() - 1);
  }

  void recategorise() { set_category(*command_.category); }

  void set_category(const Category& category) {
    c().category = category.id;
    c().emergency = category.emergency;
    chosen_limit_ = category.limit;
    say("category", to_string(category.id));
  }

  void supervise() {
    if (c().clock.kind == ClockKind::handle && !std::exchange(c().overdue, true)) {
      fact("overdue");
      say("overdue", "true");
    }
    c().clock.step = std::max(c().clock.step, 1) + 1;
    c().supervisor_area = supervisor_at(c().clock.step);
    say("supervisor", to_string(c().supervisor_area));
  }

  /// From step 2 the desk above, one more with each step. The district's has nobody above: it
  /// supervises itself, visibly.
  AreaId supervisor_at(int step) const {
    AreaId at = out_.next.desk_area;
    for (; step >= 2; --step) {
      const auto above = desk_above(context_.desks, at);
      if (!above) break;
      at = above->area;
    }
    return at;
  }

  // ---- clocks, holders, expiries of a new state ---------------------------------------------

  void leave_clock() {
    const bool pauses =
        before_.state == State::handling ||
        (before_.state == State::reported && command_.action == Action::verify_first);
    if (pauses) {
      c().paused = pause(context_.calendar, c().clock, command_.done_at, before_.holder);
    }
    c().supervisor_area = {};
    c().supervisor_due_at.reset();
  }

  void settle_holder(State next) {
    switch (next) {
      case State::verifying:
        return hold(HolderKind::workers, c().area.value);
      case State::checking:
      case State::self_handled:
        return hold(HolderKind::verifiers, c().desk_area.value);
      case State::dispatched:
        return;  // named by the dispatcher
      case State::handling:
        // Rework and resuming go back to who had it; accepting keeps who accepts.
        if (before_.state == State::checking || before_.state == State::shelved) {
          c().holder = c().paused.holder;
        }
        return;
      case State::shelved:
        return;  // stays with who shelved it
      case State::merged:
        return hold(HolderKind::desk, command_.main_case->desk_area.value);
      case State::archived:
      case State::imported:
        return hold(HolderKind::records, 0);
      default:
        return hold(HolderKind::desk, c().desk_area.value);
    }
  }

  void start_state_clock(State next) {
    const ClockKind kind = row_of(next).clock;
    if (kind == c().paused.kind && kind != ClockKind::none &&
        (kind != ClockKind::handle || c().paused.holder == c().holder)) {
      c().clock = go_on(context_.calendar, c().paused, clock_from());
      c().paused = {};
      if (c().clock.step >= 2) c().supervisor_area = supervisor_at(c().clock.step);
      return;
    }
    if (kind == ClockKind::handle) c().paused = {};
    calendar::Limit limit = limit_of(kind, context_.stages, handle_limit(), urgent(c(), context_));
    c().clock = start_clock(context_.calendar, kind, limit, clock_from());
  }

  /// Who takes something on himself has had it since then. Everybody else's time begins when they
  /// can know of it: nobody is late because a phone was offline.
  Instant clock_from() const {
    const bool by_time = includes(command_.as, Actor::clock);
    const bool own = command_.action == Action::accept || command_.action == Action::resume;
    return by_time || own ? command_.done_at : command_.now;
  }

  /// Chosen by the dispatcher when it was dispatched, else the category's.
  calendar::Limit handle_limit() const {
    return out_.next.handle_limit ? *out_.next.handle_limit : context_.category.limit;
  }

  void settle_expiry(State next) {
    c().expires_at.reset();
    if (next != State::shelved && next != State::handling) clear_pending();
    // The reporter's time to answer runs from when he can know of it.
    const auto after = [&](const calendar::Limit& limit) {
      return context_.calendar.add(command_.now, calendar::length(limit), false);
    };
    switch (next) {
      case State::closed:
        c().expires_at = after(context_.stages.reopening);
        return;
      case State::void_:
        c().expires_at = after(context_.stages.objection);
        return;
      case State::withdrawn:
        c().expires_at = after(context_.stages.restoring);
        return;
      case State::shelved:
        c().expires_at = before_.pending_until;
        c().clock.due_at = *before_.pending_until;
        clear_pending();
        return;
      default:
        return;
    }
  }

  void describe() {
    const Command& k = command_;
    if (!k.answer.empty()) say(std::string(kAnswerLength), std::to_string(k.answer.size()));
    for (const auto* words : {&k.answer, &k.reason, &k.note}) {
      if (words->empty()) continue;
      if (!out_.event.words.empty()) out_.event.words += '\n';
      out_.event.words += *words;
    }
    if (k.photos + k.photos_after > 0) say("photos", std::to_string(k.photos + k.photos_after));
  }

  void finish() {
    Case& n = c();
    n.photo_count += command_.photos + command_.photos_after;
    if (chosen_limit_) n.handle_limit = chosen_limit_;
    // An alarm is no reason to tell somebody that his page is out of date; rows are compared and
    // set by history_seq, which counts every event.
    // Nor is what the public sees of it.
    const Action a = command_.action;
    const bool aside = a == Action::warn || a == Action::supervise || a == Action::draw ||
                       a == Action::publish || a == Action::unpublish;
    if (!aside) n.version += 1;
    if (n.state == State::self_handled && n.sampled) {
      n.expires_at = *n.sampled ? std::nullopt : std::optional(n.clock.due_at);
    }
    const AreaId top = n.supervisor_area ? n.supervisor_area : n.desk_area;
    const bool desks_left = n.clock.step < 2 || !is_district_desk(context_.desks, top);
    set_wake(n, context_.calendar, context_.stages, desks_left);
    n.supervisor_due_at.reset();
    if (n.supervisor_area) {
      n.supervisor_due_at = next_alarm_at(context_.calendar, n.clock, 100);
    }
  }

  const Case& before_;
  const Command& command_;
  const Context& context_;
  Outcome out_;
  std::optional<calendar::Limit> chosen_limit_;
};

}  // namespace

Outcome carry_out(const Case& before, const Command& command, const Context& context, State next) {
  return Deed(before, command, context).run(next);
}

}  // namespace gewu::cases
