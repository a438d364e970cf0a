// SPDX-License-Identifier: Apache-2.0
#include "modules/demo/demo_pictures.hpp"

#include <turbojpeg.h>

#include <algorithm>
#include <random>
#include <stdexcept>
#include <vector>

namespace gewu::demo {

namespace {

struct Colour {
  int r = 0, g = 0, b = 0;
  Colour shade(double k) const {
    const auto part = [k](int v) { return std::clamp(static_cast<int>(v * k), 0, 255); };
    return {part(r), part(g), part(b)};
  }
};

class Canvas {
 public:
  Canvas(int width, int height) : width_(width), height_(height), pixels_(3UL * width * height) {}

  void box(int x0, int y0, int x1, int y1, Colour top, Colour bottom) {
    y0 = std::max(y0, 0);
    for (int y = y0; y < std::min(y1, height_); ++y) {
      const double t = static_cast<double>(y - y0) / std::max(1, y1 - y0);
      const auto mix = [t](int a, int b) { return static_cast<unsigned char>(a + (b - a) * t); };
      for (int x = std::max(x0, 0); x < std::min(x1, width_); ++x) {
        unsigned char* p = &pixels_[3UL * (static_cast<std::size_t>(y) * width_ + x)];
        p[0] = mix(top.r, bottom.r);
        p[1] = mix(top.g, bottom.g);
        p[2] = mix(top.b, bottom.b);
      }
    }
  }
  void box(int x0, int y0, int x1, int y1, Colour c) { box(x0, y0, x1, y1, c, c.shade(0.82)); }

  std::string jpeg() const {
    tjhandle encoder = tjInitCompress();
    unsigned char* bytes = nullptr;
    unsigned long size = 0;
    const int failed = tjCompress2(encoder, pixels_.data(), width_, 0, height_, TJPF_RGB, &bytes,
                                   &size, TJSAMP_420, 80, 0);
    std::string out(reinterpret_cast<const char*>(bytes), failed == 0 ? size : 0);
    tjFree(bytes);
    tjDestroy(encoder);
    if (out.empty()) throw std::runtime_error("a demo picture cannot be encoded");
    return out;
  }

 private:
  int width_, height_;
  std::vector<unsigned char> pixels_;
};

}  // namespace

std::string draw_scene(Scene scene, std::uint64_t seed) {
  constexpr int kWidth = 960, kHeight = 720;
  std::mt19937_64 random(seed);
  const auto any = [&](int low, int high) {
    return std::uniform_int_distribution<int>(low, high)(random);
  };
  Canvas canvas(kWidth, kHeight);
  const Colour wall{any(150, 215), any(140, 200), any(125, 185)};
  canvas.box(0, 0, kWidth, 260, {150, 190, 225}, {205, 222, 235});
  for (int x = -any(0, 160); x < kWidth;) {
    const int width = any(180, 320), top = any(60, 190);
    const Colour house = wall.shade(any(80, 115) / 100.0);
    canvas.box(x, top, x + width, 480, house);
    for (int wy = top + 25; wy < 430; wy += 70) {
      for (int wx = x + 22; wx + 36 < x + width; wx += 66) {
        canvas.box(wx, wy, wx + 36, wy + 42, {92, 118, 140}, {70, 92, 112});
      }
    }
    x += width + any(0, 26);
  }
  canvas.box(0, 480, kWidth, 560, {186, 182, 174}, {168, 164, 156});
  canvas.box(0, 560, kWidth, kHeight, {92, 95, 98}, {70, 72, 75});
  for (int x = 30; x < kWidth; x += 170) canvas.box(x, 632, x + 90, 642, {225, 222, 205});
  const int heap = any(220, 600), pieces = scene == Scene::before ? 26
                                           : scene == Scene::far  ? 9
                                                                  : 0;
  for (int i = 0; i < pieces; ++i) {
    const int size = scene == Scene::far ? any(12, 26) : any(34, 92);
    const int x = heap + any(-150, 150), y = any(500, 570) - size / 2;
    canvas.box(x, y, x + size + any(0, 30), y + size, {any(60, 190), any(60, 150), any(45, 120)});
  }
  return canvas.jpeg();
}

}  // namespace gewu::demo
