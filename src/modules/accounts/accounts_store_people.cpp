// SPDX-License-Identifier: Apache-2.0
// Who stands for a place. Lists of areas, roles and ids are padded with null to a fixed number of
// parameters: `in` never matches a null, and each question stays one statement for both engines.
#include <algorithm>
#include <stdexcept>

#include "modules/accounts/accounts_store.hpp"

namespace gewu::accounts {

namespace {

constexpr std::size_t kChainMax = 16, kNamesAtOnce = 32, kRolesMax = 12;

const db::Sql desks_sql{"accounts.areas_with_desk", R"(
select distinct g.area_id from role_grant g
join account a on a.district_id = g.district_id and a.account_id = g.account_id
  and a.state = 'active'
where g.district_id = $1 and g.role in ('grid_lead', 'community_desk', 'dispatcher')
  and g.valid_from <= $2 and (g.valid_to is null or g.valid_to > $2)
  and g.area_id in ($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
order by g.area_id)"};

const db::Sql candidates_sql{"accounts.candidates", R"(
select g.role, g.area_id, a.account_id, a.name, o.organisation_id, o.name
from role_grant g
join account a on a.district_id = g.district_id and a.account_id = g.account_id
  and a.state = 'active'
left join organisation o on o.district_id = g.district_id
  and o.organisation_id = g.organisation_id and o.active = 1
where g.district_id = $1 and g.role in ('micro_grid_lead', 'grid_worker', 'department')
  and g.valid_from <= $2 and (g.valid_to is null or g.valid_to > $2)
  and g.area_id in ($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
order by g.role, o.name nulls first, o.organisation_id nulls first, a.name, a.account_id,
  g.area_id)"};

const db::Sql with_role_sql{"accounts.accounts_with_role", R"(
select distinct a.name, a.account_id from role_grant g
join account a on a.district_id = g.district_id and a.account_id = g.account_id
  and a.state = 'active'
where g.district_id = $1 and g.valid_from <= $2 and (g.valid_to is null or g.valid_to > $2)
  and g.area_id in ($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
  and g.role in ($19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30)
order by a.name, a.account_id)"};

const db::Sql standing_sql{"accounts.standing_at", R"(
select g.grant_id, a.account_id, a.login, a.name, g.role, g.area_id from role_grant g
join account a on a.district_id = g.district_id and a.account_id = g.account_id
  and a.state = 'active'
where g.district_id = $1 and g.valid_from <= $2 and (g.valid_to is null or g.valid_to > $2)
  and g.area_id in ($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
  and g.role in ($19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30)
order by a.name, g.grant_id)"};

const db::Sql standing_one_sql{"accounts.find_standing", R"(
select g.grant_id, a.account_id, a.login, a.name, g.role, g.area_id from role_grant g
join account a on a.district_id = g.district_id and a.account_id = g.account_id
  and a.state = 'active'
where g.district_id = $1 and g.grant_id = $3
  and g.valid_from <= $2 and (g.valid_to is null or g.valid_to > $2))"};

const db::Sql members_sql{"accounts.members_of", R"(
select distinct a.name, a.account_id from role_grant g
join account a on a.district_id = g.district_id and a.account_id = g.account_id
  and a.state = 'active'
where g.district_id = $1 and g.organisation_id = $2
  and g.valid_from <= $3 and (g.valid_to is null or g.valid_to > $3)
order by a.name, a.account_id)"};

const db::Sql account_names_sql{"accounts.account_names", R"(
select account_id, name from account where district_id = $1 and account_id in (
  $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
  $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33))"};

const db::Sql organisation_names_sql{"accounts.organisation_names", R"(
select organisation_id, name from organisation where district_id = $1 and organisation_id in (
  $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
  $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33))"};

using Values = std::vector<db::Value>;

template <class T>
void append_padded(Values& out, const std::vector<T>& items, std::size_t size) {
  if (items.size() > size) throw std::logic_error("accounts: too many areas or roles asked for");
  for (std::size_t i = 0; i < size; ++i) {
    out.push_back(i < items.size() ? db::to_value(items[i]) : db::Value(nullptr));
  }
}

Values with_chain(DistrictId district, const std::vector<AreaId>& chain, Instant now) {
  Values out{db::to_value(district), db::to_value(now)};
  append_padded(out, chain, kChainMax);
  return out;
}

std::vector<Person> people(db::ReadTx& tx, const db::Sql& sql, const Values& parameters) {
  std::vector<Person> out;
  tx.rows(sql, parameters, [&](const db::Row& r) {
    out.push_back({r.get<AccountId>(1), r.text(0)});
    return true;
  });
  return out;
}

Standing read_standing(const db::Row& r) {
  return {r.get<GrantId>(0), r.get<AccountId>(1), r.text(2),
          r.text(3),         r.get<api::Role>(4), r.get<AreaId>(5)};
}

template <class IdType>
std::vector<std::pair<IdType, std::string>> names(db::ReadTx& tx, const db::Sql& sql,
                                                  DistrictId district, std::vector<IdType> ids) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  std::vector<std::pair<IdType, std::string>> out;
  for (std::size_t from = 0; from < ids.size(); from += kNamesAtOnce) {
    const auto to = std::min(ids.size(), from + kNamesAtOnce);
    Values parameters{db::to_value(district)};
    append_padded(parameters, std::vector<IdType>(ids.data() + from, ids.data() + to),
                  kNamesAtOnce);
    tx.rows(sql, parameters, [&](const db::Row& r) {
      out.emplace_back(r.get<IdType>(0), r.text(1));
      return true;
    });
  }
  return out;
}

}  // namespace

std::vector<AreaId> areas_with_desk(db::ReadTx& tx, DistrictId district,
                                    const std::vector<AreaId>& chain, Instant now) {
  std::vector<AreaId> out;
  tx.rows(desks_sql, with_chain(district, chain, now), [&](const db::Row& r) {
    out.push_back(r.get<AreaId>(0));
    return true;
  });
  return out;
}

std::vector<Holder> candidates(db::ReadTx& tx, DistrictId district,
                               const std::vector<AreaId>& chain, Instant now) {
  std::vector<Holder> accounts, organisations;
  tx.rows(candidates_sql, with_chain(district, chain, now), [&](const db::Row& r) {
    const auto role = r.get<api::Role>(0);
    const auto area = r.get<AreaId>(1);
    if (role != api::Role::department) {
      const auto account = r.get<AccountId>(2);
      const bool known = std::any_of(accounts.begin(), accounts.end(),
                                     [&](const Holder& h) { return h.account == account; });
      if (!known) accounts.push_back({HolderKind::account, account, {}, r.text(3), role, area});
      return true;
    }
    const auto organisation = r.get<OrganisationId>(4);
    const bool known =
        !organisation || std::any_of(organisations.begin(), organisations.end(),
                                     [&](auto& h) { return h.organisation == organisation; });
    if (!known) {
      organisations.push_back({HolderKind::organisation, {}, organisation, r.text(5), role, area});
    }
    return true;
  });
  accounts.insert(accounts.end(), organisations.begin(), organisations.end());
  return accounts;
}

bool is_candidate(db::ReadTx& tx, DistrictId district, const std::vector<AreaId>& chain,
                  HolderKind kind, std::int64_t holder, Instant now) {
  const auto all = candidates(tx, district, chain, now);
  return std::any_of(all.begin(), all.end(), [&](const Holder& h) {
    const auto id = kind == HolderKind::account ? h.account.value : h.organisation.value;
    return h.kind == kind && id == holder;
  });
}

std::vector<Person> accounts_with_role(db::ReadTx& tx, DistrictId district,
                                       const std::vector<api::Role>& roles,
                                       const std::vector<AreaId>& chain, Instant now) {
  Values parameters = with_chain(district, chain, now);
  append_padded(parameters, roles, kRolesMax);
  return people(tx, with_role_sql, parameters);
}

std::vector<Standing> standing_at(db::ReadTx& tx, DistrictId district,
                                  const std::vector<api::Role>& roles,
                                  const std::vector<AreaId>& chain, Instant now) {
  Values parameters = with_chain(district, chain, now);
  append_padded(parameters, roles, kRolesMax);
  std::vector<Standing> out;
  tx.rows(standing_sql, parameters, [&](const db::Row& r) {
    out.push_back(read_standing(r));
    return true;
  });
  return out;
}

std::optional<Standing> find_standing(db::ReadTx& tx, DistrictId district, GrantId grant,
                                      Instant now) {
  return tx.one(standing_one_sql, read_standing, district, now, grant);
}

std::vector<Person> members_of(db::ReadTx& tx, DistrictId district, OrganisationId organisation,
                               Instant now) {
  return people(tx, members_sql,
                {db::to_value(district), db::to_value(organisation), db::to_value(now)});
}

std::vector<std::pair<AccountId, std::string>> account_names(
    db::ReadTx& tx, DistrictId district, const std::vector<AccountId>& accounts) {
  return names(tx, account_names_sql, district, accounts);
}

std::vector<std::pair<OrganisationId, std::string>> organisation_names(
    db::ReadTx& tx, DistrictId district, const std::vector<OrganisationId>& organisations) {
  return names(tx, organisation_names_sql, district, organisations);
}

}  // namespace gewu::accounts
