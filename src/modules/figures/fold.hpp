// SPDX-License-Identifier: Apache-2.0
// Which rollup rows a fact counts in. Pure.
#pragma once

#include <boost/describe.hpp>
#include <compare>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "base/ids.hpp"
#include "base/time.hpp"
#include "modules/figures/metric.hpp"
#include "modules/figures/period.hpp"

namespace gewu::figures {

class DatedTree;

inline constexpr AreaId whole_district{0};
inline constexpr std::int64_t all_categories = 0;
inline constexpr std::int64_t no_category = -1;

/// How a category is written in the tables, where 0 is taken.
inline std::int64_t stored_category(CategoryId id) { return id ? id.value : no_category; }
inline CategoryId category_of_stored(std::int64_t stored) {
  return {stored == no_category ? 0 : stored};
}

/// What of a fact decides where it counts.
struct Countable {
  Metric metric{};
  AreaId area, area_now;
  std::int64_t category = no_category;  ///< as stored
  Day day;
};

/// Whose facts a rollup row counts.
enum class Reach {
  own,   ///< those of the area itself
  under  ///< and of all that lies below it today; kept for areas that have parts
};
BOOST_DESCRIBE_ENUM(Reach, own, under)

/// The key of a rollup row, in the order of its primary key.
struct CellKey {
  Reach reach{};
  Lens lens{};
  Grain grain{};
  AreaId area;
  std::int64_t category = 0;
  int bucket = 0;
  Metric metric{};
  friend auto operator<=>(const CellKey&, const CellKey&) = default;
};

/// Whether rows of Reach::under are kept of that kind. Days by category are not: they are as many
/// as the facts themselves, and a day has few.
constexpr bool kept_under(Grain grain, std::int64_t category) {
  return grain != Grain::day || category == all_categories;
}

/// Changes of rollup rows, summed up; ordered, so that writers that meet lock in one order.
class Cells {
 public:
  /// A fact that is folded (or several alike): under its area and the whole district, and where
  /// today's boundaries put it elsewhere, also the difference. With `tree` the same for the areas
  /// above, in their rows of Reach::under.
  void fold(const Countable& fact, const Measure& measure, const DatedTree* tree = nullptr);
  /// A folded fact that moves from fact.area_now to `to` under today's boundaries. Rows of
  /// Reach::under are not touched: they are summed up anew afterwards.
  void move(const Countable& fact, AreaId to, const Measure& measure);

  /// Counts under one area, in all its own rows of that lens.
  void add(Lens lens, AreaId area, const Countable& fact, const Measure& measure);

  const std::map<CellKey, Measure>& all() const { return cells_; }
  /// The same in one piece, still ordered.
  std::vector<std::pair<CellKey, Measure>> list() const { return {cells_.begin(), cells_.end()}; }
  void clear() { cells_.clear(); }

 private:
  void add_under(Lens lens, AreaId area, const Countable& fact, const Measure& measure);
  std::map<CellKey, Measure> cells_;
};

}  // namespace gewu::figures
