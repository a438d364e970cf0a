// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <mutex>

#include "db/db.hpp"

namespace gewu::db {
namespace {

struct Registry {
  std::mutex guard;
  std::vector<const Sql*> statements;
};

Registry& registry() {
  static Registry made;  // statements are globals: it must stand before the first of them
  return made;
}

}  // namespace

Sql::Sql(std::string_view name, std::string_view text) : name_(name), text_(text) {
  const std::scoped_lock lock(registry().guard);
  registry().statements.push_back(this);
}

Sql::~Sql() {
  const std::scoped_lock lock(registry().guard);
  std::erase(registry().statements, this);
}

std::vector<const Sql*> Sql::all() {
  const std::scoped_lock lock(registry().guard);
  auto out = registry().statements;
  std::sort(out.begin(), out.end(),
            [](const Sql* a, const Sql* b) { return a->name() < b->name(); });
  return out;
}

}  // namespace gewu::db
