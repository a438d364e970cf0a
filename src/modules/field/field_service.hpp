// SPDX-License-Identifier: Apache-2.0
// One answer to a phone: what is new since its token, and what it has to forget.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/caller.hpp"
#include "db/db.hpp"
#include "modules/areas/areas.hpp"
#include "modules/cases/cases.hpp"
#include "modules/field/handed.hpp"

namespace gewu::field {

/// A page holds at most so many; a phone asks again until there is no more.
inline constexpr std::size_t kCasesPage = 40, kAreasPage = 500;
/// More areas than this are no one person's: dwellings, then buildings, are left out.
inline constexpr std::size_t kAreasMost = 20'000;
/// A phone without contact for so long has wiped itself.
inline constexpr std::chrono::hours kWipeAfter{72};

/// What a phone is told of an area.
struct AreaChange {
  const areas::Area* area = nullptr;  ///< lives as long as the snapshot
  geo::Ring outline;                  ///< the largest part, without holes; empty for a point
};

struct Kit {
  std::shared_ptr<const areas::TerritorySnapshot> territory;
  std::string token;
  bool full = false;  ///< the phone forgets all it had before it takes this in
  std::vector<AreaChange> areas;
  std::vector<AreaId> areas_removed;
  std::vector<cases::WorkItem> cases;
  std::vector<CaseId> cases_removed;
  bool more = false;
};

/// Former territories, for phones that still have them: the last few, as a whole tree is dear.
class FormerTrees {
 public:
  /// Null where that version never came into force.
  std::shared_ptr<const areas::TerritorySnapshot> of(db::ReadTx& tx, DistrictId district,
                                                     std::int64_t version);

 private:
  struct Kept {
    DistrictId district;
    std::int64_t version = 0;
    std::shared_ptr<const areas::TerritorySnapshot> tree;
  };
  std::mutex guard_;
  std::vector<Kept> kept_;
};

/// `since` as the phone sent it; one that is not understood begins anew.
Kit kit_of(db::ReadTx& tx, cases::CaseService& service, FormerTrees& former, DistrictId district,
           const api::Caller& caller, std::string_view since, Instant now);

}  // namespace gewu::field
