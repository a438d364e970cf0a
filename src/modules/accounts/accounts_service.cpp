// SPDX-License-Identifier: Apache-2.0
// The use cases that do not depend on who asks.
#include "modules/accounts/accounts_service.hpp"

#include <algorithm>

namespace gewu::accounts {

namespace {

Error account_unknown() { return not_found("account_unknown", "There is no such account."); }

void log_event(db::WriteTx& tx, IdSource& ids, DistrictId district, SecurityEvent kind,
               AccountId account, AccountId by, GrantId grant, Instant now) {
  store::insert_event(tx, district,
                      {ids.next<RecordTag>(now), now, kind, account, by, grant, std::nullopt});
}

bool has_ended(const GrantRow& grant, Instant now) {
  return grant.valid_to && *grant.valid_to <= now;
}

/// What the grant says by itself and beside those the account has or will have.
Done check_grant(db::ReadTx& tx, DistrictId district, const std::vector<GrantRow>& others,
                 const NewGrant& grant, Instant now) {
  if (grant.role == api::Role::department && !grant.organisation) {
    return invalid("organisation_needed", "This role needs the organisation it acts for.",
                   "/organisation");
  }
  if (grant.role != api::Role::department && grant.organisation) {
    return invalid("organisation_not_wanted", "Only the role department acts for an organisation.",
                   "/organisation");
  }
  if (grant.organisation) {
    const auto found = store::organisation(tx, district, grant.organisation);
    if (!found || !found->active) {
      return invalid("organisation_unknown", "There is no such active organisation.",
                     "/organisation");
    }
  }
  const Instant from = grant.valid_from.value_or(now);
  if (grant.valid_to && (*grant.valid_to <= from || *grant.valid_to <= now)) {
    return invalid("grant_period_empty", "The end must lie after the beginning and after now.",
                   "/valid_to");
  }
  for (const auto& other : others) {
    if (has_ended(other, now)) continue;
    if (other.role == grant.role && other.area == grant.area &&
        other.organisation == grant.organisation) {
      return conflict("grant_exists", "The account has this role there already.");
    }
    if (is_administrator(other.role) && is_administrator(grant.role) && other.role != grant.role) {
      return conflict("administrators_separate",
                      "System administrator, security administrator and auditor are three "
                      "different people: this account already is one of the others.");
    }
  }
  return done();
}

}  // namespace

Result<AccountId> add_account(db::WriteTx& tx, IdSource& ids, DistrictId district,
                              const NewAccount& account, AccountId by, Instant now) {
  if (store::account(tx, district, account.login)) {
    return Error{Failure::conflict, "login_taken", "Another account has this login.", "/login"};
  }
  const auto id = ids.next<AccountTag>(now);
  store::insert_account(tx, district, id, account, now);
  log_event(tx, ids, district, SecurityEvent::account_added, id, by, {}, now);
  for (std::size_t i = 0; i < account.grants.size(); ++i) {
    const auto added = add_grant(tx, ids, district, id, account.grants[i], by, now);
    if (!added) {
      Error error = added.error();
      error.field = "/grants/" + std::to_string(i) + error.field;
      return error;
    }
  }
  return id;
}

Result<GrantId> add_grant(db::WriteTx& tx, IdSource& ids, DistrictId district, AccountId account,
                          const NewGrant& grant, AccountId by, Instant now) {
  if (by && by == account) {
    return forbidden("own_account_fixed",
                     "Nobody changes his own rights. Another security administrator can.");
  }
  // Two administrators at once could each see only their own half of a forbidden pair: the second
  // waits here until the first's grants are in sight.
  if (!store::lock_credentials(tx, district, account)) return account_unknown();
  const auto others = store::grants_of(tx, district, account);
  GEWU_CHECK(check_grant(tx, district, others, grant, now));
  const auto id = ids.next<GrantTag>(now);
  store::insert_grant(tx, district, id, account, grant, by, now);
  store::touch(tx, district, account);
  log_event(tx, ids, district, SecurityEvent::role_granted, account, by, id, now);
  return id;
}

Done revoke_grant(db::WriteTx& tx, IdSource& ids, DistrictId district, AccountId account,
                  GrantId grant, AccountId by, Instant now) {
  if (by && by == account) {
    return forbidden("own_account_fixed",
                     "Nobody changes his own rights. Another security administrator can.");
  }
  if (!store::lock_credentials(tx, district, account)) return account_unknown();
  const auto all = store::grants_of(tx, district, account);
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const GrantRow& g) { return g.grant == grant; });
  if (found == all.end() || has_ended(*found, now)) {
    return not_found("grant_unknown", "The account has no such role.");
  }
  store::end_grant(tx, district, grant, now);
  store::touch(tx, district, account);
  log_event(tx, ids, district, SecurityEvent::role_revoked, account, by, grant, now);
  return done();
}

