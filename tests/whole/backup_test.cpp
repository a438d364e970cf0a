// SPDX-License-Identifier: Apache-2.0
// A backup taken while others write is one moment of the database; what is damaged is found before
// anything is restored. On both engines.
#include "db/backup.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "app/archive.hpp"
#include "app/commands.hpp"
#include "app/node.hpp"
#include "db/migrate.hpp"
#include "support/database.hpp"
#include "support/folder.hpp"

namespace {

using namespace gewu;
namespace fs = std::filesystem;
using app::Common;
using test::for_each_engine;

const std::string kPhoto = "photos/7/ab/cd/abcd" + std::string(60, '0') + "-full.jpg";

const std::string kVoice = "voices/7/ab/cd/abcd" + std::string(60, '0') + ".webm";

std::string read(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}
void write(const fs::path& file, const std::string& bytes) {
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << bytes;
}

/// A data directory over a test database, with a district and somewhere to restore to.
struct Office {
  explicit Office(test::TestDatabase& d)
      : empty(d.engine() == db::Engine::postgres ? test::make_empty_database(d.engine())
                                                 : nullptr) {
    old.data = folder / "old";
    old.database = d.options().url;
    fresh.data = folder / "new";
    if (empty) fresh.database = empty->options().url;
    write(old.data / kPhoto, "a picture");
    write(old.data / kVoice, "a voice");
    write(old.data / "photos/7/ab/cd/half.part", "not finished");
    app::Node node(old, app::Node::Schema::check);
    areas::NewDistrict district;
    district.code = "HOME";
    district.name = "Home";
    district.shape = geo::rectangle({39, -77}, {40, -76});
    home = node.database->write([&](db::WriteTx& tx) {
      return areas::create_district(tx, *node.ids, district, node.clock.now()).value();
    });
    app::prepare_districts(node);
    add_cases(node, 1, 5);
  }
  Office(const Office&) = delete;
  Office& operator=(const Office&) = delete;

  void add_cases(app::Node& node, int from, int to) const {
    for (int i = from; i <= to; ++i) {
      cases::ImportedCase row;
      row.source = "test";
      row.reference = std::to_string(i);
      row.words = "Lamp out";
      row.point = geo::LatLon{39.5, -76.5};
      row.reported_at = instant(1'700'000'000'000);
      row.tray = i % 2 == 0;
      REQUIRE(node.database
                  ->write([&](db::WriteTx& tx) {
                    return node.cases->import_case(tx, home.id, row, node.clock.now());
                  })
                  .ok());
    }
  }

  fs::path backup(bool with_key = false) const {
    const fs::path file = folder / "backup.tar";
    fs::remove(file);
    REQUIRE(app::backup_command(old, file, with_key) == app::kDone);
    return file;
  }
  /// The refusal's words, or "" where it was restored.
  std::string restore(const fs::path& file) const {
    try {
      return app::restore_command(fresh, file, false) == app::kDone ? "" : "failed";
    } catch (const std::exception& e) {
      return e.what();
    }
  }
  /// After a refusal there is nothing, so that a sound backup can be restored to the same place.
  void check_untouched() const {
    CHECK((!fs::exists(fresh.data) || fs::is_empty(fresh.data)));
    db::Options options;
    options.url = fresh.url();
    CHECK(db::must_be_empty(options).ok());
  }

  test::Folder folder;
  std::unique_ptr<test::TestDatabase> empty;
  Common old, fresh;
  areas::District home;
};

bool says(const std::string& text, const std::string& piece) {
  CAPTURE(text);
  return text.find(piece) != std::string::npos;
}

const db::Sql count_cases{"whole.count_cases", "select count(*) from cases where district_id = $1"};

std::int64_t cases_in(const Common& common, DistrictId district) {
  db::Options options;
  options.url = common.url();
  const auto database = db::Database::open(options);
  return *database->read(
      [&](db::ReadTx& tx) { return tx.value<std::int64_t>(count_cases, district); });
}

/// An archive with this manifest and a database that is none.
fs::path archive_with(const Office& office, const std::string& manifest,
                      const std::string& extra = "") {
  const fs::path file = office.folder / "made.tar";
  fs::remove(file);
  app::ArchiveWriter writer(file);
  writer.add_text("manifest.json", manifest);
  writer.add_text(office.empty ? "database.pgdump" : "database.sqlite", "no database");
  if (!extra.empty()) writer.add_text(extra, "more");
  writer.finish();
  return file;
}

std::string manifest(const Office& office, int format, int schema) {
  const std::string engine = office.empty ? "postgresql" : "sqlite";
  return R"({"format":)" + std::to_string(format) + R"(,"gewu":"9.9.9","engine":")" + engine +
         R"(","schema":)" + std::to_string(schema) +
         R"(,"created_at":"2030-01-01T00:00:00Z","database":"database.)" +
         (office.empty ? "pgdump" : "sqlite") + R"(","master_key":false})";
}

}  // namespace

