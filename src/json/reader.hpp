// SPDX-License-Identifier: Apache-2.0
// The untyped half of reading JSON: parser, limits, type checks. Kept out of the templates so that
// a file with many described structs stays cheap to compile.
#pragma once

#include <boost/json/fwd.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace gewu::json {

struct Limits {
  std::size_t bytes = 64 * 1024;
  std::size_t depth = 16;          ///< nested arrays and objects, the outermost counts
  std::size_t array_items = 1000;  ///< items of one array or members of one object
};

/// Where in the document we are: a chain on the stack, put into words only for an error.
class Path {
 public:
  Path() = default;
  Path(const Path& up, std::string_view key) : up_(&up), key_(key) {}
  Path(const Path& up, std::size_t index) : up_(&up), index_(index), is_index_(true) {}
  /// RFC 6901: "/place/lat", "" for the whole document.
  std::string pointer() const;

 private:
  const Path* up_ = nullptr;
  std::string_view key_ = {};
  std::size_t index_ = 0;
  bool is_index_ = false;
};

/// Holds the first refusal.
class Reader {
 public:
  void fail(Error error) {
    if (!error_) error_ = std::move(error);
  }
  void fail(std::string code, std::string detail, const Path& at) {
    if (!error_) error_ = invalid(std::move(code), std::move(detail), at.pointer());
  }
  bool failed() const { return error_.has_value(); }
  Error&& error() && { return std::move(*error_); }

 private:
  std::optional<Error> error_;
};

/// A value inside a Document, or nothing.
class Node {
 public:
  Node() = default;
  explicit Node(const boost::json::value* value) : value_(value) {}
  explicit operator bool() const { return value_ != nullptr; }
  const boost::json::value& raw() const { return *value_; }
  bool is_null() const;

 private:
  const boost::json::value* value_ = nullptr;
};

class Document {
 public:
  static Result<Document> parse(std::string_view body, const Limits& limits);
  Node root() const { return Node(value_.get()); }

 private:
  struct Free {
    void operator()(boost::json::value* value) const;
  };
  explicit Document(std::unique_ptr<boost::json::value, Free> value) : value_(std::move(value)) {}
  std::unique_ptr<boost::json::value, Free> value_;
};

// Each answers nothing after telling `reader` why.
std::optional<bool> read_boolean(Node, const Path&, Reader&);
std::optional<double> read_number(Node, const Path&, Reader&);
std::optional<std::int64_t> read_signed(Node, std::int64_t min, std::int64_t max, const Path&,
                                        Reader&);
std::optional<std::uint64_t> read_unsigned(Node, std::uint64_t max, const Path&, Reader&);
std::optional<std::string_view> read_string(Node, const Path&, Reader&);
/// Number of items, refusing what is no array.
std::optional<std::size_t> read_array(Node, const Path&, Reader&);
Node item(Node array, std::size_t index);
/// Refuses what is no object.
bool read_object(Node, const Path&, Reader&);
/// Refuses keys other than `names`.
bool check_keys(Node object, const std::vector<std::string_view>& names, const Path&, Reader&);
Node member(Node object, std::string_view name);
std::size_t member_count(Node object);
std::pair<std::string_view, Node> member_at(Node object, std::size_t index);

// The same from the text of a query parameter; the caller adds the field.
Result<bool> boolean_of(std::string_view text);
Result<double> number_of(std::string_view text);
Result<std::int64_t> signed_of(std::string_view text, std::int64_t min, std::int64_t max);
Result<std::uint64_t> unsigned_of(std::string_view text, std::uint64_t max);
Result<std::string> plain_string_of(std::string_view text);
Error id_refusal();
Error code_refusal(const std::vector<std::string_view>& codes);
std::vector<std::string_view> split_commas(std::string_view text);

}  // namespace gewu::json
