// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "db/db.hpp"
#include "modules/figures/dated_tree.hpp"
#include "modules/figures/figures.hpp"
#include "modules/figures/fold.hpp"
#include "modules/figures/period.hpp"

namespace gewu::figures::store {

// ---- facts --------------------------------------------------------------------------------------

void insert_facts(db::WriteTx& tx, IdSource& ids, DistrictId district,
                  std::span<const FactDraft> facts, Instant now);

struct StoredFact {
  RecordId id;
  Countable fact;
  std::int64_t value = 0;
  Instant done_at;
  std::string source_kind;
  std::int64_t source_id = 0;
  std::optional<geo::LatLon> point;
};
/// Claims facts that no other transaction is folding, the oldest first.
std::vector<StoredFact> claim_unfolded(db::WriteTx& tx, DistrictId district, int limit);
/// Moves them to the folded ones. Throws std::logic_error unless each of them was claimed.
void move_folded(db::WriteTx& tx, DistrictId district, std::span<const StoredFact> facts);
/// Writes facts as folded ones.
void insert_folded(db::WriteTx& tx, DistrictId district, std::span<const StoredFact> facts);
int count_unfolded(db::ReadTx& tx, DistrictId district, int limit);

/// Facts that count alike.
struct FactGroup {
  Countable fact;
  Measure measure;
};
/// The unfolded facts of the period.
std::vector<FactGroup> tail(db::ReadTx& tx, DistrictId district, Day from, Day to);

// ---- rollups ------------------------------------------------------------------------------------

using Cell = std::pair<CellKey, Measure>;
/// Adds to the rows, which are made where they are missing. Each key once.
void add_cells(db::WriteTx& tx, DistrictId district, std::span<const Cell> cells);

/// Rows to sum: those of some areas (or of whole_district), one lens, one run of buckets.
struct SumOf {
  Reach reach{};
  Lens lens{};
  std::vector<AreaId> areas;
  std::int64_t category = all_categories;  ///< as stored
  BucketRun run;
};
template <class Key>
struct Sum {
  Key key{};
  Metric metric{};
  Measure measure;
};
std::vector<Sum<AreaId>> sum_by_area(db::ReadTx& tx, DistrictId district, const SumOf& what);
std::vector<Sum<int>> sum_by_bucket(db::ReadTx& tx, DistrictId district, const SumOf& what);
/// `what.category` is not looked at; keys as stored. Naming the categories lets each be found by
/// the key, without passing over the days that are not asked for.
std::vector<Sum<std::int64_t>> sum_by_category(db::ReadTx& tx, DistrictId district,
                                               const SumOf& what,
                                               std::span<const std::int64_t> categories);
/// The categories, as stored, that the district's rollups know in these years.
std::vector<std::int64_t> categories_in(db::ReadTx& tx, DistrictId district, Day from, Day to);

/// Days and areas with folded facts of one metric.
struct DayCell {
  Day day;
  AreaId area;
  std::int64_t count = 0;
};
std::vector<DayCell> day_cells(db::ReadTx& tx, DistrictId district, const SumOf& what,
                               Metric metric);

// ---- sums of areas with parts: rows of Reach::under ---------------------------------------------

enum class UnderState { none, building, ready };
BOOST_DESCRIBE_ENUM(UnderState, none, building, ready)
struct Under {
  UnderState state{};
  std::int64_t territory_version = 0;
  friend bool operator==(const Under&, const Under&) = default;
};
Under under_of(db::ReadTx& tx, DistrictId district);
/// The same, and nobody else changes it before this transaction ends.
Under lock_under(db::WriteTx& tx, DistrictId district);
void set_under(db::WriteTx& tx, DistrictId district, const Under& under);
/// Whether the sums hold for that tree.
inline bool stands_for(const Under& under, const DatedTree* tree) {
  return tree != nullptr && under == Under{UnderState::ready, tree->version()};
}

/// A piece of one area's sums: a lens, a grain, a run of buckets, up to `few` categories.
struct UnderPart {
  AreaId area;
  Lens lens{};
  BucketRun run;
  std::vector<std::int64_t> categories;
};
void remove_under(db::WriteTx& tx, DistrictId district, const UnderPart& part);
/// Adds the rows of `sources`, all of that reach, to those of the area.
void add_under(db::WriteTx& tx, DistrictId district, const UnderPart& part, Reach reach,
               std::span<const AreaId> sources);
/// The areas that have rows of Reach::under.
std::vector<AreaId> areas_under(db::ReadTx& tx, DistrictId district);
/// The first and last bucket of the district's rollups; nothing where there are none.
std::optional<BucketRun> run_of_all(db::ReadTx& tx, DistrictId district, Grain grain);
/// Whether anything was ever moved to other boundaries.
bool differs_today(db::ReadTx& tx, DistrictId district);

// ---- opening a number ---------------------------------------------------------------------------

struct OpenedFact {
  FactRow row;  ///< row.area: under the lens asked for
  AreaId area, area_now;
};
/// Place in the order of opened rows: newest first.
struct RowPosition {
  std::int64_t day = 0, done_at = 0, fact_id = 0;
  friend auto operator<=>(const RowPosition&, const RowPosition&) = default;
};
/// All folded facts of a metric on a day in these areas; no order.
std::vector<OpenedFact> facts_of_day(db::ReadTx& tx, DistrictId district, Metric metric, Day day,
                                     Lens lens, std::span<const AreaId> areas);
/// Folded facts of a metric from `before` (not included) back to `from`, newest first, anywhere.
std::vector<OpenedFact> facts_before(db::ReadTx& tx, DistrictId district, Metric metric, Lens lens,
                                     std::int64_t category, Day from, const RowPosition& before,
                                     int limit);
/// The unfolded facts of a metric in a period; no order.
std::vector<OpenedFact> unfolded_of(db::ReadTx& tx, DistrictId district, Metric metric, Lens lens,
                                    Day from, Day to);

// ---- relocation ---------------------------------------------------------------------------------

struct PlacedFact {
  RecordId id;
  FactPlace place;
};
std::vector<PlacedFact> folded_after(db::ReadTx& tx, DistrictId district, RecordId after,
                                     int limit);
std::vector<PlacedFact> unfolded_after(db::ReadTx& tx, DistrictId district, RecordId after,
                                       int limit);
/// Locks a fact, so that it is neither folded nor moved by others; whether it is folded comes with
/// it.
struct LockedFact {
  Countable fact;
  std::int64_t value = 0;
  bool folded = false;
};
std::optional<LockedFact> lock_fact(db::WriteTx& tx, DistrictId district, RecordId fact);
void set_area_now(db::WriteTx& tx, DistrictId district, RecordId fact, bool folded, AreaId area);
std::int64_t relocated_version(db::ReadTx& tx, DistrictId district);
void set_relocated_version(db::WriteTx& tx, DistrictId district, std::int64_t version);

// ---- the tree, read from the tables of the areas module -----------------------------------------

/// Every parent edge there ever was, in days at the district's own clock.
std::vector<DatedEdge> dated_edges(db::ReadTx& tx, DistrictId district,
                                   std::chrono::minutes utc_offset);
/// The newest name of each, also of areas that have gone.
/// Areas of a level that are or were.
std::unordered_set<AreaId> areas_of_level(db::ReadTx& tx, DistrictId district,
                                          std::string_view level);
std::map<AreaId, std::string> area_names(db::ReadTx& tx, DistrictId district,
                                         std::span<const AreaId> areas);

// ---- doctor -------------------------------------------------------------------------------------

/// Every folded fact in order of id, in pages.
void each_folded(db::ReadTx& tx, DistrictId district,
                 const std::function<void(const Countable&, std::int64_t value)>& visit);
/// Facts that are folded and wait to be folded: none, unless somebody wrote them by hand.
std::vector<RecordId> facts_twice(db::ReadTx& tx, DistrictId district);
/// Every rollup row in order of key, in pages.
void each_cell(db::ReadTx& tx, DistrictId district,
               const std::function<void(const CellKey&, const Measure&)>& visit);
/// The folded facts of one metric in a period.
std::vector<FactGroup> folded(db::ReadTx& tx, DistrictId district, Metric metric, Day from, Day to);
/// Those of `areas` that the areas module does not know.
std::vector<AreaId> unknown_areas(db::ReadTx& tx, DistrictId district,
                                  std::span<const AreaId> areas);

}  // namespace gewu::figures::store
