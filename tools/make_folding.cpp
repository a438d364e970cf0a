// SPDX-License-Identifier: Apache-2.0
// Writes the table behind base/folding.hpp: how each code point is folded for searching, and what
// kind it is. Run by the build, so that the program itself needs neither ICU nor OpenCC for it and
// starts without making it. One argument: the file to write.
#include <opencc.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace {

using icu::Normalizer2;
using icu::UnicodeString;

const Normalizer2& normalizer(bool fold) {
  UErrorCode failed = U_ZERO_ERROR;
  const auto* out =
      fold ? Normalizer2::getNFKCCasefoldInstance(failed) : Normalizer2::getNFDInstance(failed);
  if (U_FAILURE(failed) != 0) throw std::runtime_error(u_errorName(failed));
  return *out;
}

bool is_script(UChar32 c, std::initializer_list<UScriptCode> scripts) {
  UErrorCode failed = U_ZERO_ERROR;
  const auto of = uscript_getScript(c, &failed);
  for (const auto s : scripts) {
    if (of == s) return true;
  }
  return false;
}

/// As in base/folding.hpp: 0 separator, 1 word, 2 character.
int kind_of(UChar32 c) {
  const bool counts = u_isalnum(c) != 0 || u_charType(c) == U_COMBINING_SPACING_MARK ||
                      u_charType(c) == U_LETTER_NUMBER || u_charType(c) == U_OTHER_NUMBER;
  if (!counts) return 0;
  const bool alone = is_script(
      c, {USCRIPT_HAN, USCRIPT_HIRAGANA, USCRIPT_KATAKANA, USCRIPT_HANGUL, USCRIPT_BOPOMOFO,
          USCRIPT_YI, USCRIPT_THAI, USCRIPT_LAO, USCRIPT_KHMER, USCRIPT_MYANMAR, USCRIPT_TIBETAN});
  return alone ? 2 : 1;
}

/// The simplified form of one character. The first one where there are several.
UChar32 simplified(const opencc::SimpleConverter& converter, UChar32 c) {
  if (!is_script(c, {USCRIPT_HAN})) return c;
  std::string utf8;
  UnicodeString(c).toUTF8String(utf8);
  const auto out = UnicodeString::fromUTF8(converter.Convert(utf8));
  return out.countChar32() == 1 ? out.char32At(0) : c;
}

/// Compatibility forms and case go (NFKC, case folding), then accents, then traditional forms.
std::vector<UChar32> folded(const opencc::SimpleConverter& converter, UChar32 c) {
  UErrorCode failed = U_ZERO_ERROR;
  const UnicodeString plain = normalizer(true).normalize(UnicodeString(c), failed);
  std::vector<UChar32> out;
  for (int i = 0; i < plain.length(); i = plain.moveIndex32(i, 1)) {
    const UChar32 one = plain.char32At(i);
    const bool whole = is_script(one, {USCRIPT_HANGUL, USCRIPT_HIRAGANA, USCRIPT_KATAKANA});
    const UnicodeString parts =
        whole ? UnicodeString(one) : normalizer(false).normalize(UnicodeString(one), failed);
    for (int k = 0; k < parts.length(); k = parts.moveIndex32(k, 1)) {
      const UChar32 part = parts.char32At(k);
      if (u_charType(part) != U_NON_SPACING_MARK) out.push_back(simplified(converter, part));
    }
  }
  if (U_FAILURE(failed) != 0) throw std::runtime_error(u_errorName(failed));
  return out;
}

struct Table {
  std::vector<unsigned> from, at, to;
  struct Range {
    unsigned first, last;
    int kind;
  };
  std::vector<Range> kinds;
};

Table make() {
  const opencc::SimpleConverter converter("t2s.json");
  Table out;
  for (UChar32 c = 0; c <= 0x10FFFF; ++c) {
    if (U_IS_SURROGATE(c) || u_charType(c) == U_UNASSIGNED || u_charType(c) == U_PRIVATE_USE_CHAR) {
      continue;
    }
    const auto to = folded(converter, c);
    if (to.size() != 1 || to[0] != c) {
      out.from.push_back(static_cast<unsigned>(c));
      out.at.push_back(static_cast<unsigned>(out.to.size()));
      for (const auto t : to) out.to.push_back(static_cast<unsigned>(t));
    }
    const int kind = kind_of(c);
    if (kind == 0) continue;
    const auto point = static_cast<unsigned>(c);
    if (!out.kinds.empty() && out.kinds.back().last + 1 == point && out.kinds.back().kind == kind) {
      out.kinds.back().last = point;
    } else {
      out.kinds.push_back({point, point, kind});
    }
  }
  out.at.push_back(static_cast<unsigned>(out.to.size()));
  return out;
}

void write_list(std::ostream& out, const char* type, const char* name,
                const std::vector<unsigned>& values) {
  out << "const " << type << ' ' << name << "[] = {";
  for (std::size_t i = 0; i < values.size(); ++i)
    out << (i % 16 == 0 ? "\n" : "") << values[i] << ',';
  out << "\n};\n";
}

void write(std::ostream& out, const Table& table) {
  out << "// Made by tools/make_folding.cpp. Not to be edited.\n#include "
         "\"base/folding_table.hpp\"\n"
         "namespace gewu::folding_table {\n";
  write_list(out, "char32_t", "from", table.from);
  write_list(out, "std::uint32_t", "at", table.at);
  write_list(out, "char32_t", "to", table.to);
  out << "const std::size_t size = " << table.from.size() << ";\nconst Kinds kinds[] = {\n";
  for (const auto& k : table.kinds) {
    out << '{' << k.first << ',' << k.last << ',' << k.kind << "},\n";
  }
  out << "};\nconst std::size_t kinds_size = " << table.kinds.size() << ";\n}\n";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  try {
    const Table table = make();
    std::ofstream out(argv[1]);
    write(out, table);
    out.flush();
    if (!out) throw std::runtime_error(std::string("cannot write ") + argv[1]);
    return 0;
  } catch (const std::exception& e) {
    std::cerr << "make_folding: " << e.what() << '\n';
    return 1;
  }
}
