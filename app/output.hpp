// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gewu::app {

/// One result line on standard output.
void print(std::string_view line);
/// A message on standard error: what happened and what to do.
void complain(std::string_view line);

/// Progress of long work on standard error: redrawn on a terminal, a line now and then elsewhere.
class Progress {
 public:
  explicit Progress(std::string what) : what_(std::move(what)) {}
  ~Progress();
  void at(std::int64_t done, std::int64_t total = 0);

 private:
  std::string what_;
  std::int64_t last_shown_ = -1;
  bool open_ = false;
};

/// Set by SIGINT and SIGTERM: long work looks at it between steps and stops cleanly.
bool stop_requested();
void watch_signals();

}  // namespace gewu::app
