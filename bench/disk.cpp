// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <stdexcept>

#include "bench.hpp"

namespace gewu::bench {

int disk(const std::string& folder, double seconds) {
  using Clock = std::chrono::steady_clock;
  const std::string path = folder + "/gewu-bench-disk-" + std::to_string(getpid());
  const int file = open(path.c_str(), O_CREAT | O_WRONLY | O_TRUNC, 0600);
  if (file < 0) throw std::runtime_error("cannot write in " + folder);
  unlink(path.c_str());
  const std::array<char, 4096> page{};
  std::vector<double> waits;
  const auto begin = Clock::now();
  const auto elapsed = [&](Clock::time_point from) {
    return std::chrono::duration<double>(Clock::now() - from).count();
  };
  while (elapsed(begin) < seconds) {
    const auto at = Clock::now();
    if (write(file, page.data(), page.size()) != static_cast<ssize_t>(page.size()) ||
        fdatasync(file) != 0) {
      throw std::runtime_error("the disk does not take it");
    }
    waits.push_back(elapsed(at) * 1000);
  }
  const double per_second = static_cast<double>(waits.size()) / elapsed(begin);
  close(file);
  std::sort(waits.begin(), waits.end());
  std::printf("{\"per_second\":%.1f,\"p50_ms\":%.2f,\"p99_ms\":%.2f}\n", per_second,
              percentile(waits, 0.5), percentile(waits, 0.99));
  return 0;
}

}  // namespace gewu::bench
