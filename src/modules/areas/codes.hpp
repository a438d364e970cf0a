// SPDX-License-Identifier: Apache-2.0
// Codes of areas. Official Chinese codes are held to the rules of the statistical and civil-affairs
// division codes and of the grid codes built on them; any other place may number as it likes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "modules/areas/area.hpp"

namespace gewu::areas {

/// Six digits that begin with a province: the district's areas claim official codes where theirs
/// are all digits.
bool claims_official(std::string_view district_code);

/// [A-Z0-9-]{2,20}; refusal code_malformed.
Done check_district_code(std::string_view code);

/// [A-Za-z0-9-]{1,32}; in an official district an all-digit code must fit its level: street 9
/// digits (or 12 ending in 000), community 12, grid 15, dedicated grid 15 with sequence 901–999,
/// micro-grid its grid's 15 + 2. Refusals code_malformed, code_wrong_for_level.
Done check_area_code(Level level, std::string_view code, bool official);

/// The code of a child must begin with that of its parent (without a street's trailing 000).
/// Only for a child that is new: an area that moves keeps its code.
Done check_code_under(std::string_view code, std::string_view parent_code, bool official);

/// What the length of an official code says the area is.
std::optional<Level> level_of_code(std::string_view code);
/// The official codes that may be above this one, nearest first.
std::vector<std::string> codes_above(std::string_view code);

/// A level as written in files: our own code, other usual English words, or Chinese.
std::optional<Level> level_from_word(std::string_view word);

}  // namespace gewu::areas
