// SPDX-License-Identifier: Apache-2.0
// The history module: append-only, hash-chained events of any subject, and the daily root over all
// of them that makes each one provable. See README.md.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/ids.hpp"
#include "base/random.hpp"
#include "base/time.hpp"
#include "modules/history/chain.hpp"
#include "modules/history/merkle.hpp"

namespace gewu::db {
class ReadTx;
class WriteTx;
class Database;
}  // namespace gewu::db
namespace gewu::api {
class Api;
}

namespace gewu::history {

// ---- events -------------------------------------------------------------------------------------

/// Appends one event: one insert, no read. `previous` is the head that the subject's row holds
/// (Head{} before the first event); store the head it gives back in that row in the same
/// transaction. A head that is behind fails as a unique_violation: somebody was quicker.
/// Throws std::logic_error where a code holds a line break or is missing, or data is no object.
Head append(db::WriteTx& tx, Random& random, DistrictId district, const Subject& subject,
            const Head& previous, const Draft& draft);

/// In order; all of them: a case has tens, not thousands.
std::vector<Event> events(db::ReadTx& tx, DistrictId district, const Subject& subject);

/// Recomputes the chain. `expected`: the head in the subject's own row.
ChainCheck check(db::ReadTx& tx, DistrictId district, const Subject& subject,
                 const std::optional<Head>& expected = std::nullopt);

/// Erases what a person typed, and its salt; the chain stays provable. True where there was
/// something to erase.
bool erase_words(db::WriteTx& tx, DistrictId district, const Subject& subject, int seq);

/// The receipt of a subject is the hash of its first event: hand `append`'s first head to it.
inline Digest receipt_of(const Head& first) { return first.hash; }
/// The receipt and the instant that decides its day; nothing where there is no event.
struct Receipt {
  Digest hash{};
  Instant recorded_at;
};
std::optional<Receipt> receipt_of(db::ReadTx& tx, DistrictId district, const Subject& subject);

// ---- daily roots --------------------------------------------------------------------------------

struct DailyRoot {
  Day day;
  Digest root{};
  std::int64_t leaf_count = 0;
  Digest link{};
  Digest previous_link{};
  Instant computed_at;
};

inline constexpr Duration close_grace = std::chrono::minutes(10);

/// Publishes the root of every complete local day that has events and no root yet, oldest first;
/// a day is complete when it ended `close_grace` ago. Says how many it wrote. Safe to run anywhere,
/// any time, on several nodes; not inside a transaction.
int close_days(db::Database& database, DistrictId district, std::chrono::minutes utc_offset,
               Instant now);

/// In order of day; at most `limit`.
std::vector<DailyRoot> roots(db::ReadTx& tx, DistrictId district, Day from, Day to,
                             int limit = 400);

/// That an event was there, unaltered, on its day. `root` is nothing until the day is closed; leaf
/// index, count and path are of the day's leaves so far then, and change until it is.
struct Proof {
  Digest receipt{};
  Day day;
  std::optional<Digest> root;
  std::int64_t leaf_index = 0;
  std::int64_t leaf_count = 0;
  std::vector<PathStep> path;
  std::optional<Digest> previous_link;
  std::optional<Digest> link;
};

/// Nothing where no event of that hash was recorded on that day.
std::optional<Proof> prove(db::ReadTx& tx, DistrictId district, std::chrono::minutes utc_offset,
                           const Digest& receipt, Day day);
std::optional<Proof> prove(db::ReadTx& tx, DistrictId district, std::chrono::minutes utc_offset,
                           const Subject& subject);

/// True where the path leads from the receipt to the published root, has the shape of that leaf of
/// that many, and the link follows from the previous one. False before publication.
bool verify(const Proof& proof);

// ---- doctor -------------------------------------------------------------------------------------

struct Problem {
  std::string code;     ///< event_missing, event_altered, words_altered,
                        ///< head_differs, events_after_head, root_differs, root_missing,
                        ///< link_differs, subject_unknown
  std::string subject;  ///< "case 42", "2026-11-22"
  std::string detail;   ///< English, for the administrator
};

/// The heads that the subjects' own rows hold; ids left out have no row. One call per page.
using HeadLookup = std::function<std::map<std::int64_t, Head>(
    db::ReadTx& tx, DistrictId district, const std::string& kind,
    const std::vector<std::int64_t>& ids)>;
using Progress = std::function<void(std::string_view step, std::int64_t done)>;

/// Recomputes every chain, in pages, and every closed day's root and link. At most `limit` problems
/// are told. Not inside a transaction.
std::vector<Problem> doctor(db::Database& database, DistrictId district,
                            std::chrono::minutes utc_offset, const HeadLookup& heads,
                            const Progress& progress = {}, std::size_t limit = 200);

// ---- routes -------------------------------------------------------------------------------------

using OffsetOf = std::function<std::chrono::minutes(db::ReadTx& tx, DistrictId district)>;

/// GET /api/v1/{district}/roots · POST /api/v1/{district}/receipts/check, both open.
void append_history_routes(api::Api& api, OffsetOf utc_offset);

}  // namespace gewu::history
