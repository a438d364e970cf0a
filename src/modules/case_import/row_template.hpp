// SPDX-License-Identifier: Apache-2.0
// A text made of a row's columns: "{SRType}: {Address}". Pure.
//
//   {Column}        what stands in that column, without white space at its ends
//   {First|Second}  the first of these that is not empty
//   [ … ]           left out when every column named inside is empty
//   {{ }} [[ ]]     the character itself
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace gewu::case_import {

/// Column names of a table to their places. Built from its first row.
class Columns {
 public:
  explicit Columns(const std::vector<std::string>& header);
  std::size_t size() const { return count_; }
  /// Refusals: column_missing (names those there are), column_ambiguous.
  Result<std::size_t> find(const std::string& name) const;

 private:
  std::size_t count_;
  std::multimap<std::string, std::size_t> places_;
  std::string listed_;
};

class RowTemplate {
 public:
  /// Refusal: template_malformed.
  static Result<RowTemplate> parse(std::string_view text);

  /// Finds its columns; needed before fill().
  Done bind(const Columns& columns);
  std::string fill(const std::vector<std::string>& fields) const;

 private:
  struct Part {
    std::string literal = {};
    std::vector<std::string> names = {};  ///< columns, or none for a literal
    std::vector<std::size_t> places = {};
    int section = 0;  ///< 0: always there; else its number
  };
  std::vector<Part> parts_;
  int sections_ = 0;
};

/// Without spaces, tabs and line ends around it.
std::string_view trimmed(std::string_view text);

}  // namespace gewu::case_import
