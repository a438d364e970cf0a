// SPDX-License-Identifier: Apache-2.0
// The demo: 光明区 at its true location with invented inner boundaries and invented people, and a
// year of cases moved through the real use cases. See README.md.
#pragma once

#include <cstdint>
#include <functional>
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

/// Refusals: district_exists, and whatever a use case refused that it never should.
Result<Report> build(const Tools& tools, const Options& options);

}  // namespace gewu::demo
