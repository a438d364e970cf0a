// SPDX-License-Identifier: Apache-2.0
// Random numbers that are the same everywhere for a seed: the standard library leaves the
// arithmetic of its distributions to each vendor, and a plan must not change with the compiler.
#pragma once

#include <array>
#include <bit>
#include <cstdint>

namespace gewu::planner {

/// xoshiro256** of Blackman and Vigna, seeded by splitmix64. Not for secrets.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) {
    for (auto& word : state_) {
      seed += 0x9E3779B97F4A7C15U;
      std::uint64_t z = seed;
      z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
      z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
      word = z ^ (z >> 31U);
    }
  }

  std::uint64_t number() {
    const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
    const std::uint64_t t = state_[1] << 17U;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= t;
    state_[3] = std::rotl(state_[3], 45);
    return result;
  }
  /// 0 … count − 1, for a count from 1 to 2^32 − 1; the bias (count / 2^32) does not matter here.
  std::uint32_t below(std::uint32_t count) {
    return static_cast<std::uint32_t>(((number() >> 32U) * count) >> 32U);
  }
  /// 0 ≤ x < 1.
  double share() { return static_cast<double>(number() >> 11U) * 0x1.0p-53; }

 private:
  std::array<std::uint64_t, 4> state_{};
};

}  // namespace gewu::planner
