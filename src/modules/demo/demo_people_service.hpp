// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <vector>

#include "modules/demo/demo.hpp"
#include "modules/demo/demo_words.hpp"

namespace gewu::demo {

/// Who works in the demo district, by the area their role is bound to.
struct People {
  std::map<AreaId, std::vector<api::Caller>> desks;      ///< of grid, community, street, district
  std::map<AreaId, std::vector<api::Caller>> workers;    ///< of grids and micro-grids
  std::map<AreaId, std::vector<api::Caller>> verifiers;  ///< of communities
  std::map<OrganisationId, api::Caller> departments;
  std::vector<OrganisationId> organisations;
  api::Caller centre;   ///< the district's dispatcher, who sees everything
  AccountId publisher;  ///< the security administrator, by whom posts are published
  std::vector<Account> to_try;
  std::size_t count = 0;
};

/// About 900 accounts, all with the one password of the demo.
Result<People> hire(const Tools& tools, const areas::TerritorySnapshot& territory,
                    const Options& options, Chance& chance, Instant at);

/// Those that hire() made, as they stand now: whoever was dismissed since is left out.
People find_people(db::ReadTx& tx, const areas::TerritorySnapshot& territory, Instant now);

}  // namespace gewu::demo
