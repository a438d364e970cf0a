// SPDX-License-Identifier: Apache-2.0
#include "db/db.hpp"
#include "modules/areas/areas.hpp"
#include "modules/areas/coverage.hpp"

namespace gewu::areas {

std::vector<CoverageProblem> prove_coverage(db::ReadTx& tx, const TerritorySnapshot& territory) {
  Outlines outlines;
  for (AreaOutline& one : outlines_of(tx, territory)) outlines[one.area] = std::move(one.shape);
  return prove_coverage(territory, outlines);
}

std::vector<Problem> doctor(db::Database& database, DistrictId district,
                            const std::function<void(std::string_view, std::int64_t)>& progress,
                            std::size_t limit) {
  std::vector<Problem> out;
  const auto problems = database.read([&](db::ReadTx& tx) -> std::vector<CoverageProblem> {
    Territories fresh;  // as the database has it, whatever this process remembers
    const auto territory = fresh.current(tx, district);
    if (!territory) return {};
    progress("coverage", static_cast<std::int64_t>(territory->all().size()));
    return prove_coverage(tx, *territory);
  });
  for (const CoverageProblem& problem : problems) {
    if (out.size() == limit) break;
    out.push_back({problem.code, problem.subject, problem.detail});
  }
  return out;
}

}  // namespace gewu::areas
