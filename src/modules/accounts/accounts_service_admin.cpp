// SPDX-License-Identifier: Apache-2.0
// Administration: the policy first, then the plain use case.
#include <algorithm>

#include "modules/accounts/accounts_service.hpp"

namespace gewu::accounts {

namespace {

constexpr int kScanMax = 1000, kScanStep = 200;

using Chain = std::vector<AreaId>;

/// A place named now must exist.
Result<Chain> place(const Asking& asking, db::ReadTx& tx, AreaId area, const std::string& field) {
  auto chain = asking.services.areas.chain_upwards(tx, asking.district, area);
  if (chain.empty()) return invalid("area_unknown", "There is no such area.", field);
  return chain;
}

/// A place of the past may be gone: then only the whole district's administrator reaches it.
Chain place_kept(const Asking& asking, db::ReadTx& tx, AreaId area) {
  auto chain = asking.services.areas.chain_upwards(tx, asking.district, area);
  if (chain.empty()) chain.push_back(asking.services.areas.root(tx, asking.district));
  return chain;
}

std::vector<GrantRow> standing_grants(const Asking& asking, db::ReadTx& tx, AccountId account) {
  auto grants = store::grants_of(tx, asking.district, account);
  std::erase_if(grants, [&](const GrantRow& g) { return g.valid_to && *g.valid_to <= asking.now; });
  return grants;
}

/// Everywhere the account belongs or acts: who resets its password could act there, too.
std::vector<Chain> places_of(const Asking& asking, db::ReadTx& tx, const Account& account,
                             const std::vector<GrantRow>& grants) {
  std::vector<Chain> out{place_kept(asking, tx, account.area)};
  for (const auto& g : grants) out.push_back(place_kept(asking, tx, g.area));
  return out;
}

Error account_unknown() { return not_found("account_unknown", "There is no such account."); }

/// The account, when the caller may change it; unknown when he may not even see it.
Result<Account> changeable(const Asking& asking, db::ReadTx& tx, AccountId id) {
  const auto account = store::account(tx, asking.district, id);
  if (!account) return account_unknown();
  const auto places = places_of(asking, tx, *account, standing_grants(asking, tx, id));
  if (!may(asking.caller, Act::see_account, id, places)) return account_unknown();
  GEWU_CHECK(may(asking.caller, Act::change_account, id, places));
  return *account;
}

/// Which levels of areas a desk stands at; other roles go anywhere.
bool fits_level(api::Role role, std::string_view level) {
  using api::Role;
  switch (role) {
    case Role::grid_lead:
      return level == "grid" || level == "dedicated_grid";
    case Role::community_desk:
      return level == "community";
    case Role::dispatcher:
      return level == "street" || level == "district";
    default:
      return true;
  }
}

Result<Chain> grant_place(const Asking& asking, db::ReadTx& tx, const NewGrant& grant,
                          const std::string& field) {
  GEWU_TRY(auto chain, place(asking, tx, grant.area, field + "/area"));
  const auto label = asking.services.areas.label(tx, asking.district, grant.area);
  if (label && !fits_level(grant.role, label->level)) {
    return invalid("role_not_at_this_level",
                   "A grid lead is granted at a grid, a community desk at a community, a "
                   "dispatcher at a street or the district.",
                   field + "/area");
  }
  return chain;
}

Result<std::string> checked_hash(const Asking& asking, const LoginName& login,
                                 std::string_view password) {
  if (auto checked = check_password(password, login); !checked) {
    Error error = checked.error();
    error.field = "/password";
    return error;
  }
  return asking.services.hasher.hash(password);
}

Done check_new_account(const Asking& asking, db::ReadTx& tx, const AccountForm& form) {
  std::vector<Chain> places;
  GEWU_TRY(places.emplace_back(), place(asking, tx, form.area, "/area"));
  for (std::size_t i = 0; i < form.grants.size(); ++i) {
    GEWU_TRY(places.emplace_back(),
             grant_place(asking, tx, form.grants[i], "/grants/" + std::to_string(i)));
  }
  return may(asking.caller, Act::add_account, {}, places);
}

}  // namespace

Result<AccountId> add_account_as(const Asking& asking, const AccountForm& form) {
  auto& database = asking.services.database;
  auto login = LoginName::parse(form.login);
  if (!login) {
    Error error = login.error();
    error.field = "/login";
    return error;
  }
  // Rights first, so that nobody makes the server hash for nothing; and again with the write.
  GEWU_CHECK(database.read([&](db::ReadTx& tx) { return check_new_account(asking, tx, form); }));
  GEWU_TRY(std::string hash, checked_hash(asking, *login, form.password));
  const NewAccount account{*login, form.name, form.area, std::move(hash), true, form.grants};
  return database.write([&](db::WriteTx& tx) -> Result<AccountId> {
    GEWU_CHECK(check_new_account(asking, tx, form));
    return add_account(tx, asking.services.ids, asking.district, account, asking.caller.account,
                       asking.now);
  });
}

Done reset_password_as(const Asking& asking, AccountId id, std::string_view password) {
  auto& database = asking.services.database;
  GEWU_TRY(const Account account,
           database.read([&](db::ReadTx& tx) { return changeable(asking, tx, id); }));
  GEWU_TRY(const auto login, LoginName::parse(account.login));
  GEWU_TRY(const std::string hash, checked_hash(asking, login, password));
  return database.write([&](db::WriteTx& tx) -> Done {
    GEWU_CHECK(changeable(asking, tx, id));
    return set_password(tx, asking.services.ids, asking.district, id, hash, true,
                        asking.caller.account, asking.now);
  });
}

Result<GrantId> add_grant_as(const Asking& asking, db::WriteTx& tx, AccountId account,
                             const NewGrant& grant) {
  GEWU_TRY(Chain chain, grant_place(asking, tx, grant, ""));
  GEWU_CHECK(may(asking.caller, Act::grant_role, account, {chain}));
  return add_grant(tx, asking.services.ids, asking.district, account, grant, asking.caller.account,
                   asking.now);
}

Done revoke_grant_as(const Asking& asking, db::WriteTx& tx, AccountId account, GrantId grant) {
  const auto grants = store::grants_of(tx, asking.district, account);
  const auto found = std::find_if(grants.begin(), grants.end(),
                                  [&](const GrantRow& g) { return g.grant == grant; });
  if (found == grants.end()) return not_found("grant_unknown", "The account has no such role.");
  GEWU_CHECK(may(asking.caller, Act::revoke_grant, account, {place_kept(asking, tx, found->area)}));
  return revoke_grant(tx, asking.services.ids, asking.district, account, grant,
                      asking.caller.account, asking.now);
}

Done set_state_as(const Asking& asking, db::WriteTx& tx, AccountId account, AccountState state,
                  std::int64_t version) {
  GEWU_CHECK(changeable(asking, tx, account));
  return set_state(tx, asking.services.ids, asking.district, account, state, version,
                   asking.caller.account, asking.now);
}

Done revoke_devices_as(const Asking& asking, db::WriteTx& tx, AccountId account) {
  GEWU_CHECK(changeable(asking, tx, account));
  return revoke_devices(tx, asking.services.ids, asking.district, account, asking.caller.account,
                        asking.now);
}

Result<OrganisationId> add_organisation_as(const Asking& asking, db::WriteTx& tx,
                                           const OrganisationName& name, OrganisationKind kind,
                                           AreaId area) {
  GEWU_TRY(Chain chain, place(asking, tx, area, "/area"));
  GEWU_CHECK(may(asking.caller, Act::add_organisation, {}, {chain}));
  return add_organisation(tx, asking.services.ids, asking.district, name, kind, area,
                          asking.caller.account, asking.now);
}

AccountPage see_accounts(const Asking& asking, db::ReadTx& tx, AccountId after, int limit) {
  AccountPage page;
  for (int scanned = 0; scanned < kScanMax; scanned += kScanStep) {
    const auto found = store::accounts_after(tx, asking.district, after, kScanStep);
    for (const auto& account : found) {
      after = account.account;
      auto grants = standing_grants(asking, tx, account.account);
      const auto places = places_of(asking, tx, account, grants);
      if (!may(asking.caller, Act::see_account, account.account, places)) continue;
      page.items.push_back({account, std::move(grants)});
      if (static_cast<int>(page.items.size()) == limit) return page.next = after, page;
    }
    if (found.size() < kScanStep) return page;
  }
  page.next = after;
  return page;
}

Result<AccountPage::Item> see_account(const Asking& asking, db::ReadTx& tx, AccountId id) {
  const auto account = store::account(tx, asking.district, id);
  if (!account) return account_unknown();
  auto grants = standing_grants(asking, tx, id);
  if (!may(asking.caller, Act::see_account, id, places_of(asking, tx, *account, grants))) {
    return account_unknown();
  }
  return AccountPage::Item{*account, std::move(grants)};
}

Result<std::vector<store::LoggedEvent>> see_security_log(const Asking& asking, db::ReadTx& tx,
                                                         RecordId before, int limit) {
  const Chain whole{asking.services.areas.root(tx, asking.district)};
  GEWU_CHECK(may(asking.caller, Act::see_security_log, {}, {whole}));
  return store::events_before(tx, asking.district, before, limit);
}

}  // namespace gewu::accounts
