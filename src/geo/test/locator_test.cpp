// SPDX-License-Identifier: Apache-2.0
#include "geo/locator.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <random>
#include <set>

#include "support/net_of_areas.hpp"

using namespace gewu::geo;

namespace {

using Random = std::mt19937_64;

double unit(Random& random) { return std::uniform_real_distribution<double>(0, 1)(random); }
LatLon on_lattice(LatLon p) { return unsnap(snap(p)); }

/// Cuts a rectangle into `cuts` + 1 by lines at random lattice places: neighbours meet in Ts.
std::vector<MultiPolygon> guillotine(LatLon low, LatLon high, int cuts, Random& random) {
  struct Box {
    GridPoint low, high;
  };
  std::vector<Box> boxes{{snap(low), snap(high)}};
  while (cuts-- > 0) {
    const std::size_t at = random() % boxes.size();
    Box& box = boxes[at];
    Box other = box;
    const bool vertical = random() % 2;
    const std::int32_t from = vertical ? box.low.x : box.low.y;
    const std::int32_t to = vertical ? box.high.x : box.high.y;
    if (to - from < 200) continue;  // strips thinner than the welding of 3 cm are no areas
    const auto cut = from + 50 + static_cast<std::int32_t>(random() % unsigned(to - from - 99));
    (vertical ? box.high.x : box.high.y) = cut;
    (vertical ? other.low.x : other.low.y) = cut;
    boxes.push_back(other);
  }
  std::vector<MultiPolygon> out;
  for (const Box& b : boxes) out.push_back(rectangle(unsnap(b.low), unsnap(b.high)));
  return out;
}

/// A net of n × n quadrilaterals and triangles over shaken vertices: neighbours share vertices.
std::vector<MultiPolygon> shaken_net(LatLon low, LatLon high, int n, Random& random) {
  const double dlat = (high.lat - low.lat) / n, dlon = (high.lon - low.lon) / n;
  std::vector<std::vector<LatLon>> v(n + 1, std::vector<LatLon>(n + 1));
  for (int r = 0; r <= n; ++r) {
    for (int c = 0; c <= n; ++c) {
      const bool edge_r = r == 0 || r == n, edge_c = c == 0 || c == n;
      v[r][c] = on_lattice({low.lat + dlat * (r + (edge_r ? 0 : 0.6 * (unit(random) - 0.5))),
                            low.lon + dlon * (c + (edge_c ? 0 : 0.6 * (unit(random) - 0.5)))});
    }
  }
  std::vector<MultiPolygon> out;
  for (int r = 0; r < n; ++r) {
    for (int c = 0; c < n; ++c) {
      const LatLon a = v[r][c], b = v[r][c + 1], d = v[r + 1][c + 1], e = v[r + 1][c];
      if (random() % 2) {
        out.push_back({Polygon{{a, b, d, a}, {}}});
        out.push_back({Polygon{{a, d, e, a}, {}}});
      } else {
        out.push_back({Polygon{{a, b, d, e, a}, {}}});
      }
    }
  }
  return out;
}

std::vector<Locator::Item> items_of(const std::vector<MultiPolygon>& shapes, int rank) {
  std::vector<Locator::Item> out;
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    out.push_back(
        {static_cast<std::int64_t>(i + 1), rank, "c" + std::to_string(10000 + i), shapes[i]});
  }
  return out;
}

/// The rule of locator.hpp, spelled out over every outline.
std::optional<std::int64_t> brute(std::vector<Locator::Item> items, LatLon p) {
  std::sort(items.begin(), items.end(), [](auto& a, auto& b) {
    return std::tie(b.rank, a.code, a.key) < std::tie(a.rank, b.code, b.key);
  });
  const Locator::Item *holder = nullptr, *touched = nullptr;
  for (const auto& i : items) {
    if (!holder && contains(i.shape, p)) holder = &i;
    if (!touched && touches(i.shape, p)) touched = &i;
  }
  if (touched && (!holder || touched->rank > holder->rank)) return touched->key;
  if (holder) return holder->key;
  return std::nullopt;
}

double metres_from(const std::vector<Locator::Item>& items, std::optional<std::int64_t> key,
                   LatLon p) {
  for (const auto& i : items) {
    if (i.key == key) return distance_m(i.shape, p);
  }
  return 1e9;
}

