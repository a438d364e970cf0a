// SPDX-License-Identifier: Apache-2.0
#include "modules/cases/viewer_http.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <cmath>

#include "base/bytes.hpp"
#include "geo/cells.hpp"
#include "modules/cases/case_policy.hpp"

namespace gewu::cases::http_views {

namespace {

constexpr double kDuplicateMetres = 50;          // typical
constexpr std::chrono::hours kDuplicateAge{24};  // typical

Alarm alarm_of(const Case& c, Instant now) {
  if (c.clock.kind == ClockKind::none || !is_open(c.state)) return Alarm::none;
  if (c.clock.due_at < now) return Alarm::overdue;
  return c.clock.step >= 1 ? Alarm::warned : Alarm::none;
}

std::optional<PlaceOut> place_of(const Case& c) {
  if (!c.lat || !c.lon) return std::nullopt;
  return PlaceOut{*c.lat, *c.lon, c.accuracy_m};
}

std::vector<std::string> codes_of(Fields fields) {
  std::vector<std::string> out;
  for (unsigned bit = 1; bit <= static_cast<unsigned>(Field::note); bit <<= 1) {
    const auto field = static_cast<Field>(bit);
    if (includes(fields, field)) out.emplace_back(code_of(field));
  }
  return out;
}

std::map<std::string, std::string> data_of(const std::string& text) {
  std::map<std::string, std::string> out;
  boost::system::error_code failed;
  const auto value = boost::json::parse(text, failed);
  if (failed || !value.is_object()) return out;
  for (const auto& [key, item] : value.get_object()) {
    if (item.is_string()) out.emplace(key, item.get_string());
  }
  return out;
}

/// What the reporter of `reporter` may read of an event's words: what was said to him, and his own,
/// never what staff say among themselves or what another reporter of the same matter wrote.
std::string said_to_reporter(const history::Event& event, const Case& c, CaseId reporter) {
  const auto data = data_of(event.data);
  if (const auto length = data.find(std::string(kAnswerLength)); length != data.end()) {
    std::size_t bytes = 0;
    const auto& text = length->second;
    std::from_chars(text.data(), text.data() + text.size(), bytes);
    return event.words.substr(0, bytes);
  }
  if (event.seq == 1) return c.id == reporter ? event.words : "";
  if (event.actor_kind != history::ActorKind::reporter) return "";
  const auto speaker = data.find(std::string(kReporterCase));
  const std::string whose = speaker == data.end() ? to_string(c.id) : speaker->second;
  return whose == to_string(reporter) ? event.words : "";
}

/// Roles that may unmask a contact where they stand in the right relation to the case.
bool may_reveal(Actors who, const api::Caller& caller) {
  using api::Role;
  return (who & kRevealsContact) != 0 &&
         caller.has_any({Role::grid_lead, Role::community_desk, Role::dispatcher, Role::grid_worker,
                         Role::micro_grid_lead});
}

}  // namespace

Viewer::Viewer(CaseService& service, db::ReadTx& tx, DistrictId district, Instant now)
    : service_(service),
      tx_(tx),
      district_(district),
      now_(now),
      territory_(service.services().territories.current(tx, district)),
      tree_(service.services().categories.of(tx, district, now)) {}

Day Viewer::day_of(Instant t) const { return local_day(t, territory_->district().utc_offset()); }

std::optional<CaseArea> Viewer::area(AreaId id) const {
  const auto* found = territory_->find(id);
  if (found == nullptr) return std::nullopt;
  return CaseArea{found->id, found->code, found->name, found->level};
}

CaseArea Viewer::known_area(AreaId id) const {
  return area(id).value_or(CaseArea{id, "", "", areas::Level::district});
}

std::vector<std::string> Viewer::area_names(AreaId id) const {
  std::vector<std::string> out;
  for (const auto* a : territory_->chain(id)) out.push_back(a->name);
  std::reverse(out.begin(), out.end());
  return out;
}

CaseCategory Viewer::category(CategoryId id) const {
  const auto* found = tree_->find(id);
  if (found == nullptr) return {id, "", "", ""};
  return {id, found->code, found->name_zh, found->name_en};
}

HolderOut Viewer::holder(const Holder& h) const {
  HolderOut out{h.kind, RecordId{h.id}, ""};
  switch (h.kind) {
    case HolderKind::account:
      if (auto at = account_names_.find(h.id); at != account_names_.end()) out.name = at->second;
      break;
    case HolderKind::organisation:
      if (auto at = organisation_names_.find(h.id); at != organisation_names_.end()) {
        out.name = at->second;
      }
      break;
    case HolderKind::desk:
    case HolderKind::workers:
    case HolderKind::verifiers:
      out.name = known_area(AreaId{h.id}).name;
      break;
    case HolderKind::records:
      break;
  }
  return out;
}

void Viewer::learn_names(const std::vector<Holder>& holders,
                         const std::vector<AccountId>& accounts) {
  std::set<AccountId> people(accounts.begin(), accounts.end());
  std::set<OrganisationId> organisations;
  for (const auto& h : holders) {
    if (h.kind == HolderKind::account) people.insert(AccountId{h.id});
    if (h.kind == HolderKind::organisation) organisations.insert(OrganisationId{h.id});
  }
  people.erase(AccountId{});
  for (auto& [id, name] : accounts::account_names(tx_, district_, {people.begin(), people.end()})) {
    account_names_[id.value] = std::move(name);
  }
  for (auto& [id, name] :
       accounts::organisation_names(tx_, district_, {organisations.begin(), organisations.end()})) {
    organisation_names_[id.value] = std::move(name);
  }
}

std::vector<HolderOut> Viewer::named(const std::vector<Holder>& holders) {
  learn_names(holders, {});
  std::vector<HolderOut> out;
  out.reserve(holders.size());
  for (const auto& h : holders) out.push_back(holder(h));
  return out;
}

CaseRow Viewer::row(const Case& c) const {
  CaseRow r;
  r.id = c.id;
  r.number = c.number;
  r.title = c.title;
  r.category = category(c.category);
  r.state = c.state;
  if (c.located) r.area = area(c.area);
  r.area_names = area_names(c.area);
  r.desk = known_area(c.desk_area);
  r.holder = holder(c.holder);
  if (c.clock.kind != ClockKind::none) r.due_at = c.clock.due_at;
  r.alarm = alarm_of(c, now_);
  r.emergency = c.emergency;
  r.reported_at = c.reported_at;
  r.channel = c.channel;
  r.photo_count = c.photo_count;
  r.co_reporters = c.co_reporters;
  r.version = c.version;
  return r;
}

std::vector<CaseRow> Viewer::rows(const std::vector<Case>& cases) {
  std::vector<Holder> holders;
  holders.reserve(cases.size());
  for (const auto& c : cases) holders.push_back(c.holder);
  learn_names(holders, {});
  std::vector<CaseRow> out;
  out.reserve(cases.size());
  for (const auto& c : cases) out.push_back(row(c));
  return out;
}

void Viewer::hide_people(const std::vector<Case>& cases, std::vector<CaseRow>& rows,
                         const std::function<bool(const Case&)>& of_which) const {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!of_which || of_which(cases[i]))
      rows[i].holder = holder_for_reporter(cases[i], cases[i].area);
  }
}

