// SPDX-License-Identifier: Apache-2.0
#include "modules/areas/address_text.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace gewu::areas {
namespace {

using Text = std::u32string_view;

// ---- folding ------------------------------------------------------------------------------------

std::u32string decoded(std::string_view utf8) {
  std::u32string out;
  for (std::size_t i = 0; i < utf8.size();) {
    const auto lead = static_cast<unsigned char>(utf8[i]);
    const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if ((lead >= 0x80 && lead < 0xC0) || i + size > utf8.size()) break;
    char32_t point = size == 1 ? lead : lead & (0xFFU >> (size + 1));
    for (std::size_t k = 1; k < size; ++k) {
      point = (point << 6U) | (static_cast<unsigned char>(utf8[i + k]) & 0x3FU);
    }
    out.push_back(point);
    i += size;
  }
  return out;
}

/// Signs of the traditional script that stand in addresses; names are not converted.
constexpr std::pair<Text, Text> kSimplified{U"號樓棟單園區門層戶間莊鎮鄉東衖華廈",
                                            U"号楼栋单园区门层户间庄镇乡东弄华厦"};

bool is_dash(char32_t c) { return Text(U"-‐‑‒–—―−~～－﹣").find(c) != Text::npos; }

char32_t folded(char32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;
  if (c >= U'a' && c <= U'z') c -= 0x20;
  if (c == U'﹟' || c == U'♯') return U'#';
  if (is_dash(c)) return U'-';
  const bool latin = (c >= U'0' && c <= U'9') || (c >= U'A' && c <= U'Z') || c == U'#';
  const bool letter = c >= 0x3400 && c < 0xFE30 && c != U'、';
  if (c < 0x80 || !letter) {
    return latin || (c > 0x80 && Text(U"〇").find(c) != Text::npos) ? c : U' ';
  }
  const std::size_t at = kSimplified.first.find(c);
  return at == Text::npos ? c : kSimplified.second[at];
}

// ---- words behind numbers -----------------------------------------------------------------------

struct Unit {
  Text word;
  AddressPart part;
};
/// Longer ones first. 号 and 楼 alone depend on what stands before them.
constexpr std::array<Unit, 27> kUnits{
    {{U"号大院", AddressPart::house},  {U"号楼", AddressPart::building},
     {U"号栋", AddressPart::building}, {U"号幢", AddressPart::building},
     {U"号座", AddressPart::building}, {U"栋楼", AddressPart::building},
     {U"幢楼", AddressPart::building}, {U"座楼", AddressPart::building},
     {U"#楼", AddressPart::building},  {U"单元", AddressPart::unit},
     {U"门洞", AddressPart::unit},     {U"号院", AddressPart::house},
     {U"号弄", AddressPart::house},    {U"号房", AddressPart::room},
     {U"号室", AddressPart::room},     {U"房间", AddressPart::room},
     {U"栋", AddressPart::building},   {U"幢", AddressPart::building},
     {U"座", AddressPart::building},   {U"#", AddressPart::building},
     {U"弄", AddressPart::house},      {U"门", AddressPart::unit},
     {U"层", AddressPart::floor},      {U"室", AddressPart::room},
     {U"户", AddressPart::room},       {U"房", AddressPart::room},
     {U"排", AddressPart::building}}};

const Unit* unit_at(Text rest) {
  const auto* found = std::find_if(kUnits.begin(), kUnits.end(),
                                   [&](const Unit& u) { return rest.starts_with(u.word); });
  return found == kUnits.end() ? nullptr : found;
}
/// Words that follow a number and are part of names: 二期, 三区, 第三网格.
bool counts_names(char32_t c) { return Text(U"期区组队网微路街巷村").find(c) != Text::npos; }
bool follows_number(Text rest) {
  return !rest.empty() && (unit_at(rest) != nullptr || rest[0] == U'号' || rest[0] == U'楼' ||
                           rest[0] == U'-' || counts_names(rest[0]));
}

// ---- Chinese numerals ---------------------------------------------------------------------------

constexpr Text kDigits = U"零一二三四五六七八九";

std::optional<int> digit_of(char32_t c) {
  if (c == U'〇') return 0;
  const std::size_t at = kDigits.find(c);
  if (at == Text::npos) return std::nullopt;
  return static_cast<int>(at);
}
bool is_numeral(char32_t c) { return digit_of(c) || c == U'十' || c == U'百'; }

/// 五零一 → 501, 十二 → 12, 三十 → 30, 一百零三 → 103.
std::u32string digits_of(Text run) {
  std::string out;
  if (run.find_first_of(U"十百") == Text::npos) {
    for (char32_t c : run) out += static_cast<char>('0' + *digit_of(c));
  } else {
    int sum = 0, last = -1;
    for (char32_t c : run) {
      if (const auto digit = digit_of(c)) {
        last = *digit;
      } else {
        sum += (last < 0 ? 1 : last) * (c == U'十' ? 10 : 100);
        last = -1;
      }
    }
    out = std::to_string(sum + std::max(last, 0));
  }
  return {out.begin(), out.end()};
}

constexpr std::size_t kNumeralsMost = 6;

std::u32string with_digits(Text text) {
  std::u32string out;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    while (end < text.size() && is_numeral(text[end])) ++end;
    if (end == i) {
      out += text[i++];
      continue;
    }
    const Text run = text.substr(i, end - i), rest = text.substr(end);
    const char32_t before = out.empty() ? U' ' : out.back();
    const bool last = rest.empty() || rest[0] == U' ';
    const bool after_number = Text(U"楼栋幢座元门层号-").find(before) != Text::npos;
    const bool number = run.size() <= kNumeralsMost &&
                        (follows_number(rest) || before == U'第' || (last && after_number));
    out += number ? digits_of(run) : std::u32string(run);
    i = end;
  }
  return out;
}

