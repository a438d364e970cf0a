// SPDX-License-Identifier: Apache-2.0
// A year of cases: who acts, when, and what is done, drawn by chance and moved through the same use
// cases as real work. Nothing is written around them.
#include <algorithm>
#include <cmath>
#include <queue>

#include "base/bytes.hpp"
#include "db/db.hpp"
#include "modules/demo/demo.hpp"
#include "modules/demo/demo_people_service.hpp"
#include "modules/demo/demo_pictures.hpp"
#include "modules/demo/demo_territory.hpp"

namespace gewu::demo {

namespace {

using cases::Action;
using cases::Case;
using cases::Deed;
using cases::State;

constexpr Duration kSlice = std::chrono::minutes(30);
constexpr std::chrono::hours kQuiet{24};

enum class Kind { arrive, step, reporter };

struct Next {
  Instant at;
  std::int64_t order = 0;
  Kind kind{};
  CaseId id;
  bool operator>(const Next& other) const {
    return std::pair(at, order) > std::pair(other.at, other.order);
  }
};

/// What the simulation remembers of a case beyond its row.
struct Memory {
  std::string follow_code;
  bool by_resident = true;
  bool rated = false;
};

class Simulation {
 public:
  Simulation(const Tools& tools, const Options& options,
             std::shared_ptr<const areas::TerritorySnapshot> territory,
             std::shared_ptr<const categories::Tree> tree,
             std::shared_ptr<const calendar::WorkCalendar> calendar, People people, Chance chance)
      : tools_(tools),
        options_(options),
        territory_(std::move(territory)),
        tree_(std::move(tree)),
        calendar_(std::move(calendar)),
        people_(std::move(people)),
        chance_(std::move(chance)),
        district_(territory_->district().id) {
    for (const auto& area : territory_->all()) {
      if (area.level == areas::Level::micro_grid) micro_grids_.push_back(&area);
    }
  }

  void run(Report& report, Instant from) {
    draw_pictures();
    plan_arrivals(from);
    Instant shown{};
    Instant background_at = from + kQuiet;
    while (!agenda_.empty() && agenda_.top().at <= options_.now) {
      const Instant now = agenda_.top().at;
      const Instant slice_end = std::min(now + kSlice, options_.now);
      // Whatever comes later is planned for later, so that no day is closed before its last event.
      if (now >= background_at) {
        tools_.background(district_, now);
        background_at = now + kQuiet;
      }
      tools_.cases.tick(tools_.database, district_, now);
      play_slice(slice_end);
      if (slice_end - shown > std::chrono::hours(24)) {
        shown = slice_end;
        tools_.progress("days", (slice_end - from) / std::chrono::hours(24), options_.days);
        if (tools_.stop()) {
          report.stopped = true;
          break;
        }
      }
    }
    if (!report.stopped) tools_.cases.tick(tools_.database, district_, options_.now, 5000);
    tools_.background(district_, options_.now);
    report.cases = cases_;
    report.actions = actions_;
    report.refused = refused_;
    report.follow_code = followed_;
  }

 private:
  // ---- chance -----------------------------------------------------------------------------------

