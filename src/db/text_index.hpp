// SPDX-License-Identifier: Apache-2.0
// Which documents hold which terms, newest first: FTS5 on SQLite, GIN on PostgreSQL. The one place
// where the two engines differ in more than a token (docs/adr/0022). Terms are made by the caller;
// here they are opaque: without white space, quotes and backslashes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "db/db.hpp"

namespace gewu::db {

/// A term, or every term that begins so.
struct IndexTerm {
  std::string text;
  bool prefix = false;
};
/// All of the groups; of each group one alternative; of that all terms. No group finds nothing.
struct IndexQuery {
  using Alternative = std::vector<IndexTerm>;
  using Group = std::vector<Alternative>;
  std::vector<Group> groups;
};

struct IndexedDocument {
  std::int64_t id = 0;
  std::int64_t stamp = 0;          ///< which state of the document
  std::vector<std::string> terms;  ///< sorted, each once
};

/// The documents of one kind ("case") in any district. Holds no state: all of it is in the
/// database.
class TextIndex {
 public:
  explicit TextIndex(std::string kind) : kind_(std::move(kind)) {}

  /// Puts a document in, or in place of what was there; not over a newer state. Whether it did.
  bool put(WriteTx& tx, DistrictId district, const IndexedDocument& document) const;
  void remove(WriteTx& tx, DistrictId district, std::int64_t id) const;

  /// Ids below `before` that the query finds, highest first.
  std::vector<std::int64_t> newest(ReadTx& tx, DistrictId district, const IndexQuery& query,
                                   std::int64_t before, int limit) const;

  /// In order of id from `after` on: what the index is to hold.
  std::vector<IndexedDocument> page(ReadTx& tx, DistrictId district, std::int64_t after,
                                    int limit) const;
  /// Where the index itself differs from that, in words; none: it holds exactly that. Looks at
  /// everything.
  std::optional<std::string> flaw(ReadTx& tx, DistrictId district) const;

  /// Forgets every document of every kind in every district: before it is built anew.
  static void clear(WriteTx& tx);

 private:
  std::string kind_;
};

}  // namespace gewu::db
