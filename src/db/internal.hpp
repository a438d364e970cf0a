// SPDX-License-Identifier: Apache-2.0
// The way in for the migrator and the lint. Modules use named statements.
#pragma once

#include <memory>
#include <string>

#include "db/db.hpp"

namespace gewu::db {

struct Internal {
  static void run_unnamed(WriteTx& tx, const std::string& text) { tx.run_unnamed(text); }
  static int prepare(WriteTx& tx, const Sql& sql) { return tx.prepare(sql); }
};

std::unique_ptr<Database> open_sqlite(const Options& options, const std::string& path);
std::unique_ptr<Database> open_postgres(const Options& options);

/// The statement as PostgreSQL gets it: the dialect tokens become their clause.
std::string postgres_text(std::string_view text);

}  // namespace gewu::db
