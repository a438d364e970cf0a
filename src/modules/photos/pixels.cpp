// SPDX-License-Identifier: Apache-2.0
#include "modules/photos/pixels.hpp"

#include <turbojpeg.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <stdexcept>

namespace gewu::photos {

namespace {

struct Destroy {
  void operator()(void* handle) const { tjDestroy(handle); }
};
using Handle = std::unique_ptr<void, Destroy>;

Handle held(tjhandle handle) {
  if (!handle) throw std::runtime_error("libturbojpeg does not start");
  return Handle(handle);
}

Error refusal(tjhandle handle) {
  const std::string why = tjGetErrorStr2(handle);
  if (why.find("remature end") != why.npos) {
    return invalid("photo_truncated",
                   "The photo ends before its end: it was cut off on the way. Send it again.");
  }
  return invalid("photo_damaged", "The photo is damaged (" + why + "). Take or choose another.");
}

/// Stray bytes before a marker are written by some cameras and harm nothing. What is told is the
/// first warning; that nothing is cut off behind it is known from the header walk.
bool is_harmless(tjhandle handle) {
  return tjGetErrorCode(handle) == TJERR_WARNING &&
         std::string_view(tjGetErrorStr2(handle)).find("extraneous bytes") !=
             std::string_view::npos;
}

int scaled(int size, int denominator) { return (size + denominator - 1) / denominator; }

/// One dimension's area weights: output pixel i takes `weight` of source pixels from `first` on.
struct Taps {
  std::vector<int> first, count;
  std::vector<float> weight;  ///< `stride` for each output pixel
  int stride = 0;
};

Taps taps_of(int from, int to) {
  Taps out;
  const double step = static_cast<double>(from) / to;
  out.stride = static_cast<int>(step) + 2;
  out.weight.assign(static_cast<std::size_t>(out.stride) * static_cast<std::size_t>(to), 0.0F);
  for (int i = 0; i < to; ++i) {
    const double low = i * step, high = std::min<double>((i + 1) * step, from);
    const int first = std::min(static_cast<int>(low), from - 1);
    int count = 0;
    for (int j = first; j < from && j < high && count < out.stride; ++j, ++count) {
      const double part = std::min<double>(j + 1, high) - std::max<double>(j, low);
      out.weight[static_cast<std::size_t>(i) * static_cast<std::size_t>(out.stride) +
                 static_cast<std::size_t>(count)] = static_cast<float>(part / (high - low));
    }
    out.first.push_back(first);
    out.count.push_back(count);
  }
  return out;
}

/// The weighted mean of pixels `step` bytes apart.
void blend(const unsigned char* source, std::size_t step, const Taps& taps, std::size_t i,
           unsigned char* target) {
  const float* weights = &taps.weight[i * static_cast<std::size_t>(taps.stride)];
  source += static_cast<std::size_t>(taps.first[i]) * step;
  float sum[3] = {0.5F, 0.5F, 0.5F};
  for (int k = 0; k < taps.count[i]; ++k, source += step) {
    for (int c = 0; c < 3; ++c) sum[c] += weights[k] * static_cast<float>(source[c]);
  }
  for (int c = 0; c < 3; ++c) target[c] = static_cast<unsigned char>(std::min(sum[c], 255.0F));
}

Pixels blank(int width, int height) {
  return {width, height,
          std::vector<unsigned char>(static_cast<std::size_t>(width) *
                                     static_cast<std::size_t>(height) * 3)};
}

}  // namespace

Result<Pixels> decode(std::string_view jpeg, const JpegHeader& header, int side) {
  const Handle handle = held(tjInitDecompress());
  const auto* data = reinterpret_cast<const unsigned char*>(jpeg.data());
  int width = 0, height = 0, sampling = 0, colours = 0;
  if (tjDecompressHeader3(handle.get(), data, jpeg.size(), &width, &height, &sampling, &colours) !=
          0 &&
      !is_harmless(handle.get())) {
    return refusal(handle.get());
  }
  if (width != header.width || height != header.height) {
    return invalid("photo_damaged", "The photo contradicts itself. Take or choose another.");
  }
  int denominator = 1;
  while (denominator < 8 && scaled(std::max(width, height), denominator * 2) >= side) {
    denominator *= 2;
  }
  Pixels out = blank(scaled(width, denominator), scaled(height, denominator));
  if (tjDecompress2(handle.get(), data, jpeg.size(), out.rgb.data(), out.width, 0, out.height,
                    TJPF_RGB, TJFLAG_LIMITSCANS) != 0 &&
      !is_harmless(handle.get())) {
    return refusal(handle.get());
  }
  return out;
}

Pixels shrink(Pixels pixels, int side) {
  const int longest = std::max(pixels.width, pixels.height);
  if (longest <= side) return pixels;
  const auto fit = [&](int size) {
    return std::max<int>(
        1, static_cast<int>((static_cast<std::int64_t>(size) * side + longest / 2) / longest));
  };
  const int width = fit(pixels.width), height = fit(pixels.height);
  const auto row = [](const Pixels& p, int y) {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(p.width) * 3;
  };
  // Row by row in both passes, as the pixels lie in memory.
  const Taps across = taps_of(pixels.width, width);
  Pixels narrow = blank(width, pixels.height);
  for (int y = 0; y < pixels.height; ++y) {
    const unsigned char* in = &pixels.rgb[row(pixels, y)];
    unsigned char* out = &narrow.rgb[row(narrow, y)];
    for (std::size_t x = 0; x < static_cast<std::size_t>(width); ++x) {
      blend(in, 3, across, x, out + 3 * x);
    }
  }
  const Taps down = taps_of(pixels.height, height);
  Pixels out = blank(width, height);
  for (int y = 0; y < height; ++y) {
    unsigned char* target = &out.rgb[row(out, y)];
    for (std::size_t x = 0; x < static_cast<std::size_t>(width); ++x) {
      blend(&narrow.rgb[3 * x], row(narrow, 1), down, static_cast<std::size_t>(y), target + 3 * x);
    }
  }
  return out;
}

Pixels upright(Pixels pixels, int orientation) {
  if (orientation <= 1 || orientation > 8) return pixels;
  // Exif: 2 mirrored, 3 upside down, 4 both; 5–8 the same four with rows and columns exchanged.
  const bool exchanged = orientation >= 5;
  const bool from_right =
      orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  const bool from_below =
      orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  Pixels out = exchanged ? blank(pixels.height, pixels.width) : blank(pixels.width, pixels.height);
  unsigned char* target = out.rgb.data();
  for (int y = 0; y < out.height; ++y) {
    for (int x = 0; x < out.width; ++x, target += 3) {
      int column = exchanged ? y : x, row = exchanged ? x : y;
      if (from_right) column = pixels.width - 1 - column;
      if (from_below) row = pixels.height - 1 - row;
      const auto at = (static_cast<std::size_t>(row) * static_cast<std::size_t>(pixels.width) +
                       static_cast<std::size_t>(column)) *
                      3;
      std::copy_n(&pixels.rgb[at], 3, target);
    }
  }
  return out;
}

std::string encode(const Pixels& pixels, int quality) {
  const Handle handle = held(tjInitCompress());
  unsigned char* raw = nullptr;
  unsigned long size = 0;
  const int failed = tjCompress2(handle.get(), pixels.rgb.data(), pixels.width, 0, pixels.height,
                                 TJPF_RGB, &raw, &size, TJSAMP_420, quality, 0);
  const std::unique_ptr<unsigned char, decltype(&tjFree)> owned(raw, &tjFree);
  if (failed != 0) throw std::runtime_error(tjGetErrorStr2(handle.get()));
  return {reinterpret_cast<const char*>(raw), size};
}

}  // namespace gewu::photos
