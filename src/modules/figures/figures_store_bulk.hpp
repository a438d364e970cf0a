// SPDX-License-Identifier: Apache-2.0
// Facts by the million, with their rollups: for benchmarks and fixtures only. The doctor accepts
// the result.
#pragma once

#include <functional>
#include <vector>

#include "base/ids.hpp"
#include "base/time.hpp"
#include "db/db.hpp"
#include "modules/figures/figures.hpp"
#include "modules/figures/fold.hpp"

namespace gewu::figures {

/// Takes facts, best in order of day, and writes them already folded: facts as they come, rollups
/// at the end and area by area, in the order of their key (random order took hours for millions).
/// Keeps 32 bytes a fact in memory. Nothing else may relocate the district meanwhile.
class BulkLoader {
 public:
  BulkLoader(db::Database& database, IdSource& ids, DistrictId district)
      : database_(database), ids_(ids), district_(district) {}
  void add(const FactDraft& fact);
  /// Writes the rollups. To be called once at the end.
  void finish();

 private:
  void write_facts();
  void write_cells(const Cells& cells);

  /// What the rollups need of a fact.
  struct Counted {
    AreaId area;
    std::int64_t category = 0;
    std::int64_t value = 0;
    std::int32_t day = 0;
    Metric metric{};
  };

  db::Database& database_;
  IdSource& ids_;
  DistrictId district_;
  std::vector<FactDraft> facts_;
  std::vector<Counted> counted_;
};

/// Invented facts, spread over the days from … to, areas and categories by a seed; few metrics are
/// many, as in life.
struct BulkPlan {
  std::int64_t facts = 0;
  Day from, to;
  std::vector<AreaId> areas;
  std::vector<CategoryId> categories;
  std::chrono::minutes utc_offset{480};
  std::uint64_t seed = 1;
  std::int64_t first_source = 1;  ///< source ids count up from here, five facts each
};
void bulk_load(db::Database& database, IdSource& ids, DistrictId district, const BulkPlan& plan,
               const std::function<void(std::int64_t done)>& progress = {});

}  // namespace gewu::figures
