// SPDX-License-Identifier: Apache-2.0
#include "modules/case_import/csv.hpp"

#include <algorithm>

namespace gewu::case_import {

/// What reading one record at the front of the buffer came to.
struct RecordReader::Step {
  enum class Is { whole, cut_off, broken };
  Is is{};
  std::size_t bytes = 0;      ///< of a whole record, its line end included
  std::uint64_t lines = 0;    ///< that it spans
  const char* why = nullptr;  ///< of a broken one
};

namespace {

/// Length of a line end at the front of `text`: LF or CRLF. A lone CR is text.
std::size_t line_end(std::string_view text) {
  if (text.starts_with('\n')) return 1;
  return text.starts_with("\r\n") ? 2 : 0;
}

}  // namespace

bool RecordReader::fill() {
  if (ended_) return false;
  std::string piece = more_();
  if (piece.empty()) {
    ended_ = true;
    return false;
  }
  buffer_.erase(0, at_);
  at_ = 0;
  buffer_ += piece;
  return true;
}

RecordReader::Step RecordReader::parse(Record& record) const {
  using Is = Step::Is;
  const std::string_view text = rest();
  const std::size_t most = std::min(text.size(), record_bytes_max);
  std::uint64_t lines = 1;
  std::string field;
  std::size_t i = 0;
  bool quoted = false;  // now inside quotes
  bool closed = false;  // this field's quotes have ended
  const auto broken = [](const char* why) { return Step{Is::broken, 0, 0, why}; };
  while (i < most) {
    const char c = text[i];
    if (c == '\0') return broken("byte_zero");
    if (quoted) {
      if (c == '\n') ++lines;
      if (c != '"') {
        field += c;
      } else if (i + 1 < text.size() && text[i + 1] == '"') {
        field += text[++i];
      } else if (i + 1 == text.size() && !ended_) {
        return {Is::cut_off};  // the next piece tells whether this quote ends it
      } else {
        quoted = false;
        closed = true;
      }
      ++i;
      continue;
    }
    if (c == '\r' && i + 1 == text.size() && !ended_) return {Is::cut_off};
    const std::size_t end = line_end(text.substr(i));
    if (c == dialect_.delimiter || end > 0) {
      record.fields.push_back(std::move(field));
      field.clear();
      closed = false;
      if (end > 0) return {Is::whole, i + end, lines};
    } else if (closed) {
      return broken("quote_misplaced");
    } else if (dialect_.quotes && c == '"' && field.empty()) {
      quoted = true;
    } else {
      field += c;
    }
    ++i;
  }
  if (text.size() >= record_bytes_max) return broken("record_too_long");
  if (!ended_) return {Is::cut_off};
  if (quoted) return broken("quote_unclosed");
  record.fields.push_back(std::move(field));
  return {Is::whole, text.size(), lines};
}

void RecordReader::skip_line() {
  while (true) {
    const auto end = rest().find('\n');
    if (end != std::string_view::npos) {
      at_ += end + 1;
      break;
    }
    at_ = buffer_.size();
    if (!fill()) break;
  }
  ++line_;
}

std::optional<Record> RecordReader::give_up(const char* why) {
  Record record{line_};
  record.refused = why;
  if (record.refused == "record_too_long" &&
      rest().substr(0, record_bytes_max).find('\n') == std::string_view::npos) {
    record.refused = "line_too_long";
  }
  skip_line();
  return record;
}

std::optional<Record> RecordReader::next() {
  while (true) {
    if (rest().empty() && !fill()) return std::nullopt;
    Record record{line_};
    const Step step = parse(record);
    if (step.is == Step::Is::cut_off) {
      fill();
      continue;
    }
    if (step.is == Step::Is::broken) return give_up(step.why);
    const bool blank = record.fields.size() == 1 && record.fields.front().empty();
    at_ += step.bytes;
    line_ += step.lines;
    if (!blank) return record;
  }
}

}  // namespace gewu::case_import
