// SPDX-License-Identifier: Apache-2.0
#include "modules/areas/coverage.hpp"

#include <cmath>
#include <map>

#include "geo/coverage.hpp"

namespace gewu::areas {
namespace {

bool is_tile(Level level) { return level != Level::building && level != Level::dwelling; }

std::string named(const Area& area) { return area.code + " " + area.name; }

/// Every level above a building answers for its place; a grid or deeper answers for a dwelling.
bool answers_for_dwellings(Level level) {
  return level == Level::grid || level == Level::micro_grid || level == Level::dedicated_grid;
}

class Proof {
 public:
  Proof(const TerritorySnapshot& territory, const Outlines& outlines)
      : territory_(territory), outlines_(outlines) {}

  std::vector<CoverageProblem> run() {
    std::map<AreaId, std::vector<const Area*>> parts;
    for (const Area& area : territory_.all()) {
      if (!is_tile(area.level)) {
        check_place(area);
      } else if (const Area* whole = outlined_above(area); whole && outline(area.id)) {
        parts[whole->id].push_back(&area);
      }
    }
    for (const auto& [whole, areas] : parts) check_whole(*territory_.find(whole), areas);
    return std::move(out_);
  }

 private:
  const geo::MultiPolygon* outline(AreaId id) const {
    const auto found = outlines_.find(id);
    return found == outlines_.end() || found->second.empty() ? nullptr : &found->second;
  }

  const Area* outlined_above(const Area& area) const {
    for (const AreaId above : territory_.ancestors(area.id)) {
      if (outline(above)) return territory_.find(above);
    }
    return nullptr;
  }

  void check_whole(const Area& whole, const std::vector<const Area*>& areas) {
    std::vector<geo::MultiPolygon> shapes;
    shapes.reserve(areas.size());
    for (const Area* area : areas) shapes.push_back(*outline(area->id));
    for (auto& finding : geo::coverage_findings(*outline(whole.id), shapes)) {
      if (finding.kind == geo::CoverageKind::overlap && over_dedicated(finding, areas)) continue;
      CoverageProblem problem;
      problem.code = "territory_" + std::string(code_of(finding.kind));
      problem.whole = whole.id;
      for (const std::size_t part : finding.parts) problem.areas.push_back(areas[part]->id);
      problem.where = std::move(finding.where);
      problem.m2 = finding.m2;
      problem.sliver = finding.sliver;
      problem.subject = named(whole);
      problem.detail = said(finding, areas);
      out_.push_back(std::move(problem));
    }
  }

  static bool over_dedicated(const geo::CoverageFinding& finding,
                             const std::vector<const Area*>& areas) {
    const auto dedicated = [&](std::size_t part) {
      return areas[part]->level == Level::dedicated_grid;
    };
    return dedicated(finding.parts[0]) != dedicated(finding.parts[1]);
  }

  static std::string said(const geo::CoverageFinding& finding,
                          const std::vector<const Area*>& areas) {
    std::string out = std::to_string(std::llround(finding.m2)) + " m²";
    if (finding.sliver) out += " (a sliver)";
    const auto part = [&](std::size_t i) { return named(*areas[finding.parts[i]]); };
    switch (finding.kind) {
      case geo::CoverageKind::gap:
        out += " belong to none of its parts";
        return finding.parts.empty() ? out : out + "; the longest border is with " + part(0);
      case geo::CoverageKind::overlap:
        return out + " belong to both " + part(0) + " and " + part(1);
      case geo::CoverageKind::outside:
        return out + " of " + part(0) + " lie outside it";
    }
    return out;
  }

  void check_place(const Area& place) {
    const Area* home = nullptr;
    bool in_grid = false;
    for (const AreaId id : territory_.ancestors(place.id)) {
      const Area* above = territory_.find(id);
      if (!home && is_tile(above->level) && outline(id)) home = above;
      in_grid |= answers_for_dwellings(above->level);
    }
    if (place.level == Level::dwelling && !in_grid) {
      add_place("dwelling_without_grid", place, {}, "hangs from no grid: nobody answers for it");
    }
    if (!home || !place.label) return;
    const Located at = territory_.locate(*place.label);
    if (!at.inside) {
      return add_place("place_astray", place, home, "lies outside the district's outlines");
    }
    // A building's own outline may be what was found.
    const Area* tile = at.area;
    for (const Area* area : at.chain) {
      if (is_tile(tile->level)) break;
      tile = area;
    }
    if (territory_.within(tile->id, home->id)) return;
    add_place("place_astray", place, home, "lies in " + named(*tile));
  }

  void add_place(std::string code, const Area& place, const Area* home, std::string detail) {
    CoverageProblem problem;
    problem.code = std::move(code);
    problem.areas.push_back(place.id);
    problem.subject = named(place);
    problem.detail = std::move(detail);
    if (home) problem.detail += ", but hangs from " + named(*home);
    out_.push_back(std::move(problem));
  }

  const TerritorySnapshot& territory_;
  const Outlines& outlines_;
  std::vector<CoverageProblem> out_;
};

}  // namespace

std::vector<CoverageProblem> prove_coverage(const TerritorySnapshot& territory,
                                            const Outlines& outlines) {
  return Proof(territory, outlines).run();
}

}  // namespace gewu::areas
