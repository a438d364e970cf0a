// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/id_time.hpp"
#include "modules/categories/categories.hpp"
#include "modules/figures/figures.hpp"
#include "modules/promises/outcome.hpp"
#include "modules/promises/promises.hpp"
#include "modules/promises/promises_store.hpp"

namespace gewu::promises {

namespace {

using cases::State;

constexpr int kPage = 1000;
constexpr std::chrono::hours kDaily{24};
constexpr int kMergersMax = 32;

/// What a case teaches about how long its kind takes; nothing where it is no example.
std::optional<Course> course_of(const cases::SolvingTime& c, Instant now) {
  if (c.on_the_spot) return std::nullopt;
  if (cases::is_open(c.state)) return Course{now - c.reported_at, false};
  const bool solved =
      c.state == State::closed || c.state == State::archived || c.state == State::imported;
  if (!solved || !c.closed_at) return std::nullopt;
  return Course{std::max(Duration(0), Duration(*c.closed_at - c.reported_at)), true};
}

Experience experience_of(db::Database& database, std::map<CategoryId, std::string> classes,
                         DistrictId district, Instant now) {
  const Instant since = now - looked_back;
  Experience out(std::move(classes));
  // An imported or late case has a younger id than its time tells, never an older one.
  for (CaseId after{first_id_value(since)};;) {
    const auto page = database.read(
        [&](db::ReadTx& tx) { return cases::solving_times(tx, district, after, kPage); });
    for (const auto& c : page) {
      after = c.id;
      if (c.reported_at < since || c.reported_at > now) continue;
      if (const auto course = course_of(c, now)) out.add(c.category, *course);
    }
    if (page.size() < static_cast<std::size_t>(kPage)) return out;
  }
}

bool same(const Window& a, const Window& b) {
  return a.basis == b.basis && a.similar == b.similar && a.length == b.length;
}

figures::FactDraft fact_of(const cases::Case& c, figures::Metric metric, Instant at,
                           std::chrono::minutes utc_offset) {
  figures::FactDraft d;
  d.metric = metric;
  // What is about the one who would hold it is counted where it is seen: at its desk.
  d.area = c.restricted ? c.desk_area : c.area;
  d.category = c.category;
  d.at = at;
  d.day = local_day(at, utc_offset);
  d.source_kind = "case";
  d.source_id = c.id.value;
  if (c.lat && c.lon && !c.restricted) d.point = geo::LatLon{*c.lat, *c.lon};
  return d;
}

Outcome outcome_of(const cases::Case& c, Instant until) {
  if (cases::is_open(c.state)) return Outcome::missed;
  if (!c.closed_at) return Outcome::released;  // declined, withdrawn
  return *c.closed_at <= until ? Outcome::kept : Outcome::missed;
}

/// The case that is worked on for this one.
cases::Case worked_on(db::ReadTx& tx, const cases::Case& own) {
  cases::Case main = own;
  for (int link = 0; link < kMergersMax && main.main_case; ++link) {
    auto next = cases::find_case(tx, main.district, main.main_case);
    if (!next) break;
    main = std::move(*next);
  }
  return main;
}

void judge_one(db::WriteTx& tx, IdSource& ids, DistrictId district, const store::Due& due,
               std::chrono::minutes utc_offset, Instant now) {
  const auto own = cases::find_case(tx, district, due.id);
  const Outcome outcome = own ? outcome_of(worked_on(tx, *own), due.until) : Outcome::released;
  if (!store::judge(tx, district, due.id, outcome, now) || outcome == Outcome::released) return;
  std::vector<figures::FactDraft> facts{
      fact_of(*own, figures::Metric::promise_due, due.until, utc_offset)};
  if (outcome == Outcome::kept) {
    facts.push_back(fact_of(*own, figures::Metric::promise_kept, due.until, utc_offset));
  }
  figures::append(tx, ids, district, facts, now);
}

}  // namespace

namespace {

/// Why nothing is promised. With a window by now, there was none when it was reported.
cases::Promise untold(const std::optional<Window>& window) {
  const auto why = !window ? "too_few" : window->length ? "unknown_then" : "too_many_open";
  return {{}, {}, window ? window->similar : 0, share_percent, why};
}

}  // namespace

std::optional<cases::Promise> Promises::promise(db::WriteTx& tx, const cases::Case& c,
                                                std::chrono::minutes utc_offset, Instant now) {
  const auto window = store::find_window(tx, c.district, c.category);
  if (!window || !window->length) return untold(window);
  const auto hours = hours_of(*window->length);
  const cases::Promise out{c.reported_at + std::chrono::hours(hours), hours, window->similar,
                           share_percent, std::string(code_of(window->basis))};
  // Told late, its window may be over before it is shown.
  if (*out.until <= now) return std::nullopt;
  store::insert_promise(tx, c.district, c.id, out, now);
  figures::append(tx, ids_, c.district,
                  std::vector{fact_of(c, figures::Metric::promised, c.reported_at, utc_offset)},
                  now);
  return out;
}

std::optional<cases::Promise> Promises::find(db::ReadTx& tx, const cases::Case& c) {
  if (auto told = store::find_promise(tx, c.district, c.id)) return told;
  if (!cases::is_open(c.state) || c.state == State::self_handled) return std::nullopt;
  return untold(store::find_window(tx, c.district, c.category));
}

int refresh(db::Database& database, categories::Categories& categories, DistrictId district,
            Instant now) {
  const auto [tree, before] = database.read([&](db::ReadTx& tx) {
    return std::pair(categories.of(tx, district, now), store::windows(tx, district));
  });
  std::map<CategoryId, std::string> classes;
  for (const auto& c : tree->all()) classes.emplace(c.id, c.class_code);
  const auto after = experience_of(database, std::move(classes), district, now).windows();
  std::vector<std::pair<CategoryId, std::optional<Window>>> changes;
  for (const auto& [category, window] : after) {
    const auto old = before.find(category);
    if (old == before.end() || !same(old->second, window)) changes.emplace_back(category, window);
  }
  for (const auto& [category, window] : before) {
    if (!after.contains(category)) changes.emplace_back(category, std::nullopt);
  }
  constexpr std::size_t kRows = 400;
  for (std::size_t from = 0; from < changes.size(); from += kRows) {
    database.write([&](db::WriteTx& tx) {
      for (std::size_t i = from; i < std::min(from + kRows, changes.size()); ++i) {
        const auto& [category, window] = changes[i];
        window ? store::put_window(tx, district, category, *window)
               : store::remove_window(tx, district, category);
      }
      return Nothing{};
    });
  }
  return static_cast<int>(changes.size());
}

void refresh_daily(db::Database& database, categories::Categories& categories, DistrictId district,
                   Instant now) {
  const bool ours = database.write(
      [&](db::WriteTx& tx) { return store::claim_refresh(tx, district, now - kDaily, now); });
  if (ours) refresh(database, categories, district, now);
}

int judge_due(db::Database& database, IdSource& ids, DistrictId district,
              std::chrono::minutes utc_offset, Instant now, int limit) {
  const auto some =
      database.read([&](db::ReadTx& tx) { return store::due(tx, district, now, limit); });
  if (some.empty()) return 0;
  database.write([&](db::WriteTx& tx) {
    for (const auto& due : some) judge_one(tx, ids, district, due, utc_offset, now);
    return Nothing{};
  });
  return static_cast<int>(some.size());
}

}  // namespace gewu::promises
