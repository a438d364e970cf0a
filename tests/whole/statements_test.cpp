// SPDX-License-Identifier: Apache-2.0
// Rules over everything that is linked into the binary: every statement, every route.
#include <doctest/doctest.h>

#include <filesystem>

#include "app/node.hpp"
#include "db/lint.hpp"
#include "support/database.hpp"
#include "support/folder.hpp"

namespace {

using namespace gewu;

std::string lines_of(const std::vector<std::string>& all) {
  std::string out;
  for (const auto& line : all) out += line + "\n";
  return out;
}

}  // namespace

TEST_CASE("every statement keeps the rules of one SQL text for three engines") {
  CHECK(db::Sql::all().size() > 100);
  CHECK(lines_of(db::lint_all()) == "");
}

TEST_CASE("every statement of the binary is understood by both engines") {
  test::for_each_engine(
      [](test::TestDatabase& d) { CHECK(lines_of(db::prepare_all(d.db())) == ""); });
}

TEST_CASE("every route names the policy that guards it, and writes without a login are few") {
  const test::Folder folder;
  app::Common common;
  common.data = folder.path();
  app::Node node(common, app::Node::Schema::migrate);
  const app::Routes routes(node);
  CHECK(routes.router.routes().size() > 30);
  for (const auto& route : routes.router.routes()) {
    INFO(route->pattern);
    CHECK_FALSE(route->policy.empty());
  }
}
