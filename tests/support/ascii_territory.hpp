// SPDX-License-Identifier: Apache-2.0
// Territories drawn as text, for tests of any module that builds on areas:
//
//   const auto t = gewu::areas::test::from_ascii(db, ids, now, {"AAB",
//                                                               "ACB"});
//   t.area('A'); t.centre(0, 2);  // row 0 is the north
//
// Each letter is one area; '.' is district without grid. The tree is district TEST → street S1 →
// community C1 → the letters; only the district and the letters have outlines.
#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "db/db.hpp"
#include "modules/areas/areas.hpp"

namespace gewu::areas::test {

struct AsciiOptions {
  std::string code = "TEST";
  Level level = Level::grid;            ///< of the letters
  geo::LatLon south_west{34.7, 113.6};  ///< corner of the drawing
  double cell_degrees = 0.001;          ///< some 100 m
  int utc_offset_minutes = 480;
};

struct AsciiTerritory {
  District district;
  AreaId street, community;
  std::map<char, AreaId> letters;
  AsciiOptions options;
  int rows = 0, columns = 0;

  AreaId area(char letter) const { return letters.at(letter); }
  geo::LatLon corner(int row, int column) const {  ///< the north-western one of a cell
    return {options.south_west.lat + options.cell_degrees * (rows - row),
            options.south_west.lon + options.cell_degrees * column};
  }
  geo::LatLon centre(int row, int column) const {
    const geo::LatLon c = corner(row, column);
    return {c.lat - options.cell_degrees / 2, c.lon + options.cell_degrees / 2};
  }
};

namespace detail {

using Node = std::pair<int, int>;  // (x, y), y to the north

/// Closed lines around the cells of a letter, the cells to their left.
inline std::vector<std::vector<Node>> trace(const std::set<Node>& cells) {
  std::map<Node, std::vector<Node>> next;
  const auto side = [&](int x, int y, int dx, int dy, Node from, Node to) {
    if (!cells.contains({x + dx, y + dy})) next[from].push_back(to);
  };
  for (auto [x, y] : cells) {
    side(x, y, 0, -1, {x, y}, {x + 1, y});
    side(x, y, 1, 0, {x + 1, y}, {x + 1, y + 1});
    side(x, y, 0, 1, {x + 1, y + 1}, {x, y + 1});
    side(x, y, -1, 0, {x, y + 1}, {x, y});
  }
  std::vector<std::vector<Node>> rings;
  while (!next.empty()) {
    std::vector<Node> ring{next.begin()->first};
    int dx = 0, dy = 0;
    do {
      auto& ways = next.at(ring.back());
      // Where two cells touch at a corner, turning left stays with the same cell.
      auto way = std::find_if(ways.begin(), ways.end(), [&](Node to) {
        return dx * (to.second - ring.back().second) - dy * (to.first - ring.back().first) > 0;
      });
      if (way == ways.end()) way = ways.begin();
      const Node to = *way;
      dx = to.first - ring.back().first;
      dy = to.second - ring.back().second;
      ways.erase(way);
      if (ways.empty()) next.erase(ring.back());
      ring.push_back(to);
    } while (ring.back() != ring.front());
    rings.push_back(std::move(ring));
  }
  return rings;
}

inline geo::MultiPolygon outline(const AsciiTerritory& t, const std::set<Node>& cells) {
  geo::MultiPolygon out;
  std::vector<geo::Ring> holes;
  for (const auto& nodes : trace(cells)) {
    long turn = 0;
    geo::Ring ring;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      ring.push_back(t.corner(t.rows - nodes[i].second, nodes[i].first));
      if (i > 0)
        turn += nodes[i - 1].first * nodes[i].second - nodes[i].first * nodes[i - 1].second;
    }
    if (turn > 0) {
      out.push_back({std::move(ring), {}});
    } else {
      holes.push_back(std::move(ring));
    }
  }
  for (geo::Ring& hole : holes) {
    const geo::LatLon inside{(hole[0].lat + hole[1].lat) / 2, (hole[0].lon + hole[1].lon) / 2};
    for (geo::Polygon& polygon : out) {
      if (!geo::contains({polygon}, inside)) continue;
      polygon.holes.push_back(std::move(hole));
      break;
    }
  }
  return out;
}

}  // namespace detail

/// The areas of a drawing, without a database.
inline std::vector<NewArea> areas_of_ascii(AsciiTerritory& t,
                                           const std::vector<std::string>& rows) {
  t.rows = static_cast<int>(rows.size());
  t.columns = static_cast<int>(rows.at(0).size());
  std::map<char, std::set<detail::Node>> cells;
  for (int r = 0; r < t.rows; ++r) {
    for (int c = 0; c < t.columns; ++c) {
      if (rows[r].at(c) != '.') cells[rows[r][c]].insert({c, t.rows - 1 - r});
    }
  }
  std::vector<NewArea> out{
      {.code = "S1", .name = "Street", .level = Level::street, .parent = ""},
      {.code = "C1", .name = "Yard", .level = Level::community, .parent = "S1"}};
  for (const auto& [letter, where] : cells) {
    const std::string name(1, letter);
    out.push_back({.code = name,
                   .name = "Grid " + name,
                   .level = t.options.level,
                   .parent = "C1",
                   .shape = detail::outline(t, where)});
  }
  return out;
}

/// Writes the drawing as a district. Throws where it is refused.
inline AsciiTerritory from_ascii(db::WriteTx& tx, IdSource& ids, Instant now,
                                 const std::vector<std::string>& rows, AsciiOptions options = {}) {
  AsciiTerritory t;
  t.options = options;
  const auto areas = areas_of_ascii(t, rows);
  const NewDistrict district{.code = options.code,
                             .name = "District " + options.code,
                             .utc_offset_minutes = options.utc_offset_minutes,
                             .shape = geo::rectangle(t.corner(t.rows, 0), t.corner(0, t.columns))};
  t.district = create_district(tx, ids, district, now).value();
  const auto made = add_areas(tx, ids, t.district.id, areas, now).value();
  t.street = made[0];
  t.community = made[1];
  for (std::size_t i = 2; i < areas.size(); ++i) t.letters[areas[i].code[0]] = made[i];
  t.district = *find_district(tx, t.district.id);
  return t;
}
inline AsciiTerritory from_ascii(db::Database& database, IdSource& ids, Instant now,
                                 const std::vector<std::string>& rows, AsciiOptions options = {}) {
  return database.write([&](db::WriteTx& tx) { return from_ascii(tx, ids, now, rows, options); });
}

}  // namespace gewu::areas::test
