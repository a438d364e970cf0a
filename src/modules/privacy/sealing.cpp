// SPDX-License-Identifier: Apache-2.0
#include "modules/privacy/sealing.hpp"

#include <sodium.h>

namespace gewu::privacy {

namespace {

constexpr std::byte kFormat{1};
constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t kHead = 1 + kNonce;
constexpr char kContext[crypto_kdf_CONTEXTBYTES + 1] = "gewukeys";

static_assert(SecretKey::size == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
static_assert(SecretKey::size == crypto_kdf_KEYBYTES);

const unsigned char* raw(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* raw(std::byte* bytes) { return reinterpret_cast<unsigned char*>(bytes); }
const unsigned char* raw(const std::byte* bytes) {
  return reinterpret_cast<const unsigned char*>(bytes);
}

}  // namespace

SecretKey::~SecretKey() { sodium_memzero(bytes_.data(), bytes_.size()); }

SecretKey derive(const std::array<std::byte, 32>& master, std::uint64_t number) {
  SecretKey out;
  crypto_kdf_derive_from_key(out.data(), SecretKey::size, number, kContext, raw(master.data()));
  return out;
}

std::vector<std::byte> seal_with(const SecretKey& key, std::string_view plain,
                                 std::string_view associated, Random& random) {
  std::vector<std::byte> out(kHead + plain.size() + kTag);
  out[0] = kFormat;
  random.fill(std::span(out).subspan(1, kNonce));
  crypto_aead_xchacha20poly1305_ietf_encrypt(raw(out.data() + kHead), nullptr, raw(plain),
                                             plain.size(), raw(associated), associated.size(),
                                             nullptr, raw(out.data() + 1), key.data());
  return out;
}

std::optional<std::string> open_with(const SecretKey& key, const std::vector<std::byte>& sealed,
                                     std::string_view associated) {
  if (sealed.size() < kHead + kTag || sealed[0] != kFormat) return std::nullopt;
  std::string out(sealed.size() - kHead - kTag, '\0');
  const int failed = crypto_aead_xchacha20poly1305_ietf_decrypt(
      reinterpret_cast<unsigned char*>(out.data()), nullptr, nullptr, raw(sealed.data() + kHead),
      sealed.size() - kHead, raw(associated), associated.size(), raw(sealed.data() + 1),
      key.data());
  if (failed != 0) return std::nullopt;
  return out;
}

std::vector<std::byte> keyed_digest(const SecretKey& key, std::string_view text) {
  std::vector<std::byte> out(crypto_generichash_BYTES);
  crypto_generichash(raw(out.data()), out.size(), raw(text), text.size(), key.data(),
                     SecretKey::size);
  return out;
}

}  // namespace gewu::privacy
