-- SPDX-License-Identifier: Apache-2.0
-- A row here makes a district a demo: its password may be told to anybody.
create table demo_district (
  district_id integer not null,
  password text not null,
  made_at integer not null,
  primary key (district_id)
) strict, without rowid;

-- Accounts to try, one of each kind.
create table demo_account (
  district_id integer not null,
  position integer not null,
  login text not null,
  name text not null,
  role text not null,
  area_name text not null,
  primary key (district_id, position)
) strict, without rowid;

-- Invented reports that a visitor may follow; elsewhere codes are kept as digests only.
create table demo_follow_code (
  district_id integer not null,
  position integer not null,
  case_id integer not null,
  follow_code text not null,
  primary key (district_id, position)
) strict, without rowid;
