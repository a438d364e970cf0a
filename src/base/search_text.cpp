// SPDX-License-Identifier: Apache-2.0
#include "base/search_text.hpp"

#include <algorithm>

#include "base/folding.hpp"

namespace gewu {

namespace {

constexpr std::size_t kWordMax = 40;             ///< glyphs of a word that are indexed
constexpr std::size_t kPrivateDigits = 7;        ///< in one word
constexpr std::size_t kPrivateDigitsApart = 10;  ///< "138 0000 0000"

void append_utf8(std::string& out, char32_t c) {
  const auto byte = [&](char32_t value) { out += static_cast<char>(value); };
  if (c < 0x80) {
    byte(c);
  } else if (c < 0x800) {
    byte(0xC0 | c >> 6), byte(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    byte(0xE0 | c >> 12), byte(0x80 | (c >> 6 & 0x3F)), byte(0x80 | (c & 0x3F));
  } else {
    byte(0xF0 | c >> 18), byte(0x80 | (c >> 12 & 0x3F));
    byte(0x80 | (c >> 6 & 0x3F)), byte(0x80 | (c & 0x3F));
  }
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The most digits in a row.
std::size_t digits_in(std::string_view word) {
  std::size_t most = 0, run = 0;
  for (const char c : word) {
    run = is_digit(c) ? run + 1 : 0;
    most = std::max(most, run);
  }
  return most;
}

/// Numbers with one space, dot or hyphen between them may be one number.
void mark_private(std::vector<SearchToken>& tokens) {
  for (std::size_t first = 0; first < tokens.size();) {
    std::size_t last = first + 1, digits = tokens[first].number ? tokens[first].text.size() : 0;
    while (tokens[first].number && last < tokens.size() && tokens[last].number &&
           tokens[last].begin == tokens[last - 1].end + 1) {
      digits += tokens[last++].text.size();
    }
    const bool apart = digits >= kPrivateDigitsApart;
    for (std::size_t i = first; i < last; ++i) {
      tokens[i].is_private = apart || digits_in(tokens[i].text) >= kPrivateDigits;
    }
    first = last;
  }
}

std::size_t points_in(std::string_view utf8) {
  return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

/// A word as the index holds it: its first glyphs.
std::string cut_word(const std::string& word) {
  std::size_t points = 0;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const bool starts = (static_cast<unsigned char>(word[i]) & 0xC0) != 0x80;
    if (starts && points++ == kWordMax) return word.substr(0, i);
  }
  return word;
}

bool followed(std::span<const SearchToken> tokens, std::size_t i) {
  return i + 1 < tokens.size() && tokens[i + 1].joined && tokens[i + 1].character;
}
bool follows(std::span<const SearchToken> tokens, std::size_t i) {
  return i > 0 && tokens[i].joined && tokens[i - 1].character;
}

/// Whether it may go on in a text. Short numbers begin thousands of others.
bool is_open(const SearchToken& last) {
  return !last.character && points_in(last.text) >= (last.number ? 3 : 2);
}

/// Whether a token goes on where the one before ended. People write a number and its unit with and
/// without a space: "12号楼", "12 号楼".
bool goes_on(const SearchToken& before, const SearchToken& here) {
  return here.joined || (here.character != before.character && here.begin <= before.end + 1);
}

bool same(const SearchToken& wanted, const SearchToken& found, bool may_go_on) {
  if (wanted.character != found.character) return false;
  return may_go_on ? found.text.starts_with(wanted.text) : found.text == wanted.text;
}

}  // namespace

std::vector<SearchToken> search_tokens(std::string_view utf8) {
  std::vector<SearchToken> out;
  bool apart = true;  // nothing goes on from here
  bool in_word = false;
  for (const Glyph& g : fold(utf8)) {
    if (g.kind == GlyphKind::separator) {
      apart = true;
      in_word = false;
      continue;
    }
    const bool character = g.kind == GlyphKind::character;
    if (character || !in_word) {
      out.push_back({"", character, !apart, !character, false, g.begin, g.end});
    }
    SearchToken& token = out.back();
    append_utf8(token.text, g.value);
    token.number = token.number && g.value < 0x80 && is_digit(static_cast<char>(g.value));
    token.end = g.end;
    apart = false;
    in_word = !character;
  }
  mark_private(out);
  return out;
}

std::vector<std::string> index_terms(std::string_view utf8) {
  const auto tokens = search_tokens(utf8);
  std::vector<std::string> out;
  out.reserve(tokens.size() + 1);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const auto& t = tokens[i];
    if (!t.character) {
      if (!t.is_private) out.push_back(cut_word(t.text));
    } else if (followed(tokens, i)) {
      out.push_back(t.text + tokens[i + 1].text);
    } else {
      out.push_back(t.text);  // so that every character begins a term
    }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

SearchWords search_words(std::string_view typed) {
  SearchWords out;
  const auto tokens = search_tokens(typed);
  for (std::size_t first = 0; first < tokens.size();) {
    std::size_t last = first + 1;
    while (last < tokens.size() && tokens[last].joined) ++last;
    SearchRun run{{tokens.begin() + static_cast<std::ptrdiff_t>(first),
                   tokens.begin() + static_cast<std::ptrdiff_t>(last)},
                  {}};
    bool dropped = out.runs.size() >= kSearchRunsMax;
    for (const auto& t : run.tokens) {
      run.shown += t.text;
      dropped = dropped || t.is_private;
    }
    if (dropped) {
      out.ignored.push_back(run.shown);
    } else {
      out.runs.push_back(std::move(run));
    }
    first = last;
  }
  return out;
}

std::vector<SearchTerm> terms_of(const SearchRun& run) {
  const auto& tokens = run.tokens;
  std::vector<SearchTerm> out;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const auto& t = tokens[i];
    const bool last = i + 1 == tokens.size();
    if (!t.character) {
      const bool cut = points_in(t.text) >= kWordMax;
      out.push_back({cut_word(t.text), !cut && last && is_open(t)});
    } else if (followed(tokens, i)) {
      out.push_back({t.text + tokens[i + 1].text, false});
    } else if (!follows(tokens, i)) {
      out.push_back({t.text, true});  // a character by itself: whatever follows it
    }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::vector<SearchMark> find(const SearchRun& run, std::span<const SearchToken> text,
                             std::size_t limit) {
  std::vector<SearchMark> out;
  const auto& wanted = run.tokens;
  if (wanted.empty()) return out;
  for (std::size_t i = 0; i + wanted.size() <= text.size() && out.size() < limit; ++i) {
    bool holds = true;
    for (std::size_t k = 0; holds && k < wanted.size(); ++k) {
      const bool last = k + 1 == wanted.size();
      const auto& found = text[i + k];
      holds = same(wanted[k], found, last && is_open(wanted[k])) && !found.is_private &&
              (k == 0 || goes_on(text[i + k - 1], found));
    }
    if (holds) out.push_back({text[i].begin, text[i + wanted.size() - 1].end});
  }
  return out;
}

}  // namespace gewu
