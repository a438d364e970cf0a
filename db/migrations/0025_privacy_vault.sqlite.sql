-- SPDX-License-Identifier: Apache-2.0
-- Which master key wraps the keys of this database: a digest of it, so that another is found out.
create table master_key (
  master_key_id integer not null primary key,
  check_digest blob not null,
  created_at integer not null,
  constraint master_key_one check (master_key_id = 1)
) strict;

-- Destroying a person's key erases whatever was sealed for that person.
create table person_key (
  district_id integer not null,
  person_key_id integer not null,
  wrapped blob,
  created_at integer not null,
  destroyed_at integer,
  primary key (district_id, person_key_id),
  constraint person_key_destroyed check ((wrapped is null) = (destroyed_at is not null))
) strict;

-- Who looked at whose personal data and why. Only ever appended to.
create table access_log (
  district_id integer not null,
  access_id integer not null,
  account_id integer not null,
  subject_kind text not null,
  subject_id integer not null,
  field text not null,
  reason text not null,
  at integer not null,
  primary key (district_id, access_id),
  constraint access_log_reason check (length(reason) between 4 and 200)
) strict;
create index access_log_subject on access_log (district_id, subject_kind, subject_id, access_id);
create index access_log_account on access_log (district_id, account_id, access_id);
