// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <rapidcheck.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "modules/privacy/privacy.hpp"
#include "modules/privacy/sealing.hpp"
#include "support/database.hpp"
#include "support/folder.hpp"

namespace gewu::privacy {
namespace {

using test::for_each_engine;
using test::TestDatabase;

constexpr DistrictId kHere{7}, kThere{8};
constexpr PersonKeyId kAnn{100}, kBo{101};
const Instant kNow = instant(1'800'000'000'000);

struct Folder : test::Folder {
  std::filesystem::path key() const { return *this / "master.key"; }
};

MasterKey some_key(std::uint64_t seed) {
  SeededRandom random(seed);
  return MasterKey(random.bytes<MasterKey::size>());
}

std::string code_of_refusal(const Result<MasterKey>& result) {
  return result ? "" : result.error().code;
}

TEST_CASE("sealed text opens with its key and its binding only") {
  SeededRandom random(1);
  const SecretKey key = derive(some_key(1).bytes(), 1), other = derive(some_key(1).bytes(), 2);
  CHECK(rc::check("round trip", [&](const std::string& plain, const std::string& bound) {
    const auto sealed = seal_with(key, plain, bound, random);
    RC_ASSERT(open_with(key, sealed, bound) == plain);
    RC_ASSERT(!open_with(other, sealed, bound));
    RC_ASSERT(!open_with(key, sealed, bound + "x"));
    auto altered = sealed;
    const auto at = *rc::gen::inRange<std::size_t>(0, altered.size());
    altered[at] ^= std::byte{1};
    RC_ASSERT(!open_with(key, altered, bound));
    RC_ASSERT(
        !open_with(key, {sealed.begin(), sealed.begin() + static_cast<std::ptrdiff_t>(at)}, bound));
  }));
}

TEST_CASE("the same text sealed twice looks different") {
  SystemRandom random;
  const SecretKey key = derive(some_key(1).bytes(), 1);
  CHECK(seal_with(key, "13812345678", "", random) != seal_with(key, "13812345678", "", random));
}

TEST_CASE("what is sealed for a person opens there and nowhere else") {
  for_each_engine([](TestDatabase& d) {
    SystemRandom random;
    const Vault vault(some_key(1), random);
    const auto sealed = d.db().write([&](db::WriteTx& tx) {
      vault.add_person(tx, kHere, kAnn, kNow);
      vault.add_person(tx, kHere, kBo, kNow);
      vault.add_person(tx, kThere, kAnn, kNow);
      return vault.seal(tx, kHere, kAnn, "13812345678", "report.phone:1");
    });
    REQUIRE(sealed.ok());
    d.db().read([&](db::ReadTx& tx) {
      CHECK(*vault.open(tx, kHere, kAnn, *sealed, "report.phone:1") == "13812345678");
      const auto code = [&](DistrictId district, PersonKeyId person, const char* bound) {
        return vault.open(tx, district, person, *sealed, bound).error().code;
      };
      CHECK(code(kHere, kAnn, "report.phone:2") == "sealed_text_unreadable");
      CHECK(code(kHere, kBo, "report.phone:1") == "sealed_text_unreadable");
      CHECK(code(kThere, kAnn, "report.phone:1") == "sealed_text_unreadable");
      CHECK(code(kThere, kBo, "report.phone:1") == "person_key_unknown");
      const Vault stranger(some_key(2), random);
      CHECK(stranger.open(tx, kHere, kAnn, *sealed, "report.phone:1").error().code ==
            "sealed_text_unreadable");
      return true;
    });
  });
}

TEST_CASE("a destroyed key erases that person's data for good and nobody else's") {
  for_each_engine([](TestDatabase& d) {
    SystemRandom random;
    const Vault vault(some_key(1), random);
    db::Blob ann, bo;
    d.db().write([&](db::WriteTx& tx) {
      vault.add_person(tx, kHere, kAnn, kNow);
      vault.add_person(tx, kHere, kBo, kNow);
      ann = vault.seal(tx, kHere, kAnn, "Ann", "name").value();
      bo = vault.seal(tx, kHere, kBo, "Bo", "name").value();
      return true;
    });
    REQUIRE(
        d.db().write([&](db::WriteTx& tx) { return vault.destroy(tx, kHere, kAnn, kNow); }).ok());
    d.db().write([&](db::WriteTx& tx) {
      CHECK(vault.open(tx, kHere, kAnn, ann, "name").error().kind == Failure::gone);
      CHECK(vault.seal(tx, kHere, kAnn, "x", "name").error().code == "personal_data_erased");
      CHECK(*vault.open(tx, kHere, kBo, bo, "name") == "Bo");
      CHECK(vault.destroy(tx, kHere, kAnn, kNow).ok());
      CHECK(vault.destroy(tx, kHere, PersonKeyId{9}, kNow).error().code == "person_key_unknown");
      return true;
    });
  });
}

TEST_CASE("a keyed hash tells equal texts of one district and purpose, and nothing else") {
  SystemRandom random;
  const Vault vault(some_key(1), random), other(some_key(2), random);
  const auto hash = vault.keyed_hash(kHere, "phone", "13812345678");
  CHECK(hash.size() == 32);
  CHECK(hash == vault.keyed_hash(kHere, "phone", "13812345678"));
  CHECK(hash != vault.keyed_hash(kThere, "phone", "13812345678"));
  CHECK(hash != vault.keyed_hash(kHere, "caller", "13812345678"));
  CHECK(hash != vault.keyed_hash(kHere, "phone1", "3812345678"));
  CHECK(hash != other.keyed_hash(kHere, "phone", "13812345678"));
}

TEST_CASE("revealing leaves who, what and why behind") {
  for_each_engine([](TestDatabase& d) {
    SystemRandom random;
    IdSource ids(1);
    const Vault vault(some_key(1), random);
    const auto reason = Reason::parse("caller asked for a call back").value();
    const Subject phone{"report", 42, "phone"};
    d.db().write([&](db::WriteTx& tx) {
      vault.add_person(tx, kHere, kAnn, kNow);
      const auto sealed = vault.seal(tx, kHere, kAnn, "13812345678", "p").value();
      const auto shown =
          reveal(tx, vault, ids, kHere, AccountId{5}, kAnn, sealed, "p", phone, reason, kNow);
      CHECK(*shown == "13812345678");
      log_access(tx, ids, kHere, AccountId{6}, phone, reason, kNow);
      log_access(tx, ids, kThere, AccountId{6}, phone, reason, kNow);
      CHECK_FALSE(
          reveal(tx, vault, ids, kHere, AccountId{5}, kAnn, sealed, "q", phone, reason, kNow).ok());
      return true;
    });
    d.db().read([&](db::ReadTx& tx) {
      const auto log = accesses_of(tx, kHere, "report", 42, {}, 10);
      REQUIRE(log.size() == 2);
      CHECK(log[0].account == AccountId{6});
      CHECK(log[1].account == AccountId{5});
      CHECK(log[1].subject.field == "phone");
      CHECK(log[1].reason == "caller asked for a call back");
      CHECK(log[1].at == kNow);
      CHECK(accesses_of(tx, kHere, "report", 42, log[0].access, 10).size() == 1);
      CHECK(accesses_of(tx, kHere, "report", 43, {}, 10).empty());
      return true;
    });
  });
}

TEST_CASE("the master key is made once, for its owner alone, and found again") {
  for_each_engine([](TestDatabase& d) {
    SystemRandom random;
    const Folder folder;
    const auto made = open_master_key(d.db(), folder.key(), random, kNow);
    REQUIRE(made.ok());
    struct stat about {};
    REQUIRE(stat(folder.key().c_str(), &about) == 0);
    CHECK((about.st_mode & 0777) == 0600);
    const auto again = open_master_key(d.db(), folder.key(), random, kNow);
    REQUIRE(again.ok());
    CHECK(made->bytes() == again->bytes());
    int files = 0;
    for ([[maybe_unused]] const auto& f : std::filesystem::directory_iterator(folder.path())) {
      ++files;
    }
    CHECK(files == 1);
  });
}

TEST_CASE("a database whose key is missing, foreign or broken does not open, and says why") {
  for_each_engine([](TestDatabase& d) {
    SystemRandom random;
    const Folder folder, elsewhere;
    REQUIRE(open_master_key(d.db(), folder.key(), random, kNow).ok());
    const auto open = [&](const std::filesystem::path& path) {
      return code_of_refusal(open_master_key(d.db(), path, random, kNow));
    };
    CHECK(open(elsewhere.key()) == "master_key_missing");
    CHECK_FALSE(std::filesystem::exists(elsewhere.key()));
    REQUIRE(create_master_key(elsewhere.key(), random).ok());
    CHECK(open(elsewhere.key()) == "master_key_wrong");
    chmod(folder.key().c_str(), 0644);
    CHECK(open(folder.key()) == "master_key_unreadable");
    chmod(folder.key().c_str(), 0600);
    CHECK(open(folder.key()) == "");
    std::ofstream(folder.key()) << "gewu-master-key-1 12";
    CHECK(open(folder.key()) == "master_key_unreadable");
    std::ofstream(folder.key()) << std::string(100'000, 'x');
    CHECK(open(folder.key()) == "master_key_unreadable");
  });
}

TEST_CASE("making a key never replaces one") {
  SystemRandom random;
  const Folder folder;
  const auto first = create_master_key(folder.key(), random);
  const auto second = create_master_key(folder.key(), random);
  REQUIRE(first.ok());
  REQUIRE(second.ok());
  CHECK(first->bytes() == second->bytes());
}

TEST_CASE("nodes that start together end up with one key") {
  for_each_engine([](TestDatabase& d) {
    const Folder folder;
    std::vector<std::thread> nodes;
    std::mutex guard;
    std::set<std::array<std::byte, 32>> keys;
    int refused = 0;
    for (int i = 0; i < 4; ++i) {
      nodes.emplace_back([&] {
        SystemRandom random;
        const auto key = open_master_key(d.db(), folder.key(), random, kNow);
        const std::lock_guard lock(guard);
        if (key) {
          keys.insert(key->bytes());
        } else {
          ++refused;
        }
      });
    }
    for (auto& node : nodes) node.join();
    CHECK(keys.size() == 1);
    CHECK(refused == 0);
  });
}

}  // namespace
}  // namespace gewu::privacy
