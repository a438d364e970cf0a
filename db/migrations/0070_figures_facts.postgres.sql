-- SPDX-License-Identifier: Apache-2.0
-- Deeds to be counted. area_id is the deepest area at the time, area_now_id the one under today's
-- boundaries, category_id -1 where there is none, day the local day of done_at. A deed writes here
-- only, and pays for one small table; the folder moves its facts on to `fact`.
create table fact_unfolded (
  district_id bigint not null,
  fact_id bigint not null,
  metric text not null,
  area_id bigint not null,
  area_now_id bigint not null,
  category_id bigint not null,
  day integer not null,
  done_at bigint not null,
  value bigint not null,
  source_kind text not null,
  source_id bigint not null,
  lat double precision,
  lon double precision,
  primary key (district_id, fact_id),
  constraint fact_unfolded_category check (category_id <> 0)
);

-- Those that are counted in figure_rollup.
create table fact (
  district_id bigint not null,
  fact_id bigint not null,
  metric text not null,
  area_id bigint not null,
  area_now_id bigint not null,
  category_id bigint not null,
  day integer not null,
  done_at bigint not null,
  value bigint not null,
  source_kind text not null,
  source_id bigint not null,
  lat double precision,
  lon double precision,
  primary key (district_id, fact_id),
  constraint fact_category check (category_id <> 0)
);
-- Opens a number.
create index fact_open on fact (district_id, metric, day, area_id, category_id);
-- The few that today's boundaries put elsewhere; empty until a territory changes.
create index fact_moved on fact (district_id, metric, day, area_now_id)
  where area_now_id <> area_id;

-- Counts of folded facts. lens as_was: by area_id. lens as_is: only what differs from it, counted
-- off the old area and on to the new. area_id 0: the whole district; category_id 0: all, -1: none.
-- bucket: day number, year * 12 + month - 1, or year. reach own: facts of the area itself; under:
-- of it and of all that lies below it today, kept for areas that have parts (days only for all
-- categories together). Reads go area by area along this key.
create table figure_rollup (
  district_id bigint not null,
  reach text not null,
  lens text not null,
  grain text not null,
  area_id bigint not null,
  category_id bigint not null,
  bucket integer not null,
  metric text not null,
  n bigint not null,
  value bigint not null,
  primary key (district_id, reach, lens, grain, area_id, category_id, bucket, metric),
  constraint figure_rollup_reach check (reach in ('own', 'under')),
  constraint figure_rollup_lens check (lens in ('as_was', 'as_is')),
  constraint figure_rollup_grain check (grain in ('day', 'month', 'year'))
);

-- The territory version that a lens stands at.
create table figures_state (
  district_id bigint not null,
  lens text not null,
  territory_version bigint not null,
  primary key (district_id, lens)
);

-- Which tree the rows of reach under stand for. building: they are being summed up anew, and the
-- folder waits.
create table figures_under (
  district_id bigint not null,
  state text not null,
  territory_version bigint not null,
  primary key (district_id),
  constraint figures_under_state check (state in ('none', 'building', 'ready'))
);
