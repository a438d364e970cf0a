// SPDX-License-Identifier: Apache-2.0
// Reads a photographed form. Bounded work whatever the picture shows; never guesses.
#pragma once

#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/codes.hpp"
#include "modules/paper/image.hpp"

namespace gewu::paper {

/// Why a reading is not sure.
enum class Doubt {
  no_form,          ///< no square code of a card of this district is seen
  card_unknown,     ///< its check does not fit, or the area is no more
  form_incomplete,  ///< a corner mark is outside the picture, covered or torn off
  form_bent,        ///< corners, code and boxes do not lie where they were printed
  photo_too_faint,  ///< ink and paper are hardly told apart
  tick_unclear,     ///< a box is neither empty nor plainly ticked
  nothing_ticked
};
BOOST_DESCRIBE_ENUM(Doubt, no_form, card_unknown, form_incomplete, form_bent, photo_too_faint,
                    tick_unclear, nothing_ticked)

struct Reading {
  std::optional<std::string> card;
  std::optional<std::string> area;  ///< its code
  std::vector<std::string> ticked;  ///< categories; empty where any box is in doubt
  std::optional<Doubt> doubt;       ///< none: sure
};

/// `district`: whose cards count; another district's is no form.
Reading read_form(const Grey& photo, std::string_view district);

}  // namespace gewu::paper
