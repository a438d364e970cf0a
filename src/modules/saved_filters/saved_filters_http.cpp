// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "api/api.hpp"
#include "http/target.hpp"
#include "modules/cases/cases.hpp"
#include "modules/saved_filters/saved_filters.hpp"
#include "modules/saved_filters/saved_filters_policy.hpp"

namespace gewu::saved_filters {

namespace {

struct SavedFilterIn {
  FilterName name;
  FilterQuery query;  ///< parameters of GET …/cases, without page
  std::optional<bool> shared;
};
BOOST_DESCRIBE_STRUCT(SavedFilterIn, (), (name, query, shared))

struct SavedFilterOut {
  FilterId id;
  std::string name, query;
  std::optional<int> count;  ///< none: what it asks for is no more
  bool capped = false;       ///< there are more than `count`
  bool shared = false;
  bool mine = false;
};
BOOST_DESCRIBE_STRUCT(SavedFilterOut, (), (id, name, query, count, capped, shared, mine))

struct SavedFilterList {
  std::vector<SavedFilterOut> items;
};
BOOST_DESCRIBE_STRUCT(SavedFilterList, (), (items))

struct NoBody {};
BOOST_DESCRIBE_STRUCT(NoBody, (), ())
struct FilterRemoved {};
BOOST_DESCRIBE_STRUCT(FilterRemoved, (), ())

using Query = std::map<std::string, std::string, std::less<>>;

Error query_wrong(std::string detail) {
  return invalid("filter_query_invalid", std::move(detail), "/query");
}

/// "?queue=mine&state=handling", with or without the question mark.
Result<Query> query_of(const std::string& text) {
  http::Request read;
  const bool marked = text.starts_with('?');
  if (!http::read_target("/cases" + (marked ? text : "?" + text), read) || read.path != "/cases") {
    return query_wrong("The query cannot be read.");
  }
  for (const char* no_filter : {"cursor", "limit"}) {
    if (read.query.contains(no_filter)) {
      return query_wrong("A saved filter holds no page.");
    }
  }
  return Query(read.query.begin(), read.query.end());
}

SavedFilterOut shown(cases::CaseService& cases, db::ReadTx& tx, const api::Call& call,
                     const Filter& filter) {
  SavedFilterOut out{filter.id,
                     filter.name,
                     filter.query,
                     {},
                     false,
                     filter.shared,
                     filter.owner == call.who().account};
  const auto query = query_of(filter.query);
  if (!query) return out;
  const auto count =
      cases::count_listed(cases, tx, call.district, call.who(), *query, call.now, count_limit);
  if (!count) return out;
  out.capped = count->capped;
  out.count = count->count;
  return out;
}

Result<SavedFilterOut> save_filter(cases::CaseService& cases, db::WriteTx& tx, IdSource& ids,
                                   const api::Call& call, const SavedFilterIn& in) {
  GEWU_TRY(const Query query, query_of(in.query.str()));
  const auto understood =
      cases::count_listed(cases, tx, call.district, call.who(), query, call.now, 1);
  if (!understood) return query_wrong(understood.error().detail);
  GEWU_TRY(const Filter made, save(tx, ids, call.district, call.who(), in.name, in.query,
                                   in.shared.value_or(false), call.now));
  return shown(cases, tx, call, made);
}

}  // namespace

void append_saved_filters_routes(api::Api& api, cases::CaseService& cases, IdSource& ids) {
  api.get<api::NoQuery, SavedFilterList>(
      "/api/v1/{district}/saved-filters", filters_policy(),
      {"Lists of cases kept under a name, with how many there are now", "saved_filters"},
      [&cases](db::ReadTx& tx, const api::Call& call,
               const api::NoQuery&) -> Result<SavedFilterList> {
        SavedFilterList out;
        for (const auto& filter : list(tx, call.district, call.who().account)) {
          out.items.push_back(shown(cases, tx, call, filter));
        }
        return out;
      });
  api.post<SavedFilterIn, SavedFilterOut>(
      "/api/v1/{district}/saved-filters", filters_policy(),
      {"Keep a list of cases under a name", "saved_filters"},
      [&cases, &ids](db::WriteTx& tx, const api::Call& call, const SavedFilterIn& in) {
        return save_filter(cases, tx, ids, call, in);
      });
  api.del<NoBody, FilterRemoved>(
      "/api/v1/{district}/saved-filters/{filter}", filters_policy(),
      {"Forget a list of cases", "saved_filters"},
      [](db::WriteTx& tx, const api::Call& call, const NoBody&) -> Result<FilterRemoved> {
        GEWU_TRY(const FilterId id, call.id<FilterId>("filter"));
        GEWU_CHECK(remove(tx, call.district, call.who(), id));
        return FilterRemoved{};
      });
}

}  // namespace gewu::saved_filters
