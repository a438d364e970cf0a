// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "db/db.hpp"
#include "modules/categories/category.hpp"

namespace gewu::categories::store {

struct Row {
  Category category;
  int rank = 0;  ///< place in the catalogue
};

/// In order of rank, retired ones last.
std::vector<Row> all(db::ReadTx& tx, DistrictId district);
std::optional<Row> one(db::ReadTx& tx, DistrictId district, CategoryId id);
/// Changes whenever a row of the district does.
std::int64_t stamp(db::ReadTx& tx, DistrictId district);

void insert(db::WriteTx& tx, DistrictId district, const Row& row, Instant now);
/// What the catalogue says of it; the district's choices stay.
void renew(db::WriteTx& tx, DistrictId district, const Row& row, Instant now);
/// What the district chose. False where the version is not `row.category.version`.
bool choose(db::WriteTx& tx, DistrictId district, const Category& category, Instant now);

}  // namespace gewu::categories::store