  bool happens(double share) { return std::uniform_real_distribution<>(0, 1)(chance_) < share; }
  int any(int low, int high) { return std::uniform_int_distribution<int>(low, high)(chance_); }
  template <class T>
  const T& one_of(const std::vector<T>& all) {
    return all[static_cast<std::size_t>(any(0, static_cast<int>(all.size()) - 1))];
  }
  Duration around(double median_minutes, double spread) {
    const double minutes = std::lognormal_distribution<>(std::log(median_minutes), spread)(chance_);
    return Duration(static_cast<std::int64_t>(std::min(minutes, 60.0 * 24 * 20) * 60'000));
  }

  void plan(Instant at, Kind kind, CaseId id = {}) { agenda_.push({at, ++order_, kind, id}); }
  void plan_work(Instant from, Duration counted, CaseId id, bool work_time = true) {
    plan(calendar_->add(from, counted, work_time), Kind::step, id);
  }

  void plan_arrivals(Instant from) {
    for (int day = 0; day < options_.days; ++day) {
      const Instant midnight = from + std::chrono::hours(24 * day);
      const bool work_day = calendar_->is_work_day(
          local_day(midnight + std::chrono::hours(12), territory_->district().utc_offset()));
      const double mean = options_.cases_per_day * (work_day ? 1.12 : 0.72);
      const int n = std::poisson_distribution<int>(mean)(chance_);
      for (int i = 0; i < n; ++i) {
        // Most tell of things between seven and ten in the evening.
        const double hour = std::clamp(std::normal_distribution<>(14.0, 4.2)(chance_), 0.1, 23.9);
        plan(midnight + Duration(static_cast<std::int64_t>(hour * 3'600'000)), Kind::arrive);
      }
    }
  }

  // ---- pictures ---------------------------------------------------------------------------------

  void draw_pictures() {
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
      for (const auto scene : {Scene::before, Scene::far, Scene::after}) {
        auto prepared = tools_.photos.prepare(district_, draw_scene(scene, seed));
        if (prepared) pictures_[scene].push_back(std::move(*prepared));
      }
    }
  }

  std::vector<cases::PhotoClaim> photo(db::WriteTx& tx, Scene scene, photos::PhotoKind kind,
                                       Instant at) {
    if (pictures_[scene].empty()) return {};
    const std::string token = photos::make_token(tools_.cases.services().random);
    const auto ticket = photos::store(tx, district_, one_of(pictures_[scene]),
                                      tools_.cases.services().ids.next<PhotoTag>(at), token, at);
    return {{ticket.photo, ticket.token, kind}};
  }

  // ---- one slice of time ------------------------------------------------------------------------

  void play_slice(Instant end) {
    std::vector<Next> due;
    while (!agenda_.empty() && agenda_.top().at <= end) {
      due.push_back(agenda_.top());
      agenda_.pop();
    }
    for (const auto& next : due) {
      // A refused use case is undone, as a refused request would be.
      const auto played = tools_.database.write([&](db::WriteTx& tx) -> Done {
        last_refusal_.reset();
        play(tx, next);
        return last_refusal_ ? Done(*last_refusal_) : done();
      });
      if (!played) ++refused_;
    }
  }

  void play(db::WriteTx& tx, const Next& next) {
    if (next.kind == Kind::arrive) return arrive(tx, next.at);
    const auto found = tools_.cases.visible_case(tx, district_, next.id, people_.centre, next.at);
    if (!found) return;
    next.kind == Kind::step ? step(tx, *found, next.at) : resident_acts(tx, *found, next.at);
  }

  std::optional<Case> act(db::WriteTx& tx, const Case& c, Deed deed, const api::Caller& by,
                          Instant at) {
    deed.version = c.version;
    Instant heard = at;
    if (happens(0.02)) {  // out of reach: told when the phone finds its network again
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

  const categories::Category& some_category() {
    const auto usual = tree_->usual();
    if (happens(0.7) && !usual.empty()) return *one_of(usual);
    for (;;) {
      const auto& any_one = one_of(tree_->all());
      if (any_one.active && any_one.code != categories::unclassified_code) return any_one;
    }
  }

  geo::LatLon point_in(const areas::Area& area) {
    const geo::LatLon centre = *area.label;
    for (int i = 0; i < 12; ++i) {
      const geo::LatLon p{centre.lat + any(-25, 25) * 1e-4, centre.lon + any(-25, 25) * 1e-4};
      if (const auto found = territory_->locate(p); found.inside && found.area->id == area.id) {
        return p;
      }
    }
    return centre;
  }

  void arrive(db::WriteTx& tx, Instant at) {
    // Some places have more trouble than others.
    const auto spot =
        static_cast<std::size_t>(std::pow(std::uniform_real_distribution<>(0, 1)(chance_), 1.6) *
                                 static_cast<double>(micro_grids_.size()));
    const areas::Area& area = *micro_grids_[(spot * 131) % micro_grids_.size()];
    const auto& category = some_category();
    cases::NewReport r;
    r.words = report_words(chance_, category);
    r.category = category.code;
    if (!happens(0.02)) r.point = point_in(area);
    r.accuracy_m = any(4, 40);
    if (happens(0.6)) r.address = place_name(chance_);
    Memory memory;
    const api::Caller* by = nullptr;
    if (happens(0.34)) {
      by = &worker_of(area.id);
      r.channel = cases::Channel::worker_note;
      memory.by_resident = false;
      r.self_handled = r.point && category.self_handling && happens(0.7);
      if (r.self_handled) r.answer = done_words(chance_);
    } else if (happens(0.15)) {
      by = &people_.centre;
      r.channel = happens(0.7) ? cases::Channel::phone : cases::Channel::walk_in;
    } else if (happens(0.1)) {
      r.channel = cases::Channel::door_card;
    }
    r.about_holder = by == nullptr && happens(0.01);
    if (memory.by_resident && happens(0.5)) r.contact = cases::Contact{"", phone_number(chance_)};
    if (happens(0.55)) r.photos = photo(tx, Scene::before, photos::PhotoKind::near, at);
    if (happens(0.2)) {
      for (auto& p : photo(tx, Scene::far, photos::PhotoKind::far, at)) r.photos.push_back(p);
    }
    if (r.self_handled) {
      for (auto& p : photo(tx, Scene::after, photos::PhotoKind::after, at)) r.photos.push_back(p);
    }
    auto reported = tools_.cases.report(tx, district_, r, by, at);
    if (!reported) {
      last_refusal_ = reported.error();
      return;
    }
    ++cases_;
    memory.follow_code = reported->follow_code;
    memory_[reported->id] = std::move(memory);
    if (reported->state == State::self_handled) {
      plan_work(at, around(60 * 30, 0.3), reported->id, false);
    } else if (happens(0.008)) {
      plan(at + std::chrono::minutes(3), Kind::reporter, reported->id);
    } else {
      plan_work(at, around(6, 0.7), reported->id, false);
    }
  }

  // ---- who --------------------------------------------------------------------------------------

  const api::Caller& worker_of(AreaId area) {
    for (const auto* a : territory_->chain(area)) {
      if (const auto at = people_.workers.find(a->id); at != people_.workers.end()) {
        return one_of(at->second);
      }
    }
    return people_.centre;
  }
  const api::Caller& desk_of(AreaId desk) {
    const auto at = people_.desks.find(desk);
    return at == people_.desks.end() ? people_.centre : one_of(at->second);
  }
  const api::Caller& verifier_of(AreaId area) {
    for (const auto* a : territory_->chain(area)) {
      if (const auto at = people_.verifiers.find(a->id); at != people_.verifiers.end()) {
        return one_of(at->second);
      }
    }
    // Above the communities their neighbours check for one another.
    return one_of(
        std::next(people_.verifiers.begin(), any(0, static_cast<int>(people_.verifiers.size()) - 1))
            ->second);
  }
  const api::Caller* holder_of(const Case& c) {
    if (c.holder.kind == cases::HolderKind::organisation) {
      const auto at = people_.departments.find(OrganisationId{c.holder.id});
      return at == people_.departments.end() ? nullptr : &at->second;
    }
    for (const auto* a : territory_->chain(c.area)) {
      const auto at = people_.workers.find(a->id);
      if (at == people_.workers.end()) continue;
      for (const auto& w : at->second) {
        if (w.account.value == c.holder.id) return &w;
      }
    }
    return nullptr;
  }
  cases::Holder some_holder(const Case& c) {
    if (c.located && !c.restricted && happens(0.55)) {
      const auto& worker = worker_of(c.area);
      if (worker.account != people_.centre.account) {
        return {cases::HolderKind::account, worker.account.value};
      }
    }
    return {cases::HolderKind::organisation, one_of(people_.organisations).value};
  }

  // ---- what happens next ------------------------------------------------------------------------

  void step(db::WriteTx& tx, const Case& c, Instant at) {
    switch (c.state) {
      case State::reported:
        return at_reception(tx, c, at);
      case State::verifying:
        return on_site(tx, c, at);
      case State::registered:
        return at_dispatch(tx, c, at);
      case State::dispatched:
        return at_holder(tx, c, at);
      case State::handling:
        return handle(tx, c, at);
      case State::checking:
        return check(tx, c, at);
      case State::self_handled:
        return sample(tx, c, at);
      case State::closed:
        return follow_up(tx, c, at);
      case State::shelved:
        return plan(at + std::chrono::hours(24), Kind::step, c.id);
      default:
        return;
    }
  }

  void at_reception(db::WriteTx& tx, const Case& c, Instant at) {
    const auto& desk = desk_of(c.desk_area);
    Deed d;
    if (!c.located && c.state == State::reported && happens(0.8)) {
      d.action = Action::locate;
      d.point = point_in(*one_of(micro_grids_));
      const auto placed = act(tx, c, d, desk, at);
      return plan_work(at, around(8, 0.5), c.id, false), void(placed);
    }
    if (happens(0.03)) {
      d.action = Action::decline;
      d.reason = "反映的是小区内部经营纠纷";
      d.answer = "此事由业主委员会与物业协商，社区可提供调解。";
      d.responsible = "业主委员会";
      if (act(tx, c, d, desk, at) && happens(0.1)) {
        plan(at + std::chrono::hours(any(2, 90)), Kind::reporter, c.id);
      }
      return;
    }
    d.action = c.located && happens(0.07) ? Action::verify_first : Action::register_;
    const auto after = act(tx, c, d, desk, at);
    if (!after) return plan_work(at, around(30, 0.4), c.id, false);
    plan_work(at, after->state == State::verifying ? around(22, 0.6) : around(5, 0.8), c.id, false);
  }

  void on_site(db::WriteTx& tx, const Case& c, Instant at) {
    Deed d;
    d.action = happens(0.86)  ? Action::confirm
               : happens(0.6) ? Action::refute
                              : Action::cannot_reach;
    if (d.action == Action::refute) d.answer = "现场未发现所述情况，欢迎补充照片。";
    if (d.action != Action::confirm) d.reason = "到场查看，未见异常";
    const auto after = act(tx, c, d, worker_of(c.area), at);
    if (after && after->state == State::void_) return;
    plan_work(at, around(6, 0.7), c.id, false);
  }

  void at_dispatch(db::WriteTx& tx, const Case& c, Instant at) {
    const auto& desk = desk_of(c.desk_area);
    Deed d;
    d.action = c.must_rule ? Action::rule : Action::dispatch;
    const bool at_top = c.desk_area == territory_->root();
    if (!c.must_rule && !at_top && happens(0.08)) {
      d.action = Action::escalate;
      d.reason = "需要上一级协调";
    } else {
      d.holder = some_holder(c);
      if (c.must_rule) d.reason = "三次退回，经研究由你单位办理";
    }
    const auto after = act(tx, c, d, desk, at);
    if (!after || after->state == State::registered)
      return plan_work(at, around(9, 0.6), c.id, false);
    plan_work(at, around(14, 0.8), c.id, !calendar::runs_continuously(after->clock.limit.unit));
  }

  void at_holder(db::WriteTx& tx, const Case& c, Instant at) {
    const auto* who = holder_of(c);
    if (who == nullptr) return;
    Deed d;
    d.action = !c.ruled && happens(0.06) ? Action::return_ : Action::accept;
    if (d.action == Action::return_) d.reason = return_words(chance_);
    const auto after = act(tx, c, d, *who, at);
    if (!after || after->state != State::handling) {
      return plan_work(at, around(8, 0.6), c.id, false);
    }
    if (const auto& memory = memory_[c.id]; memory.by_resident) followed_ = memory.follow_code;
    plan_handling(*after, at);
  }

  void plan_handling(const Case& c, Instant at) {
    const double minutes = static_cast<double>(to_ms(calendar::length(c.clock.limit))) / 60'000.0;
    const bool work_time = !calendar::runs_continuously(c.clock.limit.unit);
    plan_work(at, around(std::max(12.0, minutes * 0.42), 0.62), c.id, work_time);
  }

  void handle(db::WriteTx& tx, const Case& c, Instant at) {
    const auto* who = holder_of(c);
    if (who == nullptr) return;
    Deed d;
    if (c.pending != cases::Pending::none) return decide_request(tx, c, at);
    const bool in_time = at <= c.clock.due_at;
    if (in_time && c.extensions == 0 && happens(0.04)) {
      d.action = Action::request_extension;
      d.reason = "需等配件到货";
    } else if (c.shelvings == 0 && happens(0.008)) {
      d.action = Action::request_shelving;
      d.reason = "已列入改造计划，待统一施工";
      d.until = at + std::chrono::hours(24 * any(20, 90));
    } else if (!c.ruled && happens(0.03)) {
      d.action = Action::return_;
      d.reason = return_words(chance_);
    } else {
      d.action = Action::report_done;
      d.answer = done_words(chance_);
      d.photos = photo(tx, Scene::after, photos::PhotoKind::after, at);
    }
    const auto after = act(tx, c, d, *who, at);
    if (!after) return plan_work(at, around(60, 0.4), c.id);
    if (after->state == State::checking) return plan_work(at, around(20, 0.7), c.id, false);
    plan_work(at, around(25, 0.6), c.id);
  }

  void decide_request(db::WriteTx& tx, const Case& c, Instant at) {
    Deed d;
    d.action =
        c.pending == cases::Pending::extension ? Action::decide_extension : Action::decide_shelving;
    const bool overdue = c.pending == cases::Pending::extension && at > c.clock.due_at;
    d.granted = !overdue && happens(0.75);
    d.reason = *d.granted ? "同意" : "请按原时限办理";
    const auto after = act(tx, c, d, desk_of(c.desk_area), at);
    if (after && after->state == State::shelved) {
      return plan(*after->expires_at + std::chrono::hours(2), Kind::step, c.id);
    }
    after ? plan_handling(*after, at) : plan_work(at, around(60, 0.4), c.id);
  }

  void check(db::WriteTx& tx, const Case& c, Instant at) {
    Deed d;
    d.action = happens(0.93) ? Action::pass : Action::fail;
    if (d.action == Action::fail) {
      d.reason = fail_words(chance_);
    }
    // After a reopening somebody else has to look: the community's desk.
    // A report about the one who would hold it stays with those above him.
    const auto& usual = verifier_of(c.restricted ? c.desk_area : c.area);
    const api::Caller* who = &usual;
    if (c.excluded_verifier == usual.account) {
      for (const auto* a : territory_->chain(c.area)) {
        if (a->level == areas::Level::community) who = &desk_of(a->id);
      }
    }
    const auto after = act(tx, c, d, *who, at);
    if (!after) return plan_work(at, around(90, 0.4), c.id);
    if (after->state == State::handling) return plan_handling(*after, at);
    after_closing(c.id, at);
  }

  void after_closing(CaseId id, Instant at) {
    const auto memory = memory_.find(id);
    if (memory == memory_.end() || memory->second.rated) return;
    if (memory->second.by_resident && happens(0.42)) {
      return plan(at + around(60 * 9, 0.9), Kind::reporter, id);
    }
    if (memory->second.by_resident && happens(0.8)) plan_work(at, around(60 * 7, 0.5), id);
  }

  void sample(db::WriteTx& tx, const Case& c, Instant at) {
    if (!c.sampled) return plan(at + std::chrono::hours(6), Kind::step, c.id);  // not drawn yet
    if (!*c.sampled) return;  // its clock closes it
    Deed d;
    d.action = happens(0.9) ? Action::pass : Action::fail;
    if (d.action == Action::fail) d.reason = fail_words(chance_);
    const auto after = act(tx, c, d, verifier_of(c.area), at);
    if (!after) return plan_work(at, around(120, 0.4), c.id);
    if (after->state == State::registered) plan_work(at, around(6, 0.6), c.id, false);
  }

  void follow_up(db::WriteTx& tx, const Case& c, Instant at) {
    if (c.clock.kind != cases::ClockKind::follow_up) return;
    Deed d;
    d.action = Action::rate;
    d.reached = happens(0.82);
    d.note = *d.reached ? "电话回访" : "两次未接通";
    if (*d.reached) {
      d.solved = happens(0.93);
      d.satisfied = *d.solved && happens(0.92);
    }
    act(tx, c, d, desk_of(c.desk_area), at);
  }

  void resident_acts(db::WriteTx& tx, const Case& c, Instant at) {
    auto& memory = memory_[c.id];
    Deed d;
    if (c.state == State::reported) {
      d.action = Action::withdraw;
      d.reason = "已经好了";
    } else if (c.state == State::void_) {
      d.action = Action::object;
      d.reason = "情况属实，附近都看得到";
    } else if (c.state == State::closed && !memory.rated) {
      memory.rated = true;
      d.action = Action::rate;
      d.solved = happens(0.91);
      d.satisfied = *d.solved ? happens(0.93) : happens(0.1);
      d.stars = *d.satisfied ? any(4, 5) : any(1, 3);
    } else if (c.state == State::closed) {
      d.action = Action::reopen;
      d.reason = "问题又出现了";
    } else {
      return;
    }
    const auto after = tools_.cases.act_by_code(tx, district_, memory.follow_code, d, at);
    if (!after) {
      last_refusal_ = after.error();
      return;
    }
    ++actions_;
    if (d.action == Action::rate && !*d.solved && happens(0.6)) {
      plan(at + std::chrono::minutes(any(1, 300)), Kind::reporter, c.id);
    }
    if (after->state == State::reported || after->state == State::registered) {
      plan_work(at, around(8, 0.6), c.id, false);
    }
  }

  const Tools& tools_;
  const Options& options_;
  std::shared_ptr<const areas::TerritorySnapshot> territory_;
  std::shared_ptr<const categories::Tree> tree_;
  std::shared_ptr<const calendar::WorkCalendar> calendar_;
  People people_;
  Chance chance_;
  DistrictId district_;
  std::vector<const areas::Area*> micro_grids_;
  std::map<Scene, std::vector<photos::Prepared>> pictures_;
  std::priority_queue<Next, std::vector<Next>, std::greater<>> agenda_;
  std::map<CaseId, Memory> memory_;
  std::int64_t order_ = 0, cases_ = 0, actions_ = 0, refused_ = 0;
  std::string followed_;
  std::optional<Error> last_refusal_;
};

Result<areas::District> build_place(const Tools& tools, const Options& options, Instant from,
                                    Report& report) {
  const Territory plan = guangming(options.seed);
  auto& ids = tools.cases.services().ids;
  GEWU_TRY(const areas::District district, tools.database.write([&](db::WriteTx& tx) {
    return areas::create_district(tx, ids, plan.district, from);
  }));
  GEWU_TRY(const auto made, areas::build_areas(tools.database, ids, district.id, plan.areas, from,
                                               [&](std::size_t done, std::size_t total) {
                                                 tools.progress("areas",
                                                                static_cast<std::int64_t>(done),
                                                                static_cast<std::int64_t>(total));
                                               }));
  report.areas = made.size() + 1;
  for (const auto& area : plan.areas) {
    if (area.level == areas::Level::grid) ++report.grids;
    if (area.level == areas::Level::micro_grid) ++report.micro_grids;
  }
  tools.database.write([&](db::WriteTx& tx) {
    calendar::seed_holidays(tx, from);
    categories::seed_categories(tx, district.id, ids, from);
    return Nothing{};
  });
  return district;
}

}  // namespace

Result<Report> build(const Tools& tools, const Options& options) {
  const bool there = tools.database.read(
      [](db::ReadTx& tx) { return areas::find_district(tx, kDistrictCode).has_value(); });
  if (there) {
    return conflict("district_exists", "The demo district is there already. Use another --data.");
  }
  Report report;
  report.district = kDistrictCode;
  report.password = options.password;
  Chance chance(options.seed);
  // Whole days, so that the first of them is not cut in half.
  const auto offset = std::chrono::minutes(480);
  const Instant from =
      start_of_day(local_day(options.now, offset) - std::chrono::days(options.days), offset);
  GEWU_TRY(const areas::District district, build_place(tools, options, from, report));
  const auto& services = tools.cases.services();
  auto [territory, tree, calendar] = tools.database.read([&](db::ReadTx& tx) {
    return std::tuple(services.territories.current(tx, district.id),
                      services.categories.of(tx, district.id, from),
                      services.calendars.of(tx, district.id, from));
  });
  GEWU_TRY(People people, hire(tools, *territory, options, chance, from));
  report.accounts = people.count;
  report.accounts_to_try = people.to_try;
  Simulation(tools, options, territory, tree, calendar, std::move(people), std::move(chance))
      .run(report, from);
  return report;
}

}  // namespace gewu::demo
