-- SPDX-License-Identifier: Apache-2.0
-- A list of cases under a name: the words of a query, never cases.
create table saved_filter (
  district_id bigint not null,
  filter_id bigint not null,
  owner_id bigint not null,
  name text not null,
  query text not null,
  shared smallint not null,
  created_at bigint not null,
  primary key (district_id, filter_id),
  constraint saved_filter_shared check (shared in (0, 1))
);
create unique index saved_filter_by_owner on saved_filter (district_id, owner_id, name);
