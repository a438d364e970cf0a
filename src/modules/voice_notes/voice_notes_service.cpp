// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "base/bytes.hpp"
#include "base/kept_files.hpp"
#include "db/db.hpp"
#include "modules/voice_notes/sound_header.hpp"
#include "modules/voice_notes/voice_notes.hpp"
#include "modules/voice_notes/voice_notes_store.hpp"

namespace gewu::voice_notes {

namespace {

constexpr auto unattached_life = std::chrono::hours(24);
/// A file just written may be waiting for its row.
constexpr auto file_grace = std::chrono::hours(1);
constexpr auto orphan_age = std::chrono::hours(24);

std::string ending(Form form) { return "." + std::string(code_of(form)); }

std::map<std::string, Form> all_files(db::Database& database, DistrictId district) {
  constexpr int page = 1000;
  std::map<std::string, Form> out;
  for (std::string after;;) {
    const auto some =
        database.read([&](db::ReadTx& tx) { return rows::files(tx, district, after, page); });
    for (const auto& f : some) out.emplace(f.hash, f.form);
    if (some.size() < page) return out;
    after = some.back().hash;
  }
}

bool same_digest(const Digest& a, const Digest& b) {
  std::byte difference{};  // in constant time: how far it agrees is nobody's business
  for (std::size_t i = 0; i < a.size(); ++i) difference |= a[i] ^ b[i];
  return difference == std::byte{};
}

}  // namespace

struct VoiceNotes::Parts {
  explicit Parts(std::filesystem::path root)
      : files(std::move(root), {ending(Form::webm), ending(Form::ogg), ending(Form::m4a)}) {}
  KeptFiles files;
};

VoiceNotes::VoiceNotes(std::filesystem::path root)
    : parts_(std::make_unique<Parts>(std::move(root))) {}
VoiceNotes::~VoiceNotes() = default;

Result<Prepared> VoiceNotes::prepare(DistrictId district, std::string_view bytes) {
  GEWU_TRY(const SoundHeader header, read_sound_header(bytes));
  Prepared out;
  out.content_hash = to_hex(sha256(bytes));
  out.form = header.form;
  out.bytes = static_cast<std::int64_t>(bytes.size());
  if (header.seconds) out.seconds = static_cast<int>(std::ceil(*header.seconds));
  if (!parts_->files.write(district, out.content_hash, ending(out.form), bytes)) {
    return Error{Failure::unavailable, "voice_storage_full",
                 "The server has no room for recordings. Nothing was stored; try again later.", ""};
  }
  return out;
}

std::optional<std::string> VoiceNotes::load(DistrictId district, std::string_view content_hash,
                                            Form form) const {
  return parts_->files.read(district, content_hash, ending(form));
}

Swept VoiceNotes::sweep(db::Database& database, DistrictId district, Instant now, int limit) {
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

int VoiceNotes::remove_orphans(db::Database& database, DistrictId district, Instant now) {
  std::set<std::filesystem::path> broken;
  std::set<std::string> found;
  parts_->files.each(district, [&](const KeptFiles::Found& file) {
    if (file.written_at >= now - orphan_age) return;
    if (!file.hash.empty()) {
      found.insert(file.hash);
    } else if (file.path.extension() == ".part") {
      broken.insert(file.path);
    }
  });
  int removed = 0;
  for (const auto& path : broken) removed += std::filesystem::remove(path) ? 1 : 0;
  // Rows are read after the files: a row that came meanwhile keeps its file.
  for (const auto& [known, form] : all_files(database, district)) found.erase(known);
  for (const auto& hash : found) {
    removed += parts_->files.remove(district, hash, now - orphan_age) ? 1 : 0;
  }
  return removed;
}

std::vector<Disagreement> VoiceNotes::check(db::Database& database, DistrictId district,
                                            Instant now, bool contents) const {
  std::set<std::string> found;
  parts_->files.each(district, [&](const KeptFiles::Found& file) {
    if (file.written_at < now - orphan_age && !file.hash.empty()) found.insert(file.hash);
  });
  std::vector<Disagreement> out;
  for (const auto& [hash, form] : all_files(database, district)) {
    found.erase(hash);
    if (!parts_->files.has(district, hash, ending(form))) {
      out.push_back({"voice_file_missing", "The file of the voice note " + hash + " is missing."});
    } else if (contents && to_hex(sha256(load(district, hash, form).value_or(""))) != hash) {
      out.push_back({"voice_file_damaged", "The file of the voice note " + hash + " was changed."});
    }
  }
  for (const auto& hash : found) {
    out.push_back({"voice_row_missing", "No row needs the file of the voice note " + hash + "."});
  }
  return out;
}

std::string make_token(Random& random) { return to_hex(random.bytes<16>()); }

Ticket store(db::WriteTx& tx, DistrictId district, const Prepared& prepared, VoiceId id,
             std::string token, Instant now) {
  VoiceNote note;
  note.voice = id;
  note.content_hash = prepared.content_hash;
  note.form = prepared.form;
  note.bytes = prepared.bytes;
  note.seconds = prepared.seconds;
  note.uploaded_at = now;
  note.expires_at = now + unattached_life;
  rows::insert(tx, district, note, sha256(token));
  return {id, std::move(token)};
}

Done attach(db::WriteTx& tx, DistrictId district, VoiceId voice, std::string_view token,
            OwnerKind owner_kind, RecordId owner, Instant now) {
  const auto stored = rows::one(tx, district, voice);
  if (!stored || !same_digest(stored->token_digest, sha256(token))) {
    return not_found("voice_unknown",
                     "There is no such voice note, or the token is not its own. Send it again.");
  }
  const VoiceNote& known = stored->note;
  if (!known.owner && known.expires_at <= now) {
    return Error{Failure::gone, "voice_expired",
                 "The voice note was sent more than a day ago and is no longer kept. Send it "
                 "again.",
                 ""};
  }
  if (!known.owner && rows::attach(tx, district, voice, owner_kind, owner)) return done();
  return conflict("voice_attached_already", "This voice note is attached already.");
}

std::optional<VoiceNote> find(db::ReadTx& tx, DistrictId district, VoiceId voice) {
  auto stored = rows::one(tx, district, voice);
  if (!stored) return std::nullopt;
  return std::move(stored->note);
}

std::vector<VoiceNote> notes_of(db::ReadTx& tx, DistrictId district, RecordId owner) {
  return rows::of_owner(tx, district, owner);
}

}  // namespace gewu::voice_notes
