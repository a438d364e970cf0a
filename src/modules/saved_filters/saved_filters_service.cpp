// SPDX-License-Identifier: Apache-2.0
#include "modules/saved_filters/saved_filters.hpp"
#include "modules/saved_filters/saved_filters_policy.hpp"
#include "modules/saved_filters/saved_filters_store.hpp"

namespace gewu::saved_filters {

std::vector<Filter> list(db::ReadTx& tx, DistrictId district, AccountId account) {
  auto out = store::of_owner(tx, district, account, filters_max);
  for (auto& filter : store::shared(tx, district, filters_max)) {
    if (filter.owner != account) out.push_back(std::move(filter));
  }
  return out;
}

Result<Filter> save(db::WriteTx& tx, IdSource& ids, DistrictId district, const api::Caller& caller,
                    const FilterName& name, const FilterQuery& query, bool shared, Instant now) {
  if (shared && !may_share(caller)) {
    return Error{Failure::forbidden, "sharing_not_yours",
                 "Keep it for yourself, or ask a desk to share it.", "/shared"};
  }
  const auto full = [](const std::vector<Filter>& some) {
    return some.size() >= static_cast<std::size_t>(filters_max);
  };
  if (full(store::of_owner(tx, district, caller.account, filters_max)) ||
      (shared && full(store::shared(tx, district, filters_max)))) {
    return conflict("filters_too_many", "There are thirty already: remove one first.");
  }
  const Filter fresh{ids.next<FilterTag>(now), caller.account, name.str(), query.str(), shared};
  if (!store::insert(tx, district, fresh, now)) {
    return Error{Failure::conflict, "filter_name_taken",
                 "You have a filter of this name; choose another.", "/name"};
  }
  return fresh;
}

Done remove(db::WriteTx& tx, DistrictId district, const api::Caller& caller, FilterId filter) {
  const auto found = store::find(tx, district, filter);
  const bool his = found && found->owner == caller.account;
  const bool tidies = found && found->shared && may_tidy_up(caller);
  if (!his && !tidies) return not_found("filter_unknown", "There is no such filter of yours.");
  store::remove(tx, district, filter);
  return done();
}

}  // namespace gewu::saved_filters
