// SPDX-License-Identifier: Apache-2.0
#include "modules/cases/decide.hpp"

#include <algorithm>

#include "modules/cases/clocks.hpp"
#include "modules/cases/deed.hpp"
#include "modules/cases/guards.hpp"

namespace gewu::cases {

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
  GEWU_CHECK(check_content(*row, before, command, context));
  State next = row->to == To::state ? row->next : before.state;
  if (row->to == To::former) next = before.former_state.value_or(State::registered);
  if (command.action == Action::decide_shelving && !*command.granted) next = before.state;
  return carry_out(before, command, context, next);
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
