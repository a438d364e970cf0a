// SPDX-License-Identifier: Apache-2.0
// A file of text, plain or compressed by gzip, in any usual encoding, as pieces of UTF-8.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/result.hpp"

namespace gewu::case_import {

class TextFile {
 public:
  /// Unpacked; a bomb ends here.
  static constexpr std::uint64_t bytes_max = std::uint64_t{8} << 30;

  static bool knows(const std::string& encoding);
  /// Refusal: file_unreadable.
  static Result<TextFile> open(const std::string& path, const std::string& encoding);
  TextFile(TextFile&&) noexcept;
  ~TextFile();

  /// The next piece, without a byte-order mark; empty at the end. UTF-8 is passed on as it is; of
  /// other encodings, bytes that mean nothing become U+FFFD. Refusals: file_unreadable,
  /// file_damaged (cut off, or a broken checksum), file_too_large.
  Result<std::string> read();

 private:
  struct Parts;
  explicit TextFile(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace gewu::case_import
