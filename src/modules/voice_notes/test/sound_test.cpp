// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <cmath>

#include "modules/voice_notes/sound_header.hpp"
#include "sounds.hpp"

namespace gewu::voice_notes {
namespace {

using namespace test;

std::string told(const std::string& bytes) {
  const auto header = read_sound_header(bytes);
  if (!header) return header.error().code;
  const auto seconds = header->seconds ? std::to_string(std::lround(*header->seconds)) : "?";
  return std::string(code_of(header->form)) + " " + seconds;
}

TEST_CASE("a recording is told by its bytes, with its length where it says so") {
  CHECK(told(ogg(7)) == "ogg 7");
  CHECK(told(m4a(12)) == "m4a 12");
  CHECK(told(m4a(0)) == "m4a ?");
  CHECK(told(webm(42)) == "webm 42");
  CHECK(told(webm(0)) == "webm ?");
}

TEST_CASE("what is no sound, or has pictures, is refused") {
  CHECK(told("") == "voice_empty");
  CHECK(told("<svg onload=alert(1)>") == "voice_not_sound");
  CHECK(told("\xFF\xD8\xFF\xE0 a photo") == "voice_not_sound");
  CHECK(told(ogg(7, "\x01vorbis!")) == "voice_not_sound");
  CHECK(told(m4a(7, "vide")) == "voice_not_sound");
  CHECK(told(webm(7, "V_VP9")) == "voice_not_sound");
  CHECK(told(webm(7, "A_OPUS", "html")) == "voice_not_sound");
}

TEST_CASE("ninety seconds and one megabyte are the most") {
  CHECK(told(ogg(90)) == "ogg 90");
  CHECK(told(ogg(100)) == "voice_too_long");
  CHECK(told(m4a(3600)) == "voice_too_long");
  CHECK(told(webm(119)) == "voice_too_long");
  CHECK(told("OggS" + std::string(upload_bytes_max, 'x')) == "voice_bytes_too_many");
}

TEST_CASE("a recording that is cut off is damaged") {
  for (const auto& whole : {ogg(7), m4a(12)}) {
    CHECK(told(whole.substr(0, whole.size() - 3)) == "voice_damaged");
  }
  const auto live = webm(42);
  CHECK(told(live.substr(0, live.size() - 3)) == "voice_damaged");
}

TEST_CASE("no bytes crash the reader, and lengths that lie are damage") {
  for (const auto& whole : {ogg(3), m4a(3), webm(3)}) {
    for (std::size_t i = 0; i < whole.size(); ++i) {
      auto bent = whole;
      bent[i] = static_cast<char>(bent[i] ^ 0xFF);
      (void)read_sound_header(bent);
      (void)read_sound_header(whole.substr(0, i));
    }
  }
  CHECK(rc::check("any bytes", [](const std::string& bytes) {
    const std::string head_of_mp4 = big(16, 4) + "ftyp";
    for (const std::string& head :
         {std::string("OggS"), std::string("\x1A\x45\xDF\xA3"), head_of_mp4}) {
      (void)read_sound_header(head + bytes);
    }
  }));
}

}  // namespace
}  // namespace gewu::voice_notes
