// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "base/bytes.hpp"
#include "db/db.hpp"
#include "jpegs.hpp"
#include "modules/photos/photo_files.hpp"
#include "modules/photos/photos.hpp"
#include "support/database.hpp"
#include "support/folder.hpp"

using namespace gewu;
using namespace gewu::photos;
using namespace gewu::photos::test;
namespace fs = std::filesystem;
using std::chrono::hours;

namespace {

const DistrictId here{7}, there{8};
const RecordId a_case{501}, another_case{502};

struct House {
  explicit House(gewu::test::TestDatabase& database) : d(database) {}

  Ticket upload(const std::string& bytes, DistrictId district = here) {
    const auto prepared = photos.prepare(district, bytes).value();
    return d.db().write([&](db::WriteTx& tx) {
      return photos::store(tx, district, prepared, ids.next<PhotoTag>(now), make_token(random),
                           now);
    });
  }
  std::string attach(const Ticket& ticket, RecordId owner = a_case,
                     PhotoKind kind = PhotoKind::near, DistrictId district = here) {
    const auto done = d.db().write([&](db::WriteTx& tx) {
      return photos::attach(tx, district, ticket.photo, ticket.token, OwnerKind::case_file, owner,
                            kind, now);
    });
    return done.ok() ? "" : done.error().code;
  }
  std::optional<Photo> find(PhotoId id, DistrictId district = here) {
    return d.db().read([&](db::ReadTx& tx) { return photos::find(tx, district, id); });
  }
  std::vector<std::string> check(bool contents = false) {
    std::vector<std::string> out;
    for (const auto& one : photos.check(d.db(), here, now, contents)) out.push_back(one.code);
    return out;
  }
  fs::path file(const Photo& photo, const char* size = "full") const {
    const auto& h = photo.content_hash;
    return folder.path() / "7" / h.substr(0, 2) / h.substr(2, 2) / (h + "-" + size + ".jpg");
  }

  gewu::test::TestDatabase& d;
  gewu::test::Folder folder;
  Photos photos{folder.path()};
  IdSource ids{1};
  SeededRandom random{42};
  /// Files carry the machine's time; the clock of the tests starts there.
  Instant now = SystemClock().now();
};

const std::string picture = with_exif(quartered(2400, 1200), exif(6, true));

}  // namespace

TEST_CASE("a photo is kept upright and shrunk, in two sizes named by their content") {
  gewu::test::for_each_engine([](gewu::test::TestDatabase& d) {
    House house(d);
    const auto ticket = house.upload(picture);
    CHECK(ticket.token.size() == 32);
    const auto photo = house.find(ticket.photo).value();
    CHECK(photo.width == 1024);
    CHECK(photo.height == 2048);
    CHECK_FALSE(photo.owner);
    CHECK(photo.uploaded_at == house.now);
    CHECK(photo.expires_at == house.now + hours(24));
    const auto full = house.photos.load(here, photo.content_hash, PhotoSize::full).value();
    CHECK(to_hex(sha256(full)) == photo.content_hash);
    CHECK(static_cast<std::int64_t>(full.size()) == photo.bytes);
    CHECK(full.find("GPS-SECRET") == full.npos);
    CHECK(decoded(full).height == 2048);
    const auto thumb = house.photos.load(here, photo.content_hash, PhotoSize::thumb).value();
    CHECK(decoded(thumb).width == 160);
    CHECK(decoded(thumb).height == 320);
    CHECK(house.folder.files() == 2);
    CHECK(house.check(true).empty());
  });
}

TEST_CASE("a refused photo leaves no file behind") {
  gewu::test::for_each_engine([](gewu::test::TestDatabase& d) {
    House house(d);
    CHECK(house.photos.prepare(here, "").error().code == "photo_empty");
    CHECK(house.photos.prepare(here, picture.substr(0, 9000)).error().code == "photo_truncated");
    CHECK(house.folder.files() == 0);
  });
}

TEST_CASE("a photo is attached once, by who holds its token, and then stays") {
  gewu::test::for_each_engine([](gewu::test::TestDatabase& d) {
    House house(d);
    const auto ticket = house.upload(picture);
    CHECK(house.attach({ticket.photo, std::string(32, '0')}) == "photo_unknown");
    CHECK(house.attach({ticket.photo, ""}) == "photo_unknown");
    CHECK(house.attach({PhotoId{5}, ticket.token}) == "photo_unknown");
    CHECK(house.attach(ticket, a_case, PhotoKind::near, there) == "photo_unknown");
    CHECK(house.attach(ticket) == "");
    CHECK(house.attach(ticket) == "");  // a repeat is no second deed
    CHECK(house.attach(ticket, a_case, PhotoKind::far) == "photo_attached_already");
    CHECK(house.attach(ticket, another_case) == "photo_attached_already");
    const auto photo = house.find(ticket.photo).value();
    CHECK(photo.owner_kind == OwnerKind::case_file);
    CHECK(photo.owner == a_case);
    CHECK(photo.kind == PhotoKind::near);
    CHECK_FALSE(photo.expires_at.has_value());
    house.now += hours(24 * 365);
    CHECK(house.photos.sweep(d.db(), here, house.now).rows == 0);
    CHECK(house.attach(ticket) == "");
    CHECK(house.check().empty());
  });
}

