// SPDX-License-Identifier: Apache-2.0
// Prints a form into pixels, fills it in and photographs it badly.
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "modules/paper/perspective.hpp"
#include "modules/paper/square_code.hpp"

namespace gewu::paper::test {

inline constexpr double kPixelsPerMm = 10, kEdgeMm = 8;  // paper left around the form

struct Stroke {
  Point from, to;
  double width = 0.5;
  int level = 70;  // of a ballpoint
};

/// A tick as people make it: down a bit, up a lot, out of the box.
inline std::vector<Stroke> tick_in(const Spot& box, double width = 0.5, int level = 70) {
  const Point low{box.x + 1.6, box.y + 3.2};
  return {{{box.x + 0.5, box.y + 1.8}, low, width, level},
          {low, {box.x + 4.3, box.y - 0.4}, width, level}};
}
inline std::vector<Stroke> cross_in(const Spot& box) {
  return {{{box.x + 0.3, box.y + 0.3}, {box.x + 3.7, box.y + 3.7}},
          {{box.x + 3.7, box.y + 0.3}, {box.x + 0.3, box.y + 3.7}}};
}

/// The sheet of paper, larger than the form by an edge.
class Sheet {
 public:
  explicit Sheet(const std::string& url) {
    image_.width = static_cast<int>((form_width_mm + 2 * kEdgeMm) * kPixelsPerMm);
    image_.height = static_cast<int>((form_height_mm + 2 * kEdgeMm) * kPixelsPerMm);
    image_.levels.assign(
        static_cast<std::size_t>(image_.width) * static_cast<std::size_t>(image_.height), 242);
    for (const auto& mark : form_marks) fill(mark.x, mark.y, mark.size, mark.size);
    for (const auto& box : form_boxes) {
      frame(box.x, box.y, box.size, box.size, 0.3);
      // Words beside it.
      for (double x = 2; x < 30; x += 2.2) fill(box.x + box.size + x, box.y + 1, 1.4, 2.2, 60);
    }
    frame(form_words.x, form_words.y, form_words.width, form_words.height, 0.2);
    const auto code = make_code(url);
    const double module = form_code.size / code.size;
    for (int y = 0; y < code.size; ++y) {
      for (int x = 0; x < code.size; ++x) {
        if (code.at(x, y)) {
          fill(form_code.x + x * module, form_code.y + y * module, module, module);
        }
      }
    }
  }
  Sheet& draw(const std::vector<Stroke>& strokes) {
    for (const auto& s : strokes) line(s);
    return *this;
  }
  Sheet& fill(double x, double y, double width, double height, int level = 25) {
    each(x, y, x + width, y + height, [&](Point) { return std::optional<int>(level); });
    return *this;
  }
  const Grey& image() const { return image_; }