TEST_CASE("what is restored is what was backed up, and doctor finds nothing") {
  for_each_engine([](test::TestDatabase& d) {
    const Office office(d);
    const auto file = office.backup(true);
    struct stat about {};
    REQUIRE(stat(file.c_str(), &about) == 0);
    CHECK((about.st_mode & 0777) == 0600);
    CHECK(app::restore_command(office.fresh, file, true) == app::kDone);
    office.check_untouched();
    CHECK(office.restore(file) == "");
    CHECK(cases_in(office.fresh, office.home.id) == 5);
    CHECK(read(office.fresh.data / kPhoto) == "a picture");
    CHECK(read(office.fresh.data / kVoice) == "a voice");
    CHECK_FALSE(fs::exists(office.fresh.data / "photos/7/ab/cd/half.part"));
    CHECK(read(office.fresh.data / "master.key") == read(office.old.data / "master.key"));
    CHECK(app::doctor_command(office.fresh) == app::kDone);
    CHECK(says(office.restore(file), "is not empty"));
  });
}

TEST_CASE("a backup taken while others write is one moment, and doctor finds nothing in it") {
  for_each_engine([](test::TestDatabase& d) {
    const Office office(d);
    std::atomic<bool> enough = false;
    std::atomic<int> written = 5;
    std::thread writer([&] {
      app::Node node(office.old, app::Node::Schema::check);
      while (!enough) {
        office.add_cases(node, written + 1, written + 1);
        ++written;
      }
    });
    while (written < 30) std::this_thread::yield();
    const int before = written;
    const auto file = office.backup(true);
    const int after = written + 1;
    enough = true;
    writer.join();
    REQUIRE(office.restore(file) == "");
    const auto found = cases_in(office.fresh, office.home.id);
    CHECK(found >= before);
    CHECK(found <= after);
    CHECK(app::doctor_command(office.fresh) == app::kDone);
  });
}

TEST_CASE("without --with-key the key stays where it is, and is asked for") {
  for_each_engine([](test::TestDatabase& d) {
    const Office office(d);
    const auto file = office.backup();
    CHECK_FALSE(says(read(file), "gewu-master-key"));
    CHECK(office.restore(file) == "");
    CHECK_FALSE(fs::exists(office.fresh.data / "master.key"));
    CHECK_THROWS_WITH(app::doctor_command(office.fresh), doctest::Contains("master.key"));
    fs::copy_file(office.old.data / "master.key", office.fresh.data / "master.key");
    CHECK(app::doctor_command(office.fresh) == app::kDone);
  });
}

TEST_CASE("a key that lies there already stays; another one than the backup's stops it") {
  for_each_engine([](test::TestDatabase& d) {
    const Office office(d);
    const auto file = office.backup(true);
    write(office.fresh.data / "master.key", "another key");
    CHECK(says(office.restore(file), "another master key"));
    fs::remove(office.fresh.data / "master.key");
    fs::copy_file(office.old.data / "master.key", office.fresh.data / "master.key");
    CHECK(office.restore(file) == "");
  });
}

