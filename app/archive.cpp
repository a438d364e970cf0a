// SPDX-License-Identifier: Apache-2.0
#include "archive.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <vector>

#include "base/bytes.hpp"

namespace gewu::app {

namespace fs = std::filesystem;

namespace {

constexpr const char* kSums = "SHA256SUMS";
constexpr std::size_t kPiece = 256 * 1024;
constexpr std::int64_t kSumsBytesMost = std::int64_t{2} << 30;

class Sha256 {
 public:
  Sha256() { crypto_hash_sha256_init(&state_); }
  void take(std::string_view bytes) {
    crypto_hash_sha256_update(&state_, reinterpret_cast<const unsigned char*>(bytes.data()),
                              bytes.size());
  }
  std::string hex() {
    Digest out{};
    crypto_hash_sha256_final(&state_, reinterpret_cast<unsigned char*>(out.data()));
    return to_hex(out);
  }

 private:
  crypto_hash_sha256_state state_{};
};

struct FreeWriter {
  void operator()(archive* a) const { archive_write_free(a); }
};
struct FreeReader {
  void operator()(archive* a) const { archive_read_free(a); }
};
struct FreeEntry {
  void operator()(archive_entry* e) const { archive_entry_free(e); }
};

class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int get() const { return descriptor_; }

 private:
  int descriptor_;
};

[[noreturn]] void fail(const std::string& what, int code) {
  throw std::system_error(code, std::generic_category(), what);
}

}  // namespace

// ---- writing -----------------------------------------------------------------------------------

struct ArchiveWriter::State {
  State(fs::path where, int descriptor) : path(std::move(where)), file(descriptor) {}
  fs::path path;
  File file;
  std::unique_ptr<archive, FreeWriter> writer;
  ArchiveParts parts;

  void must(int code) const {
    if (code >= ARCHIVE_OK) return;
    const int reason = archive_errno(writer.get());
    fail("writing " + path.string(), reason > 0 ? reason : EIO);
  }

  void begin(const std::string& name, std::int64_t bytes) const {
    const std::unique_ptr<archive_entry, FreeEntry> entry(archive_entry_new());
    archive_entry_set_pathname(entry.get(), name.c_str());
    archive_entry_set_size(entry.get(), bytes);
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0600);
    must(archive_write_header(writer.get(), entry.get()));
  }

  void write(std::string_view bytes) const {
    const auto written = archive_write_data(writer.get(), bytes.data(), bytes.size());
    if (written < 0) must(ARCHIVE_FATAL);
    if (static_cast<std::size_t>(written) != bytes.size()) fail("a part grew while read", EIO);
  }
};

ArchiveWriter::ArchiveWriter(const fs::path& path) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) fail("cannot make " + path.string(), errno);
  state_ = std::make_unique<State>(path, descriptor);
  state_->writer.reset(archive_write_new());
  archive_write_set_format_pax_restricted(state_->writer.get());
  archive_write_set_bytes_per_block(state_->writer.get(), static_cast<int>(kPiece));
  archive_write_set_bytes_in_last_block(state_->writer.get(), 1);  // no padding at the end
  state_->must(archive_write_open_fd(state_->writer.get(), descriptor));
}

ArchiveWriter::~ArchiveWriter() {
  // What was not finished must not look whole: libarchive would end the tar properly.
  if (state_->writer) archive_write_fail(state_->writer.get());
}

void ArchiveWriter::add_text(const std::string& name, std::string_view text) {
  Sha256 hash;
  hash.take(text);
  state_->begin(name, static_cast<std::int64_t>(text.size()));
  state_->write(text);
  state_->parts[name] = {static_cast<std::int64_t>(text.size()), hash.hex()};
}

