// SPDX-License-Identifier: Apache-2.0
// Do parts cover a whole without gap and without overlap? Every place where they do not is named
// with its outline, so that it can be drawn, and with the parts around it, so that it can be
// mended.
#pragma once

#include <boost/describe.hpp>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "geo/polygon.hpp"

namespace gewu::geo {

enum class CoverageKind {
  gap,      ///< of the whole, but of no part
  overlap,  ///< of two parts
  outside   ///< of a part, but not of the whole
};
BOOST_DESCRIBE_ENUM(CoverageKind, gap, overlap, outside)

struct CoverageFinding {
  CoverageKind kind{};
  MultiPolygon where;  ///< one polygon, on the lattice
  double m2 = 0;
  double width_m = 0;   ///< mean: twice the area through the length of its line
  bool sliver = false;  ///< thinner than the limit: two drawings of one border
  /// Which parts. gap: those it borders on, the longest common border first; overlap: the two, the
  /// lesser first; outside: the one.
  std::vector<std::size_t> parts;
};

struct CoverageLimits {
  double sliver_m = 0.5;  ///< thinner pieces are slivers
  /// Thinner ones are none at all: a line through three lattice points (1.1 cm apart) is bent by up
  /// to this where one side of a border has a vertex that the other has not.
  double noise_m = 0.02;
};

/// Every piece of gap, overlap and outside, each kind by falling area, in this order of kinds.
/// Outlines must be sound (find_flaw). Empty parts count as none. Without an outline of the whole
/// only overlaps are found. Some 20,000 parts take seconds.
std::vector<CoverageFinding> coverage_findings(const MultiPolygon& whole,
                                               std::span<const MultiPolygon> parts,
                                               const CoverageLimits& limits = {});

}  // namespace gewu::geo
