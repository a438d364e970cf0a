// SPDX-License-Identifier: Apache-2.0
#include "db/text_index.hpp"

#include <algorithm>
#include <stdexcept>

namespace gewu::db {

namespace {

// ---- SQLite ------------------------------------------------------------------------------------

const Sql sqlite_find{"sqlite.text_find",
                      "select stamp, terms from text_document "
                      "where district_id = $1 and kind = $2 and doc_id = $3"};
const Sql sqlite_put{"sqlite.text_put",
                     "insert into text_document (district_id, kind, doc_id, stamp, terms) "
                     "values ($1, $2, $3, $4, $5) on conflict (district_id, kind, doc_id) "
                     "do update set stamp = excluded.stamp, terms = excluded.terms"};
const Sql sqlite_index{"sqlite.text_index_add",
                       "insert into text_index (rowid, terms) values ($1, $2)"};
// An index without texts of its own must be told what it held.
const Sql sqlite_unindex{
    "sqlite.text_index_delete",
    "insert into text_index (text_index, rowid, terms) values ('delete', $1, $2)"};
const Sql sqlite_newest{
    "sqlite.text_newest",
    "select d.doc_id from text_index cross join text_document d where d.district_id = $1 "
    "and d.kind = $2 and d.doc_id = text_index.rowid and text_index match $3 "
    "and text_index.rowid < $4 order by text_index.rowid desc limit $5"};
const Sql sqlite_page{"sqlite.text_page",
                      "select doc_id, stamp, terms from text_document where district_id = $1 "
                      "and kind = $2 and doc_id > $3 order by doc_id limit $4"};
const Sql sqlite_entries{"sqlite.text_entries",
                         "select term, doc from text_index_term where term > $1 and term < $2"};
const Sql sqlite_clear{"sqlite.text_index_clear",
                       "insert into text_index (text_index) values ('delete-all')"};

// ---- PostgreSQL --------------------------------------------------------------------------------

const Sql postgres_put{
    "postgres.text_put",
    "insert into text_document (district_id, kind, doc_id, stamp, terms) "
    "values ($1, $2, $3, $4, cast($5 as tsvector)) on conflict (district_id, kind, doc_id) "
    "do update set stamp = excluded.stamp, terms = excluded.terms "
    "where text_document.stamp <= excluded.stamp and (text_document.terms <> excluded.terms "
    "or text_document.stamp < excluded.stamp)"};
// GIN finds all there are before it can say which is the newest. What is common is found sooner
// among the newest, what is rare there is rare enough for GIN.
const Sql postgres_walk{
    "postgres.text_walk",
    "with recent as materialized (select doc_id, terms from text_document where district_id = $1 "
    "and kind = $2 and doc_id < $4 order by doc_id desc limit 1000) "
    "select doc_id from recent where terms @@ cast($3 as tsquery) order by doc_id desc limit $5"};
const Sql postgres_newest{
    "postgres.text_newest",
    "select doc_id from text_document where district_id = $1 and kind = $2 and doc_id < $4 "
    "and terms @@ cast($3 as tsquery) order by doc_id + 0 desc limit $5"};
const Sql postgres_page{
    "postgres.text_page",
    "select doc_id, stamp, array_to_string(tsvector_to_array(terms), ' ') from text_document "
    "where district_id = $1 and kind = $2 and doc_id > $3 order by doc_id limit $4"};

// ---- both --------------------------------------------------------------------------------------

const Sql text_delete{
    "db.text_delete",
    "delete from text_document where district_id = $1 and kind = $2 and doc_id = $3"};
const Sql text_clear{"db.text_clear", "delete from text_document /*all districts*/"};

/// FNV-1a.
std::uint64_t hash(std::string_view text, std::uint64_t seed = 0xcbf29ce484222325) {
  for (const char c : text) seed = (seed ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return seed;
}

/// Four characters that set the terms of a district's kind apart. That two of them may share one
/// costs time and no more: the statements name district and kind as well.
std::string tag_of(DistrictId district, std::string_view kind) {
  static constexpr char kDigits[] = "0123456789abcdefghijklmnopqrstuvwxyz";
  std::uint64_t h = hash(kind, hash(to_string(district)));
  std::string out;
  for (int i = 0; i < 4; ++i, h /= 36) out += kDigits[h % 36];
  return out;
}

void check(std::string_view term) {
  if (!term.empty() && term.find_first_of(" \t\r\n\"'\\*") == std::string_view::npos) return;
  throw std::logic_error("a term of a text index without its form: " + std::string(term));
}

/// With the tag before each: "k3f9路灯 k3f9灯不".
std::string tagged(const std::string& tag, const std::vector<std::string>& terms) {
  std::string out;
  for (const auto& term : terms) out += (out.empty() ? "" : " ") + tag + term;
  return out;
}

std::string joined(const std::vector<std::string>& terms) {
  std::string out;
  for (const auto& term : terms) out += (out.empty() ? "" : " ") + term;
  return out;
}

std::vector<std::string> split(std::string_view text, std::size_t skipped = 0) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    out.emplace_back(text.substr(skipped, end - skipped));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

/// As tsvector reads it.
std::string vector_text(const std::string& tag, const std::vector<std::string>& terms) {
  std::string out;
  for (const auto& term : terms) out += (out.empty() ? "'" : " '") + tag + term + "'";
  return out;
}

/// The query in the words of one engine.
struct Spelling {
  const char *all, *any, *open, *close, *prefix;
};
constexpr Spelling kFts{" AND ", " OR ", "\"", "\"", " *"};
constexpr Spelling kTsquery{" & ", " | ", "'", "'", ":*"};

std::string spell(const Spelling& s, const std::string& tag, const IndexQuery& query) {
  std::string out;
  for (const auto& group : query.groups) {
    std::string any;
    for (const auto& alternative : group) {
      std::string all;
      for (const auto& term : alternative) {
        check(term.text);
        all += (all.empty() ? "" : s.all) + (s.open + tag) + term.text + s.close +
               (term.prefix ? s.prefix : "");
      }
      any += (any.empty() ? "" : s.any) + ("(" + all) + ")";
    }
    out += (out.empty() ? "" : s.all) + ("(" + any) + ")";
  }
  return out;
}

bool put_sqlite(WriteTx& tx, DistrictId district, const std::string& kind,
                const IndexedDocument& document) {
  const std::string terms = joined(document.terms);
  const auto before = tx.one(
      sqlite_find, [](const Row& r) { return std::pair(r.int64(0), r.text(1)); }, district, kind,
      document.id);
  if (before && before->first > document.stamp) return false;
  if (before && before->second == terms && before->first == document.stamp) return false;
  const std::string tag = tag_of(district, kind);
  if (!before || before->second != terms) {
    if (before && !before->second.empty()) {
      tx.execute(sqlite_unindex, document.id, tagged(tag, split(before->second)));
    }
    if (!terms.empty()) tx.execute(sqlite_index, document.id, tagged(tag, document.terms));
  }
  tx.execute(sqlite_put, district, kind, document.id, document.stamp, terms);
  return true;
}

/// A sum that does not depend on the order, and how many.
struct Fingerprint {
  std::uint64_t sum = 0, count = 0;
  void add(std::string_view term, std::int64_t doc) {
    sum += hash(term, hash(std::to_string(doc)));
    ++count;
  }
  friend bool operator==(const Fingerprint&, const Fingerprint&) = default;
};

}  // namespace

bool TextIndex::put(WriteTx& tx, DistrictId district, const IndexedDocument& document) const {
  for (const auto& term : document.terms) check(term);
  if (tx.engine() == Engine::sqlite) return put_sqlite(tx, district, kind_, document);
  return tx.execute(postgres_put, district, kind_, document.id, document.stamp,
                    vector_text(tag_of(district, kind_), document.terms)) > 0;
}

void TextIndex::remove(WriteTx& tx, DistrictId district, std::int64_t id) const {
  if (tx.engine() == Engine::sqlite) {
    const auto terms = tx.one(
        sqlite_find, [](const Row& r) { return r.text(1); }, district, kind_, id);
    if (terms && !terms->empty()) {
      tx.execute(sqlite_unindex, id, tagged(tag_of(district, kind_), split(*terms)));
    }
  }
  tx.execute(text_delete, district, kind_, id);
}

std::vector<std::int64_t> TextIndex::newest(ReadTx& tx, DistrictId district,
                                            const IndexQuery& query, std::int64_t before,
                                            int limit) const {
  const auto as_id = [](const Row& r) { return r.int64(0); };
  if (query.groups.empty()) return {};
  const std::string tag = tag_of(district, kind_);
  if (tx.engine() == Engine::sqlite) {
    return tx.all(sqlite_newest, as_id, district, kind_, spell(kFts, tag, query), before, limit);
  }
  const std::string text = spell(kTsquery, tag, query);
  auto out = tx.all(postgres_walk, as_id, district, kind_, text, before, limit);
  if (out.size() >= static_cast<std::size_t>(limit)) return out;
  return tx.all(postgres_newest, as_id, district, kind_, text, before, limit);
}

std::vector<IndexedDocument> TextIndex::page(ReadTx& tx, DistrictId district, std::int64_t after,
                                             int limit) const {
  const bool sqlite = tx.engine() == Engine::sqlite;
  return tx.all(
      sqlite ? sqlite_page : postgres_page,
      [&](const Row& r) {
        IndexedDocument out{r.int64(0), r.int64(1), split(r.text(2), sqlite ? 0 : 4)};
        std::sort(out.terms.begin(), out.terms.end());
        return out;
      },
      district, kind_, after, limit);
}

std::optional<std::string> TextIndex::flaw(ReadTx& tx, DistrictId district) const {
  // PostgreSQL's index is of the documents themselves and its own affair.
  if (tx.engine() != Engine::sqlite) return std::nullopt;
  constexpr int kPage = 5'000;
  const std::string tag = tag_of(district, kind_);
  Fingerprint wanted, held;
  for (std::int64_t after = 0, rows = kPage; rows == kPage;) {
    const auto some = page(tx, district, after, kPage);
    rows = static_cast<std::int64_t>(some.size());
    for (const auto& document : some) {
      for (const auto& term : document.terms) wanted.add(tag + term, document.id);
      after = document.id;
    }
  }
  // In goes that end with a term, each well below a statement's time.
  constexpr std::uint64_t kEntries = 2'000'000;
  for (std::string from = tag, last; !from.empty(); from = last) {
    std::uint64_t seen = 0;
    last.clear();
    std::string now;
    tx.rows(sqlite_entries, {from, tag + "\xF4\x8F\xBF\xBF"}, [&](const Row& r) {
      const std::string term = r.text(0);
      if (seen >= kEntries && term != now) return last = now, false;
      now = term;
      ++seen;
      held.add(term, r.int64(1));
      return true;
    });
  }
  if (held == wanted) return std::nullopt;
  return "the index holds " + std::to_string(held.count) + " entries, the documents " +
         std::to_string(wanted.count);
}

void TextIndex::clear(WriteTx& tx) {
  if (tx.engine() == Engine::sqlite) tx.execute(sqlite_clear);
  tx.execute(text_clear);
}

}  // namespace gewu::db
