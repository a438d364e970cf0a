// SPDX-License-Identifier: Apache-2.0
#include "geo/polygon.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <cmath>
#include <limits>

using namespace gewu::geo;

namespace {

Ring ring(std::initializer_list<std::pair<double, double>> lon_lat) {
  Ring out;
  for (auto [lon, lat] : lon_lat) out.push_back({lat, lon});
  return out;
}
MultiPolygon one(Ring outer, std::vector<Ring> holes = {}) {
  return {Polygon{std::move(outer), std::move(holes)}};
}
std::string code_of_flaw(const MultiPolygon& shape) {
  const auto flaw = find_flaw(shape);
  return flaw ? flaw->code : "sound";
}
const Ring kSquare = ring({{113, 34}, {113.01, 34}, {113.01, 34.01}, {113, 34.01}, {113, 34}});

}  // namespace

TEST_CASE("a square with a hole is sound") {
  const Ring hole =
      ring({{113.002, 34.002}, {113.004, 34.002}, {113.004, 34.004}, {113.002, 34.002}});
  CHECK(code_of_flaw(one(kSquare)) == "sound");
  CHECK(code_of_flaw(one(kSquare, {hole})) == "sound");
}

TEST_CASE("each kind of broken outline is named") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(code_of_flaw({}) == "geometry_empty");
  CHECK(code_of_flaw(one({})) == "ring_too_short");
  CHECK(code_of_flaw(one(ring({{113, 34}, {113.01, 34}, {113, 34}}))) == "ring_too_short");
  CHECK(code_of_flaw(one(ring({{113, 34}, {113.01, 34}, {113.01, 34.01}, {113, 34.01}}))) ==
        "ring_not_closed");
  CHECK(code_of_flaw(one(ring({{113, 34}, {nan, 34}, {113.01, 34.01}, {113, 34}}))) ==
        "coordinate_not_a_number");
  CHECK(code_of_flaw(one(ring({{34, 113}, {34.01, 113}, {34.01, 113.01}, {34, 113}}))) ==
        "coordinates_swapped");
  CHECK(code_of_flaw(one(
            ring({{500000, 3850000}, {500100, 3850000}, {500100, 3850100}, {500000, 3850000}}))) ==
        "coordinates_projected");
  CHECK(code_of_flaw(one(ring({{181, 34}, {181.01, 34}, {181.01, 34.01}, {181, 34}}))) ==
        "coordinate_off_earth");
  CHECK(code_of_flaw(one(ring({{-179, 34}, {179, 34}, {179, 34.01}, {-179, 34}}))) ==
        "outline_too_wide");
  CHECK(code_of_flaw(
            one(ring({{113, 34}, {113.01, 34.01}, {113.01, 34}, {113, 34.01}, {113, 34}}))) ==
        "ring_crosses_itself");
  CHECK(code_of_flaw(one(ring({{113, 34}, {113, 34}, {113, 34}, {113, 34}}))) == "ring_too_short");
}

TEST_CASE("holes outside, nested, repeated or cutting are named") {
  const Ring away = ring({{114, 34}, {114.01, 34}, {114.01, 34.01}, {114, 34}});
  const Ring big = ring({{113.001, 34.001},
                         {113.009, 34.001},
                         {113.009, 34.009},
                         {113.001, 34.009},
                         {113.001, 34.001}});
  const Ring small =
      ring({{113.003, 34.003}, {113.004, 34.003}, {113.004, 34.004}, {113.003, 34.003}});
  CHECK(code_of_flaw(one(kSquare, {away})) == "hole_outside");
  CHECK(code_of_flaw(one(kSquare, {big, small})) == "holes_nested");
  CHECK(code_of_flaw({Polygon{kSquare, {}}, Polygon{small, {}}}) == "polygons_nested");
  const Ring touching =
      ring({{113, 34}, {113.01, 34}, {113.01, 34.01}, {113.005, 34}, {113, 34.01}, {113, 34}});
  CHECK(code_of_flaw(one(touching)) != "sound");
}

TEST_CASE("a flaw says which ring, where and why") {
  const Ring bow = ring({{113.002, 34.002},
                         {113.004, 34.004},
                         {113.004, 34.002},
                         {113.002, 34.004},
                         {113.002, 34.002}});
  const auto flaw =
      find_flaw({Polygon{ring({{112, 34}, {112.01, 34}, {112.01, 34.01}, {112, 34}}), {}},
                 Polygon{kSquare, {bow}}});
  REQUIRE(flaw);
  CHECK(flaw->polygon == 1);
  CHECK(flaw->ring == 1);
  REQUIRE(flaw->where);
  CHECK(flaw->where->lat == doctest::Approx(34.003));
  CHECK(flaw->where->lon == doctest::Approx(113.003));
  CHECK(flaw->detail ==
        "hole 1 of part 2 crosses itself or another line at longitude 113.0030000, latitude "
        "34.0030000");
}

TEST_CASE("an outline of less than a few centimetres is refused") {
  CHECK(code_of_flaw(
            one(ring({{113, 34}, {113.00000001, 34}, {113.00000001, 34.00000001}, {113, 34}}))) ==
        "geometry_empty");
}

