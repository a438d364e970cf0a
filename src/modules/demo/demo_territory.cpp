// SPDX-License-Identifier: Apache-2.0
#include "modules/demo/demo_territory.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <map>
#include <random>
#include <set>
#include <string>

#include "modules/demo/demo_buildings.hpp"

namespace gewu::demo {

namespace {

// ---- the lattice --------------------------------------------------------------------------------

constexpr int kColumns = 84, kRows = 90;
constexpr double kWest = 113.853, kEast = 114.004, kSouth = 22.688, kNorth = 22.836;

/// A hand-drawn outline, in fractions of the extent, anticlockwise from the south-west.
constexpr std::array<std::array<double, 2>, 18> kOutline{{{0.16, 0.30},
                                                          {0.24, 0.13},
                                                          {0.38, 0.10},
                                                          {0.47, 0.02},
                                                          {0.62, 0.05},
                                                          {0.70, 0.14},
                                                          {0.86, 0.17},
                                                          {0.98, 0.30},
                                                          {0.93, 0.46},
                                                          {0.99, 0.62},
                                                          {0.88, 0.78},
                                                          {0.72, 0.83},
                                                          {0.63, 0.97},
                                                          {0.46, 0.93},
                                                          {0.34, 0.99},
                                                          {0.20, 0.86},
                                                          {0.05, 0.74},
                                                          {0.02, 0.48}}};

struct Cell {
  int column = 0, row = 0;
  friend auto operator<=>(const Cell&, const Cell&) = default;
};
using Cells = std::vector<Cell>;

bool inside_outline(double x, double y) {
  bool inside = false;
  for (std::size_t i = 0, j = kOutline.size() - 1; i < kOutline.size(); j = i++) {
    const auto [xi, yi] = kOutline[i];
    const auto [xj, yj] = kOutline[j];
    if ((yi > y) != (yj > y) && x < (xj - xi) * (y - yi) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

Cells district_cells() {
  Cells out;
  for (int r = 0; r < kRows; ++r) {
    for (int c = 0; c < kColumns; ++c) {
      if (inside_outline((c + 0.5) / kColumns, (r + 0.5) / kRows)) out.push_back({c, r});
    }
  }
  return out;
}

/// Corners of the lattice, each moved a little so that borders look like streets, not like a ruler.
class Corners {
 public:
  explicit Corners(std::uint64_t seed) : seed_(seed) {}
  geo::LatLon at(int column, int row) const {
    std::mt19937_64 random(seed_ ^ (static_cast<std::uint64_t>(column) * 7919 + row));
    std::uniform_real_distribution<double> jitter(-0.32, 0.32);
    const double x = column + jitter(random), y = row + jitter(random);
    const auto round7 = [](double v) { return std::round(v * 1e6) / 1e6; };
    return {round7(kSouth + (kNorth - kSouth) * y / kRows),
            round7(kWest + (kEast - kWest) * x / kColumns)};
  }

 private:
  std::uint64_t seed_;
};

// ---- cutting ------------------------------------------------------------------------------------

/// Cuts cells into parts of these weights, halving along the longer side, so that parts stay
/// compact and in one piece wherever the whole is.
void cut(Cells cells, const std::vector<double>& weights, std::size_t first, std::size_t last,
         std::vector<Cells>& out) {
  if (last - first == 1) {
    out[first] = std::move(cells);
    return;
  }
  const std::size_t middle = (first + last) / 2;
  double left = 0, all = 0;
  for (std::size_t i = first; i < last; ++i) {
    all += weights[i];
    if (i < middle) left += weights[i];
  }
  const auto [low_c, high_c] = std::minmax_element(
      cells.begin(), cells.end(), [](Cell a, Cell b) { return a.column < b.column; });
  const auto [low_r, high_r] =
      std::minmax_element(cells.begin(), cells.end(), [](Cell a, Cell b) { return a.row < b.row; });
  const bool wide = high_c->column - low_c->column >= high_r->row - low_r->row;
  std::sort(cells.begin(), cells.end(), [wide](Cell a, Cell b) {
    return wide ? std::pair(a.column, a.row) < std::pair(b.column, b.row)
                : std::pair(a.row, a.column) < std::pair(b.row, b.column);
  });
  const std::size_t remaining = last - middle;
  auto share =
      static_cast<std::size_t>(std::lround(static_cast<double>(cells.size()) * left / all));
  share = std::clamp(share, middle - first, cells.size() - remaining);
  const auto border = cells.begin() + static_cast<std::ptrdiff_t>(share);
  cut(Cells(cells.begin(), border), weights, first, middle, out);
  cut(Cells(border, cells.end()), weights, middle, last, out);
}

std::vector<Cells> cut(const Cells& cells, const std::vector<double>& weights) {
  std::vector<Cells> out(weights.size());
  cut(cells, weights, 0, weights.size(), out);
  return out;
}

// ---- outlines -----------------------------------------------------------------------------------

using Corner = std::pair<int, int>;

/// The border of a set of cells as closed walks along cell edges, inside on the left.
std::vector<std::vector<Corner>> walks(const Cells& cells) {
  const std::set<Cell> all(cells.begin(), cells.end());
  std::multimap<Corner, Corner> edges;
  for (const auto& [c, r] : cells) {
    if (!all.contains({c, r - 1})) edges.emplace(Corner{c, r}, Corner{c + 1, r});
    if (!all.contains({c + 1, r})) edges.emplace(Corner{c + 1, r}, Corner{c + 1, r + 1});
    if (!all.contains({c, r + 1})) edges.emplace(Corner{c + 1, r + 1}, Corner{c, r + 1});
    if (!all.contains({c - 1, r})) edges.emplace(Corner{c, r + 1}, Corner{c, r});
  }
  std::vector<std::vector<Corner>> out;
  while (!edges.empty()) {
    auto edge = edges.begin();
    const Corner start = edge->first;
    std::vector<Corner> walk{start};
    Corner from = start, to = edge->second;
    edges.erase(edge);
    while (to != start) {
      walk.push_back(to);
      const auto [begin, end] = edges.equal_range(to);
      auto next = begin;
      // Where two cells touch by a corner only, the sharper turn keeps the walks apart.
      for (auto e = begin; e != end; ++e) {
        const int turn = (to.first - from.first) * (e->second.second - to.second) -
                         (to.second - from.second) * (e->second.first - to.first);
        if (turn > 0) next = e;
      }
      from = to;
      to = next->second;
      edges.erase(next);
    }
    out.push_back(std::move(walk));
  }
  return out;
}

geo::MultiPolygon outline(const Cells& cells, const Corners& corners) {
  geo::MultiPolygon out;
  std::vector<geo::Ring> holes;
  for (const auto& walk : walks(cells)) {
    long twice_area = 0;
    geo::Ring ring;
    for (std::size_t i = 0; i < walk.size(); ++i) {
      const auto& a = walk[i];
      const auto& b = walk[(i + 1) % walk.size()];
      twice_area += static_cast<long>(a.first) * b.second - static_cast<long>(b.first) * a.second;
      ring.push_back(corners.at(a.first, a.second));
    }
    ring.push_back(ring.front());
    if (twice_area > 0) {
      out.push_back({std::move(ring), {}});
    } else {
      holes.push_back(std::move(ring));
    }
  }
  // One hole at most arises on this outline, and it lies in the one part that there is.
  if (!out.empty()) out.front().holes = std::move(holes);
  return out;
}

/// Two cells from the middle of a micro-grid, to build on.
std::vector<Quad> middle_of(const Cells& cells, const Corners& corners) {
  std::vector<Quad> out;
  const std::size_t first = cells.size() / 2;
  for (std::size_t i = first; i < cells.size() && out.size() < 2; ++i) {
    const auto [c, r] = cells[i];
    out.push_back(
        {corners.at(c, r), corners.at(c + 1, r), corners.at(c + 1, r + 1), corners.at(c, r + 1)});
  }
  return out;
}

// ---- names --------------------------------------------------------------------------------------

struct StreetName {
  const char* code;
  const char* name;
  std::vector<const char*> communities;
};

/// Public names and codes of the official division.
const std::vector<StreetName>& streets() {
  static const std::vector<StreetName> all{
      {"440311002", "公明街道", {"公明社区", "上村社区", "李松蓢社区", "下村社区", "西田社区"}},
      {"440311006",
       "马田街道",
       {"薯田埔社区", "合水口社区", "根竹园社区", "马山头社区", "石围社区", "将围社区", "石家社区",
        "新庄社区"}},
      {"440311005", "玉塘街道", {"田寮社区", "玉律社区", "长圳社区", "红星社区"}},
      {"440311003", "新湖街道", {"新羌社区", "楼村社区", "圳美社区"}},
      {"440311001",
       "光明街道",
       {"光明社区", "碧眼社区", "东周社区", "白花社区", "翠湖社区", "迳口社区"}},
      {"440311004", "凤凰街道", {"甲子塘社区", "东坑社区", "塘尾社区", "塘家社区", "凤凰社区"}},
  };
  return all;
}

std::string three_digits(std::size_t n) {
  std::string out = std::to_string(n);
  return std::string(3 - out.size(), '0') + out;
}

/// How many grids each community has: by its share of the cells, 103 in all, at least two each.
std::vector<int> grids_per_community(const std::vector<std::size_t>& sizes) {
  std::size_t all = 0;
  for (const auto s : sizes) all += s;
  std::vector<int> out;
  int given = 0;
  for (const auto s : sizes) {
    const double share = static_cast<double>(s) * kGrids / static_cast<double>(all);
    out.push_back(std::max(2, static_cast<int>(share)));
    given += out.back();
  }
  for (std::size_t i = 0; given != kGrids; i = (i + 1) % out.size()) {
    const int step = given < kGrids ? 1 : -1;
    if (step < 0 && out[i] <= 2) continue;
    out[i] += step;
    given += step;
  }
  return out;
}

std::vector<double> street_weights() {
  std::vector<double> out;
  out.reserve(streets().size());
  for (const auto& s : streets()) out.push_back(static_cast<double>(s.communities.size()) + 2);
  return out;
}

/// The n-th estate, on the micro-grid that was added last.
void build_on(Territory& out, std::size_t n, const std::vector<Quad>& cells) {
  out.areas.back().also_called = estate_name(n);
  auto buildings = buildings_of(out.areas.back().code, n, cells);
  std::move(buildings.begin(), buildings.end(), std::back_inserter(out.areas));
}

}  // namespace

Territory guangming(std::uint64_t seed) {
  const Corners corners(seed);
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> uneven(0.8, 1.25);
  const Cells all = district_cells();
  Territory out;
  out.district.code = "440311";
  out.district.name = "光明区";
  out.district.name_en = "Guangming District";
  out.district.shape = outline(all, corners);

  const auto add = [&](std::string code, std::string name, areas::Level level, std::string parent,
                       const Cells& cells) {
    areas::NewArea area;
    area.code = std::move(code);
    area.name = std::move(name);
    area.level = level;
    area.parent = std::move(parent);
    area.shape = outline(cells, corners);
    out.areas.push_back(std::move(area));
  };
  const auto shares = [&](std::size_t n) {
    std::vector<double> weights(n);
    for (auto& w : weights) w = uneven(random);
    return weights;
  };

  const auto street_cells = cut(all, street_weights());
  struct Community {
    std::string code, name;
    Cells cells;
  };
  std::vector<Community> communities;
  for (std::size_t s = 0; s < streets().size(); ++s) {
    const auto& street = streets()[s];
    add(street.code, street.name, areas::Level::street, out.district.code, street_cells[s]);
    const auto parts = cut(street_cells[s], shares(street.communities.size()));
    for (std::size_t c = 0; c < parts.size(); ++c) {
      const std::string code = std::string(street.code) + three_digits(c + 1);
      add(code, street.communities[c], areas::Level::community, street.code, parts[c]);
      communities.push_back({code, street.communities[c], parts[c]});
    }
  }

  std::vector<std::size_t> sizes;
  sizes.reserve(communities.size());
  for (const auto& c : communities) sizes.push_back(c.cells.size());
  const auto counts = grids_per_community(sizes);
  std::uniform_int_distribution<int> micro_grids(3, 5);
  std::size_t estates = 0;
  for (std::size_t i = 0; i < communities.size(); ++i) {
    const auto grids = cut(communities[i].cells, shares(static_cast<std::size_t>(counts[i])));
    for (std::size_t g = 0; g < grids.size(); ++g) {
      const std::string code = communities[i].code + three_digits(g + 1);
      const std::string base = communities[i].name.substr(0, communities[i].name.size() - 6);
      const std::string name = base + "第" + std::to_string(g + 1) + "网格";
      add(code, name, areas::Level::grid, communities[i].code, grids[g]);
      const auto n = std::min(static_cast<std::size_t>(micro_grids(random)), grids[g].size());
      const auto micro = cut(grids[g], shares(n));
      for (std::size_t m = 0; m < micro.size(); ++m) {
        add(code + "0" + std::to_string(m + 1), name + std::to_string(m + 1) + "号微网格",
            areas::Level::micro_grid, code, micro[m]);
        build_on(out, estates++, middle_of(micro[m], corners));
      }
    }
  }
  return out;
}

}  // namespace gewu::demo
