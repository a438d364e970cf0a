-- SPDX-License-Identifier: Apache-2.0
-- Who works here and what for. Logins, grants of roles over areas, organisations, sessions, and the
-- security log, which is only ever appended to.
create table organisation (
  district_id bigint not null,
  organisation_id bigint not null,
  name text not null,
  kind text not null,
  area_id bigint not null,
  active smallint not null,
  created_at bigint not null,
  primary key (district_id, organisation_id),
  unique (district_id, area_id, name),
  foreign key (district_id, area_id) references area (district_id, area_id),
  constraint organisation_name check (length(name) between 2 and 120),
  constraint organisation_kind check (kind in ('department', 'property_manager',
    'owners_committee', 'company', 'other')),
  constraint organisation_active check (active in (0, 1))
);

create table account (
  district_id bigint not null,
  account_id bigint not null,
  login text not null,
  name text not null,
  area_id bigint not null,
  password_hash text not null,
  state text not null,
  must_change_password smallint not null,
  failed_count smallint not null,
  locked_until bigint,
  created_at bigint not null,
  version bigint not null,
  primary key (district_id, account_id),
  unique (district_id, login),
  foreign key (district_id, area_id) references area (district_id, area_id),
  constraint account_login check (length(login) between 2 and 40),
  constraint account_name check (length(name) between 1 and 60),
  constraint account_state check (state in ('active', 'disabled')),
  constraint account_must_change check (must_change_password in (0, 1)),
  constraint account_failed_count check (failed_count >= 0)
);

create table role_grant (
  district_id bigint not null,
  grant_id bigint not null,
  account_id bigint not null,
  role text not null,
  area_id bigint not null,
  organisation_id bigint,
  valid_from bigint not null,
  valid_to bigint,
  granted_by bigint,
  primary key (district_id, grant_id),
  foreign key (district_id, account_id) references account (district_id, account_id),
  foreign key (district_id, area_id) references area (district_id, area_id),
  foreign key (district_id, organisation_id) references organisation (district_id, organisation_id),
  constraint role_grant_role check (role in ('part_time_worker', 'micro_grid_lead', 'grid_worker',
    'grid_lead', 'community_desk', 'dispatcher', 'department', 'verifier', 'leader',
    'system_administrator', 'security_administrator', 'auditor')),
  constraint role_grant_organisation check ((role = 'department') = (organisation_id is not null)),
  constraint role_grant_period check (valid_to is null or valid_to >= valid_from)
);
create index role_grant_account on role_grant (district_id, account_id, grant_id);
create index role_grant_area on role_grant (district_id, area_id, role);
create index role_grant_organisation_id on role_grant (district_id, organisation_id);

-- Only the digest of a token is kept: reading this table logs nobody in.
create table session (
  district_id bigint not null,
  token_digest bytea not null,
  account_id bigint not null,
  created_at bigint not null,
  last_seen_at bigint not null,
  expires_at bigint not null,
  primary key (district_id, token_digest),
  foreign key (district_id, account_id) references account (district_id, account_id)
);
create index session_account on session (district_id, account_id);

create table security_event (
  district_id bigint not null,
  event_id bigint not null,
  at bigint not null,
  kind text not null,
  account_id bigint,
  by_account_id bigint,
  grant_id bigint,
  remote_digest bytea,
  primary key (district_id, event_id),
  constraint security_event_kind check (kind in ('login_succeeded', 'login_failed',
    'login_refused', 'account_locked', 'logged_out', 'password_changed',
    'password_change_failed', 'password_reset', 'account_added', 'account_disabled',
    'account_enabled', 'role_granted', 'role_revoked', 'organisation_added'))
);
create index security_event_account on security_event (district_id, account_id, event_id);
