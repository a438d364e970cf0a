// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "db/db.hpp"
#include "modules/saved_filters/saved_filters.hpp"

namespace gewu::saved_filters::store {

/// False where this owner has one of that name.
bool insert(db::WriteTx& tx, DistrictId district, const Filter& filter, Instant now);
void remove(db::WriteTx& tx, DistrictId district, FilterId filter);
std::optional<Filter> find(db::ReadTx& tx, DistrictId district, FilterId filter);
/// By name.
std::vector<Filter> of_owner(db::ReadTx& tx, DistrictId district, AccountId owner, int limit);
/// Oldest first.
std::vector<Filter> shared(db::ReadTx& tx, DistrictId district, int limit);

}  // namespace gewu::saved_filters::store
