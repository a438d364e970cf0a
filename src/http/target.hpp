// SPDX-License-Identifier: Apache-2.0
// The request line's target and small header grammars, as the server reads them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/router.hpp"

namespace gewu::http {

/// %41 → "A". Nothing where an escape is broken or the result is not UTF-8 or holds a NUL.
std::optional<std::string> decode_percent(std::string_view text, bool plus_is_space);

/// Fills `path` and `query` of `request` from "/a/b?c=d" or "http://host/a/b". Refuses
/// (path_invalid, query_invalid) broken escapes, NUL, control characters, backslashes, "." and ".."
/// segments and an escaped slash, so that no later reader can see another path than the router did.
Done read_target(std::string_view target, Request& request);

/// "a, b;q=1" → {"a", "b;q=1"}, trimmed, without empty ones.
std::vector<std::string_view> split_list(std::string_view text, char separator = ',');
std::string_view trim(std::string_view text);
std::string lower(std::string_view text);

/// 8 to 64 letters, digits, '.', '_' and '-': safe to log and to send back.
bool is_sane_request_id(std::string_view id);

/// Whether the coding ("gzip") is acceptable by an Accept-Encoding header; "identity" is not asked.
bool accepts_coding(std::string_view accept_encoding, std::string_view coding);

/// Whether the body's Content-Type is one of `media` (parameters such as charset are ignored; a
/// pattern may end in "/*").
bool is_media(std::string_view content_type, const std::vector<std::string>& media);

}  // namespace gewu::http
