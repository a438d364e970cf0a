// SPDX-License-Identifier: Apache-2.0
// Decoding, turning, shrinking and encoding of pictures.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "modules/photos/jpeg_header.hpp"

namespace gewu::photos {

/// Rows of red, green, blue; top row first, no padding.
struct Pixels {
  int width = 0, height = 0;
  std::vector<unsigned char> rgb;
};

/// Decodes at the smallest of the scales 1, 1/2, 1/4, 1/8 whose long side is still `side` or more
/// (1 where the picture is smaller): never more than about 2·side in memory. Refusals:
/// photo_truncated, photo_damaged.
Result<Pixels> decode(std::string_view jpeg, const JpegHeader& header, int side);

/// Averages areas down to a long side of `side`; a smaller picture stays as it is.
Pixels shrink(Pixels pixels, int side);

/// Undoes an Exif orientation of 1 to 8.
Pixels upright(Pixels pixels, int orientation);

/// Baseline JPEG 4:2:0 without any metadata.
std::string encode(const Pixels& pixels, int quality);

}  // namespace gewu::photos