std::vector<EventOut> Viewer::events(const Case& c) {
  const auto all = history::events(tx_, district_, subject_of(c.id));
  std::vector<AccountId> people;
  people.reserve(all.size());
  for (const auto& e : all) people.push_back(AccountId{e.actor_id});
  learn_names({}, people);
  std::vector<EventOut> out;
  for (const auto& e : all) {
    const auto name = account_names_.find(e.actor_id);
    auto data = data_of(e.data);
    // Whoever had it could try codes until one fits, unseen.
    data.erase(std::string(kFollowDigest));
    out.push_back({e.seq,
                   e.done_at,
                   e.recorded_at,
                   e.actor_kind != history::ActorKind::clock && is_late(e.done_at, e.recorded_at),
                   e.action,
                   e.from,
                   e.to,
                   {e.actor_kind, name == account_names_.end() ? "" : name->second},
                   e.words,
                   std::move(data),
                   to_hex(e.hash)});
  }
  return out;
}

std::vector<PhotoOut> Viewer::photos(const Case& c) {
  std::vector<PhotoOut> out;
  for (const auto& p :
       photos::photos_of(tx_, district_, photos::OwnerKind::case_file, RecordId{c.id.value})) {
    out.push_back({p.photo, p.kind, p.width, p.height, p.uploaded_at});
  }
  return out;
}

