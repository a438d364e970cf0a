// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace gewu {

/// The first code point of `utf8`; `size` is its bytes, 0 where they are not UTF-8 (RFC 3629: no
/// overlong forms, no surrogates, nothing above U+10FFFF).
struct CodePoint {
  char32_t value = 0;
  std::size_t size = 0;
};
CodePoint decode_code_point(std::string_view utf8);

}  // namespace gewu
