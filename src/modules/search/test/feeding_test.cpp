// SPDX-License-Identifier: Apache-2.0
// What the index holds is what the cases say, whatever happens and whoever dies.
#include <rapidcheck.h>

#include <set>
#include <thread>

#include "db/text_index.hpp"
#include "modules/search/test/search_site.hpp"

namespace gewu::search::test {

using cases::Action;
using cases::Deed;
using cases::NewReport;

namespace {

/// Erases what was said in one event, as a person may ask for.
void erase(SearchSite& s, CaseId id, int seq) {
  s.d.db().write([&](db::WriteTx& tx) {
    history::erase_words(tx, s.town.district, cases::subject_of(id), seq);
    s.search.changed(tx, s.town.district, id, s.town.clock.now());
  });
}

/// A plain reading of every case, as the district's centre may read it.
std::set<std::string> read_all(SearchSite& s, const std::vector<CaseId>& all,
                               const std::string& typed) {
  std::set<std::string> out;
  const auto run = search_words(typed).runs.at(0);
  for (const auto id : all) {
    const auto text = s.town.read(
        [&](db::ReadTx& tx) { return cases::case_text(tx, s.town.district, id).value(); });
    const bool holds = std::any_of(text.texts.begin(), text.texts.end(), [&](const auto& t) {
      return !find(run, search_tokens(t)).empty();
    });
    if (holds) out.insert(to_string(id));
  }
  return out;
}

}  // namespace

TEST_CASE("each change is indexed once, and the index follows what is said later") {
  for_each_engine([](TestDatabase& d) {
    SearchSite s(d);
    const auto id = s.report("路灯不亮");
    CHECK(s.waiting() == 1);
    CHECK(s.feed() == 1);
    CHECK(s.feed() == 0);
    s.town.act(s.town.lead_a, id, Action::register_);
    s.town.act(s.town.lead_a, id, Action::note, [](Deed& x) { x.note = "备件在仓库"; });
    CHECK(s.waiting() == 2);
    CHECK(s.feed() == 2);
    CHECK(s.titles(s.town.lead_a, "仓库") == "路灯不亮");
    CHECK(s.problems() == "");
  });
}

TEST_CASE("erased words lead to nothing from then on, and leave the index") {
  for_each_engine([](TestDatabase& d) {
    SearchSite s(d);
    const auto id = s.report("路灯不亮");
    s.town.act(s.town.lead_a, id, Action::register_);
    s.town.act(s.town.lead_a, id, Action::note, [](Deed& x) { x.note = "钥匙在老王那里"; });
    s.feed();
    CHECK(s.titles(s.town.lead_a, "老王") == "路灯不亮");
    erase(s, id, 3);
    CHECK(s.titles(s.town.lead_a, "老王") == "");  // before the index knows
    s.feed();
    CHECK(s.problems() == "");
    const db::TextIndex index("case");
    s.town.read([&](db::ReadTx& tx) {
      CHECK(index.newest(tx, s.town.district, {{{{{"老王", false}}}}}, INT64_MAX, 10).empty());
      CHECK(index.newest(tx, s.town.district, {{{{{"路灯", false}}}}}, INT64_MAX, 10).size() == 1);
    });
  });
}

TEST_CASE("merged cases stay found by their own words, each by its own") {
  for_each_engine([](TestDatabase& d) {
    SearchSite s(d);
    const auto main = s.report("路灯不亮");
    const auto other = s.report("灯杆倒了");
    s.town.act(s.town.lead_a, other, Action::merge, [&](Deed& x) { x.main_case = main; });
    s.feed();
    CHECK(s.titles(s.town.lead_a, "灯杆") == "灯杆倒了");
    CHECK(s.titles(s.town.lead_a, "路灯") == "路灯不亮");
    CHECK(s.titles(s.town.lead_a, "灯杆", "&state=merged") == "灯杆倒了");
    CHECK(s.problems() == "");
  });
}

TEST_CASE("a case that is moved is found where it lies then") {
  for_each_engine([](TestDatabase& d) {
    SearchSite s(d);
    const auto id = s.report("路灯不亮", [&](NewReport& in) { in.point = s.town.in_no_grid(); });
    s.feed();
    CHECK(s.titles(s.town.worker_b, "路灯") == "");
    s.town.act(s.town.centre, id, Action::locate, [&](Deed& x) { x.point = s.town.in_b(); });
    CHECK(s.titles(s.town.worker_b, "路灯") == "路灯不亮");
    s.feed();
    CHECK(s.titles(s.town.worker_b, "路灯") == "路灯不亮");
    CHECK(s.problems() == "");
  });
}

TEST_CASE("what was there before the index is indexed in pieces, and until then it is told") {
  for_each_engine([](TestDatabase& d) {
    cases::test::Town before(d);
    for (int i = 0; i < 5; ++i) {
      before.clock.advance(std::chrono::minutes(1));
      before.report([&](NewReport& in) { in.words = "老路灯" + std::to_string(i); });
    }
    Search search(before.ids);
    const auto complete = [&] {
      return before.read([&](db::ReadTx& tx) { return search.complete(tx, before.district); });
    };
    CHECK_FALSE(complete());
    CHECK(doctor(d.db(), before.district).empty());  // to come is no flaw
    CHECK(feed_old(d.db(), before.district, 2) == 2);
    d.reopen();  // a crash in the middle
    CHECK(feed_old(d.db(), before.district, 2) == 2);
    CHECK_FALSE(complete());
    const auto found = [&] {
      return before.read([&](db::ReadTx& tx) {
        return search
            .candidates(tx, before.district, {{{{{"路灯", false}}, {}}}, {}, {}, {}},
                        CaseId{INT64_MAX}, 10)
            .ids.size();
      });
    };
    CHECK(found() == 4);
    while (feed_old(d.db(), before.district, 2) > 0) {
    }
    CHECK(complete());
    CHECK(found() == 5);
    CHECK(doctor(d.db(), before.district).empty());
    // From the beginning, as after a change of rules.
    forget_all(d.db());
    CHECK_FALSE(complete());
    CHECK(found() == 0);
    while (feed_old(d.db(), before.district, 3) > 0) {
    }
    CHECK(found() == 5);
    CHECK(doctor(d.db(), before.district).empty());
  });
}

TEST_CASE("a node that dies with notes in hand leaves them to the next, and two share them") {
  for_each_engine([](TestDatabase& d) {
    SearchSite s(d);
    std::vector<CaseId> all;
    for (int i = 0; i < 30; ++i) all.push_back(s.report("路灯" + std::to_string(i)));
    d.reopen();
    CHECK(s.waiting() == 30);
    std::atomic<int> taken{0};
    const auto work = [&] {
      for (int some = 1; some > 0;) taken += some = search::feed(d.db(), s.town.district, 7);
    };
    std::thread one(work), two(work);
    one.join();
    two.join();
    work();  // one that came second to every note of a page stops early
    CHECK(taken == 30);
    CHECK(s.waiting() == 0);
    while (feed_old(d.db(), s.town.district) > 0) {
    }
    CHECK(s.problems() == "");
  });
}

TEST_CASE("the doctor names a case that is not indexed, one that is otherwise, and one too many") {
  for_each_engine([](TestDatabase& d) {
    SearchSite s(d);
    const auto missing = s.report("路灯一"), changed = s.report("路灯二");
    s.feed();
    CHECK(s.problems() == "");
    const db::TextIndex index("case");
    d.db().write([&](db::WriteTx& tx) {
      index.remove(tx, s.town.district, missing.value);
      index.put(tx, s.town.district, {changed.value, 100, {"井盖"}});
      index.put(tx, s.town.district, {changed.value + 1, 1, {"井盖"}});
    });
    CHECK(s.problems() == "text_missing case " + to_string(missing) + ", text_differs case " +
                              to_string(changed) + ", text_without_case case " +
                              to_string(CaseId{changed.value + 1}));
  });
}

TEST_CASE("after anything that happens the index equals a recount, and searches equal a reading") {
  for_each_engine([](TestDatabase& d) {
    SearchSite s(d);
    const std::vector<std::string> words{"路灯不亮", "路灯倒了",  "井盖松动",
                                         "井盖不见", "lamp dark", "灯坏"};
    std::vector<CaseId> all;
    const auto step = [&] {
      const auto pick = [&](std::size_t n) { return *rc::gen::inRange<std::size_t>(0, n); };
      const auto kind = pick(8);
      if (all.size() < 2 || kind < 2) {
        all.push_back(s.report(words[pick(words.size())], [&](NewReport& in) {
          in.point = pick(2) == 0 ? s.town.in_a() : s.town.in_b();
          in.about_holder = pick(6) == 0;
        }));
        return;
      }
      const auto id = all[pick(all.size())], other = all[pick(all.size())];
      switch (kind) {
        case 2:
          (void)s.town.try_act(s.town.centre, id, Action::register_);
          break;
        case 3:
          (void)s.town.try_act(s.town.centre, id, Action::note,
                               [&](Deed& x) { x.note = words[pick(words.size())]; });
          break;
        case 4:
          (void)s.town.try_act(s.town.centre, id, Action::merge,
                               [&](Deed& x) { x.main_case = other; });
          break;
        case 5:
          (void)s.town.try_act(s.town.centre, id, Action::locate,
                               [&](Deed& x) { x.point = s.town.in_b(); });
          break;
        case 6:
          erase(s, id, static_cast<int>(2 + pick(3)));
          break;
        default:
          search::feed(d.db(), s.town.district, static_cast<int>(1 + pick(4)));
      }
    };
    CHECK(rc::check("index equals recount", [&] {
      // A search looks at the newest 200 of what is not fed yet: more than a living worker leaves.
      if (s.waiting() > 150) s.feed();
      for (int i = 0; i < 6; ++i) step();
      for (const char* typed : {"路灯", "盖", "lamp", "不"}) {
        std::set<std::string> found;
        const auto answer = s.ask(s.town.centre, typed, "&limit=100");
        for (const auto& item : answer.at("items").as_array()) {
          found.emplace(item.at("id").as_string());
        }
        auto wanted = read_all(s, all, typed);
        if (wanted.size() <= 100) RC_ASSERT(found == wanted);
      }
      RC_ASSERT(s.problems() == "");
    }));
    s.feed();
    CHECK(s.problems() == "");
  });
}

}  // namespace gewu::search::test
