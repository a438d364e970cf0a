// SPDX-License-Identifier: Apache-2.0
// Authenticated encryption of short texts. Pure but for the nonce.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.hpp"

namespace gewu::privacy {

/// 256 bits for one purpose; wiped when it goes.
class SecretKey {
 public:
  static constexpr std::size_t size = 32;
  SecretKey() = default;
  explicit SecretKey(const std::array<std::byte, size>& bytes) : bytes_(bytes) {}
  SecretKey(const SecretKey&) = default;
  SecretKey& operator=(const SecretKey&) = default;
  ~SecretKey();
  const unsigned char* data() const {
    return reinterpret_cast<const unsigned char*>(bytes_.data());
  }
  unsigned char* data() { return reinterpret_cast<unsigned char*>(bytes_.data()); }
  std::string_view view() const { return {reinterpret_cast<const char*>(data()), size}; }

 private:
  std::array<std::byte, size> bytes_{};
};

/// The `number`-th key derived from `master` (BLAKE2b, libsodium crypto_kdf).
SecretKey derive(const std::array<std::byte, 32>& master, std::uint64_t number);

/// XChaCha20-Poly1305 (IETF): one byte of format, 24 of nonce, the text, 16 of tag. Random nonces
/// of 192 bits never meet.
std::vector<std::byte> seal_with(const SecretKey& key, std::string_view plain,
                                 std::string_view associated, Random& random);
/// Nothing where the bytes, the key or `associated` are not those of the sealing.
std::optional<std::string> open_with(const SecretKey& key, const std::vector<std::byte>& sealed,
                                     std::string_view associated);

/// 32 bytes of BLAKE2b under `key`.
std::vector<std::byte> keyed_digest(const SecretKey& key, std::string_view text);

}  // namespace gewu::privacy
