-- SPDX-License-Identifier: Apache-2.0
-- Cases whose words may have changed since they were last indexed, one row for each change.
create table search_unfed (
  district_id bigint not null,
  case_id bigint not null,
  unfed_id bigint not null,
  primary key (district_id, case_id, unfed_id)
);

-- How far the cases are indexed that were there before anything was: newest first, down to (not
-- with) before_id, 0 when through. rules: by which rules texts became terms; others start anew.
create table search_state (
  district_id bigint not null,
  rules bigint not null,
  before_id bigint not null,
  primary key (district_id)
);
