// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cstdlib>

#include "jpegs.hpp"
#include "modules/photos/jpeg_header.hpp"
#include "modules/photos/pixels.hpp"

using namespace gewu;
using namespace gewu::photos;
using namespace gewu::photos::test;

namespace {

bool close(Colour a, Colour b) {
  return std::abs(a.red - b.red) < 25 && std::abs(a.green - b.green) < 25 &&
         std::abs(a.blue - b.blue) < 25;
}

Image cleaned(const std::string& bytes, int side = 2048) {
  const auto header = read_jpeg_header(bytes).value();
  auto pixels = upright(shrink(decode(bytes, header, side).value(), side), header.orientation);
  return decoded(encode(pixels, 90));
}

/// What refuses the bytes: the walk or the decoder; empty where neither does.
std::string refusal(const std::string& bytes) {
  const auto header = read_jpeg_header(bytes);
  if (!header.ok()) return header.error().code;
  const auto pixels = decode(bytes, *header, 2048);
  return pixels.ok() ? "" : pixels.error().code;
}

}  // namespace

TEST_CASE("each of the eight orientations is turned upright") {
  // The colours of the corners as they should be seen: top left, top right, bottom left, right.
  const Colour seen[9][4] = {
      {},
      {red, green, blue, white},  // as stored
      {green, red, white, blue},  // mirrored
      {white, blue, green, red},  // upside down
      {blue, white, red, green},  // upside down and mirrored
      {red, blue, green, white},  // rows and columns exchanged
      {blue, red, white, green},  // camera turned to its left: turn clockwise
      {white, green, blue, red},  // exchanged the other way
      {green, white, red, blue},  // turn counter-clockwise
  };
  const std::string stored = quartered(64, 48);
  for (int orientation = 1; orientation <= 8; ++orientation) {
    for (const bool little : {true, false}) {
      CAPTURE(orientation);
      CAPTURE(little);
      const Image image = cleaned(with_exif(stored, exif(orientation, little)));
      const bool lies = orientation >= 5;
      REQUIRE(image.width == (lies ? 48 : 64));
      REQUIRE(image.height == (lies ? 64 : 48));
      const int right = image.width - 5, bottom = image.height - 5;
      CHECK(close(image.at(4, 4), seen[orientation][0]));
      CHECK(close(image.at(right, 4), seen[orientation][1]));
      CHECK(close(image.at(4, bottom), seen[orientation][2]));
      CHECK(close(image.at(right, bottom), seen[orientation][3]));
    }
  }
}

TEST_CASE("an orientation beyond 1 to 8, or Exif that makes no sense, counts as upright") {
  const std::string stored = quartered(64, 48);
  for (const std::string& tiff :
       {exif(0, true), exif(9, true), std::string("II*"), std::string("XX*\0\0\0\0\x08", 8),
        std::string("II*\0\xFF\xFF\xFF\xFF", 8), exif(6, true).substr(0, 12)}) {
    CHECK(read_jpeg_header(with_exif(stored, tiff)).value().orientation == 1);
  }
}

TEST_CASE("the time taken is believed only with its offset from UTC") {
  const std::string stored = quartered(64, 48);
  const auto taken = [&](const std::string& local, const std::string& offset) {
    return read_jpeg_header(with_exif(stored, exif(1, true, local, offset))).value().taken_at;
  };
  CHECK(taken("2026:03:10 09:30:00", "+08:00") == parse_rfc3339("2026-03-10T01:30:00Z").value());
  CHECK_FALSE(taken("2026:03:10 09:30:00", "").has_value());
  CHECK_FALSE(taken("2026:13:10 09:30:00", "+08:00").has_value());
  CHECK_FALSE(taken("", "+08:00").has_value());
}

TEST_CASE("no metadata survives: no Exif, no GPS, no comment, no trailer") {
  std::string bytes = with_exif(quartered(64, 48), exif(6, true, "2026:03:10 09:30:00", "+08:00"));
  bytes = with_segment(bytes, segment(0xFE, "COMMENT-SECRET"));
  bytes = with_segment(bytes, segment(0xED, "IPTC-SECRET")) + "TRAILER-SECRET";
  const auto header = read_jpeg_header(bytes).value();
  const std::string clean = encode(decode(bytes, header, 2048).value(), 82);
  CHECK(clean.find("SECRET") == clean.npos);
  CHECK(clean.find("Exif") == clean.npos);
}

TEST_CASE("a photo is shrunk to its long side and keeps its proportions") {
  for (const auto& [width, height] : {std::pair{3000, 1500}, {1500, 3000}, {2049, 2049}}) {
    const Image image = cleaned(quartered(width, height), 500);
    CHECK(std::max(image.width, image.height) == 500);
    CHECK(std::abs(image.width * height - image.height * width) <= std::max(width, height));
    CHECK(close(image.at(5, 5), red));
    CHECK(close(image.at(image.width - 6, image.height - 6), white));
  }
  CHECK(cleaned(quartered(400, 300), 500).width == 400);
  CHECK(cleaned(quartered(2000, 20), 100).height == 1);
}

TEST_CASE("shrinking averages: stripes of black and white become grey") {
  const auto stripes = [](int x, int) {
    return x % 2 == 0 ? Colour{0, 0, 0} : Colour{255, 255, 255};
  };
  Pixels pixels{1200, 40, {}};
  for (int i = 0; i < 1200 * 40; ++i) {
    const auto c = static_cast<unsigned char>(stripes(i % 1200, 0).red);
    pixels.rgb.insert(pixels.rgb.end(), {c, c, c});
  }
  const Pixels small = shrink(pixels, 300);
  REQUIRE(small.width == 300);
  REQUIRE(small.height == 10);
  for (const auto byte : small.rgb) CHECK((byte == 127 || byte == 128));
}

