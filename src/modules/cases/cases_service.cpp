// SPDX-License-Identifier: Apache-2.0
// The use cases: load, authorise, decide, store, emit, in one transaction.
#include <algorithm>
#include <boost/json.hpp>
#include <exception>
#include <set>

#include "base/bytes.hpp"
#include "db/outbox.hpp"
#include "geo/cells.hpp"
#include "modules/cases/case_policy.hpp"
#include "modules/cases/cases.hpp"
#include "modules/cases/cases_store.hpp"
#include "modules/figures/figures.hpp"

namespace gewu::cases {

namespace {

constexpr std::size_t kFollowCharacters = 10;  // 50 bits; look-ups are rate-limited
constexpr int kNumberBlock = 20;
constexpr double kAccuracyMaxM = 1e6;
constexpr std::size_t kPhotosMax = 9, kVoicesMax = 3;
constexpr int kAlarmsMax = 64;   ///< that one case may give in a row after a long standstill
constexpr int kMergersMax = 32;  ///< links of a chain of merged cases that are followed

const std::vector<api::Role> kSelfHandlers{api::Role::grid_worker, api::Role::micro_grid_lead,
                                           api::Role::grid_lead};

std::vector<AreaId> ids_of(const std::vector<const areas::Area*>& chain) {
  std::vector<AreaId> out;
  out.reserve(chain.size());
  for (const auto* area : chain) out.push_back(area->id);
  return out;
}

history::Head head_of(const Case& c) {
  return {c.history_seq, digest_from_hex(c.history_head).value_or(Digest{})};
}

std::string title_of(std::string_view words) {
  std::string line(words.substr(0, words.find('\n')));
  const std::string cut = cut_code_points(line, 40);
  return cut.size() < line.size() ? cut + "…" : cut;
}

Error photo_field(Error error, std::size_t index) {
  error.field = "/photos/" + std::to_string(index);
  return error;
}

}  // namespace

std::optional<std::string> follow_digest(DistrictId district, std::string_view typed) {
  const auto code = fold_base32(typed);
  if (!code || code->size() != kFollowCharacters) return std::nullopt;
  return to_hex(sha256({"gewu-follow-1:", to_string(district), ":", *code}));
}

/// Numbers of leased blocks; a block counts only once its lease is durable.
struct CaseService::Numbers {
  std::mutex guard;
  std::map<DistrictId, std::vector<std::pair<std::int64_t, std::int64_t>>> blocks;

  std::optional<std::int64_t> take(DistrictId district) {
    const std::lock_guard lock(guard);
    auto& held = blocks[district];
    if (held.empty()) return std::nullopt;
    const std::int64_t number = held.front().first++;
    if (held.front().first >= held.front().second) held.erase(held.begin());
    return number;
  }
  void add(DistrictId district, std::int64_t from, std::int64_t to) {
    const std::lock_guard lock(guard);
    blocks[district].emplace_back(from, to);
  }
};

CaseService::CaseService(Services services)
    : services_(services), numbers_(std::make_unique<Numbers>()) {}
CaseService::~CaseService() = default;

/// One use case on its way: everything looked up once, and only what it asks for.
class CaseService::Work {
 public:
  Work(CaseService& service, db::ReadTx& tx, DistrictId district, Instant now)
      : s_(service.services_), tx_(tx), district_(district), now_(now) {
    territory_ = s_.territories.current(tx, district);
    if (!territory_) throw db::DbError(db::Fault::other, "district without territory");
  }

  const areas::TerritorySnapshot& territory() const { return *territory_; }
  const calendar::WorkCalendar& calendar() const {
    if (!calendar_) calendar_ = s_.calendars.of(tx_, district_, now_);
    return *calendar_;
  }
  const categories::Tree& tree() const {
    if (!tree_) tree_ = s_.categories.of(tx_, district_, now_);
    return *tree_;
  }
  const StageLimits& stages() const {
    if (!stages_) stages_ = store::stage_limits(tx_, district_);
    return *stages_;
  }

  /// The area and all above it. An area that a later division dropped answers as the district.
  std::vector<AreaId> chain(AreaId area) const {
    auto chain = ids_of(territory_->chain(area));
    if (chain.empty()) chain.push_back(territory_->root());
    return chain;
  }

