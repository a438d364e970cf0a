// SPDX-License-Identifier: Apache-2.0
// HTML that cannot be broken by what people type: markup comes from literals of this program only,
// and everything else goes through one escaping function. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace gewu::plain_pages {

/// Text or a quoted attribute's value: & < > " ' become entities, what is not UTF-8 or controls
/// the terminal of a text browser becomes U+FFFD.
std::string escape(std::string_view text);

class Html {
 public:
  /// Markup, from a literal.
  template <std::size_t N>
  Html& operator<<(const char (&literal)[N]) {
    text_.append(literal, N - 1);
    return *this;
  }
  /// Anything else.
  Html& operator<<(std::string_view text) {
    text_ += escape(text);
    return *this;
  }
  Html& operator<<(const std::string& text) { return *this << std::string_view(text); }
  Html& operator<<(std::int64_t number) {
    text_ += std::to_string(number);
    return *this;
  }
  Html& operator<<(const Html& other) {
    text_ += other.text_;
    return *this;
  }
  const std::string& str() const { return text_; }

 private:
  std::string text_;
};

}  // namespace gewu::plain_pages
