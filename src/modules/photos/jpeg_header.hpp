// SPDX-License-Identifier: Apache-2.0
// What a JPEG says of itself (ITU-T T.81, Exif 2.32), read without decoding it.
#pragma once

#include <optional>
#include <string_view>

#include "base/result.hpp"
#include "base/time.hpp"

namespace gewu::photos {

inline constexpr std::size_t upload_bytes_max = 12 * 1024 * 1024;
inline constexpr long long pixels_max = 50'000'000;
/// The decoder must hold a progressive picture's coefficients whole: two bytes each.
inline constexpr long long progressive_pixels_max = 25'000'000;
inline constexpr int side_min = 16;
/// Cameras write 1, 3 or about 10; hundreds of scans over few bytes are an attack on the CPU.
inline constexpr int scans_max = 32;

struct JpegHeader {
  int width = 0, height = 0;        ///< as stored, before turning
  int orientation = 1;              ///< Exif: 1 to 8, 1 upright
  std::optional<Instant> taken_at;  ///< DateTimeOriginal, where OffsetTimeOriginal stands beside it
};

/// Walks all segments and scans to the end marker and holds the limits above. What follows the end
/// marker is ignored. Refusals: photo_empty, photo_bytes_too_many, photo_not_jpeg,
/// photo_pixels_too_many, photo_too_small, photo_truncated, photo_damaged.
Result<JpegHeader> read_jpeg_header(std::string_view bytes);

}  // namespace gewu::photos
