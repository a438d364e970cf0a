-- SPDX-License-Identifier: Apache-2.0
-- Under which address and other names a place is known, dated like its name. A row holds for
-- territory versions from_version <= v < to_version.
create table area_address (
  district_id integer not null,
  area_id integer not null,
  from_version integer not null,
  to_version integer not null,
  address text not null,
  also_called text not null,
  primary key (district_id, area_id, from_version),
  foreign key (district_id, area_id) references area (district_id, area_id),
  constraint area_address_length check (length(address) <= 200),
  constraint area_address_also_called check (length(also_called) <= 200)
) strict;
