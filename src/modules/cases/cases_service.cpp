// SPDX-License-Identifier: Apache-2.0
// What the use cases share, and looking at a case.
#include "modules/cases/cases_service.hpp"

#include <boost/json.hpp>

#include "base/bytes.hpp"
#include "db/outbox.hpp"
#include "modules/figures/figures.hpp"

namespace gewu::cases {

namespace {

constexpr int kNumberBlock = 20;
constexpr std::size_t kPhotosMax = 9, kVoicesMax = 3;

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

history::Head head_of(const Case& c) {
  return {c.history_seq, digest_from_hex(c.history_head).value_or(Digest{})};
}

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

std::int64_t CaseService::next_number(db::WriteTx& tx, DistrictId district) {
  if (const auto number = numbers_->take(district)) return *number;
  const std::int64_t first = store::lease_numbers(tx, district, kNumberBlock);
  tx.after_commit(
      [this, district, first] { numbers_->add(district, first + 1, first + kNumberBlock); });
  return first;
}

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

Result<std::string> words_of(std::string_view raw, std::string_view field, std::size_t min) {
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

// ---- looking -----------------------------------------------------------------------------------

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
