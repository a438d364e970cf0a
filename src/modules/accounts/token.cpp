// SPDX-License-Identifier: Apache-2.0
#include "modules/accounts/token.hpp"

#include <algorithm>

namespace gewu::accounts {

namespace {

constexpr std::string_view kCookie = "gewu_session";
constexpr std::size_t kBytes = 32;

std::string attributes(bool secure) {
  return std::string("; HttpOnly; SameSite=Strict; Path=/") + (secure ? "; Secure" : "");
}

bool is_token(std::string_view text) {
  return text.size() == 2 * kBytes && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

}  // namespace

Token Token::make(Random& random) { return Token(to_hex(random.bytes<kBytes>())); }

std::optional<Token> Token::from_cookie(std::string_view header) {
  while (!header.empty()) {
    const auto end = std::min(header.find(';'), header.size());
    std::string_view pair = header.substr(0, end);
    header.remove_prefix(std::min(end + 1, header.size()));
    while (pair.starts_with(' ')) pair.remove_prefix(1);
    const auto equals = pair.find('=');
    if (equals == pair.npos || pair.substr(0, equals) != kCookie) continue;
    const auto value = pair.substr(equals + 1);
    if (is_token(value)) return Token(std::string(value));
  }
  return std::nullopt;
}

// The prefixes keep the two digests apart: knowing one tells nothing of the other.
Digest Token::digest() const { return sha256({"gewu session ", text_}); }
std::string Token::csrf() const { return to_hex(sha256({"gewu csrf ", text_})); }

std::string Token::cookie(bool secure) const {
  return std::string(kCookie) + "=" + text_ + attributes(secure);
}

std::string Token::clearing_cookie(bool secure) {
  return std::string(kCookie) + "=; Max-Age=0" + attributes(secure);
}

}  // namespace gewu::accounts
