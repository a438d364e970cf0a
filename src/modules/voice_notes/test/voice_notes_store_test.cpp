// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "base/bytes.hpp"
#include "db/db.hpp"
#include "modules/voice_notes/voice_notes.hpp"
#include "sounds.hpp"
#include "support/database.hpp"
#include "support/folder.hpp"

namespace gewu::voice_notes {
namespace {

using namespace test;
namespace fs = std::filesystem;
using std::chrono::hours;

const DistrictId here{7}, there{8};
const RecordId a_case{501}, another_case{502};

struct House {
  explicit House(gewu::test::TestDatabase& database) : d(database) {}

  Ticket upload(const std::string& bytes, DistrictId district = here) {
    const auto prepared = notes.prepare(district, bytes).value();
    return d.db().write([&](db::WriteTx& tx) {
      return store(tx, district, prepared, ids.next<VoiceTag>(now), make_token(random), now);
    });
  }
  std::string attach(const Ticket& ticket, RecordId owner = a_case, DistrictId district = here) {
    const auto done = d.db().write([&](db::WriteTx& tx) {
      return voice_notes::attach(tx, district, ticket.voice, ticket.token, OwnerKind::case_report,
                                 owner, now);
    });
    return done.ok() ? "" : done.error().code;
  }
  std::optional<VoiceNote> find(VoiceId id, DistrictId district = here) {
    return d.db().read([&](db::ReadTx& tx) { return voice_notes::find(tx, district, id); });
  }
  std::vector<std::string> check(bool contents = false) {
    std::vector<std::string> out;
    for (const auto& one : notes.check(d.db(), here, now, contents)) out.push_back(one.code);
    return out;
  }
  fs::path file(const VoiceNote& note) const {
    const auto& h = note.content_hash;
    return folder / "7" / h.substr(0, 2) / h.substr(2, 2) /
           (h + "." + std::string(code_of(note.form)));
  }

  gewu::test::TestDatabase& d;
  gewu::test::Folder folder;
  VoiceNotes notes{folder};
  IdSource ids{1};
  SeededRandom random{42};
  /// Files carry the machine's time; the clock of the tests starts there.
  Instant now = SystemClock().now();
};

TEST_CASE("a voice note is kept byte for byte under its content") {
  gewu::test::for_each_engine([](gewu::test::TestDatabase& d) {
    House house(d);
    const auto ticket = house.upload(webm(7));
    const auto note = house.find(ticket.voice).value();
    CHECK(note.form == Form::webm);
    CHECK(note.seconds == 7);
    CHECK(note.expires_at == house.now + hours(24));
    CHECK(house.notes.load(here, note.content_hash, note.form) == webm(7));
    CHECK(to_hex(sha256(webm(7))) == note.content_hash);
    CHECK(house.find(ticket.voice, there) == std::nullopt);
    CHECK(house.check(true).empty());
    CHECK(house.notes.prepare(here, "no sound").error().code == "voice_not_sound");
    CHECK(house.folder.files() == 1);
  });
}

TEST_CASE("a voice note is attached once, by who holds its token") {
  gewu::test::for_each_engine([](gewu::test::TestDatabase& d) {
    House house(d);
    const auto ticket = house.upload(ogg(3));
    CHECK(house.attach({ticket.voice, std::string(32, '0')}) == "voice_unknown");
    CHECK(house.attach({VoiceId{5}, ticket.token}) == "voice_unknown");
    CHECK(house.attach(ticket, a_case, there) == "voice_unknown");
    CHECK(house.attach(ticket) == "");
    CHECK(house.attach(ticket) == "voice_attached_already");
    CHECK(house.attach(ticket, another_case) == "voice_attached_already");
    const auto note = house.find(ticket.voice).value();
    CHECK(note.owner == a_case);
    CHECK_FALSE(note.expires_at.has_value());
    house.now += hours(24 * 365);
    CHECK(house.notes.sweep(d.db(), here, house.now).rows == 0);
    const auto of_case = d.db().read([&](db::ReadTx& tx) { return notes_of(tx, here, a_case); });
    CHECK(of_case.size() == 1);
  });
}

TEST_CASE("what nobody attached goes after a day, but not a file that another row needs") {
  gewu::test::for_each_engine([](gewu::test::TestDatabase& d) {
    House house(d);
    const auto kept = house.upload(m4a(4)), twin = house.upload(m4a(4));
    const auto lone = house.upload(m4a(5));
    CHECK(house.attach(kept) == "");
    house.now += hours(24);
    CHECK(house.attach(twin) == "voice_expired");
    const auto swept = house.notes.sweep(d.db(), here, house.now);
    CHECK(swept.rows == 2);
    CHECK(swept.files == 1);
    CHECK(house.find(lone.voice) == std::nullopt);
    CHECK(house.folder.files() == 1);
    CHECK(house.check(true).empty());
  });
}

TEST_CASE("the check finds files without rows, rows without files, and changed bytes") {
  gewu::test::for_each_engine([](gewu::test::TestDatabase& d) {
    House house(d);
    const auto note = house.find(house.upload(ogg(3)).voice).value();
    const auto stray = house.notes.prepare(here, ogg(4)).value();
    CHECK(house.check().empty());  // it may be waiting for its row
    std::ofstream(house.file(note), std::ios::app) << "more";
    CHECK(house.check(true) == std::vector<std::string>{"voice_file_damaged"});
    fs::remove(house.file(note));
    CHECK(house.check() == std::vector<std::string>{"voice_file_missing"});
    house.now += hours(25);
    CHECK(house.check() == std::vector<std::string>{"voice_file_missing", "voice_row_missing"});
    CHECK(house.notes.remove_orphans(d.db(), here, house.now) == 1);
    CHECK_FALSE(house.notes.load(here, stray.content_hash, stray.form).has_value());
  });
}

}  // namespace
}  // namespace gewu::voice_notes
