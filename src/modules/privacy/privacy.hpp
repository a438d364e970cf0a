// SPDX-License-Identifier: Apache-2.0
// Personal text: sealed under a key per person, hashed for look-up, masked by default, revealed
// with a reason that is logged. Destroying a person's key is the erasure.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "db/db.hpp"
#include "modules/privacy/master_key.hpp"
#include "modules/privacy/phone.hpp"

namespace gewu::privacy {

struct PersonKeyTag;
/// One person as far as secrecy goes. Says nothing about who that is.
using PersonKeyId = Id<PersonKeyTag>;

// ---- the master key ------------

/// Reads the key; makes it (mode 0600, flushed to disk) only where neither the file nor anything
/// sealed exists yet. Refusals: master_key_missing (the database was sealed with a key that is not
/// here: bring the file back), master_key_wrong (another key), master_key_unreadable (not a key
/// file, or readable by other users).
Result<MasterKey> open_master_key(db::Database& database, const std::filesystem::path& path,
                                  Random& random, Instant now);

// ---- sealing ------------

/// Thread-safe. XChaCha20-Poly1305 with a random nonce; the sealed text is bound to district,
/// person and `associated` (say "report.phone:<id>"), so that a blob moved to another row does not
/// open there.
class Vault {
 public:
  Vault(const MasterKey& master, Random& random);
  ~Vault();
  Vault(const Vault&) = delete;
  Vault& operator=(const Vault&) = delete;

  /// Makes the key of a new person; `id` comes from the caller's IdSource.
  void add_person(db::WriteTx& tx, DistrictId district, PersonKeyId id, Instant now) const;

  /// Refusals: personal_data_erased (gone), person_key_unknown.
  Result<db::Blob> seal(db::ReadTx& tx, DistrictId district, PersonKeyId person,
                        std::string_view plain, std::string_view associated) const;
  /// Refusals: as above, and sealed_text_unreadable where it was altered, moved or cut.
  Result<std::string> open(db::ReadTx& tx, DistrictId district, PersonKeyId person,
                           const db::Blob& sealed, std::string_view associated) const;

  /// Erasure: nothing sealed for this person can be opened again, in no copy of the database made
  /// from now on. Whoever keeps keyed hashes of the person's data deletes those rows himself.
  /// A repeat is done already.
  Done destroy(db::WriteTx& tx, DistrictId district, PersonKeyId person, Instant now) const;

  /// For equality look-ups without the text ("has this phone reported before?"): 32 bytes that
  /// differ by district and purpose. Give it normalised text.
  db::Blob keyed_hash(DistrictId district, std::string_view purpose, std::string_view text) const;

 private:
  struct Keys;
  std::unique_ptr<Keys> keys_;
  Random& random_;
};

// ---- reading personal data ------------

/// What was looked at. Kinds and fields are full words ("report", "phone").
struct Subject {
  std::string kind;
  std::int64_t id = 0;
  std::string field;
};

using Reason = Text<4, 200>;

struct Access {
  RecordId access;
  AccountId account;
  Subject subject;
  std::string reason;
  Instant at;
};

/// Appends to the access log. Every display of unmasked personal data goes through this.
void log_access(db::WriteTx& tx, IdSource& ids, DistrictId district, AccountId account,
                const Subject& subject, const Reason& reason, Instant now);

/// Opens and logs in one transaction: without the log row there is no text. The caller has already
/// checked that `account` may.
Result<std::string> reveal(db::WriteTx& tx, const Vault& vault, IdSource& ids, DistrictId district,
                           AccountId account, PersonKeyId person, const db::Blob& sealed,
                           std::string_view associated, const Subject& subject,
                           const Reason& reason, Instant now);

/// Who looked at this thing, newest first; `before` none: from the newest.
std::vector<Access> accesses_of(db::ReadTx& tx, DistrictId district, std::string_view subject_kind,
                                std::int64_t subject_id, RecordId before, int limit);

}  // namespace gewu::privacy
