// SPDX-License-Identifier: Apache-2.0
// Tables of text (RFC 4180, also with tabs and other delimiters), read piece by piece in bounded
// memory. Pure: the bytes come from a function.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gewu::case_import {

struct Dialect {
  char delimiter = ',';
  bool quotes = true;  ///< "…" may hold delimiters and line ends, "" is a quote in it
};

/// One row. Line ends inside quotes are part of their field.
struct Record {
  std::uint64_t line = 0;  ///< that its first character stands on, counted from 1
  std::vector<std::string> fields = {};
  /// Empty for a sound row, else why not: record_too_long, line_too_long, quote_unclosed,
  /// quote_misplaced, byte_zero. Only the first line of such a row is given up: what follows it is
  /// read as if it had not been.
  std::string refused = {};
};

class RecordReader {
 public:
  /// More bytes in UTF-8; an empty piece ends the table.
  using More = std::function<std::string()>;
  static constexpr std::size_t record_bytes_max = 256 * 1024;

  RecordReader(Dialect dialect, More more) : dialect_(dialect), more_(std::move(more)) {}
  /// Blank lines are passed over.
  std::optional<Record> next();

 private:
  struct Step;
  bool fill();
  std::string_view rest() const { return std::string_view(buffer_).substr(at_); }
  Step parse(Record& record) const;
  void skip_line();
  std::optional<Record> give_up(const char* why);

  Dialect dialect_;
  More more_;
  std::string buffer_;
  std::size_t at_ = 0;  ///< where the next record begins in buffer_
  std::uint64_t line_ = 1;
  bool ended_ = false;
};

}  // namespace gewu::case_import
