// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <boost/json.hpp>
#include <charconv>

#include "api/api.hpp"
#include "modules/cases/case_policy.hpp"
#include "modules/cases/cases.hpp"
#include "modules/cases/stage_settings_http.hpp"
#include "modules/cases/standing_http.hpp"
#include "modules/cases/text_search_http.hpp"
#include "modules/cases/viewer_http.hpp"

namespace gewu::cases {

namespace {

using namespace http_views;
using api::Call;
using api::Role;

constexpr int kListMax = 100;
constexpr int kCountCap = 1000;

const api::Policy kOpenReport = api::open_to_all("cases.report");
const api::Policy kOpenFollow = api::open_to_all("cases.follow");
const api::Policy kStaff = api::signed_in("cases.see");
const std::vector<Role> kDesks{Role::grid_lead, Role::community_desk, Role::dispatcher};
// Deeds may come in late, so these two ask for the roles of the time of the deed: see doer().
const api::Policy kEntry = api::signed_in("cases.enter");
const std::vector<Role> kEnterers{Role::part_time_worker, Role::micro_grid_lead, Role::grid_worker,
                                  Role::grid_lead,        Role::community_desk,  Role::dispatcher,
                                  Role::department,       Role::verifier};
const api::Policy kAct = api::signed_in("cases.act");
const std::vector<Role> kActors{Role::micro_grid_lead, Role::grid_worker, Role::grid_lead,
                                Role::community_desk,  Role::dispatcher,  Role::department,
                                Role::verifier};
const api::Policy kReveal =
    api::only("cases.reveal_contact", {Role::grid_lead, Role::community_desk, Role::dispatcher,
                                       Role::grid_worker, Role::micro_grid_lead});

// ---- from what came in ------------------------------------------------------------------------

std::vector<PhotoClaim> claims_of(const std::optional<std::vector<PhotoIn>>& in) {
  std::vector<PhotoClaim> out;
  if (!in) return out;
  for (const auto& p : *in) out.push_back({p.photo, p.token.str(), p.kind});
  return out;
}

std::vector<VoiceClaim> claims_of(const std::optional<std::vector<VoiceIn>>& in) {
  std::vector<VoiceClaim> out;
  if (!in) return out;
  for (const auto& v : *in) out.push_back({v.voice, v.token.str()});
  return out;
}

template <class T>
std::string text_of(const std::optional<T>& text) {
  return text ? text->str() : std::string();
}

std::optional<geo::LatLon> point_of(const std::optional<PlaceIn>& in) {
  if (!in) return std::nullopt;
  return geo::LatLon{in->lat, in->lon};
}

NewReport report_of(const ReportIn& in) {
  NewReport r;
  r.words = in.words.str();
  r.point = point_of(in.place);
  if (in.place) r.accuracy_m = in.place->accuracy_m;
  r.address = text_of(in.address);
  r.category = text_of(in.category);
  if (in.nature) r.nature = code_of(*in.nature);
  r.channel = in.channel.value_or(Channel::resident_page);
  if (in.language) r.language = in.language->str();
  r.about_holder = in.about_holder.value_or(false);
  if (in.contact) r.contact = Contact{text_of(in.contact->name), text_of(in.contact->phone)};
  r.photos = claims_of(in.photos);
  r.voices = claims_of(in.voices);
  r.done_at = in.done_at;
  return r;
}

Holder holder_of(const HolderIn& in) { return {in.kind, in.id.value}; }

Deed deed_of(const ActionIn& in) {
  Deed d;
  d.action = in.action;
  d.version = in.version;
  d.done_at = in.done_at;
  d.reason = text_of(in.reason);
  d.answer = text_of(in.answer);
  d.note = text_of(in.note);
  d.responsible = text_of(in.responsible);
  d.ground = text_of(in.ground);
  if (in.holder) d.holder = holder_of(*in.holder);
  if (in.assistants) {
    for (const auto& h : *in.assistants) d.assistants.push_back(holder_of(h));
  }
  d.photos = claims_of(in.photos);
  d.voices = claims_of(in.voices);
  if (in.limit) d.limit = in.limit->str();
  if (in.category) d.category = in.category->str();
  d.main_case = in.main_case.value_or(CaseId{});
  d.point = point_of(in.place);
  if (in.address) d.address = in.address->str();
  d.until = in.until;
  d.granted = in.granted;
  d.solved = in.solved;
  d.satisfied = in.satisfied;
  d.reached = in.reached;
  d.stars = in.stars;
  return d;
}

/// Who did it, with the rights he had when he did it: what a phone sends late is judged as if it
/// had come at once. Work of a role that has ended since is not lost, and none is done with a role
/// before it was given. Refusal: role_missing.
Result<api::Caller> doer(db::ReadTx& tx, const Call& call, const std::optional<Instant>& done_at,
                         const std::vector<Role>& roles) {
  const Instant at = std::min(done_at.value_or(call.now), call.now);
  api::Caller out = done_at && call.now - at <= kLateMost
                        ? accounts::caller_as_of(tx, call.district, call.who(), at, call.now)
                        : call.who();
  if (out.has_any(roles)) return out;
  return forbidden("role_missing", "Your roles do not include this.");
}

/// The same for a deed upon a case: it was not done before the state that it acts on began.
Result<api::Caller> doer_of(db::ReadTx& tx, const Call& call, CaseId id,
                            std::optional<Instant> done_at) {
  const auto c = done_at ? store::find(tx, call.district, id) : std::nullopt;
  if (c) done_at = std::max(*done_at, beginning_of(*c));
  return doer(tx, call, done_at, kActors);
}

// ---- lists ------------------------------------------------------------------------------------

/// "1767225600000.42": the sort key of the last row of a page.
std::string cursor_text(const Case& last, bool open) {
  return std::to_string(open ? to_ms(last.clock.due_at) : 0) + "." + to_string(last.id);
}

Result<std::optional<store::Cursor>> cursor_of(const std::optional<Text<1, 64>>& in) {
  if (!in) return std::optional<store::Cursor>{};
  const std::string& text = in->str();
  store::Cursor cursor;
  const auto* end = text.data() + text.size();
  const auto [dot, bad] = std::from_chars(text.data(), end, cursor.key);
  if (bad == std::errc{} && dot != end && *dot == '.') {
    const auto [at, also_bad] = std::from_chars(dot + 1, end, cursor.id.value);
    if (also_bad == std::errc{} && at == end) return std::optional(cursor);
  }
  return invalid("cursor_invalid", "Go back to the first page.", "?cursor");
}

/// What the caller sees as staff of places, and what he holds himself, for an organisation or with
/// the workers or verifiers of a place.
struct View {
  store::Reach reach;
  struct Team {
    HolderKind kind{};
    store::Reach reach;
  };
  std::vector<Team> teams;
  std::vector<Holder> held;
  std::optional<AreaId> narrowed_to;
  bool sees_areas() const { return !reach.scope.roots.empty(); }
  bool holds_for_others() const { return held.size() > 1; }
};

store::Reach reach_of(const areas::TerritorySnapshot& territory, const api::Caller& caller,
                      const std::vector<Role>& roles) {
  return {areas::scope_of(territory, accounts::scope_areas(caller, roles)), territory.version()};
}

Result<View> view_of(const areas::TerritorySnapshot& territory, const api::Caller& caller,
                     std::optional<AreaId> narrowed_to) {
  View v;
  v.reach = reach_of(territory, caller, seeing_roles());
  v.teams = {{HolderKind::workers,
              reach_of(territory, caller, {Role::grid_worker, Role::micro_grid_lead})},
             {HolderKind::verifiers, reach_of(territory, caller, {Role::verifier})}};
  v.held.push_back({HolderKind::account, caller.account.value});
  for (const auto& grant : caller.grants) {
    const Holder organisation{HolderKind::organisation, grant.organisation.value};
    const bool known = std::find(v.held.begin(), v.held.end(), organisation) != v.held.end();
    if (grant.organisation && !known) v.held.push_back(organisation);
  }
  if (!narrowed_to) return v;
  const bool inside = v.sees_areas() ? areas::in_scope(territory, v.reach.scope, *narrowed_to)
                                     : territory.find(*narrowed_to) != nullptr;
  if (!inside) return not_found("area_unknown", "There is no such area among yours.");
  v.narrowed_to = narrowed_to;
  if (v.sees_areas()) v.reach.scope = areas::scope_of(territory, std::vector{*narrowed_to});
  return v;
}

void sort_by_due(std::vector<Case>& cases) {
  std::sort(cases.begin(), cases.end(), [](const Case& a, const Case& b) {
    return std::pair(a.clock.due_at, a.id) < std::pair(b.clock.due_at, b.id);
  });
  cases.erase(std::unique(cases.begin(), cases.end(),
                          [](const Case& a, const Case& b) { return a.id == b.id; }),
              cases.end());
}

/// Whether a filter asks for this holder, or for none in particular. Of a team it is the kind.
bool meant(const Holder& holder, const store::Filter& filter) {
  if (filter.holder_kind && *filter.holder_kind != holder.kind) return false;
  if (!filter.holder) return true;
  return filter.holder->kind == holder.kind && (holder.id == 0 || filter.holder->id == holder.id);
}

int count_mine(db::ReadTx& tx, DistrictId district, const View& view, const store::Filter& filter,
               int limit) {
  int out = 0;
  for (const auto& h : view.held) {
    if (meant(h, filter)) out += store::count_held(tx, district, h.kind, h.id, filter, limit);
  }
  for (const auto& team : view.teams) {
    if (!meant({team.kind, 0}, filter)) continue;
    store::Filter of_team = filter;
    of_team.holder_kind = team.kind;
    out += store::count_open(tx, district, team.reach, of_team, limit);
  }
  return std::min(out, limit);
}

/// Every source gives its first `limit` after the cursor, so the first `limit` of all are among
/// them.
std::vector<Case> list_mine(db::ReadTx& tx, DistrictId district, const View& view,
                            const store::Filter& filter, std::optional<store::Cursor> after,
                            int limit) {
  std::vector<Case> out;
  const auto take = [&](std::vector<Case> some) {
    std::move(some.begin(), some.end(), std::back_inserter(out));
  };
  for (const auto& h : view.held) {
    if (!meant(h, filter)) continue;
    take(store::list_held(tx, district, h.kind, h.id, filter, after, limit));
  }
  for (const auto& team : view.teams) {
    if (!meant({team.kind, 0}, filter)) continue;
    store::Filter of_team = filter;
    of_team.holder_kind = team.kind;
    take(store::list_open(tx, district, team.reach, of_team, after, limit));
  }
  sort_by_due(out);
  if (out.size() > static_cast<std::size_t>(limit)) out.resize(static_cast<std::size_t>(limit));
  return out;
}

store::Filter filter_of(Queue queue, Instant now) {
  store::Filter f;
  switch (queue) {
    case Queue::desk:
      f.holder_kind = HolderKind::desk;
      break;
    case Queue::to_check:
      f.holder_kind = HolderKind::verifiers;
      break;
    case Queue::overdue:
      f.due_before = now;
      break;
    case Queue::unlocated:
      f.unlocated = true;
      break;
    case Queue::all:
    case Queue::mine:
    case Queue::reported:
      break;
  }
  return f;
}

/// Who answers for no place has only what he holds or, where that cannot be, what he reported.
Queue queue_of(const CaseQuery& query, const View& view) {
  const Queue asked = query.queue.value_or(Queue::all);
  if (view.sees_areas() || asked != Queue::all) return asked;
  return view.holds_for_others() ? Queue::mine : Queue::reported;
}

/// "account:42", or a kind alone: "desk".
Done hold_filter(const std::string& text, store::Filter& filter) {
  const auto colon = text.find(':');
  const auto kind = from_code<HolderKind>(text.substr(0, colon));
  if (kind && colon == text.npos) {
    filter.holder_kind = *kind;
    return done();
  }
  const auto id = colon == text.npos ? std::nullopt : parse_id_as<RecordId>(text.substr(colon + 1));
  if (!kind || !id) {
    return invalid("holder_unknown", "Name a holder as kind:id, for example account:42.",
                   "?holder");
  }
  filter.holder = Holder{*kind, id->value};
  return done();
}

void alarm_filter(Alarm alarm, Instant now, store::Filter& filter) {
  if (alarm == Alarm::overdue) {
    filter.due_before = now;
    return;
  }
  filter.due_from = now;
  filter.warned = alarm == Alarm::warned;
}

Result<store::Filter> filter_of(const CaseQuery& query, Queue queue, const categories::Tree& tree,
                                Instant now) {
  store::Filter filter = filter_of(queue, now);
  filter.state = query.state;
  if (query.category) {
    const auto* known = tree.find(query.category->str());
    if (known == nullptr) return invalid("category_unknown", "No such category.", "?category");
    filter.category = known->id;
  }
  if (query.own_only.value_or(false)) {
    if (!query.area) {
      return invalid("own_only_of_what", "Say of which area its parts are left out.", "?area");
    }
    filter.place = query.area;
  }
  filter.channel = query.channel;
  filter.emergency = query.emergency;
  filter.since = query.since;
  filter.until = query.until;
  if (query.alarm) alarm_filter(*query.alarm, now, filter);
  if (query.holder) GEWU_CHECK(hold_filter(query.holder->str(), filter));
  return filter;
}

/// A query, understood: where its cases stand and which of them are meant.
struct Selection {
  enum class From { open, finished, held, reported, nowhere };
  From from = From::open;
  store::Filter filter;
};

Result<Selection> selection_of(const CaseQuery& query, const View& view,
                               const categories::Tree& tree, Instant now) {
  const Queue queue = queue_of(query, view);
  Selection out;
  GEWU_TRY(out.filter, filter_of(query, queue, tree, now));
  const bool finished = query.state && !is_open(*query.state);
  if (queue == Queue::reported) {
    out.from = Selection::From::reported;
  } else if (finished) {
    out.from = Selection::From::finished;
  } else if (queue == Queue::mine || (queue == Queue::overdue && !view.sees_areas())) {
    out.from = Selection::From::held;
  }
  if (!finished) return out;
  // What is finished alarms nobody and is in nobody's hands.
  const bool empty = query.alarm.value_or(Alarm::none) != Alarm::none || query.holder;
  if (empty) out.from = Selection::From::nowhere;
  out.filter.due_from = out.filter.due_before = std::nullopt;
  out.filter.warned = std::nullopt;
  return out;
}

/// One page of cases, one more than asked for, so that "next" is known.
Result<std::vector<Case>> page_of(db::ReadTx& tx, const Call& call, const CaseQuery& query,
                                  const View& view, const categories::Tree& tree, int limit) {
  GEWU_TRY(const auto after, cursor_of(query.cursor));
  GEWU_TRY(const Selection which, selection_of(query, view, tree, call.now));
  switch (which.from) {
    case Selection::From::reported:
      return store::list_reported(tx, call.district, call.who().account, which.filter, after,
                                  limit + 1);
    case Selection::From::finished:
      return store::list_finished(tx, call.district, view.reach, *query.state, which.filter, after,
                                  limit + 1);
    case Selection::From::held:
      return list_mine(tx, call.district, view, which.filter, after, limit + 1);
    case Selection::From::open:
      return store::list_open(tx, call.district, view.reach, which.filter, after, limit + 1);
    case Selection::From::nowhere:
      break;
  }
  return std::vector<Case>{};
}

/// As many as page_of would list in all, counted up to `limit`. `in_area` says of a case that may
/// lie elsewhere whether it lies in the area asked for.
Result<int> count_of(db::ReadTx& tx, DistrictId district, const api::Caller& caller, Instant now,
                     const CaseQuery& query, const View& view, const categories::Tree& tree,
                     const std::function<bool(const Case&)>& in_area, int limit) {
  GEWU_TRY(const Selection which, selection_of(query, view, tree, now));
  if (view.narrowed_to && which.from == Selection::From::held) {
    const auto mine = list_mine(tx, district, view, which.filter, std::nullopt, limit);
    return static_cast<int>(std::count_if(mine.begin(), mine.end(), in_area));
  }
  if (view.narrowed_to && which.from == Selection::From::reported) {
    const auto told = store::list_reported(tx, district, caller.account, which.filter, {}, limit);
    return static_cast<int>(std::count_if(told.begin(), told.end(), in_area));
  }
  switch (which.from) {
    case Selection::From::reported:
      return store::count_reported(tx, district, caller.account, which.filter, limit);
    case Selection::From::finished:
      return store::count_finished(tx, district, view.reach, *query.state, which.filter, limit);
    case Selection::From::held:
      return count_mine(tx, district, view, which.filter, limit);
    case Selection::From::open:
      return store::count_open(tx, district, view.reach, which.filter, limit);
    case Selection::From::nowhere:
      break;
  }
  return 0;
}

// ---- by words -----------------------------------------------------------------------------------

constexpr int kHeldMost = 2'000;  ///< of what one holder has, as much is looked through

/// More areas than these are not named to the index (300 took it 17 ms at a million cases): each
/// case is asked where it lies.
constexpr std::size_t kAreasNamed = 200;

/// Whether a filter speaks of what somebody still has to do.
bool means_open(const CaseQuery& query, Queue queue) {
  return query.alarm || query.holder || (queue != Queue::all && queue != Queue::reported);
}

/// Areas that a case can lie in: it is never told to a dwelling.
std::vector<AreaId> areas_to_name(const areas::TerritorySnapshot& territory,
                                  const areas::Scope& scope) {
  std::vector<AreaId> out;
  if (scope.whole_district) return out;
  for (const AreaId id : areas::areas_of(territory, scope)) {
    const auto* area = territory.find(id);
    if (area != nullptr && area->level < areas::Level::dwelling) out.push_back(id);
    if (out.size() > kAreasNamed) return {};
  }
  return out;
}

/// A search by words within a list: what of it is looked at, and how.
class Hunt {
 public:
  Hunt(CaseService& service, db::ReadTx& tx, DistrictId district, const api::Caller& caller,
       Instant now, const CaseQuery& query, const View& view,
       const areas::TerritorySnapshot& territory, const categories::Tree& tree)
      : service_(service),
        tx_(tx),
        district_(district),
        caller_(caller),
        now_(now),
        query_(query),
        view_(view),
        territory_(territory),
        search_(service, tx, district, caller, now, tree, query.q->str()) {}

