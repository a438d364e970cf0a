// SPDX-License-Identifier: Apache-2.0
// Reading: figures from rollups and the unfolded tail, and the facts behind one number.
#include <algorithm>
#include <charconv>
#include <map>
#include <unordered_map>

#include "db/db.hpp"
#include "modules/figures/cover.hpp"
#include "modules/figures/dated_tree.hpp"
#include "modules/figures/figures.hpp"
#include "modules/figures/figures_store.hpp"

namespace gewu::figures {
namespace {

constexpr std::chrono::days days_max{400};          ///< of a table by day
constexpr std::chrono::days period_max{366 * 100};  ///< of any other

Done check_period(Day from, Day to, By by, AreaId area, const DatedTree& tree) {
  if (!tree.knows(area)) {
    return not_found("area_unknown", "There is no such area, or it is not one of yours.");
  }
  if (from > to) {
    return invalid("period_invalid", "The period must not end before it begins.", "?from");
  }
  const auto most = by == By::day ? days_max : period_max;
  if (to - from >= most) {
    return invalid("period_too_long",
                   "The period must not hold more than " + std::to_string(most.count()) + " days.",
                   "?from");
  }
  return done();
}

/// Which areas count, and in which row. `whole`: every fact of the district, which has rows of its
/// own and needs no list.
struct Scope {
  bool whole = false;
  std::vector<Segment> segments;
};

Scope scope_of(const DatedTree& tree, AreaId area, Lens lens, Day from, Day to, bool by_area,
               const IsPart& parts) {
  if (area == tree.root() && !by_area) {
    return {true, {{from, to, {{whole_district, area}}}}};
  }
  return {false, tree.segments(area, lens, from, to, parts)};
}

/// Segments by area, to tell where a single fact counts.
class Membership {
 public:
  explicit Membership(const Scope& scope) : whole_(scope.whole) {
    for (const Segment& segment : scope.segments) {
      for (const Member& member : segment.members) {
        by_area_[member.area].push_back({segment.from, segment.to, member.key});
      }
    }
  }
  /// The row that a fact of this area and day counts in; nothing where it is out of the scope.
  std::optional<AreaId> row_of(AreaId area, Day day) const {
    const auto found = by_area_.find(whole_ ? whole_district : area);
    if (found == by_area_.end()) return std::nullopt;
    for (const auto& span : found->second) {
      if (span.from <= day && day <= span.to) return span.key;
    }
    return std::nullopt;
  }

 private:
  struct Span {
    Day from, to;
    AreaId key;
  };
  bool whole_;
  std::unordered_map<AreaId, std::vector<Span>> by_area_;
};

/// Rows of a table while they are summed up, by a number that stands for the key.
class Table {
 public:
  explicit Table(const Query& query) : query_(query) {
    for (const Metric m : query.metrics) wanted_[static_cast<std::size_t>(m)] = true;
  }
  bool wants(Metric m) const {
    return query_.metrics.empty() || wanted_[static_cast<std::size_t>(m)];
  }
  /// Whether what follows is added (+1) or taken off (−1).
  void sign(int sign) { sign_ = sign; }
  void add(std::int64_t key, Metric metric, const Measure& measure) {
    if (wants(metric)) rows_[key][metric] += {sign_ * measure.count, sign_ * measure.value};
  }

  Figures take(std::int64_t unfolded) const {
    Figures out;
    out.unfolded = unfolded;
    for (const auto& [key, measures] : rows_) {
      if (measures == Measures{}) continue;
      out.total += measures;
      if (query_.by != By::total) out.rows.push_back(row(key, measures));
    }
    return out;
  }

 private:
  FigureRow row(std::int64_t key, const Measures& measures) const {
    FigureRow out{{}, {}, {}, measures};
    if (query_.by == By::area) out.area = AreaId{key};
    if (query_.by == By::category) out.category = category_of_stored(key);
    if (query_.by == By::day) out.day = first_day(Grain::day, static_cast<int>(key));
    if (query_.by == By::month) out.day = first_day(Grain::month, static_cast<int>(key));
    return out;
  }

  const Query& query_;
  std::array<bool, metric_count> wanted_{};
  int sign_ = 1;
  std::map<std::int64_t, Measures> rows_;
};

Grain coarsest_of(By by) {
  if (by == By::day) return Grain::day;
  return by == By::month ? Grain::month : Grain::year;
}

/// The stored category to look up: a certain one, or the row that stands for all.
std::int64_t category_asked(CategoryId category) {
  return category ? category.value : all_categories;
}

/// Sums the rollups of one question.
class Summing {
 public:
  Summing(db::ReadTx& tx, DistrictId district, const Query& query, const DatedTree& tree,
          Table& table)
      : tx_(tx), district_(district), query_(query), tree_(tree), table_(table) {
    sums_hold_ = store::stands_for(store::under_of(tx, district), &tree);
  }

