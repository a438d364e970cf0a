// SPDX-License-Identifier: Apache-2.0
#include "api/api.hpp"
#include "modules/photos/jpeg_header.hpp"
#include "modules/photos/photos.hpp"

namespace gewu::photos {

namespace {

struct PhotoUploaded {
  PhotoId photo;
  std::string token;  ///< to be shown when the photo is named in a report; nobody else has it
  std::int32_t width = 0, height = 0;
  Instant expires_at;
};
BOOST_DESCRIBE_STRUCT(PhotoUploaded, (), (photo, token, width, height, expires_at))

struct Upload {
  Prepared prepared;
  std::string token;
};

}  // namespace

Result<http::Response> response(const Photos& photos, DistrictId district, const Photo& photo,
                                PhotoSize size, const http::Request& request) {
  http::Response out;
  out.content_type = "image/jpeg";
  const std::string etag =
      '"' + photo.content_hash.substr(0, 32) + "-" + std::string(code_of(size)) + '"';
  // Private: who may see it was decided for this caller only.
  out.headers = {{"ETag", etag},
                 {"Cache-Control", "private, max-age=3600"},
                 {"Content-Disposition", "inline"},
                 {"X-Content-Type-Options", "nosniff"}};
  if (request.header("if-none-match") == etag) {
    out.status = 304;
    return out;
  }
  auto bytes = photos.load(district, photo.content_hash, size);
  if (!bytes) {
    return not_found("photo_file_missing",
                     "The file of this photo is missing. Tell whoever runs this server.");
  }
  out.body = std::move(*bytes);
  return out;
}

void append_photos_routes(api::Api& api, Photos& photos, IdSource& ids, Random& random) {
  api.upload<Upload, PhotoUploaded>(
      "/api/v1/{district}/photos", api::open_to_all("photos.upload"),
      {"Send a photo; name it in a report within a day", "photos"}, {"image/jpeg"},
      [&photos, &random](const api::Call& call, std::string_view body) -> Result<Upload> {
        GEWU_TRY(Prepared prepared, photos.prepare(call.district, body));
        return Upload{std::move(prepared), make_token(random)};
      },
      [&ids](db::WriteTx& tx, const api::Call& call,
             const Upload& upload) -> Result<PhotoUploaded> {
        const auto ticket = store(tx, call.district, upload.prepared, ids.next<PhotoTag>(call.now),
                                  upload.token, call.now);
        return PhotoUploaded{ticket.photo, ticket.token, upload.prepared.width,
                             upload.prepared.height, call.now + std::chrono::hours(24)};
      },
      {.body_limit = upload_bytes_max, .rate = {.burst = 30, .per = std::chrono::seconds(60)}});
}

}  // namespace gewu::photos
