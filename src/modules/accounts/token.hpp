// SPDX-License-Identifier: Apache-2.0
// Session tokens: 256 random bits, of which the database knows only a digest. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/random.hpp"

namespace gewu::accounts {

class Token {
 public:
  static Token make(Random& random);
  /// From a Cookie header ("a=b; gewu_session=…"); nothing where there is none of the right shape.
  static std::optional<Token> from_cookie(std::string_view header);

  const std::string& str() const { return text_; }
  /// What the session table keeps.
  Digest digest() const;
  /// Derived from the token, so that it needs no column; the cookie cannot be told from it.
  std::string csrf() const;

  /// Set-Cookie for this token; `secure` when the request came over https.
  std::string cookie(bool secure) const;
  static std::string clearing_cookie(bool secure);

 private:
  explicit Token(std::string text) : text_(std::move(text)) {}
  std::string text_;  ///< 64 lower-case hexadecimal digits
};

}  // namespace gewu::accounts
