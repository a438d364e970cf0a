-- SPDX-License-Identifier: Apache-2.0
-- Why a login ended that somebody else took away. A phone that comes back after days must be told
-- apart from one whose login merely ran out: the first wipes itself, the second keeps its queue.
create table ended_session (
  district_id integer not null,
  token_digest blob not null,
  account_id integer not null,
  reason text not null,
  ended_at integer not null,
  primary key (district_id, token_digest),
  foreign key (district_id, account_id) references account (district_id, account_id),
  constraint ended_session_reason check (reason in ('account_disabled', 'device_revoked'))
) strict;
create index ended_session_age on ended_session (district_id, account_id, ended_at);
