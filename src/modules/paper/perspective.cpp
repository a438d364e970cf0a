// SPDX-License-Identifier: Apache-2.0
#include "modules/paper/perspective.hpp"

#include <cmath>
#include <utility>

namespace gewu::paper {

namespace {

constexpr int kUnknowns = 8;  // the ninth is 1
using Row = std::array<double, kUnknowns + 1>;

/// Gauss with pivots; false where the equations do not fix the unknowns.
bool solve(std::array<Row, kUnknowns>& m) {
  for (std::size_t column = 0; column < kUnknowns; ++column) {
    std::size_t best = column;
    for (std::size_t row = column + 1; row < kUnknowns; ++row) {
      if (std::abs(m[row][column]) > std::abs(m[best][column])) best = row;
    }
    if (std::abs(m[best][column]) < 1e-12) return false;
    std::swap(m[column], m[best]);
    for (std::size_t row = 0; row < kUnknowns; ++row) {
      if (row == column) continue;
      const double factor = m[row][column] / m[column][column];
      for (std::size_t i = column; i <= kUnknowns; ++i) m[row][i] -= factor * m[column][i];
    }
  }
  return true;
}

}  // namespace

std::optional<Perspective> Perspective::from(std::span<const Pair> pairs) {
  if (pairs.size() < 4) return std::nullopt;
  // Normal equations; the form is measured in its own size and the picture in thousands of pixels,
  // so that no unknown dwarfs another.
  constexpr double kForm = 100, kPicture = 1000;
  std::array<Row, kUnknowns> m{};
  for (const auto& pair : pairs) {
    const double x = pair.form.x / kForm, y = pair.form.y / kForm;
    const double u = pair.picture.x / kPicture, v = pair.picture.y / kPicture;
    const Row rows[2] = {{x, y, 1, 0, 0, 0, -u * x, -u * y, u},
                         {0, 0, 0, x, y, 1, -v * x, -v * y, v}};
    for (const auto& row : rows) {
      for (std::size_t i = 0; i < kUnknowns; ++i) {
        for (std::size_t j = 0; j <= kUnknowns; ++j) m[i][j] += row[i] * row[j];
      }
    }
  }
  if (!solve(m)) return std::nullopt;
  Perspective out;
  for (std::size_t i = 0; i < kUnknowns; ++i) out.h_[i] = m[i][kUnknowns] / m[i][i];
  out.h_[8] = 1;
  for (std::size_t i = 0; i < 6; ++i) out.h_[i] *= kPicture;
  for (const std::size_t i : {0U, 1U, 3U, 4U, 6U, 7U}) out.h_[i] /= kForm;
  return out;
}

Point Perspective::to_picture(Point form) const {
  const double w = h_[6] * form.x + h_[7] * form.y + h_[8];
  return {(h_[0] * form.x + h_[1] * form.y + h_[2]) / w,
          (h_[3] * form.x + h_[4] * form.y + h_[5]) / w};
}

double Perspective::scale_at(Point form) const {
  const Point here = to_picture(form);
  const Point right = to_picture({form.x + 1, form.y}), below = to_picture({form.x, form.y + 1});
  return std::sqrt(
      std::abs((right.x - here.x) * (below.y - here.y) - (right.y - here.y) * (below.x - here.x)));
}

}  // namespace gewu::paper
