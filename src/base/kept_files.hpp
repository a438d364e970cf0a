// SPDX-License-Identifier: Apache-2.0
// Files on disk, named by their content, each district's for itself.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"
#include "base/time.hpp"

namespace gewu {

/// 64 hexadecimal digits in lower case, and nothing else: it becomes a path.
bool is_content_hash(std::string_view text);

/// ROOT/<district>/ab/cd/abcd…<ending>. A file is whole or not there: it is written beside its
/// place, forced to disk and renamed. Thread-safe.
class KeptFiles {
 public:
  /// `endings` are all that a hash may have: "-full.jpg", ".ogg".
  KeptFiles(std::filesystem::path root, std::vector<std::string> endings)
      : root_(std::move(root)), endings_(std::move(endings)) {}

  /// Durable when true; false where the disk is full. Throws std::system_error otherwise.
  bool write(DistrictId district, std::string_view hash, std::string_view ending,
             std::string_view bytes);
  std::optional<std::string> read(DistrictId district, std::string_view hash,
                                  std::string_view ending) const;
  bool has(DistrictId district, std::string_view hash, std::string_view ending) const;

  /// Removes what the hash has under any ending, unless one of them was written at or after
  /// `written_before`; true where something went.
  bool remove(DistrictId district, std::string_view hash, Instant written_before);

  /// Every file of the district: its hash (empty where the name is not one of ours, as of a write
  /// that a crash cut off), path and age.
  struct Found {
    std::string hash;
    std::filesystem::path path;
    Instant written_at;
  };
  void each(DistrictId district, const std::function<void(const Found&)>& visit) const;

 private:
  std::filesystem::path path(DistrictId district, std::string_view hash,
                             std::string_view ending) const;

  std::filesystem::path root_;
  std::vector<std::string> endings_;
  std::atomic<unsigned> counter_ = 0;
  std::mutex guard_;  ///< a file must not go between its being written again and its new row
};

}  // namespace gewu
