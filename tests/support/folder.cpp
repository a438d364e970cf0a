// SPDX-License-Identifier: Apache-2.0
#include "support/folder.hpp"

#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace gewu::test {

namespace fs = std::filesystem;

Folder::Folder() {
  std::string pattern = (fs::temp_directory_path() / "gewu-test-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make " + pattern);
  path_ = pattern;
}

Folder::~Folder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::string Folder::write(const std::string& name, const std::string& bytes) const {
  const auto file = (path_ / name).string();
  std::ofstream(file, std::ios::binary) << bytes;
  return file;
}

int Folder::files() const {
  int count = 0;
  for (const auto& entry : fs::recursive_directory_iterator(path_))
    count += entry.is_regular_file();
  return count;
}

}  // namespace gewu::test
