// SPDX-License-Identifier: Apache-2.0
// What AddressIndex knows, made once per snapshot. Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "modules/areas/address_index.hpp"

namespace gewu::areas {

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::u32string_view text) const {
    return std::hash<std::u32string_view>{}(text);
  }
};
/// Indices of areas, ascending.
using Places = std::vector<std::uint32_t>;
using PlacesByText = std::unordered_map<std::u32string, Places, TextHash, std::equal_to<>>;

struct Door {
  std::uint32_t area = 0;
  std::u32string unit, room;
};

struct AddressIndex::Book {
  std::span<const Area> areas;
  std::span<const std::uint32_t> end;
  std::vector<std::uint32_t> parent;  ///< the root is its own
  PlacesByText names;                 ///< of areas, estates and roads, whole and short
  PlacesByText houses;                ///< "文化路#12", and "#12" where no road is told
  PlacesByText buildings;             ///< "3"
  std::unordered_map<std::u32string, bool, TextHash, std::equal_to<>> roads;
  std::unordered_map<std::uint32_t, std::vector<Door>> doors;  ///< by their building
  std::size_t longest = 0;

  bool within(std::uint32_t area, std::uint32_t under) const {
    return under <= area && area < end[under];
  }
};

/// A stretch of a folded text that is a known name: [first, last).
struct NameFound {
  std::size_t first = 0, last = 0;
  const Places* places = nullptr;
};
/// Covers as much of the text by as few names as possible.
std::vector<NameFound> find_names(const PlacesByText& names, std::size_t longest,
                                  std::u32string_view text);
/// 小区 and the like, which some write behind an estate's name and some do not.
std::u32string_view without_generic(std::u32string_view name);
/// Cuts 河南省郑州市 in front: above what is known here. Gives how long that is.
std::size_t province_length(std::u32string_view text);

}  // namespace gewu::areas
