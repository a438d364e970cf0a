-- SPDX-License-Identifier: Apache-2.0
-- By when 80 % of the cases similar to one of this category were solved; length_ms null: enough
-- cases, but too many of them are open to say.
create table promise_window (
  district_id bigint not null,
  category_id bigint not null,
  basis text not null,
  similar_cases bigint not null,
  length_ms bigint,
  primary key (district_id, category_id)
);

create table promise_refresh (
  district_id bigint not null,
  refreshed_at bigint not null,
  primary key (district_id)
);

-- What the reporter of a case was shown, and what became of it.
create table case_promise (
  district_id bigint not null,
  case_id bigint not null,
  until_at bigint not null,
  hours bigint not null,
  similar_cases bigint not null,
  share_percent bigint not null,
  basis text not null,
  shown_at bigint not null,
  outcome text,
  judged_at bigint,
  primary key (district_id, case_id),
  constraint case_promise_outcome check (outcome in ('kept', 'missed', 'released'))
);
-- As the judge reads it.
create index case_promise_waiting on case_promise (district_id, until_at, case_id)
  where outcome is null;
