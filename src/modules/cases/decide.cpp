// SPDX-License-Identifier: Apache-2.0
#include "modules/cases/decide.hpp"

#include <algorithm>

#include "modules/cases/clocks.hpp"

namespace gewu::cases {

namespace {

bool is_district_desk(const std::vector<Desk>& desks, AreaId area) {
  return desks.empty() || desks.back().area == area;
}

bool urgent(const Case& c, const Context& context) {
  return c.emergency || calendar::runs_continuously(context.category.limit.unit);
}

// ---- guards ----------------------------------------------------------------------------------

bool did_it(const Case& c, const Command& command) { return c.handler && command.by == c.handler; }

Error refusal_of(Guard guard, const Case& c, const Command& command) {
  switch (guard) {
    case Guard::not_restricted:
      return conflict("case_restricted",
                      "It is about those below this desk: settle it here or pass it up.");
    case Guard::desk_above_exists:
      return conflict("no_desk_above",
                      "There is no desk above this one: it has to be settled here.");
    case Guard::main_case_open:
      return conflict("main_case_not_open",
                      "Choose a main case that is still open and not merged.");
    case Guard::not_to_be_ruled:
      return conflict("ruling_needed", "It came back three times: rule on it and name a holder.");
    case Guard::to_be_ruled:
      return conflict("ruling_not_needed", "Nothing is disputed here: dispatch it.");
    case Guard::returnable:
      return conflict("ruled_holder_keeps", "You were named by ruling; it cannot be returned.");
    case Guard::extension_free:
      return conflict("extension_not_possible",
                      "At most two extensions, one request at a time, and none once overdue.");
    case Guard::extension_asked:
      return conflict("extension_not_asked",
                      "Nobody else asked for an extension; your own request another decides.");
    case Guard::shelving_free:
      return conflict("shelving_not_possible",
                      "A case can be shelved once; one request at a time.");
    case Guard::shelving_asked:
      return conflict("shelving_not_asked",
                      "Nobody else asked for shelving; your own request another decides.");
    case Guard::not_excluded_verifier:
      return conflict("other_verifier_needed",
                      "It was reopened after your check: somebody else has to check it now.");
    case Guard::within_reopening:
      return conflict("reopening_ended", "The time to reopen has ended. Report it anew.");
    case Guard::within_objection:
      return conflict("objection_ended", "The time to object has ended. Report it anew.");
    case Guard::not_answered:
      if (!c.solved && did_it(c, command)) {
        return forbidden("own_work",
                         "You did the work yourself: somebody else asks the reporter about it.");
      }
      return conflict("answered_already", "The reporter has been heard since it was closed.");
    default:
      return conflict("action_not_possible", "That is not possible now.");
  }
}

bool main_case_fits(const Case& c, const Command& command) {
  const Case* main = command.main_case;
  return main != nullptr && main->id != c.id && is_open(main->state) &&
         main->district == c.district;
}

bool holds(Guard guard, const Case& c, const Command& command, const Context& context) {
  const Instant now = command.now;
  switch (guard) {
    case Guard::none:
      return true;
    case Guard::not_restricted:
      return !c.restricted;
    case Guard::desk_above_exists:
      return desk_above(context.desks, c.desk_area).has_value();
    case Guard::no_co_reporters:
      return c.co_reporters == 0;
    case Guard::has_co_reporters:
      return c.co_reporters > 0;
    case Guard::main_case_open:
      return main_case_fits(c, command);
    case Guard::not_to_be_ruled:
      return !c.must_rule;
    case Guard::to_be_ruled:
      return c.must_rule;
    case Guard::returnable:
      return !c.ruled;
    case Guard::extension_free:
      return c.pending == Pending::none && c.extensions < context.stages.extensions_max &&
             now <= c.clock.due_at;
    case Guard::extension_asked:
      return c.pending == Pending::extension && command.by != c.pending_by;
    case Guard::shelving_free:
      return c.pending == Pending::none && c.shelvings == 0;
    case Guard::shelving_asked:
      return c.pending == Pending::shelving && command.by != c.pending_by;
    case Guard::not_excluded_verifier:
      return !c.excluded_verifier || command.by != c.excluded_verifier;
    case Guard::within_reopening:
    case Guard::within_objection:
      return !c.expires_at || command.done_at < *c.expires_at;
    case Guard::not_yet_drawn:
      return !c.sampled.has_value();
    case Guard::not_sampled:
      return c.sampled == false;
    case Guard::not_answered:
      // Nor does the doer tell for the reporter how well it was done.
      return !c.solved.has_value() && !did_it(c, command);
  }
  return false;
}

// ---- needs -----------------------------------------------------------------------------------

bool given(Field field, const Command& c) {
  switch (field) {
    case Field::reason:
      return !c.reason.empty();
    case Field::answer:
      return !c.answer.empty();
    case Field::responsible:
      return !c.responsible.empty();
    case Field::ground:
      return !c.ground.empty();
    case Field::holder:
      return c.holder.has_value();
    case Field::assistants:
      return !c.assistants.empty();
    case Field::photo_after:
      return c.photos_after > 0;
    case Field::photos:
      return c.photos > 0;
    case Field::main_case:
      return c.main_case != nullptr;
    case Field::category:
      return c.category.has_value();
    case Field::limit:
      return c.limit.has_value();
    case Field::until:
      return c.until.has_value();
    case Field::granted:
      return c.granted.has_value();
    case Field::place:
      return c.place.has_value();
    case Field::solved:
      return c.solved.has_value();
    case Field::satisfied:
      return c.satisfied.has_value();
    case Field::stars:
      return c.stars.has_value();
    case Field::reached:
      return c.reached.has_value();
    case Field::note:
      return !c.note.empty();
  }
  return false;
}

/// What is needed is there, and nothing that would be dropped in silence.
Done check_fields(const Transition& t, const Command& command) {
  Fields takes = t.needs | t.may;
  // Whoever may bring photos may bring some of what was done, too.
  if (includes(takes, Field::photos)) takes = takes | Field::photo_after;
  for (unsigned bit = 1; bit <= static_cast<unsigned>(Field::note); bit <<= 1) {
    const auto field = static_cast<Field>(bit);
    const bool there = given(field, command);
    const std::string name(code_of(field));
    if (includes(t.needs, field) && !there) {
      return invalid(name + "_missing", "This needs: " + name + ".", "/" + name);
    }
    if (!includes(takes, field) && there) {
      return invalid(name + "_not_taken", "This takes no " + name + ".", "/" + name);
    }
  }
  return done();
}

/// Nobody answers a request of an extension once the clock has run out, nor one for shelving
/// until a day that is over.
Done check_request(const Case& c, const Command& command) {
  if (command.granted != true) return done();
  const bool late = c.clock.step >= 2 || command.done_at > c.clock.due_at;
  if (command.action == Action::decide_extension && late) {
    return conflict("extension_not_possible", "It is overdue: an extension comes too late now.");
  }
  if (command.action == Action::decide_shelving && *c.pending_until <= command.now) {
    return conflict("shelving_not_possible", "The day until which it was asked for is over.");
  }
  return done();
}

/// Conditions that span several fields.
Done check_sense(const Case& c, const Command& command, const Context& context) {
  if (command.action == Action::decline && command.responsible.empty() && command.ground.empty()) {
    return invalid("decline_needs_way_on", "Name who is responsible instead, or the legal ground.",
                   "/responsible");
  }
  if (command.action == Action::request_shelving) {
    const Instant last =
        context.calendar.add(command.now, calendar::length(context.stages.shelving_max), false);
    if (*command.until <= command.now || *command.until > last) {
      return invalid("until_out_of_range", "Shelving ends in the future, within one year.",
                     "/until");
    }
  }
  GEWU_CHECK(check_request(c, command));
  if (command.action == Action::merge && c.restricted && !command.main_case->restricted) {
    return conflict("main_case_not_restricted",
                    "This is about the one who would hold it; the main case is open to him.");
  }
  if (command.stars && (*command.stars < 1 || *command.stars > 5)) {
    return invalid("stars_out_of_range", "Give one to five stars.", "/stars");
  }
  const bool adds = command.action == Action::ask_help;
  if (command.assistants.size() + (adds ? c.assistants.size() : 0) > kAssistantsMax) {
    return invalid("assistants_too_many", "At most eight can help with one case.", "/assistants");
  }
  const bool told = command.solved.has_value() || command.satisfied.has_value();
  if (command.action == Action::rate && command.reached == true &&
      (!command.solved || !command.satisfied)) {
    return invalid("solved_missing", "They were reached: say whether it is solved and satisfies.",
                   "/solved");
  }
  if (command.action == Action::rate && command.reached == false && (told || command.stars)) {
    return invalid("reached_missing", "Nobody was reached, so nobody can have rated it.",
                   "/reached");
  }
  return done();
}

Done check_times(const Case& c, const Command& command) {
  if (command.done_at > command.now) {
    return invalid("done_at_in_future",
                   "The time of the deed lies in the future. Check your clock.", "/done_at");
  }
  if (command.done_at < c.reported_at) {
    return invalid("done_at_before_report", "The deed cannot be older than the report.",
                   "/done_at");
  }
  return done();
}

/// The row that applies, or the most telling refusal.
Result<const Transition*> choose(const Case& c, const Command& command, const Context& context) {
  bool known = false, yours = false;
  std::optional<Guard> failed;
  for (const auto& t : transitions()) {
    if (t.from != c.state || t.action != command.action) continue;
    known = true;
    if ((t.who & command.as) == 0) continue;
    yours = true;
    if (holds(t.guard, c, command, context)) return &t;
    if (!failed) failed = t.guard;
  }
  if (!known) {
    return conflict("action_not_possible", "The case is " + std::string(code_of(c.state)) +
                                               ": that is not possible now. Reload the page.");
  }
  if (!yours) return forbidden("action_not_yours", "Somebody else has to do that.");
  return refusal_of(*failed, c, command);
}

// ---- effects ---------------------------------------------------------------------------------

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

std::optional<Desk> desk_above(const std::vector<Desk>& desks, AreaId area) {
  const auto at =
      std::find_if(desks.begin(), desks.end(), [&](const Desk& d) { return d.area == area; });
  if (at == desks.end()) return desks.empty() ? std::nullopt : std::optional(desks.front());
  if (at + 1 == desks.end()) return std::nullopt;
  return *(at + 1);
}

Instant beginning_of(const Case& c) {
  Instant at = c.reported_at;
  if (c.clock.kind != ClockKind::none) at = std::max(at, c.clock.started_at);
  if (c.closed_at) at = std::max(at, *c.closed_at);
  return at;
}

Result<Outcome> decide(const Case& before, const Command& given_command, const Context& context) {
  Command command = given_command;
  if (command.done_at > command.now && command.done_at - command.now <= kSkewAllowed) {
    command.done_at = command.now;
  }
  const bool by_time = includes(command.as, Actor::clock);
  if (!by_time && command.version != before.version) {
    return Error{Failure::stale, "version_stale",
                 "Somebody was quicker: the case has changed since you opened it. Reload and look.",
                 "/version"};
  }
  GEWU_CHECK(check_times(before, command));
  command.done_at = std::max(command.done_at, beginning_of(before));
  GEWU_TRY(const Transition* row, choose(before, command, context));
  GEWU_CHECK(check_fields(*row, command));
  GEWU_CHECK(check_sense(before, command, context));
  State next = row->to == To::state ? row->next : before.state;
  if (row->to == To::former) next = before.former_state.value_or(State::registered);
  if (command.action == Action::decide_shelving && !*command.granted) next = before.state;
  return Deed(before, command, context).run(next);
}

std::vector<Allowed> allowed(const Case& c, Actors who, AccountId by, const Context& context,
                             Instant now) {
  std::vector<Allowed> out;
  Command probe;
  probe.now = probe.done_at = now;
  probe.by = by;
  // The main case of a merger is named only when merging: any open one will do here.
  Case other = c;
  other.id = CaseId{-1};
  other.state = State::reported;
  probe.main_case = &other;
  for (const auto& t : transitions()) {
    if (t.from != c.state || (t.who & who) == 0 || !holds(t.guard, c, probe, context)) continue;
    const bool twice =
        std::any_of(out.begin(), out.end(), [&](const Allowed& a) { return a.action == t.action; });
    if (!twice) out.push_back({t.action, t.needs, t.may});
  }
  return out;
}

Outcome open_case(Case fresh, const Command& command, const Context& context) {
  Outcome out;
  out.done_at = command.done_at;
  Case& c = fresh;
  c.desk_area = context.desks.front().area;
  if (c.restricted) {
    if (const auto above = desk_above(context.desks, c.desk_area)) c.desk_area = above->area;
  }
  c.reported_at = command.done_at;
  c.emergency = context.category.emergency;
  const ClockKind kind = row_of(c.state).clock;
  c.clock = start_clock(context.calendar, kind,
                        limit_of(kind, context.stages, context.category.limit, false), command.now);
  c.holder = {row_of(c.state).held_by, c.desk_area.value};
  if (c.state == State::self_handled) {
    c.handler = command.by;
    c.handled_at = command.done_at;
    c.answer = command.answer;
    c.expires_at =
        context.calendar.add(command.now, calendar::length(context.stages.drawing), false);
    out.facts.push_back({"self_handled", 1});
  }
  if (c.state == State::imported) c.holder = {HolderKind::records, 0};
  out.facts.insert(out.facts.begin(), {"reported", 1});
  c.photo_count = command.photos + command.photos_after;
  set_wake(c, context.calendar, context.stages, true);
  out.event = {command.action, c.state, c.state, {}, command.note};
  out.event.data.emplace_back("channel", std::string(code_of(c.channel)));
  out.event.data.emplace_back("area", to_string(c.area));
  if (c.category) out.event.data.emplace_back("category", to_string(c.category));
  out.next = std::move(fresh);
  return out;
}

std::optional<Command> due(const Case& c, const Context& context, Instant now) {
  if (!c.wake_at || *c.wake_at > now) return std::nullopt;
  Command k;
  k.as = only(Actor::clock);
  k.now = now;
  k.done_at = *c.wake_at;
  if (c.expires_at && *c.expires_at <= *c.wake_at) {
    switch (c.state) {
      case State::self_handled:
        k.action = c.sampled.has_value() ? Action::pass : Action::draw;
        return k;
      case State::shelved:
        k.action = Action::resume;
        return k;
      default:
        k.action = Action::archive;
        return k;
    }
  }
  k.action = c.clock.step == 0 ? Action::warn : Action::supervise;
  (void)context;
  return k;
}

}  // namespace gewu::cases
