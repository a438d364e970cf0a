// SPDX-License-Identifier: Apache-2.0
#include "base/ids.hpp"

#include <algorithm>

#include "base/id_time.hpp"

namespace gewu {

namespace {
constexpr std::int64_t kEpochMs = 1'704'067'200'000;  // 2024-01-01T00:00:00Z
constexpr int kNodeBits = 10;
constexpr int kSequenceBits = 12;
}  // namespace

std::int64_t IdSource::next_value(Instant now) {
  const std::lock_guard lock(guard_);
  const std::int64_t slot = std::max<std::int64_t>(to_ms(now) - kEpochMs, 0) << kSequenceBits;
  // A full millisecond (4,096 ids) or a clock that stepped back borrows from the next one.
  last_slot_ = std::max(slot, last_slot_ + 1);
  const std::int64_t ms = last_slot_ >> kSequenceBits;
  const std::int64_t sequence = last_slot_ & ((1 << kSequenceBits) - 1);
  const std::int64_t id =
      (ms << (kNodeBits + kSequenceBits)) | (std::int64_t{node_} << kSequenceBits) | sequence;
  return id + 1;  // zero means "none"
}

std::int64_t first_id_value(Instant at) {
  return std::max<std::int64_t>(to_ms(at) - kEpochMs, 0) << (kNodeBits + kSequenceBits);
}

}  // namespace gewu
