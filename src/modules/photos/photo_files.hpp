// SPDX-License-Identifier: Apache-2.0
// Photos on disk, named by their content.
#pragma once

#include "base/kept_files.hpp"
#include "base/result.hpp"
#include "modules/photos/photo.hpp"

namespace gewu::photos {

/// ROOT/<district>/ab/cd/abcd…-full.jpg and -thumb.jpg. Thread-safe.
class PhotoFiles {
 public:
  using Found = KeptFiles::Found;
  explicit PhotoFiles(std::filesystem::path root)
      : files_(std::move(root), {"-full.jpg", "-thumb.jpg"}) {}

  /// Durable when it returns. Refusal: photo_storage_full; throws std::system_error otherwise.
  Done write(DistrictId district, std::string_view hash, PhotoSize size, std::string_view bytes) {
    if (files_.write(district, hash, ending(size), bytes)) return done();
    return Error{Failure::unavailable, "photo_storage_full",
                 "The server has no room for photos. Nothing was stored; try again later.", ""};
  }
  std::optional<std::string> read(DistrictId district, std::string_view hash,
                                  PhotoSize size) const {
    return files_.read(district, hash, ending(size));
  }
  bool has(DistrictId district, std::string_view hash) const {
    return files_.has(district, hash, ending(PhotoSize::full)) &&
           files_.has(district, hash, ending(PhotoSize::thumb));
  }
  /// Removes both sizes unless either was written after `written_before`; true where it did.
  bool remove(DistrictId district, std::string_view hash, Instant written_before) {
    return files_.remove(district, hash, written_before);
  }
  void each(DistrictId district, const std::function<void(const Found&)>& visit) const {
    files_.each(district, visit);
  }

 private:
  static std::string ending(PhotoSize size) { return "-" + std::string(code_of(size)) + ".jpg"; }
  KeptFiles files_;
};

}  // namespace gewu::photos
