// SPDX-License-Identifier: Apache-2.0
#include "base/folding.hpp"

#include <algorithm>
#include <span>

#include "base/folding_table.hpp"
#include "base/utf8.hpp"

namespace gewu {

namespace {

using namespace folding_table;

GlyphKind kind_of(char32_t c) {
  const std::span all(kinds, kinds_size);
  const auto after = std::upper_bound(all.begin(), all.end(), c,
                                      [](char32_t v, const Kinds& k) { return v < k.first; });
  if (after == all.begin() || std::prev(after)->last < c) return GlyphKind::separator;
  return static_cast<GlyphKind>(std::prev(after)->kind);
}

/// What a code point becomes; itself where it is not in the table.
std::span<const char32_t> folded(const char32_t& c) {
  const auto* const end = from + size;
  const auto* const found = std::lower_bound(from, end, c);
  if (found == end || *found != c) return {&c, 1};
  const auto i = static_cast<std::size_t>(found - from);
  return {to + at[i], at[i + 1] - at[i]};
}

}  // namespace

std::vector<Glyph> fold(std::string_view utf8) {
  std::vector<Glyph> out;
  out.reserve(utf8.size() / 2);
  std::uint32_t place = 0;
  for (std::size_t i = 0; i < utf8.size();) {
    const CodePoint point = decode_code_point(utf8.substr(i));
    const std::uint32_t next = place + (point.value > 0xFFFF ? 2 : 1);
    if (point.size == 0) {
      out.push_back({0, GlyphKind::separator, place, next});
    } else {
      for (const char32_t c : folded(point.value)) out.push_back({c, kind_of(c), place, next});
    }
    place = next;
    i += point.size == 0 ? 1 : point.size;
  }
  return out;
}

}  // namespace gewu
