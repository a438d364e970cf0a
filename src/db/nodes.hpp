// SPDX-License-Identifier: Apache-2.0
// Which process makes ids as which node: two processes that write to one database must never
// share a number (IdSource). A process claims one at start, renews it every minute, stops making
// ids once it could not renew for `node_lease / 2`, and releases it at the end.
#pragma once

#include <optional>
#include <string_view>

#include "base/time.hpp"
#include "db/db.hpp"

namespace gewu::db {

inline constexpr int node_count = 1024;
/// A claim that was not renewed for this long may be taken over.
inline constexpr Duration node_lease = std::chrono::minutes(10);

/// The lowest number that is free or stale; nothing where all are taken. `process` names the
/// claimant and must differ between processes, also between two lives of one (host, pid, start).
std::optional<int> claim_node(WriteTx& tx, std::string_view process, Instant now);

/// False where the claim is no longer this process's: it must stop making ids at once.
bool renew_node(WriteTx& tx, int node, std::string_view process, Instant now);

void release_node(WriteTx& tx, int node, std::string_view process);

}  // namespace gewu::db
