// SPDX-License-Identifier: Apache-2.0
// The categories module: what a case is about, and how long it may take. See README.md.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "base/ids.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "modules/categories/category.hpp"

namespace gewu::db {
class ReadTx;
class WriteTx;
}  // namespace gewu::db
namespace gewu::api {
class Api;
}

namespace gewu::categories {

/// One district's tree, held in memory and read again soon after it changed.
class Categories {
 public:
  /// Looks at most once in 60 s of `now` whether the table changed.
  std::shared_ptr<const Tree> of(db::ReadTx& tx, DistrictId district, Instant now);
  /// Call after a change on this node, so that it holds at once.
  void forget(DistrictId district);

 private:
  struct Held {
    std::shared_ptr<const Tree> tree;
    std::int64_t stamp = 0;
    Instant looked;
  };
  std::mutex guard_;
  std::map<DistrictId, Held> held_;
};

struct Seeded {
  int added = 0, updated = 0, retired = 0;
};
/// Brings a district's table up to the shipped catalogue: adds what is new, renews names, listed
/// limits and hints, retires what the catalogue dropped (old cases keep it). Leaves what the
/// district decided (its limit, switched off). Running it again changes nothing.
Seeded seed_categories(db::WriteTx& tx, DistrictId district, IdSource& ids, Instant now);

struct CategoryChange {
  std::int64_t version = 0;  ///< as seen
  std::optional<bool> active = {};
  std::optional<std::string> limit = {};  ///< one limit, or "" for the catalogue's own
};
BOOST_DESCRIBE_STRUCT(CategoryChange, (), (version, active, limit))

/// Refusals: `category_unknown`, `limit_invalid`, `category_stale`, `category_needed` (the
/// unclassified one cannot be switched off), `category_retired`.
Done change_category(db::WriteTx& tx, DistrictId district, CategoryId id,
                     const CategoryChange& change, Instant now);

/// As stored, past any cache.
std::optional<Category> find_category(db::ReadTx& tx, DistrictId district, CategoryId id);

/// GET /api/v1/{district}/categories (open), PUT /api/v1/{district}/categories/{category}.
/// `categories` outlives `api`.
void append_categories_routes(api::Api& api, Categories& categories);

}  // namespace gewu::categories
