// SPDX-License-Identifier: Apache-2.0
// The search module: cases found by what is said in them. See README.md.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"
#include "base/time.hpp"
#include "modules/cases/cases.hpp"

namespace gewu::db {
class Database;
class ReadTx;
class WriteTx;
}  // namespace gewu::db

namespace gewu::search {

/// What cases ask.
class Search final : public cases::TextFinder {
 public:
  explicit Search(IdSource& ids) : ids_(ids) {}
  void changed(db::WriteTx& tx, DistrictId district, CaseId id, Instant now) override;
  Candidates candidates(db::ReadTx& tx, DistrictId district, const cases::TextQuery& query,
                        CaseId before, int limit) override;
  bool complete(db::ReadTx& tx, DistrictId district) override;

 private:
  IdSource& ids_;
};

/// Indexes up to `limit` noted changes, the newest cases first; how many notes it worked off. Call
/// until 0. Each note is worked off once, with any number of nodes and after any crash. Not inside
/// a transaction.
int feed(db::Database& database, DistrictId district, int limit = 100);
/// How many changes wait, counted up to `limit`.
int unfed(db::ReadTx& tx, DistrictId district, int limit = 1000);

/// Indexes up to `limit` of the cases that were there before anything was noted, or that were
/// indexed by other rules; newest first. How many it indexed; 0: there is nothing left to do.
int feed_old(db::Database& database, DistrictId district, int limit = 100);

/// Forgets the index of every district; feed_old() makes it anew. In one transaction, and a long
/// one: the statement time must allow for it.
void forget_all(db::Database& database);

struct Problem {
  std::string code;  ///< text_missing, text_differs, text_without_case, index_differs
  std::string subject, detail;
};
/// Recounts: what every case is found by against what the index holds. Changes that still wait, and
/// old cases that were not reached yet, are no problem. Not inside a transaction.
std::vector<Problem> doctor(
    db::Database& database, DistrictId district,
    const std::function<void(std::string_view, std::int64_t)>& progress = {},
    std::size_t limit = 200);

}  // namespace gewu::search
