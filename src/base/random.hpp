// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <span>

namespace gewu {

/// Where secrets and draws come from. A parameter, like time.
class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<std::byte> out) = 0;

  template <std::size_t N>
  std::array<std::byte, N> bytes() {
    std::array<std::byte, N> out{};
    fill(out);
    return out;
  }
  std::uint64_t number() {
    std::uint64_t value = 0;
    fill(std::as_writable_bytes(std::span(&value, 1)));
    return value;
  }
};

/// The operating system's generator. Thread-safe.
class SystemRandom final : public Random {
 public:
  void fill(std::span<std::byte> out) override;
};

/// Repeatable, for tests and simulations; never for secrets of a real district.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : engine_(seed) {}
  void fill(std::span<std::byte> out) override {
    for (auto& b : out) b = static_cast<std::byte>(engine_() & 0xFF);
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace gewu
