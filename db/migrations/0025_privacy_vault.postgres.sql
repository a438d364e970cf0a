-- SPDX-License-Identifier: Apache-2.0
-- Which master key wraps the keys of this database: a digest of it, so that another is found out.
create table master_key (
  master_key_id smallint not null primary key,
  check_digest bytea not null,
  created_at bigint not null,
  constraint master_key_one check (master_key_id = 1)
);

-- Destroying a person's key erases whatever was sealed for that person.
create table person_key (
  district_id bigint not null,
  person_key_id bigint not null,
  wrapped bytea,
  created_at bigint not null,
  destroyed_at bigint,
  primary key (district_id, person_key_id),
  constraint person_key_destroyed check ((wrapped is null) = (destroyed_at is not null))
);

-- Who looked at whose personal data and why. Only ever appended to.
create table access_log (
  district_id bigint not null,
  access_id bigint not null,
  account_id bigint not null,
  subject_kind text not null,
  subject_id bigint not null,
  field text not null,
  reason text not null,
  at bigint not null,
  primary key (district_id, access_id),
  constraint access_log_reason check (length(reason) between 4 and 200)
);
create index access_log_subject on access_log (district_id, subject_kind, subject_id, access_id);
create index access_log_account on access_log (district_id, account_id, access_id);
