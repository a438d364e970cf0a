// SPDX-License-Identifier: Apache-2.0
#include "modules/cases/text_search_http.hpp"

#include <algorithm>
#include <charconv>

#include "base/utf8.hpp"

namespace gewu::cases::http_views {

namespace {

constexpr std::size_t kCategoriesShown = 10;
constexpr int kFirstLook = 64, kLongestLook = 512;
constexpr std::uint32_t kBeforeMark = 16, kPassage = 80;  ///< UTF-16 units

/// The number that was typed, in whatever digits, if it was one and nothing else.
std::optional<std::int64_t> number_of(std::string_view typed) {
  const auto tokens = search_tokens(typed);
  if (tokens.size() != 1 || !tokens[0].number) return std::nullopt;
  const std::string& digits = tokens[0].text;
  std::int64_t out = 0;
  const auto [at, bad] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
  if (bad != std::errc{} || at != digits.data() + digits.size()) return std::nullopt;
  return out;
}

/// From one UTF-16 unit to another, and where it really begins.
std::string cut(std::string_view utf8, std::uint32_t from, std::uint32_t to) {
  std::size_t first = utf8.size(), last = utf8.size();
  std::uint32_t place = 0;
  for (std::size_t i = 0; i < utf8.size();) {
    if (place >= from) first = std::min(first, i);
    if (place >= to) {
      last = i;
      break;
    }
    const CodePoint p = decode_code_point(utf8.substr(i));
    place += p.value > 0xFFFF ? 2 : 1;
    i += p.size == 0 ? 1 : p.size;
  }
  return std::string(utf8.substr(first, last - first));
}

std::uint32_t units_in(std::string_view utf8) {
  std::uint32_t out = 0;
  for (std::size_t i = 0; i < utf8.size();) {
    const CodePoint p = decode_code_point(utf8.substr(i));
    out += p.value > 0xFFFF ? 2 : 1;
    i += p.size == 0 ? 1 : p.size;
  }
  return out;
}

std::vector<MarkOut> marks_out(std::vector<SearchMark> marks, std::uint32_t shift,
                               std::uint32_t end) {
  std::sort(marks.begin(), marks.end());
  std::vector<MarkOut> out;
  for (const auto& m : marks) {
    if (m.begin < shift || m.end > end) continue;
    const int from = static_cast<int>(m.begin - shift), to = static_cast<int>(m.end - shift);
    if (!out.empty() && from < out.back().to) {
      out.back().to = std::max(out.back().to, to);
    } else {
      out.push_back({from, to});
    }
  }
  return out;
}

/// One of the texts of a case, read once.
struct Part {
  FoundIn in{};
  std::string text;
  std::vector<SearchToken> tokens;
  std::vector<SearchMark> marks = {};
  bool shows = false;  ///< is the first to hold one of the runs
};

/// The passage around the first mark; a title is shown whole.
FoundOut passage(CaseId id, Part part) {
  const std::uint32_t units = units_in(part.text);
  if (part.in == FoundIn::title || part.in == FoundIn::category || units <= kPassage) {
    return {id, part.in, part.text, marks_out(std::move(part.marks), 0, units)};
  }
  const auto first = std::min_element(part.marks.begin(), part.marks.end());
  std::uint32_t from =
      first == part.marks.end() || first->begin < kBeforeMark ? 0 : first->begin - kBeforeMark;
  std::string text = cut(part.text, from, units);
  from = units - units_in(text);  // never in the middle of a character
  const std::uint32_t to = std::min(units, from + kPassage);
  text = cut(text, 0, to - from);
  auto marks = marks_out(std::move(part.marks), from, from + units_in(text));
  if (from > 0) {
    text = "…" + text;
    for (auto& m : marks) ++m.from, ++m.to;
  }
  if (to < units) text += "…";
  return {id, part.in, std::move(text), std::move(marks)};
}

/// Looks for every run, text after text, until each was found.
class Reading {
 public:
  explicit Reading(const SearchWords& words) : words_(words), found_(words.runs.size()) {}
  void read(FoundIn in, const std::string& text) {
    Part part{in, text, search_tokens(text)};
    for (std::size_t i = 0; i < words_.runs.size(); ++i) {
      auto marks = find(words_.runs[i], part.tokens);
      if (marks.empty()) continue;
      part.shows = part.shows || !found_[i];
      found_[i] = true;
      part.marks.insert(part.marks.end(), marks.begin(), marks.end());
    }
    if (part.shows) parts_.push_back(std::move(part));
  }
  bool done() const { return std::find(found_.begin(), found_.end(), false) == found_.end(); }
  std::vector<FoundOut> told(CaseId id) && {
    std::vector<FoundOut> out;
    for (auto& part : parts_) out.push_back(passage(id, std::move(part)));
    return out;
  }

