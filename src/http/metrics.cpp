// SPDX-License-Identifier: Apache-2.0
#include "http/metrics.hpp"

#include <algorithm>
#include <charconv>

namespace gewu::http {

namespace {

std::string decimal(double value) {
  char digits[40];
  return {digits, std::to_chars(digits, digits + sizeof digits, value).ptr};
}

std::string label(std::string_view value) {
  std::string out;
  for (const char c : value) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return '"' + out + '"';
}

void series(std::string& out, std::string_view name, std::string_view type, std::string_view help) {
  out.append("# HELP ").append(name).append(" ").append(help).append("\n# TYPE ").append(name);
  out.append(" ").append(type).append("\n");
}

void single(std::string& out, std::string_view name, std::string_view type, std::string_view help,
            std::uint64_t value) {
  series(out, name, type, help);
  out.append(name).append(" ").append(std::to_string(value)).append("\n");
}

}  // namespace

void Metrics::count(std::string_view pattern, std::string_view method, int status, double seconds,
                    std::uint64_t bytes_in, std::uint64_t bytes_out) {
  const std::lock_guard lock(guard_);
  ++requests_[{std::string(pattern), std::string(method), status / 100}];
  auto found = seconds_.find(pattern);
  if (found == seconds_.end()) found = seconds_.emplace(pattern, Histogram{}).first;
  Histogram& histogram = found->second;
  const auto bound = std::lower_bound(bounds_.begin(), bounds_.end(), seconds);
  ++histogram.buckets[static_cast<std::size_t>(bound - bounds_.begin())];
  histogram.sum += seconds;
  ++histogram.count;
  bytes_in_ += bytes_in;
  bytes_out_ += bytes_out;
}

std::string Metrics::text(const Gauges& gauges) const {
  std::string out;
  const std::lock_guard lock(guard_);
  series(out, "gewu_http_requests_total", "counter", "Requests answered.");
  for (const auto& [key, count] : requests_) {
    const auto& [pattern, method, status] = key;
    out += "gewu_http_requests_total{pattern=" + label(pattern) + ",method=" + label(method) +
           ",status=\"" + std::to_string(status) + "xx\"} " + std::to_string(count) + '\n';
  }
  series(out, "gewu_http_request_seconds", "histogram",
         "From the end of the header to the last byte handed over.");
  for (const auto& [pattern, histogram] : seconds_) {
    const std::string at = "{pattern=" + label(pattern);
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < histogram.buckets.size(); ++i) {
      sum += histogram.buckets[i];
      out += "gewu_http_request_seconds_bucket" + at + ",le=\"" +
             (i < bounds_.size() ? decimal(bounds_[i]) : "+Inf") + "\"} " + std::to_string(sum) +
             '\n';
    }
    out += "gewu_http_request_seconds_sum" + at + "} " + decimal(histogram.sum) + '\n';
    out += "gewu_http_request_seconds_count" + at + "} " + std::to_string(histogram.count) + '\n';
  }
  single(out, "gewu_http_bytes_in_total", "counter", "Bytes of request bodies.", bytes_in_);
  single(out, "gewu_http_bytes_out_total", "counter", "Bytes of answers.", bytes_out_);
  single(out, "gewu_http_connections", "gauge", "Open connections.", gauges.connections);
  single(out, "gewu_http_event_streams", "gauge", "Open event streams.", gauges.event_streams);
  single(out, "gewu_http_queue_length", "gauge", "Requests waiting for a worker.", gauges.queued);
  single(out, "gewu_http_connections_refused_total", "counter",
         "Connections over the connection limit.", gauges.refused_connections);
  single(out, "gewu_http_requests_refused_total", "counter",
         "Requests refused because the queue was full.", gauges.refused_requests);
  return out;
}

}  // namespace gewu::http
