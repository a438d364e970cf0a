// SPDX-License-Identifier: Apache-2.0
#include "modules/voice_notes/voice_notes_store.hpp"

#include <algorithm>

namespace gewu::voice_notes::rows {

namespace {

const db::Sql insert_note{"voice_notes.insert", R"(
  insert into voice_note (district_id, voice_id, content_hash, form, bytes, seconds, uploaded_at,
    token_digest, expires_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9))"};
const db::Sql select_one{"voice_notes.one", R"(
  select voice_id, content_hash, form, bytes, seconds, uploaded_at, owner_kind, owner_id,
         expires_at, token_digest
  from voice_note where district_id = $1 and voice_id = $2)"};
const db::Sql select_of_owner{"voice_notes.of_owner", R"(
  select voice_id, content_hash, form, bytes, seconds, uploaded_at, owner_kind, owner_id,
         expires_at
  from voice_note where district_id = $1 and owner_id = $2
  order by voice_id limit 200)"};
const db::Sql attach_note{"voice_notes.attach", R"(
  update voice_note set owner_kind = $3, owner_id = $4, expires_at = null
  where district_id = $1 and voice_id = $2 and owner_id is null)"};
const db::Sql select_expired{"voice_notes.expired", R"(
  select voice_id, content_hash from voice_note
  where district_id = $1 and expires_at is not null and expires_at <= $2
  order by expires_at limit $3)"};
const db::Sql delete_expired{"voice_notes.delete_expired", R"(
  delete from voice_note where district_id = $1 and voice_id = $2 and owner_id is null)"};
const db::Sql select_has_hash{"voice_notes.has_hash", R"(
  select 1 from voice_note where district_id = $1 and content_hash = $2
  order by voice_id limit 1)"};
const db::Sql select_files{"voice_notes.files", R"(
  select distinct content_hash, form from voice_note
  where district_id = $1 and content_hash > $2 order by content_hash, form limit $3)"};

VoiceNote read(const db::Row& row) {
  VoiceNote out;
  out.voice = row.get<VoiceId>(0);
  out.content_hash = row.text(1);
  out.form = row.get<Form>(2);
  out.bytes = row.int64(3);
  out.seconds = row.get<std::optional<int>>(4);
  out.uploaded_at = row.get<Instant>(5);
  out.owner_kind = row.get<std::optional<OwnerKind>>(6);
  out.owner = row.get<RecordId>(7);
  out.expires_at = row.get<std::optional<Instant>>(8);
  return out;
}

}  // namespace

void insert(db::WriteTx& tx, DistrictId district, const VoiceNote& note, const Digest& token) {
  tx.execute(insert_note, district, note.voice, note.content_hash, note.form, note.bytes,
             note.seconds, note.uploaded_at, db::Blob(token.begin(), token.end()), note.expires_at);
}

std::optional<Stored> one(db::ReadTx& tx, DistrictId district, VoiceId voice) {
  return tx.one(
      select_one,
      [](const db::Row& row) {
        Stored out{read(row)};
        const auto digest = row.blob(9);
        std::copy_n(digest.begin(), std::min(digest.size(), out.token_digest.size()),
                    out.token_digest.begin());
        return out;
      },
      district, voice);
}

std::vector<VoiceNote> of_owner(db::ReadTx& tx, DistrictId district, RecordId owner) {
  return tx.all(select_of_owner, read, district, owner);
}

bool attach(db::WriteTx& tx, DistrictId district, VoiceId voice, OwnerKind owner_kind,
            RecordId owner) {
  return tx.execute(attach_note, district, voice, owner_kind, owner) == 1;
}

std::vector<std::string> remove_expired(db::WriteTx& tx, DistrictId district, Instant now,
                                        int limit) {
  const auto expired = tx.all(
      select_expired,
      [](const db::Row& row) { return std::pair(row.get<VoiceId>(0), row.text(1)); }, district, now,
      limit);
  std::vector<std::string> out;
  for (const auto& [voice, hash] : expired) {
    if (tx.execute(delete_expired, district, voice) == 1) out.push_back(hash);
  }
  return out;
}

bool has_hash(db::ReadTx& tx, DistrictId district, std::string_view hash) {
  return tx.value<int>(select_has_hash, district, hash).has_value();
}

std::vector<File> files(db::ReadTx& tx, DistrictId district, std::string_view after, int limit) {
  return tx.all(
      select_files,
      [](const db::Row& row) {
        return File{row.text(0), row.get<Form>(1)};
      },
      district, after, limit);
}

}  // namespace gewu::voice_notes::rows