std::vector<VoiceOut> Viewer::voices(const Case& c, bool all) {
  std::vector<VoiceOut> out;
  for (const auto& v : voice_notes::notes_of(tx_, district_, RecordId{c.id.value})) {
    if (!all && v.owner_kind != voice_notes::OwnerKind::case_report) continue;
    out.push_back({v.voice, voice_notes::media_type(v.form), v.bytes, v.seconds, v.uploaded_at});
  }
  return out;
}

std::vector<DuplicateOut> Viewer::duplicates(const Case& c, const api::Caller& caller) {
  std::vector<DuplicateOut> out;
  const bool undecided = c.state == State::reported || c.state == State::registered;
  if (!undecided || !c.lat || !c.lon) return out;
  const geo::LatLon here{*c.lat, *c.lon};
  const double lat_reach = kDuplicateMetres / 111'000.0;
  const double lon_reach = lat_reach / std::max(0.01, std::cos(here.lat * M_PI / 180));
  geo::Bounds view;
  view.add(geo::LatLon{here.lat - lat_reach, here.lon - lon_reach});
  view.add(geo::LatLon{here.lat + lat_reach, here.lon + lon_reach});
  for (const auto& range : geo::cells_covering(view, 8)) {
    for (const auto& other : store::open_in_cells(tx_, district_, range.first, range.last, 50)) {
      if (other.id == c.id || !other.lat || !other.lon) continue;
      const double metres = geo::distance_m(here, {*other.lat, *other.lon});
      const auto apart = std::chrono::abs(other.reported_at - c.reported_at);
      if (metres > kDuplicateMetres || apart > kDuplicateAge) continue;
      if (service_.relations(tx_, other, caller, now_) == 0) continue;
      out.push_back({other.id, other.number, other.title, static_cast<int>(std::lround(metres)),
                     static_cast<int>(apart / std::chrono::minutes(1)),
                     other.category == c.category});
    }
  }
  std::sort(out.begin(), out.end(), [](const DuplicateOut& a, const DuplicateOut& b) {
    return std::tuple(!a.same_category, a.distance_m, a.id) <
           std::tuple(!b.same_category, b.distance_m, b.id);
  });
  if (out.size() > 5) out.resize(5);
  return out;
}

std::vector<ReportOfCase> Viewer::reports(const Case& c, Actors who) {
  constexpr std::size_t kReportsMax = 200;
  const bool sees = (who & kSeesContact) != 0 && !includes(who, Actor::holder);
  std::vector<Case> all{c};
  std::vector<ReportOfCase> out;
  for (std::size_t i = 0; i < all.size() && i < kReportsMax; ++i) {
    for (auto& merged : store::merged_into(tx_, district_, all[i].id)) {
      if (merged.state == State::merged) all.push_back(std::move(merged));
    }
    const auto report = store::find_report(tx_, district_, all[i].id);
    if (!report) continue;
    std::string contact = report->contact_mask;
    if (!contact.empty() && !sees) contact = "***";
    out.push_back({all[i].id, all[i].number, report->channel, report->reported_at, contact});
  }
  return out;
}

CaseDetail Viewer::detail(const Case& c, const api::Caller& caller) {
  CaseDetail d;
  const Actors who = service_.relations(tx_, c, caller, now_);
  if (who == 0) {
    show_to_reporter(c, d);
    return d;
  }
  std::vector<Holder> holders = c.assistants;
  holders.push_back(c.holder);
  learn_names(holders, {});
  static_cast<CaseRow&>(d) = row(c);
  const auto report = store::find_report(tx_, district_, c.id);
  d.words = report ? report->words : "";
  d.answer = c.answer;
  show_course(c, d);
  show_to_staff(c, who, caller, d);
  return d;
}

