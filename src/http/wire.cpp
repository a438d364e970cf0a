// SPDX-License-Identifier: Apache-2.0
#include "http/wire.hpp"

#include <algorithm>
#include <cstdio>
#include <stdexcept>

#include "http/target.hpp"

namespace gewu::http {

namespace {

void append(std::string& out, std::string_view name, std::string_view value) {
  const auto bad = [](std::string_view text) {
    return text.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos;
  };
  if (bad(name) || bad(value) || name.empty())
    throw std::logic_error("a header holds a line break: " + lower(name.substr(0, 40)));
  out.append(name).append(": ").append(value).append("\r\n");
}

bool has(const Response& response, std::string_view lower_case_name) {
  return std::any_of(response.headers.begin(), response.headers.end(),
                     [&](const auto& header) { return lower(header.first) == lower_case_name; });
}

constexpr std::pair<std::string_view, std::string_view> security_headers[] = {
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"X-Frame-Options", "DENY"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
};

}  // namespace

std::string http_date(Instant t) {
  static constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                           "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(t);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(t - day));
  char text[48];
  std::snprintf(text, sizeof text, "%s, %02u %s %04d %02d:%02d:%02d GMT",
                days[std::chrono::weekday(day).c_encoding()], static_cast<unsigned>(date.day()),
                months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()));
  return text;
}

void name_request(Response& response, std::string_view request_id) {
  if (response.content_type != "application/problem+json" || !response.body.ends_with('}')) return;
  response.body.pop_back();
  response.body.append(R"(,"request_id":")").append(request_id).append("\"}");
}

std::string head_of(const Response& response, const HeadOptions& options) {
  std::string out = "HTTP/1.1 " + std::to_string(response.status) + ' ';
  out.append(reason_phrase(response.status)).append("\r\n");
  out.reserve(640);
  append(out, "Date", http_date(options.now));
  const bool has_body = response.status != 204 && response.status != 304;
  if (!response.content_type.empty() && has_body)
    append(out, "Content-Type", response.content_type);
  if (has_body && !options.is_events)
    append(out, "Content-Length", std::to_string(response.body.size()));
  for (const auto& [name, value] : response.headers) append(out, name, value);
  append(out, "X-Request-Id", options.request_id);
  for (const auto& [name, value] : security_headers)
    if (!has(response, lower(name))) append(out, name, value);
  // Data is nobody's page and nobody's to keep; files and photos say what they allow themselves.
  if (response.content_type.find("json") != std::string::npos) {
    if (!has(response, "content-security-policy"))
      append(out, "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  }
  if (!has(response, "cache-control")) append(out, "Cache-Control", "no-store");
  if (options.varies_by_coding && !has(response, "vary")) append(out, "Vary", "Accept-Encoding");
  if (options.is_events) append(out, "X-Accel-Buffering", "no");
  if (!options.keep_alive) append(out, "Connection", "close");
  out += "\r\n";
  return out;
}

}  // namespace gewu::http
