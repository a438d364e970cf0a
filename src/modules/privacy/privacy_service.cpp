// SPDX-License-Identifier: Apache-2.0
#include <sodium.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "base/bytes.hpp"
#include "modules/privacy/privacy.hpp"
#include "modules/privacy/privacy_store.hpp"
#include "modules/privacy/sealing.hpp"

namespace gewu::privacy {

namespace {

// Numbers of the derived keys. Never change or reuse one: what it sealed would not open.
constexpr std::uint64_t kWrapKey = 1, kHashKey = 2, kCheckKey = 3;

std::string big_endian(std::int64_t value) {
  std::string out(8, '\0');
  for (std::size_t i = 0; i < 8; ++i) {
    out[i] = static_cast<char>(static_cast<std::uint64_t>(value) >> (56 - 8 * i));
  }
  return out;
}

/// What a sealed text is bound to. Every part but the last has a fixed length.
std::string bound_to(char what, DistrictId district, PersonKeyId person, std::string_view more) {
  return std::string(1, what) + big_endian(district.value) + big_endian(person.value) +
         std::string(more);
}

db::Blob check_of(const MasterKey& key) {
  return keyed_digest(derive(key.bytes(), kCheckKey), "gewu master key");
}

Error key_missing(const std::filesystem::path& path) {
  return {Failure::unavailable, "master_key_missing",
          "This database holds sealed personal data, but its key is not at " + path.string() +
              ". Bring the file back from its copy (GEWU_MASTER_KEY_FILE names another place)."};
}

Error key_wrong(const std::filesystem::path& path) {
  return {Failure::unavailable, "master_key_wrong",
          "The key at " + path.string() +
              " is not the one that sealed this database. Put the right file there."};
}

}  // namespace

Result<MasterKey> open_master_key(db::Database& database, const std::filesystem::path& path,
                                  Random& random, Instant now) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
  const auto kept = [&] {
    return database.read([](db::ReadTx& tx) { return store::master_key_check(tx); });
  };
  auto check = kept();
  GEWU_TRY(auto key, read_master_key(path));
  if (!key) {
    if (check) return key_missing(path);
    GEWU_TRY(key, create_master_key(path, random));
  }
  if (!check) {
    try {
      database.write([&](db::WriteTx& tx) {
        store::insert_master_key_check(tx, check_of(*key), now);
        return true;
      });
      return *key;
    } catch (const db::DbError& e) {
      // Another node began at the same moment: whose key it is now, the row says.
      if (e.fault() != db::Fault::unique_violation) throw;
      check = kept();
    }
  }
  if (check != check_of(*key)) return key_wrong(path);
  return *key;
}

struct Vault::Keys {
  SecretKey wrap, hash;

  /// The person's own key.
  Result<SecretKey> unwrap(db::ReadTx& tx, DistrictId district, PersonKeyId person) const {
    const auto row = store::person_key(tx, district, person);
    if (!row) return not_found("person_key_unknown", "There is no such person's key.");
    if (!row->wrapped) {
      return Error{Failure::gone, "personal_data_erased",
                   "The personal data was erased at the person's request or by its expiry."};
    }
    auto bytes = open_with(wrap, *row->wrapped, bound_to('k', district, person, ""));
    // The master key was checked at the start: this row was altered.
    if (!bytes || bytes->size() != SecretKey::size) {
      return conflict("sealed_text_unreadable",
                      "This person's key was altered in the database. Run gewu doctor.");
    }
    SecretKey out;
    std::copy(bytes->begin(), bytes->end(), out.data());
    sodium_memzero(bytes->data(), bytes->size());
    return out;
  }
};

Vault::Vault(const MasterKey& master, Random& random)
    : keys_(std::make_unique<Keys>()), random_(random) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
  keys_->wrap = derive(master.bytes(), kWrapKey);
  keys_->hash = derive(master.bytes(), kHashKey);
}

Vault::~Vault() = default;

void Vault::add_person(db::WriteTx& tx, DistrictId district, PersonKeyId id, Instant now) const {
  const SecretKey key(random_.bytes<SecretKey::size>());
  const auto wrapped = seal_with(keys_->wrap, key.view(), bound_to('k', district, id, ""), random_);
  store::insert_person_key(tx, district, id, wrapped, now);
}

Result<db::Blob> Vault::seal(db::ReadTx& tx, DistrictId district, PersonKeyId person,
                             std::string_view plain, std::string_view associated) const {
  GEWU_TRY(const SecretKey key, keys_->unwrap(tx, district, person));
  return seal_with(key, plain, bound_to('t', district, person, associated), random_);
}

Result<std::string> Vault::open(db::ReadTx& tx, DistrictId district, PersonKeyId person,
                                const db::Blob& sealed, std::string_view associated) const {
  GEWU_TRY(const SecretKey key, keys_->unwrap(tx, district, person));
  auto plain = open_with(key, sealed, bound_to('t', district, person, associated));
  if (!plain) {
    return conflict("sealed_text_unreadable",
                    "The sealed text was altered or belongs elsewhere. Run gewu doctor.");
  }
  return std::move(*plain);
}

Done Vault::destroy(db::WriteTx& tx, DistrictId district, PersonKeyId person, Instant now) const {
  if (!store::destroy_person_key(tx, district, person, now)) {
    return not_found("person_key_unknown", "There is no such person's key.");
  }
  return done();
}

db::Blob Vault::keyed_hash(DistrictId district, std::string_view purpose,
                           std::string_view text) const {
  const auto length = static_cast<std::int64_t>(purpose.size());
  return keyed_digest(keys_->hash, big_endian(district.value) + big_endian(length) +
                                       std::string(purpose) + std::string(text));
}

void log_access(db::WriteTx& tx, IdSource& ids, DistrictId district, AccountId account,
                const Subject& subject, const Reason& reason, Instant now) {
  store::insert_access(tx, district,
                       {ids.next<RecordTag>(now), account, subject, reason.str(), now});
}

Result<std::string> reveal(db::WriteTx& tx, const Vault& vault, IdSource& ids, DistrictId district,
                           AccountId account, PersonKeyId person, const db::Blob& sealed,
                           std::string_view associated, const Subject& subject,
                           const Reason& reason, Instant now) {
  GEWU_TRY(auto plain, vault.open(tx, district, person, sealed, associated));
  log_access(tx, ids, district, account, subject, reason, now);
  return plain;
}

std::vector<Access> accesses_of(db::ReadTx& tx, DistrictId district, std::string_view subject_kind,
                                std::int64_t subject_id, RecordId before, int limit) {
  const auto top = before ? before.value : std::numeric_limits<std::int64_t>::max();
  return store::accesses_of(tx, district, subject_kind, subject_id, top, limit);
}

}  // namespace gewu::privacy
