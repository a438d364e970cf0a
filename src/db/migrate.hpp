// SPDX-License-Identifier: Apache-2.0
// Forward-only schema changes. Each is a pair of files, db/migrations/NNNN_name.sqlite.sql and
// .postgres.sql, compiled into the binary and applied once, in order of number, each in one
// transaction. The checksum of an applied file is kept, so that an edited one is found out.
#pragma once

#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "db/db.hpp"

namespace gewu::db {

struct Migration {
  int number = 0;
  std::string name;
  std::string sqlite;
  std::string postgres;
};

struct MigrationReport {
  std::vector<Migration> applied;  ///< with dry_run: what would be applied
  int version = 0;                 ///< the highest number in the database afterwards
};

/// The database and this binary do not fit each other; the message says what to do.
class MigrationError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The migrations compiled into this binary, in order of number. Throws MigrationError where a
/// file has no twin or two share a number.
std::vector<Migration> embedded_migrations();

/// Applies what is missing. Throws MigrationError where an applied migration was changed, is
/// unknown to this binary (a newer one wrote the database), or a lower number is still missing
/// below an applied one; and DbError where a statement fails, with that whole file rolled back.
/// Nodes that start together wait for each other.
MigrationReport migrate(Database& database, std::span<const Migration> migrations,
                        bool dry_run = false);

/// The single statements of a script: split at `;` outside strings, quoted names and comments.
/// Pieces without a statement are left out.
std::vector<std::string> split_script(std::string_view script);

}  // namespace gewu::db
