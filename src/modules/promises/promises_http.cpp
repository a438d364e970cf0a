// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "api/api.hpp"
#include "modules/categories/categories.hpp"
#include "modules/figures/figures.hpp"
#include "modules/promises/promises.hpp"
#include "modules/promises/promises_store.hpp"

namespace gewu::promises {

namespace {

struct PromiseCategory {
  CategoryId id;
  std::string code, name_zh, name_en;
};
BOOST_DESCRIBE_STRUCT(PromiseCategory, (), (id, code, name_zh, name_en))

struct PromiseCounts {
  std::int64_t promised = 0, due = 0, kept = 0;
};
BOOST_DESCRIBE_STRUCT(PromiseCounts, (), (promised, due, kept))

struct PromiseLine : PromiseCounts {
  PromiseCategory category;
  std::optional<std::int64_t> hours;  ///< none: too few to say, or too many are still open
  std::int64_t similar = 0;
  std::optional<Basis> basis;
};
BOOST_DESCRIBE_STRUCT(PromiseLine, (PromiseCounts), (category, hours, similar, basis))

struct PromisesOut {
  Day since, until;
  int share = share_percent;
  PromiseCounts overall;
  std::vector<PromiseLine> items;
};
BOOST_DESCRIBE_STRUCT(PromisesOut, (), (since, until, share, overall, items))

void count(const figures::Measures& measures, PromiseCounts& out) {
  out.promised = measures[figures::Metric::promised].count;
  out.due = measures[figures::Metric::promise_due].count;
  out.kept = measures[figures::Metric::promise_kept].count;
}

/// Categories that speak for themselves, and those of which something was promised: the rest has
/// the window of its class or district, which says nothing about it.
std::vector<PromiseLine> lines_of(const categories::Tree& tree, const figures::Figures& counted,
                                  const std::map<CategoryId, Window>& windows) {
  std::map<CategoryId, const figures::Measures*> counts;
  for (const auto& row : counted.rows) counts[row.category] = &row.measures;
  std::vector<PromiseLine> out;
  for (const auto& category : tree.all()) {
    PromiseLine line;
    line.category = {category.id, category.code, category.name_zh, category.name_en};
    if (const auto at = counts.find(category.id); at != counts.end()) count(*at->second, line);
    if (const auto at = windows.find(category.id); at != windows.end()) {
      line.basis = at->second.basis;
      line.similar = at->second.similar;
      if (at->second.length) line.hours = hours_of(*at->second.length);
    }
    const bool of_itself = line.basis == Basis::category;
    if (of_itself || line.promised + line.due > 0) out.push_back(std::move(line));
  }
  return out;
}

Result<PromisesOut> told(db::ReadTx& tx, const api::Call& call, categories::Categories& categories,
                         figures::Trees& trees) {
  const auto district = areas::find_district(tx, call.district);
  const auto tree = trees.current(tx, call.district);
  if (!district || !tree) return not_found("district_unknown", "There is no such district.");
  PromisesOut out;
  out.until = local_day(call.now, district->utc_offset());
  out.since = out.until - looked_back;
  figures::Query query{district->root, out.since, out.until, figures::By::category};
  query.metrics = {figures::Metric::promised, figures::Metric::promise_due,
                   figures::Metric::promise_kept};
  GEWU_TRY(const auto counted, figures::figures(tx, call.district, query, *tree));
  count(counted.total, out.overall);
  out.items = lines_of(*categories.of(tx, call.district, call.now), counted,
                       store::windows(tx, call.district));
  return out;
}

}  // namespace

void append_promises_routes(api::Api& api, categories::Categories& categories,
                            figures::Trees& trees) {
  api.get<api::NoQuery, PromisesOut>(
      "/api/v1/{district}/promises", api::open_to_all("promises.see"),
      {"By when most similar cases were solved, and how often that was kept", "promises"},
      [&categories, &trees](db::ReadTx& tx, const api::Call& call, const api::NoQuery&) {
        return told(tx, call, categories, trees);
      },
      {.rate = {60, std::chrono::seconds(2)}});
}

}  // namespace gewu::promises
