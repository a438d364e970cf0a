-- SPDX-License-Identifier: Apache-2.0
-- By when 80 % of the cases similar to one of this category were solved; length_ms null: enough
-- cases, but too many of them are open to say.
create table promise_window (
  district_id integer not null,
  category_id integer not null,
  basis text not null,
  similar_cases integer not null,
  length_ms integer,
  primary key (district_id, category_id)
) strict, without rowid;

create table promise_refresh (
  district_id integer not null,
  refreshed_at integer not null,
  primary key (district_id)
) strict, without rowid;

-- What the reporter of a case was shown, and what became of it.
create table case_promise (
  district_id integer not null,
  case_id integer not null,
  until_at integer not null,
  hours integer not null,
  similar_cases integer not null,
  share_percent integer not null,
  basis text not null,
  shown_at integer not null,
  outcome text,
  judged_at integer,
  primary key (district_id, case_id),
  constraint case_promise_outcome check (outcome in ('kept', 'missed', 'released'))
) strict, without rowid;
-- As the judge reads it.
create index case_promise_waiting on case_promise (district_id, until_at, case_id)
  where outcome is null;
