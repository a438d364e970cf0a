// SPDX-License-Identifier: Apache-2.0
#include "modules/demo/demo_service_town.hpp"

#include <algorithm>
#include <cmath>

#include "base/bytes.hpp"
#include "db/db.hpp"

namespace gewu::demo {

using cases::Action;
using cases::State;

Simulation::Simulation(const Tools& tools, Place place, People people, Chance chance,
                       int cases_per_day)
    : tools_(tools),
      place_(std::move(place)),
      people_(std::move(people)),
      chance_(std::move(chance)),
      cases_per_day_(cases_per_day),
      district_(place_.territory->district().id) {
  for (const auto& area : place_.territory->all()) {
    if (area.level == areas::Level::micro_grid) micro_grids_.push_back(&area);
  }
  draw_pictures();
}

void Simulation::remember(CaseId id, std::string follow_code) {
  memory_[id].follow_code = std::move(follow_code);
}

std::optional<Instant> Simulation::next() const {
  return agenda_.empty() ? std::nullopt : std::optional(agenda_.top().at);
}

void Simulation::play(Instant end, std::optional<Instant> written) {
  written_ = written;
  std::vector<Next> due;
  while (!agenda_.empty() && agenda_.top().at <= end) {
    due.push_back(agenda_.top());
    agenda_.pop();
  }
  for (std::size_t i = 0; i < due.size(); ++i) {
    try {
      play_one(due[i]);
      if (!tools_.stop()) continue;
      ++i;
    } catch (const std::exception&) {
      // A full queue or a database that is away: nothing of it was done, so it is still to do.
      for (; i < due.size(); ++i) agenda_.push(due[i]);
      throw;
    }
    for (; i < due.size(); ++i) agenda_.push(due[i]);
  }
}

void Simulation::play_one(const Next& next) {
  // A refused use case is undone, as a refused request would be.
  const auto played = tools_.database.write([&](db::WriteTx& tx) -> Done {
    last_refusal_.reset();
    play(tx, next);
    return last_refusal_ ? Done(*last_refusal_) : done();
  });
  if (!played) ++refused_;
}

std::vector<FollowCode> Simulation::some_codes(std::size_t most) {
  std::vector<FollowCode> out;
  std::map<State, int> shown;
  tools_.database.read([&](db::ReadTx& tx) {
    int looked_at = 0;
    for (auto at = memory_.rbegin(); at != memory_.rend() && out.size() < most; ++at) {
      if (!at->second.by_resident || at->second.follow_code.empty()) continue;
      if (++looked_at > 500) return;
      const auto found = tools_.cases.follow(tx, district_, at->second.follow_code);
      if (!found || found->main.state == State::archived) continue;
      if (shown[found->main.state]++ < 2) out.push_back({at->first, at->second.follow_code});
    }
  });
  return out;
}

Duration Simulation::around(double median_minutes, double spread) {
  const double minutes = std::lognormal_distribution<>(std::log(median_minutes), spread)(chance_);
  return Duration(static_cast<std::int64_t>(std::min(minutes, 60.0 * 24 * 20) * 60'000));
}

void Simulation::plan(Instant at, Kind kind, CaseId id) { agenda_.push({at, ++order_, kind, id}); }

void Simulation::plan_day(Instant midnight, Instant from) {
  const bool work_day = place_.calendar->is_work_day(
      local_day(midnight + std::chrono::hours(12), place_.territory->district().utc_offset()));
  const double mean = cases_per_day_ * (work_day ? 1.12 : 0.72);
  const int n = std::poisson_distribution<int>(mean)(chance_);
  for (int i = 0; i < n; ++i) {
    // Most tell of things between seven and ten in the evening.
    const double hour = std::clamp(std::normal_distribution<>(14.0, 4.2)(chance_), 0.1, 23.9);
    const Instant at = midnight + Duration(static_cast<std::int64_t>(hour * 3'600'000));
    if (at >= from) plan(at, Kind::arrive);
  }
}

void Simulation::plan_work(Instant from, Duration counted, CaseId id, bool work_time) {
  plan(place_.calendar->add(from, counted, work_time), Kind::step, id);
}

// ---- pictures ---------------------------------------------------------------------------------

void Simulation::draw_pictures() {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    for (const auto scene : {Scene::before, Scene::far, Scene::after}) {
      auto prepared = tools_.photos.prepare(district_, draw_scene(scene, seed));
      if (prepared) pictures_[scene].push_back(std::move(*prepared));
    }
  }
}

std::vector<cases::PhotoClaim> Simulation::photo(db::WriteTx& tx, Scene scene,
                                                 photos::PhotoKind kind, Instant at) {
  if (pictures_[scene].empty()) return {};
  at = written(at);
  const std::string token = photos::make_token(tools_.cases.services().random);
  const auto ticket = photos::store(tx, district_, one_of(pictures_[scene]),
                                    tools_.cases.services().ids.next<PhotoTag>(at), token, at);
  return {{ticket.photo, ticket.token, kind}};
}

void Simulation::play(db::WriteTx& tx, const Next& next) {
  if (next.kind == Kind::arrive) return arrive(tx, next.at);
  const auto found =
      tools_.cases.visible_case(tx, district_, next.id, people_.centre, written(next.at));
  if (!found) return;
  next.kind == Kind::step ? step(tx, *found, next.at) : resident_acts(tx, *found, next.at);
}

std::optional<cases::Case> Simulation::act(db::WriteTx& tx, const Case& c, Deed deed,
                                           const api::Caller& by, Instant at) {
  deed.version = c.version;
  Instant heard = written(at);
  if (happens(0.02) && !written_) {  // out of reach: told when the phone finds its network again
    deed.done_at = at;
    heard = at + std::chrono::minutes(any(12, 25));
  }
  auto after = tools_.cases.act(tx, district_, c.id, deed, by, heard);
  if (!after) {
    last_refusal_ = after.error();
    return std::nullopt;
  }
  ++actions_;
  return *after;
}

// ---- arrivals ---------------------------------------------------------------------------------

const categories::Category& Simulation::some_category() {
  const auto usual = place_.tree->usual();
  if (happens(0.7) && !usual.empty()) return *one_of(usual);
  for (;;) {
    const auto& any_one = one_of(place_.tree->all());
    if (any_one.active && any_one.code != categories::unclassified_code) return any_one;
  }
}

geo::LatLon Simulation::point_in(const areas::Area& area) {
  const geo::LatLon centre = *area.label;
  for (int i = 0; i < 12; ++i) {
    const geo::LatLon p{centre.lat + any(-25, 25) * 1e-4, centre.lon + any(-25, 25) * 1e-4};
    if (const auto found = place_.territory->locate(p);
        place_.territory->within(found.inside ? found.area->id : AreaId{}, area.id)) {
      return p;
    }
  }
  return centre;
}

/// Half of all troubles are at a building.
const areas::Area* Simulation::some_building(const areas::Area& area) {
  const auto parts = place_.territory->children(area.id);
  if (parts.empty() || !happens(0.5)) return nullptr;
  return parts[static_cast<std::size_t>(any(0, static_cast<int>(parts.size()) - 1))];
}

/// Who tells of it and how; nobody: a resident by himself.
const api::Caller* Simulation::some_channel(cases::NewReport& report, const areas::Area& area,
                                            const categories::Category& category) {
  if (happens(0.34)) {
    report.channel = cases::Channel::worker_note;
    report.self_handled = report.point && category.self_handling && happens(0.7);
    if (report.self_handled) report.answer = done_words(chance_);
    return &worker_of(area.id);
  }
  if (happens(0.15)) {
    report.channel = happens(0.7) ? cases::Channel::phone : cases::Channel::walk_in;
    return &people_.centre;
  }
  if (happens(0.1)) report.channel = cases::Channel::door_card;
  return nullptr;
}

void Simulation::add_photos(db::WriteTx& tx, cases::NewReport& report, Instant at) {
  const auto add = [&](Scene scene, photos::PhotoKind kind) {
    for (auto& p : photo(tx, scene, kind, at)) report.photos.push_back(std::move(p));
  };
  if (happens(0.55)) add(Scene::before, photos::PhotoKind::near);
  if (happens(0.2)) add(Scene::far, photos::PhotoKind::far);
  if (report.self_handled) add(Scene::after, photos::PhotoKind::after);
}

void Simulation::arrive(db::WriteTx& tx, Instant at) {
  // Some places have more trouble than others.
  const auto spot =
      static_cast<std::size_t>(std::pow(std::uniform_real_distribution<>(0, 1)(chance_), 1.6) *
                               static_cast<double>(micro_grids_.size()));
  const areas::Area& area = *micro_grids_[(spot * 131) % micro_grids_.size()];
  const auto& category = some_category();
  const areas::Area* building = some_building(area);
  const std::string place = building ? building->name + spot_name(chance_) : place_name(chance_);
  cases::NewReport r;
  r.words = report_words(chance_, category, place);
  r.category = category.code;
  const bool told = !happens(0.02);
  if (told) r.point = building ? *building->label : point_in(area);
  r.accuracy_m = any(4, 40);
  // Where an estate's name would contradict the point, only the words tell of it.
  if (building && happens(0.8)) r.address = place;
  const api::Caller* by = some_channel(r, area, category);
  r.about_holder = by == nullptr && happens(0.01);
  const bool by_resident = r.channel != cases::Channel::worker_note;
  if (by_resident && happens(0.5)) r.contact = cases::Contact{"", phone_number(chance_)};
  add_photos(tx, r, at);
  auto reported = tools_.cases.report(tx, district_, r, by, written(at));
  if (!reported) {
    last_refusal_ = reported.error();
    return;
  }
  ++cases_;
  memory_[reported->id] = {reported->follow_code, by_resident, false};
  if (reported->state == State::self_handled) {
    plan_work(at, around(60 * 30, 0.3), reported->id, false);
  } else if (happens(0.008)) {
    plan(at + std::chrono::minutes(3), Kind::reporter, reported->id);
  } else {
    plan_work(at, around(6, 0.7), reported->id, false);
  }
}

// ---- who --------------------------------------------------------------------------------------

const api::Caller& Simulation::worker_of(AreaId area) {
  for (const auto* a : place_.territory->chain(area)) {
    if (const auto at = people_.workers.find(a->id); at != people_.workers.end()) {
      return one_of(at->second);
    }
  }
  return people_.centre;
}

const api::Caller& Simulation::desk_of(AreaId desk) {
  const auto at = people_.desks.find(desk);
  return at == people_.desks.end() ? people_.centre : one_of(at->second);
}

const api::Caller& Simulation::verifier_of(AreaId area) {
  for (const auto* a : place_.territory->chain(area)) {
    if (const auto at = people_.verifiers.find(a->id); at != people_.verifiers.end()) {
      return one_of(at->second);
    }
  }
  // Above the communities their neighbours check for one another.
  return one_of(
      std::next(people_.verifiers.begin(), any(0, static_cast<int>(people_.verifiers.size()) - 1))
          ->second);
}

const api::Caller* Simulation::holder_of(const Case& c) {
  if (c.holder.kind == cases::HolderKind::organisation) {
    const auto at = people_.departments.find(OrganisationId{c.holder.id});
    return at == people_.departments.end() ? nullptr : &at->second;
  }
  for (const auto* a : place_.territory->chain(c.area)) {
    const auto at = people_.workers.find(a->id);
    if (at == people_.workers.end()) continue;
    for (const auto& w : at->second) {
      if (w.account.value == c.holder.id) return &w;
    }
  }
  return nullptr;
}

cases::Holder Simulation::some_holder(const Case& c) {
  if (c.located && !c.restricted && happens(0.55)) {
    const auto& worker = worker_of(c.area);
    if (worker.account != people_.centre.account) {
      return {cases::HolderKind::account, worker.account.value};
    }
  }
  return {cases::HolderKind::organisation, one_of(people_.organisations).value};
}

}  // namespace gewu::demo
