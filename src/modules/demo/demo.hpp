// SPDX-License-Identifier: Apache-2.0
// The demo: 光明区 at its true location with invented inner boundaries and invented people, and a
// year of cases moved through the real use cases. See README.md.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "modules/cases/cases.hpp"

namespace gewu::demo {

struct Options {
  std::uint64_t seed = 20261122;
  int days = 365;
  int cases_per_day = 18;  ///< on average; weekdays more, nights fewer
  Instant now;             ///< the simulation ends here
  std::string password = "Gewu-demo-2026";
};

struct Account {
  std::string login, name, role, area;
};

/// A report that a visitor may follow.
struct FollowCode {
  CaseId id;
  std::string code;
};

struct Report {
  std::string district;
  std::size_t areas = 0, grids = 0, micro_grids = 0, accounts = 0;
  std::int64_t cases = 0, actions = 0, refused = 0;
  std::vector<Account> accounts_to_try;  ///< one of each kind
  std::string password;
  std::string follow_code;  ///< of a case that is being handled
  bool stopped = false;     ///< asked to stop; what was made so far is sound
};

/// Everything the demo moves. The database must have no district of this code yet.
struct Tools {
  db::Database& database;
  cases::CaseService& cases;
  photos::Photos& photos;
  const accounts::PasswordHasher& hasher;
  /// Folds figures and delivers messages up to a simulated instant, so that nothing piles up.
  std::function<void(DistrictId, Instant)> background;
  std::function<void(std::string_view step, std::int64_t done, std::int64_t total)> progress;
  std::function<bool()> stop;
};

inline constexpr const char* kDistrictCode = "440311";

/// Refusals: district_exists, and whatever a use case refused that it never should. What it leaves
/// behind says that this database is a demo.
Result<Report> build(const Tools& tools, const Options& options);

// ---- a demo that lives --------------------------------------------------------------------------

struct LiveOptions {
  std::uint64_t seed = 20261122;
  double speed = 60;  ///< simulated time to real time, 0.1 to 3,600
  int cases_per_day = 18;
};

/// Keeps reports, dispatches and answers coming. Simulated days go by at their own speed and decide
/// who does what when, by day and by night; what is done carries the server's time. Not
/// thread-safe: one thread calls advance().
class Live {
 public:
  /// Refusals: demo_off where this database holds no demo, demo_people_missing where its staff were
  /// taken away. `tools` outlives it; of it background and progress are not used.
  static Result<std::unique_ptr<Live>> open(const Tools& tools, const LiveOptions& options,
                                            Instant now);
  ~Live();
  /// Does what fell due since the last call. After a pause of the machine it goes on from where it
  /// was: what would have happened meanwhile does not happen all at once.
  void advance(Instant now);
  /// Deeds done so far, reports among them, and those that were refused.
  std::int64_t reports() const, deeds() const, refused() const;
  Instant simulated() const;

 private:
  struct Parts;
  explicit Live(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

/// GET /api/v1/{district}/demo: who to sign in as and what to try. `live` asks whether this server
/// keeps the demo alive. All outlive `api`.
void append_demo_routes(api::Api& api, cases::CaseService& cases, std::function<bool()> live);

}  // namespace gewu::demo
