// SPDX-License-Identifier: Apache-2.0
// What is found, by whom, and in which order.
#include "modules/search/test/search_site.hpp"

namespace gewu::search::test {

using cases::Action;
using cases::Deed;
using cases::NewReport;
using cases::test::for_reason;

namespace {

std::string found_in(const cases::test::Answer& answer) {
  std::string out;
  for (const auto& f : answer.at("search").at("found").as_array()) {
    out += (out.empty() ? "" : ", ") + std::string(f.at("in").as_string()) + " " +
           std::string(f.at("text").as_string());
    for (const auto& m : f.at("marks").as_array()) {
      out += " " + std::to_string(m.at("from").as_int64()) + "-" +
             std::to_string(m.at("to").as_int64());
    }
  }
  return out;
}

}  // namespace

TEST_CASE("a case is found by its words at once, and the same way after they were indexed") {
  for_each_engine([](TestDatabase& d) {
    SearchSite s(d);
    s.report("路口的路灯不亮");
    s.report("井盖松动");
    for (int round = 0; round < 2; ++round) {
      CHECK(s.titles(s.town.lead_a, "路灯") == "路口的路灯不亮");
      CHECK(s.titles(s.town.lead_a, "路燈") == "路口的路灯不亮");
      CHECK(s.titles(s.town.lead_a, "灯") == "路口的路灯不亮");
      CHECK(s.titles(s.town.lead_a, "松动 井盖") == "井盖松动");
      CHECK(s.titles(s.town.lead_a, "路灯 井盖") == "");
      CHECK(s.titles(s.town.lead_a, "路亮") == "");
      s.feed();
    }
    CHECK(s.waiting() == 0);
  });
}

TEST_CASE("a case is found in whatever was said about it, and it is told where") {
  for_each_engine([](TestDatabase& d) {
    SearchSite s(d);
    const auto id = s.report(
        "One two three four five six seven eight nine ten\nIt is behind the bakery, where "
        "the road turns, is dark",
        [](NewReport& in) { in.address = "西门大街12号"; });
    s.town.close(id);
    s.feed();
    const auto told = [&](const std::string& words) {
      return found_in(s.ask(s.town.lead_a, words));
    };
    CHECK(told("three") == "title One two three four five six seven eight … 8-13");
    CHECK(told("bakery") == "words …t is behind the bakery, where the road turns, is dark 17-23");
    CHECK(told("西门") == "address 西门大街12号 0-2");
    CHECK(told("new lamp") == "answer A new lamp is in 2-5 6-10");
    CHECK(told("one bakery").starts_with("title One"));
    // Household waste left in the open: the category's name, in either language.
    CHECK(told("生活垃圾").starts_with("category "));
  });
}

TEST_CASE("what staff say among themselves is found by staff, not by who only reported it") {
  for_each_engine([](TestDatabase& d) {
    SearchSite s(d);
    const auto id = s.report("The lamp is dark", {}, s.town.rider);
    s.town.act(s.town.lead_a, id, Action::decline, [](Deed& x) {
      x.reason = "the caller is a nuisance";
      x.answer = "Please ask the owner";
      x.responsible = "the owner";
    });
    for (int round = 0; round < 2; ++round) {
      CHECK(s.titles(s.town.lead_a, "nuisance") == "The lamp is dark");
      CHECK(s.titles(s.town.rider, "nuisance") == "");
      CHECK(s.titles(s.town.rider, "lamp") == "The lamp is dark");
      CHECK(s.titles(s.town.rider, "ask the owner") == "The lamp is dark");
      CHECK(s.titles(s.town.worker_b, "lamp", "&queue=reported") == "");
      s.feed();
    }
  });
}

TEST_CASE("an answer that was not given yet is found by staff alone") {
  for_each_engine([](TestDatabase& d) {
    SearchSite s(d);
    const auto id = s.report("The lamp is dark", {}, s.town.rider);
    s.town.dispatch(id, s.town.as_holder(s.town.worker_a));
    s.town.act(s.town.worker_a, id, Action::accept);
    s.town.finish(s.town.worker_a, id);
    s.feed();
    CHECK(s.titles(s.town.lead_a, "new lamp") == "The lamp is dark");
    CHECK(s.titles(s.town.rider, "new lamp") == "");
    s.town.act(s.town.verifier, id, Action::pass);
    CHECK(s.titles(s.town.rider, "new lamp") == "The lamp is dark");
  });
}

TEST_CASE("nobody finds a case of another area, nor one about those who would hold it") {
  for_each_engine([](TestDatabase& d) {
    SearchSite s(d);
    s.report("路灯在甲");
    s.report("路灯在乙", [&](NewReport& in) { in.point = s.town.in_b(); });
    s.report("路灯的人不理我", [](NewReport& in) { in.about_holder = true; });
    for (int round = 0; round < 2; ++round) {
      CHECK(s.titles(s.town.lead_a, "路灯") == "路灯在甲");
      CHECK(s.titles(s.town.worker_b, "路灯") == "路灯在乙");
      CHECK(s.titles(s.town.centre, "路灯") == "路灯的人不理我 | 路灯在乙 | 路灯在甲");
      CHECK(s.titles(s.town.community, "不理我") == "路灯的人不理我");
      CHECK(s.titles(s.town.worker_a, "不理我") == "");
      CHECK(s.titles(s.town.plumber, "路灯") == "");
      const auto b = to_string(s.town.place.area('B'));
      CHECK(s.titles(s.town.centre, "路灯", "&area=" + b) == "路灯在乙");
      CHECK(s.ask(s.town.lead_a, "路灯", "&area=" + b).told() == "404 area_unknown");
      s.feed();
    }
  });
}

TEST_CASE("a search goes together with every other filter, in any state unless one is asked for") {
  for_each_engine([](TestDatabase& d) {
    SearchSite s(d);
    const auto closed = s.report("路灯一");
    s.town.close(closed);
    const auto open = s.report("路灯二", [](NewReport& in) { in.category = "event-01-01"; });
    const auto held = s.report("路灯三");
    s.town.dispatch(held, s.town.water());
    s.feed();
    const auto titles = [&](const std::string& more) {
      return s.titles(s.town.centre, "路灯", more);
    };
    CHECK(titles("") == "路灯三 | 路灯二 | 路灯一");
    CHECK(titles("&state=closed") == "路灯一");
    CHECK(titles("&state=reported") == "路灯二");
    CHECK(titles("&category=event-01-01") == "路灯二");
    CHECK(titles("&queue=desk") == "路灯二");
    CHECK(titles("&alarm=none") == "路灯三 | 路灯二");
    CHECK(titles("&state=closed&alarm=overdue") == "");
    CHECK(titles("&channel=worker_note") == "");
    CHECK(titles("&holder=organisation:" + to_string(s.town.office)) == "路灯三");
    CHECK(titles("&queue=unlocated") == "");
    CHECK(s.titles(s.town.plumber, "路灯") == "路灯三");  // what he holds
    const auto since = to_rfc3339(s.town.load(open).reported_at);
    CHECK(titles("&since=" + since) == "路灯三 | 路灯二");
    CHECK(titles("&until=" + since) == "路灯一");
  });
}

TEST_CASE("a number finds its case first, wherever it stands; other filters hold") {
  for_each_engine([](TestDatabase& d) {
    SearchSite s(d);
    const auto id = s.report("First");
    s.town.close(id);
    const auto number = std::to_string(s.town.load(id).number);
    s.report("See case " + number);
    s.feed();
    CHECK(s.titles(s.town.centre, number) == "First | See case " + number);
    CHECK(s.titles(s.town.worker_a, number) == "First | See case " + number);
    CHECK(s.titles(s.town.worker_b, number) == "");
    CHECK(s.titles(s.town.centre, number, "&state=reported") == "See case " + number);
    CHECK(s.titles(s.town.centre, number, "&queue=desk") == "See case " + number);
    const auto answer = s.ask(s.town.centre, number);
    CHECK(std::to_string(answer.at("search").at("number").as_int64()) == number);
  });
}

TEST_CASE("a phone number is never searched for, and that is told") {
  for_each_engine([](TestDatabase& d) {
    SearchSite s(d);
    s.report("Call me on 13800000000");
    s.feed();
    const auto answer = s.ask(s.town.centre, "13800000000");
    CHECK(answer.at("items").as_array().empty());
    CHECK(answer.at("search").at("ignored").as_array().size() == 1);
    CHECK(s.titles(s.town.centre, "call") == "Call me on 13800000000");
  });
}

TEST_CASE("pages of a search neither repeat nor leave out a case while new ones come in") {
  for_each_engine([](TestDatabase& d) {
    SearchSite s(d);
    std::vector<std::string> all;
    for (int i = 0; i < 9; ++i) {
      all.insert(all.begin(), "路灯" + std::string(1, static_cast<char>('a' + i)));
      s.report(all.front());
      if (i % 3 == 0) s.feed();
    }
    std::vector<std::string> seen;
    std::string cursor;
    for (int page = 0; page < 9; ++page) {
      const auto answer = s.ask(s.town.centre, "路灯", "&limit=2" + cursor);
      REQUIRE(answer.status == 200);
      for (const auto& item : answer.at("items").as_array()) {
        seen.emplace_back(item.at("title").as_string());
      }
      const auto next = answer.get("next");
      if (next.empty()) break;
      cursor = "&cursor=" + next;
      s.report("路灯 later");
      if (page % 2 == 0) s.feed();
    }
    CHECK(seen == all);
  });
}

TEST_CASE("what is typed may be anything") {
  for_each_engine([](TestDatabase& d) {
    SearchSite s(d);
    s.report("路灯 AND \"quotes\" (brackets) it's *starred*");
    s.feed();
    for (const char* odd : {"AND", "\"quotes\"", "(brackets)", "it's", "*starred*", "OR", "NEAR(",
                            "'", "\\", "%", "_", ":", "🔥", "-", "a:1", "c:"}) {
      INFO(odd);
      CHECK(s.ask(s.town.centre, odd).status == 200);
    }
    CHECK(s.titles(s.town.centre, "\"quotes\"") != "");
    CHECK(s.titles(s.town.centre, "a:" + to_string(s.town.place.area('A'))) == "");
    CHECK(s.titles(s.town.centre, "🔥") == "");
    CHECK(s.ask(s.town.centre, std::string(81, 'x')).told() == "422 text_too_long ?q");
  });
}

}  // namespace gewu::search::test
