// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <optional>

#include "base/random.hpp"
#include "base/result.hpp"

namespace gewu::privacy {

/// 256 bits that wrap every person's key. Kept in a file of its own, never in the database: a
/// stolen database or backup without it opens nothing.
class MasterKey {
 public:
  static constexpr std::size_t size = 32;
  explicit MasterKey(const std::array<std::byte, size>& bytes) : bytes_(bytes) {}
  MasterKey(const MasterKey&) = default;
  MasterKey& operator=(const MasterKey&) = default;
  ~MasterKey();  ///< wipes
  const std::array<std::byte, size>& bytes() const { return bytes_; }

 private:
  std::array<std::byte, size> bytes_;
};

/// Where the key lies: GEWU_MASTER_KEY_FILE when set, else `data_folder`/master.key.
std::filesystem::path master_key_path(const std::filesystem::path& data_folder);

/// Nothing where there is no such file. Refusal: master_key_unreadable.
Result<std::optional<MasterKey>> read_master_key(const std::filesystem::path& path);
/// Writes a fresh key, flushed to disk with its folder. Never overwrites: where another process was
/// faster, that one's key is read. Throws std::system_error where it cannot be written.
Result<MasterKey> create_master_key(const std::filesystem::path& path, Random& random);

}  // namespace gewu::privacy
