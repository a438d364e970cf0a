// SPDX-License-Identifier: Apache-2.0
// What a browser sends from a form (RFC 7578 multipart/form-data, or URL-encoded), read within
// bounds. No Debian library does this without bringing a server or a mail system along. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace gewu::plain_pages {

struct FormPart {
  std::string name;
  bool is_file = false;   ///< sent with a file name, also where no file was chosen
  std::string_view body;  ///< of the text given to the reader
};

inline constexpr std::size_t kPartsMax = 24;
inline constexpr std::size_t kPartHeaderMax = 2048;  ///< bytes, of one part

/// The boundary of a Content-Type, 1 to 70 characters that RFC 2046 allows; nothing otherwise.
std::string boundary_of(std::string_view content_type);

/// Refusal: form_malformed, whatever is wrong: browsers send no such thing.
Result<std::vector<FormPart>> read_multipart(std::string_view boundary, std::string_view body);

struct FormField {
  std::string name, value;
};
/// application/x-www-form-urlencoded. Refusal: form_malformed.
Result<std::vector<FormField>> read_urlencoded(std::string_view body);

}  // namespace gewu::plain_pages
