-- SPDX-License-Identifier: Apache-2.0
-- Districts, their areas, names, outlines and edges. A row holds for territory versions
-- from_version <= v < to_version; 9007199254740991 (2^53 - 1) means it has not ended.
create table district (
  district_id integer not null primary key,
  code text not null,
  name text not null,
  name_en text not null,
  utc_offset_minutes integer not null,
  root_area_id integer not null,
  territory_version integer not null,
  territory_stamp integer not null,
  pending_stamp integer,
  pending_at integer,
  created_at integer not null,
  constraint district_utc_offset check (utc_offset_minutes between -1080 and 1080),
  constraint district_territory_version check (territory_version >= 0)
) strict;

create table district_code (
  code text not null primary key,
  district_id integer not null
) strict;

create table territory_version (
  district_id integer not null,
  version integer not null,
  valid_from integer not null,
  made_at integer not null,
  cause text not null,
  primary key (district_id, version)
) strict;

create table area (
  district_id integer not null,
  area_id integer not null,
  level text not null,
  code text not null,
  from_version integer not null,
  to_version integer not null,
  primary key (district_id, area_id),
  unique (district_id, code),
  constraint area_level check (level in ('district', 'street', 'community', 'grid', 'micro_grid',
    'building', 'dwelling', 'dedicated_grid'))
) strict;

create table area_name (
  district_id integer not null,
  area_id integer not null,
  from_version integer not null,
  to_version integer not null,
  name text not null,
  primary key (district_id, area_id, from_version),
  foreign key (district_id, area_id) references area (district_id, area_id)
) strict;

create table area_outline (
  district_id integer not null,
  area_id integer not null,
  from_version integer not null,
  to_version integer not null,
  crs_given text not null,
  lat real not null,
  lon real not null,
  area_m2 real not null,
  shape blob not null,
  primary key (district_id, area_id, from_version),
  foreign key (district_id, area_id) references area (district_id, area_id),
  constraint area_outline_crs check (crs_given in ('wgs84', 'gcj02', 'cgcs2000'))
) strict;

create table area_parent (
  district_id integer not null,
  area_id integer not null,
  from_version integer not null,
  to_version integer not null,
  parent_id integer not null,
  primary key (district_id, area_id, from_version),
  foreign key (district_id, area_id) references area (district_id, area_id),
  foreign key (district_id, parent_id) references area (district_id, area_id),
  constraint area_parent_other check (parent_id <> area_id)
) strict;

create table area_closure (
  district_id integer not null,
  ancestor_id integer not null,
  descendant_id integer not null,
  from_version integer not null,
  to_version integer not null,
  depth integer not null,
  primary key (district_id, ancestor_id, descendant_id, from_version),
  foreign key (district_id, ancestor_id) references area (district_id, area_id),
  foreign key (district_id, descendant_id) references area (district_id, area_id)
) strict;
create index area_closure_up on area_closure (district_id, descendant_id, ancestor_id);

create table area_code (
  district_id integer not null,
  scheme text not null,
  code text not null,
  valid_from integer not null,
  valid_to integer,
  area_id integer not null,
  primary key (district_id, scheme, code, valid_from),
  foreign key (district_id, area_id) references area (district_id, area_id),
  constraint area_code_scheme check (scheme in ('nbs', 'mca'))
) strict;
