// SPDX-License-Identifier: Apache-2.0
// Lists in statements: a fixed number of parameters, filled up with the last one, because the
// engines share no way to pass a list.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "db/db.hpp"

namespace gewu::figures::store {

inline constexpr int few = 20;
inline constexpr int many = 100;

/// "$3, $4, …": `count` parameters from number `first` on.
inline std::string slots(int first, int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out += (i > 0 ? ", $" : "$") + std::to_string(first + i);
  return out;
}

/// Calls `use` with at most `count` of `items` at a time.
template <class T, class Use>
void for_slots(std::span<const T> items, int count, Use&& use) {
  while (!items.empty()) {
    const auto some = items.first(std::min(items.size(), static_cast<std::size_t>(count)));
    use(some);
    items = items.subspan(some.size());
  }
}

/// Appends `count` parameters: `number_of` each item, the last one repeated.
template <class T, class NumberOf>
void append_slots(std::vector<db::Value>& parameters, std::span<const T> items, int count,
                  NumberOf&& number_of) {
  for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
    parameters.emplace_back(number_of(items[std::min(i, items.size() - 1)]));
  }
}

}  // namespace gewu::figures::store