  /// Desks upwards from an area. Those of `kept` count, too, though nobody sits there any more:
  /// what they hold still has a desk above.
  std::vector<Desk> desks(AreaId area, const std::vector<AreaId>& kept = {}) const {
    const auto up = chain(area);
    auto found = accounts::areas_with_desk(tx_, district_, up, now_);
    found.insert(found.end(), kept.begin(), kept.end());
    found.push_back(territory_->root());
    std::vector<Desk> out;
    for (const AreaId a : up) {
      if (std::find(found.begin(), found.end(), a) == found.end()) continue;
      out.push_back({a, std::string(code_of(territory_->find(a)->level))});
    }
    return out;
  }

  Result<Category> category(std::string_view code) const {
    const auto* found = tree().find(code.empty() ? categories::unclassified_code : code);
    if (found == nullptr || !found->active) {
      return invalid("category_unknown", "Choose a category of the list.", "/category");
    }
    return category_of(*found);
  }
  Category category(CategoryId id) const {
    const auto* found = tree().find(id);
    return found ? category_of(*found) : Category{id, stages().handle, false};
  }

  Context context(const Case& c) const {
    return {calendar(), stages(), desks(c.area, {c.desk_area, c.supervisor_area}),
            category(c.category)};
  }

  /// Where a point lies. Inside the district but in none of its areas is as good as nowhere: it
  /// waits in the tray until somebody says whose it is.
  Result<Place> place(const std::optional<geo::LatLon>& point, std::optional<double> accuracy,
                      std::string address) const {
    Place p;
    p.area = territory_->root();
    p.territory_version = territory_->version();
    p.address = std::move(address);
    if (!point) return p;
    if (!point->on_earth()) {
      return invalid("place_not_on_earth", "Latitude is -90 to 90, longitude -180 to 180.",
                     "/place");
    }
    if (accuracy && !(*accuracy >= 0 && *accuracy <= kAccuracyMaxM)) {
      return invalid("accuracy_out_of_range", "Accuracy is 0 to 1,000,000 metres.",
                     "/place/accuracy_m");
    }
    const auto located = territory_->locate(*point);
    const bool undivided = territory_->is_leaf(territory_->root());
    if (located.inside) p.area = located.area->id;
    p.located = located.inside && (undivided || p.area != territory_->root());
    p.lat = point->lat;
    p.lon = point->lon;
    p.accuracy_m = accuracy;
    p.cell = geo::cell_id(*point);
    return p;
  }

  Places places(const Case& c) const { return {chain(c.area), chain(c.desk_area)}; }

 private:
  Category category_of(const categories::Category& found) const {
    auto limit = calendar::parse_limit(found.limit());
    return {found.id, limit ? *limit : stages().handle, !found.emergency.empty()};
  }

