-- SPDX-License-Identifier: Apache-2.0

-- The case as it stands. History is in history_event, personal data in case_report.
create table cases (
  district_id bigint not null,
  case_id bigint not null,
  number bigint not null,
  state text not null,
  version bigint not null,
  area_id bigint not null,
  located smallint not null,
  lat double precision,
  lon double precision,
  accuracy_m double precision,
  cell bigint not null,
  address text not null,
  territory_version bigint not null,
  category_id bigint not null,
  nature text not null,
  title text not null,
  channel text not null,
  emergency smallint not null,
  restricted smallint not null,
  desk_area_id bigint not null,
  holder_kind text not null,
  holder_id bigint not null,
  assistants text not null,
  handler_account_id bigint,
  handler_organisation_id bigint,
  last_verifier_id bigint,
  excluded_verifier_id bigint,
  clock_kind text not null,
  clock_limit text not null,
  clock_extensions bigint not null,
  clock_used_ms bigint not null,
  clock_started_at bigint not null,
  due_at bigint,
  clock_step bigint not null,
  calendar_missing smallint not null,
  paused_kind text not null,
  paused_limit text not null,
  paused_extensions bigint not null,
  paused_used_ms bigint not null,
  paused_step bigint not null,
  paused_holder_kind text not null,
  paused_holder_id bigint not null,
  handle_limit text,
  supervisor_area_id bigint,
  supervisor_due_at bigint,
  expires_at bigint,
  wake_at bigint,
  main_case_id bigint,
  former_state text,
  co_reporters bigint not null,
  pending text not null,
  pending_reason text not null,
  pending_until bigint,
  pending_by bigint,
  extensions bigint not null,
  shelvings bigint not null,
  returns bigint not null,
  reworks bigint not null,
  dispatches bigint not null,
  reopenings bigint not null,
  must_rule smallint not null,
  ruled smallint not null,
  handled_once smallint not null,
  overdue smallint not null,
  sampled smallint,
  reported_at bigint not null,
  registered_at bigint,
  handled_at bigint,
  closed_at bigint,
  answer text not null,
  solved smallint,
  satisfied smallint,
  stars bigint,
  photo_count bigint not null,
  history_seq bigint not null,
  history_head text not null,
  open smallint not null,
  primary key (district_id, case_id)
);

-- What a reporter brought: words and a sealed way to reach them. One per case; a merged case keeps
-- its own.
create table case_report (
  district_id bigint not null,
  case_id bigint not null,
  channel text not null,
  reporter_account_id bigint,
  words text not null,
  language text not null,
  follow_digest text,
  person_key_id bigint,
  contact_sealed bytea,
  contact_mask text not null,
  phone_hash text,
  reported_at bigint not null,
  withdrawn_at bigint,
  primary key (district_id, case_id)
);

-- Ratings and follow-ups, one row each; the case carries the last.
create table case_rating (
  district_id bigint not null,
  case_id bigint not null,
  rating_id bigint not null,
  rated_case_id bigint not null,
  solved smallint not null,
  satisfied smallint not null,
  stars bigint,
  comment text not null,
  rated_at bigint not null,
  primary key (district_id, case_id, rating_id)
);

-- Limits and shares a district set for itself; what is not here is typical.
create table case_setting (
  district_id bigint not null,
  name text not null,
  value text not null,
  primary key (district_id, name)
);

-- Numbers are handed out in blocks, so that nodes do not wait for each other.
create table case_number_block (
  district_id bigint not null,
  next_number bigint not null,
  primary key (district_id)
);

-- Where an imported case came from: a second import finds it here.
create table case_external_reference (
  district_id bigint not null,
  source text not null,
  reference text not null,
  case_id bigint not null,
  imported_at bigint not null,
  primary key (district_id, source, reference)
);

create unique index cases_by_number on cases (district_id, number);
create index cases_open_by_due on cases (district_id, due_at, case_id) where open = 1;
create index cases_open_by_area on cases (district_id, area_id, due_at, case_id) where open = 1;
create index cases_by_state on cases (district_id, state, case_id);
create index cases_open_by_holder on cases (district_id, holder_kind, holder_id, due_at, case_id)
  where open = 1;
create index cases_finished_by_area on cases (district_id, area_id, state, case_id) where open = 0;
create index cases_open_by_cell on cases (district_id, cell) where open = 1;
create index cases_by_wake on cases (district_id, wake_at) where wake_at is not null;
create index cases_by_main on cases (district_id, main_case_id, case_id)
  where main_case_id is not null;
-- Everything that counts of queues ask for, in the order they group by, so that the rows themselves
-- are not read. open stands in it because SQLite looks at it again.
create index cases_open_kinds on cases
  (district_id, open, state, holder_kind, located, restricted, area_id, desk_area_id, due_at)
  where open = 1;
create unique index case_report_by_follow on case_report (district_id, follow_digest);
create index case_report_by_reporter on case_report (district_id, reporter_account_id, case_id)
  where reporter_account_id is not null;
