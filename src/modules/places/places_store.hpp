// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "db/db.hpp"
#include "modules/places/places.hpp"

namespace gewu::places::store {

struct Row {
  accounts::GrantId grant;
  Shown shown;
  std::string consent;
  Instant published_at;
};

/// Of these areas, at most 16, whether or not their grants still stand.
std::vector<Row> at(db::ReadTx& tx, DistrictId district, const std::vector<AreaId>& areas);
std::optional<Row> find(db::ReadTx& tx, DistrictId district, accounts::GrantId grant);
void put(db::WriteTx& tx, DistrictId district, AreaId area, const Row& row, AccountId by);
bool remove(db::WriteTx& tx, DistrictId district, accounts::GrantId grant);
void note(db::WriteTx& tx, DistrictId district, std::int64_t event, PostEvent kind,
          accounts::GrantId grant, AccountId by, Instant at);

}  // namespace gewu::places::store