TEST_CASE("progressive, grey and differently sampled photos are read") {
  for (const int sampling : {TJSAMP_444, TJSAMP_422, TJSAMP_420, TJSAMP_440, TJSAMP_411}) {
    CHECK(refusal(quartered(100, 80, {sampling, 0})) == "");
  }
  CHECK(refusal(quartered(100, 80, {TJSAMP_420, TJFLAG_PROGRESSIVE})) == "");
  CHECK(refusal(quartered(100, 80, {TJSAMP_GRAY, 0})) == "");
}

TEST_CASE("what is not a JPEG is refused as a medium, whatever it is called") {
  const std::string png("\x89PNG\r\n\x1A\n\0\0\0\rIHDR", 16);
  const std::string html = "<!doctype html><script>alert(1)</script>";
  for (const auto& bytes : {png, html, std::string("GIF89a"), std::string("\xFF\xD8", 2),
                            std::string("\0\0\0\x20"
                                        "ftypheic",
                                        12)}) {
    const auto header = read_jpeg_header(bytes);
    REQUIRE_FALSE(header.ok());
    CHECK(header.error().code == "photo_not_jpeg");
    CHECK(header.error().kind == Failure::unsupported_media);
  }
}

TEST_CASE("an empty, tiny or heavy file is refused before anything is decoded") {
  CHECK(refusal("") == "photo_empty");
  CHECK(refusal(quartered(15, 200)) == "photo_too_small");
  CHECK(refusal(std::string(upload_bytes_max + 1, 'x')) == "photo_bytes_too_many");
  CHECK(refusal(quartered(16, 16)) == "");
}

TEST_CASE("dimensions claimed in the header are held to the limit before memory is taken") {
  const std::string small = quartered(64, 48);
  CHECK(refusal(claiming(small, 65535, 65535)) == "photo_pixels_too_many");
  CHECK(refusal(claiming(small, 10000, 5001)) == "photo_pixels_too_many");
  CHECK(refusal(claiming(small, 0, 48)) == "photo_too_small");
  // Within the limit, but the data ends long before: told, not shown as a grey picture.
  CHECK(refusal(claiming(small, 9000, 5000)) != "");
  const std::string progressive = quartered(64, 48, {TJSAMP_420, TJFLAG_PROGRESSIVE});
  CHECK(refusal(claiming(progressive, 5001, 5000)) == "photo_pixels_too_many");
}

TEST_CASE("a photo cut off anywhere is refused") {
  const std::string whole = with_exif(quartered(200, 150), exif(1, true));
  for (std::size_t size = 3; size < whole.size(); ++size) {
    const std::string code = refusal(whole.substr(0, size));
    if (code != "photo_truncated") FAIL("cut at " << size << ": " << code);
  }
}

TEST_CASE("a progressive photo made of hundreds of scans is refused") {
  std::string bytes = quartered(64, 48, {TJSAMP_420, TJFLAG_PROGRESSIVE});
  bytes.resize(bytes.size() - 2);
  const auto scan = bytes.find(std::string("\xFF\xDA"));
  const std::string one = bytes.substr(scan, bytes.find('\xFF', scan + 2) - scan);
  for (int i = 0; i < 100; ++i) bytes += one;
  const auto header = read_jpeg_header(bytes + "\xFF\xD9");
  REQUIRE_FALSE(header.ok());
  CHECK(header.error().code == "photo_damaged");
  CHECK(header.error().detail.find("too many scans") != std::string::npos);
}

TEST_CASE("stray bytes before the end marker, as some cameras write them, are forgiven") {
  const std::string whole = quartered(200, 150);
  const std::string stray = whole.substr(0, whole.size() - 2) + "\x12\x34\x56\xFF\xD9";
  CHECK(refusal(stray) == "");
}

TEST_CASE("garbage behind the header is refused, garbage behind the end is ignored") {
  const std::string whole = quartered(200, 150);
  const std::string head = whole.substr(0, whole.find(std::string("\xFF\xDA")) + 14);
  CHECK(refusal(head + std::string(5000, 'x') + "\xFF\xD9") != "");
  CHECK(refusal(whole.substr(0, 20) + std::string(500, 'x')) == "photo_damaged");
  CHECK(refusal(whole + std::string(5000, 'x')) == "");
}

TEST_CASE("no change of bytes crashes the reader or makes it exceed its limits") {
  const std::string whole =
      with_exif(quartered(96, 64, {TJSAMP_420, TJFLAG_PROGRESSIVE}), exif(6, false));
  CHECK(rc::check([&] {
    std::string bytes = whole;
    for (int n = *rc::gen::inRange(1, 12); n > 0; --n) {
      const auto at = *rc::gen::resize(1000, rc::gen::inRange<std::size_t>(2, bytes.size()));
      bytes[at] = static_cast<char>(*rc::gen::resize(1000, rc::gen::inRange(0, 256)));
    }
    const auto header = read_jpeg_header(bytes);
    if (!header.ok()) return;
    RC_ASSERT(static_cast<long long>(header->width) * header->height <= pixels_max);
    const auto pixels = decode(bytes, *header, 2048);
    if (pixels.ok()) RC_ASSERT(!encode(upright(*pixels, header->orientation), 82).empty());
  }));
}
