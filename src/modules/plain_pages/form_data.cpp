// SPDX-License-Identifier: Apache-2.0
#include "modules/plain_pages/form_data.hpp"

#include <algorithm>
#include <optional>

namespace gewu::plain_pages {

namespace {

constexpr std::string_view kLineEnd = "\r\n";

Error malformed() {
  return invalid("form_malformed", "The form did not arrive as browsers send it. Send it again.");
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool starts_with_word(std::string_view text, std::string_view word) {
  return text.size() >= word.size() && std::equal(word.begin(), word.end(), text.begin(),
                                                  [](char w, char t) { return w == lower(t); });
}

std::string_view trim(std::string_view text) {
  const auto from = text.find_first_not_of(" \t");
  if (from == text.npos) return {};
  return text.substr(from, text.find_last_not_of(" \t") - from + 1);
}

/// A parameter's value that begins at `text`: a token, or quoted with \" and \\ undone. Moves
/// behind it; nothing where a quote is never closed.
std::optional<std::string> take_value(std::string_view& text) {
  std::string out;
  if (!text.starts_with('"')) {
    const auto end = std::min(text.find(';'), text.size());
    out = trim(text.substr(0, end));
    text.remove_prefix(end);
    return out;
  }
  text.remove_prefix(1);
  while (!text.empty() && text.front() != '"') {
    // Browsers leave a backslash alone (a path of Windows); only before a quote it means that.
    if (text.starts_with("\\\"")) text.remove_prefix(1);
    out += text.front();
    text.remove_prefix(1);
  }
  if (text.empty()) return std::nullopt;
  text.remove_prefix(1);
  return out;
}

struct Disposition {
  std::optional<std::string> name;
  bool has_file_name = false;
};

/// `form-data; name="words"; filename="a.jpg"`
std::optional<Disposition> read_disposition(std::string_view text) {
  text = trim(text);
  if (!starts_with_word(text, "form-data")) return std::nullopt;
  text.remove_prefix(std::min(text.find(';'), text.size()));
  Disposition out;
  while (!text.empty()) {
    if (text.front() != ';') return std::nullopt;
    text = trim(text.substr(1));
    if (text.empty()) break;
    const auto equals = text.find('=');
    if (equals == text.npos) return std::nullopt;
    const std::string_view key = trim(text.substr(0, equals));
    text = trim(text.substr(equals + 1));
    auto value = take_value(text);
    if (!value) return std::nullopt;
    text = trim(text);
    if (key == "name" && !out.name) out.name = std::move(*value);
    if (starts_with_word(key, "filename")) out.has_file_name = true;
  }
  return out;
}

/// The part's headers, of which only the disposition matters.
std::optional<FormPart> read_headers(std::string_view headers) {
  std::optional<FormPart> out;
  while (!headers.empty()) {
    const auto end = std::min(headers.find(kLineEnd), headers.size());
    const std::string_view line = headers.substr(0, end);
    headers.remove_prefix(std::min(end + kLineEnd.size(), headers.size()));
    const auto colon = line.find(':');
    if (colon == line.npos) return std::nullopt;
    const std::string_view key = trim(line.substr(0, colon));
    if (key.size() != 19 || !starts_with_word(key, "content-disposition")) continue;
    const auto disposition = read_disposition(line.substr(colon + 1));
    if (out || !disposition || !disposition->name) return std::nullopt;
    out = FormPart{*disposition->name, disposition->has_file_name, {}};
  }
  return out;
}

int hex_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = lower(c);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::optional<std::string> decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      const int high = i + 2 < text.size() ? hex_of(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? hex_of(text[i + 2]) : -1;
      if (high < 0 || low < 0) return std::nullopt;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

}  // namespace

std::string boundary_of(std::string_view content_type) {
  if (!starts_with_word(trim(content_type), "multipart/form-data")) return {};
  for (auto at = content_type.find(';'); at != content_type.npos;
       at = content_type.find(';', at + 1)) {
    std::string_view rest = trim(content_type.substr(at + 1));
    if (!starts_with_word(rest, "boundary=")) continue;
    rest.remove_prefix(9);
    const auto value = take_value(rest);
    static constexpr std::string_view kMarks = "'()+_,-./:=? ";
    const bool allowed =
        value && !value->empty() && value->size() <= 70 && value->back() != ' ' &&
        std::all_of(value->begin(), value->end(), [](char c) {
          const char l = lower(c);
          return (l >= 'a' && l <= 'z') || (c >= '0' && c <= '9') || kMarks.find(c) != kMarks.npos;
        });
    return allowed ? *value : std::string();
  }
  return {};
}

Result<std::vector<FormPart>> read_multipart(std::string_view boundary, std::string_view body) {
  std::vector<FormPart> out;
  const std::string delimiter = "--" + std::string(boundary);
  const std::string inner = "\r\n" + delimiter;
  // What stands before the first delimiter belongs to nobody.
  std::size_t at = body.starts_with(delimiter) ? 0 : body.find(inner);
  if (boundary.empty() || at == body.npos) return malformed();
  at += body.starts_with(delimiter) ? delimiter.size() : inner.size();
  for (;;) {
    std::string_view rest = body.substr(at);
    if (rest.starts_with("--")) return out;
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
    if (!rest.starts_with(kLineEnd) || out.size() >= kPartsMax) return malformed();
    rest.remove_prefix(kLineEnd.size());
    const auto headers_end = rest.substr(0, kPartHeaderMax).find("\r\n\r\n");
    if (headers_end == rest.npos) return malformed();
    auto part = read_headers(rest.substr(0, headers_end));
    if (!part) return malformed();
    const std::string_view content = rest.substr(headers_end + 4);
    const auto end = content.find(inner);
    if (end == content.npos) return malformed();  // cut off on its way
    part->body = content.substr(0, end);
    out.push_back(std::move(*part));
    at = static_cast<std::size_t>(content.data() - body.data()) + end + inner.size();
  }
}

Result<std::vector<FormField>> read_urlencoded(std::string_view body) {
  std::vector<FormField> out;
  while (!body.empty()) {
    const auto end = std::min(body.find('&'), body.size());
    const std::string_view pair = body.substr(0, end);
    body.remove_prefix(std::min(end + 1, body.size()));
    if (pair.empty()) continue;
    if (out.size() >= kPartsMax) return malformed();
    const auto equals = std::min(pair.find('='), pair.size());
    auto name = decode(pair.substr(0, equals));
    auto value = decode(pair.substr(std::min(equals + 1, pair.size())));
    if (!name || !value) return malformed();
    out.push_back({std::move(*name), std::move(*value)});
  }
  return out;
}

}  // namespace gewu::plain_pages
