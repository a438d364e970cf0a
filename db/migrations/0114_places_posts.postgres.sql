-- SPDX-License-Identifier: Apache-2.0
-- What a post shows to everybody, by consent of who holds it; gone when the grant ends. The events
-- tell who published and withdrew, never what.
create table published_post (
  district_id bigint not null,
  grant_id bigint not null,
  area_id bigint not null,
  name text not null,
  phone text not null,
  hours text not null,
  consent text not null,
  published_by bigint not null,
  published_at bigint not null,
  version bigint not null,
  primary key (district_id, grant_id),
  foreign key (district_id, grant_id) references role_grant (district_id, grant_id),
  constraint published_post_something check (length(name) > 0 or length(phone) > 0)
);
create index published_post_area on published_post (district_id, area_id);

create table post_event (
  district_id bigint not null,
  event_id bigint not null,
  at bigint not null,
  kind text not null,
  grant_id bigint not null,
  by_account_id bigint not null,
  primary key (district_id, event_id),
  constraint post_event_kind check (kind in ('published', 'changed', 'withdrawn'))
);
