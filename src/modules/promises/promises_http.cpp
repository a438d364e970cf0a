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

struct PromiseTally : PromiseCounts {
  bool enough =
      false;  ///< `due` is not below `few_below`: how many of them were kept says something
};
BOOST_DESCRIBE_STRUCT(PromiseTally, (PromiseCounts), (enough))

using cases::views::PromiseBasis;

struct PromiseLine : PromiseTally {
  PromiseCategory category;
  PromiseBasis basis = PromiseBasis::too_few;
  std::optional<std::int64_t> hours;  ///< none: `basis` says why
  std::int64_t similar = 0;
};
BOOST_DESCRIBE_STRUCT(PromiseLine, (PromiseTally), (category, basis, hours, similar))

struct PromisesIn {
  std::optional<bool> summary;
};
BOOST_DESCRIBE_STRUCT(PromisesIn, (), (summary))

struct PromisesOut {
  Day since, until;
  int share = share_percent;
  int few_below = similar_min;  ///< of fewer nothing is said
  PromiseTally overall;
  std::vector<PromiseLine> items;  ///< of every category; none where only a summary was asked for
};
BOOST_DESCRIBE_STRUCT(PromisesOut, (), (since, until, share, few_below, overall, items))

struct PromiseMonthsIn {
  std::optional<Text<1, 32>> category;
};
BOOST_DESCRIBE_STRUCT(PromiseMonthsIn, (), (category))

struct PromiseMonth : PromiseCounts {
  Day month;  ///< its first day
};
BOOST_DESCRIBE_STRUCT(PromiseMonth, (PromiseCounts), (month))

struct PromiseMonthsOut {
  Day since, until;
  PromiseCounts total;
  std::vector<PromiseMonth> months;  ///< the sums of their numbers are the total
};
BOOST_DESCRIBE_STRUCT(PromiseMonthsOut, (), (since, until, total, months))

void count(const figures::Measures& measures, PromiseCounts& out) {
  out.promised = measures[figures::Metric::promised].count;
  out.due = measures[figures::Metric::promise_due].count;
  out.kept = measures[figures::Metric::promise_kept].count;
}

void tally(const figures::Measures& measures, PromiseTally& out) {
  count(measures, out);
  out.enough = out.due >= similar_min;
}

PromiseBasis basis_of(const Window& window) {
  if (!window.length) return PromiseBasis::too_many_open;
  return from_code<PromiseBasis>(code_of(window.basis)).value();
}

/// Every category that is used or was promised something: where nothing can be said, that is said.
std::vector<PromiseLine> lines_of(const categories::Tree& tree, const figures::Figures& counted,
                                  const std::map<CategoryId, Window>& windows) {
  std::map<CategoryId, const figures::Measures*> counts;
  for (const auto& row : counted.rows) counts[row.category] = &row.measures;
  std::vector<PromiseLine> out;
  for (const auto& category : tree.all()) {
    PromiseLine line;
    line.category = {category.id, category.code, category.name_zh, category.name_en};
    if (const auto at = counts.find(category.id); at != counts.end()) tally(*at->second, line);
    if (const auto at = windows.find(category.id); at != windows.end()) {
      line.basis = basis_of(at->second);
      line.similar = at->second.similar;
      if (at->second.length) line.hours = hours_of(*at->second.length);
    }
    if (category.active || line.promised + line.due > 0) out.push_back(std::move(line));
  }
  return out;
}

struct Period {
  AreaId root;
  Day since, until;
  std::shared_ptr<const figures::DatedTree> tree;
};

Result<Period> period_of(db::ReadTx& tx, const api::Call& call, figures::Trees& trees) {
  const auto district = areas::find_district(tx, call.district);
  auto tree = trees.current(tx, call.district);
  if (!district || !tree) return not_found("district_unknown", "There is no such district.");
  const Day today = local_day(call.now, district->utc_offset());
  return Period{district->root, today - looked_back, today, std::move(tree)};
}

figures::Query query_of(const Period& period, figures::By by) {
  figures::Query out{period.root, period.since, period.until, by};
  out.metrics = {figures::Metric::promised, figures::Metric::promise_due,
                 figures::Metric::promise_kept};
  return out;
}

Result<PromisesOut> told(db::ReadTx& tx, const api::Call& call, const PromisesIn& in,
                         categories::Categories& categories, figures::Trees& trees) {
  GEWU_TRY(const Period period, period_of(tx, call, trees));
  const bool summary = in.summary.value_or(false);
  const auto by = summary ? figures::By::total : figures::By::category;
  GEWU_TRY(const auto counted,
           figures::figures(tx, call.district, query_of(period, by), *period.tree));
  PromisesOut out;
  out.since = period.since;
  out.until = period.until;
  tally(counted.total, out.overall);
  if (summary) return out;
  out.items = lines_of(*categories.of(tx, call.district, call.now), counted,
                       store::windows(tx, call.district));
  return out;
}

/// What the numbers of told() open to. Month by month and no further: the cases behind them belong
/// to people, and nobody agreed to be shown here (principle 6 comes before principle 2). Staff open
/// the same facts to their rows in the figures.
Result<PromiseMonthsOut> by_month(db::ReadTx& tx, const api::Call& call, const PromiseMonthsIn& in,
                                  categories::Categories& categories, figures::Trees& trees) {
  GEWU_TRY(const Period period, period_of(tx, call, trees));
  auto query = query_of(period, figures::By::month);
  if (in.category) {
    const auto tree = categories.of(tx, call.district, call.now);
    const auto* known = tree->find(in.category->str());
    if (known == nullptr) return invalid("category_unknown", "No such category.", "?category");
    query.category = known->id;
  }
  GEWU_TRY(const auto counted, figures::figures(tx, call.district, query, *period.tree));
  PromiseMonthsOut out;
  out.since = period.since;
  out.until = period.until;
  count(counted.total, out.total);
  for (const auto& row : counted.rows) {
    PromiseMonth month;
    month.month = row.day;
    count(row.measures, month);
    out.months.push_back(month);
  }
  return out;
}

}  // namespace

void append_promises_routes(api::Api& api, categories::Categories& categories,
                            figures::Trees& trees) {
  api.get<PromisesIn, PromisesOut>(
      "/api/v1/{district}/promises", api::open_to_all("promises.see"),
      {"By when most similar cases were solved, and how often that was kept", "promises"},
      [&categories, &trees](db::ReadTx& tx, const api::Call& call, const PromisesIn& in) {
        return told(tx, call, in, categories, trees);
      },
      {.rate = {60, std::chrono::seconds(2)}});
  api.get<PromiseMonthsIn, PromiseMonthsOut>(
      "/api/v1/{district}/promises/months", api::open_to_all("promises.see"),
      {"What the numbers of promises consist of, month by month", "promises"},
      [&categories, &trees](db::ReadTx& tx, const api::Call& call, const PromiseMonthsIn& in) {
        return by_month(tx, call, in, categories, trees);
      },
      {.rate = {60, std::chrono::seconds(2)}});
}

}  // namespace gewu::promises
