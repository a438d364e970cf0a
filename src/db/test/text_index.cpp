// SPDX-License-Identifier: Apache-2.0
// The same searches on both engines, over terms that mean nothing here.
#include "db/text_index.hpp"

#include <rapidcheck.h>

#include <algorithm>
#include <map>
#include <set>

#include "db/test/support.hpp"

namespace gewu::db {
namespace {

constexpr DistrictId kHere{7}, kElsewhere{8};
const TextIndex kCases("case"), kPages("page");

using Terms = std::vector<std::string>;

bool put(Database& db, std::int64_t id, Terms terms, std::int64_t stamp = 1,
         DistrictId district = kHere, const TextIndex& index = kCases) {
  std::sort(terms.begin(), terms.end());
  return db.write([&](WriteTx& tx) { return index.put(tx, district, {id, stamp, terms}); });
}

IndexQuery all_of(const std::vector<IndexTerm>& terms) {
  IndexQuery out;
  for (const auto& term : terms) out.groups.push_back({{term}});
  return out;
}

std::string newest(Database& db, const IndexQuery& query, std::int64_t before = INT64_MAX,
                   int limit = 100, DistrictId district = kHere, const TextIndex& index = kCases) {
  std::string out;
  for (const auto id :
       db.read([&](ReadTx& tx) { return index.newest(tx, district, query, before, limit); })) {
    out += (out.empty() ? "" : " ") + std::to_string(id);
  }
  return out;
}

std::string flaw(Database& db, DistrictId district = kHere) {
  return db.read([&](ReadTx& tx) { return kCases.flaw(tx, district); }).value_or("");
}

TEST_CASE("a text index finds the newest first, page by page") {
  test::for_each_engine([](test::TestDatabase& d) {
    for (const std::int64_t id : {30, 10, 20}) put(d.db(), id, {"路灯", "灯"});
    put(d.db(), 40, {"井盖"});
    CHECK(newest(d.db(), all_of({{"路灯"}})) == "30 20 10");
    CHECK(newest(d.db(), all_of({{"路灯"}}), INT64_MAX, 2) == "30 20");
    CHECK(newest(d.db(), all_of({{"路灯"}}), 20) == "10");
    CHECK(newest(d.db(), all_of({{"路灯"}, {"井盖"}})) == "");
    CHECK(newest(d.db(), {}) == "");
  });
}

TEST_CASE("a text index takes groups of alternatives and terms by their beginning") {
  test::for_each_engine([](test::TestDatabase& d) {
    put(d.db(), 1, {"a:5", "路灯", "灯不"});
    put(d.db(), 2, {"a:6", "路灯"});
    put(d.db(), 3, {"a:55", "lamp"});
    put(d.db(), 4, {"c:9"});
    CHECK(newest(d.db(), {{{{{"路灯"}, {"灯不"}}, {{"c:9"}}}}}) == "4 1");
    CHECK(newest(d.db(), {{{{{"路灯"}}}, {{{"a:6"}}, {{"a:55"}}}}}) == "2");
    CHECK(newest(d.db(), all_of({{"a:5"}})) == "1");
    CHECK(newest(d.db(), all_of({{"路", true}})) == "2 1");
    CHECK(newest(d.db(), all_of({{"la", true}})) == "3");
    CHECK(newest(d.db(), all_of({{"la"}})) == "");
  });
}

TEST_CASE(
    "a document is replaced by a newer state, not by an older one, and removed without trace") {
  test::for_each_engine([](test::TestDatabase& d) {
    CHECK(put(d.db(), 1, {"old"}, 3));
    CHECK_FALSE(put(d.db(), 1, {"old"}, 3));
    CHECK_FALSE(put(d.db(), 1, {"older"}, 2));
    CHECK(put(d.db(), 1, {"new"}, 4));
    CHECK(newest(d.db(), all_of({{"old"}})) == "");
    CHECK(newest(d.db(), all_of({{"older"}})) == "");
    CHECK(newest(d.db(), all_of({{"new"}})) == "1");
    CHECK(put(d.db(), 1, {}, 5));
    CHECK(newest(d.db(), all_of({{"new"}})) == "");
    CHECK(put(d.db(), 1, {"erased", "kept"}, 6));
    CHECK(put(d.db(), 1, {"kept"}, 6));  // words can go without an event
    CHECK(newest(d.db(), all_of({{"erased"}})) == "");
    d.db().write([&](WriteTx& tx) { kCases.remove(tx, kHere, 1); });
    CHECK(newest(d.db(), all_of({{"kept"}})) == "");
    CHECK(flaw(d.db()) == "");
  });
}

TEST_CASE("districts and kinds do not see each other, even under the same id") {
  test::for_each_engine([](test::TestDatabase& d) {
    put(d.db(), 1, {"lamp"});
    put(d.db(), 1, {"lamp", "far"}, 1, kElsewhere);
    put(d.db(), 1, {"page"}, 1, kHere, kPages);
    CHECK(newest(d.db(), all_of({{"far"}})) == "");
    CHECK(newest(d.db(), all_of({{"page"}})) == "");
    CHECK(newest(d.db(), all_of({{"far"}}), INT64_MAX, 100, kElsewhere) == "1");
    d.db().write([&](WriteTx& tx) { kCases.remove(tx, kElsewhere, 1); });
    CHECK(newest(d.db(), all_of({{"lamp"}})) == "1");
    CHECK(flaw(d.db()) == "");
    CHECK(flaw(d.db(), kElsewhere) == "");
  });
}

TEST_CASE("a term that would be part of the query's language is refused") {
  test::for_each_engine([](test::TestDatabase& d) {
    for (const char* bad : {"a b", "a\"b", "a'b", "a\\b", "a*", ""}) {
      CHECK_THROWS_AS(put(d.db(), 1, {bad}), std::logic_error);
      CHECK_THROWS_AS(newest(d.db(), all_of({{bad}})), std::logic_error);
    }
    put(d.db(), 2, {"and", "or", "not", "near"});
    CHECK(newest(d.db(), all_of({{"and"}, {"not"}})) == "2");
  });
}

TEST_CASE("what is rolled back was never indexed") {
  test::for_each_engine([](test::TestDatabase& d) {
    put(d.db(), 1, {"kept"});
    const auto refused = d.db().write([&](WriteTx& tx) -> Result<bool> {
      kCases.put(tx, kHere, {1, 2, {"gone"}});
      kCases.put(tx, kHere, {2, 1, {"gone"}});
      return conflict("no", "No.");
    });
    CHECK_FALSE(refused.ok());
    CHECK(newest(d.db(), all_of({{"gone"}})) == "");
    CHECK(newest(d.db(), all_of({{"kept"}})) == "1");
    CHECK(flaw(d.db()) == "");
  });
}

TEST_CASE("the doctor sees an index that does not hold what its documents say") {
  const auto d = test::make_database(Engine::sqlite);
  put(d->db(), 1, {"lamp"});
  CHECK(flaw(d->db()) == "");
  script(d->db(), "update text_document set terms = 'lamp manhole'", "");
  CHECK(flaw(d->db()) == "the index holds 1 entries, the documents 2");
  d->db().write([](WriteTx& tx) { TextIndex::clear(tx); });
  CHECK(flaw(d->db()) == "");
  CHECK(newest(d->db(), all_of({{"lamp"}})) == "");
}

/// What the index should say, the long way.
struct Model {
  std::map<std::int64_t, std::pair<std::int64_t, Terms>> documents;
  std::string newest(const Terms& wanted, const std::string& prefix) const {
    std::string out;
    for (auto at = documents.rbegin(); at != documents.rend(); ++at) {
      const auto& terms = at->second.second;
      const auto has = [&](const std::string& t) {
        return std::find(terms.begin(), terms.end(), t) != terms.end();
      };
      const bool begins = std::any_of(terms.begin(), terms.end(),
                                      [&](const std::string& t) { return t.starts_with(prefix); });
      if (!begins || !std::all_of(wanted.begin(), wanted.end(), has)) continue;
      out += (out.empty() ? "" : " ") + std::to_string(at->first);
    }
    return out;
  }
};

TEST_CASE("after any puts and removals a text index says what a list of documents would") {
  test::for_each_engine([](test::TestDatabase& d) {
    const Terms known{"路灯", "灯不", "不亮", "井盖", "lamp", "lane", "12", "a:1", "a:2"};
    const auto some_terms = rc::gen::map(rc::gen::inRange(0, 1 << known.size()), [&](int which) {
      Terms out;
      for (std::size_t i = 0; i < known.size(); ++i) {
        if ((which >> i & 1) != 0) out.push_back(known[i]);
      }
      std::sort(out.begin(), out.end());
      return out;
    });
    Model model;
    CHECK(rc::check("index equals list", [&] {
      for (int step = 0; step < 8; ++step) {
        const auto id = *rc::gen::inRange<std::int64_t>(1, 12);
        if (*rc::gen::inRange(0, 5) == 0) {
          d.db().write([&](WriteTx& tx) { kCases.remove(tx, kHere, id); });
          model.documents.erase(id);
          continue;
        }
        const auto stamp = *rc::gen::inRange<std::int64_t>(1, 6);
        const auto terms = *some_terms;
        const auto before = model.documents.find(id);
        if (before == model.documents.end() || before->second.first <= stamp) {
          model.documents[id] = {stamp, terms};
        }
        put(d.db(), id, terms, stamp);
      }
      for (const char* prefix : {"路", "la", "l", "a:"}) {
        IndexQuery query = all_of({{prefix, true}});
        RC_ASSERT(newest(d.db(), query) == model.newest({}, prefix));
        query.groups.push_back({{{"12"}}});
        RC_ASSERT(newest(d.db(), query) == model.newest({"12"}, prefix));
      }
      RC_ASSERT(flaw(d.db()) == "");
    }));
  });
}

}  // namespace
}  // namespace gewu::db
