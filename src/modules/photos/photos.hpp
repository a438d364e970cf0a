// SPDX-License-Identifier: Apache-2.0
// The photos module: takes, cleans, keeps and hands out photographs. See README.md.
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
#include "modules/photos/photo.hpp"

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

namespace gewu::photos {

/// What the uploader gets: the token proves, when a report names the photo, that it is theirs.
struct Ticket {
  PhotoId photo;
  std::string token;
};

struct Swept {
  int rows = 0, files = 0;
};

struct Disagreement {
  std::string code;    ///< photo_file_missing, photo_file_damaged, photo_row_missing
  std::string detail;  ///< English: which photo or file
};

/// All photos on disk: ROOT/<district>/ab/cd/<hash>-{full,thumb}.jpg. Thread-safe.
class Photos {
 public:
  /// `concurrent` decodings at a time: each may hold some 200 MB for a large progressive picture.
  explicit Photos(std::filesystem::path root, int concurrent = 2);
  ~Photos();

  /// Checks, turns upright, shrinks to 2,048 px, drops all metadata, writes both files durably.
  /// Slow (CPU and fsync): on a worker thread, outside transactions. Refusals: photo_empty,
  /// photo_not_jpeg, photo_bytes_too_many, photo_pixels_too_many, photo_too_small,
  /// photo_truncated, photo_damaged, photo_storage_full.
  Result<Prepared> prepare(DistrictId district, std::string_view jpeg);

  /// The bytes of a JPEG, or nothing where the file is gone.
  std::optional<std::string> load(DistrictId district, std::string_view content_hash,
                                  PhotoSize size) const;

  /// Removes photos nobody attached in time (at most `limit`) and their files, unless another row
  /// has the same content or the files are younger than an hour. Call every few minutes.
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

/// Makes the row. The photo is unattached and expires 24 h from `now`.
Ticket store(db::WriteTx& tx, DistrictId district, const Prepared& prepared, PhotoId id,
             std::string token, Instant now);
/// 128 bits for `store`.
std::string make_token(Random& random);

/// Hangs an unattached photo on its owner for good. Attaching again to the same owner as the same
/// kind is fine. Refusals: `photo_unknown` (also for a wrong token), `photo_expired`,
/// `photo_attached_already`.
Done attach(db::WriteTx& tx, DistrictId district, PhotoId photo, std::string_view token,
            OwnerKind owner_kind, RecordId owner, PhotoKind kind, Instant now);

std::optional<Photo> find(db::ReadTx& tx, DistrictId district, PhotoId photo);
/// In order of upload; at most 200.
std::vector<Photo> photos_of(db::ReadTx& tx, DistrictId district, OwnerKind owner_kind,
                             RecordId owner);

/// Answers a request for a photo that the caller has been found allowed to see: bytes, ETag, 304;
/// `photo_file_missing` where the file is gone.
Result<http::Response> response(const Photos& photos, DistrictId district, const Photo& photo,
                                PhotoSize size, const http::Request& request);

/// POST /api/v1/{district}/photos (open, rate-limited). All outlive `api`.
void append_photos_routes(api::Api& api, Photos& photos, IdSource& ids, Random& random);

}  // namespace gewu::photos
