// SPDX-License-Identifier: Apache-2.0
#include "modules/places/post.hpp"

#include <algorithm>

namespace gewu::places {

bool is_phone(std::string_view text) {
  constexpr std::string_view others = "+-() ";
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  const bool sound = std::all_of(text.begin(), text.end(),
                                 [&](char c) { return digit(c) || others.find(c) != others.npos; });
  return sound && std::count_if(text.begin(), text.end(), digit) >= 5;
}

Done check_shown(const Shown& shown, std::string_view login) {
  if (shown.name.empty() && shown.phone.empty()) {
    return invalid("post_empty", "Give a name, an office telephone, or both.", "/name");
  }
  if (!shown.phone.empty() && !is_phone(shown.phone)) {
    return invalid("phone_malformed", "A telephone has five digits or more, + - ( ) and blanks.",
                   "/phone");
  }
  if (!login.empty() && (shown.name == login || shown.phone == login)) {
    return invalid("post_shows_login", "This is the login of the account; it is never shown.",
                   shown.name == login ? "/name" : "/phone");
  }
  return done();
}

}  // namespace gewu::places
