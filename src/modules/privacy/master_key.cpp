// SPDX-License-Identifier: Apache-2.0
#include "modules/privacy/master_key.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>

#include "base/bytes.hpp"

namespace gewu::privacy {

namespace {

constexpr std::string_view kHeader = "gewu-master-key-1 ";
constexpr std::size_t kFileSize = kHeader.size() + 2 * MasterKey::size + 1;

class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int get() const { return descriptor_; }
  explicit operator bool() const { return descriptor_ >= 0; }

 private:
  int descriptor_;
};

[[noreturn]] void fail(const std::filesystem::path& path, const char* what) {
  throw std::system_error(errno, std::generic_category(), path.string() + ": " + what);
}

Error unreadable(const std::filesystem::path& path, const std::string& why) {
  return {Failure::unavailable, "master_key_unreadable", path.string() + ": " + why};
}

void write_all(int descriptor, std::string_view text, const std::filesystem::path& path) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail(path, "cannot write the master key");
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

void sync_folder(const std::filesystem::path& folder) {
  const File opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!opened || ::fsync(opened.get()) != 0) fail(folder, "cannot flush the folder");
}

std::filesystem::path folder_of(const std::filesystem::path& path) {
  return path.has_parent_path() ? path.parent_path() : ".";
}

}  // namespace

MasterKey::~MasterKey() { sodium_memzero(bytes_.data(), bytes_.size()); }

std::filesystem::path master_key_path(const std::filesystem::path& data_folder) {
  const char* named = std::getenv("GEWU_MASTER_KEY_FILE");
  if (named != nullptr && *named != '\0') return named;
  return data_folder / "master.key";
}

Result<std::optional<MasterKey>> read_master_key(const std::filesystem::path& path) {
  const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file && errno == ENOENT) return std::optional<MasterKey>();
  if (!file) return unreadable(path, std::generic_category().message(errno));
  struct stat about {};
  if (::fstat(file.get(), &about) != 0) fail(path, "cannot read the master key");
  if ((about.st_mode & 077) != 0) {
    return unreadable(path, "other users may read this key. Run: chmod 600 on it.");
  }
  std::string text(kFileSize + 1, '\0');
  std::size_t size = 0;
  while (size < text.size()) {
    const ssize_t got = ::read(file.get(), text.data() + size, text.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail(path, "cannot read the master key");
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  text.resize(size);
  if (text.ends_with('\n')) text.pop_back();
  auto key = text.starts_with(kHeader)
                 ? digest_from_hex(std::string_view(text).substr(kHeader.size()))
                 : std::nullopt;
  sodium_memzero(text.data(), text.size());
  if (!key) return unreadable(path, "this is not a master key. Bring back the file from its copy.");
  const MasterKey out(*key);
  sodium_memzero(key->data(), key->size());
  return std::optional<MasterKey>(out);
}

Result<MasterKey> create_master_key(const std::filesystem::path& path, Random& random) {
  std::filesystem::create_directories(folder_of(path));
  // Written beside and linked into place: a reader never sees half a key, and link() refuses to
  // replace one that another process made first.
  std::string draft = path.string() + ".XXXXXX";
  {
    const File file(::mkostemp(draft.data(), O_CLOEXEC));  // mode 0600
    if (!file) fail(path, "cannot create the master key");
    auto bytes = random.bytes<MasterKey::size>();
    std::string text = std::string(kHeader) + to_hex(bytes) + "\n";
    write_all(file.get(), text, path);
    sodium_memzero(text.data(), text.size());
    sodium_memzero(bytes.data(), bytes.size());
    if (::fsync(file.get()) != 0) fail(path, "cannot flush the master key");
  }
  const bool linked = ::link(draft.c_str(), path.c_str()) == 0 || errno == EEXIST;
  const int why = errno;
  ::unlink(draft.c_str());
  errno = why;
  if (!linked) fail(path, "cannot put the master key in place");
  sync_folder(folder_of(path));
  GEWU_TRY(auto key, read_master_key(path));
  if (!key) return unreadable(path, "the key vanished while it was made.");
  return *key;
}

}  // namespace gewu::privacy
