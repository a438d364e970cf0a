// SPDX-License-Identifier: Apache-2.0
// The module's SQL. No rules here.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "modules/accounts/accounts.hpp"
#include "modules/accounts/lockout.hpp"

namespace gewu::accounts::store {

struct Credentials {
  Account account;
  std::string password_hash;
  Lock lock;
};

void insert_account(db::WriteTx& tx, DistrictId district, AccountId id, const NewAccount& account,
                    Instant now);
std::optional<Account> account(db::ReadTx& tx, DistrictId district, AccountId id);
std::optional<Account> account(db::ReadTx& tx, DistrictId district, const LoginName& login);
std::vector<Account> accounts_after(db::ReadTx& tx, DistrictId district, AccountId after,
                                    int limit);
std::optional<Credentials> credentials(db::ReadTx& tx, DistrictId district, const LoginName& login);
std::optional<Credentials> credentials(db::ReadTx& tx, DistrictId district, AccountId id);
/// The same, and nobody else changes the account until this transaction has ended.
std::optional<Credentials> lock_credentials(db::WriteTx& tx, DistrictId district, AccountId id);
void set_lock(db::WriteTx& tx, DistrictId district, AccountId id, const Lock& lock);
void set_password(db::WriteTx& tx, DistrictId district, AccountId id, const std::string& hash,
                  bool must_change);
void set_state(db::WriteTx& tx, DistrictId district, AccountId id, AccountState state);
/// Counts a change of rights; what was read before it may not have changed since.
void touch(db::WriteTx& tx, DistrictId district, AccountId id);

void insert_grant(db::WriteTx& tx, DistrictId district, GrantId id, AccountId account,
                  const NewGrant& grant, AccountId by, Instant now);
/// Ended ones too, oldest first.
std::vector<GrantRow> grants_of(db::ReadTx& tx, DistrictId district, AccountId account);
/// A grant that has not begun yet ends with the moment it would have begun.
void end_grant(db::WriteTx& tx, DistrictId district, GrantId id, Instant now);

void insert_organisation(db::WriteTx& tx, DistrictId district, const Organisation& organisation,
                         Instant now);
std::optional<Organisation> organisation(db::ReadTx& tx, DistrictId district, OrganisationId id);
std::optional<OrganisationId> organisation_named(db::ReadTx& tx, DistrictId district, AreaId area,
                                                 std::string_view name);
std::vector<Organisation> organisations_after(db::ReadTx& tx, DistrictId district,
                                              OrganisationId after, int limit, bool with_inactive);

void insert_session(db::WriteTx& tx, DistrictId district, const Digest& digest, AccountId account,
                    Instant now, Instant expires_at);
struct Live {
  api::Caller caller;
  Instant last_seen_at;
  bool must_change_password = false;
};
/// A session seen after `seen_after` and not expired, its active account and that account's grants
/// at `now`: one statement, as it runs with every request.
std::optional<Live> live_session(db::ReadTx& tx, DistrictId district, const Digest& digest,
                                 Instant seen_after, Instant now);
void note_seen(db::WriteTx& tx, DistrictId district, const Digest& digest, Instant now);
std::optional<AccountId> end_session(db::WriteTx& tx, DistrictId district, const Digest& digest);
void end_sessions(db::WriteTx& tx, DistrictId district, AccountId account);
/// The same, and it is remembered why, for the device that still holds the token.
void end_sessions(db::WriteTx& tx, DistrictId district, AccountId account, SessionEnd why,
                  Instant now);
/// Forgets what no device can come back with any more: not seen since `seen_before`.
void end_dead_sessions(db::WriteTx& tx, DistrictId district, AccountId account,
                       Instant seen_before);
/// Why this token is worth nothing, where somebody took it away; nothing where it ran out.
std::optional<SessionEnd> why_ended(db::ReadTx& tx, DistrictId district, const Digest& digest);

struct LoggedEvent {
  RecordId event;
  Instant at;
  SecurityEvent kind{};
  AccountId account;  ///< whom it concerns; none: an unknown login, which is not kept
  AccountId by;       ///< who did it
  GrantId grant;
  std::optional<db::Blob> remote_digest;
};
void insert_event(db::WriteTx& tx, DistrictId district, const LoggedEvent& event);
std::vector<LoggedEvent> events_before(db::ReadTx& tx, DistrictId district, RecordId before,
                                       int limit);

}  // namespace gewu::accounts::store
