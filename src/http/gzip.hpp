// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace gewu::http {

/// RFC 1952 by zlib; `level` 1 (fast) to 9 (small). The same bytes always give the same bytes.
std::string gzip(std::string_view data, int level);

/// Text that shrinks; photos and fonts do not.
bool is_compressible(std::string_view content_type);

}  // namespace gewu::http
