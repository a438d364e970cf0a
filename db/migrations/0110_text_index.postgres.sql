-- SPDX-License-Identifier: Apache-2.0
-- What texts are found by, made by db::TextIndex alone. stamp: which state of the document that is;
-- an older one never replaces a newer one. Each term begins with four characters for the district
-- and the kind.
create table text_document (
  district_id bigint not null,
  kind text not null,
  doc_id bigint not null,
  stamp bigint not null,
  terms tsvector not null,
  primary key (district_id, kind, doc_id)
);
-- Without a list of pending entries: a search would read all of it.
create index text_document_by_term on text_document using gin (terms) with (fastupdate = off);
