// SPDX-License-Identifier: Apache-2.0
// The use cases as routes call them: with somebody who asks. The plain ones are in accounts.hpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "modules/accounts/accounts.hpp"
#include "modules/accounts/accounts_store.hpp"
#include "modules/accounts/token.hpp"

namespace gewu::accounts {

/// One request's part in a use case.
struct Asking {
  const Services& services;
  DistrictId district;
  const api::Caller& caller;
  Instant now;
  std::string_view remote;  ///< client address; only a keyed digest of it is kept
};

// ---- logins ------------

struct Login {
  Token token;
  AccountId account;
};

/// One answer, `login_refused`, and the same work whether the login is unknown, the password wrong,
/// the account disabled or locked. `replaced` is the token the client sent along, if any: that
/// session ends. Slow (argon2): not inside a transaction. Refusals: login_refused
/// (unauthenticated), login_busy, password_too_long.
Result<Login> log_in(const Services& services, DistrictId district, std::string_view login,
                     std::string_view password, std::string_view remote,
                     const std::optional<Token>& replaced, Instant now);

/// Ends the session; without one it is done already.
void log_out(db::WriteTx& tx, const Services& services, DistrictId district, const Token& token,
             std::string_view remote, Instant now);

/// The caller's own password: ends all sessions and opens a new one. A wrong current password
/// counts towards the lock. Slow. Refusals: password_wrong, account_locked, password_unchanged and
/// those of check_password, with `field`.
Result<Login> change_password(const Asking& asking, std::string_view current,
                              std::string_view next);

// ---- administration ------------

struct AccountForm {
  std::string login;
  PersonName name;
  AreaId area;
  std::string password;  ///< to be changed at the first login
  std::vector<NewGrant> grants;
};
/// Slow. Refusals: of the policy, check_password, add_account.
Result<AccountId> add_account_as(const Asking& asking, const AccountForm& form);
/// Slow. The person must change it at the next login.
Done reset_password_as(const Asking& asking, AccountId account, std::string_view password);
Result<GrantId> add_grant_as(const Asking& asking, db::WriteTx& tx, AccountId account,
                             const NewGrant& grant);
Done revoke_grant_as(const Asking& asking, db::WriteTx& tx, AccountId account, GrantId grant);
Done set_state_as(const Asking& asking, db::WriteTx& tx, AccountId account, AccountState state,
                  std::int64_t version);
Done revoke_devices_as(const Asking& asking, db::WriteTx& tx, AccountId account);
Result<OrganisationId> add_organisation_as(const Asking& asking, db::WriteTx& tx,
                                           const OrganisationName& name, OrganisationKind kind,
                                           AreaId area);

/// Accounts with their grants, as far as the caller may see them: at most `limit` from `after` on.
/// `next` is where to go on; none at the end. Looks at no more than 1,000 accounts in one call, so
/// a page may be short and still have a next.
struct AccountPage {
  struct Item {
    Account account;
    std::vector<GrantRow> grants;  ///< not ended yet
  };
  std::vector<Item> items;
  AccountId next;
};
AccountPage see_accounts(const Asking& asking, db::ReadTx& tx, AccountId after, int limit);
/// Refusal account_unknown also where it is not the caller's to see.
Result<AccountPage::Item> see_account(const Asking& asking, db::ReadTx& tx, AccountId account);

Result<std::vector<store::LoggedEvent>> see_security_log(const Asking& asking, db::ReadTx& tx,
                                                         RecordId before, int limit);

}  // namespace gewu::accounts
