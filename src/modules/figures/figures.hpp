// SPDX-License-Identifier: Apache-2.0
// The figures module: facts appended by other modules, folded into rollups, read as figures that
// open to the facts behind them. See README.md.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "modules/figures/metric.hpp"
#include "modules/figures/rates.hpp"

namespace gewu::db {
class ReadTx;
class WriteTx;
class Database;
}  // namespace gewu::db
namespace gewu::api {
class Api;
struct Call;
}  // namespace gewu::api
namespace gewu::areas {
class Territories;
}

namespace gewu::figures {

class DatedTree;

// ---- writing ------------------------------------------------------------------------------------

/// Appends facts: inserts only, for the transaction that did the deed. Throws std::logic_error for
/// a fact without area or source.
void append(db::WriteTx& tx, IdSource& ids, DistrictId district, std::span<const FactDraft> facts,
            Instant now);

/// The tree as of a transaction; null where the district is unknown.
using TreeOf = std::function<std::shared_ptr<const DatedTree>(db::ReadTx& tx)>;

/// Facts folded in one transaction: each is at most 12 rollup rows and 5 for each area above it,
/// most of them shared.
inline constexpr int fold_batch = 40;
/// Folds up to `limit` facts that are not in the rollups yet, exactly once each, and says how many;
/// call until 0. Safe on many nodes and after a crash; folds nothing while sum_up_areas() runs. Not
/// inside a transaction.
int fold(db::Database& database, DistrictId district, const TreeOf& tree, int limit = fold_batch);
/// Sums up the areas that have parts, so that a figure of a street need not visit each of its
/// micro-grids. Does something only where the sums do not stand for today's tree: at first and
/// after a change of territory, when relocate() is through. Until then figures are as exact, and
/// slower. Whoever dies in it leaves the work to the next; of two that meet one gives up. False:
/// somebody else is at it, or `go_on` said no; call again later.
bool sum_up_areas(db::Database& database, DistrictId district, const TreeOf& tree,
                  const std::function<bool(std::int64_t done, std::int64_t all)>& go_on = {});
/// How many facts wait, counted up to `limit`.
int unfolded(db::ReadTx& tx, DistrictId district, int limit = 1000);

/// Where a fact lies under today's boundaries: its point where it has one, its area and its day.
struct FactPlace {
  AreaId area;      ///< at the time
  AreaId area_now;  ///< as last told
  std::optional<geo::LatLon> point;
};
using LocateNow = std::function<AreaId(const FactPlace& place)>;

/// Moves the facts of `areas` (by area_now) to where `locate` says, in the rollups of Lens::as_is
/// and in the facts, exactly once each; `areas` empty: of all areas. Then notes that Lens::as_is
/// stands at `territory_version`. Running it again finishes what a crash left. Says how many moved.
std::int64_t relocate(db::Database& database, DistrictId district, const LocateNow& locate,
                      std::span<const AreaId> areas, std::int64_t territory_version,
                      const std::function<void(std::int64_t done)>& progress = {});
/// The territory version that Lens::as_is stands at; 0 before the first relocation.
std::int64_t relocated_version(db::ReadTx& tx, DistrictId district);

// ---- reading ------------------------------------------------------------------------------------

/// The tree with the days on which each area hung where, shared by all threads.
class Trees {
 public:
  explicit Trees(areas::Territories& territories);
  ~Trees();
  /// As of `tx`; reloaded when the territory has changed. Null for an unknown district.
  std::shared_ptr<const DatedTree> current(db::ReadTx& tx, DistrictId district);
  TreeOf of(DistrictId district) {
    return [this, district](db::ReadTx& tx) { return current(tx, district); };
  }

