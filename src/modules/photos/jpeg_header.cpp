// SPDX-License-Identifier: Apache-2.0
#include "modules/photos/jpeg_header.hpp"

#include <cstdint>
#include <string>

namespace gewu::photos {

namespace {

Error truncated() {
  return invalid("photo_truncated",
                 "The photo ends before its end: it was cut off on the way. Send it again.");
}
Error damaged(const std::string& what) {
  return invalid("photo_damaged", "The photo is damaged (" + what + "). Take or choose another.");
}
Error not_jpeg(const std::string& what) {
  return {Failure::unsupported_media, "photo_not_jpeg",
          what + " Send a JPEG picture (.jpg) as cameras make it.", ""};
}

std::uint8_t byte_at(std::string_view data, std::size_t at) {
  return static_cast<std::uint8_t>(data[at]);
}
int big16(std::string_view data, std::size_t at) {
  return byte_at(data, at) << 8 | byte_at(data, at + 1);
}

/// The TIFF structure inside an Exif segment. Reads outside it answer nothing.
class Tiff {
 public:
  explicit Tiff(std::string_view data) : data_(data), little_(data.starts_with("II")) {}

  bool is_tiff() const {
    return data_.size() >= 8 && (little_ || data_.starts_with("MM")) && number(2, 2) == 42;
  }
  std::optional<std::uint32_t> number(std::size_t at, int bytes) const {
    if (at > data_.size() || data_.size() - at < static_cast<std::size_t>(bytes)) return {};
    std::uint32_t value = 0;
    for (int i = 0; i < bytes; ++i) {
      const int shift = 8 * (little_ ? i : bytes - 1 - i);
      value |= static_cast<std::uint32_t>(byte_at(data_, at + static_cast<std::size_t>(i)))
               << shift;
    }
    return value;
  }
  /// Where the entry of `tag` starts in the directory at `directory`.
  std::optional<std::size_t> entry(std::size_t directory, std::uint32_t tag) const {
    const auto count = number(directory, 2);
    for (std::uint32_t i = 0; count && i < *count && i < 512; ++i) {
      const std::size_t at = directory + 2 + std::size_t{12} * i;
      if (number(at, 2) == tag) return at;
    }
    return {};
  }
  std::string text(std::size_t entry_at) const {
    const auto size = number(entry_at + 4, 4);
    const auto place = number(entry_at + 8, 4);
    if (number(entry_at + 2, 2) != 2U || !size || !place || *size > 64) return "";
    const std::size_t at = *size <= 4 ? entry_at + 8 : *place;
    if (at > data_.size() || data_.size() - at < *size) return "";
    const std::string_view raw = data_.substr(at, *size);
    return std::string(raw.substr(0, raw.find('\0')));
  }

 private:
  std::string_view data_;
  bool little_;
};

/// "2026:03:10 09:30:00" and "+08:00" as an instant.
std::optional<Instant> instant_of(std::string local, const std::string& offset) {
  if (local.size() != 19 || offset.size() != 6) return {};
  local[4] = local[7] = '-';
  local[10] = 'T';
  const auto parsed = parse_rfc3339(local + offset);
  return parsed.ok() ? std::optional(*parsed) : std::nullopt;
}

/// Exif that makes no sense is as good as none: many programs write it badly.
void read_exif(std::string_view data, JpegHeader& out) {
  const Tiff tiff(data);
  if (!tiff.is_tiff()) return;
  const std::size_t first = tiff.number(4, 4).value_or(0);
  if (const auto at = tiff.entry(first, 0x0112)) {
    const auto value = tiff.number(*at + 8, 2).value_or(0);
    if (tiff.number(*at + 2, 2) == 3U && value >= 1 && value <= 8) {
      out.orientation = static_cast<int>(value);
    }
  }
  const auto pointer = tiff.entry(first, 0x8769);
  if (!pointer) return;
  const std::size_t exif = tiff.number(*pointer + 8, 4).value_or(0);
  const auto taken = tiff.entry(exif, 0x9003), offset = tiff.entry(exif, 0x9011);
  if (taken && offset) out.taken_at = instant_of(tiff.text(*taken), tiff.text(*offset));
}

bool is_frame(int marker) {
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

/// The walk through a file's segments.
class Walk {
 public:
  explicit Walk(std::string_view bytes) : bytes_(bytes) {}

  Result<JpegHeader> run() {
    at_ = 2;  // behind the start marker
    while (true) {
      GEWU_TRY(const int marker, next_marker());
      if (marker == 0xD9) break;
      if (marker == 0xD8) return damaged("a second start");
      if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7)) continue;
      GEWU_TRY(const std::string_view segment, next_segment());
      GEWU_CHECK(take(marker, segment));
    }
    if (scans_ == 0) return damaged("no picture in it");
    return out_;
  }

