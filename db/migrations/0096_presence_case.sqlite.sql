-- SPDX-License-Identifier: Apache-2.0
-- Who has a case before him. Rows live as long as pages say so; nobody looks at them later.
create table case_presence (
  district_id integer not null,
  case_id integer not null,
  account_id integer not null,
  editing integer not null check (editing in (0, 1)),
  since integer not null,
  seen_at integer not null,
  primary key (district_id, case_id, account_id)
) strict;
create index case_presence_age on case_presence (district_id, seen_at);
