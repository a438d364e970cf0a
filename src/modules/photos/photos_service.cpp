// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <semaphore>
#include <set>

#include "base/bytes.hpp"
#include "db/db.hpp"
#include "modules/photos/jpeg_header.hpp"
#include "modules/photos/photo_files.hpp"
#include "modules/photos/photos.hpp"
#include "modules/photos/photos_store.hpp"
#include "modules/photos/pixels.hpp"

namespace gewu::photos {

namespace {

constexpr int full_side = 2048;
constexpr int thumb_side = 320;
constexpr int quality = 82;
constexpr auto unattached_life = std::chrono::hours(24);
/// A file just written may be waiting for its row.
constexpr auto file_grace = std::chrono::hours(1);
constexpr auto orphan_age = std::chrono::hours(24);

std::set<std::string> all_hashes(db::Database& database, DistrictId district) {
  constexpr int page = 1000;
  std::set<std::string> out;
  for (std::string after;;) {
    const auto some =
        database.read([&](db::ReadTx& tx) { return rows::hashes(tx, district, after, page); });
    out.insert(some.begin(), some.end());
    if (some.size() < page) return out;
    after = some.back();
  }
}

bool same_digest(const Digest& a, const Digest& b) {
  std::byte difference{};  // in constant time: how far it agrees is nobody's business
  for (std::size_t i = 0; i < a.size(); ++i) difference |= a[i] ^ b[i];
  return difference == std::byte{};
}

Error unknown_photo() {
  return not_found("photo_unknown",
                   "There is no such photo, or the token is not its own. Send the photo again.");
}

}  // namespace

struct Photos::Parts {
  Parts(std::filesystem::path root, int concurrent)
      : files(std::move(root)), decoders(concurrent) {}
  PhotoFiles files;
  std::counting_semaphore<64> decoders;
};

Photos::Photos(std::filesystem::path root, int concurrent)
    : parts_(std::make_unique<Parts>(std::move(root), std::clamp(concurrent, 1, 64))) {}
Photos::~Photos() = default;

Result<Prepared> Photos::prepare(DistrictId district, std::string_view jpeg) {
  GEWU_TRY(const JpegHeader header, read_jpeg_header(jpeg));
  std::string full, thumb;
  Prepared out;
  {
    parts_->decoders.acquire();
    const std::unique_ptr<Parts, void (*)(Parts*)> held(
        parts_.get(), [](Parts* parts) { parts->decoders.release(); });
    GEWU_TRY(Pixels pixels, decode(jpeg, header, full_side));
    pixels = upright(shrink(std::move(pixels), full_side), header.orientation);
    full = encode(pixels, quality);
    out.width = pixels.width;
    out.height = pixels.height;
    thumb = encode(shrink(std::move(pixels), thumb_side), quality);
  }
  out.content_hash = to_hex(sha256(full));
  out.bytes = static_cast<std::int64_t>(full.size());
  out.taken_at = header.taken_at;
  GEWU_CHECK(parts_->files.write(district, out.content_hash, PhotoSize::thumb, thumb));
  GEWU_CHECK(parts_->files.write(district, out.content_hash, PhotoSize::full, full));
  return out;
}

std::optional<std::string> Photos::load(DistrictId district, std::string_view content_hash,
                                        PhotoSize size) const {
  return parts_->files.read(district, content_hash, size);
}

Swept Photos::sweep(db::Database& database, DistrictId district, Instant now, int limit) {
  struct Gone {
    int rows = 0;
    std::set<std::string> hashes;
  };
  const auto gone = database.write([&](db::WriteTx& tx) {
    const auto hashes = rows::remove_expired(tx, district, now, std::min(limit, 200));
    Gone out{static_cast<int>(hashes.size()), {hashes.begin(), hashes.end()}};
    std::erase_if(out.hashes, [&](const auto& h) { return rows::has_hash(tx, district, h); });
    return out;
  });
  Swept out{gone.rows, 0};
  for (const auto& hash : gone.hashes) {
    if (parts_->files.remove(district, hash, now - file_grace)) ++out.files;
  }
  return out;
}

int Photos::remove_orphans(db::Database& database, DistrictId district, Instant now) {
  std::set<std::filesystem::path> broken;
  std::set<std::string> found;
  parts_->files.each(district, [&](const PhotoFiles::Found& file) {
    if (file.written_at >= now - orphan_age) return;
    if (file.hash.empty()) {
      if (file.path.extension() == ".part") broken.insert(file.path);
    } else {
      found.insert(file.hash);
    }
  });
  int removed = 0;
  for (const auto& path : broken) removed += std::filesystem::remove(path) ? 1 : 0;
  // Rows are read after the files: a row that came meanwhile keeps its file.
  for (const auto& known : all_hashes(database, district)) found.erase(known);
  for (const auto& hash : found) {
    removed += parts_->files.remove(district, hash, now - orphan_age) ? 1 : 0;
  }
  return removed;
}

std::vector<Disagreement> Photos::check(db::Database& database, DistrictId district, Instant now,
                                        bool contents) const {
  std::set<std::string> found;
  parts_->files.each(district, [&](const PhotoFiles::Found& file) {
    if (file.written_at < now - orphan_age && !file.hash.empty()) found.insert(file.hash);
  });
  std::vector<Disagreement> out;
  for (const auto& hash : all_hashes(database, district)) {
    found.erase(hash);
    if (!parts_->files.has(district, hash)) {
      out.push_back({"photo_file_missing", "A file of the photo " + hash + " is missing."});
    } else if (contents &&
               to_hex(sha256(load(district, hash, PhotoSize::full).value_or(""))) != hash) {
      out.push_back({"photo_file_damaged", "The file of the photo " + hash + " was changed."});
    }
  }
  for (const auto& hash : found) {
    out.push_back({"photo_row_missing", "No row needs the file of the photo " + hash + "."});
  }
  return out;
}

std::string make_token(Random& random) { return to_hex(random.bytes<16>()); }

Ticket store(db::WriteTx& tx, DistrictId district, const Prepared& prepared, PhotoId id,
             std::string token, Instant now) {
  Photo photo;
  photo.photo = id;
  photo.content_hash = prepared.content_hash;
  photo.width = prepared.width;
  photo.height = prepared.height;
  photo.bytes = prepared.bytes;
  photo.taken_at = prepared.taken_at;
  photo.uploaded_at = now;
  photo.expires_at = now + unattached_life;
  rows::insert(tx, district, photo, sha256(token));
  return {id, std::move(token)};
}

Done attach(db::WriteTx& tx, DistrictId district, PhotoId photo, std::string_view token,
            OwnerKind owner_kind, RecordId owner, PhotoKind kind, Instant now) {
  const auto stored = rows::one(tx, district, photo);
  if (!stored || !same_digest(stored->token_digest, sha256(token))) return unknown_photo();
  const Photo& known = stored->photo;
  if (!known.owner && known.expires_at <= now) {
    return Error{Failure::gone, "photo_expired",
                 "The photo was sent more than a day ago and is no longer kept. Send it again.",
                 ""};
  }
  if (!known.owner && rows::attach(tx, district, photo, owner_kind, owner, kind)) return done();
  if (known.owner_kind == owner_kind && known.owner == owner && known.kind == kind) return done();
  return conflict("photo_attached_already", "This photo belongs to something else already.");
}

std::optional<Photo> find(db::ReadTx& tx, DistrictId district, PhotoId photo) {
  auto stored = rows::one(tx, district, photo);
  if (!stored) return std::nullopt;
  return std::move(stored->photo);
}

std::vector<Photo> photos_of(db::ReadTx& tx, DistrictId district, OwnerKind owner_kind,
                             RecordId owner) {
  return rows::of_owner(tx, district, owner_kind, owner);
}

}  // namespace gewu::photos