/// One blank between words, none at the ends and none between a number and its word.
std::u32string with_blanks(Text text) {
  std::u32string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != U' ') {
      out += text[i];
      continue;
    }
    const std::size_t next = text.find_first_not_of(U' ', i);
    if (next == Text::npos) break;
    const bool number = !out.empty() && (out.back() < 0x80 || is_numeral(out.back()));
    if (!out.empty() && !(number && follows_number(text.substr(next)))) out += U' ';
    i = next - 1;
  }
  return out;
}

// ---- numbers ------------------------------------------------------------------------------------

bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
bool is_alnum(char32_t c) { return is_digit(c) || (c >= U'A' && c <= U'Z'); }

std::u32string without_zeros(Text value) {
  const std::size_t first = value.find_first_not_of(U'0');
  return std::u32string(first == Text::npos ? value.substr(0, 1) : value.substr(first));
}

class Reader {
 public:
  Reader(Text text, const std::vector<bool>& taken) : text_(text), taken_(taken) {}

  std::vector<NumberToken> run() {
    for (std::size_t i = 0; i < text_.size();) {
      const bool begins = is_alnum(text_[i]) || Text(U"甲乙丙丁").find(text_[i]) != Text::npos;
      const bool inside = i > 0 && is_alnum(text_[i - 1]) && !taken_[i - 1];
      const std::size_t next = begins && !taken_[i] && !inside ? read(i) : i;
      i = next == i ? i + 1 : next;
    }
    // A storey without a house around it: many say 3楼 for the third house of an estate.
    const auto is = [](AddressPart p) { return [p](const auto& t) { return t.part == p; }; };
    if (std::none_of(out_.begin(), out_.end(), is(AddressPart::building)) &&
        std::none_of(out_.begin(), out_.end(), is(AddressPart::house))) {
      const auto floor = std::find_if(out_.begin(), out_.end(), is(AddressPart::floor));
      if (floor != out_.end() && text_[floor->last - 1] == U'楼') floor->part = AddressPart::bare;
    }
    return std::move(out_);
  }

 private:
  std::size_t value_end(std::size_t at) const {
    if (Text(U"甲乙丙丁").find(text_[at]) != Text::npos) ++at;
    while (at < text_.size() && is_alnum(text_[at]) && !taken_[at]) ++at;
    return at;
  }
  bool seen(AddressPart part) const {
    return std::any_of(out_.begin(), out_.end(), [&](const auto& t) { return t.part == part; });
  }
  bool inside_house() const { return seen(AddressPart::building) || seen(AddressPart::unit); }
  void put(AddressPart part, Text value, std::size_t first, std::size_t last) {
    out_.push_back({part, without_zeros(value), first, last});
  }