CaseDetail Viewer::taken(const Case& c) const {
  CaseDetail d;
  d.id = c.id;
  d.number = c.number;
  d.title = c.title;
  d.state = c.state;
  d.version = c.version;
  d.category = category(c.category);
  d.channel = c.channel;
  d.reported_at = c.reported_at;
  return d;
}

/// Where it lies, how far it is and what its clocks say.
void Viewer::show_course(const Case& c, CaseDetail& d) const {
  d.address = c.address;
  d.nature = c.nature;
  d.restricted = c.restricted;
  d.must_rule = c.must_rule;
  d.sampled = c.sampled;
  d.place = place_of(c);
  if (c.clock.kind != ClockKind::none) {
    d.clock = ClockOut{c.clock.kind,       calendar::to_text(c.clock.limit),
                       c.clock.extensions, c.clock.started_at,
                       c.clock.due_at,     c.clock.calendar_missing};
  }
  if (c.paused.kind != ClockKind::none) {
    d.paused = PausedOut{c.paused.kind, calendar::to_text(c.paused.limit), c.paused.used_ms / 1000};
  }
  if (c.supervisor_area) d.supervisor = known_area(c.supervisor_area);
  if (const auto* known = tree_->find(c.category)) d.limits = known->limits;
  if (c.pending != Pending::none) {
    d.pending = PendingOut{c.pending, c.pending_reason, c.pending_until};
  }
  if (c.state == State::closed) d.reopen_until = c.expires_at;
  d.extensions = c.extensions;
  d.returns = c.returns;
  d.reworks = c.reworks;
  d.reopenings = c.reopenings;
}

void Viewer::show_to_staff(const Case& c, Actors who, const api::Caller& caller, CaseDetail& d) {
  for (const auto& h : c.assistants) d.assistants.push_back(holder(h));
  d.photos = photos(c);
  d.voices = voices(c, true);
  d.events = events(c);
  for (const auto& a : service_.allowed_for(tx_, c, who, caller.account, now_)) {
    d.allowed.push_back({a.action, codes_of(a.needs), codes_of(a.may)});
  }
  if (c.main_case) {
    const auto main = store::number_and_title(tx_, district_, c.main_case);
    d.merged_into = CaseRef{c.main_case, main ? main->number : 0};
  }
  d.reports = reports(c, who);
  d.can_reveal = may_reveal(who, caller) && !d.reports.empty() && !d.reports[0].contact.empty();
  d.duplicates = duplicates(c, caller);
  if (c.solved && c.satisfied) {
    const auto last = store::last_rating(tx_, district_, c.id);
    const bool his = last && last->rated == c.id && c.closed_at && last->at >= *c.closed_at;
    d.rating = RatingOut{*c.solved, *c.satisfied, c.stars, his ? last->comment : "",
                         his ? last->at : c.closed_at.value_or(c.reported_at)};
  }
}

/// What somebody sees of his own report in a place that is not his: no names, nothing that staff
/// said among themselves, nobody else's report.
void Viewer::show_to_reporter(const Case& c, CaseDetail& d) {
  learn_names({c.holder}, {});
  static_cast<CaseRow&>(d) = row(c);
  d.holder = holder_for_reporter(c, c.area);
  const auto report = store::find_report(tx_, district_, c.id);
  d.words = report ? report->words : "";
  d.address = c.address;
  d.place = place_of(c);
  d.nature = c.nature;
  d.answer = is_open(c.state) ? "" : c.answer;
  d.photos = photos(c);
  d.voices = voices(c, false);
  if (report) {
    const std::string contact = report->contact_mask.empty() ? "" : "***";
    d.reports.push_back({c.id, c.number, report->channel, report->reported_at, contact});
  }
  int seq = 0;
  for (const auto& step : steps(c, c.id)) {
    EventOut event;
    event.seq = ++seq;
    event.at = event.recorded_at = step.at;
    event.action = step.action;
    event.to = step.state;
    event.actor.kind = from_code<history::ActorKind>(step.by).value();
    event.words = step.note;
    d.events.push_back(std::move(event));
  }
}

/// A reporter sees who answers, not the name of the person.
HolderOut Viewer::holder_for_reporter(const Case& c, AreaId place) const {
  const bool here = c.holder.kind == HolderKind::account || c.holder.kind == HolderKind::workers;
  return holder(here ? Holder{HolderKind::workers, place.value} : c.holder);
}

