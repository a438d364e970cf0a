// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.hpp"

namespace gewu::accounts {

/// 2–40 of a–z, 0–9, dot, underscore, hyphen; begins and ends with a letter or digit. Capitals and
/// full-width forms are folded. Refusal: login_invalid.
class LoginName {
 public:
  static Result<LoginName> parse(std::string_view typed);
  const std::string& str() const { return value_; }
  friend auto operator<=>(const LoginName&, const LoginName&) = default;

 private:
  explicit LoginName(std::string value) : value_(std::move(value)) {}
  std::string value_;
};

/// At least 12 code points of at least 3 classes (lower case, upper case, digits, anything else),
/// at most 1 KiB, nothing common, not made of the login. Refusals: password_too_short,
/// password_too_simple, password_too_common, password_contains_login, password_too_long,
/// text_… for what is no clean text. Field is left to the caller.
Done check_password(std::string_view password, const LoginName& login);

}  // namespace gewu::accounts
