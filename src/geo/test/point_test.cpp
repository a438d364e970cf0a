// SPDX-License-Identifier: Apache-2.0
#include "geo/point.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "geo/cells.hpp"

using namespace gewu::geo;

namespace {
double between(double low, double high, int step) { return low + (high - low) * step / 1'000'000; }
}  // namespace

TEST_CASE("GCJ-02 shifts a point in China by some hundred metres and none elsewhere") {
  const LatLon here{34.746868, 111.869417};
  const double away = distance_m(here, gcj02_from_wgs84(here));
  CHECK(away > 100);
  CHECK(away < 1000);
  // Baltimore, New York: identity.
  CHECK(gcj02_from_wgs84({39.29, -76.61}) == LatLon{39.29, -76.61});
  CHECK(wgs84_from_gcj02({40.7, -74.0}) == LatLon{40.7, -74.0});
}

TEST_CASE("GCJ-02 there and back comes within a millionth of a degree") {
  CHECK(rc::check([] {
    const LatLon p{between(3, 54, *rc::gen::inRange(0, 1'000'001)),
                   between(73, 137, *rc::gen::inRange(0, 1'000'001))};
    const LatLon back = wgs84_from_gcj02(gcj02_from_wgs84(p));
    RC_ASSERT(std::abs(back.lat - p.lat) < 1e-8);
    RC_ASSERT(std::abs(back.lon - p.lon) < 1e-8);
    const LatLon forth = gcj02_from_wgs84(wgs84_from_gcj02(p));
    RC_ASSERT(std::abs(forth.lat - p.lat) < 1e-8);
    RC_ASSERT(std::abs(forth.lon - p.lon) < 1e-8);
  }));
}

TEST_CASE("CGCS2000 is taken as WGS-84, GCJ-02 is converted") {
  const LatLon p{22.75, 113.93};
  CHECK(to_wgs84(p, Crs::cgcs2000) == p);
  CHECK(to_wgs84(p, Crs::wgs84) == p);
  CHECK(distance_m(to_wgs84(p, Crs::gcj02), p) > 100);
}

TEST_CASE("a point is on the earth only with finite coordinates in range") {
  CHECK(LatLon{90, 180}.on_earth());
  CHECK(!LatLon{90.1, 0}.on_earth());
  CHECK(!LatLon{0, -180.1}.on_earth());
  CHECK(!LatLon{std::nan(""), 0}.on_earth());
  CHECK(!LatLon{0, INFINITY}.on_earth());
}

TEST_CASE("a degree of latitude is 111 km and of longitude shrinks towards the pole") {
  CHECK(distance_m({0, 0}, {1, 0}) == doctest::Approx(111195).epsilon(0.001));
  CHECK(distance_m({60, 0}, {60, 1}) == doctest::Approx(55597).epsilon(0.001));
  CHECK(distance_m({1, 1}, {1, 1}) == 0);
}

TEST_CASE("the local picture goes there and back") {
  CHECK(rc::check([] {
    const LatLon origin{between(-70, 70, *rc::gen::inRange(0, 1'000'001)), 113};
    const LatLon p{origin.lat + between(-0.5, 0.5, *rc::gen::inRange(0, 1'000'001)),
                   113 + between(-0.5, 0.5, *rc::gen::inRange(0, 1'000'001))};
    const LocalMetric metric(origin);
    const LatLon back = metric.inverse(metric.forward(p));
    RC_ASSERT(std::abs(back.lat - p.lat) < 1e-9);
    RC_ASSERT(std::abs(back.lon - p.lon) < 1e-9);
  }));
}

TEST_CASE("at most sixteen ranges of cells cover a view, and every point in view is in one") {
  CHECK(rc::check([] {
    const LatLon corner{between(-60, 60, *rc::gen::inRange(0, 1'000'001)),
                        between(-170, 170, *rc::gen::inRange(0, 1'000'001))};
    const double size = between(0.0001, 2, *rc::gen::inRange(0, 1'000'001));
    Bounds view;
    view.add(corner);
    view.add(LatLon{corner.lat + size, corner.lon + size});
    const auto ranges = cells_covering(view);
    RC_ASSERT(ranges.size() <= 16u);
    for (std::size_t i = 0; i + 1 < ranges.size(); ++i) {
      RC_ASSERT(ranges[i].last < ranges[i + 1].first);
    }
    for (int i = 0; i < 20; ++i) {
      const LatLon p{corner.lat + size * *rc::gen::inRange(0, 1001) / 1000,
                     corner.lon + size * *rc::gen::inRange(0, 1001) / 1000};
      const auto id = cell_id(p);
      RC_ASSERT(std::any_of(ranges.begin(), ranges.end(),
                            [&](auto r) { return r.first <= id && id <= r.last; }));
    }
  }));
}
