// SPDX-License-Identifier: Apache-2.0
// What a mapping file says: which column is what. docs/reference/imports.md explains each member.
// Pure.
#pragma once

#include <boost/describe.hpp>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/codes.hpp"
#include "base/result.hpp"
#include "geo/point.hpp"
#include "modules/case_import/csv.hpp"
#include "modules/case_import/local_time.hpp"
#include "modules/case_import/row_template.hpp"

namespace gewu::case_import {

/// How rows come in. One that is finished is history either way.
enum class Enter { history, open };
BOOST_DESCRIBE_ENUM(Enter, history, open)

/// What becomes of a row without a usable place. A finished one is never put in the tray.
enum class WithoutPlace { history, tray, refuse };
BOOST_DESCRIBE_ENUM(WithoutPlace, history, tray, refuse)

// ---- as written --------------------------------------------------------------------------------

struct ConditionText {
  std::string column;
  std::string equals;
  std::optional<std::string> reason = {};
};
BOOST_DESCRIBE_STRUCT(ConditionText, (), (column, equals, reason))

struct PlaceText {
  std::string lat, lon;
  std::optional<geo::Crs> crs = {};
  std::optional<std::vector<ConditionText>> not_a_place = {};
};
BOOST_DESCRIBE_STRUCT(PlaceText, (), (lat, lon, crs, not_a_place))

struct StatusText {
  std::string from;
  std::vector<std::string> finished;
  std::optional<std::vector<std::string>> open = {};
  std::optional<std::vector<std::string>> leave_out = {};
};
BOOST_DESCRIBE_STRUCT(StatusText, (), (from, finished, open, leave_out))

/// `values` ending in * holds for all words that begin so; the longest that fits counts.
struct ChoiceText {
  std::optional<std::string> from = {};
  std::optional<std::map<std::string, std::string>> values = {};
  std::optional<std::string> otherwise = {};
};
BOOST_DESCRIBE_STRUCT(ChoiceText, (), (from, values, otherwise))

struct MappingText {
  std::string source;
  std::optional<std::string> about = {};
  std::optional<std::string> encoding = {};
  std::optional<std::string> delimiter = {};
  std::optional<bool> quotes = {};
  std::string time_zone;
  std::vector<std::string> time_formats;
  std::optional<std::string> language = {};
  std::optional<Enter> enter = {};
  std::optional<WithoutPlace> without_place = {};
  std::string reference, words, reported_at;
  std::optional<std::string> address = {}, closed_at = {}, due_at = {};
  std::optional<PlaceText> place = {};
  std::optional<StatusText> status = {};
  std::optional<ChoiceText> category = {}, channel = {};
  std::optional<std::vector<ConditionText>> leave_out = {};
};
BOOST_DESCRIBE_STRUCT(MappingText, (),
                      (source, about, encoding, delimiter, quotes, time_zone, time_formats,
                       language, enter, without_place, reference, words, reported_at, address,
                       closed_at, due_at, place, status, category, channel, leave_out))

// ---- understood --------------------------------------------------------------------------------

struct Condition {
  RowTemplate column;
  std::string equals;
  std::string reason;
  bool holds(const std::vector<std::string>& fields) const { return column.fill(fields) == equals; }
};

/// From their word to our code.
class Choice {
 public:
  Choice() = default;
  static Result<Choice> make(const ChoiceText& text, const std::string& otherwise);
  Done bind(const Columns& columns) { return from_.bind(columns); }
  std::string word(const std::vector<std::string>& fields) const { return from_.fill(fields); }
  /// The code; null where no entry fits, and `otherwise()` holds.
  const std::string* find(const std::string& word) const;
  const std::string& otherwise() const { return otherwise_; }
  /// Every code it may give.
  std::vector<std::string> codes() const;

 private:
  RowTemplate from_;
  std::map<std::string, std::string> exact_, prefixes_;
  std::string otherwise_;
};

struct Mapping {
  std::string source;
  std::string encoding;
  Dialect dialect;
  LocalTimes times;
  Enter enter{};
  WithoutPlace without_place{};
  RowTemplate reference = {}, words = {}, address = {};
  RowTemplate reported_at = {}, closed_at = {}, due_at = {};
  struct Place {
    RowTemplate lat, lon;
    geo::Crs crs{};
    std::vector<Condition> not_a_place;
  };
  std::optional<Place> place = {};
  struct Status {
    RowTemplate from;
    std::map<std::string, int> words;  ///< of kFinished, kOpen, kLeaveOut
    static constexpr int finished = 0, open = 1, leave_out = 2;
  };
  std::optional<Status> status = {};
  Choice category = {}, channel = {};
  std::vector<Condition> leave_out = {};

  /// Finds all columns. Refusals: column_missing, column_ambiguous.
  Done bind(const Columns& columns);
};

/// Refusals name the member by its JSON pointer: source_malformed, encoding_unknown,
/// delimiter_unknown, time_zone_unknown, time_format_invalid, template_malformed,
/// template_empty, choice_without_source, status_word_repeated, channel_unknown,
/// without_place_impossible.
Result<Mapping> understand(const MappingText& text);

}  // namespace gewu::case_import
