// SPDX-License-Identifier: Apache-2.0
// Who works here and what for: accounts, roles bound to areas, organisations, logins.
// Other modules ask this header who may act over an area and who can hold a case.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/caller.hpp"
#include "base/codes.hpp"
#include "base/ids.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "db/db.hpp"
#include "modules/accounts/accounts_policy.hpp"
#include "modules/accounts/login.hpp"
#include "modules/accounts/password.hpp"
#include "modules/accounts/settings.hpp"

namespace gewu::api {
class Api;
class Authenticator;
}  // namespace gewu::api
namespace gewu::areas {
class Territories;
}
namespace gewu::privacy {
class Vault;
}

namespace gewu::accounts {

// ---- words ------------

enum class AccountState { active, disabled };
BOOST_DESCRIBE_ENUM(AccountState, active, disabled)

enum class OrganisationKind { department, property_manager, owners_committee, company, other };
BOOST_DESCRIBE_ENUM(OrganisationKind, department, property_manager, owners_committee, company,
                    other)

/// Why somebody else ended a login. What merely ran out has no such reason.
enum class SessionEnd { account_disabled, device_revoked };
BOOST_DESCRIBE_ENUM(SessionEnd, account_disabled, device_revoked)

struct GrantTag;
using GrantId = Id<GrantTag>;

/// What the security log tells apart.
enum class SecurityEvent {
  login_succeeded,
  login_failed,
  login_refused,  ///< locked or disabled, whatever the password
  account_locked,
  logged_out,
  password_changed,
  password_change_failed,
  password_reset,
  account_added,
  account_disabled,
  account_enabled,
  role_granted,
  role_revoked,
  organisation_added
};
BOOST_DESCRIBE_ENUM(SecurityEvent, login_succeeded, login_failed, login_refused, account_locked,
                    logged_out, password_changed, password_change_failed, password_reset,
                    account_added, account_disabled, account_enabled, role_granted, role_revoked,
                    organisation_added)

using PersonName = Text<1, 60>;
using OrganisationName = Text<2, 120>;

// ---- accounts ------------

/// A role for an area and all below it, for a time.
struct NewGrant {
  api::Role role{};
  AreaId area;
  OrganisationId organisation = {};        ///< for Role::department, and only for it
  std::optional<Instant> valid_from = {};  ///< none: now
  std::optional<Instant> valid_to = {};    ///< none: until revoked
};

struct NewAccount {
  LoginName login;
  PersonName name;
  AreaId area;                ///< where the account is managed from
  std::string password_hash;  ///< from PasswordHasher
  bool must_change_password = true;
  std::vector<NewGrant> grants = {};
};

struct Account {
  AccountId account;
  std::string login;
  std::string name;
  AreaId area;
  AccountState state{};
  bool must_change_password = false;
  std::optional<Instant> locked_until;
  Instant created_at;
  std::int64_t version = 0;
};

struct GrantRow {
  GrantId grant;
  AccountId account;
  api::Role role{};
  AreaId area;
  OrganisationId organisation;
  Instant valid_from;
  std::optional<Instant> valid_to;
  AccountId granted_by;  ///< none: by the command line
};

struct Organisation {
  OrganisationId organisation;
  std::string name;
  OrganisationKind kind{};
  AreaId area;
  bool active = true;
};

/// The use cases below are for the command line, the demo and imports; they keep every rule that
/// does not depend on who asks. `by` none: the command line. Routes add the policy.

/// Refusals: login_taken, and those of add_grant with field /grants/<n>.
Result<AccountId> add_account(db::WriteTx& tx, IdSource& ids, DistrictId district,
                              const NewAccount& account, AccountId by, Instant now);
/// Refusals: account_unknown, organisation_needed, organisation_not_wanted, organisation_unknown,
/// grant_period_empty, grant_exists, administrators_separate (one account holds at most one of the
/// three administrators' roles), own_grants_fixed.
Result<GrantId> add_grant(db::WriteTx& tx, IdSource& ids, DistrictId district, AccountId account,
                          const NewGrant& grant, AccountId by, Instant now);
/// Ends a grant now; the row stays. Refusals: grant_unknown, own_grants_fixed.
Done revoke_grant(db::WriteTx& tx, IdSource& ids, DistrictId district, AccountId account,
                  GrantId grant, AccountId by, Instant now);
/// Ends every session of the account. Refusal: account_unknown.
Done set_password(db::WriteTx& tx, IdSource& ids, DistrictId district, AccountId account,
                  const std::string& password_hash, bool must_change, AccountId by, Instant now);
/// Disabling ends every session; enabling also lifts a lock. Refusals: account_unknown,
/// account_stale where `version` is given and not the stored one, own_account_fixed.
Done set_state(db::WriteTx& tx, IdSource& ids, DistrictId district, AccountId account,
               AccountState state, std::optional<std::int64_t> version, AccountId by, Instant now);
/// Ends every session of the account for good, as after the loss of a phone: whatever still holds
/// one is told `device_revoked` and wipes what it keeps. Refusal: account_unknown.
Done revoke_devices(db::WriteTx& tx, IdSource& ids, DistrictId district, AccountId account,
                    AccountId by, Instant now);
/// Refusal: organisation_exists (same name and area).
Result<OrganisationId> add_organisation(db::WriteTx& tx, IdSource& ids, DistrictId district,
                                        const OrganisationName& name, OrganisationKind kind,
                                        AreaId area, AccountId by, Instant now);

std::optional<Account> find_by_login(db::ReadTx& tx, DistrictId district, const LoginName& login);
std::optional<Account> find_account(db::ReadTx& tx, DistrictId district, AccountId account);
std::vector<GrantRow> grants_of(db::ReadTx& tx, DistrictId district, AccountId account);
/// The caller that a live login of this account would be: for simulation and the command line.
std::optional<api::Caller> caller_of(db::ReadTx& tx, DistrictId district, AccountId account,
                                     Instant now);
/// The caller with the rights of the time `at` of a deed that is only heard of `now`: work done
/// offline is judged as if it had come at once. Clocks of phones differ: of the last five minutes
/// the rights of now count, too. A login that must change its password has none at any time.
api::Caller caller_as_of(db::ReadTx& tx, DistrictId district, const api::Caller& caller, Instant at,
                         Instant now);
std::optional<Organisation> find_organisation(db::ReadTx& tx, DistrictId district,
                                              OrganisationId organisation);
/// In order of id from `after` on; at most `limit`. Inactive ones only where asked for.
std::vector<Organisation> list_organisations(db::ReadTx& tx, DistrictId district,
                                             OrganisationId after, int limit,
                                             bool with_inactive = false);

// ---- who stands for a place ------------
// `chain` is an area and
// those above it, in any order, at most 16. Grants count when valid at `now` and their account is
// active.

/// Which of these areas have a desk: a grid_lead, community_desk or dispatcher granted right there.
std::vector<AreaId> areas_with_desk(db::ReadTx& tx, DistrictId district,
                                    const std::vector<AreaId>& chain, Instant now);

enum class HolderKind { account, organisation };
BOOST_DESCRIBE_ENUM(HolderKind, account, organisation)

/// Somebody a case can be given to.
struct Holder {
  HolderKind kind{};
  AccountId account;            ///< for HolderKind::account
  OrganisationId organisation;  ///< for HolderKind::organisation
  std::string name;
  api::Role role{};  ///< micro_grid_lead, grid_worker or department
  AreaId area;       ///< where that role was granted
};

/// Workers and micro-grid leads granted at an area of the chain, and active organisations with a
/// department account granted there. One entry per holder (his deepest role cannot be known here:
/// the first in order of role and name), ordered by kind, role, name.
std::vector<Holder> candidates(db::ReadTx& tx, DistrictId district,
                               const std::vector<AreaId>& chain, Instant now);
/// Whether this account (as micro-grid lead or worker) or organisation is one of the candidates.
bool is_candidate(db::ReadTx& tx, DistrictId district, const std::vector<AreaId>& chain,
                  HolderKind kind, std::int64_t holder, Instant now);

struct Person {
  AccountId account;
  std::string name;
};
/// Accounts with one of `roles` granted at an area of the chain, each once, by name.
std::vector<Person> accounts_with_role(db::ReadTx& tx, DistrictId district,
                                       const std::vector<api::Role>& roles,
                                       const std::vector<AreaId>& chain, Instant now);
/// Somebody in office: one grant that stands now, of an active account.
struct Standing {
  GrantId grant;
  AccountId account;
  std::string login, name;
  api::Role role{};
  AreaId area;
};
/// With one of `roles` at an area of the chain, by name.
std::vector<Standing> standing_at(db::ReadTx& tx, DistrictId district,
                                  const std::vector<api::Role>& roles,
                                  const std::vector<AreaId>& chain, Instant now);
/// The same of one grant; nothing once it has ended or its account is disabled.
std::optional<Standing> find_standing(db::ReadTx& tx, DistrictId district, GrantId grant,
                                      Instant now);
/// Accounts that act for the organisation: its handler's team.
std::vector<Person> members_of(db::ReadTx& tx, DistrictId district, OrganisationId organisation,
                               Instant now);

/// Unknown ids are left out. Any number of ids; order is not kept.
std::vector<std::pair<AccountId, std::string>> account_names(
    db::ReadTx& tx, DistrictId district, const std::vector<AccountId>& accounts);
std::vector<std::pair<OrganisationId, std::string>> organisation_names(
    db::ReadTx& tx, DistrictId district, const std::vector<OrganisationId>& organisations);

// ---- composition ------------

/// What accounts needs to know of areas.
class AreaBook {
 public:
  virtual ~AreaBook() = default;
  /// The area itself first, the district's area last; empty where it does not exist now.
  virtual std::vector<AreaId> chain_upwards(db::ReadTx& tx, DistrictId district,
                                            AreaId area) const = 0;
  /// The area of the whole district.
  virtual AreaId root(db::ReadTx& tx, DistrictId district) const = 0;
  struct Label {
    std::string code;
    std::string name;
    std::string level;  ///< "street", "community" …
  };
  virtual std::optional<Label> label(db::ReadTx& tx, DistrictId district, AreaId area) const = 0;
};
/// The book of the areas module's snapshots. `territories` outlives it.
std::unique_ptr<AreaBook> make_area_book(areas::Territories& territories);

/// Everything the routes and the authenticator share. Outlives both.
struct Services {
  db::Database& database;
  IdSource& ids;
  Random& random;
  const PasswordHasher& hasher;
  const AreaBook& areas;
  const privacy::Vault& vault;  ///< keyed digests of client addresses in the security log
  Settings settings = {};
};

/// Sessions from the cookie gewu_session. `database` takes the tiny notes of activity.
std::unique_ptr<api::Authenticator> make_authenticator(db::Database& database,
                                                       const Settings& settings);

void append_accounts_routes(api::Api& api, const Services& services);

}  // namespace gewu::accounts
