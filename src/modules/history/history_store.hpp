// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "db/db.hpp"
#include "modules/history/history.hpp"

namespace gewu::history::store {

/// Where a page of all events ended: by subject and seq.
struct Position {
  std::int64_t subject_id = 0;
  int seq = 0;
};
struct StoredEvent {
  Subject subject;
  Event event;
};
/// The events after `after`, subject by subject; fewer than `limit` at the end.
std::vector<StoredEvent> events_after(db::ReadTx& tx, DistrictId district, Position after,
                                      int limit);

/// The hashes recorded in [from, to), ascending.
std::vector<Digest> hashes_between(db::ReadTx& tx, DistrictId district, Instant from, Instant to);
/// When the first event at or after `from` was recorded.
std::optional<Instant> first_recorded(db::ReadTx& tx, DistrictId district, Instant from);

std::optional<DailyRoot> root_of(db::ReadTx& tx, DistrictId district, Day day);
/// The newest root of a day before `day`.
std::optional<DailyRoot> last_root_before(db::ReadTx& tx, DistrictId district, Day day);
/// False where the day has a root already.
bool insert_root(db::WriteTx& tx, DistrictId district, const DailyRoot& root);

}  // namespace gewu::history::store
