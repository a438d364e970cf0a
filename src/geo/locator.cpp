// SPDX-License-Identifier: Apache-2.0
#include "geo/locator.hpp"

#include <s2/s2cell.h>
#include <s2/s2cell_id.h>
#include <s2/s2latlng.h>
#include <s2/s2latlng_rect.h>
#include <s2/s2region_coverer.h>

#include <algorithm>
#include <limits>
#include <queue>
#include <tuple>

#include "geo/lattice.hpp"

namespace gewu::geo {
namespace {

constexpr std::uint32_t kNobody = std::numeric_limits<std::uint32_t>::max();
constexpr std::size_t kLinesPerCell = 32;  // measured: less costs memory, more costs time
constexpr int kDeepestLevel = 19;          // some 17 m
constexpr std::int32_t kWeld = 3;          // 3 cm
constexpr std::int32_t kMargin = 4;        // snapping and rounding of cell edges, in lattice units

struct Box {
  std::int64_t west = 0, south = 0, east = 0, north = 0;
};

/// What surely holds every lattice point whose S2 leaf cell lies in `id`.
Box box_of(S2CellId id) {
  const S2LatLngRect rect = S2Cell(id).GetRectBound();
  const auto unit = [](S1Angle angle) { return angle.degrees() * kGridPerDegree; };
  Box box;
  box.south = static_cast<std::int64_t>(std::floor(unit(rect.lat_lo()))) - kMargin;
  box.north = static_cast<std::int64_t>(std::ceil(unit(rect.lat_hi()))) + kMargin;
  box.west = static_cast<std::int64_t>(std::floor(unit(rect.lng_lo()))) - kMargin;
  box.east = static_cast<std::int64_t>(std::ceil(unit(rect.lng_hi()))) + kMargin;
  if (rect.lng().is_inverted() || rect.lng().is_full()) {
    box.west = -1'800'000'000 - kMargin;
    box.east = 1'800'000'000 + kMargin;
  }
  return box;
}

bool meets(const Box& box, GridPoint a, GridPoint b) {
  if (std::max(a.x, b.x) < box.west || std::min(a.x, b.x) > box.east) return false;
  if (std::max(a.y, b.y) < box.south || std::min(a.y, b.y) > box.north) return false;
  const double dx = double(b.x) - a.x, dy = double(b.y) - a.y;
  const auto side = [&](std::int64_t x, std::int64_t y) {
    return dx * (double(y) - a.y) - dy * (double(x) - a.x);
  };
  const double corners[] = {side(box.west, box.south), side(box.east, box.south),
                            side(box.west, box.north), side(box.east, box.north)};
  // Doubles err by less than 2^-52 of the products, far below the margin of the box.
  return !(std::all_of(corners, corners + 4, [](double c) { return c > 0; }) ||
           std::all_of(corners, corners + 4, [](double c) { return c < 0; }));
}

GridPoint centre_of(S2CellId id) {
  const S2LatLng c = id.ToLatLng();
  return snap({c.lat().degrees(), c.lng().degrees()});
}

}  // namespace

class Locator::Impl {
 public:
  explicit Impl(std::vector<Item> items);

  std::uint32_t find(GridPoint p) const;
  std::vector<Near> nearest(LatLon point, std::size_t limit, const Wanted& wanted) const;
  std::int64_t key(std::uint32_t item) const { return keys_[item]; }
  Size size() const;

 private:
  struct Candidate {
    std::uint32_t item = 0;
    bool inside = false;               ///< holds the reference point
    std::vector<std::uint32_t> lines;  ///< those that meet the cell
  };
  struct Task {
    S2CellId cell;
    GridPoint reference;
    std::uint32_t whole = kNobody;  ///< the strongest that holds the whole cell
    std::vector<Candidate> candidates;
  };
  void take(std::vector<Item>& items);
  void divide();
  void refine(const Task& task);
  Task child_of(const Task& task, S2CellId cell) const;
  void emit(const Task& task);
  std::uint32_t judge(const std::uint32_t* block, GridPoint p) const;
  double metres_to(std::uint32_t item, LatLon point) const;

