// SPDX-License-Identifier: Apache-2.0
#include "db/lint.hpp"

#include <algorithm>

#include "db/test/support.hpp"

namespace gewu::db {
namespace {

bool clean(const char* text) {
  const Sql sql{"test.linted", text};
  return lint(sql).empty();
}

TEST_CASE("statements that keep the rules pass the lint") {
  CHECK(clean("select id, topic from outbox where district_id = $1 order by id limit $2"));
  CHECK(clean("insert into outbox (district_id, id) values ($1, $2)"));
  CHECK(clean("select cast(sum(attempts) as bigint), count(*) from outbox where district_id = $1"));
  CHECK(
      clean("select cast(coalesce(sum(attempts), 0) as bigint) from outbox o "
            "where o.district_id = $1"));
  CHECK(
      clean("select a.id from outbox a join outbox b on b.district_id = a.district_id "
            "and b.id = a.id where a.district_id = $1"));
  CHECK(clean("select id from outbox where district_id = $1 and topic = 'now() :: \"x\"; *'"));
  CHECK(clean("select id from outbox where district_id = $1 /*for update skip locked*/"));
  CHECK(clean("select district_id from outbox order by district_id /*all districts*/"));
  CHECK(clean("select node from app_node order by node"));
  CHECK(clean("update app_node set process = $2 where node = $1"));
}

TEST_CASE("each rule finds its breach") {
  const char* const breaches[] = {
      "select id::text from app_node",
      "select string_agg(process, ',') from app_node",
      "select group_concat(process) from app_node",
      "select node from app_node where node = any($1)",
      "truncate app_node",
      "select \"node\" from app_node",
      "select * from app_node",
      "select a.* from app_node a",
      "select node, * from app_node",
      "select node from app_node;",
      "select node from app_node where claimed_at < now()",
      "select node from app_node where claimed_at < current_timestamp",
      "select node from app_node order by random()",
      "select node from app_node where node = $1 or node = $3",
      "select node from app_node where node = $2",
      "select node from app_node where node = ?",
      "select node from app_node limit 5",
      "select node from app_node order by node limit 5 offset 5",
      "select sum(node) from app_node",
      "select avg(node) from app_node",
      "insert into app_node (node) select node from app_node",
      "insert into app_node (node) values ((select max(node) from app_node))",
      "insert or ignore into app_node (node) values ($1)",
      "select node from app_node for update",
      "select node from app_node /* for update */",
      "select node from app_node where lower(process) = $1",
      "select process ->> 'a' from app_node",
      "select topic from outbox where id = $1",
      "select topic from outbox where district_id = district_id",
      "select a.topic from outbox a join outbox b on b.id = a.id where a.district_id = $1",
      "insert into outbox (id, topic) values ($1, $2)",
      "update outbox set topic = $2 where id = $1",
      "delete from outbox where id = $1",
  };
  for (const char* text : breaches) {
    INFO(text);
    CHECK(!clean(text));
  }
}

TEST_CASE("a statement's name is module.what_it_does, and nobody else's") {
  const Sql bad{"Things", "select 1"};
  CHECK(!lint(bad).empty());
  const Sql one{"test.same_name", "select 1"};
  const Sql two{"test.same_name", "select 1"};
  const auto found = lint_all();
  CHECK(std::find(found.begin(), found.end(), "test.same_name: two statements have this name") !=
        found.end());
}

TEST_CASE("tables with a district are known from the migrations") {
  CHECK(tenant_tables().contains("outbox"));
  CHECK(tenant_tables().contains("idempotency_key"));
  CHECK(!tenant_tables().contains("app_node"));
}

TEST_CASE("the statements of this library keep their own rules") {
  for (const auto& problem : lint_all()) {
    if (problem.starts_with("db.")) FAIL_CHECK(problem);
  }
}

TEST_CASE("preparing finds what an engine cannot plan, and nothing else") {
  test::for_each_engine([](test::TestDatabase& d) {
    const Sql bad{"test.no_such_column", "select elephant from outbox where district_id = $1"};
    const auto problems = prepare_all(d.db());
    const auto tells = [&](const std::string& start) {
      return std::any_of(problems.begin(), problems.end(),
                         [&](const std::string& p) { return p.starts_with(start); });
    };
    CHECK(tells("test.no_such_column"));
    CHECK(!tells("db."));
    CHECK(!tells("sqlite.probe"));
    CHECK(!tells("postgres.probe"));
  });
}

}  // namespace
}  // namespace gewu::db
