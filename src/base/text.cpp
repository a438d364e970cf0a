// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"

#include <cstdint>

#include "base/utf8.hpp"

namespace gewu {

CodePoint decode_code_point(std::string_view utf8) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(utf8[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return {first, 1};
  std::size_t size = 0;
  char32_t value = 0;
  if ((first & 0xE0) == 0xC0)
    size = 2, value = first & 0x1F;
  else if ((first & 0xF0) == 0xE0)
    size = 3, value = first & 0x0F;
  else if ((first & 0xF8) == 0xF0)
    size = 4, value = first & 0x07;
  if (size == 0 || utf8.size() < size) return {};
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {};
    value = (value << 6) | (byte(i) & 0x3F);
  }
  constexpr char32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
  if (value < smallest[size] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return {};
  return {value, size};
}

namespace {

bool hides_or_reorders(char32_t c, bool many_lines) {
  if (c == '\n') return !many_lines;
  if (c < 0x20 || (c >= 0x7F && c <= 0x9F)) return true;       // control characters
  if (c >= 0x202A && c <= 0x202E) return true;                 // bidirectional overrides
  if (c >= 0x2066 && c <= 0x2069) return true;                 // bidirectional isolates
  if (c == 0x200E || c == 0x200F || c == 0x061C) return true;  // directional marks
  if (c == 0x2028 || c == 0x2029 || c == 0xFEFF) return true;  // odd separators, byte-order mark
  if (c >= 0xFDD0 && c <= 0xFDEF) return true;                 // noncharacters
  if ((c & 0xFFFE) == 0xFFFE) return true;                     // noncharacters
  if (c >= 0xE0000 && c <= 0xE007F) return true;               // invisible tags
  return false;
}

bool is_space(char32_t c) { return c == ' ' || c == '\n' || c == '\t' || c == 0x3000 || c == 0xA0; }

std::string_view trim(std::string_view s) {
  std::size_t begin = s.size(), end = 0;
  for (std::size_t i = 0; i < s.size();) {
    const CodePoint p = decode_code_point(s.substr(i));
    const std::size_t size = p.size == 0 ? 1 : p.size;
    if (p.size == 0 || !is_space(p.value)) {
      if (begin == s.size()) begin = i;
      end = i + size;
    }
    i += size;
  }
  return begin < end ? s.substr(begin, end - begin) : std::string_view{};
}

std::string unify_line_ends(std::string_view raw) {
  std::string out;
  out.reserve(raw.size());
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] == '\r') {
      out += '\n';
      if (i + 1 < raw.size() && raw[i + 1] == '\n') ++i;
    } else {
      out += raw[i] == '\t' ? ' ' : raw[i];
    }
  }
  return out;
}

}  // namespace

std::optional<std::size_t> count_code_points(std::string_view utf8) {
  std::size_t points = 0;
  for (std::size_t i = 0; i < utf8.size(); ++points) {
    const CodePoint p = decode_code_point(utf8.substr(i));
    if (p.size == 0) return std::nullopt;
    i += p.size;
  }
  return points;
}

Result<std::string> clean_text(std::string_view raw, std::size_t min_points, std::size_t max_points,
                               bool many_lines) {
  // A cheap bound before any work: no code point takes more than four bytes.
  if (raw.size() > max_points * 4 + 4096) {
    return invalid("text_too_long",
                   "Shorten the text to " + std::to_string(max_points) + " characters.");
  }
  const std::string unified = unify_line_ends(raw);
  const std::string_view text = trim(unified);
  std::size_t points = 0;
  for (std::size_t i = 0; i < text.size(); ++points) {
    const CodePoint p = decode_code_point(text.substr(i));
    if (p.size == 0) return invalid("text_not_utf8", "The text is not valid UTF-8.");
    if (hides_or_reorders(p.value, many_lines)) {
      return invalid("text_has_hidden_characters",
                     "Remove control, direction-changing or invisible characters.");
    }
    i += p.size;
  }
  if (points < min_points) {
    return invalid(points == 0 ? "text_missing" : "text_too_short",
                   "Give at least " + std::to_string(min_points) + " characters.");
  }
  if (points > max_points) {
    return invalid("text_too_long",
                   "Shorten the text to " + std::to_string(max_points) + " characters.");
  }
  return std::string(text);
}

std::string cut_code_points(std::string_view utf8, std::size_t max_points) {
  std::size_t at = 0;
  for (std::size_t points = 0; at < utf8.size() && points < max_points; ++points) {
    const CodePoint p = decode_code_point(utf8.substr(at));
    if (p.size == 0) break;
    at += p.size;
  }
  return std::string(utf8.substr(0, at));
}

}  // namespace gewu
