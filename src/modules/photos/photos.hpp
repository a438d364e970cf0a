// SPDX-License-Identifier: Apache-2.0
// The photos module: takes, cleans, keeps and hands out photographs. See README.md.
#pragma once

#include <boost/describe.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/codes.hpp"
#include "base/ids.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

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

/// What a photo shows: the thing close up, its surroundings, a comparison, before and after work.
enum class PhotoKind { near, far, reference, before, after };
BOOST_DESCRIBE_ENUM(PhotoKind, near, far, reference, before, after)

/// What a photo hangs on.
enum class OwnerKind { case_file };
BOOST_DESCRIBE_ENUM(OwnerKind, case_file)

enum class PhotoSize { full, thumb };
BOOST_DESCRIBE_ENUM(PhotoSize, full, thumb)

inline constexpr std::size_t upload_bytes_max = 12 * 1024 * 1024;

/// A cleaned photo whose files are on disk; nothing refers to them until `store`.
struct Prepared {
  std::string content_hash;  ///< SHA-256 of the full-size file, in hexadecimal
  int width = 0, height = 0;
  std::int64_t bytes = 0;           ///< of the full-size file
  std::optional<Instant> taken_at;  ///< only where the camera told its offset from UTC
};

struct Photo {
  PhotoId photo;
  std::string content_hash;
  int width = 0, height = 0;
  std::int64_t bytes = 0;
  std::optional<Instant> taken_at;
  Instant uploaded_at;
  std::optional<OwnerKind> owner_kind;
  RecordId owner;
  std::optional<PhotoKind> kind;
  std::optional<Instant> expires_at;  ///< none once attached
};

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

/// The district's photos on disk: ROOT/<district>/ab/cd/<hash>-{full,thumb}.jpg. Thread-safe.
class Photos {
 public:
  /// `concurrent` decodings at a time: each may hold some 150 MB for a progressive picture.
  explicit Photos(std::filesystem::path root, int concurrent = 2);
  ~Photos();

  /// Checks, turns upright, shrinks to 2,048 px, drops all metadata, writes both files durably.
  /// Slow (CPU and fsync): on a worker thread, outside transactions. Refusals: photo_empty,
  /// photo_not_jpeg, photo_bytes_too_many, photo_pixels_too_many, photo_too_small,
  /// photo_truncated, photo_damaged, photo_colours_unsupported.
  Result<Prepared> prepare(DistrictId district, std::string_view jpeg);

  /// The bytes of a JPEG, or nothing where the file is gone.
  std::optional<std::string> load(DistrictId district, std::string_view content_hash,
                                  PhotoSize size) const;

  /// Removes photos nobody attached in time (at most `limit`), then files no row needs.
  Swept sweep(db::Database& database, DistrictId district, Instant now, int limit = 200);

  /// Rows without files, files without rows (older than a day), files that are not their hash.
  std::vector<Disagreement> check(db::Database& database, DistrictId district, Instant now) const;

 private:
  class Files;
  std::unique_ptr<Files> files_;
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
