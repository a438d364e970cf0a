// SPDX-License-Identifier: Apache-2.0
#include "json/reader.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <boost/json/basic_parser_impl.hpp>
#include <charconv>
#include <cmath>
#include <set>

#include "base/text.hpp"

namespace gewu::json {

namespace bj = boost::json;

namespace {

void append_token(std::string& pointer, std::string_view key) {
  pointer += '/';
  for (const char c : key) {
    if (c == '~') {
      pointer += "~0";
    } else if (c == '/') {
      pointer += "~1";
    } else {
      pointer += c;
    }
  }
}

constexpr std::size_t plain_string_bytes_max = 4096;

/// Hears the parser and builds the tree, because Boost's own builder keeps the last of repeated
/// keys silently, knows no limit but depth and reads doubles inexactly.
class Builder {
 public:
  static constexpr std::size_t max_object_size = bj::object::max_size();
  static constexpr std::size_t max_array_size = bj::array::max_size();
  static constexpr std::size_t max_key_size = bj::string::max_size();
  static constexpr std::size_t max_string_size = bj::string::max_size();

  explicit Builder(const Limits& limits) : limits_(limits) {}

  bool on_document_begin(bj::error_code&) {
    stack_.reset();
    return true;
  }
  bool on_document_end(bj::error_code&) { return true; }
  bool on_object_begin(bj::error_code& ec) { return enter(false, ec); }
  bool on_array_begin(bj::error_code& ec) { return enter(true, ec); }
  bool on_object_end(std::size_t size, bj::error_code&) {
    open_.pop_back();
    stack_.push_object(size);
    return true;
  }
  bool on_array_end(std::size_t size, bj::error_code&) {
    open_.pop_back();
    stack_.push_array(size);
    return true;
  }
  bool on_key_part(bj::string_view part, std::size_t, bj::error_code&) {
    key_.append(part.data(), part.size());
    return true;
  }
  bool on_key(bj::string_view part, std::size_t, bj::error_code& ec) {
    key_.append(part.data(), part.size());
    Open& object = open_.back();
    object.key = std::move(key_);
    key_.clear();
    if (!object.keys.insert(object.key).second)
      return refuse("json_key_repeated", "Give this key only once.", pointer(), ec);
    if (object.keys.size() > limits_.array_items) return too_many(ec);
    stack_.push_key(object.key);
    return true;
  }
  bool on_string_part(bj::string_view part, std::size_t, bj::error_code&) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool on_string(bj::string_view part, std::size_t, bj::error_code& ec) {
    text_.append(part.data(), part.size());
    if (!count(ec)) return false;
    stack_.push_string(text_);
    text_.clear();
    return true;
  }
  bool on_number_part(bj::string_view part, bj::error_code&) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool on_int64(std::int64_t value, bj::string_view, bj::error_code& ec) {
    text_.clear();
    stack_.push_int64(value);
    return count(ec);
  }
  bool on_uint64(std::uint64_t value, bj::string_view, bj::error_code& ec) {
    text_.clear();
    stack_.push_uint64(value);
    return count(ec);
  }
  bool on_double(double rough, bj::string_view part, bj::error_code& ec);
  bool on_bool(bool value, bj::error_code& ec) {
    stack_.push_bool(value);
    return count(ec);
  }
  bool on_null(bj::error_code& ec) {
    stack_.push_null();
    return count(ec);
  }
  bool on_comment_part(bj::string_view, bj::error_code&) { return true; }
  bool on_comment(bj::string_view, bj::error_code&) { return true; }

  bj::value release() { return stack_.release(); }
  std::optional<Error>& refusal() { return refusal_; }
  std::string pointer() const {
    std::string out;
    for (const Open& place : open_) {
      if (!place.is_array) {
        if (!place.keys.empty()) append_token(out, place.key);
      } else if (place.items > 0) {
        append_token(out, std::to_string(place.items - 1));
      }
    }
    return out;
  }

 private:
  struct Open {
    bool is_array = false;
    std::size_t items = 0;
    std::string key = {};
    std::set<std::string, std::less<>> keys = {};
  };

  bool enter(bool is_array, bj::error_code& ec) {
    if (!count(ec)) return false;
    if (open_.size() >= limits_.depth) {
      return refuse("json_too_deep",
                    "Nest at most " + std::to_string(limits_.depth) + " arrays and objects.",
                    pointer(), ec);
    }
    open_.push_back({is_array});
    return true;
  }
  /// One more value: an item, if an array is open.
  bool count(bj::error_code& ec) {
    if (open_.empty() || !open_.back().is_array) return true;
    return ++open_.back().items <= limits_.array_items || too_many(ec);
  }
  bool too_many(bj::error_code& ec) {
    open_.pop_back();
    return refuse("json_array_too_long",
                  "Give at most " + std::to_string(limits_.array_items) + " items.", pointer(), ec);
  }
  bool refuse(std::string code, std::string detail, std::string at, bj::error_code& ec) {
    refusal_ = invalid(std::move(code), std::move(detail), std::move(at));
    ec = bj::error::syntax;
    return false;
  }

