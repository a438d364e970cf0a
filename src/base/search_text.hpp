// SPDX-License-Identifier: Apache-2.0
// What a text is found by, and what of a text was meant. Chinese has no spaces, so each character
// counts by itself and together with the next one (a bigram); Latin words and numbers count whole
// and by their beginning. An index of these terms finds every text that can match; find() then says
// whether it does, and where.
//
// Long numbers are somebody's phone or identity number more often than not: they lead to no text.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gewu {

struct SearchToken {
  std::string text;                  ///< folded: one character, or a whole word
  bool character = false;            ///< of a script without spaces
  bool joined = false;               ///< nothing stands between it and the token before
  bool number = false;               ///< digits only
  bool is_private = false;           ///< of a number that may be somebody's
  std::uint32_t begin = 0, end = 0;  ///< in the text, in UTF-16 units
};
std::vector<SearchToken> search_tokens(std::string_view utf8);

/// A term of an index. `prefix`: every term that begins so.
struct SearchTerm {
  std::string text;
  bool prefix = false;
  friend auto operator<=>(const SearchTerm&, const SearchTerm&) = default;
};

/// Every term that a text is found by, sorted, each once.
std::vector<std::string> index_terms(std::string_view utf8);

/// Words that stand together, as typed between two spaces.
struct SearchRun {
  std::vector<SearchToken> tokens;
  std::string shown;  ///< folded, as it is looked for
};
/// What somebody typed, understood: texts are meant that hold every run.
struct SearchWords {
  std::vector<SearchRun> runs;
  std::vector<std::string> ignored;  ///< folded: private numbers, and what is too much
  bool empty() const { return runs.empty(); }
};
inline constexpr std::size_t kSearchRunsMax = 8;
SearchWords search_words(std::string_view typed);

/// Terms that a text has if it holds this run; all of them.
std::vector<SearchTerm> terms_of(const SearchRun& run);

struct SearchMark {
  std::uint32_t begin = 0, end = 0;  ///< UTF-16 units
  friend auto operator<=>(const SearchMark&, const SearchMark&) = default;
};
/// Where a text holds the run, at most `limit` places. The last word of a run may go on in the
/// text ("lam" finds "lamp"), unless it is a single letter or a number of one or two digits.
std::vector<SearchMark> find(const SearchRun& run, std::span<const SearchToken> text,
                             std::size_t limit = 20);

}  // namespace gewu
