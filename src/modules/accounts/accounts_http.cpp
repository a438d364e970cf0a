// SPDX-License-Identifier: Apache-2.0
#include "modules/accounts/accounts_http_shapes.hpp"
#include "modules/accounts/accounts_service.hpp"

namespace gewu::accounts {

namespace {

constexpr int kPageMax = 200;

template <class IdType>
std::optional<IdType> unless_none(IdType id) {
  return id ? std::optional(id) : std::nullopt;
}

Asking asking(const Services& services, const api::Call& call) {
  return {services, call.district, call.who(), call.now, call.remote};
}

bool is_https(const api::Call& call) { return call.origin.starts_with("https://"); }

/// Between 1 and kPageMax: a list always has a limit.
Result<int> checked_limit(int limit) {
  if (limit >= 1 && limit <= kPageMax) return limit;
  return invalid("limit_out_of_range", "A page has 1 to 200 entries.", "?limit");
}

// ---- sessions ------------

SessionOut describe(db::ReadTx& tx, const Services& services, DistrictId district,
                    const api::Caller& caller, const Account& account, std::string csrf_token) {
  SessionOut out{.account = account.account,
                 .login = account.login,
                 .name = account.name,
                 .must_change_password = account.must_change_password,
                 .grants = {},
                 .csrf_token = std::move(csrf_token)};
  if (account.must_change_password) return out;
  for (const auto& g : caller.grants) {
    SessionGrant grant{g.role, g.area, "", "", "", unless_none(g.organisation), std::nullopt};
    if (auto label = services.areas.label(tx, district, g.area)) {
      grant.area_code = std::move(label->code);
      grant.area_name = std::move(label->name);
      grant.area_level = std::move(label->level);
    }
    if (g.organisation) {
      const auto found = find_organisation(tx, district, g.organisation);
      if (found) grant.organisation_name = found->name;
    }
    out.grants.push_back(std::move(grant));
  }
  return out;
}

Result<api::WithHeaders<SessionOut>> greet(db::Database& database, const Services& services,
                                           const api::Call& call, const Login& login) {
  GEWU_TRY(auto body, database.read([&](db::ReadTx& tx) -> Result<SessionOut> {
    const auto account = find_account(tx, call.district, login.account);
    const auto caller = caller_of(tx, call.district, login.account, call.now);
    // Disabled in the blink between the login and this.
    if (!account || !caller) {
      return Error{Failure::unauthenticated, "login_needed", "Log in first."};
    }
    return describe(tx, services, call.district, *caller, *account, login.token.csrf());
  }));
  return api::WithHeaders<SessionOut>{
      std::move(body),
      {{"Set-Cookie", login.token.cookie(is_https(call))}, {"Cache-Control", "no-store"}}};
}

void append_session_routes(api::Api& api, const Services& services) {
  const api::RateLimit rate{services.settings.logins_burst, services.settings.logins_per};
  api.post_slow<LoginIn, SessionOut>(
      "/api/v1/{district}/sessions", api::open_to_all("accounts.log_in"), {"Log in", "accounts"},
      [services](db::Database& database, const api::Call& call,
                 const LoginIn& in) -> Result<api::WithHeaders<SessionOut>> {
        GEWU_TRY(const Login login, log_in(services, call.district, in.login, in.password,
                                           call.remote, Token::from_cookie(call.cookie), call.now));
        return greet(database, services, call, login);
      },
      {.body_limit = 8 * 1024, .rate = rate, .csrf = false});
  api.get<api::NoQuery, SessionOut>(
      "/api/v1/{district}/session", api::signed_in("accounts.own_session"),
      {"Who is logged in, and the token for writes", "accounts"},
      [services](db::ReadTx& tx, const api::Call& call, const api::NoQuery&) -> Result<SessionOut> {
        const auto account = find_account(tx, call.district, call.who().account);
        const auto token = Token::from_cookie(call.cookie);
        if (!account || !token) {
          return Error{Failure::unauthenticated, "login_needed", "Log in first."};
        }
        return describe(tx, services, call.district, call.who(), *account, token->csrf());
      });
  api.del<EmptyIn, DoneOut>("/api/v1/{district}/session", api::signed_in("accounts.log_out"),
                            {"Log out", "accounts"},
                            [services](db::WriteTx& tx, const api::Call& call,
                                       const EmptyIn&) -> Result<api::WithHeaders<DoneOut>> {
                              if (const auto token = Token::from_cookie(call.cookie)) {
                                log_out(tx, services, call.district, *token, call.remote, call.now);
                              }
                              return api::WithHeaders<DoneOut>{
                                  {}, {{"Set-Cookie", Token::clearing_cookie(is_https(call))}}};
                            });
  api.post_slow<PasswordChangeIn, SessionOut>(
      "/api/v1/{district}/password", api::signed_in("accounts.change_own_password"),
      {"Change one's own password; every session ends and a new one begins", "accounts"},
      [services](db::Database& database, const api::Call& call,
                 const PasswordChangeIn& in) -> Result<api::WithHeaders<SessionOut>> {
        GEWU_TRY(const Login login, change_password(asking(services, call), in.current, in.next));
        return greet(database, services, call, login);
      },
      {.body_limit = 8 * 1024, .rate = rate});
}

// ---- accounts ------------

NewGrant grant_of(const GrantIn& in) {
  return {in.role, in.area, in.organisation.value_or(OrganisationId{}), in.valid_from, in.valid_to};
}

AccountOut out_of(const AccountPage::Item& item) {
  const Account& a = item.account;
  AccountOut out{.account = a.account,
                 .login = a.login,
                 .name = a.name,
                 .area = a.area,
                 .state = a.state,
                 .must_change_password = a.must_change_password,
                 .locked_until = a.locked_until,
                 .created_at = a.created_at,
                 .version = a.version,
                 .grants = {}};
  for (const auto& g : item.grants) {
    out.grants.push_back({g.grant, g.role, g.area, unless_none(g.organisation), g.valid_from,
                          g.valid_to, unless_none(g.granted_by)});
  }
  return out;
}

/// The account as it is after a change, for the reply.
Result<AccountOut> reply_account(const Services& services, db::ReadTx& tx, const api::Call& call,
                                 AccountId id) {
  GEWU_TRY(const auto item, see_account(asking(services, call), tx, id));
  return out_of(item);
}

Result<api::WithHeaders<AccountOut>> reply_account(const Services& services, db::Database& database,
                                                   const api::Call& call, AccountId id) {
  GEWU_TRY(auto body,
           database.read([&](db::ReadTx& tx) { return reply_account(services, tx, call, id); }));
  return api::WithHeaders<AccountOut>{std::move(body), {}};
}

/// Adds, and where another request took the login between our look and our insert, looks again.
Result<AccountId> add_looking_twice(const Asking& asking, const AccountForm& form) {
  try {
    return add_account_as(asking, form);
  } catch (const db::DbError& e) {
    if (e.fault() != db::Fault::unique_violation) throw;
    return add_account_as(asking, form);
  }
}

void append_account_reads(api::Api& api, const Services& services) {
  api.get<AccountQuery, AccountList>("/api/v1/{district}/accounts", route_policy(Act::see_account),
                                     {"Accounts within one's areas, with their roles", "accounts"},
                                     [services](db::ReadTx& tx, const api::Call& call,
                                                const AccountQuery& query) -> Result<AccountList> {
                                       GEWU_TRY(const int limit, checked_limit(query.limit));
                                       const auto page =
                                           see_accounts(asking(services, call), tx,
                                                        query.after.value_or(AccountId{}), limit);
                                       AccountList out{{}, unless_none(page.next)};
                                       for (const auto& item : page.items)
                                         out.accounts.push_back(out_of(item));
                                       return out;
                                     });
  api.get<api::NoQuery, AccountOut>(
      "/api/v1/{district}/accounts/{account}", route_policy(Act::see_account),
      {"One account", "accounts"},
      [services](db::ReadTx& tx, const api::Call& call, const api::NoQuery&) -> Result<AccountOut> {
        GEWU_TRY(const auto id, call.id<AccountId>("account"));
        return reply_account(services, tx, call, id);
      });
}

void append_account_slow_writes(api::Api& api, const Services& services) {
  api.post_slow<AccountIn, AccountOut>(
      "/api/v1/{district}/accounts", route_policy(Act::add_account),
      {"Add an account with a first password, to be changed at the first login", "accounts"},
      [services](db::Database& database, const api::Call& call,
                 const AccountIn& in) -> Result<api::WithHeaders<AccountOut>> {
        AccountForm form{in.login, in.name, in.area, in.password, {}};
        for (const auto& g : in.grants.value_or(std::vector<GrantIn>{})) {
          form.grants.push_back(grant_of(g));
        }
        GEWU_TRY(const auto id, add_looking_twice(asking(services, call), form));
        return reply_account(services, database, call, id);
      },
      {.body_limit = 32 * 1024});
  api.post_slow<PasswordResetIn, AccountOut>(
      "/api/v1/{district}/accounts/{account}/password", route_policy(Act::change_account),
      {"Give somebody a new first password", "accounts"},
      [services](db::Database& database, const api::Call& call,
                 const PasswordResetIn& in) -> Result<api::WithHeaders<AccountOut>> {
        GEWU_TRY(const auto id, call.id<AccountId>("account"));
        GEWU_CHECK(reset_password_as(asking(services, call), id, in.password));
        return reply_account(services, database, call, id);
      },
      {.body_limit = 8 * 1024});
}

void append_account_state_route(api::Api& api, const Services& services, std::string verb,
                                AccountState state, std::string summary) {
  api.post<AccountVersionIn, AccountOut>(
      "/api/v1/{district}/accounts/{account}/" + verb, route_policy(Act::change_account),
      {std::move(summary), "accounts"},
      [services, state](db::WriteTx& tx, const api::Call& call,
                        const AccountVersionIn& in) -> Result<AccountOut> {
        GEWU_TRY(const auto id, call.id<AccountId>("account"));
        GEWU_CHECK(set_state_as(asking(services, call), tx, id, state, in.version));
        return reply_account(services, tx, call, id);
      });
}

void append_revoke_route(api::Api& api, const Services& services) {
  api.post<EmptyIn, DoneOut>(
      "/api/v1/{district}/accounts/{account}/revoke-devices", route_policy(Act::change_account),
      {"End every login of somebody, as after a lost phone: it wipes what it keeps", "accounts"},
      [services](db::WriteTx& tx, const api::Call& call, const EmptyIn&) -> Result<DoneOut> {
        GEWU_TRY(const auto id, call.id<AccountId>("account"));
        GEWU_CHECK(revoke_devices_as(asking(services, call), tx, id));
        return DoneOut{};
      });
}

void append_grant_routes(api::Api& api, const Services& services) {
  api.post<GrantIn, GrantOut>(
      "/api/v1/{district}/accounts/{account}/grants", route_policy(Act::grant_role),
      {"Give a role over an area within one's own", "accounts"},
      [services](db::WriteTx& tx, const api::Call& call, const GrantIn& in) -> Result<GrantOut> {
        GEWU_TRY(const auto id, call.id<AccountId>("account"));
        GEWU_TRY(const auto grant, add_grant_as(asking(services, call), tx, id, grant_of(in)));
        return GrantOut{grant,
                        in.role,
                        in.area,
                        in.organisation,
                        in.valid_from.value_or(call.now),
                        in.valid_to,
                        call.who().account};
      });
  api.del<EmptyIn, DoneOut>(
      "/api/v1/{district}/accounts/{account}/grants/{grant}", route_policy(Act::revoke_grant),
      {"End a role", "accounts"},
      [services](db::WriteTx& tx, const api::Call& call, const EmptyIn&) -> Result<DoneOut> {
        GEWU_TRY(const auto id, call.id<AccountId>("account"));
        GEWU_TRY(const auto grant, call.id<GrantId>("grant"));
        GEWU_CHECK(revoke_grant_as(asking(services, call), tx, id, grant));
        return DoneOut{};
      });
}

// ---- organisations and the security log ------------

void append_organisation_routes(api::Api& api, const Services& services) {
  api.get<OrganisationQuery, OrganisationList>(
      "/api/v1/{district}/organisations", route_policy(Act::see_organisations),
      {"Organisations of the district", "accounts"},
      [](db::ReadTx& tx, const api::Call& call,
         const OrganisationQuery& query) -> Result<OrganisationList> {
        GEWU_TRY(const int limit, checked_limit(query.limit));
        GEWU_CHECK(may(call.who(), Act::see_organisations, {}, {}));
        OrganisationList out;
        for (auto& o : list_organisations(tx, call.district, query.after.value_or(OrganisationId{}),
                                          limit, query.with_inactive)) {
          out.organisations.push_back(
              {o.organisation, std::move(o.name), o.kind, o.area, o.active});
        }
        if (static_cast<int>(out.organisations.size()) == limit) {
          out.next = out.organisations.back().organisation;
        }
        return out;
      });
  api.post<OrganisationIn, OrganisationOut>(
      "/api/v1/{district}/organisations", route_policy(Act::add_organisation),
      {"Add an organisation", "accounts"},
      [services](db::WriteTx& tx, const api::Call& call,
                 const OrganisationIn& in) -> Result<OrganisationOut> {
        GEWU_TRY(const auto id,
                 add_organisation_as(asking(services, call), tx, in.name, in.kind, in.area));
        return OrganisationOut{id, in.name.str(), in.kind, in.area, true};
      });
}

void append_security_log_route(api::Api& api, const Services& services) {
  api.get<SecurityEventQuery, SecurityEventList>(
      "/api/v1/{district}/security-events", route_policy(Act::see_security_log),
      {"Logins and changes of rights, newest first", "accounts"},
      [services](db::ReadTx& tx, const api::Call& call,
                 const SecurityEventQuery& query) -> Result<SecurityEventList> {
        GEWU_TRY(const int limit, checked_limit(query.limit));
        GEWU_TRY(const auto events, see_security_log(asking(services, call), tx,
                                                     query.before.value_or(RecordId{}), limit));
        SecurityEventList out;
        for (const auto& e : events) {
          out.events.push_back({e.event, e.at, e.kind, unless_none(e.account), unless_none(e.by),
                                unless_none(e.grant), std::nullopt});
          if (e.remote_digest) out.events.back().remote = to_hex(*e.remote_digest);
        }
        if (static_cast<int>(events.size()) == limit) out.next = events.back().event;
        return out;
      });
}

}  // namespace

void append_accounts_routes(api::Api& api, const Services& services) {
  append_session_routes(api, services);
  append_account_reads(api, services);
  append_account_slow_writes(api, services);
  append_account_state_route(api, services, "disable", AccountState::disabled,
                             "Disable an account; its sessions end");
  append_account_state_route(api, services, "enable", AccountState::active,
                             "Enable an account again; lifts a lock");
  append_revoke_route(api, services);
  append_grant_routes(api, services);
  append_organisation_routes(api, services);
  append_security_log_route(api, services);
}

}  // namespace gewu::accounts
