// SPDX-License-Identifier: Apache-2.0
#include "modules/plain_pages/pages.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <set>

#include "modules/cases/cases.hpp"

namespace gewu::plain_pages::test {

namespace {

const Setting kHere{"440311", "光明区", Language::zh, std::chrono::minutes(480)};

const categories::Tree& tree() {
  static const categories::Tree all(categories::shipped_catalogue());
  return all;
}

std::size_t count(const std::string& text, std::string_view part) {
  std::size_t out = 0;
  for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++out;
  return out;
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != text.npos; }

/// As many tags opened as closed, of those that are closed at all.
void check_balance(const std::string& page) {
  for (const char* tag : {"html", "head", "body", "main", "form", "select", "optgroup", "option",
                          "textarea", "label", "span", "dl", "dt", "dd", "ol", "ul", "li", "a"}) {
    INFO(tag);
    const std::string open = "<" + std::string(tag);
    CHECK(count(page, open + ">") + count(page, open + " ") ==
          count(page, "</" + std::string(tag) + ">"));
  }
}

}  // namespace

TEST_CASE("nothing that people type becomes markup") {
  CHECK(escape("<b>\"'&") == "&lt;b&gt;&quot;&#39;&amp;");
  CHECK(escape("路\xFF灯") == "路\xEF\xBF\xBD灯");
  CHECK(escape(std::string_view("a\0b\x1B[31m", 8)) ==
        "a\xEF\xBF\xBD"
        "b\xEF\xBF\xBD[31m");
  CHECK(escape("\xF0\x9F\x8F") == "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
  CHECK(rc::check([](const std::string& any) {
    const auto out = escape(any);
    for (const char c : {'<', '>', '"', '\''}) RC_ASSERT(out.find(c) == out.npos);
    RC_ASSERT(count_code_points(out).has_value());
  }));
}

TEST_CASE("a refused form holds every character that was typed, and says at which input") {
  const Typed typed{"</textarea><script>alert(1)</script>\n第二行",
                    "event-01-10",
                    "\" onfocus=x",
                    "李'某",
                    "13812345678",
                    "",
                    "0123456789abcdef",
                    "",
                    ""};
  const auto page = form_page(kHere, tree(), typed, std::nullopt, Wrong{"phone", "电话号码不对"});
  CHECK(!has(page, "<script"));
  CHECK(has(page, "&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;\n第二行"));
  CHECK(has(page, "value=\"&quot; onfocus=x\""));
  CHECK(has(page, "value=\"李&#39;某\""));
  CHECK(has(page, "<option value=\"event-01-10\" selected>"));
  CHECK(count(page, " selected>") == 1);
  CHECK(has(page, "<a href=\"#phone\">电话号码不对</a>"));
  CHECK(has(page, "aria-describedby=\"phone-hint phone-wrong\" aria-invalid=\"true\""));
  CHECK(has(page, "name=\"key\" value=\"0123456789abcdef\""));
  check_balance(page);
}

TEST_CASE("every input has a label, and every page a language and one heading of the first rank") {
  for (const auto language : {Language::zh, Language::en}) {
    Setting s = kHere;
    s.language = language;
    const auto page =
        form_page(s, tree(), {}, Spot{"4403110010010010100001", "1号楼"}, std::nullopt);
    for (const char* id : {"words", "address", "category", "photo", "name", "phone", "code"}) {
      INFO(id);
      CHECK(has(page, "<label for=\"" + std::string(id) + "\">"));
      CHECK(count(page, " id=\"" + std::string(id) + "\"") == 1);
    }
    CHECK(has(page, language == Language::zh ? "<html lang=\"zh-CN\">" : "<html lang=\"en\">"));
    CHECK(count(page, "<h1>") == 1);
    CHECK(has(page, "1号楼"));
    CHECK(!has(page, "style="));
    CHECK(!has(page, "<style"));
    CHECK(!has(page, "<script"));
    check_balance(page);
    check_balance(wrong_page(s, "x"));
    check_balance(district_page(s, {{"440311", "<光明"}}));
    check_balance(sent_page(s, {1, "AAAA-BBB-CCC", "00", "119", "<", "<"}));
    check_balance(follow_page(s, "<", std::nullopt, Wrong{"code", "<"}));
  }
}

TEST_CASE("a photo that arrived is not asked for again") {
  Typed typed;
  typed.photo = "42";
  typed.photo_token = "secret";
  const auto page = form_page(kHere, tree(), typed, std::nullopt, std::nullopt);
  CHECK(has(page, "name=\"photo_kept\" value=\"42\""));
  CHECK(!has(page, "type=\"file\""));
}

TEST_CASE("the progress of a report is told in words, with the district's own time") {
  cases::Progress p;
  p.number = 100042;
  p.state = cases::State::handling;
  p.words = "<b>灯不亮";
  p.area_names = {"光明区", "光明街道"};
  p.holder = "第一网格";
  p.overdue = true;
  p.due_at = instant(1'795'395'600'000);
  p.steps = {{instant(1'795'395'600'000), "report", "reported", "reporter", ""},
             {instant(1'795'395'660'000), "register", "registered", "account", "已受理\n谢谢"}};
  const auto page = follow_page(kHere, "AAAABBBCCC", p, std::nullopt);
  CHECK(has(page, "正在处理"));
  CHECK(has(page, "2026-11-23 09:00"));
  CHECK(has(page, "2026-11-23 09:01"));
  CHECK(has(page, "&lt;b&gt;灯不亮"));
  CHECK(has(page, "光明区 › 光明街道"));
  CHECK(has(page, "已超时"));
  check_balance(page);
}

TEST_CASE("every word, state and action is said in both languages") {
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Word>>([](auto d) {
    INFO(d.name);
    CHECK(!say(d.value, Language::zh).empty());
    CHECK(!say(d.value, Language::en).empty());
  });
  for (const auto language : {Language::zh, Language::en}) {
    for (const auto code : all_codes<cases::State>()) CHECK(!state_word(code, language).empty());
    for (const auto code : all_codes<cases::Action>()) {
      INFO(code);
      CHECK(!action_word(code, language).empty());
    }
  }
  const Error unknown{Failure::invalid, "nobody_wrote_this", "What happened.", ""};
  CHECK(refusal_words(unknown, Language::en) == "What happened.");
  CHECK(!refusal_words(unknown, Language::zh).empty());
}

}  // namespace gewu::plain_pages::test