  const Services& s_;
  db::ReadTx& tx_;
  DistrictId district_;
  Instant now_;
  std::shared_ptr<const areas::TerritorySnapshot> territory_;
  mutable std::shared_ptr<const calendar::WorkCalendar> calendar_;
  mutable std::shared_ptr<const categories::Tree> tree_;
  mutable std::optional<StageLimits> stages_;
};

namespace {

struct By {
  history::ActorKind kind = history::ActorKind::reporter;
  AccountId account;
};

/// Writes what was decided: history, facts, message. The row itself is the caller's.
void emit(db::WriteTx& tx, const Services& s, const areas::TerritorySnapshot& territory,
          Outcome& out, const By& by, Instant now) {
  Case& c = out.next;
  const EventDraft& event = out.event;
  boost::json::object data;
  for (const auto& [key, value] : event.data) data[key] = value;
  history::Draft draft;
  draft.action = code_of(event.action);
  draft.from = c.history_seq == 0 ? "" : code_of(event.from);
  draft.to = code_of(event.to);
  draft.actor_kind = by.kind;
  draft.actor_id = by.account.value;
  draft.done_at = out.done_at;
  draft.recorded_at = now;
  draft.data = boost::json::serialize(data);
  draft.words = event.words;
  const auto head = history::append(tx, s.random, c.district, subject_of(c.id), head_of(c), draft);
  c.history_seq = head.seq;
  c.history_head = to_hex(head.hash);

  // Those below the desk of a case about them hear nothing of it, and find it in no figure of
  // theirs.
  const AreaId seen_from = c.restricted ? c.desk_area : c.area;
  std::vector<figures::FactDraft> drafts;
  const Day day = local_day(out.done_at, territory.district().utc_offset());
  for (const auto& fact : out.facts) {
    figures::FactDraft d;
    d.metric = from_code<figures::Metric>(fact.metric).value();
    d.area = seen_from;
    d.category = c.category;
    d.day = day;
    d.at = out.done_at;
    d.value = fact.value;
    d.source_kind = "case";
    d.source_id = c.id.value;
    if (c.lat && c.lon && !c.restricted) d.point = geo::LatLon{*c.lat, *c.lon};
    drafts.push_back(std::move(d));
  }
  if (!drafts.empty()) figures::append(tx, s.ids, c.district, drafts, now);

  const boost::json::object message{{"case", to_string(c.id)},
                                    {"area", to_string(seen_from)},
                                    {"version", c.version},
                                    {"state", code_of(c.state)}};
  db::outbox::append(tx, s.ids, c.district, "case.changed", boost::json::serialize(message), now);
  if (s.finder != nullptr) s.finder->changed(tx, c.district, c.id, now);
}

Done attach_photos(db::WriteTx& tx, DistrictId district, CaseId id,
                   const std::vector<PhotoClaim>& claims, Instant now) {
  if (claims.size() > kPhotosMax) {
    return invalid("photos_too_many", "At most nine photos at a time.", "/photos");
  }
  for (std::size_t i = 0; i < claims.size(); ++i) {
    // One photo proves one thing: that of the first attempt is no evidence of the second.
    const auto known = photos::find(tx, district, claims[i].photo);
    if (known && known->owner_kind && known->owner.value == id.value) {
      return photo_field(conflict("photo_attached_already", "This photo is there already."), i);
    }
    auto attached =
        photos::attach(tx, district, claims[i].photo, claims[i].token, photos::OwnerKind::case_file,
                       RecordId{id.value}, claims[i].kind, now);
    if (!attached) return photo_field(std::move(attached).error(), i);
  }
  return done();
}

Done attach_voices(db::WriteTx& tx, DistrictId district, CaseId id, voice_notes::OwnerKind kind,
                   const std::vector<VoiceClaim>& claims, Instant now) {
  if (claims.size() > kVoicesMax) {
    return invalid("voices_too_many", "At most three voice notes at a time.", "/voices");
  }
  for (std::size_t i = 0; i < claims.size(); ++i) {
    auto attached = voice_notes::attach(tx, district, claims[i].voice, claims[i].token, kind,
                                        RecordId{id.value}, now);
    if (attached) continue;
    Error error = std::move(attached).error();
    error.field = "/voices/" + std::to_string(i);
    return error;
  }
  return done();
}

Result<std::string> words_of(std::string_view raw, std::string_view field, std::size_t min = 2) {
  auto clean = clean_text(raw, min, 2000, true);
  if (!clean) {
    Error e = std::move(clean).error();
    e.field = field;
    return e;
  }
  return clean;
}

Result<std::string> line_of(std::string_view raw, std::size_t max, std::string_view field) {
  auto clean = clean_text(raw, 0, max, false);
  if (!clean) {
    Error e = std::move(clean).error();
    e.field = field;
    return e;
  }
  return clean;
}

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

}  // namespace

// ---- report -----------------------------------------------------------------------------------

std::int64_t CaseService::next_number(db::WriteTx& tx, DistrictId district) {
  if (const auto number = numbers_->take(district)) return *number;
  const std::int64_t first = store::lease_numbers(tx, district, kNumberBlock);
  tx.after_commit(
      [this, district, first] { numbers_->add(district, first + 1, first + kNumberBlock); });
  return first;
}

namespace {

/// A case that does not exist yet: what was said, without clocks, desk and holder.
Case fresh_case(DistrictId district, CaseId id, const Place& place, const Category& category,
                std::string_view words) {
  Case c;
  c.district = district;
  c.id = id;
  c.area = place.area;
  c.located = place.located;
  c.lat = place.lat;
  c.lon = place.lon;
  c.accuracy_m = place.accuracy_m;
  c.cell = place.cell;
  c.address = place.address;
  c.territory_version = place.territory_version;
  c.category = category.id;
  c.title = title_of(words);
  return c;
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

// ---- act --------------------------------------------------------------------------------------

namespace {

/// Fills a Command from a Deed: texts cleaned, codes and ids looked up.
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

// ---- by follow code ---------------------------------------------------------------------------

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

// ---- time -------------------------------------------------------------------------------------

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

// ---- import -----------------------------------------------------------------------------------

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

// ---- looking ----------------------------------------------------------------------------------

Actors CaseService::relations(db::ReadTx& tx, const Case& c, const api::Caller& caller,
                              Instant now) {
  return relations_of(caller, c, Work(*this, tx, c.district, now).places(c));
}

Result<Case> CaseService::visible_case(db::ReadTx& tx, DistrictId district, CaseId id,
                                       const api::Caller& caller, Instant now) {
  auto c = store::find(tx, district, id);
  if (c && relations(tx, *c, caller, now) == 0) {
    const auto report = store::find_report(tx, district, id);
    if (!report || !report->reporter || report->reporter != caller.account) c.reset();
  }
  if (!c) return not_found("case_unknown", "There is no such case in your areas.");
  return *c;
}

std::map<std::int64_t, NumberTitle> CaseService::number_titles(db::ReadTx& tx, DistrictId district,
                                                               const std::vector<std::int64_t>& ids,
                                                               const api::Caller& caller,
                                                               Instant now) {
  const Work work(*this, tx, district, now);
  std::map<std::int64_t, NumberTitle> out;
  for (const auto id : ids) {
    const auto c = store::find(tx, district, CaseId{id});
    if (!c || relations_of(caller, *c, work.places(*c)) == 0) continue;
    out.emplace(id, NumberTitle{c->number, c->title});
  }
  return out;
}

std::vector<Allowed> CaseService::allowed_for(db::ReadTx& tx, const Case& c, Actors who,
                                              AccountId by, Instant now) {
  return allowed(c, who, by, Work(*this, tx, c.district, now).context(c), now);
}

std::vector<Allowed> CaseService::allowed_after(db::ReadTx& tx, const Case& c, Action action,
                                                const api::Caller& caller, Instant now) {
  const Work work(*this, tx, c.district, now);
  Command k;
  k.action = action;
  k.version = c.version;
  k.done_at = k.now = now;
  k.as = relations(tx, c, caller, now);
  k.by = caller.account;
  if (c.holder.kind == HolderKind::organisation) k.by_organisation = OrganisationId{c.holder.id};
  const auto out = decide(c, k, work.context(c));
  if (!out) return {};
  return allowed_for(tx, out->next, relations(tx, out->next, caller, now), caller.account, now);
}

std::vector<Desk> CaseService::desks_of(db::ReadTx& tx, DistrictId district, AreaId area,
                                        Instant now) {
  return Work(*this, tx, district, now).desks(area);
}

PublicLimits public_limits(db::ReadTx& tx, DistrictId district) {
  return store::public_limits(tx, district);
}

std::optional<Case> find_case(db::ReadTx& tx, DistrictId district, CaseId id) {
  return store::find(tx, district, id);
}

std::optional<Case> find_by_number(db::ReadTx& tx, DistrictId district, std::int64_t number) {
  return store::find_number(tx, district, number);
}

std::vector<SolvingTime> solving_times(db::ReadTx& tx, DistrictId district, CaseId after,
                                       int limit) {
  return store::solving_times(tx, district, after, limit);
}
std::vector<Case> cases_after(db::ReadTx& tx, DistrictId district, CaseId after, int limit) {
  return store::page(tx, district, after, limit);
}

std::map<std::int64_t, history::Head> heads_of(db::ReadTx& tx, DistrictId district,
                                               const std::string& kind,
                                               const std::vector<std::int64_t>& ids) {
  std::map<std::int64_t, history::Head> out;
  if (kind != "case") return out;
  for (const auto id : ids) {
    if (const auto c = store::find(tx, district, CaseId{id})) out.emplace(id, head_of(*c));
  }
  return out;
}

}  // namespace gewu::cases
