// SPDX-License-Identifier: Apache-2.0
// A new case, from whoever reports: the deed, the contact, the follow code.
#include <boost/json.hpp>

#include "base/bytes.hpp"
#include "geo/cells.hpp"
#include "modules/cases/cases_service.hpp"

namespace gewu::cases {

namespace {

const std::vector<api::Role> kSelfHandlers{api::Role::grid_worker, api::Role::micro_grid_lead,
                                           api::Role::grid_lead};

/// Seals the way to reach the reporter. Nothing given: nothing kept.
Done seal_contact(db::WriteTx& tx, const Services& s, store::Report& report, const Contact& contact,
                  Instant now) {
  GEWU_TRY(const std::string name, line_of(contact.name, 40, "/contact/name"));
  std::string phone;
  if (!contact.phone.empty()) {
    auto parsed = privacy::Phone::parse(contact.phone);
    if (!parsed) {
      Error e = std::move(parsed).error();
      e.field = "/contact/phone";
      return e;
    }
    phone = parsed->str();
  }
  if (name.empty() && phone.empty()) return done();
  report.person = s.ids.next<privacy::PersonKeyTag>(now);
  s.vault.add_person(tx, report.district, report.person, now);
  const boost::json::object plain{{"name", name}, {"phone", phone}};
  GEWU_TRY(report.contact_sealed,
           s.vault.seal(tx, report.district, report.person, boost::json::serialize(plain),
                        "case_report.contact:" + to_string(report.id)));
  report.contact_mask = name.empty() ? "" : privacy::mask_name(name);
  if (!phone.empty()) {
    if (!report.contact_mask.empty()) report.contact_mask += ' ';
    report.contact_mask += privacy::mask_phone(phone);
    const auto hash = s.vault.keyed_hash(report.district, "reporter.phone", phone);
    report.phone_hash = to_hex(hash);
  }
  return done();
}

/// The deed of reporting, checked but for what is on the spot handled.
Result<Command> reporting(const NewReport& in, const api::Caller* by, Instant now) {
  Command command;
  command.action = in.self_handled ? Action::report_self_handled : Action::report;
  command.now = now;
  command.done_at = std::min(in.done_at.value_or(now), now);
  command.by = by ? by->account : AccountId{};
  for (const auto& photo : in.photos) {
    ++(photo.kind == photos::PhotoKind::after ? command.photos_after : command.photos);
  }
  if (in.done_at && *in.done_at > now + kSkewAllowed) {
    return invalid("done_at_in_future", "The time lies in the future. Check your clock.",
                   "/done_at");
  }
  if (now - command.done_at > kLateMost) {
    return invalid("done_at_too_old", "A report can be at most 60 days late.", "/done_at");
  }
  return command;
}

/// Handled on the spot: by somebody who works there, who says what was done.
Done check_self_handled(const NewReport& in, const api::Caller* by,
                        const std::vector<AreaId>& chain, Command& command) {
  if (by == nullptr || !accounts::covers(by->grants, kSelfHandlers, chain)) {
    return forbidden("self_handling_not_yours", "Only who works here can handle on the spot.");
  }
  if (in.about_holder) {
    return invalid("self_handling_not_yours", "What is about its holder somebody else handles.",
                   "/about_holder");
  }
  GEWU_TRY(command.answer, words_of(in.answer, "/answer"));
  return done();
}

std::string spelt(const std::string& code) {
  return code.substr(0, 4) + "-" + code.substr(4, 3) + "-" + code.substr(7);
}

}  // namespace

Result<Reported> CaseService::report(db::WriteTx& tx, DistrictId district, const NewReport& in,
                                     const api::Caller* by, Instant now) {
  const Work work(*this, tx, district, now);
  GEWU_TRY(const std::string words, words_of(in.words, "/words"));
  GEWU_TRY(const std::string address, line_of(in.address, 200, "/address"));
  GEWU_TRY(const Place place, work.place(in.point, in.accuracy_m, address));
  GEWU_TRY(const Category category, work.category(in.category));
  const auto* listed = work.tree().find(category.id);
  const auto nature =
      in.nature.empty() ? std::optional(listed->nature) : from_code<categories::Nature>(in.nature);
  if (!nature) return invalid("code_unknown", "Choose what is wanted of the list.", "/nature");
  GEWU_TRY(Command command, reporting(in, by, now));
  if (in.self_handled) {
    GEWU_CHECK(check_self_handled(in, by, work.chain(place.area), command));
  }

  Case fresh = fresh_case(district, services_.ids.next<CaseTag>(now), place, category, words);
  fresh.state = in.self_handled ? State::self_handled : State::reported;
  fresh.nature = code_of(*nature);
  fresh.channel = in.channel;
  fresh.restricted = in.about_holder;
  fresh.number = next_number(tx, district);
  const Context context{work.calendar(), work.stages(), work.desks(place.area), category};
  Outcome out = open_case(std::move(fresh), command, context);
  return enter(tx, work, out, in, words, command.by, now);
}

/// Writes a new case with what its reporter brought, and gives him his code.
Result<Reported> CaseService::enter(db::WriteTx& tx, const Work& work, Outcome& out,
                                    const NewReport& in, const std::string& words, AccountId by,
                                    Instant now) {
  Case& c = out.next;
  const DistrictId district = c.district;
  out.event.words = words;
  const std::string code = to_base32(services_.random.bytes<8>(), kFollowCharacters);
  store::Report report;
  report.district = district;
  report.id = c.id;
  report.channel = in.channel;
  report.reporter = by;
  report.words = words;
  report.language = in.language;
  report.follow_digest = *follow_digest(district, code);
  report.reported_at = c.reported_at;
  if (in.contact) GEWU_CHECK(seal_contact(tx, services_, report, *in.contact, now));
  out.event.data.emplace_back(kFollowDigest, report.follow_digest);

  emit(tx, services_, work.territory(), out,
       {by ? history::ActorKind::account : history::ActorKind::reporter, by}, now);
  store::insert(tx, c);
  store::insert_report(tx, report);
  GEWU_CHECK(attach_photos(tx, district, c.id, in.photos, now));
  GEWU_CHECK(
      attach_voices(tx, district, c.id, voice_notes::OwnerKind::case_report, in.voices, now));
  const auto due = c.clock.kind == ClockKind::none ? std::nullopt : std::optional(c.clock.due_at);
  const auto* listed = work.tree().find(c.category);
  std::optional<Promise> promise;
  // Who joins is told what was promised for the matter he joins: it is one promise and counts once.
  const bool of_its_own = c.state != State::self_handled && c.channel != Channel::released_page;
  if (services_.promiser != nullptr && of_its_own) {
    promise = services_.promiser->promise(tx, c, work.territory().district().utc_offset(), now);
  }
  return Reported{c.id,
                  c.number,
                  spelt(code),
                  c.state,
                  c.area,
                  c.located,
                  c.desk_area,
                  due,
                  *digest_from_hex(c.history_head),
                  listed ? listed->emergency : "",
                  std::move(promise)};
}

Result<Reported> CaseService::join(db::WriteTx& tx, DistrictId district, CaseId id,
                                   const Joining& in, Instant now) {
  const Work work(*this, tx, district, now);
  const auto main = store::find_to_change(tx, district, id);
  if (!main || main->restricted) return not_found("case_unknown", "There is no such case.");
  if (!is_open(main->state)) {
    return conflict("released_closed",
                    "This has been settled meanwhile. If it is still there, report it anew.");
  }
  // Whoever archives a case archives its reports with it, in one transaction.
  if (main->co_reporters >= store::public_limits(tx, district).followers_max) {
    return conflict(
        "released_full",
        "So many follow this already that it is known. What differs, report by itself.");
  }
  NewReport report;
  report.words = in.words.empty() ? in.title : in.words;
  report.channel = Channel::released_page;
  report.language = in.language;
  report.contact = in.contact;
  GEWU_TRY(const std::string words, words_of(report.words, "/words"));
  Place place;
  place.area = in.area;
  place.located = main->located;
  place.lat = in.point.lat;
  place.lon = in.point.lon;
  place.cell = geo::cell_id(in.point);
  place.territory_version = work.territory().version();
  const Category category = work.category(main->category);
  GEWU_TRY(const Command told, reporting(report, nullptr, now));
  Case fresh = fresh_case(district, services_.ids.next<CaseTag>(now), place, category, in.title);
  fresh.nature = main->nature;
  fresh.channel = report.channel;
  fresh.number = next_number(tx, district);
  const Context context{work.calendar(), work.stages(), work.desks(place.area), category};
  Outcome entered = open_case(std::move(fresh), told, context);
  GEWU_TRY(Reported out, enter(tx, work, entered, report, words, {}, now));

  Command joins;
  joins.action = Action::merge;
  joins.as = only(Actor::merger);
  joins.version = entered.next.version;
  joins.now = joins.done_at = now;
  joins.main_case = &*main;
  GEWU_TRY(Outcome joined, decide(entered.next, joins, work.context(entered.next)));
  emit(tx, services_, work.territory(), joined, {history::ActorKind::reporter, {}}, now);
  store::update(tx, joined.next, entered.next.history_seq);
  GEWU_CHECK(join_or_leave(tx, work, *main, entered.next, joins, now));
  out.state = main->state;
  out.desk_area = main->desk_area;
  const bool runs = main->clock.kind != ClockKind::none;
  out.due_at = runs ? std::optional(main->clock.due_at) : std::nullopt;
  if (services_.promiser != nullptr) out.promise = services_.promiser->find(tx, *main);
  return out;
}

}  // namespace gewu::cases
