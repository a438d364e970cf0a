// SPDX-License-Identifier: Apache-2.0
// JPEGs made for tests: pictures, Exif, cuts and lies.
#pragma once

#include <turbojpeg.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace gewu::photos::test {

struct Colour {
  int red = 0, green = 0, blue = 0;
};
inline const Colour red{220, 30, 30}, green{30, 200, 30}, blue{30, 30, 220}, white{240, 240, 240};

struct Recipe {
  int sampling = TJSAMP_444;
  int flags = 0;
};

inline std::string jpeg(int width, int height, const std::function<Colour(int, int)>& paint,
                        Recipe recipe = {}) {
  std::vector<unsigned char> rgb;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const Colour c = paint(x, y);
      for (const int part : {c.red, c.green, c.blue}) {
        rgb.push_back(static_cast<unsigned char>(part));
      }
    }
  }
  unsigned char* out = nullptr;
  unsigned long size = 0;
  tjhandle handle = tjInitCompress();
  tjCompress2(handle, rgb.data(), width, 0, height, TJPF_RGB, &out, &size, recipe.sampling, 92,
              recipe.flags);
  std::string made(reinterpret_cast<char*>(out), size);
  tjFree(out);
  tjDestroy(handle);
  return made;
}

/// Quarters: red green / blue white.
inline Colour quarters(int x, int y, int width, int height) {
  if (y < height / 2) return x < width / 2 ? red : green;
  return x < width / 2 ? blue : white;
}
inline std::string quartered(int width, int height, Recipe recipe = {}) {
  return jpeg(
      width, height, [=](int x, int y) { return quarters(x, y, width, height); }, recipe);
}

struct Image {
  int width = 0, height = 0;
  std::vector<unsigned char> rgb;
  Colour at(int x, int y) const {
    const auto i = static_cast<std::size_t>((y * width + x) * 3);
    return {rgb[i], rgb[i + 1], rgb[i + 2]};
  }
};

inline Image decoded(const std::string& bytes) {
  Image out;
  tjhandle handle = tjInitDecompress();
  int sampling = 0, colours = 0;
  const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
  tjDecompressHeader3(handle, data, bytes.size(), &out.width, &out.height, &sampling, &colours);
  out.rgb.resize(static_cast<std::size_t>(out.width * out.height * 3));
  tjDecompress2(handle, data, bytes.size(), out.rgb.data(), out.width, 0, out.height, TJPF_RGB, 0);
  tjDestroy(handle);
  return out;
}

inline std::string number(std::uint32_t value, int bytes, bool little) {
  std::string out;
  for (int i = 0; i < bytes; ++i) {
    out += static_cast<char>(value >> (8 * (little ? i : bytes - 1 - i)) & 0xFF);
  }
  return out;
}

/// A TIFF structure with an orientation, a time taken, its offset and a GPS latitude.
inline std::string exif(int orientation, bool little, const std::string& taken = "",
                        const std::string& offset = "") {
  const auto n = [&](std::uint32_t v, int bytes) { return number(v, bytes, little); };
  std::string first = n(3, 2);
  first +=
      n(0x0112, 2) + n(3, 2) + n(1, 4) + n(static_cast<std::uint32_t>(orientation), 2) + n(0, 2);
  const std::uint32_t first_at = 8, exif_at = first_at + 2 + 3 * 12 + 4;
  const std::uint32_t gps_at = exif_at + 2 + 2 * 12 + 4, texts_at = gps_at + 2 + 12 + 4;
  first += n(0x8769, 2) + n(4, 2) + n(1, 4) + n(exif_at, 4);
  first += n(0x8825, 2) + n(4, 2) + n(1, 4) + n(gps_at, 4) + n(0, 4);
  std::string second = n(2, 2);
  const auto text_size = static_cast<std::uint32_t>(taken.size() + 1);
  second += n(0x9003, 2) + n(2, 2) + n(text_size, 4) + n(texts_at, 4);
  second += n(0x9011, 2) + n(2, 2) + n(static_cast<std::uint32_t>(offset.size() + 1), 4) +
            n(texts_at + text_size, 4) + n(0, 4);
  std::string gps =
      n(1, 2) + n(0x0001, 2) + n(2, 2) + n(2, 4) + std::string("N\0\0\0", 4) + n(0, 4);
  return (little ? "II" : "MM") + n(42, 2) + n(first_at, 4) + first + second + gps + taken + '\0' +
         offset + '\0' + "GPS-SECRET";
}

inline std::string segment(int marker, const std::string& content) {
  return std::string("\xFF") + static_cast<char>(marker) +
         number(static_cast<std::uint32_t>(content.size() + 2), 2, false) + content;
}

/// The picture with one more segment right after its start.
inline std::string with_segment(const std::string& jpeg, const std::string& segment) {
  return jpeg.substr(0, 2) + segment + jpeg.substr(2);
}
inline std::string with_exif(const std::string& jpeg, const std::string& tiff) {
  return with_segment(jpeg, segment(0xE1, std::string("Exif\0\0", 6) + tiff));
}

/// Where the frame header (SOF0 or SOF2) starts.
inline std::size_t frame_at(const std::string& jpeg) {
  for (std::size_t at = 2; at + 4 < jpeg.size();) {
    const auto marker = static_cast<unsigned char>(jpeg[at + 1]);
    if (marker == 0xC0 || marker == 0xC2) return at;
    at += 2 + static_cast<std::size_t>(static_cast<unsigned char>(jpeg[at + 2]) << 8 |
                                       static_cast<unsigned char>(jpeg[at + 3]));
  }
  return std::string::npos;
}
/// The same bytes claiming other dimensions.
inline std::string claiming(std::string jpeg, int width, int height) {
  const auto at = frame_at(jpeg) + 5;
  jpeg.replace(at, 2, number(static_cast<std::uint32_t>(height), 2, false));
  jpeg.replace(at + 2, 2, number(static_cast<std::uint32_t>(width), 2, false));
  return jpeg;
}

}  // namespace gewu::photos::test