std::vector<StepOut> Viewer::steps(const Case& c, CaseId reporter) {
  static const std::set<std::string_view> inner{"note",    "warn",         "draw",  "absorb",
                                                "release", "recategorise", "locate"};
  std::vector<StepOut> out;
  for (const auto& e : history::events(tx_, district_, subject_of(c.id))) {
    if (inner.contains(e.action)) continue;
    out.push_back({e.done_at, e.action, e.to, std::string(code_of(e.actor_kind)),
                   said_to_reporter(e, c, reporter)});
  }
  return out;
}

namespace {

std::optional<PromiseOut> shown(const std::optional<Promise>& p) {
  if (!p) return std::nullopt;
  return PromiseOut{p->until, p->hours, p->similar, p->share,
                    from_code<PromiseBasis>(p->basis).value()};
}

}  // namespace

void Viewer::show_place_and_time(const CaseService::Followed& f, FollowOut& out) {
  const Case& c = f.main;
  out.area_names = area_names(joined_from_public_page(f) ? f.own.area : c.area);
  out.address = f.own.address;
  out.place = place_of(f.own);
  out.reported_at = f.own.reported_at;
  const bool promises = is_open(c.state) && c.clock.kind != ClockKind::none;
  if (promises) out.due_at = c.clock.due_at;
  out.overdue = alarm_of(c, now_) == Alarm::overdue;
  out.calendar_missing = promises && c.clock.calendar_missing;
  if (c.supervisor_area) out.supervisor = known_area(c.supervisor_area);
  if (c.state == State::closed) out.reopen_until = c.expires_at;
  if (auto* promiser = service_.services().promiser; promiser != nullptr) {
    // Who joins what is public is shown what was promised for it: the time runs from its report,
    // not from his.
    out.promise = shown(promiser->find(tx_, joined_from_public_page(f) ? c : f.own));
  }
}

/// A dispute, a need, something inside a dwelling: never for the public, and who came to it through
/// a public page is the public, whenever it turned out.
bool Viewer::is_withheld(const CaseService::Followed& f) {
  auto* publicity = service_.services().publicity;
  return joined_from_public_page(f) && publicity != nullptr &&
         !publicity->may_tell(tx_, f.main, now_);
}

/// What is left: his own part, how far it is, and his last word.
void Viewer::withhold(const CaseService::Followed& f, FollowOut& out) {
  out.withheld = true;
  out.joined.reset();
  out.category = category(f.own.category);
  out.holder = holder(Holder{HolderKind::desk, f.own.desk_area.value});
  out.due_at.reset();
  out.overdue = out.calendar_missing = false;
  out.supervisor.reset();
  out.steps = steps(f.own, f.own.id);
  out.answer.clear();
  out.co_reporters = 0;
  out.promise.reset();
}

FollowOut Viewer::followed(const CaseService::Followed& f) {
  const Case& c = f.main;
  const bool joined = f.own.id != c.id;
  learn_names({c.holder}, {});
  FollowOut out;
  out.number = f.own.number;
  if (joined) out.joined = c.number;
  const auto report = store::find_report(tx_, district_, f.own.id);
  out.title = f.own.title;
  out.words = report ? report->words : "";
  out.category = category(c.category);
  out.state = c.state;
  const bool from_page = joined_from_public_page(f);
  out.holder = holder_for_reporter(c, from_page ? f.own.area : c.area);
  show_place_and_time(f, out);
  out.steps = steps(c, f.own.id);
  out.photos = photos(f.own);
  out.voices = voices(f.own, false);
  for (auto& p : joined && !from_page ? photos(c) : std::vector<PhotoOut>{}) {
    if (p.kind == photos::PhotoKind::after) out.photos.push_back(p);
  }
  out.answer = is_open(c.state) && c.state != State::self_handled ? "" : c.answer;
  const bool left = report && report->withdrawn_at && f.own.state != State::withdrawn;
  const bool rated = rated_since_closing(tx_, f) || did_it_himself(tx_, f);
  for (const auto& a : service_.allowed_for(tx_, c, only(Actor::reporter), AccountId{}, now_)) {
    const bool of_own = a.action == Action::withdraw || a.action == Action::restore;
    if (left || (joined && of_own) || (rated && a.action == Action::rate)) continue;
    out.can.push_back(a.action);
  }
  if (const auto last = store::last_rating(tx_, district_, f.own.id)) {
    out.rating = RatingOut{last->solved, last->satisfied, last->stars, last->comment, last->at};
  }
  out.co_reporters = c.co_reporters;
  if (const auto receipt = history::receipt_of(tx_, district_, subject_of(f.own.id))) {
    out.receipt = to_hex(receipt->hash);
    out.receipt_day = day_of(receipt->recorded_at);
  }
  if (is_withheld(f)) withhold(f, out);
  return out;
}

