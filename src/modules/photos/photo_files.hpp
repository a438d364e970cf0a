// SPDX-License-Identifier: Apache-2.0
// Photos on disk, named by their content.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/ids.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "modules/photos/photo.hpp"

namespace gewu::photos {

/// ROOT/<district>/ab/cd/abcd….full.jpg. A file is whole or not there: it is written beside its
/// place, forced to disk and renamed. Thread-safe.
class PhotoFiles {
 public:
  explicit PhotoFiles(std::filesystem::path root) : root_(std::move(root)) {}

  /// Durable when it returns. Refusal: photo_storage_full; throws std::system_error otherwise.
  Done write(DistrictId district, std::string_view hash, PhotoSize size, std::string_view bytes);
  std::optional<std::string> read(DistrictId district, std::string_view hash, PhotoSize size) const;
  bool has(DistrictId district, std::string_view hash) const;

  /// Removes both sizes unless either was written after `written_before`; true where it did.
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
  std::filesystem::path path(DistrictId district, std::string_view hash, PhotoSize size) const;

  std::filesystem::path root_;
  std::atomic<unsigned> counter_ = 0;
  std::mutex guard_;  ///< a file must not go between its being written again and its new row
};

/// 64 hexadecimal digits in lower case, and nothing else: it becomes a path.
bool is_content_hash(std::string_view text);

}  // namespace gewu::photos
