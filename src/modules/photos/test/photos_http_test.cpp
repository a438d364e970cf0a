// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <filesystem>

#include "jpegs.hpp"
#include "modules/photos/photos.hpp"
#include "support/database.hpp"
#include "support/folder.hpp"
#include "support/front.hpp"

using namespace gewu;
using namespace gewu::photos;
using namespace gewu::photos::test;
namespace fs = std::filesystem;

namespace {

bool has(const http::Response& reply, std::string_view text) {
  return reply.body.find(text) != reply.body.npos;
}
std::string header(const http::Response& reply, std::string_view name) {
  for (const auto& [key, value] : reply.headers) {
    if (key == name) return value;
  }
  return "";
}
std::string member(const http::Response& reply, const std::string& name) {
  const auto at = reply.body.find("\"" + name + "\":\"") + name.size() + 4;
  return reply.body.substr(at, reply.body.find('"', at) - at);
}

struct House {
  explicit House(gewu::test::TestDatabase& d) : front(d.db(), SystemClock().now()) {
    append_photos_routes(front.api, photos, ids, random);
  }
  http::Response send(const std::string& bytes, gewu::test::Front::Headers headers = {}) {
    headers["content-type"] = "image/jpeg";
    return front.post("/api/v1/here/photos", bytes, std::move(headers));
  }

  gewu::test::Folder folder;
  Photos photos{folder};
  IdSource ids{1};
  SeededRandom random{7};
  gewu::test::Front front;
};

}  // namespace

TEST_CASE("a stranger sends a photo and gets its id and the token to attach it") {
  gewu::test::for_each_engine([](gewu::test::TestDatabase& d) {
    House house(d);
    const auto reply = house.send(quartered(300, 200), {{"idempotency-key", "one-photo-1"}});
    CHECK(reply.status == 200);
    CHECK(has(reply, R"("width":300,"height":200)"));
    const auto id = parse_id_as<PhotoId>(member(reply, "photo")).value();
    const auto again = house.send(quartered(300, 200), {{"idempotency-key", "one-photo-1"}});
    CHECK(again.body == reply.body);
    const auto attached = d.db().write([&](db::WriteTx& tx) {
      return attach(tx, DistrictId{7}, id, member(reply, "token"), OwnerKind::case_file,
                    RecordId{1}, PhotoKind::before, house.front.clock.now());
    });
    CHECK(attached.ok());
  });
}

TEST_CASE("what is no photo is refused with the status that says why") {
  gewu::test::for_each_engine([](gewu::test::TestDatabase& d) {
    House house(d);
    const auto png = house.send(std::string("\x89PNG\r\n\x1A\n", 8));
    CHECK(png.status == 415);
    CHECK(has(png, "photo_not_jpeg"));
    CHECK(house.send("").status == 422);
    CHECK(house.send(quartered(300, 200).substr(0, 900)).status == 422);
    const auto huge = house.send(claiming(quartered(64, 64), 60000, 60000));
    CHECK(huge.status == 413);
    CHECK(has(huge, "photo_pixels_too_many"));
  });
}

TEST_CASE("a stranger who sends photo after photo is slowed down") {
  gewu::test::for_each_engine([](gewu::test::TestDatabase& d) {
    House house(d);
    int refused = 0;
    for (int i = 0; i < 40; ++i) refused += house.send("").status == 429 ? 1 : 0;
    CHECK(refused == 10);
  });
}

TEST_CASE("the route takes 12 MB of image/jpeg and nothing else") {
  gewu::test::for_each_engine([](gewu::test::TestDatabase& d) {
    House house(d);
    const auto match = house.front.router.match(http::Method::post, "/api/v1/here/photos");
    REQUIRE(match.route != nullptr);
    CHECK(match.route->body_limit == 12 * 1024 * 1024);
    CHECK(match.route->media == std::vector<std::string>{"image/jpeg"});
  });
}

TEST_CASE("a photo is answered privately, with a tag that saves sending it again") {
  gewu::test::for_each_engine([](gewu::test::TestDatabase& d) {
    House house(d);
    const DistrictId here{7};
    const auto id = parse_id_as<PhotoId>(member(house.send(quartered(800, 600)), "photo")).value();
    const auto photo = d.db().read([&](db::ReadTx& tx) { return find(tx, here, id); }).value();
    http::Request request;
    const auto first = response(house.photos, here, photo, PhotoSize::thumb, request).value();
    CHECK(first.status == 200);
    CHECK(first.content_type == "image/jpeg");
    CHECK(header(first, "Cache-Control").starts_with("private"));
    CHECK(decoded(first.body).width == 320);
    request.headers["if-none-match"] = header(first, "ETag");
    const auto again = response(house.photos, here, photo, PhotoSize::thumb, request).value();
    CHECK(again.status == 304);
    CHECK(again.body.empty());
    const auto full = response(house.photos, here, photo, PhotoSize::full, request).value();
    CHECK(full.status == 200);
    fs::remove_all(house.folder.path());
    const auto gone = response(house.photos, here, photo, PhotoSize::full, request);
    CHECK(gone.error().code == "photo_file_missing");
  });
}