/// Random points, and exactly every vertex and the middle of every edge that lies on the lattice.
std::vector<LatLon> probes(const std::vector<MultiPolygon>& shapes, LatLon low, LatLon high,
                           int count, Random& random) {
  std::vector<LatLon> out;
  for (int i = 0; i < count; ++i) {
    out.push_back(on_lattice({low.lat + (high.lat - low.lat) * (1.2 * unit(random) - 0.1),
                              low.lon + (high.lon - low.lon) * (1.2 * unit(random) - 0.1)}));
  }
  for (const auto& shape : shapes) {
    const Ring& ring = shape[0].outer;
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
      out.push_back(ring[i]);
      out.push_back(
          on_lattice({(ring[i].lat + ring[i + 1].lat) / 2, (ring[i].lon + ring[i + 1].lon) / 2}));
    }
  }
  return out;
}

}  // namespace

TEST_CASE(
    "every point of a divided territory has exactly one answer, borders and corners included") {
  CHECK(rc::check([] {
    Random random(*rc::gen::arbitrary<std::uint64_t>());
    const double size = std::pow(10.0, -4 + 4 * unit(random));  // 10 m to 100 km
    const LatLon low = on_lattice({100 * (unit(random) - 0.5), 300 * (unit(random) - 0.5)});
    const LatLon high = on_lattice({low.lat + size, low.lon + size});
    const auto shapes =
        random() % 2 ? guillotine(low, high, 40, random) : shaken_net(low, high, 5, random);
    const Locator locator(items_of(shapes, 3));
    for (LatLon p : probes(shapes, low, high, 60, random)) {
      const auto holders =
          std::count_if(shapes.begin(), shapes.end(), [&](auto& s) { return contains(s, p); });
      const bool within =
          p.lat >= low.lat && p.lat <= high.lat && p.lon >= low.lon && p.lon <= high.lon;
      RC_ASSERT(holders <= 1);
      RC_ASSERT(locator.find(p).has_value() == within);
    }
  }));
}

TEST_CASE("the locator agrees with trying every outline") {
  CHECK(rc::check([] {
    Random random(*rc::gen::arbitrary<std::uint64_t>());
    const double size = std::pow(10.0, -3 + 3 * unit(random));
    const LatLon low = on_lattice({100 * (unit(random) - 0.5), 300 * (unit(random) - 0.5)});
    const LatLon high = on_lattice({low.lat + size, low.lon + size});
    auto shapes = shaken_net(low, high, 6, random);
    shapes.resize(shapes.size() / 2);  // children that leave a remainder
    auto items = items_of(shapes, 4);
    items.push_back({1000, 1, "parent", rectangle(low, high)});
    // A deeper area that lies over several, with a hole, and one that overlaps at the same rank.
    const auto at = [&](double f) { return on_lattice({low.lat + size * f, low.lon + size * f}); };
    MultiPolygon holed = rectangle(at(0.2), at(0.8));
    holed[0].holes.push_back(rectangle(at(0.4), at(0.6))[0].outer);
    items.push_back({1001, 7, "holed", normalised(holed)});
    items.push_back({1002, 4, "a-lower-code", rectangle(at(0.7), at(0.9))});
    const Locator locator(items);
    auto shuffled = items;
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    const Locator again(shuffled);
    shapes.push_back(holed);
    for (LatLon p : probes(shapes, low, high, 100, random)) {
      const auto found = locator.find(p), expected = brute(items, p);
      // Where a corner lies within 3 cm of another line, welding moves that line over the corner.
      RC_ASSERT(found == expected || metres_from(items, found, p) < 0.05);
      RC_ASSERT(again.find(p) == locator.find(p));
    }
  }));
}

