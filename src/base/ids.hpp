// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <charconv>
#include <compare>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "base/time.hpp"

namespace gewu {

/// A 64-bit id of one kind of thing. Zero means "none" and is never handed out. In JSON it is a
/// decimal string, because JavaScript loses bits above 2^53.
template <class Tag>
struct Id {
  std::int64_t value = 0;
  friend constexpr auto operator<=>(Id, Id) = default;
  explicit constexpr operator bool() const { return value != 0; }
};

template <class Tag>
std::string to_string(Id<Tag> id) {
  return std::to_string(id.value);
}

/// Accepts only canonical positive decimals ("42", not "042", "+42", "42 ").
template <class Tag>
std::optional<Id<Tag>> parse_id(std::string_view text) {
  std::int64_t value = 0;
  const auto* end = text.data() + text.size();
  auto [at, failed] = std::from_chars(text.data(), end, value);
  if (failed != std::errc{} || at != end || value <= 0 || text.front() == '0') return std::nullopt;
  return Id<Tag>{value};
}

/// The same, named by the id type: parse_id_as<CaseId>("42").
template <class IdType>
std::optional<IdType> parse_id_as(std::string_view text) {
  return [&]<class Tag>(std::type_identity<Id<Tag>>) {
    return parse_id<Tag>(text);
  }(std::type_identity<IdType>{});
}

struct DistrictTag;
struct AreaTag;
struct AccountTag;
struct OrganisationTag;
struct CaseTag;
struct PhotoTag;
struct CategoryTag;
struct RecordTag;
using DistrictId = Id<DistrictTag>;
using AreaId = Id<AreaTag>;
using AccountId = Id<AccountTag>;
using OrganisationId = Id<OrganisationTag>;
using CaseId = Id<CaseTag>;
using PhotoId = Id<PhotoTag>;
using CategoryId = Id<CategoryTag>;
/// Any row that has no kind of its own outside its module: events, facts, outbox messages.
using RecordId = Id<RecordTag>;

/// Makes time-ordered ids: 41 bits of milliseconds since 2024-01-01, 10 bits of node, 12 bits of
/// sequence. Strictly increasing within one source even when the clock steps back. Thread-safe.
class IdSource {
 public:
  /// `node` 0–1023 must differ between processes that write to one database.
  explicit IdSource(int node) : node_(node & 1023) {}

  template <class Tag>
  Id<Tag> next(Instant now) {
    return Id<Tag>{next_value(now)};
  }
  std::int64_t next_value(Instant now);

 private:
  const int node_;
  std::mutex guard_;
  std::int64_t last_slot_ = -1;  ///< milliseconds × 4096 + sequence
};

}  // namespace gewu

template <class Tag>
struct std::hash<gewu::Id<Tag>> {
  std::size_t operator()(gewu::Id<Tag> id) const noexcept {
    return std::hash<std::int64_t>{}(id.value);
  }
};
