// SPDX-License-Identifier: Apache-2.0
#include "modules/paper/image.hpp"

#include <algorithm>
#include <cmath>

namespace gewu::paper {

double Grey::sample(Point p) const {
  const double x = std::clamp(p.x, 0.0, width - 1.0), y = std::clamp(p.y, 0.0, height - 1.0);
  const int left = std::min(static_cast<int>(x), width - 2 < 0 ? 0 : width - 2);
  const int top = std::min(static_cast<int>(y), height - 2 < 0 ? 0 : height - 2);
  const int right = std::min(left + 1, width - 1), bottom = std::min(top + 1, height - 1);
  const double fx = x - left, fy = y - top;
  return (at(left, top) * (1 - fx) + at(right, top) * fx) * (1 - fy) +
         (at(left, bottom) * (1 - fx) + at(right, bottom) * fx) * fy;
}

Sums::Sums(const Grey& image) : width_(image.width), height_(image.height) {
  const auto stride = static_cast<std::size_t>(width_) + 1;
  sums_.resize(stride * (static_cast<std::size_t>(height_) + 1));
  for (int y = 0; y < height_; ++y) {
    std::uint64_t row = 0;
    for (int x = 0; x < width_; ++x) {
      row += image.at(x, y);
      const auto here =
          (static_cast<std::size_t>(y) + 1) * stride + static_cast<std::size_t>(x) + 1;
      sums_[here] = sums_[here - stride] + row;
    }
  }
}

double Sums::mean(int x, int y, int radius) const {
  const auto stride = static_cast<std::size_t>(width_) + 1;
  const auto left = static_cast<std::size_t>(std::max(0, x - radius));
  const auto top = static_cast<std::size_t>(std::max(0, y - radius));
  const auto right = static_cast<std::size_t>(std::min(width_, x + radius + 1));
  const auto bottom = static_cast<std::size_t>(std::min(height_, y + radius + 1));
  const std::uint64_t sum = sums_[bottom * stride + right] + sums_[top * stride + left] -
                            sums_[top * stride + right] - sums_[bottom * stride + left];
  return static_cast<double>(sum) / static_cast<double>((right - left) * (bottom - top));
}

namespace {

/// Walks one blob and takes its pixels off the mask.
Blob take_blob(std::vector<std::uint8_t>& dark, int width, int height, int x, int y,
               std::vector<std::pair<int, int>>& todo) {
  const auto index = [&](int px, int py) {
    return static_cast<std::size_t>(py) * static_cast<std::size_t>(width) +
           static_cast<std::size_t>(px);
  };
  Blob out;
  double sum_x = 0, sum_y = 0;
  int left = x, right = x, top = y, bottom = y;
  todo.assign(1, {x, y});
  dark[index(x, y)] = 0;
  while (!todo.empty()) {
    const auto [px, py] = todo.back();
    todo.pop_back();
    out.area += 1;
    sum_x += px;
    sum_y += py;
    left = std::min(left, px);
    right = std::max(right, px);
    top = std::min(top, py);
    bottom = std::max(bottom, py);
    const std::pair<int, int> near[] = {{px - 1, py}, {px + 1, py}, {px, py - 1}, {px, py + 1}};
    for (const auto& [nx, ny] : near) {
      if (nx < 0 || ny < 0 || nx >= width || ny >= height || dark[index(nx, ny)] == 0) continue;
      dark[index(nx, ny)] = 0;
      todo.emplace_back(nx, ny);
    }
  }
  out.centre = {sum_x / out.area, sum_y / out.area};
  out.width = right - left + 1;
  out.height = bottom - top + 1;
  return out;
}

}  // namespace

std::vector<Blob> dark_blobs(const Grey& image, int radius, double area_min, double area_max,
                             std::size_t most) {
  constexpr double kDarker = 0.72;  // than its surroundings
  const Sums sums(image);
  std::vector<std::uint8_t> dark(image.levels.size());
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      const auto here = static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) +
                        static_cast<std::size_t>(x);
      dark[here] = image.levels[here] < kDarker * sums.mean(x, y, radius) ? 1 : 0;
    }
  }
  std::vector<Blob> out;
  std::vector<std::pair<int, int>> todo;
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      const auto here = static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) +
                        static_cast<std::size_t>(x);
      if (dark[here] == 0) continue;
      const Blob blob = take_blob(dark, image.width, image.height, x, y, todo);
      if (blob.area >= area_min && blob.area <= area_max) out.push_back(blob);
    }
  }
  std::sort(out.begin(), out.end(), [](const Blob& a, const Blob& b) { return a.area > b.area; });
  if (out.size() > most) out.resize(most);
  return out;
}

}  // namespace gewu::paper
