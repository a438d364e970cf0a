// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "db/db.hpp"
#include "modules/voice_notes/voice_note.hpp"

namespace gewu::voice_notes::rows {

struct Stored {
  VoiceNote note;
  Digest token_digest{};
};
/// A file: one hash may have been taken for two forms only by whoever broke SHA-256.
struct File {
  std::string hash;
  Form form{};
};

void insert(db::WriteTx& tx, DistrictId district, const VoiceNote& note, const Digest& token);
std::optional<Stored> one(db::ReadTx& tx, DistrictId district, VoiceId voice);
std::vector<VoiceNote> of_owner(db::ReadTx& tx, DistrictId district, RecordId owner);
/// False where somebody attached it meanwhile.
bool attach(db::WriteTx& tx, DistrictId district, VoiceId voice, OwnerKind owner_kind,
            RecordId owner);

/// Removes up to `limit` rows that expired; their hashes.
std::vector<std::string> remove_expired(db::WriteTx& tx, DistrictId district, Instant now,
                                        int limit);
bool has_hash(db::ReadTx& tx, DistrictId district, std::string_view hash);
/// Distinct files after the hash `after` in order of text, at most `limit`.
std::vector<File> files(db::ReadTx& tx, DistrictId district, std::string_view after, int limit);

}  // namespace gewu::voice_notes::rows
