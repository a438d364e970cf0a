// SPDX-License-Identifier: Apache-2.0
#include "modules/cases/guards.hpp"

namespace gewu::cases {

namespace {

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

}  // namespace

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

Done check_content(const Transition& row, const Case& c, const Command& command,
                   const Context& context) {
  GEWU_CHECK(check_fields(row, command));
  return check_sense(c, command, context);
}

}  // namespace gewu::cases