  void add(const Segment& segment, bool whole) {
    Cover rows{segment.members, {}};
    if (sums_hold_ && !whole) rows = cover(tree_, segment.members, query_.by == By::area);
    categories_ = categories_of(segment);
    for (const BucketRun& run : runs_of(segment.from, segment.to, coarsest_of(query_.by))) {
      table_.sign(run.sign);
      add_run(run, Reach::own, rows.own);
      if (rows.under.empty()) continue;
      if (kept_under(run.grain, by_category() ? no_category : category_asked(query_.category))) {
        add_run(run, Reach::under, rows.under);
      } else if (happened(run, rows.under)) {
        add_run(run, Reach::own, below(rows.under, segment));
      }
    }
  }

 private:
  bool by_category() const { return query_.by == By::category; }

  std::vector<std::int64_t> categories_of(const Segment& segment) const {
    if (!by_category()) return {};
    if (query_.category) return {query_.category.value};
    return store::categories_in(tx_, district_, segment.from, segment.to);
  }

  store::SumOf sum_of(const BucketRun& run, Reach reach, const std::vector<Member>& rows) const {
    store::SumOf what{reach, query_.lens, {}, category_asked(query_.category), run};
    for (const Member& row : rows) what.areas.push_back(row.area);
    return what;
  }

  void add_run(const BucketRun& run, Reach reach, const std::vector<Member>& rows) {
    const auto what = sum_of(run, reach, rows);
    if (query_.by == By::total) {
      for (const auto& s : store::sum_by_area(tx_, district_, what)) {
        table_.add(0, s.metric, s.measure);
      }
    } else if (query_.by == By::area) {
      std::unordered_map<AreaId, AreaId> keys;
      for (const Member& row : rows) keys[row.area] = row.key;
      for (const auto& s : store::sum_by_area(tx_, district_, what)) {
        table_.add(keys[s.key].value, s.metric, s.measure);
      }
    } else if (by_category()) {
      for (const auto& s : store::sum_by_category(tx_, district_, what, categories_)) {
        table_.add(s.key, s.metric, s.measure);
      }
    } else {
      const Grain row_grain = coarsest_of(query_.by);
      for (const auto& s : store::sum_by_bucket(tx_, district_, what)) {
        table_.add(bucket_of(row_grain, first_day(run.grain, s.key)), s.metric, s.measure);
      }
    }
  }

  /// Whether anything of any category happened there in these days, most of which lie in the future
  /// where a year is asked for up to today.
  bool happened(const BucketRun& run, const std::vector<Member>& under) const {
    auto what = sum_of(run, Reach::under, under);
    what.category = all_categories;
    return !store::sum_by_area(tx_, district_, what).empty();
  }

  /// The members that the sums stand for.
  std::vector<Member> below(const std::vector<Member>& under, const Segment& segment) const {
    std::unordered_map<AreaId, bool> stood_for;
    for (const Member& row : under) stood_for[row.area] = true;
    std::vector<Member> out;
    for (const Member& member : segment.members) {
      for (std::optional<AreaId> at = member.area; at; at = tree_.parent_now(*at)) {
        if (!stood_for.contains(*at)) continue;
        out.push_back(member);
        break;
      }
    }
    return out;
  }

