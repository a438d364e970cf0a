// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "modules/categories/categories.hpp"
#include "support/database.hpp"
#include "support/front.hpp"

using namespace gewu;
using namespace gewu::categories;

namespace {

bool has(const http::Response& reply, std::string_view text) {
  return reply.body.find(text) != reply.body.npos;
}
std::string header(const http::Response& reply, std::string_view name) {
  for (const auto& [key, value] : reply.headers) {
    if (key == name) return value;
  }
  return "";
}

struct House {
  explicit House(test::TestDatabase& d) : front(d.db()) {
    append_categories_routes(front.api, categories);
    tree = d.db().write([&](db::WriteTx& tx) {
      seed_categories(tx, DistrictId{7}, ids, front.clock.now());
      Categories fresh;
      return fresh.of(tx, DistrictId{7}, front.clock.now());
    });
  }
  std::string path(std::string_view code) const {
    return "/api/v1/here/categories/" + to_string(tree->find(code)->id);
  }
  IdSource ids{1};
  Categories categories;
  test::Front front;
  std::shared_ptr<const Tree> tree;
};

}  // namespace

TEST_CASE("anybody may read the categories by class, with emergency advice") {
  test::for_each_engine([](test::TestDatabase& d) {
    House house(d);
    const auto reply = house.front.get("/api/v1/here/categories");
    CHECK(reply.status == 200);
    CHECK(has(reply, R"({"classes":[{"code":"component-01","domain":"component",)"
                     R"("name_zh":"公用设施","name_en":"Public utilities","categories":[{"id":")"));
    CHECK(has(reply, R"("code":"demand-01-01","name_zh":"燃气泄漏或闻到燃气味",)"
                     R"("name_en":"Gas leak or smell of gas",)"
                     R"("limits":["urgent_hour:1","urgent_hour:2"],"limit":"urgent_hour:1",)"
                     R"("nature":"solve","self_handling":false,"emergency":"gas","active":true)"));
    CHECK(has(reply, R"({"code":"gas","number":"119","advice_zh":")"));
  });
}

TEST_CASE("an unchanged tree is not sent again, a changed one is") {
  test::for_each_engine([](test::TestDatabase& d) {
    House house(d);
    const auto etag = header(house.front.get("/api/v1/here/categories"), "ETag");
    REQUIRE(etag.size() > 10);
    const auto again = house.front.get("/api/v1/here/categories", {{"if-none-match", etag}});
    CHECK(again.status == 304);
    CHECK(again.body.empty());
    house.front.as(api::Role::system_administrator);
    const auto put = house.front.put(house.path("component-01-37"),
                                     R"({"version":1,"active":false,"limit":"work_hour:6"})");
    CHECK(put.status == 200);
    CHECK(has(put, R"("limit":"work_hour:6")"));
    CHECK(has(put, R"("active":false,"version":2)"));
    const auto after = house.front.get("/api/v1/here/categories", {{"if-none-match", etag}});
    CHECK(after.status == 200);
    CHECK(has(after, R"("limit":"work_hour:6")"));
  });
}

TEST_CASE("only a system administrator changes a category") {
  test::for_each_engine([](test::TestDatabase& d) {
    House house(d);
    const auto path = house.path("component-01-37");
    const std::string body = R"({"version":1,"active":false})";
    CHECK(house.front.put(path, body).status == 401);
    for (const auto role : {api::Role::dispatcher, api::Role::leader, api::Role::auditor,
                            api::Role::security_administrator}) {
      CHECK(house.front.as(role).put(path, body).status == 403);
    }
    house.front.as(api::Role::system_administrator);
    CHECK(house.front.put(path, body).status == 200);
    CHECK(house.front.put(path, body).status == 409);
    CHECK(house.front.put("/api/v1/here/categories/5", body).status == 404);
    CHECK(house.front.put("/api/v1/here/categories/none", body).status == 404);
    CHECK(house.front.put(path, R"({"version":2,"limit":"soon"})").status == 422);
  });
}
