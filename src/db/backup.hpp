// SPDX-License-Identifier: Apache-2.0
// One file that holds a database as it stood at one moment, and a database made of such a file.
// SQLite's is a database itself, PostgreSQL's what `pg_dump --format=custom` writes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "base/result.hpp"
#include "db/db.hpp"

namespace gewu::db {

/// Throws DbError for what is no url of a database.
Engine engine_of(const std::string& url);
/// Of a url "sqlite:PATH".
std::filesystem::path sqlite_path(const std::string& url);

/// How far, of what (0: unknown); false stops.
using CopyProgress = std::function<bool(std::int64_t done, std::int64_t total)>;

/// Writes `file`, which must not be there, while others go on writing to the database: one snapshot
/// is read, and nobody waits. A connection of its own (SQLite) or pg_dump. Refusals:
/// database_missing, copy_stopped, copy_failed.
Done backup_to(const Options& options, const std::filesystem::path& file,
               const CopyProgress& progress = {});

/// Refuses (database_not_empty) unless there is nothing yet: no SQLite file, no relation in the
/// PostgreSQL database. Throws DbError where that database cannot be reached.
Done must_be_empty(const Options& options);

/// Checks the copy (SQLite: integrity and foreign keys) and makes the empty database of it, whole
/// or not at all. SQLite's file is moved, so it must lie on the same disk. Refusals:
/// database_not_empty, copy_damaged, restore_failed.
Done restore_from(const Options& options, const std::filesystem::path& file,
                  const CopyProgress& progress = {});

}  // namespace gewu::db
