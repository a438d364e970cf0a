-- SPDX-License-Identifier: Apache-2.0
-- What texts are found by, made by db::TextIndex alone. text_document holds the terms of each
-- document, a space between them: what the index must hold of it, and what to take out of it again.
-- stamp: which state of the document that is; an older one never replaces a newer one.
create table text_document (
  district_id integer not null,
  kind text not null,
  doc_id integer not null,
  stamp integer not null,
  terms text not null,
  primary key (district_id, kind, doc_id)
) strict, without rowid;

-- The index proper. It keeps no text of its own; its rowid is the doc_id, and each of its terms
-- begins with four characters for the district and the kind, so that five of them are one character
-- of a term: the second, smaller index finds what is searched by a single character.
create virtual table text_index using fts5(
  terms, content = '', detail = none, columnsize = 0, prefix = '5',
  tokenize = "ascii tokenchars ':'"
);
-- Everything that it holds, for the doctor.
create virtual table text_index_term using fts5vocab(text_index, instance);