bool ArchiveWriter::add_file(const std::string& name, const fs::path& from) {
  const File file(::open(from.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (file.get() < 0 && errno == ENOENT) return false;
  struct stat about {};
  if (file.get() < 0 || ::fstat(file.get(), &about) != 0) fail("reading " + from.string(), errno);
  Sha256 hash;
  std::vector<char> piece(kPiece);
  std::int64_t left = about.st_size;
  state_->begin(name, left);
  while (left > 0) {
    const ssize_t got = ::read(file.get(), piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) fail("reading " + from.string(), got < 0 ? errno : EIO);
    const std::string_view bytes(piece.data(), static_cast<std::size_t>(got));
    hash.take(bytes);
    state_->write(bytes);
    left -= got;
  }
  state_->parts[name] = {about.st_size, hash.hex()};
  return true;
}

ArchiveParts ArchiveWriter::finish() {
  std::string sums;
  for (const auto& [name, part] : state_->parts) sums += part.sha256 + "  " + name + "\n";
  state_->begin(kSums, static_cast<std::int64_t>(sums.size()));
  state_->write(sums);
  state_->must(archive_write_close(state_->writer.get()));
  state_->writer.reset();
  if (::fsync(state_->file.get()) != 0) fail("flushing " + state_->path.string(), errno);
  return state_->parts;
}

// ---- reading -----------------------------------------------------------------------------------

namespace {

Error damaged(const fs::path& path, const std::string& why) {
  return conflict("archive_damaged", path.filename().string() + " is damaged: " + why +
                                         ". Fetch another copy; nothing was restored.");
}

/// Keeps a text in memory.
class TextSink final : public PartSink {
 public:
  explicit TextSink(std::string& to) : to_(to) {}
  void take(std::string_view bytes) override { to_ += bytes; }
  void end() override {}

 private:
  std::string& to_;
};

/// The lines of sha256sum against what was read.
Done compare(const ArchiveParts& parts, const std::string& sums) {
  ArchiveParts listed;
  std::size_t at = 0;
  while (at < sums.size()) {
    const auto end = std::min(sums.find('\n', at), sums.size());
    const std::string line = sums.substr(at, end - at);
    if (line.size() < 67)
      return conflict("archive_checksum_wrong", "The list of checksums is bad.");
    listed[line.substr(66)].sha256 = line.substr(0, 64);
    at = end + 1;
  }
  for (const auto& [name, part] : listed) {
    const auto found = parts.find(name);
    if (found != parts.end() && found->second.sha256 == part.sha256) continue;
    return conflict("archive_checksum_wrong",
                    name + (found == parts.end() ? " is missing from the backup."
                                                 : " is not what was backed up: its checksum "
                                                   "differs. Fetch another copy."));
  }
  for (const auto& [name, part] : parts) {
    if (listed.contains(name)) continue;
    return conflict("archive_checksum_wrong", name + " is not in the backup's own list.");
  }
  return done();
}

class Reading {
 public:
  explicit Reading(const fs::path& path) : path_(path), reader_(archive_read_new()) {
    archive_read_support_format_tar(reader_.get());
    archive_read_support_filter_gzip(reader_.get());
    archive_read_support_filter_xz(reader_.get());
    archive_read_support_filter_zstd(reader_.get());
  }

  Done open() {
    if (archive_read_open_filename(reader_.get(), path_.c_str(), kPiece) == ARCHIVE_OK) {
      return done();
    }
    return not_found("archive_unreadable",
                     path_.string() + " is no backup that can be read: " + why());
  }

  /// The name and size of the next part; nothing at the end.
  Result<std::optional<std::pair<std::string, std::int64_t>>> next() {
    using Out = std::optional<std::pair<std::string, std::int64_t>>;
    archive_entry* entry = nullptr;
    const int code = archive_read_next_header(reader_.get(), &entry);
    if (code == ARCHIVE_EOF) return Out();
    if (code != ARCHIVE_OK) return damaged(path_, why());
    const char* name = archive_entry_pathname(entry);
    if (archive_entry_filetype(entry) != AE_IFREG || name == nullptr ||
        archive_entry_hardlink(entry) != nullptr) {
      return conflict("archive_part_unknown", "The archive holds something that is no file.");
    }
    return Out(std::pair(std::string(name), archive_entry_size(entry)));
  }

  /// The part's bytes, hashed and handed to `sink`, where there is one.
  Result<ArchivePart> take(PartSink* sink) {
    Sha256 hash;
    std::int64_t bytes = 0;
    std::vector<char> piece(kPiece);
    while (true) {
      const auto got = archive_read_data(reader_.get(), piece.data(), piece.size());
      if (got < 0) return damaged(path_, why());
      if (got == 0) break;
      const std::string_view text(piece.data(), static_cast<std::size_t>(got));
      hash.take(text);
      if (sink != nullptr) sink->take(text);
      bytes += got;
    }
    if (sink != nullptr) sink->end();
    return ArchivePart{bytes, hash.hex()};
  }

 private:
  std::string why() const {
    const char* text = archive_error_string(reader_.get());
    return text == nullptr ? "it cannot be read" : text;
  }
  fs::path path_;
  std::unique_ptr<archive, FreeReader> reader_;
};

}  // namespace

Result<ArchiveParts> read_archive(
    const fs::path& path, const std::function<bool(const std::string&)>& wanted_name,
    const std::function<std::unique_ptr<PartSink>(const std::string&, std::int64_t)>& open) {
  Reading reading(path);
  GEWU_CHECK(reading.open());
  ArchiveParts parts;
  std::optional<std::string> sums;
  while (true) {
    GEWU_TRY(const auto part, reading.next());
    if (!part) break;
    const auto& [name, bytes] = *part;
    if (sums || parts.contains(name) || (name != kSums && !wanted_name(name))) {
      return conflict("archive_part_unknown",
                      "The archive holds '" + name + "', which no backup has there.");
    }
    if (name == kSums) {
      if (bytes > kSumsBytesMost) return damaged(path, "its list is too long");
      TextSink text(sums.emplace());
      GEWU_TRY(const auto read, reading.take(&text));
      (void)read;
      continue;
    }
    const auto sink = open(name, bytes);
    GEWU_TRY(parts[name], reading.take(sink.get()));
  }
  if (!sums) {
    return conflict("archive_truncated", path.filename().string() +
                                             " ends early. Fetch another copy; nothing was "
                                             "restored.");
  }
  GEWU_CHECK(compare(parts, *sums));
  return parts;
}

}  // namespace gewu::app