  // Items, strongest first; item i owns the lines [first_line_[i], first_line_[i+1]) except the
  // jumps between rings, which are marked by equal ends and meet nothing.
  std::vector<std::int64_t> keys_;
  std::vector<int> ranks_;
  std::vector<Bounds> bounds_;
  std::vector<std::uint32_t> first_line_;
  std::vector<GridPoint> points_;  ///< line i runs from points_[i] to points_[i+1]
  std::vector<bool> ring_end_;     ///< points_[i] closes a ring: no line starts there
  // Cells in order of id; payload: item + 1 with the top bit clear, or top bit | offset in blocks_.
  std::vector<std::uint64_t> cells_;
  std::vector<std::uint32_t> payload_;
  std::vector<std::uint32_t> blocks_;
};

Locator::Impl::Impl(std::vector<Item> items) {
  std::erase_if(items, [](const Item& i) { return i.shape.empty(); });
  std::sort(items.begin(), items.end(), [](const Item& a, const Item& b) {
    return std::tie(b.rank, a.code, a.key) < std::tie(a.rank, b.code, b.key);
  });
  take(items);
  if (!keys_.empty()) divide();
  for (auto* v : {&payload_, &blocks_}) v->shrink_to_fit();
  cells_.shrink_to_fit();
}

void Locator::Impl::take(std::vector<Item>& items) {
  std::vector<GridRing> rings;
  std::vector<std::size_t> ring_count;
  for (const Item& item : items) {
    std::size_t count = 0;
    for (const Polygon& polygon : item.shape) {
      rings.push_back(to_grid(polygon.outer));
      for (const Ring& hole : polygon.holes) rings.push_back(to_grid(hole));
      count += 1 + polygon.holes.size();
    }
    ring_count.push_back(count);
  }
  weld(rings, kWeld);
  std::size_t next = 0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    keys_.push_back(items[i].key);
    ranks_.push_back(items[i].rank);
    bounds_.push_back(bounds_of(items[i].shape));
    first_line_.push_back(static_cast<std::uint32_t>(points_.size()));
    for (std::size_t r = 0; r < ring_count[i]; ++r, ++next) {
      points_.insert(points_.end(), rings[next].begin(), rings[next].end());
      ring_end_.resize(points_.size(), false);
      if (!rings[next].empty()) ring_end_.back() = true;
    }
  }
  first_line_.push_back(static_cast<std::uint32_t>(points_.size()));
  points_.shrink_to_fit();
}

void Locator::Impl::divide() {
  Bounds all;
  for (const Bounds& b : bounds_) all.add(b);
  const S2LatLngRect rect =
      S2LatLngRect(S2LatLng::FromDegrees(all.south_west.lat, all.south_west.lon),
                   S2LatLng::FromDegrees(all.north_east.lat, all.north_east.lon))
          .Expanded(S2LatLng::FromDegrees(1e-6, 1e-6));
  S2RegionCoverer::Options options;
  options.set_max_cells(8);
  options.set_min_level(4);
  options.set_max_level(kDeepestLevel);
  std::vector<S2CellId> roots = S2RegionCoverer(options).GetCovering(rect).cell_ids();
  std::sort(roots.begin(), roots.end());
  for (S2CellId root : roots) {
    Task task{root, centre_of(root), kNobody, {}};
    const Box box = box_of(root);
    for (std::uint32_t i = 0; i < keys_.size(); ++i) {
      Candidate c{i, false, {}};
      for (std::uint32_t l = first_line_[i]; l < first_line_[i + 1]; ++l) {
        if (ring_end_[l]) continue;
        c.inside ^= ray_meets(points_[l], points_[l + 1], task.reference);
        if (meets(box, points_[l], points_[l + 1])) c.lines.push_back(l);
      }
      if (!c.lines.empty()) {
        task.candidates.push_back(std::move(c));
      } else if (c.inside) {
        task.whole = std::min(task.whole, i);
      }
    }
    refine(task);
  }
}