TEST_CASE("the photos of an owner come in order of upload, and only its own") {
  gewu::test::for_each_engine([](gewu::test::TestDatabase& d) {
    House house(d);
    const auto first = house.upload(quartered(40, 40)), second = house.upload(quartered(50, 40));
    const auto other = house.upload(quartered(60, 40));
    CHECK(house.attach(second, a_case, PhotoKind::far) == "");
    CHECK(house.attach(first, a_case, PhotoKind::near) == "");
    CHECK(house.attach(other, another_case) == "");
    const auto of = [&](RecordId owner, DistrictId district = here) {
      return d.db().read(
          [&](db::ReadTx& tx) { return photos_of(tx, district, OwnerKind::case_file, owner); });
    };
    REQUIRE(of(a_case).size() == 2);
    CHECK(of(a_case)[0].photo == first.photo);
    CHECK(of(a_case)[1].kind == PhotoKind::far);
    CHECK(of(another_case).size() == 1);
    CHECK(of(a_case, there).empty());
  });
}

TEST_CASE("a photo nobody attached within a day goes, with its files") {
  gewu::test::for_each_engine([](gewu::test::TestDatabase& d) {
    House house(d);
    const auto ticket = house.upload(picture);
    house.now += hours(24) - std::chrono::minutes(1);
    CHECK(house.photos.sweep(d.db(), here, house.now).rows == 0);
    house.now += std::chrono::minutes(1);
    CHECK(house.attach(ticket) == "photo_expired");
    const auto swept = house.photos.sweep(d.db(), here, house.now);
    CHECK(swept.rows == 1);
    CHECK(swept.files == 1);
    CHECK(house.folder.files() == 0);
    CHECK_FALSE(house.find(ticket.photo).has_value());
    CHECK(house.attach(ticket) == "photo_unknown");
  });
}

TEST_CASE("files stay while another row has the same content") {
  gewu::test::for_each_engine([](gewu::test::TestDatabase& d) {
    House house(d);
    const auto kept = house.upload(picture), lost = house.upload(picture);
    CHECK(house.find(kept.photo)->content_hash == house.find(lost.photo)->content_hash);
    CHECK(house.folder.files() == 2);
    CHECK(house.attach(kept) == "");
    house.now += hours(30);
    const auto swept = house.photos.sweep(d.db(), here, house.now);
    CHECK(swept.rows == 1);
    CHECK(swept.files == 0);
    CHECK(house.folder.files() == 2);
    CHECK(house.check(true).empty());
  });
}

TEST_CASE("a file written again just now is not swept: its row may be on the way") {
  gewu::test::for_each_engine([](gewu::test::TestDatabase& d) {
    House house(d);
    const auto ticket = house.upload(picture);
    const auto photo = house.find(ticket.photo).value();
    house.now += hours(25);
    const auto later = fs::file_time_type::clock::now() + hours(25);
    for (const char* size : {"full", "thumb"}) {
      fs::last_write_time(house.file(photo, size), later - std::chrono::minutes(30));
    }
    CHECK(house.photos.sweep(d.db(), here, house.now).files == 0);
    CHECK(house.folder.files() == 2);
  });
}

TEST_CASE("a sweep takes no more than its limit, and districts apart") {
  gewu::test::for_each_engine([](gewu::test::TestDatabase& d) {
    House house(d);
    for (int i = 0; i < 5; ++i) house.upload(quartered(40 + i, 40));
    const auto foreign = house.upload(quartered(40, 40), there);
    house.now += hours(25);
    CHECK(house.photos.sweep(d.db(), here, house.now, 3).rows == 3);
    CHECK(house.photos.sweep(d.db(), here, house.now, 3).rows == 2);
    CHECK(house.photos.sweep(d.db(), here, house.now, 3).rows == 0);
    CHECK(house.find(foreign.photo, there).has_value());
    CHECK(house.folder.files() == 2);
  });
}

TEST_CASE("what rows and files say differently is found") {
  gewu::test::for_each_engine([](gewu::test::TestDatabase& d) {
    House house(d);
    const auto gone = house.find(house.upload(quartered(40, 40)).photo).value();
    const auto changed = house.find(house.upload(quartered(50, 40)).photo).value();
    fs::remove(house.file(gone, "thumb"));
    std::ofstream(house.file(changed), std::ios::app) << "more";
    CHECK(house.check(false) == std::vector<std::string>{"photo_file_missing"});
    const auto both = house.check(true);
    CHECK(both.size() == 2);
    CHECK(std::find(both.begin(), both.end(), "photo_file_damaged") != both.end());
  });
}

TEST_CASE("files that a crash left without a row are told and removed after a day") {
  gewu::test::for_each_engine([](gewu::test::TestDatabase& d) {
    House house(d);
    const auto kept = house.find(house.upload(quartered(40, 40)).photo).value();
    const auto orphan = house.photos.prepare(here, quartered(50, 40)).value();
    const auto half = house.file(kept).string() + ".123-4.part";
    std::ofstream(half) << "half";
    CHECK(house.check().empty());
    CHECK(house.photos.remove_orphans(d.db(), here, house.now) == 0);
    house.now += hours(25);
    CHECK(house.check() == std::vector<std::string>{"photo_row_missing"});
    CHECK(house.photos.remove_orphans(d.db(), here, house.now) == 2);
    CHECK(house.check().empty());
    CHECK(house.folder.files() == 2);
    CHECK_FALSE(house.photos.load(here, orphan.content_hash, PhotoSize::full).has_value());
    CHECK(house.photos.load(here, kept.content_hash, PhotoSize::full).has_value());
  });
}

TEST_CASE("a name that is no content hash never becomes a path") {
  gewu::test::Folder folder;
  const PhotoFiles files(folder.path());
  for (const std::string& name :
       {std::string("../../etc/passwd"), std::string(64, 'G'), std::string(63, 'a'),
        std::string(64, '/'), std::string(64, 'A')}) {
    CHECK_FALSE(gewu::is_content_hash(name));
    CHECK_THROWS_AS((void)files.read(here, name, PhotoSize::full), std::logic_error);
  }
  CHECK_FALSE(files.read(here, std::string(64, 'a'), PhotoSize::full).has_value());
}