TEST_CASE("neighbours whose corners miss each other's line by a centimetre leave no crack") {
  // The long western edge of b is straight; a's corners on it are off by rounding.
  const MultiPolygon b = {
      Polygon{{{34, 113}, {34, 113.1}, {34.1, 113.1}, {34.1000003, 113.0333331}, {34, 113}}, {}}};
  const auto along = [](double f) { return on_lattice({34 + 0.1000003 * f, 113 + 0.0333331 * f}); };
  std::vector<MultiPolygon> shapes{b};
  LatLon last = along(0);
  for (double f : {0.1234567, 0.3333333, 0.7654321, 1.0}) {
    const LatLon next = along(f);
    shapes.push_back(
        normalised({Polygon{{last, next, {next.lat, 112.9}, {last.lat, 112.9}, last}, {}}}));
    last = next;
  }
  auto items = items_of(shapes, 3);
  items.push_back({99, 1, "parent", rectangle({33.9, 112.8}, {34.3, 113.2})});
  const Locator locator(items);
  for (int i = 1; i < 100'000; ++i) {
    REQUIRE(locator.find(along(i / 100'000.0)).value_or(0) != 99);
  }
}

TEST_CASE("a parent answers for what its children leave") {
  const Locator locator({{1, 0, "p", rectangle({34, 113}, {34.1, 113.1})},
                         {2, 1, "c", rectangle({34, 113}, {34.05, 113.05})}});
  CHECK(locator.find({34.01, 113.01}) == 2);
  CHECK(locator.find({34.08, 113.01}) == 1);
  CHECK(locator.find({34.05, 113.05}) == 2);  // a child keeps its own border
  CHECK(!locator.find({34.2, 113.01}));
  CHECK(locator.find({34.1, 113.1}) == 1);  // and the outermost border is inside
}

TEST_CASE("points off the earth and an empty locator have no answer") {
  const Locator none({});
  CHECK(!none.find({34, 113}));
  CHECK(none.nearest({34, 113}, 3).empty());
  const Locator some({{1, 0, "p", rectangle({34, 113}, {34.1, 113.1})}});
  CHECK(!some.find({std::nan(""), 113}));
  CHECK(!some.find({134, 113}));
  CHECK(some.nearest({134, 113}, 1).empty());
}

TEST_CASE("the nearest come with metres, nearest first") {
  const Locator locator({{1, 1, "a", rectangle({34, 113}, {34.01, 113.01})},
                         {2, 1, "b", rectangle({34, 113.02}, {34.01, 113.03})},
                         {3, 1, "c", rectangle({34, 113.2}, {34.01, 113.3})},
                         {4, 0, "p", rectangle({34, 113}, {34.01, 113.3})}});
  const auto only = [](std::int64_t key) { return key != 4; };
  const auto near = locator.nearest({34.02, 113.018}, 2, only);
  REQUIRE(near.size() == 2);
  CHECK(near[0].key == 2);
  CHECK(near[0].metres == doctest::Approx(1127).epsilon(0.01));
  CHECK(near[1].key == 1);
  CHECK(locator.nearest({34.005, 113.005}, 1)[0].metres == 0);
  CHECK(locator.nearest({34.005, 113.005}, 1)[0].key == 1);
}

TEST_CASE("nearest agrees with measuring every outline") {
  CHECK(rc::check([] {
    Random random(*rc::gen::arbitrary<std::uint64_t>());
    const LatLon low = on_lattice({60 * (unit(random) - 0.5), 300 * (unit(random) - 0.5)});
    const auto shapes = shaken_net(low, on_lattice({low.lat + 0.1, low.lon + 0.1}), 4, random);
    const Locator locator(items_of(shapes, 3));
    for (int i = 0; i < 10; ++i) {
      const LatLon p{low.lat + 0.3 * (unit(random) - 0.3), low.lon + 0.3 * (unit(random) - 0.3)};
      double least = 1e9;
      for (const auto& s : shapes) least = std::min(least, distance_m(s, p));
      const double found = locator.nearest(p, 1).at(0).metres;
      RC_ASSERT(std::abs(found - least) <= 0.01 * least + 0.05);
    }
  }));
}

TEST_CASE("a town of thousands of micro-grids answers as each outline does") {
  const gewu::geo::test::NetOptions options{.side = 40};
  const auto items = gewu::geo::test::net_of_areas(options);
  const Locator locator(items);
  Random random(7);
  for (int i = 0; i < 2000; ++i) {
    const LatLon p{options.south_west.lat + options.degrees * unit(random),
                   options.south_west.lon + options.degrees * unit(random)};
    const auto found = locator.find(p);
    REQUIRE(found);
    CHECK(metres_from(items, found, p) < 0.05);
    CHECK(*found <= 1600);
  }
  CHECK(locator.size().bytes < 2'000'000);
}
