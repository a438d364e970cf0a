// SPDX-License-Identifier: Apache-2.0
// What a phone has, as the token says that it was given last. The server keeps nothing: a token
// outlives restarts, may be sent again after a broken answer, and each device has its own. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"
#include "base/time.hpp"

namespace gewu::field {

/// Which state of a case was given: grows or differs with each event and each other reason.
using Mark = std::uint64_t;

struct Handed {
  Instant at;                 ///< of the last answer
  std::uint64_t rights = 0;   ///< digest of the roles that decided what may be seen
  std::int64_t version = 0;   ///< of the territory
  std::int64_t stamp = 0;     ///< tells two versions of one number apart
  std::vector<AreaId> roots;  ///< of the person's areas, in tree order
  std::uint32_t areas = 0;    ///< how many of them were given, in tree order
  std::map<CaseId, Mark> cases;
  friend bool operator==(const Handed&, const Handed&) = default;
};

/// Longest text that encode() gives for what a phone may hold; see the limits of cases::work_of.
inline constexpr std::size_t kTokenMax = 12'000;

/// As text for a URL, good for this account of this district only.
std::string encode(const Handed& handed, DistrictId district, AccountId account);
/// Nothing where it is not a token of ours, is damaged, or belongs to somebody else.
std::optional<Handed> decode(std::string_view token, DistrictId district, AccountId account);

/// What became of the cases of a phone.
struct CaseDelta {
  std::vector<CaseId> removed;
  std::vector<std::size_t> changed;  ///< indices into `wanted`, in its order
  bool more = false;                 ///< further ones have changed than fit the page
  std::map<CaseId, Mark> cases;      ///< what the phone has after this answer
};
struct Wanted {
  CaseId id;
  Mark mark = 0;
};
/// At most `page` changed ones at a time; what is gone is named at once.
CaseDelta delta_of(const std::map<CaseId, Mark>& had, const std::vector<Wanted>& wanted,
                   std::size_t page);

}  // namespace gewu::field
