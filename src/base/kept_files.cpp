// SPDX-License-Identifier: Apache-2.0
#include "base/kept_files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <system_error>

namespace gewu {

namespace fs = std::filesystem;

namespace {

class Descriptor {
 public:
  Descriptor(const fs::path& path, int flags) : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0640)) {
    if (fd_ < 0) throw std::system_error(errno, std::generic_category(), path.string());
  }
  ~Descriptor() { ::close(fd_); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  void write(std::string_view bytes) const {
    while (!bytes.empty()) {
      const auto written = ::write(fd_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) throw std::system_error(errno, std::generic_category(), "write file");
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  void sync() const {
    if (::fsync(fd_) != 0) throw std::system_error(errno, std::generic_category(), "fsync file");
  }

 private:
  int fd_;
};

void sync_folder(const fs::path& folder) { Descriptor(folder, O_RDONLY | O_DIRECTORY).sync(); }

/// Makes missing folders one by one, so that each new name is durable in the folder above it.
void make_folders(const fs::path& folder) {
  if (folder.empty() || fs::is_directory(folder)) return;
  make_folders(folder.parent_path());
  fs::create_directory(folder);
  if (!folder.parent_path().empty()) sync_folder(folder.parent_path());
}

bool is_full(const std::system_error& e) {
  return e.code() == std::errc::no_space_on_device || e.code().value() == EDQUOT;
}

std::optional<Instant> written_at(const fs::path& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) return std::nullopt;
  return instant(std::int64_t{info.st_mtim.tv_sec} * 1000 + info.st_mtim.tv_nsec / 1'000'000);
}

}  // namespace

bool is_content_hash(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == text.npos;
}

fs::path KeptFiles::path(DistrictId district, std::string_view hash,
                         std::string_view ending) const {
  const bool known = std::find(endings_.begin(), endings_.end(), ending) != endings_.end();
  if (!is_content_hash(hash) || !known) throw std::logic_error("not the name of a kept file");
  return root_ / to_string(district) / hash.substr(0, 2) / hash.substr(2, 2) /
         (std::string(hash) + std::string(ending));
}

bool KeptFiles::write(DistrictId district, std::string_view hash, std::string_view ending,
                      std::string_view bytes) {
  const fs::path place = path(district, hash, ending);
  fs::path part = place;
  part += "." + std::to_string(::getpid()) + "-" + std::to_string(counter_++) + ".part";
  try {
    make_folders(place.parent_path());
    {
      const Descriptor file(part, O_WRONLY | O_CREAT | O_TRUNC);
      file.write(bytes);
      file.sync();
    }
    const std::lock_guard lock(guard_);
    fs::rename(part, place);
    sync_folder(place.parent_path());
    return true;
  } catch (const std::system_error& e) {
    std::error_code ignored;
    fs::remove(part, ignored);
    if (!is_full(e)) throw;
    return false;
  }
}

std::optional<std::string> KeptFiles::read(DistrictId district, std::string_view hash,
                                           std::string_view ending) const {
  std::ifstream file(path(district, hash, ending), std::ios::binary);
  if (!file) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

bool KeptFiles::has(DistrictId district, std::string_view hash, std::string_view ending) const {
  return fs::is_regular_file(path(district, hash, ending));
}

bool KeptFiles::remove(DistrictId district, std::string_view hash, Instant written_before) {
  const std::lock_guard lock(guard_);
  for (const auto& ending : endings_) {
    const auto at = written_at(path(district, hash, ending));
    if (at && *at >= written_before) return false;
  }
  bool removed = false;
  for (const auto& ending : endings_) removed |= fs::remove(path(district, hash, ending));
  return removed;
}

void KeptFiles::each(DistrictId district, const std::function<void(const Found&)>& visit) const {
  const fs::path folder = root_ / to_string(district);
  if (!fs::is_directory(folder)) return;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    const std::string name = entry.path().filename().string();
    Found found{name.substr(0, 64), entry.path(), {}};
    const std::string rest = name.size() > 64 ? name.substr(64) : "";
    if (!is_content_hash(found.hash) ||
        std::find(endings_.begin(), endings_.end(), rest) == endings_.end()) {
      found.hash.clear();
    }
    const auto at = written_at(entry.path());
    if (!at) continue;  // removed meanwhile
    found.written_at = *at;
    visit(found);
  }
}

}  // namespace gewu
