// SPDX-License-Identifier: Apache-2.0
// Daily roots: closing days, proving that an event was there, verifying a proof.
#include <algorithm>

#include "db/db.hpp"
#include "modules/history/history.hpp"
#include "modules/history/history_store.hpp"

namespace gewu::history {
namespace {

const Day end_of_time = day_from_number(1'000'000);

std::vector<Digest> leaves_of_day(db::ReadTx& tx, DistrictId district,
                                  std::chrono::minutes utc_offset, Day day) {
  return store::hashes_between(tx, district, start_of_day(day, utc_offset),
                               start_of_day(day + std::chrono::days(1), utc_offset));
}

std::vector<Digest> hashed(std::span<const Digest> leaves) {
  std::vector<Digest> out;
  out.reserve(leaves.size());
  for (const Digest& leaf : leaves) out.push_back(leaf_hash(leaf));
  return out;
}

/// The root of the first complete day with events after the last closed one.
std::optional<DailyRoot> next_root(db::ReadTx& tx, DistrictId district,
                                   std::chrono::minutes utc_offset, Instant now) {
  DailyRoot out;
  Instant from = instant(0);
  if (const auto last = store::last_root_before(tx, district, end_of_time)) {
    from = start_of_day(last->day + std::chrono::days(1), utc_offset);
    out.previous_link = last->link;
  }
  const auto first = store::first_recorded(tx, district, from);
  if (!first) return std::nullopt;
  out.day = local_day(*first, utc_offset);
  const Instant end = start_of_day(out.day + std::chrono::days(1), utc_offset);
  if (now < end + close_grace) return std::nullopt;
  const auto leaves = store::hashes_between(tx, district, start_of_day(out.day, utc_offset), end);
  out.leaf_count = static_cast<std::int64_t>(leaves.size());
  out.root = merkle_root(hashed(leaves));
  out.link = link_of(out.day, out.leaf_count, out.root, out.previous_link);
  out.computed_at = now;
  return out;
}

/// False where another node has closed a day since `root` was computed.
bool publish(db::WriteTx& tx, DistrictId district, const DailyRoot& root) {
  const auto last = store::last_root_before(tx, district, end_of_time);
  if ((last ? last->link : Digest{}) != root.previous_link) return false;
  return store::insert_root(tx, district, root);
}

}  // namespace

int close_days(db::Database& database, DistrictId district, std::chrono::minutes utc_offset,
               Instant now) {
  int written = 0;
  while (true) {
    const auto root =
        database.read([&](db::ReadTx& tx) { return next_root(tx, district, utc_offset, now); });
    if (!root) return written;
    // Copies: the closure may run on another thread, and twice.
    if (database.write(
            [district, root = *root](db::WriteTx& tx) { return publish(tx, district, root); })) {
      ++written;
    }
  }
}

std::optional<Proof> prove(db::ReadTx& tx, DistrictId district, std::chrono::minutes utc_offset,
                           const Digest& receipt, Day day) {
  const auto leaves = leaves_of_day(tx, district, utc_offset, day);
  const auto found = std::lower_bound(leaves.begin(), leaves.end(), receipt);
  if (found == leaves.end() || *found != receipt) return std::nullopt;
  Proof proof;
  proof.receipt = receipt;
  proof.day = day;
  proof.leaf_index = found - leaves.begin();
  proof.leaf_count = static_cast<std::int64_t>(leaves.size());
  proof.path = merkle_path(hashed(leaves), static_cast<std::size_t>(proof.leaf_index));
  if (const auto root = store::root_of(tx, district, day)) {
    proof.root = root->root;
    proof.previous_link = root->previous_link;
    proof.link = root->link;
  }
  return proof;
}

std::optional<Proof> prove(db::ReadTx& tx, DistrictId district, std::chrono::minutes utc_offset,
                           const Subject& subject) {
  const auto receipt = receipt_of(tx, district, subject);
  if (!receipt) return std::nullopt;
  return prove(tx, district, utc_offset, receipt->hash,
               local_day(receipt->recorded_at, utc_offset));
}

bool verify(const Proof& proof) {
  if (!proof.root || !proof.link || !proof.previous_link) return false;
  if (proof.leaf_index < 0 || proof.leaf_index >= proof.leaf_count) return false;
  const auto shape = path_shape(static_cast<std::size_t>(proof.leaf_count),
                                static_cast<std::size_t>(proof.leaf_index));
  const bool shaped =
      std::equal(shape.begin(), shape.end(), proof.path.begin(), proof.path.end(),
                 [](PathSide side, const PathStep& step) { return side == step.side; });
  return shaped && root_of_path(leaf_hash(proof.receipt), proof.path) == *proof.root &&
         link_of(proof.day, proof.leaf_count, *proof.root, *proof.previous_link) == *proof.link;
}

}  // namespace gewu::history
