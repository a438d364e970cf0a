// SPDX-License-Identifier: Apache-2.0
// History from elsewhere, a row each.
#include "modules/cases/cases_service.hpp"

namespace gewu::cases {

namespace {

Done check_times(const ImportedCase& row, Instant now) {
  if (row.reported_at > now) {
    return invalid("reported_at_in_future", "The row's time lies in the future.", "/reported_at");
  }
  if (row.closed_at && *row.closed_at < row.reported_at) {
    return invalid("closed_before_reported", "It was closed before it was reported.", "/closed_at");
  }
  if (row.closed_at && *row.closed_at > now) {
    return invalid("closed_at_in_future", "The row's end lies in the future.", "/closed_at");
  }
  return done();
}

/// What history counts for: it was reported, and closed in time or not.
void tell_history(const ImportedCase& row, Outcome& out) {
  out.next.emergency = false;  // history alarms nobody
  out.next.closed_at = row.closed_at;
  out.facts = {{"imported", 1}, {"reported", 1}};
  if (row.closed_at) out.facts.push_back({"closed", 1});
  if (row.closed_at && row.due_at && *row.closed_at <= *row.due_at) {
    out.facts.push_back({"closed_on_time", 1});
  }
}

}  // namespace

Result<Imported> CaseService::import_case(db::WriteTx& tx, DistrictId district,
                                          const ImportedCase& row, Instant now) {
  if (store::find_reference(tx, district, row.source, row.reference)) return Imported::unchanged;
  const Work work(*this, tx, district, now);
  GEWU_TRY(const std::string words, words_of(row.words, "/words"));
  GEWU_TRY(const std::string address, line_of(row.address, 200, "/address"));
  GEWU_TRY(const Place place, work.place(row.point, std::nullopt, address));
  GEWU_TRY(const Category category, work.category(row.category));
  GEWU_CHECK(check_times(row, now));
  Command command;
  command.action = row.tray ? Action::report : Action::import_;
  command.now = now;
  command.done_at = row.tray ? now : row.reported_at;

  Case fresh = fresh_case(district, services_.ids.next<CaseTag>(now), place, category, words);
  fresh.number = next_number(tx, district);
  fresh.state = row.tray ? State::reported : State::imported;
  fresh.nature = code_of(work.tree().find(category.id)->nature);
  fresh.channel = row.channel;
  const Context context{work.calendar(), work.stages(), work.desks(place.area), category};
  Outcome out = open_case(std::move(fresh), command, context);
  out.event.words = words;
  out.event.data.emplace_back("source", row.source);
  out.event.data.emplace_back("reference", row.reference);
  if (!row.tray) tell_history(row, out);
  emit(tx, services_, work.territory(), out, {history::ActorKind::system, {}}, now);
  store::insert(tx, out.next);
  store::Report report;
  report.district = district;
  report.id = out.next.id;
  report.channel = row.channel;
  report.words = words;
  report.language = "";
  report.reported_at = row.reported_at;
  store::insert_report(tx, report);
  store::insert_reference(tx, district, row.source, row.reference, out.next.id, now);
  return Imported::added;
}

}  // namespace gewu::cases
