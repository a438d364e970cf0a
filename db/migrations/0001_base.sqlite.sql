-- SPDX-License-Identifier: Apache-2.0
-- The answer given to a write, so that its repeat gets the same one. Kept for 60 days. Not `without
-- rowid`: answers are wide, and in the order of random digests each would dirty pages of its own.
create table idempotency_key (
  district_id integer not null,
  key_digest text not null,
  request_digest text not null,
  status integer not null,
  response blob not null,
  created_at integer not null,
  primary key (district_id, key_digest)
) strict;
create index idempotency_key_by_age on idempotency_key (district_id, created_at);

-- What must happen outside the database because of a write, stored in the same transaction.
create table outbox (
  district_id integer not null,
  id integer not null,
  topic text not null,
  payload text not null,
  created_at integer not null,
  due_at integer not null,
  attempts integer not null,
  primary key (district_id, id)
) strict, without rowid;
-- As the claim reads it: one district's messages, the longest due first.
create index outbox_by_due on outbox (district_id, due_at, id);

-- Which process makes ids as which node (ten bits of every id).
create table app_node (
  node integer not null,
  claimed_at integer not null,
  process text not null,
  primary key (node)
) strict;
