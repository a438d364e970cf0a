// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace gewu::app {

inline constexpr const char* kVersion = "0.1.0";

/// What every command takes.
struct Common {
  std::filesystem::path data = "data";
  std::string database;  ///< url; empty: sqlite in `data`
  std::string district;  ///< code
  bool json = false;

  std::string url() const {
    return database.empty() ? "sqlite:" + (data / "gewu.sqlite").string() : database;
  }
};

/// Exit codes of the command line.
inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;
inline constexpr int kUsage = 2;

}  // namespace gewu::app