  db::ReadTx& tx_;
  DistrictId district_;
  const Query& query_;
  const DatedTree& tree_;
  Table& table_;
  bool sums_hold_ = false;
  std::vector<std::int64_t> categories_;
};

/// What the rollups do not hold yet. Gives the number of facts added.
std::int64_t add_tail(db::ReadTx& tx, DistrictId district, const Query& query, const Scope& scope,
                      Table& table) {
  const Membership membership(scope);
  std::int64_t added = 0;
  table.sign(1);
  for (const auto& [fact, measure] : store::tail(tx, district, query.from, query.to)) {
    if (query.category && fact.category != query.category.value) continue;
    if (!table.wants(fact.metric)) continue;
    const AreaId area = query.lens == Lens::as_is ? fact.area_now : fact.area;
    const auto row = membership.row_of(area, fact.day);
    if (!row) continue;
    std::int64_t key = 0;
    if (query.by == By::area) key = row->value;
    if (query.by == By::category) key = fact.category;
    if (query.by == By::day) key = bucket_of(Grain::day, fact.day);
    if (query.by == By::month) key = bucket_of(Grain::month, fact.day);
    table.add(key, fact.metric, measure);
    added += measure.count;
  }
  return added;
}

Figures sum_up(db::ReadTx& tx, DistrictId district, const Query& query, const Scope& scope,
               const DatedTree& tree) {
  Table table(query);
  Summing summing(tx, district, query, tree, table);
  for (const Segment& segment : scope.segments) summing.add(segment, scope.whole);
  const std::int64_t added = add_tail(tx, district, query, scope, table);
  return table.take(added);
}

}  // namespace

Result<Figures> figures(db::ReadTx& tx, DistrictId district, const Query& query,
                        const DatedTree& tree) {
  GEWU_CHECK(check_period(query.from, query.to, query.by, query.area, tree));
  const Scope scope = scope_of(tree, query.area, query.lens, query.from, query.to,
                               query.by == By::area, query.parts);
  return sum_up(tx, district, query, scope, tree);
}

// ---- opening a number ---------------------------------------------------------------------------

namespace {

using store::OpenedFact;
using store::RowPosition;

RowPosition position_of(const OpenedFact& fact) {
  return {day_number(fact.row.day), to_ms(fact.row.at), fact.row.fact.value};
}

std::string cursor_of(const RowPosition& p) {
  return std::to_string(p.day) + "." + std::to_string(p.done_at) + "." + std::to_string(p.fact_id);
}

Result<RowPosition> parse_cursor(std::string_view text, Day to) {
  // Before everything: the first instant after the last day of the period.
  if (text.empty()) return RowPosition{day_number(to) + 1, 0, 0};
  RowPosition out;
  const char* at = text.data();
  const char* const end = at + text.size();
  for (std::int64_t* part : {&out.day, &out.done_at, &out.fact_id}) {
    const auto [next, failed] = std::from_chars(at, end, *part);
    const bool last = part == &out.fact_id;
    if (failed != std::errc{} || (last ? next != end : next == end || *next != '.')) {
      return invalid("cursor_invalid", "The cursor is not one that a page gave; start anew.",
                     "?cursor");
    }
    at = last ? next : next + 1;
  }
  constexpr std::int64_t day_limit = 1'000'000;
  out.day = std::clamp(out.day, -day_limit, day_limit);
  return out;
}

/// One number to open.
struct Opening {
  DistrictId district;
  const RowsQuery& query;
  Scope scope;
  Membership membership;
  std::int64_t category;  ///< as stored

  bool holds(const OpenedFact& fact) const {
    if (category != all_categories && stored_category(fact.row.category) != category) return false;
    return membership.row_of(fact.row.area, fact.row.day).has_value();
  }
};

/// The days and areas, newest day first, in which there are folded facts to open.
std::map<Day, std::vector<AreaId>, std::greater<>> places_of(db::ReadTx& tx, const Opening& open,
                                                             Day to) {
  std::map<Day, std::vector<AreaId>, std::greater<>> out;
  for (const Segment& segment : open.scope.segments) {
    if (segment.from > to) continue;
    store::SumOf what{Reach::own, open.query.lens, {}, open.category, {}};
    for (const Member& member : segment.members) what.areas.push_back(member.area);
    what.run = {Grain::day, day_number(segment.from), day_number(std::min(segment.to, to))};
    for (const auto& cell : store::day_cells(tx, open.district, what, open.query.metric)) {
      out[cell.day].push_back(cell.area);
    }
  }
  return out;
}

bool newer(const OpenedFact& a, const OpenedFact& b) { return position_of(a) > position_of(b); }

/// Takes the rows of a page, newest first: folded facts as they are handed over, and the unfolded
/// in between.
class Page {
 public:
  Page(const Opening& open, const RowPosition& before, std::vector<OpenedFact> unfolded)
      : open_(open),
        before_(before),
        limit_(static_cast<std::size_t>(std::clamp(open.query.limit, 1, 200))),
        unfolded_(std::move(unfolded)) {
    std::sort(unfolded_.begin(), unfolded_.end(), newer);
  }

  /// False: the page is full.
  bool take(OpenedFact& fact) {
    while (next_ < unfolded_.size() && newer(unfolded_[next_], fact)) {
      if (!put(unfolded_[next_++])) return false;
    }
    return put(fact);
  }
  /// What is left of the unfolded, when there are no more folded ones.
  void end() {
    while (next_ < unfolded_.size() && put(unfolded_[next_])) ++next_;
  }
  void give(FactPage& out) {
    out.rows = std::move(rows_);
    out.next = std::move(cursor_);
  }

 private:
  bool put(OpenedFact& fact) {
    if (position_of(fact) >= before_ || !open_.holds(fact)) return true;
    if (rows_.size() == limit_) {
      cursor_ = cursor_of(last_);
      return false;
    }
    last_ = position_of(fact);
    rows_.push_back(std::move(fact.row));
    return true;
  }