 private:
  const SearchWords& words_;
  std::vector<bool> found_;
  std::vector<Part> parts_;
};

}  // namespace

TextSearch::TextSearch(CaseService& service, db::ReadTx& tx, DistrictId district,
                       const api::Caller& caller, Instant now, const categories::Tree& tree,
                       std::string_view typed)
    : service_(service),
      tx_(tx),
      district_(district),
      caller_(caller),
      now_(now),
      tree_(tree),
      words_(search_words(typed)),
      categories_(words_.runs.size()),
      number_(number_of(typed)) {
  for (const auto& category : tree.all()) {
    const auto zh = search_tokens(category.name_zh), en = search_tokens(category.name_en);
    for (std::size_t i = 0; i < words_.runs.size(); ++i) {
      const bool named =
          !find(words_.runs[i], zh, 1).empty() || !find(words_.runs[i], en, 1).empty();
      if (named) categories_[i].push_back(category.id);
    }
  }
}

std::optional<std::vector<FoundOut>> TextSearch::reasons(const Case& c, bool as_staff) {
  Reading reading(words_);
  reading.read(FoundIn::title, c.title);
  const auto report = reading.done() ? std::nullopt : store::find_report(tx_, district_, c.id);
  if (report) reading.read(FoundIn::words, report->words);
  if (!reading.done()) reading.read(FoundIn::address, c.address);
  const bool answered = as_staff || !is_open(c.state);
  if (!reading.done() && answered) reading.read(FoundIn::answer, c.answer);
  if (const auto* category = tree_.find(c.category); category != nullptr && !reading.done()) {
    reading.read(FoundIn::category, category->name_zh);
    if (!reading.done()) reading.read(FoundIn::category, category->name_en);
  }
  if (as_staff && !reading.done()) {
    for (const auto& event : history::events(tx_, district_, subject_of(c.id))) {
      if (event.seq > 1 && !reading.done()) reading.read(FoundIn::follow_up, event.words);
    }
  }
  if (!reading.done()) return std::nullopt;
  return std::move(reading).told(c.id);
}

/// False once the page is full.
bool TextSearch::take(Case c, const Where& where, TextPage& page, int limit) {
  if (!where.wanted(c)) return true;
  auto why = reasons(c, where.as_staff(c));
  if (!why) return true;
  if (page.cases.size() >= static_cast<std::size_t>(limit)) {
    page.next = page.cases.back().id;
    return false;
  }
  std::move(why->begin(), why->end(), std::back_inserter(page.found));
  page.cases.push_back(std::move(c));
  return true;
}

TextPage TextSearch::in_index(const Where& where, CaseId before, int limit, int look_at) {
  TextPage page;
  auto* const finder = service_.services().finder;
  if (finder == nullptr || words_.empty()) return page;
  TextQuery query{{}, where.areas, where.filter.category, where.reporter};
  for (std::size_t i = 0; i < words_.runs.size(); ++i) {
    query.runs.push_back({terms_of(words_.runs[i]), categories_[i]});
  }
  for (int look = kFirstLook; look_at > 0; look = std::min(look * 2, kLongestLook)) {
    const auto some = finder->candidates(tx_, district_, query, before, std::min(look, look_at));
    for (auto& c : store::list_chosen(tx_, district_, some.ids, where.filter)) {
      if (!take(std::move(c), where, page, limit)) return page;
    }
    if (!some.more) return page;
    before = some.ids.back();
    look_at -= static_cast<int>(some.ids.size());
  }
  page.next = before;
  return page;
}

TextPage TextSearch::among(std::vector<Case> cases, const Where& where, CaseId before, int limit) {
  TextPage page;
  if (words_.empty()) return page;
  std::sort(cases.begin(), cases.end(), [](const Case& a, const Case& b) { return a.id > b.id; });
  for (auto& c : cases) {
    if (c.id < before && !take(std::move(c), where, page, limit)) break;
  }
  return page;
}

std::optional<Case> TextSearch::by_number(const Where& where) {
  if (!number_) return std::nullopt;
  const auto named = store::find_number(tx_, district_, *number_);
  if (!named || service_.relations(tx_, *named, caller_, now_) == 0) return std::nullopt;
  auto meant = store::list_chosen(tx_, district_, {named->id}, where.filter);
  if (meant.empty()) return std::nullopt;
  return std::move(meant.front());
}

SearchOut TextSearch::understood() const {
  SearchOut out;
  for (const auto& run : words_.runs) out.words.push_back(run.shown);
  out.ignored = words_.ignored;
  for (const auto& some : categories_) {
    for (const auto id : some) {
      const auto* category = tree_.find(id);
      if (out.categories.size() >= kCategoriesShown || category == nullptr) break;
      out.categories.push_back({id, category->code, category->name_zh, category->name_en});
    }
  }
  auto* const finder = service_.services().finder;
  out.complete = finder != nullptr && finder->complete(tx_, district_);
  return out;
}

}  // namespace gewu::cases::http_views
