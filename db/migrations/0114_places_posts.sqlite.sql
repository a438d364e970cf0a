-- SPDX-License-Identifier: Apache-2.0
-- What a post shows to everybody, by consent of who holds it; gone when the grant ends. The events
-- tell who published and withdrew, never what.
create table published_post (
  district_id integer not null,
  grant_id integer not null,
  area_id integer not null,
  name text not null,
  phone text not null,
  hours text not null,
  consent text not null,
  published_by integer not null,
  published_at integer not null,
  version integer not null,
  primary key (district_id, grant_id),
  foreign key (district_id, grant_id) references role_grant (district_id, grant_id),
  constraint published_post_something check (length(name) > 0 or length(phone) > 0)
) strict;
create index published_post_area on published_post (district_id, area_id);

create table post_event (
  district_id integer not null,
  event_id integer not null,
  at integer not null,
  kind text not null,
  grant_id integer not null,
  by_account_id integer not null,
  primary key (district_id, event_id),
  constraint post_event_kind check (kind in ('published', 'changed', 'withdrawn'))
) strict;
