-- SPDX-License-Identifier: Apache-2.0
-- A list of cases under a name: the words of a query, never cases.
create table saved_filter (
  district_id integer not null,
  filter_id integer not null,
  owner_id integer not null,
  name text not null,
  query text not null,
  shared integer not null,
  created_at integer not null,
  primary key (district_id, filter_id),
  constraint saved_filter_shared check (shared in (0, 1))
) strict, without rowid;
create unique index saved_filter_by_owner on saved_filter (district_id, owner_id, name);
