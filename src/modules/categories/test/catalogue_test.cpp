// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "base/text.hpp"
#include "modules/categories/categories.hpp"

using namespace gewu;
using namespace gewu::categories;

TEST_CASE("the urban tree has 92 component and 98 event categories") {
  std::map<Domain, int> count;
  for (const auto& category : shipped_catalogue()) ++count[category.domain];
  CHECK(count[Domain::component] == 92);
  CHECK(count[Domain::event] == 98);
}

TEST_CASE("the demand tree has 13 classes of 4 to 8 matters, and the unclassified") {
  std::map<std::string, int> count;
  for (const auto& category : shipped_catalogue()) {
    if (category.domain == Domain::demand) ++count[category.class_code];
  }
  CHECK(count.size() == 14);
  CHECK(count["demand-00"] == 1);
  count.erase("demand-00");
  for (const auto& [code, matters] : count) {
    CAPTURE(code);
    CHECK(matters >= 4);
    CHECK(matters <= 8);
  }
}

TEST_CASE("every code is given once, and a class has one name in each language") {
  std::set<std::string> codes, names_en;
  std::map<std::string, std::pair<std::string, std::string>> classes;
  for (const auto& c : shipped_catalogue()) {
    CAPTURE(c.code);
    CHECK(codes.insert(c.code).second);
    CHECK(names_en.insert(c.class_code.substr(0, 6) + c.name_en).second);
    CHECK(c.code.starts_with(c.class_code + "-"));
    const auto [known, is_new] = classes.try_emplace(c.class_code, c.class_zh, c.class_en);
    CHECK(known->second == std::pair(c.class_zh, c.class_en));
  }
}

TEST_CASE("every name is plain text, Chinese in one column and English in the other") {
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  for (const auto& c : shipped_catalogue()) {
    CAPTURE(c.code);
    for (const auto& name : {c.name_zh, c.name_en, c.class_zh, c.class_en}) {
      CHECK(clean_text(name, 1, 60, false).value() == name);
    }
    CHECK_FALSE(std::all_of(c.name_zh.begin(), c.name_zh.end(), is_ascii));
    CHECK(std::count_if(c.name_en.begin(), c.name_en.end(), is_ascii) + 7 >
          static_cast<int>(c.name_en.size()));
  }
}

TEST_CASE("emergencies say whom to ring and what to say, in both languages, and are all used") {
  std::set<std::string> used;
  for (const auto& c : shipped_catalogue()) {
    if (c.emergency.empty()) continue;
    CAPTURE(c.code);
    used.insert(c.emergency);
    REQUIRE(emergency(c.emergency) != nullptr);
    // What endangers life is never a matter for one person on the spot.
    CHECK_FALSE(c.self_handling);
    // The urban tree's limits are given; ours run around the clock.
    if (c.domain == Domain::demand) CHECK(c.limits.front().starts_with("urgent_"));
  }
  for (const auto& known : shipped_emergencies()) {
    CAPTURE(known.code);
    CHECK(used.contains(known.code));
    CHECK((known.number == "110" || known.number == "119" || known.number == "120"));
    CHECK(known.advice_zh.find(known.number) != std::string::npos);
    CHECK(known.advice_en.find(known.number) != std::string::npos);
  }
  CHECK(emergency("") == nullptr);
  CHECK(emergency("earthquake") == nullptr);
}

TEST_CASE("the residents' short list has each rank once") {
  Tree tree(shipped_catalogue());
  const auto usual = tree.usual();
  REQUIRE(usual.size() == 12);
  for (std::size_t i = 0; i < usual.size(); ++i) {
    CHECK(usual[i]->usual == static_cast<int>(i + 1));
    CHECK(usual[i]->emergency.empty());
  }
}

TEST_CASE("the shipped urban tree is the project's specification, limit for limit") {
  std::ifstream file("../shared/domain/case-categories.tsv");
  if (!file) {
    MESSAGE("skipped: data not present");
    return;
  }
  Tree tree(shipped_catalogue());
  int rows = 0;
  std::string line;
  std::getline(file, line);  // the heading
  while (std::getline(file, line)) {
    std::stringstream cells(line);
    std::string domain, class_code, class_name, code, name, limits;
    for (auto* cell : {&domain, &class_code, &class_name, &code, &name, &limits}) {
      std::getline(cells, *cell, '\t');
    }
    CAPTURE(line);
    const auto* category = tree.find(std::string_view(domain + "-" + class_code + "-" + code));
    REQUIRE(category != nullptr);
    CHECK(category->class_zh == class_name);
    CHECK(category->name_zh == name);
    std::string joined;
    for (const auto& limit : category->limits) joined += (joined.empty() ? "" : ";") + limit;
    CHECK(joined == limits);
    CHECK(category->limit() == limits.substr(0, limits.find(';')));
    ++rows;
  }
  CHECK(rows == 190);
}

TEST_CASE("a limit is a known unit and an amount from 1 to 10000") {
  for (const char* text : {"work_hour:4", "urgent_minute:30", "natural_day:10000"}) {
    CHECK(is_limit(text));
  }
  for (const char* text : {"", "work_hour", "work_hour:", "work_hour:0", "work_hour:04", "hour:4",
                           "work_hour:10001", "work_hour:4 ", "work_hour:4;work_day:1"}) {
    CAPTURE(text);
    CHECK_FALSE(is_limit(text));
  }
}

TEST_CASE("a mistake in a catalogue file is found out with its line") {
  const std::string heading =
      "code\tclass_zh\tclass_en\tname_zh\tname_en\tlimits\tnature\tself_handling\temergency\tusual"
      "\n";
  const auto fails = [&](const std::string& row) {
    try {
      (void)read_catalogue("# note\n" + heading + row + "\n");
    } catch (const std::logic_error& e) {
      return std::string(e.what()).find("line 3") != std::string::npos;
    }
    return false;
  };
  CHECK(
      read_catalogue(heading + "event-01-01\t类\tC\t名\tN\twork_hour:4\tsolve\t1\t\t3\n").size() ==
      1);
  CHECK(fails("event-1-01\t类\tC\t名\tN\twork_hour:4\tsolve\t1\t\t"));
  CHECK(fails("happening-01-01\t类\tC\t名\tN\twork_hour:4\tsolve\t1\t\t"));
  CHECK(fails("event-01-01\t类\tC\t\tN\twork_hour:4\tsolve\t1\t\t"));
  CHECK(fails("event-01-01\t类\tC\t名\tN\tsoon\tsolve\t1\t\t"));
  CHECK(fails("event-01-01\t类\tC\t名\tN\twork_hour:4\tfix\t1\t\t"));
  CHECK(fails("event-01-01\t类\tC\t名\tN\twork_hour:4\tsolve\tyes\t\t"));
  CHECK(fails("event-01-01\t类\tC\t名\tN\twork_hour:4\tsolve\t1\t\t0"));
  CHECK(fails("event-01-01\t类\tC\t名\tN\twork_hour:4\tsolve\t1\t"));
  CHECK_THROWS_AS((void)read_catalogue("code\tname\n"), std::logic_error);
}
