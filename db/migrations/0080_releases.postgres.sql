-- SPDX-License-Identifier: Apache-2.0
-- What staff have shown to the public of a case: in their own words, at a place that is no door.
-- Whether it may be seen today is asked of the case each time it is read.
create table case_release (
  district_id bigint not null,
  case_id bigint not null,
  public_id bigint not null,        -- by chance, so that nobody can count through them
  title text not null,
  place text not null check (place in ('building', 'street')),
  area_id bigint not null,          -- as shown
  lat double precision not null,
  lon double precision not null,
  cell bigint not null,             -- of the point that is shown
  case_cell bigint not null,        -- of the case when it was shown: elsewhere, it is asked anew
  answer text not null,              -- what everybody may read; empty: nothing
  released_at bigint not null,
  released_by bigint not null,
  withdrawn_at bigint,
  withdrawn_by bigint,
  primary key (district_id, case_id),
  check ((withdrawn_at is null) = (withdrawn_by is null))
);

create table case_release_photo (
  district_id bigint not null,
  case_id bigint not null,
  rank bigint not null check (rank > 0),
  photo_id bigint not null,
  width bigint not null,
  height bigint not null,
  primary key (district_id, case_id, rank)
);

create unique index case_release_by_public_id on case_release (district_id, public_id);
create index case_release_by_cell on case_release (district_id, cell) where withdrawn_at is null;
