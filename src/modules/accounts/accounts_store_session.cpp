// SPDX-License-Identifier: Apache-2.0
#include "modules/accounts/accounts_store.hpp"

namespace gewu::accounts::store {

namespace {

const db::Sql insert_session_sql{"accounts.insert_session", R"(
insert into session (district_id, token_digest, account_id, created_at, last_seen_at, expires_at)
values ($1, $2, $3, $4, $4, $5))"};

const db::Sql live_session_sql{"accounts.live_session", R"(
select s.last_seen_at, a.account_id, a.name, a.must_change_password,
  g.role, g.area_id, g.organisation_id
from session s
join account a on a.district_id = s.district_id and a.account_id = s.account_id
left join role_grant g on g.district_id = a.district_id and g.account_id = a.account_id
  and g.valid_from <= $4 and (g.valid_to is null or g.valid_to > $4)
where s.district_id = $1 and s.token_digest = $2 and s.last_seen_at > $3 and s.expires_at > $4
  and a.state = 'active'
order by g.grant_id)"};

const db::Sql note_seen_sql{"accounts.note_seen", R"(
update session set last_seen_at = $3
where district_id = $1 and token_digest = $2 and last_seen_at < $3)"};

const db::Sql session_account_sql{"accounts.session_account", R"(
select account_id from session where district_id = $1 and token_digest = $2)"};

const db::Sql end_session_sql{"accounts.end_session", R"(
delete from session where district_id = $1 and token_digest = $2)"};

const db::Sql end_sessions_sql{"accounts.end_sessions", R"(
delete from session where district_id = $1 and account_id = $2)"};

const db::Sql end_dead_sessions_sql{"accounts.end_dead_sessions", R"(
delete from session where district_id = $1 and account_id = $2 and last_seen_at <= $3)"};

const db::Sql sessions_of_sql{"accounts.sessions_of", R"(
select token_digest from session where district_id = $1 and account_id = $2
order by created_at limit 1000)"};

const db::Sql keep_ended_sql{"accounts.keep_ended_session", R"(
insert into ended_session (district_id, token_digest, account_id, reason, ended_at)
values ($1, $2, $3, $4, $5))"};

const db::Sql forget_ended_sql{"accounts.forget_ended_sessions", R"(
delete from ended_session where district_id = $1 and account_id = $2 and ended_at <= $3)"};

const db::Sql ended_session_sql{"accounts.ended_session", R"(
select e.reason, a.state from ended_session e
join account a on a.district_id = e.district_id and a.account_id = e.account_id
where e.district_id = $1 and e.token_digest = $2)"};

const db::Sql session_state_sql{"accounts.session_state", R"(
select a.state from session s
join account a on a.district_id = s.district_id and a.account_id = s.account_id
where s.district_id = $1 and s.token_digest = $2)"};

db::Blob blob_of(const Digest& digest) { return {digest.begin(), digest.end()}; }

}  // namespace

void insert_session(db::WriteTx& tx, DistrictId district, const Digest& digest, AccountId account,
                    Instant now, Instant expires_at) {
  tx.execute(insert_session_sql, district, blob_of(digest), account, now, expires_at);
}

std::optional<Live> live_session(db::ReadTx& tx, DistrictId district, const Digest& digest,
                                 Instant seen_after, Instant now) {
  std::optional<Live> out;
  const std::vector<db::Value> parameters = {db::to_value(district), blob_of(digest),
                                             db::to_value(seen_after), db::to_value(now)};
  tx.rows(live_session_sql, parameters, [&](const db::Row& r) {
    if (!out) {
      out.emplace(Live{{r.get<AccountId>(1), r.text(2), {}}, r.get<Instant>(0), r.get<bool>(3)});
    }
    if (!r.is_null(4)) {
      out->caller.grants.push_back(
          {r.get<api::Role>(4), r.get<AreaId>(5), r.get<OrganisationId>(6)});
    }
    return true;
  });
  return out;
}

void note_seen(db::WriteTx& tx, DistrictId district, const Digest& digest, Instant now) {
  tx.execute(note_seen_sql, district, blob_of(digest), now);
}

std::optional<AccountId> end_session(db::WriteTx& tx, DistrictId district, const Digest& digest) {
  const auto account = tx.value<AccountId>(session_account_sql, district, blob_of(digest));
  if (account) tx.execute(end_session_sql, district, blob_of(digest));
  return account;
}

void end_sessions(db::WriteTx& tx, DistrictId district, AccountId account) {
  tx.execute(end_sessions_sql, district, account);
}

void end_sessions(db::WriteTx& tx, DistrictId district, AccountId account, SessionEnd why,
                  Instant now) {
  const auto digests = tx.all(
      sessions_of_sql, [](const db::Row& r) { return r.blob(0); }, district, account);
  for (const auto& digest : digests) {
    tx.execute(keep_ended_sql, district, digest, account, why, now);
  }
  end_sessions(tx, district, account);
}

void end_dead_sessions(db::WriteTx& tx, DistrictId district, AccountId account,
                       Instant seen_before) {
  tx.execute(end_dead_sessions_sql, district, account, seen_before);
  tx.execute(forget_ended_sql, district, account, seen_before);
}

std::optional<SessionEnd> why_ended(db::ReadTx& tx, DistrictId district, const Digest& digest) {
  const auto ended = tx.one(
      ended_session_sql,
      [](const db::Row& r) { return std::pair(r.get<SessionEnd>(0), r.get<AccountState>(1)); },
      district, blob_of(digest));
  if (ended && ended->first == SessionEnd::device_revoked) return ended->first;
  const auto state = ended ? std::optional(ended->second)
                           : tx.value<AccountState>(session_state_sql, district, blob_of(digest));
  // Enabled again since: nothing to wipe for.
  if (state == AccountState::disabled) return SessionEnd::account_disabled;
  return std::nullopt;
}

}  // namespace gewu::accounts::store
