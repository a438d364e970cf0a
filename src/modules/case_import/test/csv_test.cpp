// SPDX-License-Identifier: Apache-2.0
#include "modules/case_import/csv.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

namespace gewu::case_import {
namespace {

/// All records of a text that arrives in pieces of `piece` bytes.
std::vector<Record> read_all(const std::string& text, Dialect dialect = {},
                             std::size_t piece = 1 << 16) {
  std::size_t at = 0;
  RecordReader reader(dialect, [&] {
    std::string out = text.substr(std::min(at, text.size()), piece);
    at += piece;
    return out;
  });
  std::vector<Record> out;
  while (auto record = reader.next()) out.push_back(std::move(*record));
  return out;
}

std::vector<std::string> only_row(const std::string& text, Dialect dialect = {}) {
  const auto rows = read_all(text, dialect);
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].refused == "");
  return rows[0].fields;
}

using Fields = std::vector<std::string>;

TEST_CASE("fields end at delimiters and rows at LF, CRLF or the end of the file") {
  CHECK(only_row("a,b,c\n") == Fields{"a", "b", "c"});
  CHECK(only_row("a,b,c\r\n") == Fields{"a", "b", "c"});
  CHECK(only_row("a,,") == Fields{"a", "", ""});
  CHECK(only_row("a\tb,c", {'\t', true}) == Fields{"a", "b,c"});
  CHECK(read_all("").empty());
}

TEST_CASE("quotes hold delimiters, line ends and doubled quotes") {
  CHECK(only_row("\"a,b\",\"say \"\"so\"\"\",\"two\r\nlines\"\n") ==
        Fields{"a,b", "say \"so\"", "two\r\nlines"});
  CHECK(only_row("5\" pipe,\"\"\n") == Fields{"5\" pipe", ""});
  CHECK(only_row("\"a\",b", {',', false}) == Fields{"\"a\"", "b"});
}

TEST_CASE("a row knows the line it begins on, blank lines and line ends in quotes counted") {
  const auto rows = read_all("h\n\na\n\"b\nb\nb\"\nc\n");
  REQUIRE(rows.size() == 4);
  CHECK(rows[0].line == 1);
  CHECK(rows[1].line == 3);
  CHECK(rows[2].line == 4);
  CHECK(rows[3].line == 7);
}

TEST_CASE("a quote never closed costs its own line only") {
  const auto rows = read_all("a,b\n\"open,c\nd,e\nf,g\n");
  REQUIRE(rows.size() == 4);
  CHECK(rows[1].refused == "quote_unclosed");
  CHECK(rows[1].line == 2);
  CHECK(rows[2].fields == Fields{"d", "e"});
  CHECK(rows[3].line == 4);
}

TEST_CASE("text after a closing quote is refused, the next line is read") {
  const auto rows = read_all("\"a\"x,b\nc,d\n");
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].refused == "quote_misplaced");
  CHECK(rows[1].fields == Fields{"c", "d"});
}

TEST_CASE("a zero byte is refused with its line") {
  const auto rows = read_all(std::string("a\nb\0b\nc\n", 8));
  REQUIRE(rows.size() == 3);
  CHECK(rows[1].refused == "byte_zero");
  CHECK(rows[2].fields == Fields{"c"});
}

TEST_CASE("a row or line without end is refused in bounded memory") {
  const std::string much(RecordReader::record_bytes_max + 100, 'x');
  SUBCASE("one line") {
    const auto rows = read_all("a\n" + much + much + "\nb\n", {}, 1000);
    REQUIRE(rows.size() == 3);
    CHECK(rows[1].refused == "line_too_long");
    CHECK(rows[2].fields == Fields{"b"});
    CHECK(rows[2].line == 3);
  }
  SUBCASE("a quote that swallows the file") {
    std::string text = "\"open\n";
    while (text.size() < 2 * RecordReader::record_bytes_max) text += "some line\n";
    const auto rows = read_all(text, {}, 4096);
    CHECK(rows[0].refused == "record_too_long");
    CHECK(rows[1].fields == Fields{"some line"});
    CHECK(rows.back().refused == "");
  }
}

std::string quoted(const std::string& field) {
  std::string out = "\"";
  for (const char c : field) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

TEST_CASE("whatever is written with quotes is read back, in pieces of any size") {
  CHECK(rc::check("round trip", [] {
    const auto letters =
        rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab,\"\n\r\t ")));
    const auto table = *rc::gen::container<std::vector<Fields>>(
        rc::gen::nonEmpty(rc::gen::container<Fields>(letters)));
    std::string text;
    std::vector<Fields> expected;
    for (const auto& row : table) {
      for (std::size_t i = 0; i < row.size(); ++i) text += (i > 0 ? "," : "") + quoted(row[i]);
      text += *rc::gen::element<std::string>("\n", "\r\n");
      if (row.size() > 1 || !row[0].empty()) expected.push_back(row);
    }
    const auto rows = read_all(text, {}, *rc::gen::inRange<std::size_t>(1, 20));
    RC_ASSERT(rows.size() == expected.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      RC_ASSERT(rows[i].refused.empty());
      RC_ASSERT(rows[i].fields == expected[i]);
    }
  }));
}

TEST_CASE("any bytes are read to the end, the same in pieces of any size") {
  CHECK(rc::check("robust", [] {
    const auto text =
        *rc::gen::container<std::string>(rc::gen::elementOf(std::string("a\"\"\",\n\r\0", 8)));
    const auto whole = read_all(text);
    const auto pieces = read_all(text, {}, *rc::gen::inRange<std::size_t>(1, 5));
    RC_ASSERT(whole.size() == pieces.size());
    for (std::size_t i = 0; i < whole.size(); ++i) {
      RC_ASSERT(whole[i].line == pieces[i].line);
      RC_ASSERT(whole[i].fields == pieces[i].fields);
      RC_ASSERT(whole[i].refused == pieces[i].refused);
    }
  }));
}

}  // namespace
}  // namespace gewu::case_import