  const Opening& open_;
  const RowPosition before_;
  const std::size_t limit_;
  std::vector<OpenedFact> unfolded_;
  std::size_t next_ = 0;
  std::vector<FactRow> rows_;
  RowPosition last_;
  std::string cursor_;
};

/// Few facts in the district's many: goes only where the rollups say that there are some.
void open_narrow(db::ReadTx& tx, const Opening& open, const RowPosition& before, Page& page) {
  const Day to = std::min(open.query.to, day_from_number(static_cast<int>(before.day)));
  for (const auto& [day, areas] : places_of(tx, open, to)) {
    auto facts =
        store::facts_of_day(tx, open.district, open.query.metric, day, open.query.lens, areas);
    std::sort(facts.begin(), facts.end(), newer);
    for (OpenedFact& fact : facts) {
      if (!page.take(fact)) return;
    }
  }
  page.end();
}

/// A good part of the district's: reads all of the metric, newest first, and leaves out the rest.
void open_wide(db::ReadTx& tx, const Opening& open, RowPosition before, int at_once, Page& page) {
  for (bool more = true; more;) {
    auto facts = store::facts_before(tx, open.district, open.query.metric, open.query.lens,
                                     open.category, open.query.from, before, at_once);
    more = facts.size() == static_cast<std::size_t>(at_once);
    if (!facts.empty()) before = position_of(facts.back());
    for (OpenedFact& fact : facts) {
      if (open.holds(fact) && !page.take(fact)) return;
    }
  }
  page.end();
}

Scope own_only(Scope scope, AreaId area) {
  if (scope.whole) return scope;
  for (Segment& segment : scope.segments) {
    std::erase_if(segment.members, [area](const Member& m) { return m.key != area; });
  }
  std::erase_if(scope.segments, [](const Segment& s) { return s.members.empty(); });
  return scope;
}

/// The figure that a list opens, and how it is best opened. Narrow costs about as many steps as
/// the list is long; wide as many as there are facts of others between those of a page.
struct Size {
  Measure total;
  bool narrow = false;
  int wide_rows = 500;  ///< to read at a time: about a page's worth
};

Measure measure_of(db::ReadTx& tx, DistrictId district, const RowsQuery& query, const Scope& scope,
                   const DatedTree& tree) {
  Query sum{query.area, query.from,     query.to,      By::total,
            query.lens, query.category, {query.metric}};
  if (!query.no_category) return sum_up(tx, district, sum, scope, tree).total[query.metric];
  sum.by = By::category;
  for (const FigureRow& row : sum_up(tx, district, sum, scope, tree).rows) {
    if (!row.category) return row.measures[query.metric];
  }
  return {};
}

Size size_of(db::ReadTx& tx, DistrictId district, const RowsQuery& query, const Scope& scope,
             const DatedTree& tree) {
  constexpr std::int64_t always_narrow = 200, factor = 4;
  constexpr std::int64_t rows_most = 10'000;
  Size out{.total = measure_of(tx, district, query, scope, tree)};
  if (out.total.count == 0 || scope.whole) return out;
  const Scope whole{true, {{query.from, query.to, {{whole_district, {}}}}}};
  const std::int64_t all = measure_of(tx, district, query, whole, tree).count;
  const std::int64_t own = out.total.count;
  out.narrow = own <= always_narrow || own * own <= factor * all;
  out.wide_rows = static_cast<int>(
      std::clamp<std::int64_t>(query.limit * (all / own + 1), out.wide_rows, rows_most));
  return out;
}

}  // namespace

Result<FactPage> rows(db::ReadTx& tx, DistrictId district, const RowsQuery& query,
                      const DatedTree& tree) {
  GEWU_CHECK(check_period(query.from, query.to, By::total, query.area, tree));
  GEWU_TRY(const RowPosition before, parse_cursor(query.cursor, query.to));
  Scope scope =
      scope_of(tree, query.area, query.lens, query.from, query.to, query.own_only, query.parts);
  if (query.own_only) scope = own_only(std::move(scope), query.area);
  const Size size = size_of(tx, district, query, scope, tree);
  const std::int64_t category = query.no_category ? no_category : category_asked(query.category);
  const Opening open{district, query, scope, Membership(scope), category};

  FactPage out;
  out.total = size.total;
  if (size.total.count == 0) return out;
  Page page(open, before,
            store::unfolded_of(tx, district, query.metric, query.lens, query.from, query.to));
  if (size.narrow) {
    open_narrow(tx, open, before, page);
  } else {
    open_wide(tx, open, before, size.wide_rows, page);
  }
  page.give(out);
  return out;
}

}  // namespace gewu::figures
