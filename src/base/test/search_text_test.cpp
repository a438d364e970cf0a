// SPDX-License-Identifier: Apache-2.0
#include "base/search_text.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "base/folding.hpp"

namespace gewu {

namespace {

/// "路灯 灯" for what a text is found by.
std::string terms(std::string_view text) {
  std::string out;
  for (const auto& t : index_terms(text)) out += (out.empty() ? "" : " ") + t;
  return out;
}

/// The places of every run, or nothing where one is missing.
std::string found(std::string_view typed, std::string_view text) {
  const auto words = search_words(typed);
  const auto tokens = search_tokens(text);
  std::string out;
  for (const auto& run : words.runs) {
    const auto marks = find(run, tokens);
    if (marks.empty()) return "";
    for (const auto& m : marks) {
      out += (out.empty() ? "" : " ") + std::to_string(m.begin) + "-" + std::to_string(m.end);
    }
  }
  return out;
}

/// Whether an index of the text's terms would give it for what was typed.
bool indexed(const std::vector<std::string>& terms, std::string_view typed) {
  for (const auto& run : search_words(typed).runs) {
    for (const auto& wanted : terms_of(run)) {
      const bool there = std::any_of(terms.begin(), terms.end(), [&](const std::string& t) {
        return wanted.prefix ? t.starts_with(wanted.text) : t == wanted.text;
      });
      if (!there) return false;
    }
  }
  return true;
}

std::string ignored(std::string_view typed) {
  std::string out;
  for (const auto& word : search_words(typed).ignored) out += (out.empty() ? "" : " ") + word;
  return out;
}

}  // namespace

TEST_CASE("a text is found by each two characters that follow each other, and by each one") {
  CHECK(terms("路灯不亮") == "不亮 亮 灯不 路灯");
  CHECK(terms("灯") == "灯");
  CHECK(terms("") == "");
  for (const char* one : {"路", "灯", "不", "亮"}) CHECK(found(one, "路灯不亮") != "");
  CHECK(found("灯不", "路灯不亮") == "1-3");
  CHECK(found("路亮", "路灯不亮") == "");
}

TEST_CASE(
    "words and longer numbers count whole and by their beginning, but not by a single letter") {
  CHECK(terms("Lamp No. 12 broken") == "12 broken lamp no");
  CHECK(found("lam", "The lamp") == "4-8");
  CHECK(found("amp", "The lamp") == "");
  CHECK(found("1", "No. 12") == "");
  CHECK(found("12", "No. 125") == "");  // short numbers begin thousands of others
  CHECK(found("125", "No. 1256") == "4-8");
}

TEST_CASE("what people mean to be the same is the same") {
  CHECK(found("路灯", "路燈不亮") == "0-2");  // traditional
  CHECK(found("路燈", "路灯不亮") == "0-2");
  CHECK(found("裡面髒", "里面脏了") == "0-3");
  CHECK(found("12号", "１２号楼") == "0-3");      // full width
  CHECK(found("CAFE", "the café") == "4-8");      // case and accents
  CHECK(found("cafe\xCC\x81", "CAFÉ") == "0-4");  // an accent of its own
  CHECK(found("ﬁre", "fire exit") == "0-4");      // a ligature
  CHECK(found("ｶﾒﾗ", "カメラ") == "0-3");         // half width
  CHECK(found("strasse", "Straße") == "0-6");
}

TEST_CASE("a number and its unit are found with and without a space between them") {
  CHECK(found("12号楼", "住在 12 号楼") == "3-8");
  CHECK(found("12 号楼", "住在12号楼") != "");
  CHECK(found("12号楼", "112号楼") == "");
}

TEST_CASE("runs stand together, and all of them must be there") {
  CHECK(found("路灯 西门", "西门的路灯") == "3-5 0-2");
  CHECK(found("路灯 东门", "西门的路灯") == "");
  CHECK(found("路灯不亮", "路灯，不亮") == "");
  CHECK(search_words("a b c d e f g h i j").runs.size() == kSearchRunsMax);
  CHECK(ignored("aa bb cc dd ee ff gg hh ii jj") == "ii jj");
}

TEST_CASE("long numbers lead to no text: they may be somebody's phone or identity number") {
  CHECK(terms("电话13800000000，找她") == "她 找她 电话 话");
  CHECK(terms("138 0000 0000") == "");
  CHECK(terms("138-0000-0000") == "");
  CHECK(terms("11010119900101123X") == "");
  CHECK(terms("粤B12345") == "b12345 粤");
  CHECK(ignored("13800000000 路灯") == "13800000000");
  CHECK(ignored("１３８ ００００ ００００") == "138 0000 0000");
  CHECK(found("路灯", "路灯 13800000000") == "0-2");
  CHECK(terms("2026-11-22") == "11 2026 22");
}

TEST_CASE("hostile text is text: nothing breaks, and places are those of JavaScript") {
  const std::string emoji = "🔥路灯🔥";
  CHECK(found("路灯", emoji) == "2-4");  // an emoji is two units
  CHECK(terms("🔥🔥👩\u200d👩\u200d👧") == "");
  CHECK(terms("a\xFF"
              "b\xC3") == "a b");      // no UTF-8
  CHECK(terms("\xED\xA0\x80") == "");  // half a surrogate pair
  CHECK(terms(std::string("a\0b", 3)) == "a b");
  CHECK(terms("a\u202eb") == "ab");         // turns text around, leaves nothing
  CHECK(terms("路\u200b灯") == "灯 路灯");  // no width
  CHECK(terms("\"'\\*:()") == "");
  CHECK(found("𠮷野家", "𠮷野家前") == "0-4");  // beyond the first plane
  CHECK(terms("ＡＮＤ OR *").find('*') == std::string::npos);
}

TEST_CASE("a very long text and a very long word are indexed in bounds") {
  const std::string word(5000, 'x');
  REQUIRE(index_terms(word).size() == 1);
  CHECK(index_terms(word)[0].size() == 40);
  CHECK(found(word, word) == "0-5000");
  CHECK(indexed(index_terms(word), word));
  std::string text;
  for (int i = 0; i < 10'000; ++i) text += "路灯";
  CHECK(terms(text) == "灯 灯路 路灯");
}

TEST_CASE("whatever matches, an index of its terms gives") {
  const auto glyphs = rc::gen::element<std::string>("路", "灯", "燈", "不", "a", "B", "é", "1",
                                                    "２", " ", "，", "-", "🔥", "号");
  const auto any_text = [&](int most) {
    return rc::gen::map(rc::gen::resize(most, rc::gen::container<std::vector<std::string>>(glyphs)),
                        [](const std::vector<std::string>& all) {
                          std::string out;
                          for (const auto& one : all) out += one;
                          return out;
                        });
  };
  CHECK(rc::check("matching implies indexed", [&] {
    const auto text = *any_text(60);
    const auto typed = *any_text(6);
    const bool matches = search_words(typed).empty() || found(typed, text) != "";
    if (matches) RC_ASSERT(indexed(index_terms(text), typed));
    // A part of a text between separators is found in it.
    for (const auto& run : search_words(text).runs) {
      RC_ASSERT(!find(run, search_tokens(text)).empty());
    }
  }));
}

}  // namespace gewu
