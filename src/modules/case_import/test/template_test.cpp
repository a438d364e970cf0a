// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "modules/case_import/row_template.hpp"

namespace gewu::case_import {
namespace {

const std::vector<std::string> kHeader{"type", " place ", "note", "twice", "twice"};

std::string filled(const std::string& text, const std::vector<std::string>& fields) {
  auto made = RowTemplate::parse(text).value();
  made.bind(Columns(kHeader)).value();
  return made.fill(fields);
}

std::string refused(const std::string& text) {
  const auto made = RowTemplate::parse(text);
  return made ? "" : made.error().code;
}

TEST_CASE("columns stand in braces and lose the white space around them") {
  CHECK(filled("{type}: {place}", {"Lamp", " Main St ", "", "", ""}) == "Lamp: Main St");
}

TEST_CASE("the first of several columns that is filled counts") {
  CHECK(filled("{type|note}", {"", "", "n", "", ""}) == "n");
  CHECK(filled("{type|note}", {"t", "", "n", "", ""}) == "t");
}

TEST_CASE("a part in brackets goes when all its columns are empty") {
  CHECK(filled("{type}[ at {place}][ ({note})]", {"Lamp", "", "x", "", ""}) == "Lamp (x)");
  CHECK(filled("{type}[ at {place}/{note}]", {"Lamp", "", "x", "", ""}) == "Lamp at /x");
}

TEST_CASE("doubled braces and brackets stand for themselves") {
  CHECK(filled("{{{type}}} [[1]]", {"a", "", "", "", ""}) == "{a} [1]");
}

TEST_CASE("a template that does not close is refused") {
  CHECK(refused("{type") == "template_malformed");
  CHECK(refused("type}") == "template_malformed");
  CHECK(refused("[{type}") == "template_malformed");
  CHECK(refused("{type}]") == "template_malformed");
  CHECK(refused("[a[b]]") == "template_malformed");
  CHECK(refused("{}") == "template_malformed");
  CHECK(refused("{a|}") == "template_malformed");
  CHECK(refused("plain") == "");
}

TEST_CASE("a column that is missing or there twice is refused by name") {
  auto missing = RowTemplate::parse("{typo}").value();
  const auto why = missing.bind(Columns(kHeader));
  REQUIRE(!why);
  CHECK(why.error().code == "column_missing");
  CHECK(why.error().detail.find("'typo'") != std::string::npos);
  CHECK(why.error().detail.find("type, place, note") != std::string::npos);
  auto twice = RowTemplate::parse("{twice}").value();
  CHECK(twice.bind(Columns(kHeader)).error().code == "column_ambiguous");
}

}  // namespace
}  // namespace gewu::case_import
