// SPDX-License-Identifier: Apache-2.0
// What tools/make_folding.cpp writes at build time. For base/folding.cpp alone.
#pragma once

#include <cstddef>
#include <cstdint>

namespace gewu::folding_table {

/// Code points from[i], ascending, become to[at[i]] … to[at[i + 1] - 1]; all others stay.
extern const char32_t from[];
extern const std::uint32_t at[];
extern const char32_t to[];
extern const std::size_t size;

/// Ascending; what lies in none of them is a separator.
struct Kinds {
  char32_t first, last;
  int kind;
};
extern const Kinds kinds[];
extern const std::size_t kinds_size;

}  // namespace gewu::folding_table
