// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace gewu {

/// A SHA-256 digest: what receipts, chains and look-ups of secrets are made of. Browsers can
/// recompute it with Web Crypto, which is why it is not a faster hash.
using Digest = std::array<std::byte, 32>;

/// FIPS 180-4, over the concatenation of the parts.
Digest sha256(std::span<const std::byte> data);
Digest sha256(std::string_view text);
Digest sha256(std::initializer_list<std::string_view> parts);

std::string to_hex(std::span<const std::byte> bytes);
/// Lower- or upper-case pairs of hexadecimal digits.
std::optional<std::string> from_hex(std::string_view hex);
std::optional<Digest> digest_from_hex(std::string_view hex);

inline std::string_view as_text(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
inline std::span<const std::byte> as_bytes(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

/// RFC 4648 base 64 for URLs, without padding.
std::string to_base64url(std::span<const std::byte> bytes);
std::optional<std::string> from_base64url(std::string_view text);

/// Crockford base 32 (no I, L, O, U), most significant first.
std::string to_base32(std::span<const std::byte> bytes, std::size_t characters);
/// Folds what people misread or mistype: lower case, O for 0, I and L for 1, spaces and hyphens.
/// Nothing where another character occurs.
std::optional<std::string> fold_base32(std::string_view typed);

}  // namespace gewu
