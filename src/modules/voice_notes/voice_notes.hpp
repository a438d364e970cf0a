// SPDX-License-Identifier: Apache-2.0
// The voice_notes module: takes, keeps and hands out what somebody said. See README.md.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "modules/voice_notes/voice_note.hpp"

namespace gewu::db {
class Database;
class ReadTx;
class WriteTx;
}  // namespace gewu::db
namespace gewu::http {
struct Request;
struct Response;
}  // namespace gewu::http
namespace gewu::api {
class Api;
}

namespace gewu::voice_notes {

/// What the uploader gets: the token proves, when a report names the note, that it is theirs.
struct Ticket {
  VoiceId voice;
  std::string token;
};

struct Swept {
  int rows = 0, files = 0;
};

struct Disagreement {
  std::string code;    ///< voice_file_missing, voice_file_damaged, voice_row_missing
  std::string detail;  ///< English: which note or file
};

/// All voice notes on disk: ROOT/<district>/ab/cd/<hash>.{webm,ogg,m4a}. Thread-safe.
class VoiceNotes {
 public:
  explicit VoiceNotes(std::filesystem::path root);
  ~VoiceNotes();

  /// Checks what it is and how long, and writes it durably, byte for byte. Slow (fsync): on a
  /// worker thread, outside transactions. Refusals: those of read_sound_header,
  /// voice_storage_full.
  Result<Prepared> prepare(DistrictId district, std::string_view bytes);

  /// The bytes, or nothing where the file is gone.
  std::optional<std::string> load(DistrictId district, std::string_view content_hash,
                                  Form form) const;

  /// Removes notes nobody attached in time (at most `limit`) and their files, unless another row
  /// has the same content or the file is younger than an hour. Call every few minutes.
  Swept sweep(db::Database& database, DistrictId district, Instant now, int limit = 200);
  /// Removes files older than a day that no row needs (left by crashes). Walks the whole folder.
  int remove_orphans(db::Database& database, DistrictId district, Instant now);
  /// Rows without files, files without rows (older than a day); with `contents` also files that
  /// are not their hash, which reads every byte.
  std::vector<Disagreement> check(db::Database& database, DistrictId district, Instant now,
                                  bool contents = false) const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// Makes the row. The note is unattached and expires 24 h from `now`.
Ticket store(db::WriteTx& tx, DistrictId district, const Prepared& prepared, VoiceId id,
             std::string token, Instant now);
/// 128 bits for `store`.
std::string make_token(Random& random);

/// Hangs an unattached note on its owner for good. Refusals: `voice_unknown` (also for a wrong
/// token), `voice_expired`, `voice_attached_already`.
Done attach(db::WriteTx& tx, DistrictId district, VoiceId voice, std::string_view token,
            OwnerKind owner_kind, RecordId owner, Instant now);

std::optional<VoiceNote> find(db::ReadTx& tx, DistrictId district, VoiceId voice);
/// In order of upload; at most 200.
std::vector<VoiceNote> notes_of(db::ReadTx& tx, DistrictId district, RecordId owner);

/// Answers a request for a note that the caller has been found allowed to hear: bytes, ETag, 304;
/// `voice_file_missing` where the file is gone.
Result<http::Response> response(const VoiceNotes& notes, DistrictId district, const VoiceNote& note,
                                const http::Request& request);

/// POST /api/v1/{district}/voice-notes (open, rate-limited). All outlive `api`.
void append_voice_notes_routes(api::Api& api, VoiceNotes& notes, IdSource& ids, Random& random);

}  // namespace gewu::voice_notes
