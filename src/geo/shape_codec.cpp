// SPDX-License-Identifier: Apache-2.0
#include "geo/lattice.hpp"
#include "geo/polygon.hpp"

namespace gewu::geo {
namespace {

constexpr char kVersion = 1;

void put(std::string& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) out.push_back(static_cast<char>(value | 0x80));
  out.push_back(static_cast<char>(value));
}

std::uint64_t zigzag(std::int64_t v) {
  return (static_cast<std::uint64_t>(v) << 1) ^ static_cast<std::uint64_t>(v >> 63);
}
std::int64_t unzigzag(std::uint64_t v) {
  return static_cast<std::int64_t>(v >> 1) ^ -static_cast<std::int64_t>(v & 1);
}

void put_ring(std::string& out, const Ring& ring, GridPoint& last) {
  put(out, ring.size() - 1);  // the closing point is not kept
  for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
    const GridPoint p = snap(ring[i]);
    put(out, zigzag(std::int64_t{p.x} - last.x));
    put(out, zigzag(std::int64_t{p.y} - last.y));
    last = p;
  }
}

class Reader {
 public:
  explicit Reader(std::string_view bytes) : left_(bytes) {}
  bool failed() const { return failed_; }
  bool at_end() const { return left_.empty(); }
  std::uint64_t take() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (left_.empty()) break;
      const auto byte = static_cast<unsigned char>(left_.front());
      left_.remove_prefix(1);
      value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
      if (!(byte & 0x80)) return value;
    }
    failed_ = true;
    return 0;
  }
  /// A count of things that take at least `bytes_each`, so that bad bytes cannot ask for memory.
  std::size_t count(std::size_t bytes_each) {
    const std::uint64_t n = take();
    if (n > left_.size() / bytes_each) failed_ = true;
    return failed_ ? 0 : static_cast<std::size_t>(n);
  }
  Ring ring(std::int64_t& x, std::int64_t& y) {
    Ring out;
    const std::size_t points = count(2);
    for (std::size_t i = 0; i < points && !failed_; ++i) {
      x += unzigzag(take());
      y += unzigzag(take());
      if (x < -1'800'000'000 || x > 1'800'000'000 || y < -900'000'000 || y > 900'000'000) {
        failed_ = true;
        break;
      }
      out.push_back(unsnap({static_cast<std::int32_t>(x), static_cast<std::int32_t>(y)}));
    }
    if (out.size() < 3) failed_ = true;
    if (!out.empty()) out.push_back(out.front());
    return out;
  }

 private:
  std::string_view left_;
  bool failed_ = false;
};

}  // namespace

std::string encode_shape(const MultiPolygon& shape) {
  std::string out(1, kVersion);
  GridPoint last;
  put(out, shape.size());
  for (const Polygon& polygon : shape) {
    put(out, polygon.holes.size());
    put_ring(out, polygon.outer, last);
    for (const Ring& hole : polygon.holes) put_ring(out, hole, last);
  }
  return out;
}

Result<MultiPolygon> decode_shape(std::string_view bytes) {
  const Error broken = invalid("shape_broken", "the kept outline cannot be read");
  if (bytes.empty() || bytes.front() != kVersion) return broken;
  Reader reader(bytes.substr(1));
  std::int64_t x = 0, y = 0;
  MultiPolygon out;
  const std::size_t polygons = reader.count(7);
  for (std::size_t p = 0; p < polygons && !reader.failed(); ++p) {
    Polygon polygon;
    const std::size_t holes = reader.take();
    polygon.outer = reader.ring(x, y);
    for (std::size_t h = 0; h < holes && !reader.failed(); ++h) {
      polygon.holes.push_back(reader.ring(x, y));
    }
    out.push_back(std::move(polygon));
  }
  if (reader.failed() || !reader.at_end()) return broken;
  return out;
}

}  // namespace gewu::geo