Done set_password(db::WriteTx& tx, IdSource& ids, DistrictId district, AccountId account,
                  const std::string& password_hash, bool must_change, AccountId by, Instant now) {
  if (!store::lock_credentials(tx, district, account)) return account_unknown();
  store::set_password(tx, district, account, password_hash, must_change);
  store::end_sessions(tx, district, account);
  const auto kind = by == account ? SecurityEvent::password_changed : SecurityEvent::password_reset;
  log_event(tx, ids, district, kind, account, by, {}, now);
  return done();
}

Done set_state(db::WriteTx& tx, IdSource& ids, DistrictId district, AccountId account,
               AccountState state, std::optional<std::int64_t> version, AccountId by, Instant now) {
  if (by && by == account) {
    return forbidden("own_account_fixed", "Nobody disables or enables himself.");
  }
  const auto found = store::lock_credentials(tx, district, account);
  if (!found) return account_unknown();
  if (version && *version != found->account.version) {
    return Error{Failure::stale, "account_stale",
                 "The account was changed since you saw it. Load it again."};
  }
  store::set_state(tx, district, account, state);
  if (state == AccountState::disabled) {
    store::end_sessions(tx, district, account, SessionEnd::account_disabled, now);
  }
  const auto kind = state == AccountState::disabled ? SecurityEvent::account_disabled
                                                    : SecurityEvent::account_enabled;
  log_event(tx, ids, district, kind, account, by, {}, now);
  return done();
}

Done revoke_devices(db::WriteTx& tx, IdSource& ids, DistrictId district, AccountId account,
                    AccountId by, Instant now) {
  if (!store::lock_credentials(tx, district, account)) return account_unknown();
  store::end_sessions(tx, district, account, SessionEnd::device_revoked, now);
  log_event(tx, ids, district, SecurityEvent::logged_out, account, by, {}, now);
  return done();
}

Result<OrganisationId> add_organisation(db::WriteTx& tx, IdSource& ids, DistrictId district,
                                        const OrganisationName& name, OrganisationKind kind,
                                        AreaId area, AccountId by, Instant now) {
  if (store::organisation_named(tx, district, area, name.str())) {
    return Error{Failure::conflict, "organisation_exists",
                 "There is an organisation of this name in this area.", "/name"};
  }
  const auto id = ids.next<OrganisationTag>(now);
  store::insert_organisation(tx, district, {id, name.str(), kind, area, true}, now);
  log_event(tx, ids, district, SecurityEvent::organisation_added, {}, by, {}, now);
  return id;
}

std::optional<Account> find_by_login(db::ReadTx& tx, DistrictId district, const LoginName& login) {
  return store::account(tx, district, login);
}

std::optional<Account> find_account(db::ReadTx& tx, DistrictId district, AccountId account) {
  return store::account(tx, district, account);
}

std::vector<GrantRow> grants_of(db::ReadTx& tx, DistrictId district, AccountId account) {
  return store::grants_of(tx, district, account);
}

std::optional<api::Caller> caller_of(db::ReadTx& tx, DistrictId district, AccountId account,
                                     Instant now) {
  const auto found = store::account(tx, district, account);
  if (!found || found->state != AccountState::active) return std::nullopt;
  api::Caller caller{account, found->name, {}};
  for (const auto& g : store::grants_of(tx, district, account)) {
    if (g.valid_from <= now && !has_ended(g, now)) {
      caller.grants.push_back({g.role, g.area, g.organisation});
    }
  }
  return caller;
}

api::Caller caller_as_of(db::ReadTx& tx, DistrictId district, const api::Caller& caller, Instant at,
                         Instant now) {
  constexpr Duration kClocksDiffer = std::chrono::minutes(5);
  api::Caller out = caller;
  const auto found = store::account(tx, district, caller.account);
  if (!found || found->must_change_password) return out.grants.clear(), out;
  const bool just_now = now - at <= kClocksDiffer;
  if (!just_now) out.grants.clear();
  for (const auto& g : store::grants_of(tx, district, caller.account)) {
    const bool counted = just_now && g.valid_from <= now && !has_ended(g, now);
    if (counted || g.valid_from > at || has_ended(g, at)) continue;
    out.grants.push_back({g.role, g.area, g.organisation});
  }
  return out;
}

std::optional<Organisation> find_organisation(db::ReadTx& tx, DistrictId district,
                                              OrganisationId organisation) {
  return store::organisation(tx, district, organisation);
}

std::vector<Organisation> list_organisations(db::ReadTx& tx, DistrictId district,
                                             OrganisationId after, int limit, bool with_inactive) {
  return store::organisations_after(tx, district, after, limit, with_inactive);
}

}  // namespace gewu::accounts