TEST_CASE("one outline has one normal form, however it is turned or begun") {
  const Ring turned =
      ring({{113.01, 34.01}, {113.01, 34}, {113, 34}, {113, 34.01}, {113.01, 34.01}});
  const Ring doubled =
      ring({{113, 34}, {113.01, 34}, {113.01, 34}, {113.01, 34.01}, {113, 34.01}, {113, 34}});
  CHECK(normalised(one(turned)) == normalised(one(kSquare)));
  CHECK(normalised(one(doubled)) == normalised(one(kSquare)));
  CHECK(normalised(one(kSquare))[0].outer == kSquare);
}

TEST_CASE("kept bytes give the outline back, and broken bytes are refused") {
  const Ring hole =
      ring({{113.002, 34.002}, {113.002, 34.004}, {113.004, 34.004}, {113.002, 34.002}});
  const MultiPolygon shape =
      normalised({Polygon{kSquare, {hole}},
                  Polygon{ring({{-70, -33}, {-69, -33}, {-69, -32}, {-70, -33}}), {}}});
  const std::string bytes = encode_shape(shape);
  CHECK(decode_shape(bytes).value() == shape);
  for (std::size_t n = 0; n < bytes.size(); ++n) CHECK(!decode_shape(bytes.substr(0, n)).ok());
  CHECK(decode_shape(encode_shape({})).value().empty());
  CHECK(rc::check([](const std::string& noise) { (void)decode_shape("\x01" + noise); }));
}

TEST_CASE("area is true to the ellipsoid") {
  // Integrals of M N cos(latitude) over one degree by one degree.
  CHECK(area_m2(rectangle({0, 0}, {1, 1})) == doctest::Approx(12308.464e6).epsilon(1e-6));
  CHECK(area_m2(rectangle({60, 10}, {61, 11})) == doctest::Approx(6123.141e6).epsilon(1e-6));
  const Ring hole = ring({{113.0025, 34.0025},
                          {113.0075, 34.0025},
                          {113.0075, 34.0075},
                          {113.0025, 34.0075},
                          {113.0025, 34.0025}});
  CHECK(area_m2(one(kSquare, {hole})) ==
        doctest::Approx(area_m2(one(kSquare)) * 0.75).epsilon(1e-4));
}

TEST_CASE("the label lies inside even where the centroid does not") {
  const MultiPolygon horseshoe = one(ring({{113, 34},
                                           {113.01, 34},
                                           {113.01, 34.01},
                                           {113.009, 34.01},
                                           {113.009, 34.001},
                                           {113.001, 34.001},
                                           {113.001, 34.01},
                                           {113, 34.01},
                                           {113, 34}}));
  CHECK(!contains(horseshoe, centroid(horseshoe)));
  CHECK(contains(horseshoe, label_point(horseshoe)));
}

TEST_CASE("distance is zero inside and metres outside") {
  CHECK(distance_m(one(kSquare), {34.005, 113.005}) == 0);
  CHECK(distance_m(one(kSquare), {34.005, 113.02}) == doctest::Approx(923).epsilon(0.01));
}

TEST_CASE("overlap counts what is common, not slivers along a border") {
  const MultiPolygon a = rectangle({34, 113}, {34.01, 113.01});
  const MultiPolygon beside = rectangle({34, 113.01}, {34.01, 113.02});
  const MultiPolygon thumb = rectangle({34, 113.009999}, {34.01, 113.02});  // 9 cm over the line
  const MultiPolygon half = rectangle({34, 113.005}, {34.01, 113.02});
  CHECK(overlap_m2(a, beside) == 0);
  CHECK(overlap_m2(a, thumb) == 0);
  CHECK(overlap_m2(a, half) == doctest::Approx(area_m2(a) / 2).epsilon(1e-3));
  CHECK(outside_m2(a, half) == doctest::Approx(area_m2(a) / 2).epsilon(1e-3));
  CHECK(outside_m2(a, rectangle({33, 112}, {35, 114})) == 0);
}

TEST_CASE("simplified neighbours still share their border") {
  // Two areas beside a wavy line.
  Ring wave;
  for (int i = 0; i <= 100; ++i) wave.push_back({34 + i * 1e-4, 113.01 + 1e-5 * std::sin(i * 0.7)});
  Ring west = wave, east(wave.rbegin(), wave.rend());
  for (LatLon p : {LatLon{34.01, 113}, LatLon{34, 113}, wave.front()}) west.push_back(p);
  for (LatLon p : {LatLon{34, 113.02}, LatLon{34.01, 113.02}, wave.back()}) east.push_back(p);
  const std::vector<MultiPolygon> thin =
      simplified({normalised(one(west)), normalised(one(east))}, 5);
  CHECK(thin[0][0].outer.size() < 12);
  CHECK(!find_flaw(thin[0]).has_value());
  CHECK(overlap_m2(thin[0], thin[1], 0.01) == 0);
  const double before = area_m2(one(west)) + area_m2(one(east));
  CHECK(area_m2(thin[0]) + area_m2(thin[1]) == doctest::Approx(before).epsilon(1e-9));
}
