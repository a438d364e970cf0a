// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <tuple>

namespace gewu::http {

/// Counts what the server answered, by pattern: never by raw path, so that strangers cannot make
/// series. Thread-safe.
class Metrics {
 public:
  void count(std::string_view pattern, std::string_view method, int status, double seconds,
             std::uint64_t bytes_in, std::uint64_t bytes_out);
  struct Gauges {
    std::size_t connections = 0, event_streams = 0, queued = 0;
    std::uint64_t refused_connections = 0, refused_requests = 0;
  };
  /// Prometheus text format 0.0.4.
  std::string text(const Gauges& gauges) const;

 private:
  static constexpr std::array<double, 13> bounds_ = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
                                                     0.25,  0.5,    1,     2.5,  5,     10};
  struct Histogram {
    std::array<std::uint64_t, bounds_.size() + 1> buckets{};
    double sum = 0;
    std::uint64_t count = 0;
  };
  mutable std::mutex guard_;
  std::map<std::tuple<std::string, std::string, int>, std::uint64_t> requests_;
  std::map<std::string, Histogram, std::less<>> seconds_;
  std::uint64_t bytes_in_ = 0, bytes_out_ = 0;
};

}  // namespace gewu::http
