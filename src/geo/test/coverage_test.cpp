// SPDX-License-Identifier: Apache-2.0
#include "geo/coverage.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>

#include "base/codes.hpp"
#include "support/net_of_areas.hpp"

using namespace gewu::geo;

namespace {

constexpr double kUnit = 0.001;  ///< degrees of a square's side: 111 m by 92 m here

/// The rectangle from column and row `x`, `y`, `w` wide and `h` high, in squares.
MultiPolygon box(double x, double y, double w = 1, double h = 1) {
  const LatLon corner{34 + y * kUnit, 113 + x * kUnit};
  return rectangle(corner, {corner.lat + h * kUnit, corner.lon + w * kUnit});
}

/// "gap 0 1; overlap 2 3 (sliver)".
std::string told(const std::vector<CoverageFinding>& findings) {
  std::string out;
  for (const auto& f : findings) {
    if (!out.empty()) out += "; ";
    out += gewu::code_of(f.kind);
    for (const auto part : f.parts) out += " " + std::to_string(part);
    if (f.sliver) out += " (sliver)";
  }
  return out;
}
std::string told(const MultiPolygon& whole, const std::vector<MultiPolygon>& parts) {
  return told(coverage_findings(whole, parts));
}

struct Town {
  std::vector<MultiPolygon> parts;
  MultiPolygon whole;
};
Town town(int side, std::uint64_t seed = 1) {
  Town out;
  const test::NetOptions options{.side = side, .degrees = 0.001 * side, .seed = seed};
  for (const auto& item : test::net_of_areas(options)) {
    if (item.rank == 4) out.parts.push_back(item.shape);
    if (item.rank == 0) out.whole = item.shape;
  }
  return out;
}

}  // namespace

TEST_CASE("parts that share their borders cover the whole") {
  CHECK(told(box(0, 0, 2, 2), {box(0, 0), box(1, 0), box(0, 1), box(1, 1)}) == "");
  const Town t = town(12);
  CHECK(told(t.whole, t.parts) == "");
}

TEST_CASE("a border with a vertex that only one side has is no finding") {
  MultiPolygon left = box(0, 0), right = box(1, 0);
  // As cut at the edge of a map tile: on the line, but rounded to the lattice.
  auto& line = left[0].outer;
  const auto corner = std::find(line.begin(), line.end(), LatLon{34, 113 + kUnit});
  REQUIRE(corner != line.end());
  line.insert(corner + 1, unsnap(snap({34 + kUnit / 3, 113 + kUnit + 4e-8})));
  CHECK(told(box(0, 0, 2, 1), {left, right}) == "");
}

TEST_CASE(
    "a part left out is a gap with its area, and who borders on it, the longest border first") {
  const MultiPolygon whole = box(0, 0, 3, 2);
  const auto found = coverage_findings(
      whole, std::vector{box(0, 0, 1, 2), box(1, 1, 2, 1), box(2, 0), MultiPolygon{}});
  REQUIRE(told(found) == "gap 0 2 1");  // 111 m on either side, 92 m above
  CHECK(std::abs(found[0].m2 - area_m2(box(1, 0))) < 1);
  CHECK(normalised(found[0].where) == normalised(box(1, 0)));
  CHECK(found[0].width_m > 40);
  const auto wide = coverage_findings(box(0, 0, 4, 2), std::vector{box(0, 0), box(0, 1, 4, 1)});
  CHECK(told(wide) == "gap 1 0");
}

TEST_CASE("two parts over one place are an overlap of both, once, with its area") {
  const auto found = coverage_findings(box(0, 0, 2, 1), std::vector{box(0, 0, 1.5, 1), box(1, 0)});
  REQUIRE(told(found) == "overlap 0 1");
  CHECK(std::abs(found[0].m2 - area_m2(box(1, 0, 0.5, 1))) < 1);
  CHECK(told({}, {box(0, 0), box(0, 0), box(5, 0)}) == "overlap 0 1");
  CHECK(told(box(0, 0, 2, 1), {box(0, 0, 2, 1), box(0.5, 0.25, 0.5, 0.5)}) == "overlap 0 1");
}

TEST_CASE("a part that leaves the whole is outside by what it leaves") {
  const auto found = coverage_findings(box(0, 0), std::vector<MultiPolygon>{box(0, 0, 1.25, 1)});
  REQUIRE(told(found) == "outside 0");
  CHECK(std::abs(found[0].m2 - area_m2(box(1, 0, 0.25, 1))) < 1);
}

TEST_CASE("two drawings of one border make slivers, and only where they are not noise") {
  const double cm = 1.0 / 11100;  // of a square's height
  const auto with_gap = [&](double width) {
    return told(box(0, 0, 1, 2), {box(0, 0), box(0, 1 + width, 1, 1 - width)});
  };
  CHECK(with_gap(30 * cm) == "gap 0 1 (sliver)");
  CHECK(with_gap(80 * cm) == "gap 0 1");
  CHECK(with_gap(1 * cm) == "");
}

TEST_CASE("a hole is a gap, and a part that lies in it fills it") {
  MultiPolygon ring = box(0, 0, 3, 3);
  Ring hole = box(1, 1)[0].outer;
  std::reverse(hole.begin(), hole.end());
  ring[0].holes.push_back(hole);
  CHECK(told(box(0, 0, 3, 3), {ring}) == "gap 0");
  CHECK(told(box(0, 0, 3, 3), {ring, box(1, 1)}) == "");
}

TEST_CASE("each piece is a finding of its own, the largest of its kind first") {
  const auto found = coverage_findings(box(0, 0, 5, 1), std::vector{box(1, 0), box(4, 0, 1, 1)});
  REQUIRE(found.size() == 2);
  CHECK(found[0].m2 > found[1].m2);
  CHECK(told(found) == "gap 0 1; gap 0");
}

TEST_CASE("what is taken from a covered town is found again, and nothing else") {
  rc::check("a part left out, a part doubled", [] {
    const int side = *rc::gen::inRange(2, 6);
    Town t = town(side, *rc::gen::arbitrary<std::uint64_t>());
    const auto out = *rc::gen::inRange<std::size_t>(0, t.parts.size());
    const auto twice = *rc::gen::inRange<std::size_t>(0, t.parts.size());
    const double m2 = area_m2(t.parts[out]);
    std::string expected = "gap";
    if (twice != out) {
      t.parts.push_back(t.parts[twice]);
      expected += "; overlap " + std::to_string(twice) + " " + std::to_string(t.parts.size() - 1);
    }
    t.parts[out].clear();
    auto found = coverage_findings(t.whole, t.parts);
    RC_ASSERT(!found.empty());
    RC_ASSERT(std::abs(found[0].m2 - m2) < 1);
    RC_ASSERT(!found[0].parts.empty());
    found[0].parts.clear();
    RC_ASSERT(told(found) == expected);
  });
}
