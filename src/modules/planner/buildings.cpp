// SPDX-License-Identifier: Apache-2.0
#include "modules/planner/buildings.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <set>
#include <tuple>
#include <utility>

#include "geo/tessellation.hpp"

namespace gewu::planner {

namespace {

using geo::LatLon;

constexpr double kFloorMetres = 3, kUsedShare = 0.75, kDwellingM2 = 90;
constexpr double kFrameMarginMetres = 30;

std::size_t index(std::int32_t i) { return static_cast<std::size_t>(i); }

double cross(LatLon o, LatLon a, LatLon b) {
  return (a.lon - o.lon) * (b.lat - o.lat) - (a.lat - o.lat) * (b.lon - o.lon);
}

bool segments_cross(LatLon a, LatLon b, LatLon c, LatLon d) {
  return (cross(a, b, c) > 0) != (cross(a, b, d) > 0) &&
         (cross(c, d, a) > 0) != (cross(c, d, b) > 0);
}

/// The strongest barrier between two points.
class Barriers {
 public:
  explicit Barriers(const std::vector<Barrier>& barriers) {
    for (const Barrier& barrier : barriers)
      for (std::size_t i = 0; i + 1 < barrier.line.size(); ++i) {
        Piece piece{barrier.line[i], barrier.line[i + 1], barrier.weight, {}};
        piece.bounds.add(piece.from);
        piece.bounds.add(piece.to);
        pieces_.push_back(piece);
      }
  }

  double between(LatLon a, LatLon b) const {
    geo::Bounds way;
    way.add(a);
    way.add(b);
    double strongest = 0;
    for (const Piece& p : pieces_) {
      if (p.weight <= strongest || p.bounds.south_west.lat > way.north_east.lat ||
          p.bounds.north_east.lat < way.south_west.lat ||
          p.bounds.south_west.lon > way.north_east.lon ||
          p.bounds.north_east.lon < way.south_west.lon)
        continue;
      if (segments_cross(a, b, p.from, p.to)) strongest = p.weight;
    }
    return strongest;
  }

 private:
  struct Piece {
    LatLon from, to;
    double weight;
    geo::Bounds bounds;
  };
  std::vector<Piece> pieces_;
};

double perimeter_m(const geo::MultiPolygon& shape) {
  double sum = 0;
  const auto walk = [&](const geo::Ring& ring) {
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) sum += geo::distance_m(ring[i], ring[i + 1]);
  };
  for (const geo::Polygon& polygon : shape) {
    walk(polygon.outer);
    for (const geo::Ring& hole : polygon.holes) walk(hole);
  }
  return sum;
}

/// How many parts bring a load nearest to the norm: least excess, then nearest to its middle.
Part parts_for(std::int64_t load, const Norm& norm, std::size_t units) {
  const auto middle = static_cast<double>(norm.least + norm.most) / 2;
  const auto around = static_cast<std::int64_t>(static_cast<double>(load) / middle);
  std::tuple<std::int64_t, double> best{};
  std::int64_t parts = 0;
  for (std::int64_t k = std::max<std::int64_t>(1, around - 1); k <= around + 2; ++k) {
    const std::int64_t over = std::max<std::int64_t>(0, load - k * norm.most);
    const std::int64_t under = std::max<std::int64_t>(0, k * norm.least - load);
    const std::tuple now{over + under,
                         std::abs(static_cast<double>(load) / static_cast<double>(k) - middle)};
    if (parts != 0 && now >= best) continue;
    best = now;
    parts = k;
  }
  return static_cast<Part>(std::min<std::int64_t>(parts, static_cast<std::int64_t>(units)));
}

class Planning {
 public:
  Planning(const std::vector<Building>& buildings, const std::vector<Barrier>& barriers,
           const BuildingOptions& options)
      : buildings_(buildings), options_(options), barriers_(barriers) {
    for (const Building& b : buildings) {
      shapes_.push_back(b.shape);
      households_.push_back(b.households ? *b.households
                                         : estimated_households(b.shape, b.height_m));
    }
    grid_of_.assign(buildings.size(), kNone);
  }

