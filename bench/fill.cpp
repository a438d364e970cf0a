// SPDX-License-Identifier: Apache-2.0
// A year of cases by the million. Every case is moved by the same pure decisions as a real one
// (open_case, decide, due), its history is chained by the same code, its facts are those that the
// decisions emit. Only the rows are written in bulk, each case once, as it stands in the end.
#include <boost/json.hpp>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <iostream>
#include <random>

#include "base/bytes.hpp"
#include "bench.hpp"
#include "db/migrate.hpp"
#include "geo/cells.hpp"
#include "modules/cases/cases.hpp"
#include "modules/cases/cases_store.hpp"
#include "modules/demo/demo_people_service.hpp"
#include "modules/demo/demo_territory.hpp"
#include "modules/figures/figures.hpp"
#include "modules/figures/figures_store_bulk.hpp"
#include "modules/search/search.hpp"

namespace gewu::bench {

namespace {

using cases::Action;
using cases::Actor;
using cases::Case;
using cases::Command;
using cases::State;

constexpr int kCasesPerWrite = 200;
constexpr std::size_t kCodesKept = 2000;
constexpr int kAlarmsMax = 200;  ///< of one case in a row

template <class T>
T need(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().code + ": " + result.error().detail);
  return std::move(result).value();
}

/// Everything a use case would need, over a database that may be lost while it is being filled.
struct Site {
  explicit Site(const FillPlan& plan) {
    db::Options options;
    options.url = plan.database.empty() ? "sqlite:" + plan.data + "/gewu.sqlite" : plan.database;
    options.durable = false;
    options.statement_timeout = std::chrono::minutes(10);
    std::filesystem::create_directories(plan.data);
    database = db::Database::open(options);
    db::migrate(*database, db::embedded_migrations());
    now = SystemClock().now();
    const auto key = need(privacy::open_master_key(
        *database, std::filesystem::path(plan.data) / "master.key", random, now));
    vault = std::make_unique<privacy::Vault>(key, random);
    cases = std::make_unique<cases::CaseService>(
        cases::Services{territories, calendars, categories, *vault, ids, random});
  }

  Instant now;
  SystemRandom random;
  std::unique_ptr<db::Database> database;
  IdSource ids{1020};
  std::unique_ptr<privacy::Vault> vault;
  areas::Territories territories;
  calendar::Calendars calendars;
  categories::Categories categories;
  std::unique_ptr<cases::CaseService> cases;
};

struct Place {
  areas::District district;
  std::shared_ptr<const areas::TerritorySnapshot> territory;
  std::shared_ptr<const categories::Tree> tree;
  std::shared_ptr<const calendar::WorkCalendar> calendar;
  cases::StageLimits stages;
  demo::People people;
};

Place settle(Site& site, const FillPlan& plan, Instant from) {
  Place out;
  const auto town = demo::guangming(plan.seed);
  out.district = need(site.database->write(
      [&](db::WriteTx& tx) { return areas::create_district(tx, site.ids, town.district, from); }));
  need(areas::build_areas(*site.database, site.ids, out.district.id, town.areas, from));
  site.database->write([&](db::WriteTx& tx) {
    calendar::seed_holidays(tx, from);
    categories::seed_categories(tx, out.district.id, site.ids, from);
    return Nothing{};
  });
  site.database->read([&](db::ReadTx& tx) {
    out.territory = site.territories.current(tx, out.district.id);
    out.tree = site.categories.of(tx, out.district.id, from);
    out.calendar = site.calendars.of(tx, out.district.id, from);
    out.stages = cases::store::stage_limits(tx, out.district.id);
  });
  photos::Photos photos(std::filesystem::path(plan.data) / "photos");
  const accounts::Settings settings;
  const accounts::PasswordHasher hasher(settings);
  const demo::Tools tools{*site.database,
                          *site.cases,
                          photos,
                          hasher,
                          {},
                          [](std::string_view, std::int64_t, std::int64_t) {},
                          {}};
  demo::Chance chance(plan.seed);
  out.people = need(demo::hire(tools, *out.territory, {}, chance, from));
  return out;
}

class Filler {
 public:
  Filler(Site& site, const Place& place, const FillPlan& plan)
      : site_(site),
        place_(place),
        chance_(plan.seed),
        salts_(plan.seed),
        facts_(*site.database, fact_ids_, place.district.id) {
    for (const auto& area : place.territory->all()) {
      if (area.level == areas::Level::micro_grid) micro_grids_.push_back(&area);
    }
    for (const auto& c : place.tree->all()) {
      const auto limit = calendar::parse_limit(c.limit());
      if (c.active && limit) categories_.push_back({c.id, *limit, !c.emergency.empty()});
    }
  }

