// SPDX-License-Identifier: Apache-2.0
#include "modules/photos/photos_store.hpp"

#include <algorithm>

namespace gewu::photos::rows {

namespace {

const db::Sql insert_photo{"photos.insert", R"(
  insert into photo (district_id, photo_id, content_hash, width, height, bytes, taken_at,
    uploaded_at, token_digest, expires_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10))"};
const db::Sql select_one{"photos.one", R"(
  select photo_id, content_hash, width, height, bytes, taken_at, uploaded_at, owner_kind, owner_id,
         kind, expires_at, token_digest
  from photo where district_id = $1 and photo_id = $2)"};
const db::Sql select_of_owner{"photos.of_owner", R"(
  select photo_id, content_hash, width, height, bytes, taken_at, uploaded_at, owner_kind, owner_id,
         kind, expires_at
  from photo where district_id = $1 and owner_kind = $2 and owner_id = $3
  order by photo_id limit 200)"};
const db::Sql attach_photo{"photos.attach", R"(
  update photo set owner_kind = $3, owner_id = $4, kind = $5, expires_at = null
  where district_id = $1 and photo_id = $2 and owner_id is null)"};
const db::Sql select_expired{"photos.expired", R"(
  select photo_id, content_hash from photo
  where district_id = $1 and expires_at is not null and expires_at <= $2
  order by expires_at limit $3)"};
const db::Sql delete_expired{"photos.delete_expired", R"(
  delete from photo where district_id = $1 and photo_id = $2 and owner_id is null)"};
const db::Sql select_has_hash{"photos.has_hash", R"(
  select 1 from photo where district_id = $1 and content_hash = $2 order by photo_id limit 1)"};
const db::Sql select_hashes{"photos.hashes", R"(
  select distinct content_hash from photo where district_id = $1 and content_hash > $2
  order by content_hash limit $3)"};

Photo read(const db::Row& row) {
  Photo out;
  out.photo = row.get<PhotoId>(0);
  out.content_hash = row.get<std::string>(1);
  out.width = row.get<int>(2);
  out.height = row.get<int>(3);
  out.bytes = row.get<std::int64_t>(4);
  out.taken_at = row.get<std::optional<Instant>>(5);
  out.uploaded_at = row.get<Instant>(6);
  out.owner_kind = row.get<std::optional<OwnerKind>>(7);
  out.owner = row.get<RecordId>(8);
  out.kind = row.get<std::optional<PhotoKind>>(9);
  out.expires_at = row.get<std::optional<Instant>>(10);
  return out;
}

}  // namespace

void insert(db::WriteTx& tx, DistrictId district, const Photo& photo, const Digest& token) {
  tx.execute(insert_photo, district, photo.photo, photo.content_hash, photo.width, photo.height,
             photo.bytes, photo.taken_at, photo.uploaded_at, db::Blob(token.begin(), token.end()),
             photo.expires_at);
}

std::optional<Stored> one(db::ReadTx& tx, DistrictId district, PhotoId photo) {
  return tx.one(
      select_one,
      [](const db::Row& row) {
        Stored out{read(row)};
        const auto digest = row.get<db::Blob>(11);
        std::copy_n(digest.begin(), std::min(digest.size(), out.token_digest.size()),
                    out.token_digest.begin());
        return out;
      },
      district, photo);
}

std::vector<Photo> of_owner(db::ReadTx& tx, DistrictId district, OwnerKind owner_kind,
                            RecordId owner) {
  return tx.all(select_of_owner, read, district, owner_kind, owner);
}

bool attach(db::WriteTx& tx, DistrictId district, PhotoId photo, OwnerKind owner_kind,
            RecordId owner, PhotoKind kind) {
  return tx.execute(attach_photo, district, photo, owner_kind, owner, kind) == 1;
}

std::vector<std::string> remove_expired(db::WriteTx& tx, DistrictId district, Instant now,
                                        int limit) {
  struct Expired {
    PhotoId photo;
    std::string hash;
  };
  const auto expired = tx.all(
      select_expired,
      [](const db::Row& row) {
        return Expired{row.get<PhotoId>(0), row.get<std::string>(1)};
      },
      district, now, limit);
  std::vector<std::string> out;
  for (const auto& one : expired) {
    if (tx.execute(delete_expired, district, one.photo) == 1) out.push_back(one.hash);
  }
  return out;
}

bool has_hash(db::ReadTx& tx, DistrictId district, std::string_view hash) {
  return tx.value<int>(select_has_hash, district, hash).has_value();
}

std::vector<std::string> hashes(db::ReadTx& tx, DistrictId district, std::string_view after,
                                int limit) {
  return tx.all(
      select_hashes, [](const db::Row& row) { return row.get<std::string>(0); }, district, after,
      limit);
}

}  // namespace gewu::photos::rows
