// SPDX-License-Identifier: Apache-2.0
#include "http/target.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"

namespace gewu::http {

namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

Error path_refusal() {
  return invalid("path_invalid",
                 "The address has a broken escape, a hidden character or a \"..\" segment.");
}

bool is_safe_path(std::string_view path) {
  if (path.empty() || path.front() != '/') return false;
  for (const char c : path)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '\\') return false;
  for (std::size_t at = 1; at <= path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    const auto segment = path.substr(at, end - at);
    if (segment == "." || segment == "..") return false;
    at = end + 1;
  }
  return true;
}

Done read_query(std::string_view text, Request& request) {
  for (const auto pair : split_list(text, '&')) {
    const auto equals = pair.find('=');
    auto key = decode_percent(pair.substr(0, equals), true);
    auto value = decode_percent(
        equals == std::string_view::npos ? std::string_view{} : pair.substr(equals + 1), true);
    if (!key || !value)
      return invalid("query_invalid", "A query parameter has a broken escape or is not UTF-8.");
    request.query[std::move(*key)] = std::move(*value);
  }
  return done();
}

}  // namespace

std::optional<std::string> decode_percent(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_space) {
      out += ' ';
    } else if (text[i] != '%') {
      out += text[i];
    } else {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  if (out.find('\0') != std::string::npos || !count_code_points(out)) return std::nullopt;
  return out;
}

Done read_target(std::string_view target, Request& request) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!target.starts_with(scheme)) continue;
    const auto slash = target.find('/', scheme.size());
    target = slash == std::string_view::npos ? "/" : target.substr(slash);
    break;
  }
  const auto mark = target.find('?');
  const auto raw = target.substr(0, mark);
  for (std::size_t at = raw.find('%'); at != std::string_view::npos; at = raw.find('%', at + 1)) {
    const auto escape = lower(raw.substr(at, 3));
    if (escape == "%2f" || escape == "%5c") return path_refusal();
  }
  auto path = decode_percent(raw, false);
  if (!path || !is_safe_path(*path)) return path_refusal();
  request.path = std::move(*path);
  if (mark == std::string_view::npos) return done();
  return read_query(target.substr(mark + 1), request);
}

std::vector<std::string_view> split_list(std::string_view text, char separator) {
  std::vector<std::string_view> out;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(separator, at), text.size());
    const auto part = trim(text.substr(at, end - at));
    if (!part.empty()) out.push_back(part);
    at = end + 1;
  }
  return out;
}

std::string_view trim(std::string_view text) {
  const auto from = text.find_first_not_of(" \t");
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(" \t") - from + 1);
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

bool is_sane_request_id(std::string_view id) {
  return id.size() >= 8 && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '.' || c == '_' || c == '-';
         });
}

bool accepts_coding(std::string_view accept_encoding, std::string_view coding) {
  std::optional<bool> named, any;
  for (const auto entry : split_list(accept_encoding)) {
    const auto parts = split_list(entry, ';');
    if (parts.empty()) continue;
    bool wanted = true;
    for (std::size_t i = 1; i < parts.size(); ++i) {
      double weight = 1;
      if (!parts[i].starts_with("q=") && !parts[i].starts_with("Q=")) continue;
      std::from_chars(parts[i].data() + 2, parts[i].data() + parts[i].size(), weight);
      wanted = weight > 0;
    }
    if (lower(parts[0]) == coding) named = wanted;
    if (parts[0] == "*") any = wanted;
  }
  return named.value_or(any.value_or(false));
}

bool is_media(std::string_view content_type, const std::vector<std::string>& media) {
  const auto type = lower(trim(content_type.substr(0, content_type.find(';'))));
  return std::any_of(media.begin(), media.end(), [&](const std::string& wanted) {
    if (!wanted.ends_with("/*")) return type == wanted;
    const std::size_t stem = wanted.size() - 1;
    return type.size() > stem && type.compare(0, stem, wanted, 0, stem) == 0;
  });
}

}  // namespace gewu::http