  /// One case and all that happens to it from `at` until `until`.
  void one(db::WriteTx& tx, std::int64_t number, Instant at, Instant until) {
    until_ = until;
    tx_ = &tx;
    now_ = at;
    open(number);
    if (c_.state == State::self_handled) {
      wait(60 * 24 * 20, 0.1);
    } else if (happens(0.06)) {
      decline();
    } else {
      work();
    }
    ring(until_);
    cases::store::insert(tx, c_);
    tx_ = nullptr;
  }
  /// Between transactions: the facts of the cases since the last time.
  void flush() {
    for (const auto& fact : waiting_) facts_.add(fact);
    fact_count_ += static_cast<std::int64_t>(waiting_.size());
    waiting_.clear();
  }
  void finish() { facts_.finish(); }

  std::int64_t events() const { return events_; }
  std::int64_t facts() const { return fact_count_; }
  const std::vector<std::string>& codes() const { return codes_; }

 private:
  bool happens(double share) { return std::uniform_real_distribution<>(0, 1)(chance_) < share; }
  template <class T>
  const T& one_of(const std::vector<T>& all) {
    return all[std::uniform_int_distribution<std::size_t>(0, all.size() - 1)(chance_)];
  }
  /// Time passes; what the clocks do meanwhile is done.
  void wait(double median_minutes, double spread) {
    const double minutes = std::lognormal_distribution<>(std::log(median_minutes), spread)(chance_);
    now_ += Duration(static_cast<std::int64_t>(minutes * 60'000));
    ring(std::min(now_, until_));
  }
  void ring(Instant until) {
    for (int i = 0; i < kAlarmsMax && c_.wake_at && *c_.wake_at <= until; ++i) {
      auto command = cases::due(c_, *context_, *c_.wake_at);
      if (!command || !apply(*command, history::ActorKind::clock)) return;
    }
  }

  void open(std::int64_t number) {
    const areas::Area& area = *one_of(micro_grids_);
    const auto& category = one_of(categories_);
    std::vector<cases::Desk> desks;
    for (const auto* a : place_.territory->chain(area.id)) {
      if (place_.people.desks.contains(a->id))
        desks.push_back({a->id, std::string(code_of(a->level))});
    }
    context_.emplace(cases::Context{*place_.calendar, place_.stages, std::move(desks), category});
    c_ = {};
    c_.district = place_.district.id;
    c_.id = case_ids_.next<CaseTag>(now_);
    c_.number = number;
    place_at(area);
    c_.category = category.id;
    c_.nature = "solve";
    const bool by_worker = happens(0.3);
    c_.channel = by_worker ? cases::Channel::worker_note : cases::Channel::resident_page;
    const bool self = by_worker && happens(0.7);
    c_.state = self ? State::self_handled : State::reported;
    std::string words = "第" + std::to_string(number) + "件：" + one_of(kWords);
    if (number % 200 == 3) words += "，靠近码头";
    if (number % 20'000 == 17) words += "，翡翠湾西侧";
    c_.title = words;
    Command k = command(self ? Action::report_self_handled : Action::report, Actor::reporter);
    worker_ = by_worker ? worker_of(area) : AccountId{};
    k.by = worker_;
    if (self) k.answer = "现场已处理";
    auto out = cases::open_case(std::move(c_), k, *context_);
    out.event.words = words;
    const std::string code = to_base32(salts_.bytes<8>(), 10);
    const auto digest = *cases::follow_digest(place_.district.id, code);
    out.event.data.emplace_back(cases::kFollowDigest, digest);
    take(out, by_worker ? history::ActorKind::account : history::ActorKind::reporter);
    keep_code(code);
    cases::store::Report report;
    report.district = c_.district;
    report.id = c_.id;
    report.channel = c_.channel;
    report.reporter = worker_;
    report.words = words;
    report.language = "zh-CN";
    report.follow_digest = digest;
    report.reported_at = c_.reported_at;
    cases::store::insert_report(*tx_, report);
  }
  void place_at(const areas::Area& area) {
    const double sway = 1e-4;
    std::uniform_real_distribution<> around(-sway, sway);
    const geo::LatLon point{area.label->lat + around(chance_), area.label->lon + around(chance_)};
    c_.area = area.id;
    c_.located = true;
    c_.lat = point.lat;
    c_.lon = point.lon;
    c_.accuracy_m = 12;
    c_.cell = geo::cell_id(point);
    c_.address = "某路" + std::to_string(c_.number % 300) + "号";
    c_.territory_version = place_.territory->version();
  }

  void decline() {
    wait(8, 0.6);
    Command k = command(Action::decline, Actor::desk);
    k.by = desk();
    k.reason = "不属于本网格事项";
    k.answer = "请联系物业服务公司。";
    k.responsible = "物业服务公司";
    apply(k, history::ActorKind::account);
  }

  void work() {
    struct Step {
      Action action;
      Actor as;
      double minutes;
    };
    const Step steps[] = {{Action::register_, Actor::desk, 5},
                          {Action::dispatch, Actor::desk, 5},
                          {Action::accept, Actor::holder, 12},
                          {Action::report_done, Actor::holder, handling_minutes()},
                          {Action::pass, Actor::verifier, 10},
                          {Action::rate, Actor::reporter, 60 * 10}};
    for (const auto& step : steps) {
      wait(step.minutes, 0.5);
      if (now_ >= until_) return;
      Command k = command(step.action, step.as);
      fill(k);
      const bool by_reporter = step.as == Actor::reporter;
      if (!apply(k, by_reporter ? history::ActorKind::reporter : history::ActorKind::account)) {
        return;
      }
    }
  }
  /// Mostly within the limit; one in ten takes weeks, so that there is something open.
  double handling_minutes() {
    if (happens(0.1)) return 60 * 24 * 20;
    const auto limit = context_->category.limit;
    const double share = calendar::runs_continuously(limit.unit) ? 0.5 : 1.8;
    return static_cast<double>(calendar::length(limit).count()) / 60'000 * share;
  }
  void fill(Command& k) {
    switch (k.action) {
      case Action::dispatch:
        k.by = desk();
        k.holder = happens(0.5) ? cases::Holder{cases::HolderKind::organisation,
                                                one_of(place_.people.organisations).value}
                                : cases::Holder{cases::HolderKind::account,
                                                worker_of(*place_.territory->find(c_.area)).value};
        return;
      case Action::accept:
      case Action::report_done: {
        const bool office = c_.holder.kind == cases::HolderKind::organisation;
        const OrganisationId organisation{office ? c_.holder.id : 0};
        k.by =
            office ? place_.people.departments.at(organisation).account : AccountId{c_.holder.id};
        k.by_organisation = organisation;
        if (k.action == Action::report_done) {
          k.answer = "已经处理完毕，现场恢复正常。";
          k.photos_after = 1;
        }
        return;
      }
      case Action::pass:
        k.by = place_.people.verifiers.begin()->second.front().account;
        return;
      case Action::rate:
        k.solved = happens(0.92);
        k.satisfied = *k.solved && happens(0.93);
        k.stars = *k.satisfied ? 5 : 2;
        return;
      default:
        k.by = desk();
    }
  }

  Command command(Action action, Actor as) const {
    Command k;
    k.action = action;
    k.version = c_.version;
    k.now = k.done_at = now_;
    k.as = cases::only(as);
    return k;
  }
  AccountId desk() const {
    const auto at = place_.people.desks.find(c_.desk_area);
    return at == place_.people.desks.end() ? place_.people.centre.account
                                           : at->second.front().account;
  }
  AccountId worker_of(const areas::Area& area) const {
    for (const auto* a : place_.territory->chain(area.id)) {
      const auto at = place_.people.workers.find(a->id);
      if (at != place_.people.workers.end()) return at->second.front().account;
    }
    return place_.people.centre.account;
  }

  bool apply(const Command& k, history::ActorKind kind) {
    auto out = cases::decide(c_, k, *context_);
    if (!out) return false;
    worker_ = k.by;
    take(*out, kind);
    return true;
  }
  /// What emit() of the use cases does, with the facts kept for later.
  void take(cases::Outcome& out, history::ActorKind kind) {
    c_ = std::move(out.next);
    c_.photo_count = 0;  // none is stored
    boost::json::object data;
    for (const auto& [key, value] : out.event.data) data[key] = value;
    history::Draft draft;
    draft.action = code_of(out.event.action);
    draft.from = c_.history_seq == 0 ? "" : code_of(out.event.from);
    draft.to = code_of(out.event.to);
    draft.actor_kind = kind;
    draft.actor_id = kind == history::ActorKind::account ? worker_.value : 0;
    draft.done_at = out.done_at;
    draft.recorded_at = kind == history::ActorKind::clock ? out.done_at : now_;
    draft.data = boost::json::serialize(data);
    draft.words = out.event.words;
    const history::Head before{c_.history_seq, digest_from_hex(c_.history_head).value_or(Digest{})};
    const auto head =
        history::append(*tx_, salts_, c_.district, cases::subject_of(c_.id), before, draft);
    c_.history_seq = head.seq;
    c_.history_head = to_hex(head.hash);
    ++events_;
    const Day day = local_day(out.done_at, place_.district.utc_offset());
    for (const auto& fact : out.facts) {
      waiting_.push_back({.metric = from_code<figures::Metric>(fact.metric).value(),
                          .area = c_.area,
                          .category = c_.category,
                          .at = out.done_at,
                          .day = day,
                          .value = fact.value,
                          .source_kind = "case",
                          .source_id = c_.id.value,
                          .point = geo::LatLon{*c_.lat, *c_.lon}});
    }
  }
  void keep_code(const std::string& code) {
    if (codes_.size() < kCodesKept) {
      codes_.push_back(code);
    } else {
      codes_[static_cast<std::size_t>(c_.number) % kCodesKept] = code;
    }
  }

  inline static const std::vector<std::string> kWords{
      "路口的路灯不亮", "井盖松动", "楼下堆放杂物", "雨后积水不退", "占道经营影响通行",
      "垃圾没有清运",   "护栏断裂", "消防通道被堵", "树枝压住电线", "噪声影响休息"};

  Site& site_;
  const Place& place_;
  demo::Chance chance_;
  SeededRandom salts_;
  IdSource case_ids_{1021}, fact_ids_{1022};
  figures::BulkLoader facts_;
  std::vector<figures::FactDraft> waiting_;
  std::vector<const areas::Area*> micro_grids_;
  std::vector<cases::Category> categories_;
  std::optional<cases::Context> context_;
  db::WriteTx* tx_ = nullptr;
  Case c_;
  AccountId worker_;
  Instant now_, until_;
  std::int64_t events_ = 0, fact_count_ = 0;
  std::vector<std::string> codes_;
};

}  // namespace

int fill(const FillPlan& plan) {
  const auto begin = std::chrono::steady_clock::now();
  Site site(plan);
  const Instant from =
      start_of_day(local_day(site.now, std::chrono::minutes(480)) - std::chrono::days(plan.days),
                   std::chrono::minutes(480));
  const Place place = settle(site, plan, from);
  Filler filler(site, place, plan);
  const Duration span = site.now - from;
  std::int64_t first = site.database->write([&](db::WriteTx& tx) {
    return cases::store::lease_numbers(tx, place.district.id, static_cast<int>(plan.cases));
  });
  for (std::int64_t i = 0; i < plan.cases;) {
    const std::int64_t end = std::min(plan.cases, i + kCasesPerWrite);
    site.database->write([&](db::WriteTx& tx) {
      for (; i < end; ++i) {
        const Duration after(span.count() / plan.cases * i);
        filler.one(tx, first + i, from + after, site.now);
      }
      return Nothing{};
    });
    filler.flush();
    if (i % 20'000 == 0) std::cerr << "\rcases " << i << " of " << plan.cases << std::flush;
  }
  std::cerr << "\nrollups of " << filler.facts() << " facts\n";
  filler.finish();
  std::cerr << "sums of streets and communities\n";
  figures::Trees trees(site.territories);
  const auto summing = std::chrono::steady_clock::now();
  figures::sum_up_areas(*site.database, place.district.id, trees.of(place.district.id));
  const double summed =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - summing).count();
  std::cerr << "index of what is said\n";
  const auto indexing = std::chrono::steady_clock::now();
  while (search::feed_old(*site.database, place.district.id, 2'000) > 0) {
  }
  const double indexed =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - indexing).count();
  std::cerr << "daily roots\n";
  history::close_days(*site.database, place.district.id, place.district.utc_offset(), site.now);
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  boost::json::array codes;
  for (const auto& code : filler.codes()) codes.emplace_back(code);
  const boost::json::object out{
      {"district", place.district.code}, {"cases", plan.cases},       {"events", filler.events()},
      {"facts", filler.facts()},         {"seconds", seconds},        {"codes", codes},
      {"summed_seconds", summed},        {"indexed_seconds", indexed}};
  std::cout << boost::json::serialize(out) << '\n';
  return 0;
}

}  // namespace gewu::bench