void Locator::Impl::refine(const Task& task) {
  std::size_t lines = 0;
  for (const Candidate& c : task.candidates) lines += c.lines.size();
  if (lines <= kLinesPerCell || task.cell.level() >= kDeepestLevel) return emit(task);
  for (S2CellId id = task.cell.child_begin(); id != task.cell.child_end(); id = id.next()) {
    refine(child_of(task, id));
  }
}

Locator::Impl::Task Locator::Impl::child_of(const Task& task, S2CellId cell) const {
  // Both centres lie in the parent's box, so only lines that meet it can part them.
  Task out{cell, centre_of(cell), task.whole, {}};
  const Box box = box_of(cell);
  for (const Candidate& c : task.candidates) {
    if (c.item > out.whole) break;  // candidates come strongest first
    Candidate next{c.item, c.inside, {}};
    for (std::uint32_t l : c.lines) {
      next.inside ^= path_meets(points_[l], points_[l + 1], task.reference, out.reference);
      if (meets(box, points_[l], points_[l + 1])) next.lines.push_back(l);
    }
    if (!next.lines.empty()) {
      out.candidates.push_back(std::move(next));
    } else if (next.inside) {
      out.whole = std::min(out.whole, c.item);
    }
  }
  return out;
}

void Locator::Impl::emit(const Task& task) {
  std::vector<const Candidate*> kept;
  for (const Candidate& c : task.candidates) {
    if (c.item < task.whole) kept.push_back(&c);
  }
  if (kept.empty() && task.whole == kNobody) return;
  cells_.push_back(task.cell.id());
  if (kept.empty()) return payload_.push_back(task.whole);
  payload_.push_back(0x80000000u | static_cast<std::uint32_t>(blocks_.size()));
  blocks_.push_back(static_cast<std::uint32_t>(task.reference.x));
  blocks_.push_back(static_cast<std::uint32_t>(task.reference.y));
  blocks_.push_back(task.whole);
  blocks_.push_back(static_cast<std::uint32_t>(kept.size()));
  for (const Candidate* c : kept) {
    blocks_.push_back(c->item << 1 | (c->inside ? 1u : 0u));
    blocks_.push_back(static_cast<std::uint32_t>(c->lines.size()));
    blocks_.insert(blocks_.end(), c->lines.begin(), c->lines.end());
  }
}

std::uint32_t Locator::Impl::judge(const std::uint32_t* block, GridPoint p) const {
  const GridPoint reference{static_cast<std::int32_t>(block[0]),
                            static_cast<std::int32_t>(block[1])};
  const std::uint32_t whole = block[2];
  std::uint32_t touched = kNobody, holder = whole;
  const std::uint32_t* at = block + 4;
  for (std::uint32_t left = block[3]; left > 0; --left) {
    const std::uint32_t item = at[0] >> 1, count = at[1];
    bool inside = at[0] & 1, touching = false;
    for (std::uint32_t i = 0; i < count; ++i) {
      const GridPoint a = points_[at[2 + i]], b = points_[at[2 + i] + 1];
      inside ^= path_meets(a, b, reference, p);
      touching |= on_line(a, b, p);
    }
    at += 2 + count;
    if (inside) {
      holder = item;
      break;
    }
    if (touching && touched == kNobody) touched = item;
  }
  // A deeper outline that ends here without a neighbour keeps its own border.
  if (touched == kNobody) return holder;
  return holder == kNobody || ranks_[touched] > ranks_[holder] ? touched : holder;
}

std::uint32_t Locator::Impl::find(GridPoint p) const {
  const LatLon exact = unsnap(p);
  const S2CellId leaf(S2LatLng::FromDegrees(exact.lat, exact.lon));
  auto at = std::lower_bound(cells_.begin(), cells_.end(), leaf.id());
  if (at == cells_.end() || S2CellId(*at).range_min() > leaf) {
    if (at == cells_.begin()) return kNobody;
    --at;
    if (S2CellId(*at).range_max() < leaf) return kNobody;
  }
  const std::uint32_t payload = payload_[static_cast<std::size_t>(at - cells_.begin())];
  if (!(payload & 0x80000000u)) return payload;
  return judge(&blocks_[payload & 0x7fffffffu], p);
}

