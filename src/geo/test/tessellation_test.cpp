// SPDX-License-Identifier: Apache-2.0
#include "geo/tessellation.hpp"

#include <doctest/doctest.h>

#include <cmath>

namespace gewu::geo {

namespace {

constexpr double kDegree = 1e-4;  // some 10 m

/// Four houses in a square, two by two, with streets between them.
std::vector<MultiPolygon> four_houses() {
  std::vector<MultiPolygon> houses;
  for (const double y : {0.0, 3.0})
    for (const double x : {0.0, 3.0})
      houses.push_back(rectangle({22.5 + y * kDegree, 113.9 + x * kDegree},
                                 {22.5 + (y + 2) * kDegree, 113.9 + (x + 2) * kDegree}));
  return houses;
}

}  // namespace

TEST_CASE("the grounds of all shapes fill the frame, without gap or overlap") {
  const auto houses = four_houses();
  const auto frame = frame_around(houses, 20);
  const Tessellation tessellation(houses, 3);
  double sum = 0;
  std::vector<MultiPolygon> grounds;
  for (std::size_t i = 0; i < houses.size(); ++i) {
    grounds.push_back(tessellation.ground(std::vector{i}, frame));
    sum += area_m2(grounds.back());
    CHECK(outside_m2(houses[i], grounds.back()) < 1);
    for (std::size_t j = 0; j < i; ++j) CHECK(overlap_m2(grounds[i], grounds[j], 0) < 0.1);
  }
  CHECK(std::abs(sum - area_m2(frame)) < 1);
}

TEST_CASE("shapes across a street are neighbours along its length, those across a corner hardly") {
  const Tessellation tessellation(four_houses(), 3);
  double straight = 0, corner = 0;
  for (const Side& side : tessellation.sides()) {
    CHECK(side.a < side.b);
    const bool diagonal = side.a + side.b == 3;
    (diagonal ? corner : straight) += side.metres;
  }
  CHECK(straight > 80);
  CHECK(corner < straight / 10);
}

TEST_CASE("a shape that is drawn twice has ground both times") {
  auto houses = four_houses();
  houses.push_back(houses.front());
  houses.push_back(houses.front());
  const Tessellation tessellation(houses, 3);
  for (const std::size_t i : {0, 4, 5})
    CHECK(area_m2(tessellation.ground(std::vector{i}, frame_around(houses, 20))) > 0.1);
}

TEST_CASE("one shape has all the ground, no shape none") {
  const std::vector<MultiPolygon> one{rectangle({22.5, 113.9}, {22.501, 113.901})};
  const Tessellation tessellation(one, 5);
  CHECK(tessellation.sides().empty());
  CHECK(area_m2(tessellation.ground(std::vector<std::size_t>{0}, one.front())) > 10'000);
  CHECK(Tessellation(std::vector<MultiPolygon>{}, 5).sides().empty());
}

}  // namespace gewu::geo
