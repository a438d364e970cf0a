// SPDX-License-Identifier: Apache-2.0
// The module's SQL. No rules here.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "modules/privacy/privacy.hpp"

namespace gewu::privacy::store {

/// Which master key this database was sealed with.
std::optional<db::Blob> master_key_check(db::ReadTx& tx);
void insert_master_key_check(db::WriteTx& tx, const db::Blob& check, Instant now);

void insert_person_key(db::WriteTx& tx, DistrictId district, PersonKeyId id,
                       const db::Blob& wrapped, Instant now);
struct PersonKeyRow {
  std::optional<db::Blob> wrapped;  ///< none: destroyed
};
std::optional<PersonKeyRow> person_key(db::ReadTx& tx, DistrictId district, PersonKeyId id);
/// Whether there is such a person at all; a second time changes nothing.
bool destroy_person_key(db::WriteTx& tx, DistrictId district, PersonKeyId id, Instant now);

void insert_access(db::WriteTx& tx, DistrictId district, const Access& access);
std::vector<Access> accesses_of(db::ReadTx& tx, DistrictId district, std::string_view kind,
                                std::int64_t subject, std::int64_t before, int limit);

}  // namespace gewu::privacy::store
