// SPDX-License-Identifier: Apache-2.0
// A tar of named parts that proves itself: its last part lists the SHA-256 of all others in the
// format of sha256sum, so that it can be checked by hand, too.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace gewu::app {

struct ArchivePart {
  std::int64_t bytes = 0;
  std::string sha256;
};
/// By name.
using ArchiveParts = std::map<std::string, ArchivePart>;

class ArchiveWriter {
 public:
  /// Makes the file, readable by its owner only. Throws std::runtime_error where it exists or
  /// cannot be written; so do the others.
  explicit ArchiveWriter(const std::filesystem::path& path);
  ~ArchiveWriter();
  ArchiveWriter(const ArchiveWriter&) = delete;
  ArchiveWriter& operator=(const ArchiveWriter&) = delete;

  void add_text(const std::string& name, std::string_view text);
  /// False where there is no such file (any more).
  bool add_file(const std::string& name, const std::filesystem::path& from);
  /// Adds the list of checksums and flushes everything to the disk. Gives what is in it.
  ArchiveParts finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Where a part's bytes go while it is read.
class PartSink {
 public:
  virtual ~PartSink() = default;
  virtual void take(std::string_view bytes) = 0;
  virtual void end() = 0;
};

/// Reads all of it; `open` gives a sink for a part that is wanted, or null, and `wanted_name` says
/// which names may be there at all. Also of an archive that was packed with gzip, xz or zstd since.
/// Refusals: archive_unreadable, archive_damaged, archive_truncated, archive_part_unknown,
/// archive_checksum_wrong (names the part).
Result<ArchiveParts> read_archive(
    const std::filesystem::path& path, const std::function<bool(const std::string&)>& wanted_name,
    const std::function<std::unique_ptr<PartSink>(const std::string&, std::int64_t)>& open);

}  // namespace gewu::app