 private:
  Result<int> next_marker() {
    if (at_ >= bytes_.size()) return truncated();
    if (byte_at(bytes_, at_) != 0xFF) return damaged("a segment does not start");
    while (at_ < bytes_.size() && byte_at(bytes_, at_) == 0xFF) ++at_;  // fill bytes
    if (at_ >= bytes_.size()) return truncated();
    return static_cast<int>(byte_at(bytes_, at_++));
  }

  Result<std::string_view> next_segment() {
    if (bytes_.size() - at_ < 2) return truncated();
    const int size = big16(bytes_, at_);
    if (size < 2) return damaged("a segment without size");
    if (bytes_.size() - at_ < static_cast<std::size_t>(size)) return truncated();
    const auto segment = bytes_.substr(at_ + 2, static_cast<std::size_t>(size) - 2);
    at_ += static_cast<std::size_t>(size);
    return segment;
  }

  Done take(int marker, std::string_view segment) {
    if (is_frame(marker)) return take_frame(marker, segment);
    if (marker == 0xE1 && segment.starts_with(std::string_view("Exif\0\0", 6)) && scans_ == 0) {
      read_exif(segment.substr(6), out_);
    }
    if (marker != 0xDA) return done();
    if (out_.width == 0) return damaged("a scan before its frame");
    if (++scans_ > scans_max) return damaged("too many scans");
    skip_scan();
    return done();
  }

  Done take_frame(int marker, std::string_view segment) {
    if (out_.width != 0) return damaged("two frames");
    if (marker > 0xC2) return not_jpeg("This is a rare kind of JPEG that is not read here.");
    if (segment.size() < 6) return damaged("a frame too short");
    if (byte_at(segment, 0) != 8) return not_jpeg("This JPEG has more than 8 bits a colour.");
    const int components = byte_at(segment, 5);
    if (components != 1 && components != 3) {
      return not_jpeg("This JPEG is made for print (four colours).");
    }
    out_.height = big16(segment, 1);
    out_.width = big16(segment, 3);
    if (out_.width < side_min || out_.height < side_min) {
      return invalid("photo_too_small", "The photo is smaller than 16 pixels. Choose another.");
    }
    const long long pixels = static_cast<long long>(out_.width) * out_.height;
    if (pixels > (marker == 0xC2 ? progressive_pixels_max : pixels_max)) {
      return Error{Failure::too_large, "photo_pixels_too_many",
                   "The photo has more than 50 million pixels (25 where it is progressive). Send "
                   "a smaller one.",
                   ""};
    }
    return done();
  }

  /// To the next marker that is not part of the scan's data.
  void skip_scan() {
    while (at_ + 1 < bytes_.size()) {
      const auto next = bytes_.find('\xFF', at_);
      if (next == bytes_.npos || next + 1 >= bytes_.size()) break;
      const int marker = byte_at(bytes_, next + 1);
      at_ = next;
      if (marker != 0 && (marker < 0xD0 || marker > 0xD7) && marker != 0xFF) return;
      at_ += marker == 0xFF ? 1 : 2;
    }
    at_ = bytes_.size();
  }

  std::string_view bytes_;
  std::size_t at_ = 0;
  int scans_ = 0;
  JpegHeader out_;
};

}  // namespace

Result<JpegHeader> read_jpeg_header(std::string_view bytes) {
  if (bytes.empty()) return invalid("photo_empty", "There is no photo: the file is empty.");
  if (bytes.size() > upload_bytes_max) {
    return Error{Failure::too_large, "photo_bytes_too_many",
                 "The photo has more than 12 MB. Send a smaller one.", ""};
  }
  if (!bytes.starts_with("\xFF\xD8\xFF")) return not_jpeg("This is not a JPEG picture.");
  return Walk(bytes).run();
}

}  // namespace gewu::photos
