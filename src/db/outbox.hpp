// SPDX-License-Identifier: Apache-2.0
// What must happen outside the database because of a write (a notice, a file, a call) is written
// down in the same transaction and done afterwards, at least once. A worker loops: districts_due,
// then per district claim_due in one write, the work outside any transaction, then done or retry.
#pragma once

#include <string>
#include <vector>

#include "base/ids.hpp"
#include "base/time.hpp"
#include "db/db.hpp"

namespace gewu::db::outbox {

struct Message {
  DistrictId district;
  RecordId id;
  std::string topic;    ///< who handles it: "cases.notify"
  std::string payload;  ///< a JSON object; the handler knows its shape
  Instant created_at;
  int attempts = 0;  ///< how often it was claimed, this time included
};

/// Writes a message down; due at `due`, or at once.
RecordId append(WriteTx& tx, IdSource& ids, DistrictId district, std::string_view topic,
                std::string_view payload, Instant now, std::optional<Instant> due = std::nullopt);

/// Districts that have a message due.
std::vector<DistrictId> districts_due(ReadTx& tx, Instant now);

/// Takes up to `limit` due messages, the longest due first. Nobody else is given them until
/// `lease` is over, so it must outlast the work. Those that another worker is just claiming are
/// passed over.
std::vector<Message> claim_due(WriteTx& tx, DistrictId district, Instant now, int limit,
                               Duration lease);

/// The work is done: forgets the message.
void done(WriteTx& tx, DistrictId district, RecordId id);

/// The work failed: due again after retry_delay.
void retry(WriteTx& tx, const Message& message, Instant now);

/// 2 s, doubled with each attempt, one hour at most.
Duration retry_delay(int attempts);

}  // namespace gewu::db::outbox
