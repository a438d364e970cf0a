// SPDX-License-Identifier: Apache-2.0
// Which place an address means. Built over the areas of a snapshot, in memory: names, other names,
// addresses, and the numbers of buildings and dwellings in them. Pure.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "modules/areas/address_text.hpp"
#include "modules/areas/area.hpp"

namespace gewu::areas {

/// one: every named part agrees on one place. several: somebody chooses. none: something that was
/// named is not known here, or too little was said; what did match is still offered.
enum class AddressOutcome { one, several, none };
BOOST_DESCRIBE_ENUM(AddressOutcome, one, several, none)

/// Why a choice is offered and not taken for a fact.
enum class AddressDoubt {
  none,
  more_than_one,   ///< others are called the same
  number_unclear,  ///< 12号 or 3楼 taken for the number of a building
  part_unknown,    ///< agrees, but for a part that is not known here
  parts_disagree,  ///< parts that are known, but not together
  near_only,       ///< the words say that it is near this place, not in it
  road_only        ///< a road without a number
};
BOOST_DESCRIBE_ENUM(AddressDoubt, none, more_than_one, number_unclear, part_unknown, parts_disagree,
                    near_only, road_only)

struct AddressWord {
  std::string words;  ///< folded, as compared
  AddressPart part{};
};

struct AddressChoice {
  std::uint32_t area = 0;  ///< index of the areas given to the index
  AddressDoubt doubt{};
  bool whole = true;  ///< false: unit, floor or room are not on record below this place
};

struct AddressAnswer {
  AddressOutcome outcome = AddressOutcome::none;
  std::vector<AddressWord> words;      ///< how it was read, in order
  std::vector<AddressChoice> choices;  ///< outcome one: just that; else at most `most`, best first
  bool more = false;                   ///< there were more choices
};

class AddressIndex {
 public:
  static constexpr std::size_t most = 10;

  /// `areas` in preorder (TerritorySnapshot::all()), `end[i]` one past the subtree of areas[i];
  /// both outlive the index.
  AddressIndex(std::span<const Area> areas, std::span<const std::uint32_t> end);
  ~AddressIndex();
  AddressIndex(const AddressIndex&) = delete;
  AddressIndex& operator=(const AddressIndex&) = delete;

  AddressAnswer find(std::string_view address) const;

  struct Book;

 private:
  std::unique_ptr<Book> book_;
};

/// The other names of an area, as written in one field: by ；;、，, or |.
std::vector<std::string> split_names(std::string_view field);

}  // namespace gewu::areas
