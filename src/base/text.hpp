// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace gewu {

/// How many Unicode code points `utf8` holds, or nothing where it is not valid UTF-8.
std::optional<std::size_t> count_code_points(std::string_view utf8);

/// What a person typed, made safe to store and show: CRLF becomes LF, white space at both ends
/// goes, and anything that hides or reorders text is refused: invalid UTF-8, control characters
/// (a line break only where `many_lines`), bidirectional overrides and isolates (U+202A–202E,
/// U+2066–2069), byte-order marks and noncharacters. Markup is kept as text: pages escape it.
Result<std::string> clean_text(std::string_view raw, std::size_t min_points, std::size_t max_points,
                               bool many_lines);

/// The first `max_points` code points.
std::string cut_code_points(std::string_view utf8, std::size_t max_points);

/// One line of text of `Min` to `Max` code points. The limit serves validation, OpenAPI and CHECK.
template <std::size_t Min, std::size_t Max, bool ManyLines = false>
class Text {
 public:
  static constexpr std::size_t min_length = Min;
  static constexpr std::size_t max_length = Max;
  static constexpr bool many_lines = ManyLines;

  Text() requires(Min == 0) = default;
  static Result<Text> parse(std::string_view raw) {
    GEWU_TRY(auto clean, clean_text(raw, Min, Max, ManyLines));
    return Text(std::move(clean));
  }
  const std::string& str() const { return value_; }
  bool empty() const { return value_.empty(); }
  friend auto operator<=>(const Text&, const Text&) = default;

 private:
  explicit Text(std::string value) : value_(std::move(value)) {}
  std::string value_;
};

/// Text of several lines.
template <std::size_t Min, std::size_t Max>
using Lines = Text<Min, Max, true>;

}  // namespace gewu
