// SPDX-License-Identifier: Apache-2.0
// The promises module: by when most similar cases were solved, and whether that was kept. See
// README.md.
#pragma once

#include "base/ids.hpp"
#include "base/time.hpp"
#include "modules/cases/cases.hpp"
#include "modules/promises/window.hpp"

namespace gewu::db {
class Database;
class ReadTx;
class WriteTx;
}  // namespace gewu::db
namespace gewu::api {
class Api;
}
namespace gewu::categories {
class Categories;
}
namespace gewu::figures {
class Trees;
}

namespace gewu::promises {

/// What cases ask when a report comes in and when it is followed.
class Promises final : public cases::Promiser {
 public:
  explicit Promises(IdSource& ids) : ids_(ids) {}
  std::optional<cases::Promise> promise(db::WriteTx& tx, const cases::Case& c,
                                        std::chrono::minutes utc_offset, Instant now) override;
  std::optional<cases::Promise> find(db::ReadTx& tx, const cases::Case& c) override;

 private:
  IdSource& ids_;
};

/// Draws the windows of a district anew and says how many categories changed. Reads pages of cases,
/// each in a short transaction. Not inside a transaction.
int refresh(db::Database& database, categories::Categories& categories, DistrictId district,
            Instant now);
/// The same, at most once a day among all nodes.
void refresh_daily(db::Database& database, categories::Categories& categories, DistrictId district,
                   Instant now);

/// Judges promises whose window has passed, at most `limit`, and counts them; says how many. Safe
/// on several nodes. Not inside a transaction.
int judge_due(db::Database& database, IdSource& ids, DistrictId district,
              std::chrono::minutes utc_offset, Instant now, int limit = 100);

/// All outlive `api`.
void append_promises_routes(api::Api& api, categories::Categories& categories,
                            figures::Trees& trees);

}  // namespace gewu::promises
