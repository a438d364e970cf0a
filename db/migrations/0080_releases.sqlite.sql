-- SPDX-License-Identifier: Apache-2.0
-- What staff have shown to the public of a case: in their own words, at a place that is no door.
-- Whether it may be seen today is asked of the case each time it is read.
create table case_release (
  district_id integer not null,
  case_id integer not null,
  public_id integer not null,        -- by chance, so that nobody can count through them
  title text not null,
  place text not null check (place in ('building', 'street')),
  area_id integer not null,          -- as shown
  lat real not null,
  lon real not null,
  cell integer not null,             -- of the point that is shown
  case_cell integer not null,        -- of the case when it was shown: elsewhere, it is asked anew
  answer text not null,              -- what everybody may read; empty: nothing
  released_at integer not null,
  released_by integer not null,
  withdrawn_at integer,
  withdrawn_by integer,
  primary key (district_id, case_id),
  check ((withdrawn_at is null) = (withdrawn_by is null))
) strict;

create table case_release_photo (
  district_id integer not null,
  case_id integer not null,
  rank integer not null check (rank > 0),
  photo_id integer not null,
  width integer not null,
  height integer not null,
  primary key (district_id, case_id, rank)
) strict;

create unique index case_release_by_public_id on case_release (district_id, public_id);
create index case_release_by_cell on case_release (district_id, cell) where withdrawn_at is null;
