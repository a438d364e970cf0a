// SPDX-License-Identifier: Apache-2.0
// The algebra is done on the lattice itself, where vertices that neighbours share are exactly
// equal; metres come in only to measure what was found.
#include "geo/coverage.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "geo/geos.hpp"

namespace gewu::geo {
namespace {

using Kind = CoverageKind;

constexpr double kLattice = 1;  ///< precision of the algebra, in lattice units

LocalMetric::Xy on_lattice(LatLon p) {
  const GridPoint g = snap(p);
  return {static_cast<double>(g.x), static_cast<double>(g.y)};
}

LatLon from_lattice(LocalMetric::Xy p) {
  return unsnap(
      {static_cast<std::int32_t>(std::llround(p.x)), static_cast<std::int32_t>(std::llround(p.y))});
}

double line_m(const Ring& line) {
  double sum = 0;
  for (std::size_t i = 0; i + 1 < line.size(); ++i) sum += distance_m(line[i], line[i + 1]);
  return sum;
}

double perimeter_m(const Polygon& polygon) {
  double sum = line_m(polygon.outer);
  for (const Ring& hole : polygon.holes) sum += line_m(hole);
  return sum;
}

/// The parts as geometries, with an index of their boxes.
class Parts {
 public:
  explicit Parts(std::span<const MultiPolygon> shapes) : tree_(GEOSSTRtree_create_r(geos(), 10)) {
    for (std::size_t i = 0; i < shapes.size(); ++i) {
      if (shapes[i].empty()) {
        items_.push_back({i, nullptr});
      } else {
        items_.push_back({i, to_geos(shapes[i], on_lattice)});
      }
    }
    for (Item& item : items_) {
      if (item.shape) GEOSSTRtree_insert_r(geos(), tree_.get(), item.shape.get(), &item);
    }
  }

  /// Parts whose boxes meet that of `shape`, in order.
  std::vector<std::size_t> near(const GEOSGeometry* shape) const {
    std::vector<std::size_t> out;
    const auto note = [](void* item, void* all) {
      static_cast<std::vector<std::size_t>*>(all)->push_back(static_cast<Item*>(item)->index);
    };
    GEOSSTRtree_query_r(geos(), tree_.get(), shape, note, &out);
    std::sort(out.begin(), out.end());
    return out;
  }
  const GEOSGeometry* operator[](std::size_t i) const { return items_[i].shape.get(); }
  std::size_t size() const { return items_.size(); }

  /// All of them together.
  Geom together() const {
    std::vector<GEOSGeometry*> copies;
    for (const Item& item : items_) {
      if (item.shape) copies.push_back(own(GEOSGeom_clone_r(geos(), item.shape.get())).release());
    }
    const Geom all = own(GEOSGeom_createCollection_r(geos(), GEOS_GEOMETRYCOLLECTION, copies.data(),
                                                     static_cast<unsigned>(copies.size())));
    return own(GEOSUnaryUnionPrec_r(geos(), all.get(), kLattice));
  }

 private:
  struct Item {
    std::size_t index;
    Geom shape;
  };
  struct FreeTree {
    void operator()(GEOSSTRtree* tree) const { GEOSSTRtree_destroy_r(geos(), tree); }
  };
  std::vector<Item> items_;
  std::unique_ptr<GEOSSTRtree, FreeTree> tree_;
};

class Finder {
 public:
  Finder(const MultiPolygon& whole, std::span<const MultiPolygon> parts,
         const CoverageLimits& limits)
      : parts_(parts), limits_(limits) {
    if (!whole.empty()) whole_ = to_geos(whole, on_lattice);
  }

  std::vector<CoverageFinding> run() {
    if (whole_) find_gaps();
    find_overlaps();
    if (whole_) find_outside();
    std::stable_sort(found_.begin(), found_.end(), [](const auto& a, const auto& b) {
      return std::pair(a.kind, -a.m2) < std::pair(b.kind, -b.m2);
    });
    return std::move(found_);
  }

 private:
  void find_gaps() {
    const Geom covered = parts_.together();
    const Geom left = own(GEOSDifferencePrec_r(geos(), whole_.get(), covered.get(), kLattice));
    note(Kind::gap, left.get(), {});
  }

  void find_overlaps() {
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      if (parts_[i] == nullptr) continue;
      for (const std::size_t j : parts_.near(parts_[i])) {
        if (j <= i) continue;
        const Geom common = own(GEOSIntersectionPrec_r(geos(), parts_[i], parts_[j], kLattice));
        note(Kind::overlap, common.get(), {i, j});
      }
    }
  }

  void find_outside() {
    const GEOSPreparedGeometry* whole = GEOSPrepare_r(geos(), whole_.get());
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      if (parts_[i] == nullptr || GEOSPreparedCovers_r(geos(), whole, parts_[i]) == 1) continue;
      const Geom beyond = own(GEOSDifferencePrec_r(geos(), parts_[i], whole_.get(), kLattice));
      note(Kind::outside, beyond.get(), {i});
    }
    GEOSPreparedGeom_destroy_r(geos(), whole);
  }

  /// Each polygon of the geometry that is wider than noise.
  void note(Kind kind, const GEOSGeometry* geometry, const std::vector<std::size_t>& parts) {
    for (Polygon& piece : polygons_of(geometry, from_lattice)) {
      CoverageFinding finding;
      finding.kind = kind;
      const double length = perimeter_m(piece);
      finding.where.push_back(std::move(piece));
      finding.m2 = area_m2(finding.where);
      finding.width_m = length > 0 ? 2 * finding.m2 / length : 0;
      if (finding.width_m < limits_.noise_m) continue;
      finding.sliver = finding.width_m < limits_.sliver_m;
      finding.parts = kind == Kind::gap ? neighbours_of(finding.where) : parts;
      found_.push_back(std::move(finding));
    }
  }

  std::vector<std::size_t> neighbours_of(const MultiPolygon& gap) const {
    const Geom shape = to_geos(gap, on_lattice);
    std::vector<std::pair<double, std::size_t>> borders;
    for (const std::size_t i : parts_.near(shape.get())) {
      const Geom common = own(GEOSIntersectionPrec_r(geos(), shape.get(), parts_[i], kLattice));
      double metres = 0;
      for (const Ring& line : lines_of(common.get(), from_lattice)) metres += line_m(line);
      if (metres > 0) borders.emplace_back(-metres, i);
    }
    std::sort(borders.begin(), borders.end());
    std::vector<std::size_t> out;
    out.reserve(borders.size());
    for (const auto& border : borders) out.push_back(border.second);
    return out;
  }

  const Parts parts_;
  const CoverageLimits limits_;
  Geom whole_;
  std::vector<CoverageFinding> found_;
};

}  // namespace

std::vector<CoverageFinding> coverage_findings(const MultiPolygon& whole,
                                               std::span<const MultiPolygon> parts,
                                               const CoverageLimits& limits) {
  return Finder(whole, parts, limits).run();
}

}  // namespace gewu::geo
