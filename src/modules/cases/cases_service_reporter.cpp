// SPDX-License-Identifier: Apache-2.0
// What whoever holds the follow code sees and does.
#include "base/bytes.hpp"
#include "modules/cases/cases_service.hpp"

namespace gewu::cases {

Result<CaseService::Followed> CaseService::follow(db::ReadTx& tx, DistrictId district,
                                                  std::string_view code) {
  const auto digest = follow_digest(district, code);
  const auto id = digest ? store::find_follow(tx, district, *digest) : std::nullopt;
  auto own = id ? store::find(tx, district, *id) : std::nullopt;
  if (!own) {
    return not_found("follow_code_unknown",
                     "There is no report under this code. Check each letter.");
  }
  // A case that others were merged into may have been merged itself.
  auto main = *own;
  for (int link = 0; link < kMergersMax && main.state == State::merged; ++link) {
    const auto next = store::find(tx, district, main.main_case);
    if (!next) break;
    main = *next;
  }
  return Followed{*own, main};
}

namespace {

/// Who has withdrawn has no more say, and nobody rates the same closing twice.
Done check_reporter(db::ReadTx& tx, const CaseService::Followed& followed, Action action) {
  const auto& own = followed.own;
  const auto report = store::find_report(tx, own.district, own.id);
  if (report && report->withdrawn_at && own.state != State::withdrawn) {
    return conflict("withdrawn_already",
                    "You have withdrawn this report; others keep the case open.");
  }
  if (action == Action::rate && did_it_himself(tx, followed)) {
    return forbidden("own_work", "Whoever did the work does not rate it.");
  }
  if (action == Action::rate && rated_since_closing(tx, followed)) {
    return conflict("rated_already", "You have rated this already. Reopen it if it is not solved.");
  }
  return done();
}

}  // namespace

bool did_it_himself(db::ReadTx& tx, const CaseService::Followed& followed) {
  const auto report = store::find_report(tx, followed.own.district, followed.own.id);
  // What he wrote down for somebody who called or came in is that person's to rate.
  return report && report->channel == Channel::worker_note && report->reporter &&
         report->reporter == followed.main.handler;
}

bool rated_since_closing(db::ReadTx& tx, const CaseService::Followed& followed) {
  const auto last = store::last_rating(tx, followed.own.district, followed.own.id);
  return last && last->rated == followed.main.id && followed.main.closed_at &&
         last->at >= *followed.main.closed_at;
}

Result<Case> CaseService::act_by_code(db::WriteTx& tx, DistrictId district, std::string_view code,
                                      const Deed& deed, Instant now) {
  GEWU_TRY(const Followed followed, follow(tx, district, code));
  GEWU_CHECK(check_reporter(tx, followed, deed.action));
  const Work work(*this, tx, district, now);
  // A merged reporter speaks on the main case; only what he said himself stays his own.
  const bool of_own = deed.action == Action::withdraw || deed.action == Action::restore;
  const CaseId meant = of_own ? followed.own.id : followed.main.id;
  const Case target = store::find_to_change(tx, district, meant).value();
  GEWU_TRY(Command command, command_of(tx, work.chain(target.area), deed, target, now));
  command.as = only(Actor::reporter);
  // A resident's page holds no version: he means the case as it is.
  if (command.version == 0) command.version = target.version;
  GEWU_TRY(Case after, apply(tx, work, target, std::move(command), deed,
                             {history::ActorKind::reporter, {}, followed.own.id}, now));
  if (deed.action == Action::withdraw) store::note_withdrawn(tx, district, followed.own.id, now);
  if (deed.action == Action::restore) {
    store::note_withdrawn(tx, district, followed.own.id, std::nullopt);
  }
  if (deed.action == Action::rate) {
    store::Rating rating{followed.own.id,
                         services_.ids.next<RecordTag>(now),
                         target.id,
                         deed.solved.value_or(false),
                         deed.satisfied.value_or(false),
                         deed.stars,
                         deed.note,
                         now};
    store::insert_rating(tx, district, rating);
  }
  return after;
}

}  // namespace gewu::cases
