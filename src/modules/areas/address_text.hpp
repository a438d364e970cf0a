// SPDX-License-Identifier: Apache-2.0
// An address as people write it, folded for comparing and cut into its numbers. Pure; knows no
// names of places: those are found by AddressIndex.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/codes.hpp"

namespace gewu::areas {

/// What a stretch of an address is.
enum class AddressPart {
  name,      ///< of an area, an estate or a road that is known here
  house,     ///< 12号, 12号院 along a road or in a village
  building,  ///< 3号楼, 3栋, 3幢, 3座
  unit,      ///< 2单元, 2门
  floor,     ///< 5层, 5楼
  room,      ///< 501室, 501户, 501
  bare,      ///< a number that does not say of what
  rest,      ///< what is told about the spot: 门口, 楼道里
  around,    ///< near it, opposite of it: not the place itself
  unknown    ///< named, and not known here
};
BOOST_DESCRIBE_ENUM(AddressPart, name, house, building, unit, floor, room, bare, rest, around,
                    unknown)

/// Full-width forms become half-width, small letters capitals, Chinese numerals before a word like
/// 号楼 or 单元 digits, a few traditional signs simplified; punctuation becomes one blank. Invalid
/// UTF-8 ends the text.
std::u32string fold_address(std::string_view utf8);
std::string to_utf8(std::u32string_view text);

/// A number with its word: [first, last) of the folded text.
struct NumberToken {
  AddressPart part{};
  std::u32string value;  ///< without zeros in front: "3", "501", "A"
  std::size_t first = 0, last = 0;
};
/// In order. Nothing is read where `taken` (as long as the text) says that a name stands there.
std::vector<NumberToken> number_tokens(std::u32string_view folded, const std::vector<bool>& taken);

}  // namespace gewu::areas
