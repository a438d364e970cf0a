// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include "http/router.hpp"

namespace gewu::http {

int status_of(Failure kind) {
  switch (kind) {
    case Failure::invalid:
      return 422;
    case Failure::unauthenticated:
      return 401;
    case Failure::forbidden:
      return 403;
    case Failure::not_found:
      return 404;
    case Failure::conflict:
    case Failure::stale:
      return 409;
    case Failure::gone:
      return 410;
    case Failure::too_large:
      return 413;
    case Failure::unsupported_media:
      return 415;
    case Failure::too_many:
      return 429;
    case Failure::unavailable:
      return 503;
  }
  return 500;
}

std::string_view reason_phrase(int status) {
  static const std::map<int, std::string_view> phrases = {
      {200, "OK"},
      {201, "Created"},
      {202, "Accepted"},
      {204, "No Content"},
      {206, "Partial Content"},
      {301, "Moved Permanently"},
      {302, "Found"},
      {303, "See Other"},
      {304, "Not Modified"},
      {307, "Temporary Redirect"},
      {308, "Permanent Redirect"},
      {400, "Bad Request"},
      {401, "Unauthorized"},
      {403, "Forbidden"},
      {404, "Not Found"},
      {405, "Method Not Allowed"},
      {408, "Request Timeout"},
      {409, "Conflict"},
      {410, "Gone"},
      {411, "Length Required"},
      {412, "Precondition Failed"},
      {413, "Content Too Large"},
      {415, "Unsupported Media Type"},
      {417, "Expectation Failed"},
      {422, "Unprocessable Content"},
      {429, "Too Many Requests"},
      {431, "Request Header Fields Too Large"},
      {500, "Internal Server Error"},
      {501, "Not Implemented"},
      {503, "Service Unavailable"},
      {505, "HTTP Version Not Supported"},
  };
  const auto found = phrases.find(status);
  return found == phrases.end() ? "Unknown" : found->second;
}

namespace {

/// `"name":"value"`, valid UTF-8 taken for granted: what we refuse is quoted by checked code only.
void append_member(std::string& out, std::string_view name, std::string_view value) {
  out.append(out.empty() ? "{\"" : ",\"").append(name).append("\":\"");
  for (const char c : value) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) < 0x20 || c == '<') {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(c));
      out += escape;
    } else {
      out += c;
    }
  }
  out += '"';
}

}  // namespace

Response problem(int status, const Error& error) {
  Response out{.status = status, .content_type = "application/problem+json"};
  append_member(out.body, "type", "urn:gewu:problem:" + error.code);
  append_member(out.body, "title", reason_phrase(status));
  out.body += ",\"status\":" + std::to_string(status);
  append_member(out.body, "code", error.code);
  append_member(out.body, "detail", error.detail);
  if (!error.field.empty()) append_member(out.body, "field", error.field);
  out.body += '}';
  if (status == 429) out.headers.emplace_back("Retry-After", "30");
  if (status == 503) out.headers.emplace_back("Retry-After", "2");
  return out;
}

Response problem(const Error& error) {
  return problem(error.code == "json_malformed" ? 400 : status_of(error.kind), error);
}

}  // namespace gewu::http
