// SPDX-License-Identifier: Apache-2.0
// A folder of one test's files, gone with the test.
#pragma once

#include <filesystem>
#include <string>

namespace gewu::test {

class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  operator const std::filesystem::path&() const { return path_; }
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

  /// Writes a file of these bytes and returns its path.
  std::string write(const std::string& name, const std::string& bytes) const;
  /// How many files lie in it and below.
  int files() const;

 private:
  std::filesystem::path path_;
};

}  // namespace gewu::test