  /// 3-2-501, 3-501, 12-1号.
  std::size_t read_run(std::size_t first, const std::vector<Text>& values, std::size_t end) {
    const bool number = end < text_.size() && text_[end] == U'号' && !unit_at(text_.substr(end));
    if (number && values.size() == 2 && values[1].size() < 3 && !inside_house()) {
      put(AddressPart::house, text_.substr(first, end - first), first, end + 1);
      return end + 1;
    }
    const Unit* unit = end < text_.size() ? unit_at(text_.substr(end)) : nullptr;
    std::size_t last = end + (number ? 1 : 0);
    if (unit != nullptr && unit->part == AddressPart::room) last += unit->word.size();
    std::size_t at = 0;
    if (!seen(AddressPart::building)) put(AddressPart::building, values[at++], first, last);
    if (at + 1 < values.size()) put(AddressPart::unit, values[at], first, last);
    put(AddressPart::room, values.back(), first, last);
    return last;
  }

  std::size_t read(std::size_t first) {
    std::size_t end = value_end(first);
    std::vector<Text> values{text_.substr(first, end - first)};
    if (values[0].size() > 6 || !is_alnum(values[0].back())) return first;
    while (end + 1 < text_.size() && text_[end] == U'-' && is_alnum(text_[end + 1])) {
      const std::size_t next = value_end(end + 1);
      values.push_back(text_.substr(end + 1, next - end - 1));
      end = next;
    }
    if (values.size() == 2 || values.size() == 3) return read_run(first, values, end);
    if (values.size() > 3) return first;
    return read_one(first, values[0], end);
  }

  std::size_t read_one(std::size_t first, Text value, std::size_t end) {
    const Text rest = text_.substr(end);
    const bool number = std::any_of(value.begin(), value.end(), is_digit);
    if (const Unit* unit = unit_at(rest)) {
      const bool letter_house =
          unit->part == AddressPart::building || unit->part == AddressPart::unit;
      if (!number && (!letter_house || value.size() > 1)) return first;
      put(unit->part, value, first, end + unit->word.size());
      return end + unit->word.size();
    }
    if (!number) return first;
    if (rest.starts_with(U"号")) {
      put(inside_house() ? AddressPart::room : AddressPart::house, value, first, end + 1);
      return end + 1;
    }
    if (rest.starts_with(U"楼")) {
      put(AddressPart::floor, value, first, end + 1);
      return end + 1;
    }
    const bool after = !out_.empty() && out_.back().last == first;
    const bool alone = rest.empty() || rest[0] == U' ';
    if (!alone && !(after && inside_house())) return first;  // part of a name we do not know
    put(inside_house() ? AddressPart::room : AddressPart::bare, value, first, end);
    return end;
  }

  Text text_;
  const std::vector<bool>& taken_;
  std::vector<NumberToken> out_;
};

}  // namespace

std::u32string fold_address(std::string_view utf8) {
  std::u32string text = decoded(utf8);
  std::transform(text.begin(), text.end(), text.begin(), folded);
  return with_digits(with_blanks(text));
}

std::string to_utf8(std::u32string_view text) {
  std::string out;
  for (char32_t c : text) {
    const auto put = [&](char32_t byte) { out += static_cast<char>(byte); };
    if (c < 0x80) {
      put(c);
    } else if (c < 0x800) {
      put(0xC0U | (c >> 6U)), put(0x80U | (c & 0x3FU));
    } else if (c < 0x10000) {
      put(0xE0U | (c >> 12U)), put(0x80U | ((c >> 6U) & 0x3FU)), put(0x80U | (c & 0x3FU));
    } else {
      put(0xF0U | (c >> 18U)), put(0x80U | ((c >> 12U) & 0x3FU));
      put(0x80U | ((c >> 6U) & 0x3FU)), put(0x80U | (c & 0x3FU));
    }
  }
  return out;
}

std::vector<NumberToken> number_tokens(std::u32string_view folded, const std::vector<bool>& taken) {
  return Reader(folded, taken).run();
}

}  // namespace gewu::areas