TEST_CASE("a backup with any byte changed or cut off is refused before anything is written") {
  for_each_engine([](test::TestDatabase& d) {
    const Office office(d);
    const std::string whole = read(office.backup());
    const fs::path bad = office.folder / "bad.tar";
    for (const double part : {0.0, 0.0001, 0.3, 0.6, 0.9}) {
      std::string bytes = whole;
      bytes[static_cast<std::size_t>(part * static_cast<double>(bytes.size())) + 3] ^= 1;
      write(bad, bytes);
      CAPTURE(part);
      CHECK(office.restore(bad) != "");
      office.check_untouched();
    }
    // At blocks of the tar, where nothing but the missing list of checksums tells that it is cut;
    // the last kilobyte is the mark of its end.
    for (const auto keep : {std::size_t{0}, std::size_t{1024}, whole.size() / 2,
                            whole.size() - 3072, whole.size() - 1536}) {
      write(bad, whole.substr(0, keep / 512 * 512));
      CAPTURE(keep);
      CHECK(office.restore(bad) != "");
      office.check_untouched();
    }
    write(bad, "this is no archive at all");
    CHECK(says(office.restore(bad), "archive_unreadable"));
    CHECK(office.restore(office.backup()) == "");
  });
}

TEST_CASE("a backup of a later format or schema is refused by what to do") {
  for_each_engine([](test::TestDatabase& d) {
    const Office office(d);
    CHECK(says(office.restore(archive_with(office, R"({"format": 2, "new": true})")),
               "backup_format_unknown"));
    CHECK(says(office.restore(archive_with(office, manifest(office, 1, 9999))),
               "backup_schema_newer"));
    CHECK(says(office.restore(archive_with(office, "{}")), "archive_damaged"));
    CHECK(says(office.restore(archive_with(office, "not json")), "archive_damaged"));
    office.check_untouched();
  });
}

TEST_CASE("what no backup holds is refused: other names, a database that is none") {
  for_each_engine([](test::TestDatabase& d) {
    const Office office(d);
    const auto sound = manifest(office, 1, db::embedded_migrations().back().number);
    for (const char* name : {"../escaped", "/etc/escaped", "photos/7/ab/cd/x.jpg", "notes.txt"}) {
      CAPTURE(name);
      CHECK(says(office.restore(archive_with(office, sound, name)), "archive_part_unknown"));
    }
    CHECK(office.restore(archive_with(office, sound)) != "");
    office.check_untouched();
  });
}

TEST_CASE("a place that is not empty, or a database of another kind, is refused") {
  for_each_engine([](test::TestDatabase& d) {
    Office office(d);
    const auto file = office.backup();
    write(office.fresh.data / "letter.txt", "mine");
    CHECK(says(office.restore(file), "is not empty"));
    fs::remove_all(office.fresh.data);
    const auto wanted = office.fresh.database;
    office.fresh.database = office.old.database;
    CHECK(says(office.restore(file), "database_not_empty"));
    if (office.empty) {
      office.fresh.database = "sqlite:" + (office.folder / "other.sqlite").string();
      CHECK(says(office.restore(file), "postgresql"));
    }
    office.fresh.database = wanted;
    CHECK(office.restore(file) == "");
  });
}

TEST_CASE("a backup never replaces a file, and leaves none behind when it fails") {
  for_each_engine([](test::TestDatabase& d) {
    const Office office(d);
    const fs::path file = office.folder / "mine.tar";
    write(file, "mine");
    CHECK_THROWS(app::backup_command(office.old, file, false));
    CHECK(read(file) == "mine");
    fs::remove(file);
    fs::remove(office.old.data / "master.key");
    CHECK_THROWS_WITH(app::backup_command(office.old, file, true),
                      doctest::Contains("no master key"));
    for (const auto& left : fs::directory_iterator(office.folder)) {
      CHECK(left.path().filename() == "old");
    }
  });
}

TEST_CASE("a backup may be packed afterwards") {
  for_each_engine([](test::TestDatabase& d) {
    const Office office(d);
    const auto file = office.backup();
    REQUIRE(std::system(("gzip " + file.string()).c_str()) == 0);
    CHECK(office.restore(file.string() + ".gz") == "");
  });
}

TEST_CASE("there is nothing to back up where there is no database") {
  Common none;
  none.data = "/nonexistent/gewu";
  CHECK_THROWS_WITH(app::backup_command(none, "/tmp/gewu-none.tar", false),
                    doctest::Contains("no database"));
  CHECK_FALSE(fs::exists(none.data));
}
