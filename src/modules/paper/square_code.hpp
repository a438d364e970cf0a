// SPDX-License-Identifier: Apache-2.0
// QR codes, made and found by ZXing-C++.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "modules/paper/image.hpp"

namespace gewu::paper {

/// Rows of dark modules, without a quiet zone.
struct SquareCode {
  int size = 0;
  std::vector<bool> dark;
  bool at(int x, int y) const {
    return dark[static_cast<std::size_t>(y) * static_cast<std::size_t>(size) +
                static_cast<std::size_t>(x)];
  }
};
/// Error correction M: a seventh of it may be dirty. Throws std::logic_error where the text is too
/// long for any code.
SquareCode make_code(std::string_view text);
/// The dark modules as one path of horizontal runs, a module being one unit.
std::string path_of(const SquareCode& code);

struct FoundCode {
  std::string text;
  std::array<Point, 4> corners;  ///< top left, top right, bottom right, bottom left of the symbol
};
/// At most four.
std::vector<FoundCode> find_codes(const Grey& image);

}  // namespace gewu::paper
