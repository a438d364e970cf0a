// SPDX-License-Identifier: Apache-2.0
// The saved_filters module: lists of cases under a name, with live counts. See README.md.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/caller.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"
#include "base/text.hpp"
#include "base/time.hpp"

namespace gewu::db {
class ReadTx;
class WriteTx;
}  // namespace gewu::db
namespace gewu::api {
class Api;
}
namespace gewu::cases {
class CaseService;
}

namespace gewu::saved_filters {

struct FilterTag;
using FilterId = Id<FilterTag>;
using FilterName = Text<1, 40>;
using FilterQuery = Text<1, 500>;

inline constexpr int filters_max = 30;    ///< of one owner, and of those shared in a district
inline constexpr int count_limit = 1000;  ///< beyond it "1,000+"

struct Filter {
  FilterId id;
  AccountId owner;
  std::string name, query;
  bool shared = false;
};

/// The caller's own by name, then those that others share. Bounded.
std::vector<Filter> list(db::ReadTx& tx, DistrictId district, AccountId account);
/// Refusals: filter_name_taken, filters_too_many, sharing_not_yours. That the query is understood
/// is the route's affair.
Result<Filter> save(db::WriteTx& tx, IdSource& ids, DistrictId district, const api::Caller& caller,
                    const FilterName& name, const FilterQuery& query, bool shared, Instant now);
/// Refusal: filter_unknown, also for somebody else's.
Done remove(db::WriteTx& tx, DistrictId district, const api::Caller& caller, FilterId filter);

/// All outlive `api`.
void append_saved_filters_routes(api::Api& api, cases::CaseService& cases, IdSource& ids);

}  // namespace gewu::saved_filters