  BuildingPlan run() {
    const geo::Tessellation ground(shapes_);
    measure(ground.sides());
    own_grids();
    share_the_rest();
    draw(ground);
    report();
    return std::move(plan_);
  }

 private:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  struct Border {
    std::size_t a, b;
    double metres, barrier;
  };

  void measure(const std::vector<geo::Side>& sides) {
    std::vector<LatLon> middle;
    middle.reserve(shapes_.size());
    for (const auto& shape : shapes_) middle.push_back(geo::label_point(shape));
    for (const geo::Side& side : sides)
      borders_.push_back(
          {side.a, side.b, side.metres, barriers_.between(middle[side.a], middle[side.b])});
  }

  std::size_t new_grid(bool own) {
    plan_.grids.emplace_back().own = own;
    return plan_.grids.size() - 1;
  }
  void put(std::size_t building, std::size_t grid) {
    grid_of_[building] = grid;
    plan_.grids[grid].buildings.push_back(building);
    plan_.grids[grid].households += households_[building];
  }

  void own_grids() {
    for (std::size_t b = 0; b < buildings_.size(); ++b)
      if (households_[b] > options_.norm.most) put(b, new_grid(true));
  }

  void share_the_rest() {
    std::vector<std::size_t> rest;
    std::vector<Unit> unit(buildings_.size(), -1);
    std::vector<std::int64_t> loads;
    for (std::size_t b = 0; b < buildings_.size(); ++b) {
      if (grid_of_[b] != kNone) continue;
      unit[b] = static_cast<Unit>(rest.size());
      rest.push_back(b);
      loads.push_back(households_[b]);
    }
    // In decimetres of border, the less the stronger the barrier that runs along it.
    std::vector<Link> links;
    for (const Border& border : borders_)
      if (unit[border.a] >= 0 && unit[border.b] >= 0)
        links.push_back(
            {unit[border.a], unit[border.b],
             std::max<std::int64_t>(1, std::llround(10 * border.metres * (1 - border.barrier)))});
    const Graph graph(std::move(loads), std::move(links));
    for (const std::vector<Unit>& piece : pieces_of(graph)) share(graph, piece, rest);
  }

  void share(const Graph& graph, const std::vector<Unit>& piece,
             const std::vector<std::size_t>& rest) {
    Task task{part_of_graph(graph, piece), 1, options_.norm.least, options_.norm.most, {}};
    if (task.graph.total_load() < options_.norm.least && join_a_tower(piece, rest)) return;
    task.parts = parts_for(task.graph.total_load(), options_.norm, piece.size());
    SearchOptions search = options_.search;
    search.steps_most = static_cast<std::int64_t>(static_cast<double>(search.steps_most) *
                                                  static_cast<double>(piece.size()) /
                                                  static_cast<double>(graph.size()));
    const auto outcome = divide(task, search).value();
    const std::size_t first = plan_.grids.size();
    for (Part p = 0; p < task.parts; ++p) new_grid(false);
    for (std::size_t i = 0; i < piece.size(); ++i)
      put(rest[index(piece[i])], first + index(outcome.assignment[i]));
    plan_.ended = std::max(plan_.ended, outcome.ended);
  }

