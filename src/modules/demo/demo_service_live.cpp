// SPDX-License-Identifier: Apache-2.0
// A demo that goes on: simulated days at their own speed, written at the server's time.
#include <algorithm>

#include "db/db.hpp"
#include "modules/demo/demo.hpp"
#include "modules/demo/demo_service_town.hpp"
#include "modules/demo/demo_store.hpp"

namespace gewu::demo {

namespace {

constexpr Duration kLongestStep = std::chrono::seconds(60);  ///< of real time, made up for at once
constexpr std::chrono::hours kMorning{8};
constexpr std::chrono::hours kLookAround{1};  ///< of simulated time
constexpr std::chrono::hours kVisitorFirst{2};
constexpr double kBacklogMinutes = 240;
constexpr int kPage = 500;
constexpr std::size_t kCodes = 10;

/// The simulated day begins in the morning, so that a visitor in the evening does not meet a town
/// that sleeps; only in step with real time it is as late as it is.
Instant first_moment(Instant now, std::chrono::minutes offset, double speed) {
  return speed == 1 ? now : start_of_day(local_day(now, offset), offset) + kMorning;
}

}  // namespace

struct Live::Parts {
  const Tools& tools;
  double speed;
  DistrictId district;
  std::chrono::minutes offset;
  Simulation simulation;
  Chance chance;
  Instant real, simulated;  ///< the same moment on both clocks
  Instant planned_until;    ///< reports of every day before this midnight are planned
  Instant look_at;          ///< when to look for what visitors brought
  CaseId last_seen;

  /// Takes up what lies there: open cases of the past at the start, later those of visitors.
  void look_around(bool visitors) {
    for (;;) {
      const auto page = tools.database.read(
          [&](db::ReadTx& tx) { return cases::cases_after(tx, district, last_seen, kPage); });
      for (const auto& c : page) {
        last_seen = c.id;
        if (!cases::is_open(c.state) || (visitors && simulation.knows(c.id))) continue;
        // A visitor who wants to try a desk's work himself has a while for it.
        const double minutes = std::exponential_distribution<>(1 / kBacklogMinutes)(chance);
        const Duration wait(static_cast<std::int64_t>(minutes * 60'000));
        simulation.adopt(c.id, simulated + (visitors ? Duration(kVisitorFirst) : wait));
      }
      if (page.size() < kPage) break;
    }
    look_at = simulated + kLookAround;
  }

  void plan_days(Instant until) {
    while (planned_until <= until) {
      simulation.plan_day(planned_until, simulated);
      planned_until += std::chrono::hours(24);
    }
  }

  void show_codes() {
    const auto codes = simulation.some_codes(kCodes);
    if (codes.empty()) return;
    tools.database.write([&](db::WriteTx& tx) {
      return store::replace_follow_codes(tx, district, codes), Nothing{};
    });
  }
};

Live::Live(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Live::~Live() = default;

Result<std::unique_ptr<Live>> Live::open(const Tools& tools, const LiveOptions& options,
                                         Instant now) {
  struct Found {
    bool is_demo = false;
    Place place;
    People people;
    std::vector<FollowCode> codes;
  };
  const auto& services = tools.cases.services();
  const Found found = tools.database.read([&](db::ReadTx& tx) {
    Found out;
    const auto district = areas::find_district(tx, kDistrictCode);
    out.is_demo = district && store::demo_password(tx, district->id).has_value();
    if (!out.is_demo) return out;
    out.place = {services.territories.current(tx, district->id),
                 services.categories.of(tx, district->id, now),
                 services.calendars.of(tx, district->id, now)};
    out.people = find_people(tx, *out.place.territory, now);
    out.codes = store::follow_codes(tx, district->id);
    return out;
  });
  if (!found.is_demo) {
    return not_found("demo_off", "This database holds no demo; only a demo can be kept alive.");
  }
  const auto& people = found.people;
  if (!people.centre.account || people.verifiers.empty() || people.organisations.empty()) {
    return conflict("demo_people_missing",
                    "The demo's centre, verifiers or departments are gone: make a new demo.");
  }
  const auto& district = found.place.territory->district();
  const Instant first = first_moment(now, district.utc_offset(), options.speed);
  auto parts = std::unique_ptr<Parts>(
      new Parts{tools,
                options.speed,
                district.id,
                district.utc_offset(),
                Simulation(tools, found.place, people, Chance(options.seed), options.cases_per_day),
                Chance(options.seed + 1),
                now,
                first,
                start_of_day(local_day(first, district.utc_offset()), district.utc_offset()),
                first,
                {}});
  for (const auto& code : found.codes) parts->simulation.remember(code.id, code.code);
  parts->look_around(false);
  return std::unique_ptr<Live>(new Live(std::move(parts)));
}

void Live::advance(Instant now) {
  auto& p = *parts_;
  const Duration passed = std::clamp(Duration(now - p.real), Duration(0), kLongestStep);
  p.real = now;
  p.simulated += Duration(static_cast<std::int64_t>(
      static_cast<double>(passed / std::chrono::milliseconds(1)) * p.speed));
  p.plan_days(p.simulated);
  p.simulation.play(p.simulated, now);
  if (p.simulated >= p.look_at) {
    p.look_around(true);
    p.show_codes();
  }
}

std::int64_t Live::reports() const { return parts_->simulation.cases(); }
std::int64_t Live::deeds() const {
  return parts_->simulation.cases() + parts_->simulation.actions();
}
std::int64_t Live::refused() const { return parts_->simulation.refused(); }
Instant Live::simulated() const { return parts_->simulated; }

}  // namespace gewu::demo
