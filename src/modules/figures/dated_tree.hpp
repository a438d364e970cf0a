// SPDX-License-Identifier: Apache-2.0
// Which areas lay under which, on which days. Pure.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <unordered_map>
#include <vector>

#include "base/ids.hpp"
#include "base/time.hpp"
#include "modules/figures/metric.hpp"

namespace gewu::figures {

/// From this day on, `area` hangs from `parent`, until `to` (not included; Day::max(): still).
struct DatedEdge {
  AreaId area;
  AreaId parent;
  Day from, to;
};

/// An area that counts towards another one, and the row of a table by area it counts in.
struct Member {
  AreaId area;
  AreaId key;  ///< a child of the asked area, or the asked area itself
};

/// Days from … to (both included) and the areas that count on all of them.
struct Segment {
  Day from, to;
  std::vector<Member> members;
};

/// Every area has a place in the tree on every day: before it came into being its first one, after
/// its end its last. So each fact counts towards exactly one chain of areas, whenever it is told:
/// a deed of last year entered for an area made today, or for one that has gone since.
/// Whether an area below the one asked for has a row of its own.
using IsPart = std::function<bool(AreaId)>;

class DatedTree {
 public:
  /// Any number of edges per area; a level never hangs from a deeper one, so there is no circle.
  DatedTree(AreaId root, std::vector<DatedEdge> edges, std::int64_t version = 0,
            std::int64_t stamp = 0);

  AreaId root() const { return root_; }
  std::int64_t version() const { return version_; }
  std::int64_t stamp() const { return stamp_; }
  bool knows(AreaId area) const { return area == root_ || parents_.contains(area); }
  /// `area` is `under` or lies below it, today or when it ended.
  bool within_now(AreaId area, AreaId under) const;

  /// What `area` hangs from today, or hung from when it ended; none for the root.
  std::optional<AreaId> parent_now(AreaId area) const;
  /// Whether anything hangs from `area` today, or hung from it when it ended.
  bool has_parts(AreaId area) const;
  /// What hangs from `area` in that sense, one level down.
  std::vector<AreaId> parts(AreaId area) const;
  /// The areas, but for the root, whose sums today count a fact of `area`: itself if it has parts,
  /// and all above it.
  std::vector<AreaId> summed_in(AreaId area) const;
  /// All areas with parts but the root, each after those below it.
  std::vector<AreaId> with_parts() const;

  /// What counts towards `under` in that period and lens, in order of time; usually one segment.
  /// A day is in exactly one segment for any area that counts on it.
  /// `parts` are what has a row of its own; without it, what hangs right below `under`.
  std::vector<Segment> segments(AreaId under, Lens lens, Day from, Day to,
                                const IsPart& parts = {}) const;

 private:
  struct Span {
    AreaId other;
    Day from, to;
  };
  using Spans = std::unordered_map<AreaId, std::vector<Span>>;
  class Walk;

  AreaId root_;
  std::int64_t version_, stamp_;
  Spans parents_;   ///< by area, in order of time, without gap
  Spans children_;  ///< the same by parent
};

}  // namespace gewu::figures
