-- SPDX-License-Identifier: Apache-2.0
-- The recordings themselves are files named by their hash; several rows may share one.
create table voice_note (
  district_id integer not null,
  voice_id integer not null,
  content_hash text not null check (length(content_hash) = 64),
  form text not null check (form in ('webm', 'ogg', 'm4a')),
  bytes integer not null check (bytes > 0),
  seconds integer check (seconds >= 0),
  uploaded_at integer not null,
  token_digest blob not null,        -- SHA-256 of what the uploader must show to attach it
  owner_kind text check (owner_kind in ('case_report', 'case_deed')),
  owner_id integer,
  expires_at integer,                -- null once attached
  primary key (district_id, voice_id),
  check ((owner_id is null) = (expires_at is not null)),
  check ((owner_id is null) = (owner_kind is null))
) strict;

create index voice_note_owner on voice_note (district_id, owner_id, voice_id)
  where owner_id is not null;
create index voice_note_expiry on voice_note (district_id, expires_at)
  where expires_at is not null;
create index voice_note_hash on voice_note (district_id, content_hash, voice_id);
