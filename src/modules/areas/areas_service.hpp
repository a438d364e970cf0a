// SPDX-License-Identifier: Apache-2.0
// Use cases inside the module: from a plan to rows in force.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "modules/areas/areas.hpp"
#include "modules/areas/areas_store.hpp"
#include "modules/areas/plan.hpp"

namespace gewu::areas {

using Progress = std::function<void(std::size_t done, std::size_t total)>;

/// What the store knows of one district, for planning.
struct Known {
  District district;
  std::vector<KnownArea> areas;
  std::vector<std::string> retired;
};
Known read_known(db::ReadTx& tx, const District& district);

/// One district's share of a change.
struct Job {
  District district;  ///< as it will be; territory_version as seen
  bool is_new = false;
  Plan plan;
};

/// Writes every job's rows under its district's next version and switches all of them in one
/// transaction. Small changes are one transaction altogether. Refusal: territory_changing.
Done apply_jobs(db::Database& database, const std::vector<Job>& jobs, std::int64_t stamp,
                Instant now, const std::string& cause, const Progress& progress);
/// The same within the caller's transaction; for few rows.
Done apply_job(db::WriteTx& tx, const Job& job, std::int64_t stamp, Instant now,
               const std::string& cause);

}  // namespace gewu::areas
