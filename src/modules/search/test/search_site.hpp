// SPDX-License-Identifier: Apache-2.0
// The town of cases with an index beside it.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "modules/cases/test/site.hpp"
#include "modules/search/search.hpp"

namespace gewu::search::test {

using cases::test::for_each_engine;
using cases::test::TestDatabase;

struct SearchSite {
  explicit SearchSite(TestDatabase& database) : d(database), town(database, &search) {}

  CaseId report(const std::string& words, const cases::test::Town::EditReport& edit = {},
                std::optional<AccountId> by = std::nullopt) {
    town.clock.advance(std::chrono::minutes(1));
    return town
        .report(
            [&](cases::NewReport& in) {
              in.words = words;
              if (edit) edit(in);
            },
            by)
        .id;
  }
  /// Until nothing is left; how many notes.
  int feed() {
    int out = 0;
    for (int some = 1; some > 0; out += some) some = search::feed(d.db(), town.district);
    while (feed_old(d.db(), town.district) > 0) {
    }
    return out;
  }
  int waiting() {
    return town.read([&](db::ReadTx& tx) { return unfed(tx, town.district); });
  }
  std::string problems() {
    std::string out;
    for (const auto& p : doctor(d.db(), town.district)) {
      out += (out.empty() ? "" : ", ") + p.code + " " + p.subject;
    }
    return out;
  }

  cases::test::Answer ask(AccountId who, const std::string& words, const std::string& more = "") {
    return town.as(who).get("/cases?q=" + words + more);
  }
  /// Titles of one page, in order.
  std::string titles(AccountId who, const std::string& words, const std::string& more = "") {
    const auto answer = ask(who, words, more);
    INFO(answer.text);
    REQUIRE(answer.status == 200);
    std::string out;
    for (const auto& item : answer.at("items").as_array()) {
      out += (out.empty() ? "" : " | ") + std::string(item.at("title").as_string());
    }
    return out;
  }
  TestDatabase& d;
  IdSource ids{2};
  Search search{ids};
  cases::test::Site town;
};

}  // namespace gewu::search::test
