// SPDX-License-Identifier: Apache-2.0
#include "output.hpp"

#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>

namespace gewu::app {

namespace {

std::atomic<bool> stop_asked{false};

void on_signal(int) { stop_asked = true; }

std::int64_t seconds_now() {
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

}  // namespace

void print(std::string_view line) {
  std::fwrite(line.data(), 1, line.size(), stdout);
  std::fputc('\n', stdout);
}

void complain(std::string_view line) {
  std::fwrite(line.data(), 1, line.size(), stderr);
  std::fputc('\n', stderr);
}

Progress::~Progress() {
  if (open_) std::fputc('\n', stderr);
}

void Progress::at(std::int64_t done, std::int64_t total) {
  const bool terminal = isatty(STDERR_FILENO) != 0;
  const std::int64_t now = seconds_now();
  if (last_shown_ >= 0 && now - last_shown_ < (terminal ? 1 : 10) && done != total) return;
  last_shown_ = now;
  const std::string text = what_ + ": " + std::to_string(done) +
                           (total > 0 ? " / " + std::to_string(total) : std::string());
  std::fprintf(stderr, terminal ? "\r%s" : "%s\n", text.c_str());
  open_ = terminal;
}

bool stop_requested() { return stop_asked; }

void watch_signals() {
  std::signal(SIGINT, on_signal);
  std::signal(SIGTERM, on_signal);
  std::signal(SIGPIPE, SIG_IGN);
}

}  // namespace gewu::app