 private:
  struct Held;
  areas::Territories& territories_;
  std::unique_ptr<Held> held_;
};

enum class By { total, area, category, day, month };
BOOST_DESCRIBE_ENUM(By, total, area, category, day, month)

struct Query {
  AreaId area;
  Day from, to;  ///< local days, both included
  By by = By::total;
  Lens lens = Lens::as_was;
  CategoryId category = {};          ///< none: all
  std::vector<Metric> metrics = {};  ///< empty: all
  /// Of By::area: which areas below have a row of their own; none: what hangs right below.
  std::function<bool(AreaId)> parts = {};
};

/// One line of a table. Which key is set follows from Query::by.
struct FigureRow {
  AreaId area;          ///< a part of the asked area; the asked area itself: what lies in no part
  CategoryId category;  ///< none: facts without category
  Day day;              ///< of By::month the first day of the month
  Measures measures;
};

struct Figures {
  Measures total;
  std::vector<FigureRow> rows;  ///< without rows that are all zero; in order of key
  std::int64_t unfolded = 0;    ///< facts counted here that are not in the rollups yet
};

/// Refusals: area_unknown (not_found), period_invalid, period_too_long (By::day: 400 days; else
/// 100 years).
Result<Figures> figures(db::ReadTx& tx, DistrictId district, const Query& query,
                        const DatedTree& tree);

/// The list behind one number.
struct RowsQuery {
  Metric metric{};
  AreaId area;
  Day from, to;
  Lens lens = Lens::as_was;
  CategoryId category = {};                ///< none: all
  bool no_category = false;                ///< only facts without category
  bool own_only = false;                   ///< only facts of the area itself, not of its parts
  std::string cursor = {};                 ///< empty: from the newest on
  int limit = 50;                          ///< at most 200
  std::function<bool(AreaId)> parts = {};  ///< of own_only: as in Query
};

struct FactRow {
  RecordId fact;
  Metric metric{};
  AreaId area;  ///< under the lens asked for
  CategoryId category;
  Instant at;
  Day day;
  std::int64_t value = 0;
  std::string source_kind;
  std::int64_t source_id = 0;
};

struct FactPage {
  std::vector<FactRow> rows;  ///< newest first
  std::string next;           ///< cursor of the next page; empty at the end
  Measure total;              ///< the figure that this list opens
};

/// Refusals: those of figures(), cursor_invalid.
Result<FactPage> rows(db::ReadTx& tx, DistrictId district, const RowsQuery& query,
                      const DatedTree& tree);

// ---- doctor -------------------------------------------------------------------------------------

struct Problem {
  std::string code;     ///< rollup_differs, fact_area_unknown, fact_twice
  std::string subject;  ///< which rollup or fact
  std::string detail;
};
using Progress = std::function<void(std::string_view step, std::int64_t done)>;

/// Recounts every rollup from the folded facts, in one snapshot and little memory; what differs is
/// counted again exactly and named. At most `limit` problems are told. Not inside a transaction.
std::vector<Problem> doctor(db::Database& database, DistrictId district, const TreeOf& tree,
                            const Progress& progress = {}, std::size_t limit = 200);

// ---- routes -------------------------------------------------------------------------------------

/// How to show the source of a fact. Given by the composition, because figures knows no cases.
/// A figure counts what its reader may not open, so sources that `call.who()` may not see are left
/// out: their rows keep time, place and category, and say nothing of what was told.
struct RowName {
  std::string number;
  std::string title;
};
using RowNamer = std::function<std::map<std::int64_t, RowName>(
    db::ReadTx& tx, const api::Call& call, std::string_view source_kind,
    const std::vector<std::int64_t>& ids)>;
/// Category ids → codes for keys of rows; given by the composition likewise.
using CategoryCodes = std::function<std::map<CategoryId, std::string>(
    db::ReadTx& tx, DistrictId district, const std::vector<CategoryId>& ids)>;

/// GET /api/v1/{district}/figures · …/figures/rows, for staff, cut to their areas.
/// `trees` outlives `api`.
void append_figures_routes(api::Api& api, Trees& trees, RowNamer namer,
                           CategoryCodes categories = {});

}  // namespace gewu::figures
