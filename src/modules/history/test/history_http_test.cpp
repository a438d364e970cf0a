// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <boost/json.hpp>

#include "modules/history/history.hpp"
#include "support/database.hpp"
#include "support/front.hpp"

namespace gewu::history {
namespace {

const DistrictId here{7};
constexpr std::chrono::minutes utc_offset{480};
const Day day = parse_iso_date("2026-02-20").value();

struct Site {
  explicit Site(test::Database& d) : database(d.db()), front(d.db()) {
    append_history_routes(front.api, [](db::ReadTx&, DistrictId) { return utc_offset; });
    const Instant noon = start_of_day(day, utc_offset) + std::chrono::hours(12);
    for (std::int64_t id = 1; id <= 5; ++id) {
      database.write([&](db::WriteTx& tx) {
        receipts.push_back(append(tx, random, here, {"case", id}, {},
                                  {.action = "report",
                                   .from = "",
                                   .to = "reported",
                                   .done_at = noon,
                                   .recorded_at = noon})
                               .hash);
      });
    }
  }
  http::Response check(const std::string& receipt, const std::string& on) {
    return front.post("/api/v1/here/receipts/check",
                      R"({"receipt":")" + receipt + R"(","day":")" + on + R"("})");
  }
  static std::string code_of_refusal(const http::Response& reply) {
    return std::string(boost::json::parse(reply.body).at("code").as_string());
  }

  db::Database& database;
  test::Front front;
  SeededRandom random{3};
  std::vector<Digest> receipts;
};

Digest digest(const boost::json::value& hex) {
  return digest_from_hex(std::string(hex.as_string())).value();
}

TEST_CASE("anyone can follow a receipt to the published root of its day") {
  test::for_each_engine([](test::Database& d) {
    Site site(d);
    auto reply = site.check(to_hex(site.receipts[2]), "2026-02-20");
    REQUIRE(reply.status == 200);
    CHECK(!boost::json::parse(reply.body).at("published").as_bool());
    close_days(site.database, here, utc_offset,
               start_of_day(day, utc_offset) + std::chrono::hours(30));

    reply = site.check(to_hex(site.receipts[2]), "2026-02-20");
    const auto proof = boost::json::parse(reply.body);
    CHECK(proof.at("published").as_bool());
    std::vector<PathStep> path;
    for (const auto& step : proof.at("path").as_array()) {
      path.push_back({step.at("side").as_string() == "left" ? PathSide::left : PathSide::right,
                      digest(step.at("hash"))});
    }
    const Digest root = root_of_path(leaf_hash(site.receipts[2]), path);
    const auto published =
        boost::json::parse(site.front.get("/api/v1/here/roots?from=2026-02-01&to=2026-02-28").body);
    const auto& items = published.at("items").as_array();
    REQUIRE(items.size() == 1);
    CHECK(digest(items[0].at("root")) == root);
    CHECK(items[0].at("leaf_count").as_int64() == 5);
    CHECK(items[0].at("day").as_string() == "2026-02-20");
    CHECK(digest(items[0].at("previous_link")) == Digest{});
    CHECK(digest(items[0].at("link")) == link_of(day, 5, root, Digest{}));
  });
}

TEST_CASE("a receipt of another day, or that never was, is unknown") {
  test::for_each_engine([](test::Database& d) {
    Site site(d);
    auto reply = site.check(to_hex(site.receipts[0]), "2026-02-21");
    CHECK(reply.status == 404);
    CHECK(Site::code_of_refusal(reply) == "receipt_unknown");
    CHECK(site.check(std::string(64, '0'), "2026-02-20").status == 404);
  });
}

TEST_CASE("what is no receipt is refused, and asking without end is, too") {
  test::for_each_engine([](test::Database& d) {
    Site site(d);
    CHECK(Site::code_of_refusal(site.check(std::string(64, 'z'), "2026-02-20")) ==
          "receipt_malformed");
    CHECK(site.check("ab", "2026-02-20").status == 422);
    int status = 0;
    for (int i = 0; i < 40 && status != 429; ++i) {
      status = site.check(std::string(64, '0'), "2026-02-20").status;
    }
    CHECK(status == 429);
  });
}

TEST_CASE("roots are listed for at most 400 days") {
  test::for_each_engine([](test::Database& d) {
    Site site(d);
    const auto status = [&](const std::string& query) {
      return site.front.get("/api/v1/here/roots" + query).status;
    };
    CHECK(status("") == 200);
    CHECK(status("?from=2025-01-01&to=2026-02-04") == 200);
    CHECK(status("?from=2025-01-01&to=2026-02-05") == 422);
    CHECK(status("?from=2026-02-02&to=2026-02-01") == 422);
  });
}

}  // namespace
}  // namespace gewu::history