  const Limits& limits_;
  bj::value_stack stack_;
  std::vector<Open> open_;
  std::string key_, text_;
  std::optional<Error> refusal_;
};

bool Builder::on_double(double rough, bj::string_view part, bj::error_code& ec) {
  text_.append(part.data(), part.size());
  double exact = rough;
  const auto read = std::from_chars(text_.data(), text_.data() + text_.size(), exact);
  text_.clear();
  if (!count(ec)) return false;
  const bool tiny = read.ec == std::errc::result_out_of_range && std::abs(rough) < 1;
  if (tiny) exact = 0;
  if ((read.ec != std::errc{} && !tiny) || !std::isfinite(exact))
    return refuse("json_number_out_of_range", "The number is too large.", pointer(), ec);
  stack_.push_double(exact);
  return true;
}

Error range_refusal(const std::string& min, const std::string& max) {
  return invalid("json_number_out_of_range",
                 "Give a whole number from " + min + " to " + max + ".");
}

void fail_at(Reader& reader, Error error, const Path& at) {
  error.field = at.pointer();
  reader.fail(std::move(error));
}

void wrong_type(Reader& reader, const char* wanted, const Path& at) {
  reader.fail("json_type_wrong", std::string("Give ") + wanted + " here.", at);
}

/// Whole numbers written as 3.0 or 3e2 up to 2^53, where doubles are still exact.
bool is_exact_whole(double value) {
  return std::trunc(value) == value && std::abs(value) <= 9007199254740992.0;
}

}  // namespace

std::string Path::pointer() const {
  if (!up_) return {};
  std::string out = up_->pointer();
  append_token(out, is_index_ ? std::to_string(index_) : std::string(key_));
  return out;
}

bool Node::is_null() const { return value_ && value_->is_null(); }

void Document::Free::operator()(bj::value* value) const { delete value; }

Result<Document> Document::parse(std::string_view body, const Limits& limits) {
  if (body.size() > limits.bytes) {
    return Error{Failure::too_large, "json_too_large",
                 "Send at most " + std::to_string(limits.bytes) + " bytes of JSON."};
  }
  bj::parse_options options;
  options.max_depth = limits.depth + 2;  // ours speaks first and names the place
  bj::basic_parser<Builder> parser(options, limits);
  bj::error_code ec;
  const std::size_t used = parser.write_some(false, body.data(), body.size(), ec);
  Builder& builder = parser.handler();
  if (builder.refusal()) return std::move(*builder.refusal());
  if (ec == bj::error::exponent_overflow) {
    return invalid("json_number_out_of_range", "The number's exponent is too large.",
                   builder.pointer());
  }
  if (!ec && used < body.size()) ec = bj::error::extra_data;
  if (ec) {
    return invalid("json_malformed",
                   "This is not JSON: " + ec.message() + " near byte " + std::to_string(used) + ".",
                   builder.pointer());
  }
  return Document(std::unique_ptr<bj::value, Free>(new bj::value(builder.release())));
}

std::optional<bool> read_boolean(Node node, const Path& at, Reader& reader) {
  if (node.raw().is_bool()) return node.raw().get_bool();
  wrong_type(reader, "true or false", at);
  return std::nullopt;
}

std::optional<double> read_number(Node node, const Path& at, Reader& reader) {
  const bj::value& value = node.raw();
  if (value.is_double()) return value.get_double();
  if (value.is_int64()) return static_cast<double>(value.get_int64());
  if (value.is_uint64()) return static_cast<double>(value.get_uint64());
  wrong_type(reader, "a number", at);
  return std::nullopt;
}

std::optional<std::int64_t> read_signed(Node node, std::int64_t min, std::int64_t max,
                                        const Path& at, Reader& reader) {
  const bj::value& value = node.raw();
  std::optional<std::int64_t> found;
  if (value.is_int64()) {
    found = value.get_int64();
  } else if (value.is_double() && is_exact_whole(value.get_double())) {
    found = static_cast<std::int64_t>(value.get_double());
  } else if (!value.is_number() ||
             (value.is_double() && std::trunc(value.get_double()) != value.get_double())) {
    wrong_type(reader, "a whole number", at);
    return std::nullopt;
  }
  if (found && *found >= min && *found <= max) return found;
  fail_at(reader, range_refusal(std::to_string(min), std::to_string(max)), at);
  return std::nullopt;
}

std::optional<std::uint64_t> read_unsigned(Node node, std::uint64_t max, const Path& at,
                                           Reader& reader) {
  const bj::value& value = node.raw();
  if (value.is_uint64() && value.get_uint64() <= max) return value.get_uint64();
  if (value.is_uint64()) {
    fail_at(reader, range_refusal("0", std::to_string(max)), at);
    return std::nullopt;
  }
  const auto signed_max = static_cast<std::int64_t>(
      std::min<std::uint64_t>(max, std::numeric_limits<std::int64_t>::max()));
  const auto found = read_signed(node, 0, signed_max, at, reader);
  if (!found) return std::nullopt;
  return static_cast<std::uint64_t>(*found);
}

std::optional<std::string_view> read_string(Node node, const Path& at, Reader& reader) {
  if (const auto* text = node.raw().if_string())
    return std::string_view(text->data(), text->size());
  wrong_type(reader, "a string", at);
  return std::nullopt;
}

std::optional<std::size_t> read_array(Node node, const Path& at, Reader& reader) {
  if (const auto* array = node.raw().if_array()) return array->size();
  wrong_type(reader, "an array", at);
  return std::nullopt;
}

Node item(Node array, std::size_t index) { return Node(&array.raw().get_array()[index]); }

bool read_object(Node node, const Path& at, Reader& reader) {
  if (node.raw().is_object()) return true;
  wrong_type(reader, "an object", at);
  return false;
}

bool check_keys(Node object, const std::vector<std::string_view>& names, const Path& at,
                Reader& reader) {
  for (const auto& entry : object.raw().get_object()) {
    const std::string_view key(entry.key().data(), entry.key().size());
    if (std::find(names.begin(), names.end(), key) != names.end()) continue;
    reader.fail("json_key_unknown", "Leave out this key or correct its name.", Path(at, key));
    return false;
  }
  return true;
}

Node member(Node object, std::string_view name) {
  return Node(object.raw().get_object().if_contains(bj::string_view(name.data(), name.size())));
}

std::size_t member_count(Node object) { return object.raw().get_object().size(); }

std::pair<std::string_view, Node> member_at(Node object, std::size_t index) {
  const auto& entry = object.raw().get_object().begin()[index];
  return {std::string_view(entry.key().data(), entry.key().size()), Node(&entry.value())};
}

// ---- from text

Result<bool> boolean_of(std::string_view text) {
  if (text == "true") return true;
  if (text == "false") return false;
  return invalid("json_type_wrong", "Give true or false.");
}

Result<double> number_of(std::string_view text) {
  double value = 0;
  const auto* end = text.data() + text.size();
  const auto [at, failed] = std::from_chars(text.data(), end, value);
  if (failed == std::errc::result_out_of_range)
    return invalid("json_number_out_of_range", "The number is too large or too small.");
  if (failed != std::errc{} || at != end || !std::isfinite(value))
    return invalid("json_type_wrong", "Give a number like 22.5.");
  return value;
}

Result<std::int64_t> signed_of(std::string_view text, std::int64_t min, std::int64_t max) {
  std::int64_t value = 0;
  const auto* end = text.data() + text.size();
  const auto [at, failed] = std::from_chars(text.data(), end, value);
  if (at != end || failed == std::errc::invalid_argument)
    return invalid("json_type_wrong", "Give a whole number.");
  if (failed != std::errc{} || value < min || value > max)
    return range_refusal(std::to_string(min), std::to_string(max));
  return value;
}

Result<std::uint64_t> unsigned_of(std::string_view text, std::uint64_t max) {
  std::uint64_t value = 0;
  const auto* end = text.data() + text.size();
  const auto [at, failed] = std::from_chars(text.data(), end, value);
  if (text.starts_with('-')) {
    GEWU_CHECK(signed_of(text, std::numeric_limits<std::int64_t>::min(), -1));
    return range_refusal("0", std::to_string(max));
  }
  if (at != end || failed == std::errc::invalid_argument)
    return invalid("json_type_wrong", "Give a whole number.");
  if (failed != std::errc{} || value > max) return range_refusal("0", std::to_string(max));
  return value;
}

Result<std::string> plain_string_of(std::string_view text) {
  if (text.size() > plain_string_bytes_max) {
    return invalid("text_too_long",
                   "Shorten the text to " + std::to_string(plain_string_bytes_max) + " bytes.");
  }
  if (!count_code_points(text)) return invalid("text_not_utf8", "The text is not valid UTF-8.");
  if (text.find('\0') != std::string_view::npos)
    return invalid("text_has_hidden_characters", "Remove NUL characters.");
  return std::string(text);
}

Error id_refusal() {
  return invalid("id_invalid", "Give an id: a string of a positive decimal number like \"42\".");
}

Error code_refusal(const std::vector<std::string_view>& codes) {
  std::string list;
  for (const auto code : codes) list.append(list.empty() ? "" : ", ").append(code);
  return invalid("code_unknown", "Give one of: " + list + ".");
}

std::vector<std::string_view> split_commas(std::string_view text) {
  std::vector<std::string_view> out;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    out.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

}  // namespace gewu::json
