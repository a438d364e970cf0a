// SPDX-License-Identifier: Apache-2.0
// What a post shows to everybody: pure values and their rules.
#pragma once

#include <boost/describe.hpp>
#include <string>
#include <string_view>

#include "base/codes.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"
#include "base/text.hpp"
#include "base/time.hpp"

namespace gewu::places {

using PostName = Text<0, 40>;
using OfficePhone = Text<0, 24>;
using OfficeHours = Text<0, 80>;
using Consent = Text<4, 200>;  ///< how and when the holder agreed, in words

enum class PostEvent { published, changed, withdrawn };
BOOST_DESCRIBE_ENUM(PostEvent, published, changed, withdrawn)

/// What everybody may read. A name, a telephone, or both.
struct Shown {
  std::string name, phone, hours;
};

/// Five digits at least (hotlines have five), and of other signs only + - ( ) and blanks.
bool is_phone(std::string_view text);
/// Refusals: post_empty, phone_malformed, post_shows_login (a login is nobody's name).
Done check_shown(const Shown& shown, std::string_view login);

}  // namespace gewu::places
