// SPDX-License-Identifier: Apache-2.0
// Text as a search sees it: what people mean to be the same is the same. Full-width forms become
// narrow, capitals small, accents go, traditional characters become simplified ones (OpenCC), one
// code point at a time, so that each glyph knows where in the text it came from.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace gewu {

enum class GlyphKind : std::uint8_t {
  separator,  ///< white space, punctuation, symbols, emoji
  word,       ///< letters and digits that make words
  character   ///< of scripts that write words without spaces: Chinese, Kana, Hangul, Thai …
};

struct Glyph {
  char32_t value = 0;
  GlyphKind kind = GlyphKind::separator;
  /// Where it stands in the text, in UTF-16 units as JavaScript counts them.
  std::uint32_t begin = 0, end = 0;
};

/// The glyphs of a text in order. A byte that is no UTF-8 is a separator. Marks that only dress up
/// another character leave nothing.
std::vector<Glyph> fold(std::string_view utf8);

}  // namespace gewu