  /// `look_at`: how many cases at most.
  TextPage page(const Selection& which, CaseId before, int limit, int look_at) {
    const bool reported = which.from == Selection::From::reported;
    auto where = where_of(which, reported);
    switch (which.from) {
      case Selection::From::nowhere:
        return {};
      case Selection::From::held:
        return search_.among(list_mine(tx_, district_, view_, which.filter, {}, kHeldMost), where,
                             before, limit);
      case Selection::From::reported:
        where.reporter = caller_.account;
        return search_.in_index(where, before, limit, look_at);
      case Selection::From::open:
      case Selection::From::finished:
        break;
    }
    if (which.filter.holder) {
      return search_.among(
          store::list_open(tx_, district_, view_.reach, which.filter, {}, kHeldMost), where, before,
          limit);
    }
    where.areas = areas_to_name(territory_, view_.reach.scope);
    return search_.in_index(where, before, limit, look_at);
  }

  /// The case of that number, wherever the caller may see it, if the filter means it.
  std::optional<Case> by_number(const Selection& which) {
    if (which.from == Selection::From::nowhere) return std::nullopt;
    auto found = search_.by_number(where_of(which, false));
    // Only what was asked for in words cuts it: it need not be in anybody's hands any more.
    const bool open = !means_open(query_, query_.queue.value_or(Queue::all));
    const bool meant = found && (open || is_open(found->state)) && in_place(*found);
    return meant ? found : std::nullopt;
  }
  SearchOut understood() const { return search_.understood(); }

