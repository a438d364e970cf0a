// SPDX-License-Identifier: Apache-2.0
// What makes a database a demo: one row that says so, with what visitors may know.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "db/db.hpp"
#include "modules/demo/demo.hpp"

namespace gewu::demo::store {

void mark_as_demo(db::WriteTx& tx, DistrictId district, const std::string& password, Instant now);
/// The password of every demo account; nothing where this district is none of a demo.
std::optional<std::string> demo_password(db::ReadTx& tx, DistrictId district);

void add_account(db::WriteTx& tx, DistrictId district, int position, const Account& account);
std::vector<Account> accounts(db::ReadTx& tx, DistrictId district);

/// Follow codes are kept as digests only; those of a few invented reports may be known.
void replace_follow_codes(db::WriteTx& tx, DistrictId district,
                          const std::vector<FollowCode>& codes);
std::vector<FollowCode> follow_codes(db::ReadTx& tx, DistrictId district);

}  // namespace gewu::demo::store
