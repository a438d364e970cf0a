// SPDX-License-Identifier: Apache-2.0
// What is known of a photo. Pure.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "base/codes.hpp"
#include "base/ids.hpp"
#include "base/time.hpp"

namespace gewu::photos {

/// What a photo shows: the thing close up, its surroundings, a comparison, before and after work.
enum class PhotoKind { near, far, reference, before, after };
BOOST_DESCRIBE_ENUM(PhotoKind, near, far, reference, before, after)

/// What a photo hangs on.
enum class OwnerKind { case_file };
BOOST_DESCRIBE_ENUM(OwnerKind, case_file)

enum class PhotoSize { full, thumb };
BOOST_DESCRIBE_ENUM(PhotoSize, full, thumb)

/// A cleaned photo whose files are on disk; nothing refers to them until `store`.
struct Prepared {
  std::string content_hash;  ///< SHA-256 of the full-size file, in hexadecimal
  int width = 0, height = 0;
  std::int64_t bytes = 0;           ///< of the full-size file
  std::optional<Instant> taken_at;  ///< only where the camera told its offset from UTC
};

struct Photo {
  PhotoId photo;
  std::string content_hash;
  int width = 0, height = 0;
  std::int64_t bytes = 0;
  std::optional<Instant> taken_at;
  Instant uploaded_at;
  std::optional<OwnerKind> owner_kind;
  RecordId owner;
  std::optional<PhotoKind> kind;
  std::optional<Instant> expires_at;  ///< none once attached
};

}  // namespace gewu::photos
