-- SPDX-License-Identifier: Apache-2.0
-- The answer given to a write, so that its repeat gets the same one. Kept for 60 days.
create table idempotency_key (
  district_id bigint not null,
  key_digest text not null,
  request_digest text not null,
  status smallint not null,
  response bytea not null,
  created_at bigint not null,
  primary key (district_id, key_digest)
);
create index idempotency_key_by_age on idempotency_key (district_id, created_at);

-- What must happen outside the database because of a write, stored in the same transaction.
create table outbox (
  district_id bigint not null,
  id bigint not null,
  topic text not null,
  payload text not null,
  created_at bigint not null,
  due_at bigint not null,
  attempts smallint not null,
  primary key (district_id, id)
);
-- As the claim reads it: one district's messages, the longest due first.
create index outbox_by_due on outbox (district_id, due_at, id);

-- Which process makes ids as which node (ten bits of every id).
create table app_node (
  node smallint not null,
  claimed_at bigint not null,
  process text not null,
  primary key (node)
);