double Locator::Impl::metres_to(std::uint32_t item, LatLon point) const {
  const double narrow = std::cos(point.lat * 0.017453292519943295);
  double best = std::numeric_limits<double>::infinity();
  LatLon closest = point;
  for (std::uint32_t l = first_line_[item]; l < first_line_[item + 1]; ++l) {
    if (ring_end_[l]) continue;
    const LatLon a = unsnap(points_[l]), b = unsnap(points_[l + 1]);
    const double ax = (a.lon - point.lon) * narrow, ay = a.lat - point.lat;
    const double dx = (b.lon - a.lon) * narrow, dy = b.lat - a.lat;
    const double length2 = dx * dx + dy * dy;
    const double t = length2 == 0 ? 0 : std::clamp(-(ax * dx + ay * dy) / length2, 0.0, 1.0);
    const double x = ax + t * dx, y = ay + t * dy;
    if (x * x + y * y < best) {
      best = x * x + y * y;
      closest = {a.lat + t * (b.lat - a.lat), a.lon + t * (b.lon - a.lon)};
    }
  }
  return distance_m(point, closest);
}

std::vector<Locator::Near> Locator::Impl::nearest(LatLon point, std::size_t limit,
                                                  const Wanted& wanted) const {
  if (!point.on_earth() || limit == 0) return {};
  using Guess = std::tuple<double, std::uint32_t>;  // least possible distance, item
  std::vector<Guess> guesses;
  for (std::uint32_t i = 0; i < keys_.size(); ++i) {
    if (wanted && !wanted(keys_[i])) continue;
    const Bounds& b = bounds_[i];
    const LatLon clamped{std::clamp(point.lat, b.south_west.lat, b.north_east.lat),
                         std::clamp(point.lon, b.south_west.lon, b.north_east.lon)};
    // 0.98: the nearest point of a box in degrees is not quite the nearest on the sphere.
    guesses.emplace_back(0.98 * distance_m(point, clamped), i);
  }
  std::priority_queue<Guess, std::vector<Guess>, std::greater<>> open(std::greater<>(),
                                                                      std::move(guesses));
  const GridPoint p = snap(point);
  std::priority_queue<Guess> best;  // the worst of the best on top
  while (!open.empty()) {
    const auto [least, item] = open.top();
    open.pop();
    if (best.size() == limit && least > std::get<0>(best.top())) break;
    bool inside = false;
    for (std::uint32_t l = first_line_[item]; l < first_line_[item + 1]; ++l) {
      if (!ring_end_[l]) inside ^= ray_meets(points_[l], points_[l + 1], p);
    }
    best.emplace(inside ? 0 : metres_to(item, point), item);
    if (best.size() > limit) best.pop();
  }
  std::vector<Near> out(best.size());
  for (std::size_t i = best.size(); i > 0; --i, best.pop()) {
    out[i - 1] = {keys_[std::get<1>(best.top())], std::get<0>(best.top())};
  }
  return out;
}

Locator::Size Locator::Impl::size() const {
  Size s{keys_.size(), cells_.size(), points_.size(), 0};
  s.bytes = cells_.size() * 12 + blocks_.size() * 4 + points_.size() * 8 + points_.size() / 8 +
            keys_.size() * (8 + 4 + 4 + sizeof(Bounds));
  return s;
}

Locator::Locator(std::vector<Item> items) : impl_(std::make_unique<Impl>(std::move(items))) {}
Locator::~Locator() = default;
Locator::Locator(Locator&&) noexcept = default;
Locator& Locator::operator=(Locator&&) noexcept = default;

std::optional<std::int64_t> Locator::find(LatLon point) const {
  if (!point.on_earth()) return std::nullopt;
  const std::uint32_t item = impl_->find(snap(point));
  if (item == kNobody) return std::nullopt;
  return impl_->key(item);
}

std::vector<Locator::Near> Locator::nearest(LatLon point, std::size_t limit,
                                            const Wanted& wanted) const {
  return impl_->nearest(point, limit, wanted);
}

Locator::Size Locator::size() const { return impl_->size(); }

}  // namespace gewu::geo
