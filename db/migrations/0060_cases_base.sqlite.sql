-- SPDX-License-Identifier: Apache-2.0

-- The case as it stands. History is in history_event, personal data in case_report.
create table cases (
  district_id integer not null,
  case_id integer not null,
  number integer not null,
  state text not null,
  version integer not null,
  area_id integer not null,
  located integer not null,
  lat real,
  lon real,
  accuracy_m real,
  cell integer not null,
  address text not null,
  territory_version integer not null,
  category_id integer not null,
  nature text not null,
  title text not null,
  channel text not null,
  emergency integer not null,
  restricted integer not null,
  desk_area_id integer not null,
  holder_kind text not null,
  holder_id integer not null,
  assistants text not null,
  handler_account_id integer,
  handler_organisation_id integer,
  last_verifier_id integer,
  excluded_verifier_id integer,
  clock_kind text not null,
  clock_limit text not null,
  clock_extensions integer not null,
  clock_used_ms integer not null,
  clock_started_at integer not null,
  due_at integer,
  clock_step integer not null,
  calendar_missing integer not null,
  paused_kind text not null,
  paused_limit text not null,
  paused_extensions integer not null,
  paused_used_ms integer not null,
  paused_step integer not null,
  paused_holder_kind text not null,
  paused_holder_id integer not null,
  handle_limit text,
  supervisor_area_id integer,
  supervisor_due_at integer,
  expires_at integer,
  wake_at integer,
  main_case_id integer,
  former_state text,
  co_reporters integer not null,
  pending text not null,
  pending_reason text not null,
  pending_until integer,
  pending_by integer,
  extensions integer not null,
  shelvings integer not null,
  returns integer not null,
  reworks integer not null,
  dispatches integer not null,
  reopenings integer not null,
  must_rule integer not null,
  ruled integer not null,
  handled_once integer not null,
  overdue integer not null,
  sampled integer,
  reported_at integer not null,
  registered_at integer,
  handled_at integer,
  closed_at integer,
  answer text not null,
  solved integer,
  satisfied integer,
  stars integer,
  photo_count integer not null,
  history_seq integer not null,
  history_head text not null,
  open integer not null,
  primary key (district_id, case_id)
) strict;

-- What a reporter brought: words and a sealed way to reach them. One per case; a merged case keeps
-- its own.
create table case_report (
  district_id integer not null,
  case_id integer not null,
  channel text not null,
  reporter_account_id integer,
  words text not null,
  language text not null,
  follow_digest text,
  person_key_id integer,
  contact_sealed blob,
  contact_mask text not null,
  phone_hash text,
  reported_at integer not null,
  withdrawn_at integer,
  primary key (district_id, case_id)
) strict;

-- Ratings and follow-ups, one row each; the case carries the last.
create table case_rating (
  district_id integer not null,
  case_id integer not null,
  rating_id integer not null,
  rated_case_id integer not null,
  solved integer not null,
  satisfied integer not null,
  stars integer,
  comment text not null,
  rated_at integer not null,
  primary key (district_id, case_id, rating_id)
) strict;

-- Limits and shares a district set for itself; what is not here is typical.
create table case_setting (
  district_id integer not null,
  name text not null,
  value text not null,
  primary key (district_id, name)
) strict;

-- Numbers are handed out in blocks, so that nodes do not wait for each other.
create table case_number_block (
  district_id integer not null,
  next_number integer not null,
  primary key (district_id)
) strict;

-- Where an imported case came from: a second import finds it here.
create table case_external_reference (
  district_id integer not null,
  source text not null,
  reference text not null,
  case_id integer not null,
  imported_at integer not null,
  primary key (district_id, source, reference)
) strict;

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
