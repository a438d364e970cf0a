// SPDX-License-Identifier: Apache-2.0
#include "api/api.hpp"
#include "modules/voice_notes/sound_header.hpp"
#include "modules/voice_notes/voice_notes.hpp"

namespace gewu::voice_notes {

namespace {

struct VoiceUploaded {
  VoiceId voice;
  std::string token;  ///< to be shown when the note is named in a report; nobody else has it
  std::string media_type;
  std::optional<int> seconds;
  Instant expires_at;
};
BOOST_DESCRIBE_STRUCT(VoiceUploaded, (), (voice, token, media_type, seconds, expires_at))

struct Upload {
  Prepared prepared;
  std::string token;
};

}  // namespace

Result<http::Response> response(const VoiceNotes& notes, DistrictId district, const VoiceNote& note,
                                const http::Request& request) {
  http::Response out;
  out.content_type = media_type(note.form);
  const std::string etag = '"' + note.content_hash.substr(0, 32) + '"';
  // Private: who may hear it was decided for this caller only.
  out.headers = {{"ETag", etag},
                 {"Cache-Control", "private, max-age=3600"},
                 {"Content-Disposition", "inline"},
                 {"X-Content-Type-Options", "nosniff"}};
  if (request.header("if-none-match") == etag) {
    out.status = 304;
    return out;
  }
  auto bytes = notes.load(district, note.content_hash, note.form);
  if (!bytes) {
    return not_found("voice_file_missing",
                     "The file of this voice note is missing. Tell whoever runs this server.");
  }
  out.body = std::move(*bytes);
  return out;
}

void append_voice_notes_routes(api::Api& api, VoiceNotes& notes, IdSource& ids, Random& random) {
  api.upload<Upload, VoiceUploaded>(
      "/api/v1/{district}/voice-notes", api::open_to_all("voice_notes.upload"),
      {"Send a voice note of at most 90 seconds; name it in a report within a day", "voice_notes"},
      {"audio/webm", "audio/ogg", "audio/mp4"},
      [&notes, &random](const api::Call& call, std::string_view body) -> Result<Upload> {
        GEWU_TRY(Prepared prepared, notes.prepare(call.district, body));
        return Upload{std::move(prepared), make_token(random)};
      },
      [&ids](db::WriteTx& tx, const api::Call& call,
             const Upload& upload) -> Result<VoiceUploaded> {
        const auto ticket = store(tx, call.district, upload.prepared, ids.next<VoiceTag>(call.now),
                                  upload.token, call.now);
        return VoiceUploaded{ticket.voice, ticket.token, media_type(upload.prepared.form),
                             upload.prepared.seconds, call.now + std::chrono::hours(24)};
      },
      {.body_limit = upload_bytes_max, .rate = {.burst = 20, .per = std::chrono::seconds(60)}});
}

}  // namespace gewu::voice_notes
