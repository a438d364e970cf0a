// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <limits>

#include "db/test/support.hpp"

namespace gewu::db {
namespace {

const Sql insert_thing{"test.insert_thing",
                       "insert into thing (district_id, id, label, amount, ratio, data, parent) "
                       "values ($1, $2, $3, $4, $5, $6, $7)"};
const Sql select_thing{"test.select_thing",
                       "select label, amount, ratio, data, parent from thing "
                       "where district_id = $1 and id = $2"};

using test::for_each_engine;

TEST_CASE("every kind of value comes back as it was stored") {
  for_each_engine([](test::TestDatabase& d) {
    make_thing_table(d.db());
    const std::string label = "格物 — 𠮷野家 '\"\\ \n\t 😀 é";
    Blob bytes;
    for (int i = 0; i < 256; ++i) bytes.push_back(static_cast<std::byte>(i));
    const auto biggest = std::numeric_limits<std::int64_t>::max();
    const auto smallest = std::numeric_limits<std::int64_t>::min();
    d.db().write([&](WriteTx& tx) {
      CHECK(tx.execute(insert_thing, 1, biggest, label, biggest, 0.1, bytes, nullptr) == 1);
      CHECK(tx.execute(insert_thing, 1, smallest, "", 0, -1e300, Blob{}, biggest) == 1);
      CHECK(tx.execute(insert_thing, 1, 3, std::nullopt, 7, std::optional<double>{},
                       std::optional<Blob>{}, RecordId{}) == 1);
    });
    d.db().read([&](ReadTx& tx) {
      tx.rows(select_thing, {std::int64_t{1}, biggest}, [&](const Row& r) {
        CHECK(r.get<std::string>(0) == label);
        CHECK(r.get<std::int64_t>(1) == biggest);
        CHECK(r.get<double>(2) == 0.1);
        CHECK(r.get<Blob>(3) == bytes);
        CHECK(!r.get<RecordId>(4));
        return true;
      });
      tx.rows(select_thing, {std::int64_t{1}, smallest}, [&](const Row& r) {
        CHECK(r.get<std::string>(0).empty());
        CHECK(r.get<std::int64_t>(1) == 0);
        CHECK(r.get<double>(2) == -1e300);
        CHECK(r.get<Blob>(3).empty());
        CHECK(r.get<std::optional<std::int64_t>>(4) == biggest);
        return true;
      });
      tx.rows(select_thing, {std::int64_t{1}, std::int64_t{3}}, [&](const Row& r) {
        CHECK(r.is_null(0));
        CHECK(r.get<std::optional<std::string>>(0) == std::nullopt);
        CHECK(r.get<std::optional<double>>(2) == std::nullopt);
        CHECK(r.get<std::optional<Blob>>(3) == std::nullopt);
        CHECK(r.get<RecordId>(4) == RecordId{});
        return true;
      });
    });
  });
}

TEST_CASE("reading a column as another kind, a null or a missing column is an error") {
  for_each_engine([](test::TestDatabase& d) {
    make_thing_table(d.db());
    d.db().write([](WriteTx& tx) {
      tx.execute(insert_thing, 1, 1, "5", std::int64_t{1} << 40, 2.5, nullptr, nullptr);
    });
    const auto reading = [&](auto get) {
      return fault_from(
          [&] { d.db().read([&](ReadTx& tx) { return tx.one(select_thing, get, 1, 1); }); });
    };
    CHECK(reading([](const Row& r) { return r.get<std::int64_t>(0); }) == Fault::other);
    CHECK(reading([](const Row& r) { return r.get<std::string>(1); }) == Fault::other);
    CHECK(reading([](const Row& r) { return r.get<std::int64_t>(2); }) == Fault::other);
    CHECK(reading([](const Row& r) { return r.get<Blob>(0); }) == Fault::other);
    CHECK(reading([](const Row& r) { return r.get<std::int64_t>(4); }) == Fault::other);
    CHECK(reading([](const Row& r) { return r.get<std::int64_t>(5); }) == Fault::other);
    // 2^40 does not fit an int: no silent cut.
    CHECK(reading([](const Row& r) { return r.get<int>(1); }) == Fault::other);
  });
}

TEST_CASE("text that is not UTF-8 or holds a NUL, and NaN, are refused before they are stored") {
  for_each_engine([](test::TestDatabase& d) {
    make_thing_table(d.db());
    const auto storing = [&](const std::string& label, double ratio) {
      return fault_from([&] {
        d.db().write([&](WriteTx& tx) {
          return tx.execute(insert_thing, 1, 1, label, 1, ratio, nullptr, nullptr);
        });
      });
    };
    CHECK(storing(std::string("a\0b", 3), 1) == Fault::check_violation);
    CHECK(storing("\xff", 1) == Fault::check_violation);
    CHECK(storing("\xed\xa0\x80", 1) == Fault::check_violation);  // a lone surrogate
    CHECK(storing("fine", std::nan("")) == Fault::check_violation);
  });
}

TEST_CASE("parameters are bound by their number, whatever their order in the text") {
  static const Sql swapped{"test.swapped",
                           "select amount from thing where id = $2 and district_id = $1"};
  for_each_engine([](test::TestDatabase& d) {
    make_thing_table(d.db());
    d.db().write([](WriteTx& tx) {
      tx.execute(insert_thing, 1, 2, "a", 12, nullptr, nullptr, nullptr);
      tx.execute(insert_thing, 2, 1, "b", 21, nullptr, nullptr, nullptr);
    });
    CHECK(d.db().read([](ReadTx& tx) { return tx.value<int>(swapped, 1, 2); }) == 12);
    CHECK(fault_from([&] { d.db().read([](ReadTx& tx) { return tx.value<int>(swapped, 1); }); }) ==
          Fault::other);
  });
}

TEST_CASE("a condition reads as 0 or 1") {
  static const Sql condition{
      "test.condition",
      "select amount > 5, amount is null from thing where district_id = $1 order by id"};
  for_each_engine([](test::TestDatabase& d) {
    make_thing_table(d.db());
    d.db().write(
        [](WriteTx& tx) { tx.execute(insert_thing, 1, 1, "a", 12, nullptr, nullptr, nullptr); });
    d.db().read([](ReadTx& tx) {
      tx.rows(condition, {std::int64_t{1}}, [](const Row& r) {
        CHECK(r.get<bool>(0));
        CHECK(!r.get<bool>(1));
        return true;
      });
    });
  });
}

}  // namespace
}  // namespace gewu::db
