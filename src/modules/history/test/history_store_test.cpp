// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <map>

#include "db/db.hpp"
#include "modules/history/history.hpp"
#include "support/database.hpp"

namespace gewu::history {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

const DistrictId district{440311};
constexpr minutes utc_offset{480};
const Day first_day = day_from_number(20'000);

const db::Sql tamper_action{"history.test_tamper_action", R"(
  update history_event set action = 'forged'
  where district_id = $1 and subject_id = $2 and seq = $3)"};
const db::Sql tamper_words{"history.test_tamper_words", R"(
  update history_event set words = 'forged'
  where district_id = $1 and subject_id = $2 and seq = $3)"};
const db::Sql tamper_remove{"history.test_tamper_remove", R"(
  delete from history_event where district_id = $1 and subject_id = $2 and seq = $3)"};
const db::Sql tamper_root{"history.test_tamper_root", R"(
  delete from daily_root where district_id = $1 and day = $2)"};
const db::Sql tamper_time{"history.test_tamper_time", R"(
  update history_event set recorded_at = $4
  where district_id = $1 and subject_id = $2 and seq = $3)"};

Instant noon(Day day) { return start_of_day(day, utc_offset) + hours(12); }

Draft draft(Instant at, std::string action = "report", std::string words = "") {
  return {.action = std::move(action),
          .from = "",
          .to = "reported",
          .actor_kind = ActorKind::reporter,
          .actor_id = 0,
          .done_at = at - minutes(3),
          .recorded_at = at,
          .data = "{}",
          .words = std::move(words)};
}

/// A district's events with the heads that the subjects' own rows would hold.
struct Book {
  explicit Book(test::Database& d) : database(d.db()) {}

  Head add(std::int64_t id, const Draft& what) {
    const Head head = database.write([&](db::WriteTx& tx) {
      return append(tx, random, district, {"case", id}, heads[id], what);
    });
    return heads[id] = head;
  }
  template <class... P>
  void tamper(const db::Sql& sql, const P&... p) {
    database.write([&](db::WriteTx& tx) { CHECK(tx.execute(sql, district, p...) == 1); });
  }
  std::vector<Problem> examine() {
    return doctor(database, district, utc_offset,
                  [this](db::ReadTx&, DistrictId, const std::string& kind,
                         const std::vector<std::int64_t>& ids) {
                    CHECK(kind == "case");
                    std::map<std::int64_t, Head> out;
                    for (const auto id : ids) {
                      if (heads.contains(id)) out[id] = heads[id];
                    }
                    return out;
                  });
  }
  std::optional<Proof> proof(std::int64_t id) {
    return database.read([&](db::ReadTx& tx) {
      return prove(tx, district, utc_offset, Subject{"case", id});
    });
  }

  db::Database& database;
  SeededRandom random{1};
  std::map<std::int64_t, Head> heads;
};

TEST_CASE("events are read as they were appended and their chain is intact") {
  test::for_each_engine([](test::Database& d) {
    Book book(d);
    const Head first = book.add(7, draft(noon(first_day), "report", "路灯坏了"));
    Draft second = draft(noon(first_day) + hours(1), "register");
    second.from = "reported";
    second.to = "registered";
    second.actor_kind = ActorKind::account;
    second.actor_id = 99;
    second.data = "{\"desk\":\"4\"}";
    book.add(7, second);
    const auto all = d.db().read([](db::ReadTx& tx) { return events(tx, district, {"case", 7}); });
    REQUIRE(all.size() == 2);
    CHECK(all[0].words == "路灯坏了");
    CHECK(all[0].words_salt.size() == 16);
    CHECK(all[0].hash == first.hash);
    CHECK(all[1].from == "reported");
    CHECK(all[1].to == "registered");
    CHECK(all[1].actor_kind == ActorKind::account);
    CHECK(all[1].actor_id == 99);
    CHECK(all[1].done_at == second.done_at);
    CHECK(all[1].data == second.data);
    d.db().read([&](db::ReadTx& tx) {
      CHECK(check(tx, district, {"case", 7}, book.heads[7]).intact);
      CHECK(check(tx, district, {"case", 8}).intact);
      CHECK(receipt_of(tx, district, {"case", 7})->hash == receipt_of(first));
      CHECK(!receipt_of(tx, DistrictId{1}, {"case", 7}));
    });
  });
}

TEST_CASE("an event appended to a head that is behind is refused as a unique violation") {
  test::for_each_engine([](test::Database& d) {
    Book book(d);
    book.add(7, draft(noon(first_day)));
    book.heads[7] = {};
    try {
      book.add(7, draft(noon(first_day)));
      FAIL("the second first event was taken");
    } catch (const db::DbError& error) {
      CHECK(error.fault() == db::Fault::unique_violation);
    }
  });
}

TEST_CASE("a draft whose codes could shift the hashed lines is a programming error") {
  test::for_each_engine([](test::Database& d) {
    Book book(d);
    CHECK_THROWS_AS(book.add(7, draft(noon(first_day), "two\nlines")), std::logic_error);
    CHECK_THROWS_AS(book.add(7, draft(noon(first_day), "")), std::logic_error);
    Draft no_object = draft(noon(first_day));
    no_object.data = "[]";
    CHECK_THROWS_AS(book.add(7, no_object), std::logic_error);
  });
}

TEST_CASE("erased words are gone and the chain is still intact") {
  test::for_each_engine([](test::Database& d) {
    Book book(d);
    book.add(7, draft(noon(first_day), "report", "my name is …"));
    const auto erase = [&] {
      return d.db().write([](db::WriteTx& tx) {
        return erase_words(tx, district, {"case", 7}, 1);
      });
    };
    CHECK(erase());
    CHECK(!erase());
    const auto all = d.db().read([](db::ReadTx& tx) { return events(tx, district, {"case", 7}); });
    CHECK(all[0].words.empty());
    CHECK(all[0].words_erased());
    CHECK(book.examine().empty());
  });
}

TEST_CASE("a day is closed once, ten minutes after its end, and days without events have no root") {
  test::for_each_engine([](test::Database& d) {
    Book book(d);
    const Day third = first_day + std::chrono::days(2);
    book.add(1, draft(start_of_day(first_day, utc_offset)));
    book.add(2, draft(start_of_day(first_day + std::chrono::days(1), utc_offset) - Duration(1)));
    book.add(3, draft(noon(third)));
    const Instant end = start_of_day(first_day + std::chrono::days(1), utc_offset);
    CHECK(close_days(d.db(), district, utc_offset, end + minutes(9)) == 0);
    CHECK(close_days(d.db(), district, utc_offset, end + minutes(10)) == 1);
    CHECK(close_days(d.db(), district, utc_offset, end + minutes(10)) == 0);
    CHECK(close_days(d.db(), district, utc_offset, end + hours(24 * 30)) == 1);
    const auto all =
        d.db().read([&](db::ReadTx& tx) { return roots(tx, district, first_day, third); });
    REQUIRE(all.size() == 2);
    CHECK(all[0].day == first_day);
    CHECK(all[0].leaf_count == 2);
    CHECK(all[0].previous_link == Digest{});
    CHECK(all[1].day == third);
    CHECK(all[1].previous_link == all[0].link);
    const auto later =
        d.db().read([&](db::ReadTx& tx) { return roots(tx, district, third, third); });
    CHECK(later.front().previous_link == all[0].link);
    CHECK(book.examine().empty());
  });
}

TEST_CASE("a receipt is proven before and after its day is closed, and verified only after") {
  test::for_each_engine([](test::Database& d) {
    Book book(d);
    for (std::int64_t id = 1; id <= 9; ++id) book.add(id, draft(noon(first_day)));
    const auto open = book.proof(4);
    REQUIRE(open);
    CHECK(!open->root);
    CHECK(!verify(*open));
    close_days(d.db(), district, utc_offset, noon(first_day) + hours(24));
    for (std::int64_t id = 1; id <= 9; ++id) {
      auto proof = book.proof(id);
      REQUIRE(proof);
      CHECK(proof->receipt == book.heads[id].hash);
      CHECK(verify(*proof));
      Proof forged = *proof;
      forged.receipt[5] ^= std::byte{4};
      CHECK(!verify(forged));
      forged = *proof;
      forged.leaf_index = (forged.leaf_index + 1) % forged.leaf_count;
      CHECK(!verify(forged));
      forged = *proof;
      forged.day += std::chrono::days(1);
      CHECK(!verify(forged));
      forged = *proof;
      forged.leaf_count += 8;
      CHECK(!verify(forged));
    }
    CHECK(!book.proof(10));
    d.db().read([&](db::ReadTx& tx) {
      CHECK(prove(tx, district, utc_offset, book.heads[3].hash, first_day));
      CHECK(!prove(tx, district, utc_offset, book.heads[3].hash, first_day + std::chrono::days(1)));
      CHECK(!prove(tx, district, utc_offset, sha256("never"), first_day));
    });
  });
}

/// A book of two days, both closed, of which the doctor finds nothing to say.
void fill(Book& book) {
  for (int day = 0; day < 2; ++day) {
    for (std::int64_t id = 1; id <= 5; ++id) {
      book.add(id, draft(noon(first_day + std::chrono::days(day)), "step", "words"));
    }
  }
  close_days(book.database, district, utc_offset, noon(first_day) + hours(72));
  REQUIRE(book.examine().empty());
}

std::string codes(const std::vector<Problem>& problems) {
  std::string out;
  for (const Problem& p : problems) out += p.code + " of " + p.subject + "; ";
  return out;
}

TEST_CASE("the doctor names what was altered, removed or backdated behind the program's back") {
  test::for_each_engine([](test::Database& d) {
    Book book(d);
    fill(book);
    SUBCASE("an altered event") {
      book.tamper(tamper_action, 3, 1);
      CHECK(codes(book.examine()) == "event_altered of case 3; ");
    }
    SUBCASE("altered words") {
      book.tamper(tamper_words, 3, 2);
      CHECK(codes(book.examine()) == "words_altered of case 3; ");
    }
    SUBCASE("a removed last event") {
      book.tamper(tamper_remove, 3, 2);
      CHECK(codes(book.examine()) == "event_missing of case 3; root_differs of 2024-10-05; ");
    }
    SUBCASE("a case removed whole, with its row") {
      book.tamper(tamper_remove, 5, 1);
      book.tamper(tamper_remove, 5, 2);
      book.heads.erase(5);
      CHECK(codes(book.examine()) == "root_differs of 2024-10-04; root_differs of 2024-10-05; ");
    }
    SUBCASE("a case whose row was removed") {
      book.heads.erase(2);
      CHECK(codes(book.examine()) == "subject_unknown of case 2; ");
    }
    SUBCASE("an event written in after closing") {
      book.add(6, draft(noon(first_day)));
      CHECK(codes(book.examine()) == "root_differs of 2024-10-04; ");
    }
    SUBCASE("an event backdated to before the first closed day") {
      book.tamper(tamper_time, 1, 1, noon(first_day - std::chrono::days(3)));
      CHECK(codes(book.examine()) ==
            "event_altered of case 1; root_missing of 2024-10-01; root_differs of 2024-10-04; ");
    }
    SUBCASE("a removed root") {
      book.tamper(tamper_root, first_day);
      CHECK(codes(book.examine()) == "root_missing of 2024-10-04; link_differs of 2024-10-05; ");
    }
  });
}

TEST_CASE("chains longer than a page of the doctor are walked as one") {
  test::for_each_engine([](test::Database& d) {
    Book book(d);
    for (int i = 0; i < 40; ++i) {
      d.db().write([&, i](db::WriteTx& tx) {
        for (int j = 0; j < 150; ++j) {
          const std::int64_t id = (i * 150 + j) % 3 + 1;
          book.heads[id] = append(tx, book.random, district, {"case", id}, book.heads[id],
                                  draft(noon(first_day)));
        }
      });
    }
    CHECK(book.heads[1].seq == 2000);
    CHECK(book.examine().empty());
    book.heads[2].seq += 1;
    CHECK(codes(book.examine()) == "event_missing of case 2; ");
  });
}

}  // namespace
}  // namespace gewu::history
