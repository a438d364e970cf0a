// SPDX-License-Identifier: Apache-2.0
#include "db/internal.hpp"

namespace gewu::db {

std::unique_ptr<Database> Database::open(const Options& options) {
  constexpr std::string_view sqlite = "sqlite:";
  if (options.url.starts_with(sqlite)) {
    const std::string path = options.url.substr(sqlite.size());
    if (path.empty() || path == ":memory:" || path.starts_with("file:")) {
      throw DbError(Fault::other,
                    "sqlite: needs the path of a file, as in sqlite:/var/gewu.sqlite");
    }
    return open_sqlite(options, path);
  }
  if (options.url.starts_with("postgresql://") || options.url.starts_with("postgres://")) {
    return open_postgres(options);
  }
  throw DbError(Fault::other, "a database is sqlite:PATH or postgresql://USER@HOST/NAME");
}

}  // namespace gewu::db
