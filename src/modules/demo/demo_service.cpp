// SPDX-License-Identifier: Apache-2.0
// Builds the demo: its place, its people, and a past that they lived through.
#include <algorithm>

#include "db/db.hpp"
#include "modules/demo/demo.hpp"
#include "modules/demo/demo_people_service.hpp"
#include "modules/demo/demo_service_town.hpp"
#include "modules/demo/demo_store.hpp"
#include "modules/demo/demo_territory.hpp"

namespace gewu::demo {

namespace {

constexpr Duration kSlice = std::chrono::minutes(30);
constexpr std::chrono::hours kQuiet{24};
constexpr std::size_t kCodes = 10;
constexpr int kShownDays = 45;
constexpr double kShown = 50;  ///< reports of that time on the public map, about
constexpr std::chrono::days kRecent{3};

/// Plays the past, slice by slice, with the clocks and the background work of its time.
void play_past(const Tools& tools, const Options& options, DistrictId district,
               Simulation& simulation, Instant from, Report& report) {
  for (int day = 0; day < options.days; ++day) {
    simulation.plan_day(from + std::chrono::hours(24 * day), from);
  }
  Instant shown{};
  Instant background_at = from + kQuiet;
  for (auto next = simulation.next(); next && *next <= options.now; next = simulation.next()) {
    const Instant now = *next;
    const Instant slice_end = std::min(now + kSlice, options.now);
    // Whatever comes later is planned for later, so that no day is closed before its last event.
    if (now >= background_at) {
      tools.background(district, now);
      background_at = now + kQuiet;
    }
    tools.cases.tick(tools.database, district, now);
    simulation.play(slice_end);
    if (slice_end - shown > std::chrono::hours(24)) {
      shown = slice_end;
      tools.progress("days", (slice_end - from) / std::chrono::hours(24), options.days);
    }
    if (tools.stop()) {
      report.stopped = true;
      break;
    }
  }
  if (!report.stopped) tools.cases.tick(tools.database, district, options.now, 5000);
  tools.background(district, options.now);
}

/// Says that this is a demo, with what visitors may know of it.
void tell(const Tools& tools, DistrictId district, Simulation& simulation, Report& report,
          Instant now) {
  const auto codes = simulation.some_codes(kCodes);
  tools.database.write([&](db::WriteTx& tx) {
    store::mark_as_demo(tx, district, report.password, now);
    int position = 0;
    for (const auto& account : report.accounts_to_try) {
      store::add_account(tx, district, position++, account);
    }
    store::replace_follow_codes(tx, district, codes);
    return Nothing{};
  });
  report.cases = simulation.cases();
  report.actions = simulation.actions();
  report.refused = simulation.refused();
  report.follow_code = simulation.followed();
}

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
  Simulation simulation(tools, {territory, tree, calendar}, std::move(people), std::move(chance),
                        options.cases_per_day);
  // Some three of five may be shown; what is older is of no use to those who look today.
  const int days = std::min(options.days, kShownDays);
  const double share = kShown / std::max(1.0, 0.6 * days * options.cases_per_day);
  simulation.show_from(options.now - std::chrono::days(days), std::min(share, 0.5),
                       options.now - kRecent);
  play_past(tools, options, district.id, simulation, from, report);
  tell(tools, district.id, simulation, report, options.now);
  return report;
}

}  // namespace gewu::demo
