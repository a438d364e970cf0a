// SPDX-License-Identifier: Apache-2.0
#include "modules/voice_notes/sound_header.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

namespace gewu::voice_notes {

std::string media_type(Form form) {
  switch (form) {
    case Form::webm:
      return "audio/webm";
    case Form::ogg:
      return "audio/ogg";
    case Form::m4a:
      break;
  }
  return "audio/mp4";
}

namespace {

constexpr std::size_t kPartsMax = 20'000;  ///< a minute has some thousands; more is an attack

Error damaged() {
  return invalid("voice_damaged", "The recording is damaged or cut off. Record it again.", "");
}
Error not_sound() {
  return Error{Failure::unsupported_media, "voice_not_sound",
               "That is no recording of a voice: send WebM, Ogg or MP4 with sound only.", ""};
}

std::uint64_t big_endian(std::string_view bytes) {
  std::uint64_t out = 0;
  for (const char c : bytes) out = out << 8 | static_cast<unsigned char>(c);
  return out;
}
std::uint64_t little_endian(std::string_view bytes) {
  std::uint64_t out = 0;
  for (std::size_t i = bytes.size(); i > 0; --i) {
    out = out << 8 | static_cast<unsigned char>(bytes[i - 1]);
  }
  return out;
}

// ---- Ogg --------------------------------------------------------------------------------------

/// Walks the pages; the last one tells how many samples of 48 kHz came before its end.
Result<SoundHeader> read_ogg(std::string_view bytes) {
  constexpr std::size_t kHead = 27;
  constexpr std::uint64_t kUnset = ~std::uint64_t{0};
  std::uint64_t last = 0, skip = 0;
  for (std::size_t pages = 0; !bytes.empty(); ++pages) {
    if (pages == kPartsMax || bytes.size() < kHead || !bytes.starts_with("OggS")) return damaged();
    const auto segments = static_cast<unsigned char>(bytes[26]);
    if (bytes.size() < kHead + segments) return damaged();
    std::size_t body = 0;
    for (unsigned i = 0; i < segments; ++i) body += static_cast<unsigned char>(bytes[kHead + i]);
    if (bytes.size() < kHead + segments + body) return damaged();
    const auto packet = bytes.substr(kHead + segments, body);
    if (pages == 0) {
      if (!packet.starts_with("OpusHead") || packet.size() < 19) return not_sound();
      skip = little_endian(packet.substr(10, 2));
    }
    const std::uint64_t at = little_endian(bytes.substr(6, 8));
    if (at != kUnset) last = std::max(last, at);
    bytes.remove_prefix(kHead + segments + body);
  }
  return SoundHeader{Form::ogg, last > skip ? static_cast<double>(last - skip) / 48'000 : 0};
}

// ---- MP4 --------------------------------------------------------------------------------------

struct Mp4 {
  bool sound = false, pictures = false;
  double seconds = 0;
  std::size_t boxes = 0;

  /// Boxes one after the other; those that hold others are gone into.
  bool walk(std::string_view bytes, int depth) {
    while (!bytes.empty()) {
      if (++boxes > kPartsMax || bytes.size() < 8) return false;
      std::uint64_t size = big_endian(bytes.substr(0, 4));
      const auto kind = bytes.substr(4, 4);
      std::size_t head = 8;
      if (size == 1) {
        if (bytes.size() < 16) return false;
        size = big_endian(bytes.substr(8, 8));
        head = 16;
      } else if (size == 0) {
        size = bytes.size();  // to the end
      }
      if (size < head || size > bytes.size()) return false;
      const auto body = bytes.substr(head, size - head);
      if (!look(kind, body, depth)) return false;
      bytes.remove_prefix(size);
    }
    return true;
  }

  bool look(std::string_view kind, std::string_view body, int depth) {
    const bool holds = kind == "moov" || kind == "trak" || kind == "mdia";
    if (holds) return depth < 4 && walk(body, depth + 1);
    if (kind == "hdlr" && body.size() >= 12) {
      sound |= body.substr(8, 4) == "soun";
      pictures |= body.substr(8, 4) == "vide";
    }
    if (kind == "mvhd" && body.size() >= 20) {
      const bool wide = body[0] == 1;
      if (wide && body.size() < 32) return false;
      const auto scale = big_endian(body.substr(wide ? 20 : 12, 4));
      const auto length = wide ? big_endian(body.substr(24, 8)) : big_endian(body.substr(16, 4));
      if (scale > 0) seconds = static_cast<double>(length) / static_cast<double>(scale);
    }
    return true;
  }
};

Result<SoundHeader> read_mp4(std::string_view bytes) {
  Mp4 file;
  if (!file.walk(bytes, 0)) return damaged();
  if (!file.sound || file.pictures) return not_sound();
  // One that was recorded piece by piece tells no length at its beginning.
  return SoundHeader{Form::m4a,
                     file.seconds > 0 ? std::optional(file.seconds) : std::optional<double>{}};
}

// ---- WebM -------------------------------------------------------------------------------------

class WebM {
 public:
  explicit WebM(std::string_view bytes) : rest_(bytes) {}

  /// Elements in a row. Those that hold others are entered by not skipping them, which also reads
  /// clusters of unknown length, as live recordings have.
  bool walk() {
    for (std::size_t parts = 0; !rest_.empty(); ++parts) {
      std::uint64_t id = 0, size = 0;
      bool unknown = false;
      if (parts == kPartsMax || !take_id(id) || !take_size(size, unknown)) return false;
      if (holds(id)) continue;
      if (unknown || size > rest_.size()) return false;
      look(id, rest_.substr(0, size));
      rest_.remove_prefix(size);
    }
    return true;
  }
  bool is_webm() const { return type_ == "webm" || type_ == "matroska"; }
  bool sound() const { return sound_ && !pictures_; }
  std::optional<double> seconds() const {
    const double unit = scale_ns_ / 1e9;
    const double told = duration_ * unit, heard = last_ * unit;
    const double most = std::max(told, heard);
    return most > 0 ? std::optional(most) : std::nullopt;
  }

 private:
  static bool holds(std::uint64_t id) {
    return id == 0x1A45DFA3 || id == 0x18538067 || id == 0x1549A966 || id == 0x1F43B675 ||
           id == 0x1654AE6B || id == 0xAE || id == 0xA0;  // EBML, Segment, Info, Cluster, Tracks,
                                                          // TrackEntry, BlockGroup
  }
  bool take_id(std::uint64_t& id) {
    const int length = rest_.empty() ? 9 : std::countl_zero(first()) + 1;
    if (length > 4 || rest_.size() < static_cast<std::size_t>(length)) return false;
    id = big_endian(rest_.substr(0, static_cast<std::size_t>(length)));
    rest_.remove_prefix(static_cast<std::size_t>(length));
    return true;
  }
  bool take_size(std::uint64_t& size, bool& unknown) {
    const int length = rest_.empty() ? 9 : std::countl_zero(first()) + 1;
    if (length > 8 || rest_.size() < static_cast<std::size_t>(length)) return false;
    const std::uint64_t mask = (std::uint64_t{1} << (7 * length)) - 1;
    size = big_endian(rest_.substr(0, static_cast<std::size_t>(length))) & mask;
    unknown = size == mask;
    rest_.remove_prefix(static_cast<std::size_t>(length));
    return true;
  }
  std::uint8_t first() const { return static_cast<std::uint8_t>(rest_.front()); }

  void look(std::uint64_t id, std::string_view body) {
    switch (id) {
      case 0x4282:  // DocType
        type_ = body;
        break;
      case 0x2AD7B1:  // TimestampScale
        scale_ns_ = static_cast<double>(big_endian(body.substr(0, 8)));
        break;
      case 0x4489:  // Duration
        if (body.size() == 4) {
          duration_ = std::bit_cast<float>(static_cast<std::uint32_t>(big_endian(body)));
        }
        if (body.size() == 8) duration_ = std::bit_cast<double>(big_endian(body));
        break;
      case 0xE7:  // Timestamp of a cluster
        cluster_ = static_cast<double>(big_endian(body.substr(0, 8)));
        break;
      case 0x86:  // CodecID
        sound_ |= body.starts_with("A_");
        pictures_ |= body.starts_with("V_");
        break;
      case 0xA3:  // SimpleBlock
      case 0xA1:  // Block: track number, then the time within the cluster
        if (body.size() >= 4) {
          const auto after = static_cast<std::int16_t>(big_endian(body.substr(1, 2)));
          last_ = std::max(last_, cluster_ + after);
        }
        break;
      default:
        break;
    }
  }

  std::string_view rest_, type_;
  bool sound_ = false, pictures_ = false;
  double scale_ns_ = 1e6, duration_ = 0, cluster_ = 0, last_ = 0;
};

Result<SoundHeader> read_webm(std::string_view bytes) {
  WebM file(bytes);
  if (!file.walk()) return damaged();
  if (!file.is_webm() || !file.sound()) return not_sound();
  return SoundHeader{Form::webm, file.seconds()};
}

Result<SoundHeader> read_any(std::string_view bytes) {
  if (bytes.starts_with("OggS")) return read_ogg(bytes);
  if (bytes.starts_with("\x1A\x45\xDF\xA3")) return read_webm(bytes);
  if (bytes.size() >= 12 && bytes.substr(4, 4) == "ftyp") return read_mp4(bytes);
  return not_sound();
}

}  // namespace

Result<SoundHeader> read_sound_header(std::string_view bytes) {
  if (bytes.empty()) return invalid("voice_empty", "There is nothing in this recording.", "");
  if (bytes.size() > upload_bytes_max) {
    return Error{Failure::too_large, "voice_bytes_too_many",
                 "A recording has at most 1 MB: speak shorter.", ""};
  }
  GEWU_TRY(const SoundHeader header, read_any(bytes));
  const double seconds = header.seconds.value_or(0);
  if (!std::isfinite(seconds) || seconds < 0) return damaged();
  if (seconds > seconds_max + seconds_grace) {
    return invalid("voice_too_long", "A recording lasts at most 90 seconds.", "");
  }
  return header;
}

}  // namespace gewu::voice_notes
