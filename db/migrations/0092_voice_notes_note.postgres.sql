-- SPDX-License-Identifier: Apache-2.0
-- The recordings themselves are files named by their hash; several rows may share one.
create table voice_note (
  district_id bigint not null,
  voice_id bigint not null,
  content_hash text not null check (length(content_hash) = 64),
  form text not null check (form in ('webm', 'ogg', 'm4a')),
  bytes bigint not null check (bytes > 0),
  seconds bigint check (seconds >= 0),
  uploaded_at bigint not null,
  token_digest bytea not null,        -- SHA-256 of what the uploader must show to attach it
  owner_kind text check (owner_kind in ('case_report', 'case_deed')),
  owner_id bigint,
  expires_at bigint,                -- null once attached
  primary key (district_id, voice_id),
  check ((owner_id is null) = (expires_at is not null)),
  check ((owner_id is null) = (owner_kind is null))
);

create index voice_note_owner on voice_note (district_id, owner_id, voice_id)
  where owner_id is not null;
create index voice_note_expiry on voice_note (district_id, expires_at)
  where expires_at is not null;
create index voice_note_hash on voice_note (district_id, content_hash, voice_id);
