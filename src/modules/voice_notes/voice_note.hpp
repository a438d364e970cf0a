// SPDX-License-Identifier: Apache-2.0
// What is known of a voice note. Pure.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "base/codes.hpp"
#include "base/ids.hpp"
#include "base/time.hpp"

namespace gewu::voice_notes {

struct VoiceTag;
using VoiceId = Id<VoiceTag>;

/// The container a browser records into; the code is the file's ending.
enum class Form { webm, ogg, m4a };
BOOST_DESCRIBE_ENUM(Form, webm, ogg, m4a)
/// "audio/webm", "audio/ogg", "audio/mp4".
std::string media_type(Form form);

/// What it hangs on: what a reporter said, or what somebody of the staff said to others of it.
enum class OwnerKind { case_report, case_deed };
BOOST_DESCRIBE_ENUM(OwnerKind, case_report, case_deed)

/// A recording whose file is on disk; nothing refers to it until `store`.
struct Prepared {
  std::string content_hash;  ///< SHA-256 of the file, in hexadecimal
  Form form{};
  std::int64_t bytes = 0;
  std::optional<int> seconds;  ///< where the file tells, rounded up
};

struct VoiceNote {
  VoiceId voice;
  std::string content_hash;
  Form form{};
  std::int64_t bytes = 0;
  std::optional<int> seconds;
  Instant uploaded_at;
  std::optional<OwnerKind> owner_kind;
  RecordId owner;
  std::optional<Instant> expires_at;  ///< none once attached
};

}  // namespace gewu::voice_notes