  /// A few small houses that towers cut off from all others belong to the tower they have the
  /// longest border with; false when there is none.
  bool join_a_tower(const std::vector<Unit>& piece, const std::vector<std::size_t>& rest) {
    std::set<std::size_t> members;
    for (const Unit u : piece) members.insert(rest[index(u)]);
    std::map<std::size_t, double> shared;
    for (const Border& border : borders_) {
      if (members.contains(border.a) && grid_of_[border.b] != kNone)
        shared[grid_of_[border.b]] += border.metres;
      if (members.contains(border.b) && grid_of_[border.a] != kNone)
        shared[grid_of_[border.a]] += border.metres;
    }
    std::erase_if(shared, [&](const auto& s) { return !plan_.grids[s.first].own; });
    if (shared.empty()) return false;
    const auto longest =
        std::max_element(shared.begin(), shared.end(),
                         [](const auto& x, const auto& y) { return x.second < y.second; });
    for (const std::size_t b : members) put(b, longest->first);
    return true;
  }

  void draw(const geo::Tessellation& ground) {
    const geo::MultiPolygon frame =
        options_.frame.empty() ? geo::frame_around(shapes_, kFrameMarginMetres) : options_.frame;
    for (MicroGrid& grid : plan_.grids) {
      grid.ground = ground.ground(grid.buildings, frame);
      const double round = perimeter_m(grid.ground);
      if (round > 0)
        grid.compactness = 4 * std::numbers::pi * geo::area_m2(grid.ground) / (round * round);
    }
  }

  void report() {
    double compactness = 0;
    for (const MicroGrid& grid : plan_.grids) {
      compactness += grid.compactness;
      if (grid.own) continue;
      ++plan_.shared;
      plan_.within +=
          grid.households >= options_.norm.least && grid.households <= options_.norm.most;
    }
    plan_.compactness_mean = compactness / static_cast<double>(plan_.grids.size());
    for (const Border& border : borders_) {
      if (grid_of_[border.a] != grid_of_[border.b])
        plan_.border_metres += border.metres;
      else if (border.barrier > 0)
        ++plan_.barriers_crossed;
    }
    count_moved();
  }

  /// Each of today's micro-grids lives on in the one that keeps most of its households, one in
  /// one; everybody else changes worker.
  void count_moved() {
    std::map<std::pair<std::string, std::size_t>, std::int64_t> kept;
    for (std::size_t b = 0; b < buildings_.size(); ++b)
      if (!buildings_[b].today.empty()) kept[{buildings_[b].today, grid_of_[b]}] += households_[b];
    std::vector<std::tuple<std::int64_t, std::string, std::size_t>> order;
    order.reserve(kept.size());
    for (const auto& [key, households] : kept)
      order.emplace_back(-households, key.first, key.second);
    std::sort(order.begin(), order.end());
    std::map<std::string, std::size_t> heir;
    std::set<std::size_t> taken;
    for (const auto& [households, code, grid] : order)
      if (!heir.contains(code) && taken.insert(grid).second) heir[code] = grid;
    for (std::size_t b = 0; b < buildings_.size(); ++b) {
      const auto& code = buildings_[b].today;
      if (code.empty()) continue;
      const auto found = heir.find(code);
      if (found != heir.end() && found->second == grid_of_[b]) continue;
      plan_.households_moved += households_[b];
      plan_.cases_moved += buildings_[b].open_cases;
    }
  }

  const std::vector<Building>& buildings_;
  const BuildingOptions& options_;
  Barriers barriers_;
  std::vector<geo::MultiPolygon> shapes_;
  std::vector<std::int64_t> households_;
  std::vector<std::size_t> grid_of_;
  std::vector<Border> borders_;
  BuildingPlan plan_;
};

}  // namespace

std::int64_t estimated_households(const geo::MultiPolygon& shape, double height_m) {
  const double floors = std::max(1.0, std::floor(height_m / kFloorMetres));
  return std::llround(floors * geo::area_m2(shape) * kUsedShare / kDwellingM2);
}

Result<BuildingPlan> plan_buildings(const std::vector<Building>& buildings,
                                    const std::vector<Barrier>& barriers,
                                    const BuildingOptions& options) {
  if (buildings.empty())
    return invalid("buildings_missing", "There are no buildings to divide.", "/features");
  return Planning(buildings, barriers, options).run();
}

}  // namespace gewu::planner
