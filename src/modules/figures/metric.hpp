// SPDX-License-Identifier: Apache-2.0
// What is counted, and one count to append. Pure values.
#pragma once

#include <array>
#include <boost/describe.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "base/codes.hpp"
#include "base/ids.hpp"
#include "base/time.hpp"
#include "geo/point.hpp"

namespace gewu::figures {

/// Deeds that are counted when they happen; the enumerator is the code.
enum class Metric {
  reported,
  registered,
  declined,
  dispatched,
  right_first_time,
  returned,
  accepted,
  handled,
  handled_on_time,
  overdue,
  reworked,
  closed,
  closed_on_time,
  closed_at_micro_grid,
  closed_at_grid,
  closed_at_community,
  closed_at_street,
  closed_at_district,
  self_handled,
  escalated,
  extended,
  shelved,
  followed_up,
  reached,
  solved,
  satisfied,
  reopened,
  merged,
  withdrawn,
  imported,
  published,    ///< shown to the public for the first time
  promised,     ///< a reporter was told by when most similar cases were solved
  promise_due,  ///< that time has passed, and the matter was the office's
  promise_kept  ///< it was closed by then
};
BOOST_DESCRIBE_ENUM(Metric, reported, registered, declined, dispatched, right_first_time, returned,
                    accepted, handled, handled_on_time, overdue, reworked, closed, closed_on_time,
                    closed_at_micro_grid, closed_at_grid, closed_at_community, closed_at_street,
                    closed_at_district, self_handled, escalated, extended, shelved, followed_up,
                    reached, solved, satisfied, reopened, merged, withdrawn, imported, published,
                    promised, promise_due, promise_kept)

inline constexpr std::size_t metric_count =
    boost::mp11::mp_size<boost::describe::describe_enumerators<Metric>>::value;

/// Which boundaries the figures are told on.
enum class Lens {
  as_was,  ///< as they were on the day of the deed
  as_is    ///< as they are now
};
BOOST_DESCRIBE_ENUM(Lens, as_was, as_is)

/// How many facts, and the sum of their measures (1 each where a deed has no measure).
struct Measure {
  std::int64_t count = 0;
  std::int64_t value = 0;
  Measure& operator+=(const Measure& other) {
    count += other.count;
    value += other.value;
    return *this;
  }
  friend bool operator==(const Measure&, const Measure&) = default;
};

/// One measure per metric.
class Measures {
 public:
  Measure& operator[](Metric m) { return all_[static_cast<std::size_t>(m)]; }
  const Measure& operator[](Metric m) const { return all_[static_cast<std::size_t>(m)]; }
  Measures& operator+=(const Measures& other) {
    for (std::size_t i = 0; i < metric_count; ++i) all_[i] += other.all_[i];
    return *this;
  }
  friend bool operator==(const Measures&, const Measures&) = default;

 private:
  std::array<Measure, metric_count> all_{};
};

/// One deed to be counted, for ever. The area is the deepest one that holds the place at that
/// time; the district's own area where the place is not known.
struct FactDraft {
  Metric metric{};
  AreaId area;
  CategoryId category = {};  ///< none: told as "no category"
  Instant at;                ///< of the deed
  Day day;                   ///< local_day(at, the district's offset)
  std::int64_t value = 1;
  std::string source_kind;  ///< code of what it opens to: "case"
  std::int64_t source_id = 0;
  std::optional<geo::LatLon> point = {};
};

}  // namespace gewu::figures
