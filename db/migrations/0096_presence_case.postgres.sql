-- SPDX-License-Identifier: Apache-2.0
-- Who has a case before him. Rows live as long as pages say so; nobody looks at them later.
create table case_presence (
  district_id bigint not null,
  case_id bigint not null,
  account_id bigint not null,
  editing smallint not null check (editing in (0, 1)),
  since bigint not null,
  seen_at bigint not null,
  primary key (district_id, case_id, account_id)
);
create index case_presence_age on case_presence (district_id, seen_at);
