// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "db/db.hpp"
#include "modules/photos/photo.hpp"

namespace gewu::photos::rows {

struct Stored {
  Photo photo;
  Digest token_digest{};
};

void insert(db::WriteTx& tx, DistrictId district, const Photo& photo, const Digest& token);
std::optional<Stored> one(db::ReadTx& tx, DistrictId district, PhotoId photo);
std::vector<Photo> of_owner(db::ReadTx& tx, DistrictId district, OwnerKind owner_kind,
                            RecordId owner);
/// False where somebody attached it meanwhile.
bool attach(db::WriteTx& tx, DistrictId district, PhotoId photo, OwnerKind owner_kind,
            RecordId owner, PhotoKind kind);

/// Removes up to `limit` rows that expired; their hashes.
std::vector<std::string> remove_expired(db::WriteTx& tx, DistrictId district, Instant now,
                                        int limit);
bool has_hash(db::ReadTx& tx, DistrictId district, std::string_view hash);
/// Distinct hashes after `after` in order of text, at most `limit`.
std::vector<std::string> hashes(db::ReadTx& tx, DistrictId district, std::string_view after,
                                int limit);

}  // namespace gewu::photos::rows