 private:
  bool open_enough(const Case& c) const {
    const Queue queue = queue_of(query_, view_);
    return !means_open(query_, queue) || is_open(c.state);
  }
  bool in_place(const Case& c) const {
    return !view_.narrowed_to || territory_.within(c.area, *view_.narrowed_to);
  }
  TextSearch::Where where_of(const Selection& which, bool reported) {
    TextSearch::Where out;
    out.filter = which.filter;
    const bool by_place =
        which.from == Selection::From::open || which.from == Selection::From::finished;
    out.wanted = [this, by_place, reported](const Case& c) {
      if (!open_enough(c) || !in_place(c)) return false;
      if (reported) return reported_by_caller(c);
      return !by_place ||
             areas::in_scope(territory_, view_.reach.scope, c.restricted ? c.desk_area : c.area);
    };
    out.as_staff = [this, reported](const Case& c) {
      return !reported || service_.relations(tx_, c, caller_, now_) != 0;
    };
    return out;
  }
  bool reported_by_caller(const Case& c) const {
    const auto report = store::find_report(tx_, district_, c.id);
    return report && report->reporter == caller_.account;
  }

  CaseService& service_;
  db::ReadTx& tx_;
  DistrictId district_;
  const api::Caller& caller_;
  Instant now_;
  const CaseQuery& query_;
  const View& view_;
  const areas::TerritorySnapshot& territory_;
  TextSearch search_;
};

/// Newest first, in any state unless one is asked for: whoever remembers words does not know how
/// far it has come. Who types a number gets that case first.
Result<CaseList> find_cases(CaseService& service, db::ReadTx& tx, const Call& call,
                            const CaseQuery& query, Viewer& viewer, int limit) {
  GEWU_TRY(const auto after, cursor_of(query.cursor));
  GEWU_TRY(const View view, view_of(viewer.territory(), call.who(), query.area));
  GEWU_TRY(const Selection which, selection_of(query, view, viewer.tree(), call.now));
  Hunt hunt(service, tx, call.district, call.who(), call.now, query, view, viewer.territory(),
            viewer.tree());
  const auto numbered = hunt.by_number(which);
  TextPage page =
      hunt.page(which, after ? after->id : CaseId{INT64_MAX}, limit, TextSearch::kLookedAtMost);
  CaseList out;
  out.search = hunt.understood();
  if (numbered) {
    std::erase_if(page.cases, [&](const Case& c) { return c.id == numbered->id; });
    std::erase_if(page.found, [&](const FoundOut& f) { return f.id == numbered->id; });
  }
  if (numbered && !after) {
    const std::string digits = std::to_string(numbered->number);
    page.cases.insert(page.cases.begin(), *numbered);
    page.found.push_back(
        {numbered->id, FoundIn::number, digits, {{0, static_cast<int>(digits.size())}}});
    out.search->number = numbered->number;
    std::erase(out.search->ignored, digits);
  }
  if (page.next) out.next = "0." + to_string(*page.next);
  out.items = viewer.rows(page.cases);
  out.search->found = std::move(page.found);
  if (queue_of(query, view) == Queue::reported) viewer.hide_people(page.cases, out.items);
  return out;
}

/// A count of what find_cases would find, from a shorter look.
Result<Counted> count_found(CaseService& service, db::ReadTx& tx, DistrictId district,
                            const api::Caller& caller, Instant now, const CaseQuery& query,
                            const View& view, const areas::TerritorySnapshot& territory,
                            const categories::Tree& tree, int limit) {
  constexpr int kCountedMost = 100, kLookedAt = 300;
  GEWU_TRY(const Selection which, selection_of(query, view, tree, now));
  Hunt hunt(service, tx, district, caller, now, query, view, territory, tree);
  auto page = hunt.page(which, CaseId{INT64_MAX}, std::min(limit, kCountedMost), kLookedAt);
  const auto numbered = hunt.by_number(which);
  const bool twice = numbered && std::any_of(page.cases.begin(), page.cases.end(),
                                             [&](const Case& c) { return c.id == numbered->id; });
  return Counted{static_cast<int>(page.cases.size()) + (numbered && !twice ? 1 : 0),
                 page.next.has_value()};
}

Result<CaseList> list_cases(CaseService& service, db::ReadTx& tx, const Call& call,
                            const CaseQuery& query) {
  const int limit = query.limit.value_or(50);
  if (limit < 1 || limit > kListMax) {
    return invalid("limit_out_of_range", "Ask for 1 to 100 rows.", "?limit");
  }
  Viewer viewer(service, tx, call.district, call.now);
  if (query.q) return find_cases(service, tx, call, query, viewer, limit);
  GEWU_TRY(const View view, view_of(viewer.territory(), call.who(), query.area));
  GEWU_TRY(std::vector<Case> cases, page_of(tx, call, query, view, viewer.tree(), limit));
  CaseList out;
  if (cases.size() > static_cast<std::size_t>(limit)) {
    cases.resize(static_cast<std::size_t>(limit));
    out.next = cursor_text(cases.back(), is_open(cases.back().state));
  }
  // What one holds may lie elsewhere: such a page can come out shorter than asked for.
  std::erase_if(cases, [&](const Case& c) {
    return view.narrowed_to && !viewer.territory().within(c.area, *view.narrowed_to);
  });
  out.items = viewer.rows(cases);
  if (queue_of(query, view) == Queue::reported) viewer.hide_people(cases, out.items);
  return out;
}

/// Adds what a few areas hold, each queue by its own probe.
void count_few(db::ReadTx& tx, const Call& call, const View& view, Counts& out) {
  const auto count = [&](const store::Filter& filter) {
    return store::count_open(tx, call.district, view.reach, filter, kCountCap + 1);
  };
  out.queues.all = count(filter_of(Queue::all, call.now));
  out.queues.desk = count(filter_of(Queue::desk, call.now));
  out.queues.to_check = count(filter_of(Queue::to_check, call.now));
  out.queues.overdue = count(filter_of(Queue::overdue, call.now));
  out.queues.unlocated = count(filter_of(Queue::unlocated, call.now));
  for (auto& [state, n] : out.states) {
    store::Filter filter;
    filter.state = from_code<State>(state);
    n = count(filter);
  }
}

/// The same for many areas or the whole district, from one pass over the kinds there are.
void count_many(db::ReadTx& tx, const Call& call, const View& view,
                const areas::TerritorySnapshot& territory, Counts& out) {
  const auto& scope = view.reach.scope;
  std::map<AreaId, bool> inside;
  const auto is_inside = [&](AreaId area) {
    const auto known = inside.find(area);
    if (known != inside.end()) return known->second;
    return inside[area] = areas::in_scope(territory, scope, area);
  };
  for (const auto& kind : store::open_kinds(tx, call.district, call.now)) {
    if (!scope.whole_district && !is_inside(kind.area)) continue;
    out.queues.all += kind.count;
    if (kind.holder_kind == HolderKind::desk) out.queues.desk += kind.count;
    if (kind.holder_kind == HolderKind::verifiers) out.queues.to_check += kind.count;
    out.queues.overdue += kind.late;
    if (!kind.located) out.queues.unlocated += kind.count;
    out.states[std::string(code_of(kind.state))] += kind.count;
  }
}

void count_own(db::ReadTx& tx, const Call& call, const View& view, Counts& out) {
  out.queues.mine = count_mine(tx, call.district, view, {}, kCountCap + 1);
  out.queues.reported =
      store::count_reported(tx, call.district, call.who().account, {}, kCountCap + 1);
}

/// However they were counted, all say "more than 1,000" alike.
void cap(Counts& counts) {
  auto& q = counts.queues;
  for (int* n : {&q.all, &q.mine, &q.desk, &q.to_check, &q.overdue, &q.unlocated, &q.reported}) {
    *n = std::min(*n, kCountCap + 1);
  }
  for (auto& [state, n] : counts.states) n = std::min(n, kCountCap + 1);
}

Result<Counts> count_cases(CaseService& service, db::ReadTx& tx, const Call& call) {
  const auto territory = service.services().territories.current(tx, call.district);
  GEWU_TRY(const View view, view_of(*territory, call.who(), std::nullopt));
  Counts out;
  out.capped_at = kCountCap;
  for (const auto& row : kStates) {
    if (is_open(row.state)) out.states[std::string(code_of(row.state))] = 0;
  }
  if (view.reach.scope.narrow()) {
    count_few(tx, call, view, out);
  } else {
    count_many(tx, call, view, *territory, out);
  }
  count_own(tx, call, view, out);
  cap(out);
  return out;
}

}  // namespace

Result<Counted> count_listed(CaseService& service, db::ReadTx& tx, DistrictId district,
                             const api::Caller& caller,
                             const std::map<std::string, std::string, std::less<>>& query,
                             Instant now, int limit) {
  GEWU_TRY(const CaseQuery wanted, json::decode_query<CaseQuery>(query));
  const auto territory = service.services().territories.current(tx, district);
  const auto tree = service.services().categories.of(tx, district, now);
  GEWU_TRY(const View view, view_of(*territory, caller, wanted.area));
  if (wanted.q) {
    return count_found(service, tx, district, caller, now, wanted, view, *territory, *tree, limit);
  }
  const auto in_area = [&](const Case& c) { return territory->within(c.area, *view.narrowed_to); };
  GEWU_TRY(const int count,
           count_of(tx, district, caller, now, wanted, view, *tree, in_area, limit + 1));
  return Counted{std::min(count, limit), count > limit};
}

namespace {

// ---- routes -----------------------------------------------------------------------------------

void append_public_routes(api::Api& api, CaseService& service) {
  api.post<ReportIn, ReportOut>(
      "/api/v1/{district}/reports", kOpenReport, {"Report a problem", "cases"},
      [&service](db::WriteTx& tx, const Call& call, const ReportIn& in) -> Result<ReportOut> {
        NewReport report = report_of(in);
        if (report.channel != Channel::resident_page && report.channel != Channel::door_card) {
          return invalid("channel_not_yours", "Only staff enter that channel.", "/channel");
        }
        GEWU_TRY(const Reported done, service.report(tx, call.district, report, nullptr, call.now));
        return Viewer(service, tx, call.district, call.now).reported(done);
      },
      {.body_limit = 32 * 1024, .rate = {30, std::chrono::seconds(20)}});

  api.get<api::NoQuery, FollowOut>(
      "/api/v1/{district}/follow/{code}", kOpenFollow, {"Follow a report by its code", "cases"},
      [&service](db::ReadTx& tx, const Call& call, const api::NoQuery&) -> Result<FollowOut> {
        GEWU_TRY(const auto followed, service.follow(tx, call.district, call.params.at("code")));
        return Viewer(service, tx, call.district, call.now).followed(followed);
      },
      {.rate = {60, std::chrono::seconds(2)}, .watched = true});

  const auto act = [&service](db::WriteTx& tx, const Call& call,
                              const Deed& deed) -> Result<FollowOut> {
    const std::string& code = call.params.at("code");
    GEWU_TRY(const Case after, service.act_by_code(tx, call.district, code, deed, call.now));
    (void)after;
    GEWU_TRY(const auto followed, service.follow(tx, call.district, code));
    return Viewer(service, tx, call.district, call.now).followed(followed);
  };
  api.post<FollowActionIn, FollowOut>(
      "/api/v1/{district}/follow/{code}/actions", kOpenFollow,
      {"Withdraw, object, restore or reopen", "cases"},
      [act](db::WriteTx& tx, const Call& call, const FollowActionIn& in) -> Result<FollowOut> {
        Deed deed;
        deed.action = in.action;
        deed.reason = text_of(in.reason);
        deed.photos = claims_of(in.photos);
        return act(tx, call, deed);
      },
      {.rate = {20, std::chrono::seconds(10)}});
  api.post<RatingIn, FollowOut>(
      "/api/v1/{district}/follow/{code}/ratings", kOpenFollow, {"Rate what was done", "cases"},
      [act](db::WriteTx& tx, const Call& call, const RatingIn& in) -> Result<FollowOut> {
        Deed deed;
        deed.action = Action::rate;
        deed.solved = in.solved;
        deed.satisfied = in.satisfied;
        deed.stars = in.stars;
        deed.note = text_of(in.comment);
        return act(tx, call, deed);
      },
      {.rate = {20, std::chrono::seconds(10)}});
  api.get<api::NoQuery, ReceiptOut>(
      "/api/v1/{district}/follow/{code}/receipt", kOpenFollow,
      {"Prove that a report was there, unaltered", "cases"},
      [&service](db::ReadTx& tx, const Call& call, const api::NoQuery&) -> Result<ReceiptOut> {
        GEWU_TRY(const auto followed, service.follow(tx, call.district, call.params.at("code")));
        return Viewer(service, tx, call.district, call.now).receipt(followed.own);
      },
      {.rate = {20, std::chrono::seconds(5)}});
}

/// A photo of `own`; of `main`, when it was merged into that, only what shows the work done.
Result<http::Response> photo_response(db::ReadTx& tx, const Call& call,
                                      const http::Request& request, const photos::Photos& files,
                                      CaseId own, CaseId main) {
  GEWU_TRY(const PhotoId id, call.id<PhotoId>("photo"));
  const auto photo = photos::find(tx, call.district, id);
  const bool of_case = photo && photo->owner_kind == photos::OwnerKind::case_file;
  const bool theirs =
      of_case && (photo->owner.value == own.value ||
                  (photo->owner.value == main.value && photo->kind == photos::PhotoKind::after));
  if (!theirs) return not_found("photo_unknown", "There is no such photo here.");
  const auto size = request.query.find("size");
  const bool thumb = size != request.query.end() && size->second == "thumb";
  return photos::response(files, call.district, *photo,
                          thumb ? photos::PhotoSize::thumb : photos::PhotoSize::full, request);
}

void append_photo_routes(api::Api& api, CaseService& service, const photos::Photos& files) {
  api.get_raw("/api/v1/{district}/follow/{code}/photos/{photo}", kOpenFollow,
              {"A photo of a followed report", "cases"}, "image/jpeg",
              [&service, &files](db::ReadTx& tx, const Call& call,
                                 const http::Request& request) -> Result<http::Response> {
                GEWU_TRY(const auto followed,
                         service.follow(tx, call.district, call.params.at("code")));
                const bool from_page = joined_from_public_page(followed);
                return photo_response(tx, call, request, files, followed.own.id,
                                      from_page ? followed.own.id : followed.main.id);
              },
              {.rate = {120, std::chrono::seconds(1)}});
  api.get_raw(
      "/api/v1/{district}/cases/{case}/photos/{photo}", kStaff, {"A photo", "cases"}, "image/jpeg",
      [&service, &files](db::ReadTx& tx, const Call& call,
                         const http::Request& request) -> Result<http::Response> {
        GEWU_TRY(const CaseId id, call.id<CaseId>("case"));
        GEWU_TRY(const Case c, service.visible_case(tx, call.district, id, call.who(), call.now));
        return photo_response(tx, call, request, files, c.id, c.id);
      });
}

/// A voice note of this case; `all` or only what came with the report.
Result<http::Response> voice_response(db::ReadTx& tx, const Call& call,
                                      const http::Request& request,
                                      const voice_notes::VoiceNotes& files, CaseId id, bool all) {
  GEWU_TRY(const auto voice, call.id<voice_notes::VoiceId>("voice"));
  const auto note = voice_notes::find(tx, call.district, voice);
  const bool heard = note && note->owner_kind && note->owner.value == id.value &&
                     (all || note->owner_kind == voice_notes::OwnerKind::case_report);
  if (!heard) return not_found("voice_unknown", "There is no such voice note here.");
  return voice_notes::response(files, call.district, *note, request);
}

void append_voice_routes(api::Api& api, CaseService& service,
                         const voice_notes::VoiceNotes& files) {
  api.get_raw("/api/v1/{district}/follow/{code}/voices/{voice}", kOpenFollow,
              {"A voice note of a followed report", "cases"}, "audio/webm",
              [&service, &files](db::ReadTx& tx, const Call& call,
                                 const http::Request& request) -> Result<http::Response> {
                GEWU_TRY(const auto followed,
                         service.follow(tx, call.district, call.params.at("code")));
                return voice_response(tx, call, request, files, followed.own.id, false);
              },
              {.rate = {120, std::chrono::seconds(1)}});
  api.get_raw("/api/v1/{district}/cases/{case}/voices/{voice}", kStaff, {"A voice note", "cases"},
              "audio/webm",
              [&service, &files](db::ReadTx& tx, const Call& call,
                                 const http::Request& request) -> Result<http::Response> {
                GEWU_TRY(const CaseId id, call.id<CaseId>("case"));
                GEWU_TRY(const Case c,
                         service.visible_case(tx, call.district, id, call.who(), call.now));
                const bool staff = service.relations(tx, c, call.who(), call.now) != 0;
                return voice_response(tx, call, request, files, c.id, staff);
              });
}

void append_staff_reads(api::Api& api, CaseService& service) {
  api.get<CaseQuery, CaseList>(
      "/api/v1/{district}/cases", kStaff, {"List cases", "cases"},
      [&service](db::ReadTx& tx, const Call& call, const CaseQuery& query) {
        return list_cases(service, tx, call, query);
      });
  api.get<api::NoQuery, Counts>(
      "/api/v1/{district}/cases/counts", kStaff, {"How many wait in each queue", "cases"},
      [&service](db::ReadTx& tx, const Call& call, const api::NoQuery&) -> Result<Counts> {
        return count_cases(service, tx, call);
      });
  api.get<api::NoQuery, CaseDetail>(
      "/api/v1/{district}/cases/{case}", kStaff, {"One case", "cases"},
      [&service](db::ReadTx& tx, const Call& call, const api::NoQuery&) -> Result<CaseDetail> {
        GEWU_TRY(const CaseId id, call.id<CaseId>("case"));
        GEWU_TRY(const Case c, service.visible_case(tx, call.district, id, call.who(), call.now));
        return Viewer(service, tx, call.district, call.now).detail(c, call.who());
      });
  api.get<api::NoQuery, std::vector<HolderChoice>>(
      "/api/v1/{district}/cases/{case}/holders", kStaff, {"Who can be given it", "cases"},
      [&service](db::ReadTx& tx, const Call& call,
                 const api::NoQuery&) -> Result<std::vector<HolderChoice>> {
        GEWU_TRY(const CaseId id, call.id<CaseId>("case"));
        GEWU_TRY(const Case c, service.visible_case(tx, call.district, id, call.who(), call.now));
        if ((service.relations(tx, c, call.who(), call.now) & kNamers) == 0) {
          return forbidden("action_not_yours", "Somebody else names who handles it.");
        }
        return Viewer(service, tx, call.district, call.now).holders(c);
      });
  api.get<api::NoQuery, ReceiptOut>(
      "/api/v1/{district}/cases/{case}/chain", kStaff, {"Check the history of a case", "cases"},
      [&service](db::ReadTx& tx, const Call& call, const api::NoQuery&) -> Result<ReceiptOut> {
        GEWU_TRY(const CaseId id, call.id<CaseId>("case"));
        GEWU_TRY(const Case c, service.visible_case(tx, call.district, id, call.who(), call.now));
        return Viewer(service, tx, call.district, call.now).receipt(c);
      });
}

/// How it came in: where nothing is said, over the counter of a desk or from somebody's round.
Result<Channel> entry_channel(const EntryIn& in, const api::Caller& caller) {
  const bool self_handled = in.self_handled.value_or(false);
  if (in.channel == Channel::file_import) {
    return invalid("channel_not_yours", "A file is imported, not entered.", "/channel");
  }
  if (in.channel == Channel::resident_page || in.channel == Channel::released_page) {
    return invalid("channel_not_yours", "What staff enter did not come by the residents' page.",
                   "/channel");
  }
  if (in.channel) return *in.channel;
  return self_handled || !caller.has_any(kDesks) ? Channel::worker_note : Channel::walk_in;
}

/// Unmasked only with a reason, and every look is logged.
Result<ContactOut> reveal_contact(CaseService& service, db::WriteTx& tx, const Call& call,
                                  const RevealIn& in) {
  GEWU_TRY(const CaseId id, call.id<CaseId>("case"));
  GEWU_TRY(const Case c, service.visible_case(tx, call.district, id, call.who(), call.now));
  if ((service.relations(tx, c, call.who(), call.now) & kRevealsContact) == 0) {
    return forbidden("action_not_yours", "Only who deals with this case may call the reporter.");
  }
  const auto report = store::find_report(tx, call.district, c.id);
  if (!report || !report->person) {
    return not_found("contact_missing", "The reporter left no way to reach them.");
  }
  const auto& s = service.services();
  GEWU_TRY(const std::string plain,
           privacy::reveal(tx, s.vault, s.ids, call.district, call.who().account, report->person,
                           report->contact_sealed, "case_report.contact:" + to_string(c.id),
                           {"case", c.id.value, "contact"}, in.reason, call.now));
  const auto value = boost::json::parse(plain).as_object();
  return ContactOut{std::string(value.at("name").as_string()),
                    std::string(value.at("phone").as_string())};
}

void append_staff_writes(api::Api& api, CaseService& service) {
  api.post<EntryIn, EntryOut>(
      "/api/v1/{district}/cases", kEntry, {"Enter a report for somebody, or a quick note", "cases"},
      [&service](db::WriteTx& tx, const Call& call, const EntryIn& in) -> Result<EntryOut> {
        NewReport report = report_of(in);
        GEWU_TRY(const api::Caller by, doer(tx, call, in.done_at, kEnterers));
        GEWU_TRY(report.channel, entry_channel(in, by));
        report.self_handled = in.self_handled.value_or(false);
        report.answer = text_of(in.answer);
        GEWU_TRY(const Reported done, service.report(tx, call.district, report, &by, call.now));
        EntryOut out;
        static_cast<ReportOut&>(out) = Viewer(service, tx, call.district, call.now).reported(done);
        out.id = done.id;
        return out;
      });
  api.post<ActionIn, CaseDetail>(
      "/api/v1/{district}/cases/{case}/actions", kAct, {"Move a case", "cases"},
      [&service](db::WriteTx& tx, const Call& call, const ActionIn& in) -> Result<CaseDetail> {
        GEWU_TRY(const CaseId id, call.id<CaseId>("case"));
        GEWU_TRY(const api::Caller by, doer_of(tx, call, id, in.done_at));
        GEWU_TRY(const Case after, service.act(tx, call.district, id, deed_of(in), by, call.now));
        Viewer viewer(service, tx, call.district, call.now);
        // Whoever has lost the place since is told that it was taken, and nothing more.
        const auto still = service.visible_case(tx, call.district, id, call.who(), call.now);
        return still ? viewer.detail(after, call.who()) : viewer.taken(after);
      });
  api.post<RevealIn, ContactOut>(
      "/api/v1/{district}/cases/{case}/contact", kReveal,
      {"Show the reporter's contact, with a reason that is logged", "cases"},
      [&service](db::WriteTx& tx, const Call& call, const RevealIn& in) {
        return reveal_contact(service, tx, call, in);
      },
      {.replays = false});  // every look is logged, and none is kept
}

}  // namespace

void append_join_route(api::Api& api, CaseService& service, std::string pattern, api::Policy policy,
                       FindShown find) {
  api.post<JoinIn, ReportOut>(
      std::move(pattern), std::move(policy), {"Follow this: report the same", "cases"},
      [&service, find = std::move(find)](db::WriteTx& tx, const Call& call,
                                         const JoinIn& in) -> Result<ReportOut> {
        GEWU_TRY(const Shown shown, find(tx, call));
        Joining joining;
        joining.words = text_of(in.words);
        joining.title = shown.title;
        if (in.contact) {
          joining.contact = Contact{text_of(in.contact->name), text_of(in.contact->phone)};
        }
        if (in.language) joining.language = in.language->str();
        joining.area = shown.area;
        joining.point = shown.point;
        GEWU_TRY(const Reported done, service.join(tx, call.district, shown.id, joining, call.now));
        return Viewer(service, tx, call.district, call.now).reported(done);
      },
      {.body_limit = 8 * 1024, .rate = {30, std::chrono::seconds(20)}});
}

void append_cases_routes(api::Api& api, CaseService& service, photos::Photos& photos,
                         voice_notes::VoiceNotes& voices) {
  append_public_routes(api, service);
  append_photo_routes(api, service, photos);
  append_voice_routes(api, service, voices);
  append_staff_reads(api, service);
  append_standing_route(api, service);
  append_stage_settings_routes(api);
  append_staff_writes(api, service);
  api.events(
      "/api/v1/{district}/events", kStaff, {"Live: which cases changed", "cases"},
      [&service](db::ReadTx& tx, const Call& call) {
        const auto territory = service.services().territories.current(tx, call.district);
        return areas::scope_of(*territory, accounts::scope_areas(call.who(), seeing_roles())).roots;
      });
}

}  // namespace gewu::cases