 private:
  void frame(double x, double y, double width, double height, double stroke) {
    fill(x - stroke / 2, y - stroke / 2, width + stroke, stroke);
    fill(x - stroke / 2, y + height - stroke / 2, width + stroke, stroke);
    fill(x - stroke / 2, y, stroke, height);
    fill(x + width - stroke / 2, y, stroke, height);
  }
  void line(const Stroke& s) {
    const double length = std::hypot(s.to.x - s.from.x, s.to.y - s.from.y);
    each(std::min(s.from.x, s.to.x) - 1, std::min(s.from.y, s.to.y) - 1,
         std::max(s.from.x, s.to.x) + 1, std::max(s.from.y, s.to.y) + 1,
         [&](Point p) -> std::optional<int> {
           const double along =
               ((p.x - s.from.x) * (s.to.x - s.from.x) + (p.y - s.from.y) * (s.to.y - s.from.y)) /
               (length * length);
           const double t = std::clamp(along, 0.0, 1.0);
           const double off = std::hypot(p.x - s.from.x - t * (s.to.x - s.from.x),
                                         p.y - s.from.y - t * (s.to.y - s.from.y));
           return off < s.width / 2 ? std::optional(s.level) : std::nullopt;
         });
  }
  void each(double left, double top, double right, double bottom,
            const std::function<std::optional<int>(Point)>& level_at) {
    const auto pixel = [](double mm) {
      return static_cast<int>(std::lround((mm + kEdgeMm) * kPixelsPerMm));
    };
    for (int y = std::max(0, pixel(top)); y < std::min(image_.height, pixel(bottom)); ++y) {
      for (int x = std::max(0, pixel(left)); x < std::min(image_.width, pixel(right)); ++x) {
        const auto level =
            level_at({(x + 0.5) / kPixelsPerMm - kEdgeMm, (y + 0.5) / kPixelsPerMm - kEdgeMm});
        if (!level) continue;
        auto& here =
            image_.levels[static_cast<std::size_t>(y) * static_cast<std::size_t>(image_.width) +
                          static_cast<std::size_t>(x)];
        here = static_cast<std::uint8_t>(std::min<int>(here, *level));
      }
    }
  }
  Grey image_;
};

struct Camera {
  int width = 1800, height = 1200;
  double turn_degrees = 0;
  double tilt = 0;     ///< how much smaller the far side looks, 0 to 0.4
  double fill = 0.86;  ///< of the picture's width
  double blur = 0.8;   ///< pixels
  double light = 1;    ///< of the brightest corner
  double shade = 0;    ///< how much darker the other corner is, 0 to 0.6
  double noise = 3;    ///< grey levels
  double wave_mm = 0;  ///< the paper is not flat
  int table = 95;      ///< what lies under it
  unsigned seed = 1;
};

inline void soften(Grey& image, double sigma) {
  if (sigma <= 0) return;
  const int reach = std::max(1, static_cast<int>(std::ceil(3 * sigma)));
  std::vector<double> weights;
  double sum = 0;
  for (int i = -reach; i <= reach; ++i) {
    weights.push_back(std::exp(-i * i / (2 * sigma * sigma)));
    sum += weights.back();
  }
  for (const bool across : {true, false}) {
    const Grey before = image;
    for (int y = 0; y < image.height; ++y) {
      for (int x = 0; x < image.width; ++x) {
        double level = 0;
        for (int i = -reach; i <= reach; ++i) {
          const int px = across ? std::clamp(x + i, 0, image.width - 1) : x;
          const int py = across ? y : std::clamp(y + i, 0, image.height - 1);
          level += weights[static_cast<std::size_t>(i + reach)] * before.at(px, py);
        }
        image.levels[static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) +
                     static_cast<std::size_t>(x)] =
            static_cast<std::uint8_t>(std::clamp(level / sum, 0.0, 255.0));
      }
    }
  }
}

inline Grey photograph(const Sheet& sheet, const Camera& camera) {
  // Where the corners of the form come to lie.
  const double half_width = camera.width * camera.fill / 2;
  const double half_height = half_width * form_height_mm / form_width_mm;
  const double angle = camera.turn_degrees * M_PI / 180;
  const auto place = [&](double u, double v) {  // -1 to 1
    const double far = 1 - camera.tilt * (v < 0 ? 1 : 0);
    const double x = u * half_width * far, y = v * half_height * (1 - camera.tilt / 2);
    return Point{camera.width / 2.0 + x * std::cos(angle) - y * std::sin(angle),
                 camera.height / 2.0 + x * std::sin(angle) + y * std::cos(angle)};
  };
  const std::vector<Perspective::Pair> pairs{{place(-1, -1), {0, 0}},
                                             {place(1, -1), {form_width_mm, 0}},
                                             {place(-1, 1), {0, form_height_mm}},
                                             {place(1, 1), {form_width_mm, form_height_mm}}};
  const auto to_form = Perspective::from(pairs).value();
  std::mt19937 dice(camera.seed);
  std::normal_distribution<> grain(0, std::max(0.01, camera.noise));
  Grey out;
  out.width = camera.width;
  out.height = camera.height;
  out.levels.resize(static_cast<std::size_t>(out.width) * static_cast<std::size_t>(out.height));
  const auto& paper = sheet.image();
  const auto each = [&](const std::function<double(int, int, double)>& level) {
    for (int y = 0; y < out.height; ++y) {
      for (int x = 0; x < out.width; ++x) {
        auto& here = out.levels[static_cast<std::size_t>(y) * static_cast<std::size_t>(out.width) +
                                static_cast<std::size_t>(x)];
        here = static_cast<std::uint8_t>(std::clamp(level(x, y, here), 0.0, 255.0));
      }
    }
  };
  each([&](int x, int y, double) {
    Point p = to_form.to_picture({static_cast<double>(x), static_cast<double>(y)});
    p.y += camera.wave_mm * std::sin(p.x / 25);
    const Point at{(p.x + kEdgeMm) * kPixelsPerMm, (p.y + kEdgeMm) * kPixelsPerMm};
    const bool off = at.x < 0 || at.y < 0 || at.x >= paper.width || at.y >= paper.height;
    return off ? camera.table : paper.sample(at);
  });
  soften(out, camera.blur);
  each([&](int x, int y, double level) {
    const double along =
        (static_cast<double>(x) / out.width + static_cast<double>(y) / out.height) / 2;
    return level * camera.light * (1 - camera.shade * along) + grain(dice);
  });
  return out;
}

}  // namespace gewu::paper::test
