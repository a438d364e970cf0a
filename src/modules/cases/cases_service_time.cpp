// SPDX-License-Identifier: Apache-2.0
// What time alone does: alarms, draws, closing, archiving.
#include <exception>

#include "modules/cases/cases_service.hpp"

namespace gewu::cases {

int CaseService::tick(db::Database& database, DistrictId district, Instant now, int limit) {
  const auto ids =
      database.read([&](db::ReadTx& tx) { return store::due_now(tx, district, now, limit); });
  // One case that cannot move must not hold up all others: they go first, then it is told.
  std::exception_ptr failed;
  for (const CaseId id : ids) {
    try {
      database.write([&](db::WriteTx& tx) { return tick_one(tx, district, id, now), Nothing{}; });
    } catch (const std::exception&) {
      if (!failed) failed = std::current_exception();
    }
  }
  if (failed) std::rethrow_exception(failed);
  return static_cast<int>(ids.size());
}

void CaseService::tick_one(db::WriteTx& tx, DistrictId district, CaseId id, Instant now) {
  const Work work(*this, tx, district, now);
  auto c = store::find_to_change(tx, district, id);
  // A clock that stood still for long rings several times; each is its own event.
  for (int rounds = 0; c && rounds < kAlarmsMax; ++rounds) {
    const Context context = work.context(*c);
    auto command = due(*c, context, now);
    if (!command) return;
    if (command->action == Action::draw) {
      command->drawn =
          static_cast<int>(services_.random.number() % 100) < work.stages().sample_percent;
    }
    auto out = decide(*c, *command, context);
    if (!out) throw std::logic_error("time did what the table forbids: " + out.error().code);
    emit(tx, services_, work.territory(), *out, {history::ActorKind::clock, {}}, now);
    store::update(tx, out->next, c->history_seq);
    if (out->next.state == State::archived) archive_merged(tx, work, out->next, now);
    c = std::move(out->next);
  }
}

std::optional<Instant> CaseService::next_tick(db::ReadTx& tx, DistrictId district) const {
  return store::next_wake(tx, district);
}

}  // namespace gewu::cases
