// SPDX-License-Identifier: Apache-2.0
// What goes over the wire.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/api.hpp"
#include "modules/accounts/accounts.hpp"

namespace gewu::accounts {

struct LoginIn {
  std::string login;
  std::string password;
};
BOOST_DESCRIBE_STRUCT(LoginIn, (), (login, password))

struct SessionGrant {
  api::Role role{};
  AreaId area;
  std::string area_code;
  std::string area_name;
  std::string area_level;
  std::optional<OrganisationId> organisation;
  std::optional<std::string> organisation_name;
};
BOOST_DESCRIBE_STRUCT(SessionGrant, (),
                      (role, area, area_code, area_name, area_level, organisation,
                       organisation_name))

struct SessionOut {
  AccountId account;
  std::string login;
  std::string name;
  bool must_change_password = false;  ///< true: grants are empty until it is done
  std::vector<SessionGrant> grants;
  std::string csrf_token;  ///< for X-CSRF-Token on every write
};
BOOST_DESCRIBE_STRUCT(SessionOut, (),
                      (account, login, name, must_change_password, grants, csrf_token))

struct PasswordChangeIn {
  std::string current;
  std::string next;
};
BOOST_DESCRIBE_STRUCT(PasswordChangeIn, (), (current, next))

struct PasswordResetIn {
  std::string password;
};
BOOST_DESCRIBE_STRUCT(PasswordResetIn, (), (password))

struct EmptyIn {};
BOOST_DESCRIBE_STRUCT(EmptyIn, (), ())

struct DoneOut {
  bool done = true;
};
BOOST_DESCRIBE_STRUCT(DoneOut, (), (done))

struct GrantIn {
  api::Role role{};
  AreaId area;
  std::optional<OrganisationId> organisation;
  std::optional<Instant> valid_from;
  std::optional<Instant> valid_to;
};
BOOST_DESCRIBE_STRUCT(GrantIn, (), (role, area, organisation, valid_from, valid_to))

struct GrantOut {
  GrantId grant;
  api::Role role{};
  AreaId area;
  std::optional<OrganisationId> organisation;
  Instant valid_from;
  std::optional<Instant> valid_to;
  std::optional<AccountId> granted_by;
};
BOOST_DESCRIBE_STRUCT(GrantOut, (),
                      (grant, role, area, organisation, valid_from, valid_to, granted_by))

struct AccountIn {
  std::string login;
  PersonName name;
  AreaId area;
  std::string password;
  std::optional<std::vector<GrantIn>> grants;
};
BOOST_DESCRIBE_STRUCT(AccountIn, (), (login, name, area, password, grants))

struct AccountOut {
  AccountId account;
  std::string login;
  std::string name;
  AreaId area;
  AccountState state{};
  bool must_change_password = false;
  std::optional<Instant> locked_until;
  Instant created_at;
  std::int64_t version = 0;
  std::vector<GrantOut> grants;
};
BOOST_DESCRIBE_STRUCT(AccountOut, (),
                      (account, login, name, area, state, must_change_password, locked_until,
                       created_at, version, grants))

struct AccountQuery {
  std::optional<AccountId> after;
  json::Default<int, 50> limit;
};
BOOST_DESCRIBE_STRUCT(AccountQuery, (), (after, limit))

struct AccountList {
  std::vector<AccountOut> accounts;
  std::optional<AccountId> next;  ///< give as `after` to go on
};
BOOST_DESCRIBE_STRUCT(AccountList, (), (accounts, next))

struct AccountVersionIn {
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(AccountVersionIn, (), (version))

struct OrganisationIn {
  OrganisationName name;
  OrganisationKind kind{};
  AreaId area;
};
BOOST_DESCRIBE_STRUCT(OrganisationIn, (), (name, kind, area))

struct OrganisationOut {
  OrganisationId organisation;
  std::string name;
  OrganisationKind kind{};
  AreaId area;
  bool active = true;
};
BOOST_DESCRIBE_STRUCT(OrganisationOut, (), (organisation, name, kind, area, active))

struct OrganisationQuery {
  std::optional<OrganisationId> after;
  json::Default<int, 200> limit;
  json::Default<bool, false> with_inactive;
};
BOOST_DESCRIBE_STRUCT(OrganisationQuery, (), (after, limit, with_inactive))

struct OrganisationList {
  std::vector<OrganisationOut> organisations;
  std::optional<OrganisationId> next;
};
BOOST_DESCRIBE_STRUCT(OrganisationList, (), (organisations, next))

struct SecurityEventOut {
  RecordId event;
  Instant at;
  SecurityEvent kind{};
  std::optional<AccountId> account;
  std::optional<AccountId> by;
  std::optional<GrantId> grant;
  std::optional<std::string> remote;  ///< keyed digest of the address: equal means the same
};
BOOST_DESCRIBE_STRUCT(SecurityEventOut, (), (event, at, kind, account, by, grant, remote))

struct SecurityEventQuery {
  std::optional<RecordId> before;
  json::Default<int, 100> limit;
};
BOOST_DESCRIBE_STRUCT(SecurityEventQuery, (), (before, limit))

struct SecurityEventList {
  std::vector<SecurityEventOut> events;  ///< newest first
  std::optional<RecordId> next;          ///< give as `before` to go on
};
BOOST_DESCRIBE_STRUCT(SecurityEventList, (), (events, next))

}  // namespace gewu::accounts
