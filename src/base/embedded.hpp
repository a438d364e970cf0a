// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace gewu {

/// A file that was compiled into the binary (gewu_embed in cmake/Embed.cmake).
struct Embedded {
  std::string_view name;
  std::string_view content;
};

}  // namespace gewu
