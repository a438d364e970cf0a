// SPDX-License-Identifier: Apache-2.0
#include "json/writer.hpp"

#include <boost/json.hpp>
#include <charconv>
#include <cmath>
#include <stdexcept>

namespace gewu::json {

namespace bj = boost::json;

namespace {

/// Bytes of the valid UTF-8 sequence at `at`, or 0.
std::size_t sequence_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  const unsigned lead = byte(0);
  const std::size_t size = lead < 0x80   ? 1
                           : lead < 0xC2 ? 0
                           : lead < 0xE0 ? 2
                           : lead < 0xF0 ? 3
                           : lead < 0xF5 ? 4
                                         : 0;
  if (size == 0 || at + size > text.size()) return 0;
  for (std::size_t i = 1; i < size; ++i)
    if ((byte(i) & 0xC0) != 0x80) return 0;
  if (lead == 0xE0 && byte(1) < 0xA0) return 0;   // overlong
  if (lead == 0xED && byte(1) >= 0xA0) return 0;  // surrogate
  if (lead == 0xF0 && byte(1) < 0x90) return 0;
  if (lead == 0xF4 && byte(1) >= 0x90) return 0;
  return size;
}

void append_escape(std::string& out, unsigned code) {
  constexpr char digits[] = "0123456789abcdef";
  out += "\\u00";
  out += digits[code >> 4 & 15];
  out += digits[code & 15];
}

void append_ascii(std::string& out, char c) {
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      break;
  }
  const auto code = static_cast<unsigned char>(c);
  if (code < 0x20 || code == 0x7F || c == '<') return append_escape(out, code);
  out += c;
}

template <class T>
void append_number(std::string& out, T value) {
  char digits[40];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

}  // namespace

void Writer::comma() {
  if (!first_) out_ += ',';
  first_ = false;
}

void Writer::open(char bracket) {
  comma();
  out_ += bracket;
  first_ = true;
}

void Writer::close(char bracket) {
  out_ += bracket;
  first_ = false;
}

void Writer::key(std::string_view name) {
  string(name);
  out_ += ':';
  first_ = true;
}

void Writer::boolean(bool value) {
  comma();
  out_ += value ? "true" : "false";
}

void Writer::integer(std::int64_t value) {
  comma();
  append_number(out_, value);
}

void Writer::natural(std::uint64_t value) {
  comma();
  append_number(out_, value);
}

void Writer::number(double value) {
  if (!std::isfinite(value)) throw std::logic_error("JSON has no NaN and no infinity");
  comma();
  append_number(out_, value);
}

void Writer::string(std::string_view utf8) {
  comma();
  out_ += '"';
  for (std::size_t at = 0; at < utf8.size();) {
    const std::size_t size = sequence_length(utf8, at);
    const auto sequence = utf8.substr(at, size);
    if (size == 0) {
      out_ += "\xEF\xBF\xBD";
    } else if (size == 1) {
      append_ascii(out_, utf8[at]);
    } else if (sequence == "\xE2\x80\xA8") {
      out_ += "\\u2028";  // a line break to JavaScript
    } else if (sequence == "\xE2\x80\xA9") {
      out_ += "\\u2029";
    } else {
      out_ += sequence;
    }
    at += size == 0 ? 1 : size;
  }
  out_ += '"';
}

void Writer::value(const bj::object& object) {
  open('{');
  for (const auto& entry : object) {
    key(std::string_view(entry.key().data(), entry.key().size()));
    value(entry.value());
  }
  close('}');
}

void Writer::value(const bj::value& any) {
  switch (any.kind()) {
    case bj::kind::null:
      comma();
      out_ += "null";
      return;
    case bj::kind::bool_:
      return boolean(any.get_bool());
    case bj::kind::int64:
      return integer(any.get_int64());
    case bj::kind::uint64:
      return natural(any.get_uint64());
    case bj::kind::double_:
      return number(any.get_double());
    case bj::kind::string:
      return string(std::string_view(any.get_string().data(), any.get_string().size()));
    case bj::kind::object:
      return value(any.get_object());
    case bj::kind::array:
      break;
  }
  open('[');
  for (const auto& held : any.get_array()) value(held);
  close(']');
}

}  // namespace gewu::json
