-- SPDX-License-Identifier: Apache-2.0
-- A district's own copy of the shipped catalogue, with what it decided about each category.
create table category (
  district_id bigint not null,
  category_id bigint not null,
  code text not null,                -- event-05-02; never given to another matter
  rank smallint not null,             -- place in the catalogue
  domain text not null check (domain in ('component', 'event', 'demand')),
  class_code text not null,
  class_zh text not null,
  class_en text not null,
  name_zh text not null,
  name_en text not null,
  limits text not null,              -- urgent_hour:2;work_hour:4 as listed, the usual one first
  own_limit text,                    -- what the district chose instead of the usual one
  nature text not null
    check (nature in ('solve', 'complain', 'ask', 'suggest', 'thank', 'other')),
  self_handling smallint not null check (self_handling in (0, 1)),
  emergency text,                    -- code of the shipped advice
  usual_rank smallint,                -- place in the residents' short list
  active smallint not null check (active in (0, 1)),
  retired smallint not null check (retired in (0, 1)),  -- no longer in the catalogue
  version bigint not null,
  changed_at bigint not null,
  primary key (district_id, category_id),
  unique (district_id, code)
);
