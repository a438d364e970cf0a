// SPDX-License-Identifier: Apache-2.0
// What a recording says of itself, read without decoding it: EBML/WebM (RFC 8794, 9559), Ogg
// (RFC 3533) with Opus (RFC 7845), MP4 (ISO/IEC 14496-12).
#pragma once

#include <optional>
#include <string_view>

#include "base/result.hpp"
#include "modules/voice_notes/voice_note.hpp"

namespace gewu::voice_notes {

inline constexpr std::size_t upload_bytes_max = 1024 * 1024;
inline constexpr int seconds_max = 90;
/// Browsers stop a recording a little after they were told to.
inline constexpr int seconds_grace = 5;

struct SoundHeader {
  Form form{};
  std::optional<double> seconds;  ///< none where a live recording does not tell
};

/// The container is told by its first bytes and never by its name, and walked to its end. Refusals:
/// voice_empty, voice_bytes_too_many, voice_not_sound (another kind of file, or one with pictures),
/// voice_damaged, voice_too_long.
Result<SoundHeader> read_sound_header(std::string_view bytes);

}  // namespace gewu::voice_notes
