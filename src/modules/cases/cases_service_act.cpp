// SPDX-License-Identifier: Apache-2.0
// What staff do to a case, and what follows from it for the cases merged into it.
#include "modules/cases/cases_service.hpp"

namespace gewu::cases {

Result<Command> command_of(db::WriteTx& tx, const std::vector<AreaId>& chain, const Deed& deed,
                           const Case& c, Instant now) {
  Command k;
  k.action = deed.action;
  k.version = deed.version;
  k.now = now;
  k.done_at = deed.done_at.value_or(now);
  const std::pair<const std::string Deed::*, std::string Command::*> texts[] = {
      {&Deed::reason, &Command::reason},
      {&Deed::answer, &Command::answer},
      {&Deed::responsible, &Command::responsible},
      {&Deed::ground, &Command::ground},
      {&Deed::note, &Command::note}};
  const char* const fields[] = {"/reason", "/answer", "/responsible", "/ground", "/note"};
  for (std::size_t i = 0; i < std::size(texts); ++i) {
    GEWU_TRY(k.*texts[i].second, words_of(deed.*texts[i].first, fields[i], 0));
  }
  for (const auto& photo : deed.photos) {
    ++(photo.kind == photos::PhotoKind::after ? k.photos_after : k.photos);
  }
  k.until = deed.until;
  k.granted = deed.granted;
  k.solved = deed.solved;
  k.satisfied = deed.satisfied;
  k.reached = deed.reached;
  k.stars = deed.stars;
  k.assistants = deed.assistants;
  k.holder = deed.holder;
  const auto known = [&](const Holder& h) {
    if (h.kind != HolderKind::account && h.kind != HolderKind::organisation) return false;
    const auto kind = h.kind == HolderKind::account ? accounts::HolderKind::account
                                                    : accounts::HolderKind::organisation;
    return accounts::is_candidate(tx, c.district, chain, kind, h.id, now);
  };
  if (k.holder && !known(*k.holder)) {
    return invalid("holder_unknown", "Choose a worker or an organisation that answers for here.",
                   "/holder");
  }
  if (k.assistants.size() > kAssistantsMax ||
      !std::all_of(k.assistants.begin(), k.assistants.end(), known)) {
    return invalid("holder_unknown", "Choose at most eight helpers that answer for here.",
                   "/assistants");
  }
  return k;
}

namespace {

Result<calendar::Limit> chosen_limit(const categories::Tree& tree, CategoryId category,
                                     const std::string& text) {
  const auto* known = tree.find(category);
  const bool listed = known != nullptr && (known->limit() == text ||
                                           std::find(known->limits.begin(), known->limits.end(),
                                                     text) != known->limits.end());
  if (!listed) {
    return invalid("limit_not_listed", "Choose one of the limits of this category.", "/limit");
  }
  return calendar::parse_limit(text);
}

}  // namespace

Result<Case> CaseService::act(db::WriteTx& tx, DistrictId district, CaseId id, const Deed& deed,
                              const api::Caller& by, Instant now) {
  const Work work(*this, tx, district, now);
  const auto before = store::find_to_change(tx, district, id);
  const Actors who = before ? relations_of(by, *before, work.places(*before)) : 0;
  if (who == 0) return not_found("case_unknown", "There is no such case in your areas.");
  if (deed.main_case) {
    const auto main = store::find(tx, district, deed.main_case);
    if (!main || relations_of(by, *main, work.places(*main)) == 0) {
      return invalid("main_case_unknown", "There is no such case in your areas.", "/main_case");
    }
  }
  GEWU_TRY(Command command, command_of(tx, work.chain(before->area), deed, *before, now));
  command.as = who;
  command.by = by.account;
  if (before->holder.kind == HolderKind::organisation && includes(who, Actor::holder)) {
    command.by_organisation = OrganisationId{before->holder.id};
  }
  return apply(tx, work, *before, std::move(command), deed,
               {history::ActorKind::account, by.account}, now);
}

Result<Case> CaseService::apply(db::WriteTx& tx, const Work& work, const Case& before,
                                Command command, const Deed& deed, const Doer& actor, Instant now) {
  if (deed.limit) {
    GEWU_TRY(command.limit, chosen_limit(work.tree(), before.category, *deed.limit));
  }
  if (deed.category) {
    GEWU_TRY(command.category, work.category(*deed.category));
  }
  // What rang before the deed was done comes first, even when no round of the clock saw it yet.
  const Case current = ring(tx, work, before, std::min(command.done_at, now), now);
  Context context = work.context(current);
  if (deed.point) {
    GEWU_TRY(const std::string address, line_of(deed.address.value_or(""), 200, "/address"));
    GEWU_TRY(command.place, work.place(deed.point, std::nullopt, address));
    context.place_desks = work.desks(command.place->area);
  } else if (deed.address) {
    return invalid("place_missing", "An address needs its place on the map.", "/place");
  }
  std::optional<Case> main;
  if (deed.main_case) {
    main = store::find_to_change(tx, before.district, deed.main_case);
    if (main) command.main_case = &*main;
  } else if (deed.action == Action::unmerge) {
    main = store::find_to_change(tx, before.district, before.main_case);
  }
  GEWU_TRY(Outcome out, decide(current, command, context));
  if (actor.speaks_for && actor.speaks_for != before.id) {
    out.event.data.emplace_back(kReporterCase, to_string(actor.speaks_for));
  }
  emit(tx, services_, work.territory(), out, {actor.kind, actor.account}, now);
  GEWU_CHECK(attach_photos(tx, before.district, before.id, deed.photos, now));
  GEWU_CHECK(attach_voices(tx, before.district, before.id, voice_notes::OwnerKind::case_deed,
                           deed.voices, now));
  if (!store::update(tx, out.next, before.history_seq)) {
    return Error{Failure::stale, "version_stale",
                 "Somebody was quicker: the case has changed since you opened it.", "/version"};
  }
  if (main) GEWU_CHECK(join_or_leave(tx, work, *main, before, command, now));
  if (out.next.state == State::archived) archive_merged(tx, work, out.next, now);
  return out.next;
}

/// Gives the alarms that were due by `until`; the caller stores the row.
Case CaseService::ring(db::WriteTx& tx, const Work& work, Case c, Instant until, Instant now) {
  for (int rounds = 0; rounds < kAlarmsMax; ++rounds) {
    const Context context = work.context(c);
    const auto command = due(c, context, until);
    if (!command) break;
    if (command->action != Action::warn && command->action != Action::supervise) break;
    auto out = decide(c, *command, context);
    if (!out) break;
    emit(tx, services_, work.territory(), *out, {history::ActorKind::clock, {}}, now);
    c = std::move(out->next);
  }
  return c;
}

/// The other half of a merger: the main case gains or loses reporters, and so does every case that
/// it was merged into itself.
Done CaseService::join_or_leave(db::WriteTx& tx, const Work& work, Case main, const Case& other,
                                const Command& cause, Instant now) {
  for (int link = 0; link < kMergersMax; ++link) {
    Command k;
    k.action = cause.action == Action::unmerge ? Action::release : Action::absorb;
    k.version = main.version;
    k.as = only(Actor::merger);
    k.by = cause.by;
    k.now = k.done_at = now;
    k.main_case = &other;
    GEWU_TRY(Outcome out, decide(main, k, work.context(main)));
    out.event.data.emplace_back("case", to_string(other.id));
    // A resident who joins by himself has no account.
    const auto who = cause.by ? history::ActorKind::account : history::ActorKind::reporter;
    emit(tx, services_, work.territory(), out, {who, cause.by}, now);
    store::update(tx, out.next, main.history_seq);
    const auto next = main.state == State::merged
                          ? store::find_to_change(tx, main.district, main.main_case)
                          : std::nullopt;
    if (!next) break;
    main = *next;
  }
  return done();
}

void CaseService::archive_merged(db::WriteTx& tx, const Work& work, const Case& main, Instant now) {
  for (const Case& c : store::merged_into(tx, main.district, main.id)) {
    if (c.state != State::merged) continue;
    Command k;
    k.action = Action::archive;
    k.as = only(Actor::clock);
    k.now = k.done_at = now;
    auto out = decide(c, k, work.context(c));
    if (!out) continue;
    emit(tx, services_, work.territory(), *out, {history::ActorKind::clock, {}}, now);
    store::update(tx, out->next, c.history_seq);
    archive_merged(tx, work, out->next, now);
  }
}

// ---- shown to everybody -----------------------------------------------------------------------

bool CaseService::may_publish(db::ReadTx& tx, const Case& c, const api::Caller& caller,
                              Instant now) {
  return (relations(tx, c, caller, now) & kPublishes) != 0;
}

Result<Case> CaseService::publish(db::WriteTx& tx, DistrictId district, CaseId id,
                                  const Publication& in, const api::Caller& by, Instant now) {
  const Work work(*this, tx, district, now);
  const auto before = store::find_to_change(tx, district, id);
  const Actors who = before ? relations_of(by, *before, work.places(*before)) : 0;
  if (who == 0) return not_found("case_unknown", "There is no such case in your areas.");
  if ((who & kPublishes) == 0) {
    return forbidden("action_not_yours", "Its desk decides what the public sees of it.");
  }
  Command command;
  command.action = in.shown ? Action::publish : Action::unpublish;
  command.version = before->version;
  command.as = only(Actor::publisher);
  command.by = by.account;
  command.now = command.done_at = now;
  (in.shown ? command.note : command.reason) = in.words;
  GEWU_TRY(Outcome out, decide(*before, command, work.context(*before)));
  for (const auto& entry : in.data) out.event.data.push_back(entry);
  if (in.shown && in.first) out.facts.push_back({"published"});
  emit(tx, services_, work.territory(), out, {history::ActorKind::account, by.account}, now);
  store::update(tx, out.next, before->history_seq);
  return out.next;
}

}  // namespace gewu::cases