ReportOut Viewer::reported(const Reported& done) const {
  ReportOut out;
  out.number = done.number;
  out.follow_code = done.follow_code;
  out.follow_path = "/" + territory_->district().code + "/follow/" + done.follow_code;
  out.state = done.state;
  if (done.located) out.area = area(done.area);
  out.desk = known_area(done.desk_area);
  out.due_at = done.due_at;
  out.receipt = to_hex(done.receipt);
  out.receipt_day = day_of(now_);
  if (const auto* emergency = categories::emergency(done.emergency)) {
    out.emergency_number = emergency->number;
  }
  out.promise = shown(done.promise);
  return out;
}

std::vector<HolderChoice> Viewer::holders(const Case& c) {
  std::vector<AreaId> chain;
  for (const auto* a : territory_->chain(c.area)) chain.push_back(a->id);
  if (chain.empty()) chain.push_back(territory_->root());
  std::vector<HolderChoice> out;
  for (const auto& h : accounts::candidates(tx_, district_, chain, now_)) {
    const bool person = h.kind == accounts::HolderKind::account;
    out.push_back({person ? HolderKind::account : HolderKind::organisation,
                   RecordId{person ? h.account.value : h.organisation.value}, h.name,
                   std::string(code_of(h.role)), known_area(h.area).name});
  }
  return out;
}

ReceiptOut Viewer::receipt(const Case& c) {
  ReceiptOut out;
  const history::Head head{c.history_seq, digest_from_hex(c.history_head).value_or(Digest{})};
  const auto check = history::check(tx_, district_, subject_of(c.id), head);
  out.intact = check.intact;
  out.events = c.history_seq;
  out.head = c.history_head;
  const auto proof =
      history::prove(tx_, district_, territory_->district().utc_offset(), subject_of(c.id));
  if (!proof) {
    out.intact = false;
    return out;
  }
  out.receipt = to_hex(proof->receipt);
  out.day = proof->day;
  if (proof->root) out.root = to_hex(*proof->root);
  out.leaf_index = proof->leaf_index;
  out.leaf_count = proof->leaf_count;
  for (const auto& step : proof->path) {
    out.path.push_back({std::string(code_of(step.side)), to_hex(step.hash)});
  }
  return out;
}

}  // namespace gewu::cases::http_views

namespace gewu::cases {

std::vector<views::CaseRow> rows_of(db::ReadTx& tx, CaseService& service, DistrictId district,
                                    const std::vector<Case>& cases, const api::Caller& caller,
                                    Instant now) {
  http_views::Viewer viewer(service, tx, district, now);
  auto rows = viewer.rows(cases);
  viewer.hide_people(cases, rows,
                     [&](const Case& c) { return service.relations(tx, c, caller, now) == 0; });
  return rows;
}

views::CaseDetail detail_of(db::ReadTx& tx, CaseService& service, const Case& c,
                            const api::Caller& caller, Instant now) {
  return http_views::Viewer(service, tx, c.district, now).detail(c, caller);
}

std::vector<views::AllowedOut> then_of(db::ReadTx& tx, CaseService& service, const Case& c,
                                       Action action, const api::Caller& caller, Instant now) {
  std::vector<views::AllowedOut> out;
  for (const auto& a : service.allowed_after(tx, c, action, caller, now)) {
    out.push_back({a.action, http_views::codes_of(a.needs), http_views::codes_of(a.may)});
  }
  return out;
}

}  // namespace gewu::cases
