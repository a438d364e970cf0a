// SPDX-License-Identifier: Apache-2.0
// Holds the registered statements to the rules of docs/reference/sql.md. Called by a test that
// links every module.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "db/db.hpp"

namespace gewu::db {

/// Tables whose primary key starts with `district_id`, as the embedded migrations create them. A
/// table that has the column elsewhere is a lookup over all districts.
const std::set<std::string>& tenant_tables();

/// What breaks a rule in this text, one sentence each, starting with the statement's name. Rules
/// that need more than the text are left to prepare_all and to review.
std::vector<std::string> lint(const Sql& sql);

/// `lint` over every statement of the binary, and names that are used twice.
std::vector<std::string> lint_all();

/// Has the (migrated) database's engine parse and plan every statement of the binary; what it
/// refuses.
std::vector<std::string> prepare_all(Database& database);

}  // namespace gewu::db
