// SPDX-License-Identifier: Apache-2.0
// Small recordings made in code: containers as browsers write them, with silence inside.
#pragma once

#include <cstdint>
#include <string>

namespace gewu::voice_notes::test {

inline std::string big(std::uint64_t value, int bytes) {
  std::string out;
  for (int i = bytes - 1; i >= 0; --i) out += static_cast<char>(value >> (8 * i));
  return out;
}
inline std::string little(std::uint64_t value, int bytes) {
  std::string out;
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i));
  return out;
}

inline std::string ogg_page(std::uint64_t samples, const std::string& packet) {
  return "OggS" + std::string(2, '\0') + little(samples, 8) + std::string(12, '\0') + '\x01' +
         static_cast<char>(packet.size()) + packet;
}
inline std::string ogg(double seconds, const std::string& head = "OpusHead") {
  const std::uint64_t skip = 312;
  return ogg_page(0, head + "\x01\x01" + little(skip, 2) + std::string(7, '\0')) +
         ogg_page(0, "OpusTags" + std::string(8, '\0')) +
         ogg_page(static_cast<std::uint64_t>(seconds * 48'000) + skip, std::string(40, 'x'));
}

inline std::string box(const std::string& kind, const std::string& body) {
  return big(body.size() + 8, 4) + kind + body;
}
inline std::string m4a(double seconds, const std::string& handler = "soun") {
  const auto header = std::string(12, '\0') + big(1000, 4) +
                      big(static_cast<std::uint64_t>(seconds * 1000), 4) + std::string(80, '\0');
  const auto track =
      box("trak", box("mdia", box("hdlr", std::string(8, '\0') + handler + std::string(13, '\0'))));
  return box("ftyp", "M4A " + big(0, 4) + "isomM4A ") + box("moov", box("mvhd", header) + track) +
         box("mdat", std::string(50, 'x'));
}

/// With a size of eight bytes, as recorders leave room for; `unknown`: of a live recording.
inline std::string element(const std::string& id, const std::string& body, bool unknown = false) {
  return id +
         (unknown ? std::string("\x01") + std::string(7, '\xFF')
                  : big(0x0100'0000'0000'0000ULL | body.size(), 8)) +
         body;
}
inline std::string webm(double seconds, const std::string& codec = "A_OPUS",
                        const std::string& type = "webm") {
  const auto track = element("\xAE", element("\x86", codec));
  const auto block = element(
      "\xA3", std::string("\x81") + big(static_cast<std::uint64_t>(seconds * 1000) % 30'000, 2) +
                  '\0' + std::string(30, 'x'));
  const auto start = static_cast<std::uint64_t>(seconds * 1000) / 30'000 * 30'000;
  return element("\x1A\x45\xDF\xA3", element("\x42\x82", type)) +
         element("\x18\x53\x80\x67",
                 element("\x15\x49\xA9\x66", element("\x2A\xD7\xB1", big(1'000'000, 3))) +
                     element("\x16\x54\xAE\x6B", track) +
                     element("\x1F\x43\xB6\x75", element("\xE7", big(start, 4)) + block, true),
                 true);
}

}  // namespace gewu::voice_notes::test
