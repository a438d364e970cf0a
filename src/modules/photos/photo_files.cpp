// SPDX-License-Identifier: Apache-2.0
#include "modules/photos/photo_files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <system_error>

namespace gewu::photos {

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
      if (written < 0) throw std::system_error(errno, std::generic_category(), "write photo");
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  void sync() const {
    if (::fsync(fd_) != 0) throw std::system_error(errno, std::generic_category(), "fsync photo");
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

fs::path PhotoFiles::path(DistrictId district, std::string_view hash, PhotoSize size) const {
  if (!is_content_hash(hash)) throw std::logic_error("not a content hash");
  return root_ / to_string(district) / hash.substr(0, 2) / hash.substr(2, 2) /
         (std::string(hash) + "-" + std::string(code_of(size)) + ".jpg");
}

Done PhotoFiles::write(DistrictId district, std::string_view hash, PhotoSize size,
                       std::string_view bytes) {
  const fs::path place = path(district, hash, size);
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
    return done();
  } catch (const std::system_error& e) {
    std::error_code ignored;
    fs::remove(part, ignored);
    if (!is_full(e)) throw;
    return Error{Failure::unavailable, "photo_storage_full",
                 "The server has no room for photos. Nothing was stored; try again later.", ""};
  }
}

std::optional<std::string> PhotoFiles::read(DistrictId district, std::string_view hash,
                                            PhotoSize size) const {
  std::ifstream file(path(district, hash, size), std::ios::binary);
  if (!file) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

bool PhotoFiles::has(DistrictId district, std::string_view hash) const {
  return fs::is_regular_file(path(district, hash, PhotoSize::full)) &&
         fs::is_regular_file(path(district, hash, PhotoSize::thumb));
}

bool PhotoFiles::remove(DistrictId district, std::string_view hash, Instant written_before) {
  const std::lock_guard lock(guard_);
  const fs::path full = path(district, hash, PhotoSize::full);
  const fs::path thumb = path(district, hash, PhotoSize::thumb);
  for (const auto& file : {full, thumb}) {
    const auto at = written_at(file);
    if (at && *at >= written_before) return false;
  }
  const bool had_full = fs::remove(full), had_thumb = fs::remove(thumb);
  return had_full || had_thumb;
}

void PhotoFiles::each(DistrictId district, const std::function<void(const Found&)>& visit) const {
  const fs::path folder = root_ / to_string(district);
  if (!fs::is_directory(folder)) return;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    const std::string name = entry.path().filename().string();
    Found found{name.substr(0, 64), entry.path(), {}};
    const std::string rest = name.size() > 64 ? name.substr(64) : "";
    if (!is_content_hash(found.hash) || (rest != "-full.jpg" && rest != "-thumb.jpg")) {
      found.hash.clear();
    }
    const auto at = written_at(entry.path());
    if (!at) continue;  // removed meanwhile
    found.written_at = *at;
    visit(found);
  }
}

}  // namespace gewu::photos
