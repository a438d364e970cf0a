-- SPDX-License-Identifier: Apache-2.0
-- calendar_*: reference tables, what is published for the whole country, for every district.
create table calendar_year (
  year smallint not null primary key,
  version bigint not null,          -- counts how often the year was read
  imported_at bigint not null
);

create table calendar_day (
  day integer not null primary key,  -- days since 1970-01-01
  year smallint not null,            -- whose publication says so
  kind text not null check (kind in ('off', 'work')),
  name text not null
);

create table work_hours (
  district_id bigint not null primary key,
  spans text not null,               -- 08:00-12:00,14:00-18:00
  weekdays text not null check (length(weekdays) = 7),  -- Monday first, 1 worked, 0 not
  version bigint not null,
  changed_at bigint not null
);
