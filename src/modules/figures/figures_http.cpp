// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "api/api.hpp"
#include "modules/areas/areas.hpp"
#include "modules/figures/dated_tree.hpp"
#include "modules/figures/figures.hpp"
#include "modules/figures/figures_policy.hpp"
#include "modules/figures/figures_store.hpp"

namespace gewu::figures {
namespace {

// ---- what goes in and out -----------------------------------------------------------------------

struct FiguresIn {
  std::optional<AreaId> area;  ///< none: the first one granted
  Day from, to;
  std::optional<By> by;
  std::optional<areas::Level> level;  ///< of the rows by area; none: what lies right below
  std::optional<Lens> lens;
  std::optional<CategoryId> category;
  std::optional<std::vector<Metric>> metrics;
};
BOOST_DESCRIBE_STRUCT(FiguresIn, (), (area, from, to, by, level, lens, category, metrics))

struct RateOut {
  std::string code;
  Metric numerator_metric{}, denominator_metric{};
  std::int64_t numerator = 0, denominator = 0;
  std::optional<double> value, low, high;
};
BOOST_DESCRIBE_STRUCT(RateOut, (),
                      (code, numerator_metric, denominator_metric, numerator, denominator, value,
                       low, high))

/// One of area, category, day or month, as asked by `by`.
struct FigureKeyOut {
  std::optional<AreaId> area;
  std::optional<bool> own_only;  ///< of the asked area itself: what lies in none of its parts
  std::optional<CategoryId> category;
  std::optional<bool> no_category;
  std::optional<std::string> code;  ///< of the category
  std::optional<std::string> name;  ///< of the area
  std::optional<Day> day;           ///< of a month: its first day
};
BOOST_DESCRIBE_STRUCT(FigureKeyOut, (), (area, own_only, category, no_category, code, name, day))

using ValuesOut = std::map<std::string, std::int64_t>;

struct FigureRowOut {
  FigureKeyOut key;
  ValuesOut values;
  ValuesOut sums;  ///< of the measures, where they are not the counts
  std::optional<std::vector<RateOut>> rates;
};
BOOST_DESCRIBE_STRUCT(FigureRowOut, (), (key, values, sums, rates))

struct FiguresOut {
  AreaId area;
  std::string area_name;
  Day from, to;
  By by{};
  Lens lens{};
  /// Under as_is: every fact has been looked at since the boundaries changed last.
  bool boundaries_current = true;
  ValuesOut total;
  ValuesOut sums;
  std::vector<RateOut> rates;
  std::vector<FigureRowOut> rows;
  std::int64_t unfolded = 0;
};
BOOST_DESCRIBE_STRUCT(FiguresOut, (),
                      (area, area_name, from, to, by, lens, boundaries_current, total, sums, rates,
                       rows, unfolded))

struct FigureRowsIn {
  Metric metric{};
  std::optional<AreaId> area;
  Day from, to;
  std::optional<Lens> lens;
  std::optional<CategoryId> category;
  std::optional<bool> no_category, own_only;
  std::optional<areas::Level> level;  ///< of own_only: in no area of this level
  std::optional<std::string> cursor;
  std::optional<int> limit;
};
BOOST_DESCRIBE_STRUCT(FigureRowsIn, (),
                      (metric, area, from, to, lens, category, no_category, own_only, level, cursor,
                       limit))

struct OpenedRowOut {
  RecordId fact;
  std::string source_kind;  ///< "case": source is a case's id
  RecordId source;
  std::optional<std::string> number, title;
  Instant at;
  Day day;
  std::int64_t value = 0;
  AreaId area;
  std::string area_name;
  std::optional<CategoryId> category;
  std::optional<std::string> category_code;
};
BOOST_DESCRIBE_STRUCT(OpenedRowOut, (),
                      (fact, source_kind, source, number, title, at, day, value, area, area_name,
                       category, category_code))

struct OpenedRowsOut {
  Metric metric{};
  std::int64_t total = 0;  ///< how many rows there are on all pages
  std::int64_t sum = 0;    ///< what their measures add up to
  std::vector<OpenedRowOut> items;
  std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(OpenedRowsOut, (), (metric, total, sum, items, next))

// ---- what both routes need ----------------------------------------------------------------------

struct Shared {
  Trees& trees;
  RowNamer namer;
  CategoryCodes categories;
};

/// The area asked for, where the caller may see it; without one the first granted.
Result<AreaId> area_for(const api::Call& call, const std::optional<AreaId>& asked,
                        const DatedTree& tree) {
  const auto granted = areas_granted(call.who());
  if (!asked && !granted.empty()) return granted.front();
  const bool allowed = asked && std::any_of(granted.begin(), granted.end(), [&](AreaId under) {
                         return tree.within_now(*asked, under);
                       });
  if (!allowed) {
    return not_found("area_unknown", "There is no such area, or it is not one of yours.");
  }
  return *asked;
}

Result<std::shared_ptr<const DatedTree>> tree_for(db::ReadTx& tx, const api::Call& call,
                                                  const Shared& shared) {
  if (auto tree = shared.trees.current(tx, call.district)) return tree;
  return not_found("district_unknown", "There is no such district.");
}

std::map<CategoryId, std::string> codes_of(db::ReadTx& tx, DistrictId district,
                                           const Shared& shared,
                                           const std::vector<CategoryId>& ids) {
  if (!shared.categories || ids.empty()) return {};
  return shared.categories(tx, district, ids);
}

template <class Map, class Key>
std::optional<std::string> looked_up(const Map& names, const Key& key) {
  const auto found = names.find(key);
  return found == names.end() ? std::nullopt : std::optional(found->second);
}

// ---- GET figures --------------------------------------------------------------------------------

struct ShownValues {
  ValuesOut values, sums;
};

/// Metrics that were asked for are shown even where they are zero.
ShownValues shown_values(const Measures& measures, const std::vector<Metric>& asked) {
  ShownValues out;
  for (std::size_t i = 0; i < metric_count; ++i) {
    const auto metric = static_cast<Metric>(i);
    const Measure& m = measures[metric];
    const bool wanted = std::find(asked.begin(), asked.end(), metric) != asked.end();
    if (m == Measure{} && !wanted) continue;
    const std::string code(code_of(metric));
    out.values[code] = m.count;
    if (m.value != m.count) out.sums[code] = m.value;
  }
  return out;
}

/// Rates of which both lists were asked for.
std::vector<RateOut> shown_rates(const Measures& measures, const std::vector<Metric>& asked) {
  const auto there = [&](Metric m) {
    return asked.empty() || std::find(asked.begin(), asked.end(), m) != asked.end();
  };
  std::vector<RateOut> out;
  for (const RateRule& rule : rate_rules()) {
    if (!there(rule.numerator) || !there(rule.denominator)) continue;
    const Rate rate = rate_of(rule, measures);
    RateOut shown{std::string(rule.code),
                  rule.numerator,
                  rule.denominator,
                  rate.numerator,
                  rate.denominator,
                  rate.value,
                  {},
                  {}};
    if (rate.interval) {
      shown.low = rate.interval->low;
      shown.high = rate.interval->high;
    }
    out.push_back(std::move(shown));
  }
  return out;
}

/// Which areas have a row of their own.
IsPart parts_of(db::ReadTx& tx, DistrictId district, const std::optional<areas::Level>& level) {
  if (!level) return {};
  return [of = store::areas_of_level(tx, district, code_of(*level))](AreaId area) {
    return of.contains(area);
  };
}

struct Names {
  std::map<AreaId, std::string> areas;
  std::map<CategoryId, std::string> categories;
};

FigureKeyOut shown_key(const FigureRow& row, const Query& query, const Names& names) {
  FigureKeyOut out;
  switch (query.by) {
    case By::total:
      break;
    case By::area:
      out.area = row.area;
      out.name = looked_up(names.areas, row.area);
      if (row.area == query.area) out.own_only = true;
      break;
    case By::category:
      if (row.category) {
        out.category = row.category;
        out.code = looked_up(names.categories, row.category);
      } else {
        out.no_category = true;
      }
      break;
    case By::day:
    case By::month:
      out.day = row.day;
      break;
  }
  return out;
}

Names names_for(db::ReadTx& tx, DistrictId district, const Shared& shared, const Query& query,
                const Figures& found) {
  std::vector<AreaId> areas = {query.area};
  std::vector<CategoryId> categories;
  for (const FigureRow& row : found.rows) {
    if (row.area) areas.push_back(row.area);
    if (row.category) categories.push_back(row.category);
  }
  return {store::area_names(tx, district, areas), codes_of(tx, district, shared, categories)};
}

Result<FiguresOut> answer_figures(db::ReadTx& tx, const api::Call& call, const FiguresIn& in,
                                  const Shared& shared) {
  GEWU_TRY(const auto tree, tree_for(tx, call, shared));
  GEWU_TRY(const AreaId area, area_for(call, in.area, *tree));
  const Query query{.area = area,
                    .from = in.from,
                    .to = in.to,
                    .by = in.by.value_or(By::total),
                    .lens = in.lens.value_or(Lens::as_was),
                    .category = in.category.value_or(CategoryId{}),
                    .metrics = in.metrics.value_or(std::vector<Metric>{}),
                    .parts = parts_of(tx, call.district, in.level)};
  GEWU_TRY(const Figures found, figures(tx, call.district, query, *tree));
  const Names names = names_for(tx, call.district, shared, query, found);
  const bool current =
      query.lens == Lens::as_was || relocated_version(tx, call.district) >= tree->version();
  ShownValues total = shown_values(found.total, query.metrics);
  FiguresOut out{.area = area,
                 .area_name = looked_up(names.areas, area).value_or(""),
                 .from = query.from,
                 .to = query.to,
                 .by = query.by,
                 .lens = query.lens,
                 .boundaries_current = current,
                 .total = std::move(total.values),
                 .sums = std::move(total.sums),
                 .rates = shown_rates(found.total, query.metrics),
                 .rows = {},
                 .unfolded = found.unfolded};
  const bool with_rates = query.by == By::area || query.by == By::category;
  for (const FigureRow& row : found.rows) {
    ShownValues values = shown_values(row.measures, query.metrics);
    FigureRowOut shown{
        shown_key(row, query, names), std::move(values.values), std::move(values.sums), {}};
    if (with_rates) shown.rates = shown_rates(row.measures, query.metrics);
    out.rows.push_back(std::move(shown));
  }
  return out;
}

// ---- GET figures/rows ---------------------------------------------------------------------------

/// Numbers and titles of all sources on a page: one call per kind of source.
std::map<std::pair<std::string, std::int64_t>, RowName> sources_of(
    db::ReadTx& tx, const api::Call& call, const Shared& shared, const std::vector<FactRow>& rows) {
  std::map<std::string, std::vector<std::int64_t>> ids;
  for (const FactRow& row : rows) ids[row.source_kind].push_back(row.source_id);
  std::map<std::pair<std::string, std::int64_t>, RowName> out;
  if (!shared.namer) return out;
  for (const auto& [kind, of_kind] : ids) {
    for (auto& [id, name] : shared.namer(tx, call, kind, of_kind)) {
      out[{kind, id}] = std::move(name);
    }
  }
  return out;
}

std::vector<OpenedRowOut> shown_rows(db::ReadTx& tx, const api::Call& call, const Shared& shared,
                                     const std::vector<FactRow>& rows) {
  std::vector<AreaId> areas;
  std::vector<CategoryId> categories;
  for (const FactRow& row : rows) {
    areas.push_back(row.area);
    if (row.category) categories.push_back(row.category);
  }
  const auto area_names = store::area_names(tx, call.district, areas);
  const auto codes = codes_of(tx, call.district, shared, categories);
  const auto sources = sources_of(tx, call, shared, rows);
  std::vector<OpenedRowOut> out;
  for (const FactRow& row : rows) {
    OpenedRowOut shown{.fact = row.fact,
                       .source_kind = row.source_kind,
                       .source = RecordId{row.source_id},
                       .number = {},
                       .title = {},
                       .at = row.at,
                       .day = row.day,
                       .value = row.value,
                       .area = row.area,
                       .area_name = looked_up(area_names, row.area).value_or(""),
                       .category = {},
                       .category_code = looked_up(codes, row.category)};
    if (row.category) shown.category = row.category;
    const auto source = sources.find({row.source_kind, row.source_id});
    if (source != sources.end()) {
      shown.number = source->second.number;
      shown.title = source->second.title;
    }
    out.push_back(std::move(shown));
  }
  return out;
}

Result<OpenedRowsOut> answer_rows(db::ReadTx& tx, const api::Call& call, const FigureRowsIn& in,
                                  const Shared& shared) {
  GEWU_TRY(const auto tree, tree_for(tx, call, shared));
  GEWU_TRY(const AreaId area, area_for(call, in.area, *tree));
  constexpr int limit_default = 50, limit_max = 200;
  const int limit = in.limit.value_or(limit_default);
  if (limit < 1 || limit > limit_max) {
    return invalid("limit_out_of_range", "Ask for 1 to 200 rows.", "?limit");
  }
  const RowsQuery query{.metric = in.metric,
                        .area = area,
                        .from = in.from,
                        .to = in.to,
                        .lens = in.lens.value_or(Lens::as_was),
                        .category = in.category.value_or(CategoryId{}),
                        .no_category = in.no_category.value_or(false),
                        .own_only = in.own_only.value_or(false),
                        .cursor = in.cursor.value_or(""),
                        .limit = limit,
                        .parts = parts_of(tx, call.district, in.level)};
  GEWU_TRY(const FactPage page, rows(tx, call.district, query, *tree));
  OpenedRowsOut out{query.metric,
                    page.total.count,
                    page.total.value,
                    shown_rows(tx, call, shared, page.rows),
                    {}};
  if (!page.next.empty()) out.next = page.next;
  return out;
}

}  // namespace

void append_figures_routes(api::Api& api, Trees& trees, RowNamer namer, CategoryCodes categories) {
  const auto shared =
      std::make_shared<const Shared>(Shared{trees, std::move(namer), std::move(categories)});
  api.get<FiguresIn, FiguresOut>(
      "/api/v1/{district}/figures", figures_policy(),
      {"Counts and rates of an area, by its parts, category, day or month", "figures"},
      [shared](db::ReadTx& tx, const api::Call& call, const FiguresIn& in) -> Result<FiguresOut> {
        return answer_figures(tx, call, in, *shared);
      });
  api.get<FigureRowsIn, OpenedRowsOut>("/api/v1/{district}/figures/rows", figures_policy(),
                                       {"The records behind one figure, newest first", "figures"},
                                       [shared](db::ReadTx& tx, const api::Call& call,
                                                const FigureRowsIn& in) -> Result<OpenedRowsOut> {
                                         return answer_rows(tx, call, in, *shared);
                                       });
}

}  // namespace gewu::figures
