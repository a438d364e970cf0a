// SPDX-License-Identifier: Apache-2.0
#include "modules/saved_filters/saved_filters.hpp"

#include <doctest/doctest.h>

#include "support/database.hpp"

namespace gewu::saved_filters {

namespace {

using gewu::test::for_each_engine;
using gewu::test::TestDatabase;

constexpr DistrictId kHere{7}, kElsewhere{8};
constexpr AreaId kDistrict{1};

api::Caller somebody(std::int64_t account, api::Role role) {
  return {AccountId{account}, "Somebody", {{role, kDistrict, {}}}};
}
const api::Caller kDesk = somebody(11, api::Role::dispatcher);
const api::Caller kWorker = somebody(12, api::Role::grid_worker);
const api::Caller kAdmin = somebody(13, api::Role::system_administrator);

struct Drawer {
  explicit Drawer(TestDatabase& database) : d(database) {}
  Result<Filter> save(const api::Caller& who, const std::string& name, bool shared = false,
                      DistrictId district = kHere) {
    return d.db().write([&](db::WriteTx& tx) {
      return saved_filters::save(tx, ids, district, who, FilterName::parse(name).value(),
                                 FilterQuery::parse("queue=mine").value(), shared, instant(1));
    });
  }
  std::string names(const api::Caller& who, DistrictId district = kHere) {
    std::string out;
    for (const auto& f :
         d.db().read([&](db::ReadTx& tx) { return list(tx, district, who.account); })) {
      out += (out.empty() ? "" : " ") + f.name;
    }
    return out;
  }
  std::string remove(const api::Caller& who, FilterId id) {
    const auto done =
        d.db().write([&](db::WriteTx& tx) { return saved_filters::remove(tx, kHere, who, id); });
    return done ? "" : done.error().code;
  }
  TestDatabase& d;
  IdSource ids{1};
};

}  // namespace

TEST_CASE("one's own filters come by name, then what others share, of this district only") {
  for_each_engine([](TestDatabase& d) {
    Drawer drawer(d);
    REQUIRE(drawer.save(kWorker, "b").ok());
    REQUIRE(drawer.save(kWorker, "a").ok());
    REQUIRE(drawer.save(kDesk, "late", true).ok());
    REQUIRE(drawer.save(kDesk, "private").ok());
    REQUIRE(drawer.save(kDesk, "far away", true, kElsewhere).ok());
    CHECK(drawer.names(kWorker) == "a b late");
    CHECK(drawer.names(kDesk) == "late private");
    CHECK(drawer.names(kWorker, kElsewhere) == "far away");
  });
}

TEST_CASE("a name is used once by its owner, and by somebody else all the same") {
  for_each_engine([](TestDatabase& d) {
    Drawer drawer(d);
    REQUIRE(drawer.save(kWorker, "mine").ok());
    const auto again = drawer.save(kWorker, "mine");
    REQUIRE(!again);
    CHECK(again.error().code == "filter_name_taken");
    CHECK(again.error().field == "/name");
    CHECK(drawer.save(kDesk, "mine").ok());
  });
}

TEST_CASE("thirty filters are enough for one, and thirty shared ones for all") {
  for_each_engine([](TestDatabase& d) {
    Drawer drawer(d);
    for (int i = 0; i < filters_max; ++i) {
      REQUIRE(drawer.save(kDesk, "f" + std::to_string(i), true).ok());
    }
    const auto more = drawer.save(kDesk, "one more");
    REQUIRE(!more);
    CHECK(more.error().code == "filters_too_many");
    const auto other = somebody(20, api::Role::leader);
    const auto shared = drawer.save(other, "one more", true);
    REQUIRE(!shared);
    CHECK(shared.error().code == "filters_too_many");
    CHECK(drawer.save(other, "one more").ok());
  });
}

TEST_CASE(
    "a worker keeps filters for himself; whose it is not removes only what is shared to tidy") {
  for_each_engine([](TestDatabase& d) {
    Drawer drawer(d);
    const auto refused = drawer.save(kWorker, "for all", true);
    REQUIRE(!refused);
    CHECK(refused.error().code == "sharing_not_yours");
    const auto own = drawer.save(kWorker, "own").value();
    const auto shared = drawer.save(kDesk, "shared", true).value();
    CHECK(drawer.remove(kDesk, own.id) == "filter_unknown");
    CHECK(drawer.remove(kAdmin, own.id) == "filter_unknown");
    CHECK(drawer.remove(kWorker, shared.id) == "filter_unknown");
    CHECK(drawer.remove(kAdmin, shared.id) == "");
    CHECK(drawer.remove(kWorker, own.id) == "");
    CHECK(drawer.remove(kWorker, own.id) == "filter_unknown");
    CHECK(drawer.names(kDesk) == "");
  });
}

}  // namespace gewu::saved_filters
