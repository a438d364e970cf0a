-- SPDX-License-Identifier: Apache-2.0
-- The pictures themselves are files named by their hash; several rows may share one.
create table photo (
  district_id integer not null,
  photo_id integer not null,
  content_hash text not null check (length(content_hash) = 64),
  width integer not null check (width > 0),
  height integer not null check (height > 0),
  bytes integer not null check (bytes > 0),
  taken_at integer,
  uploaded_at integer not null,
  token_digest blob not null,        -- SHA-256 of what the uploader must show to attach it
  owner_kind text,
  owner_id integer,
  kind text check (kind in ('near', 'far', 'reference', 'before', 'after')),
  expires_at integer,                -- null once attached
  primary key (district_id, photo_id),
  check ((owner_id is null) = (expires_at is not null)),
  check ((owner_id is null) = (owner_kind is null)),
  check ((owner_id is null) = (kind is null))
) strict;

create index photo_owner on photo (district_id, owner_kind, owner_id, photo_id)
  where owner_id is not null;
create index photo_expiry on photo (district_id, expires_at) where expires_at is not null;
create index photo_hash on photo (district_id, content_hash, photo_id);
