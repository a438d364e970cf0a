-- SPDX-License-Identifier: Apache-2.0
-- Events of any subject, chained by hash. Append-only but for words and words_salt, which erasure
-- sets to null: the chain covers their digest. Rows are too wide for `without rowid`.
create table history_event (
  district_id integer not null,
  subject_id integer not null,
  seq integer not null,
  subject_kind text not null,
  action text not null,
  from_state text,
  to_state text,
  actor_kind text not null,
  actor_id integer,
  done_at integer not null,
  recorded_at integer not null,
  data text not null,
  words text,
  words_salt text,
  words_digest text,
  hash text not null,
  primary key (district_id, subject_id, seq),
  constraint history_event_seq check (seq >= 1),
  constraint history_event_actor check (actor_kind in ('reporter', 'account', 'clock', 'system')),
  constraint history_event_hash check (length(hash) = 64)
) strict;
create index history_event_day on history_event (district_id, recorded_at, subject_id, seq);

-- The Merkle root over all event hashes recorded on a local day; days without events have none.
create table daily_root (
  district_id integer not null,
  day integer not null,
  root text not null,
  leaf_count integer not null,
  link text not null,
  computed_at integer not null,
  primary key (district_id, day),
  constraint daily_root_leaf_count check (leaf_count >= 1)
) strict, without rowid;
