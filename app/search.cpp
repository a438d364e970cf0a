// SPDX-License-Identifier: Apache-2.0
#include "commands.hpp"
#include "node.hpp"
#include "output.hpp"

namespace gewu::app {

/// Forgets the index and makes it anew, with the server stopped or serving: until it is through,
/// searches find what is indexed already and say that old cases are missing.
int search_rebuild_command(const Common& common) {
  db::Options tuning;
  tuning.statement_timeout = std::chrono::minutes(10);  // one statement forgets everything
  Node node(common, Node::Schema::check, tuning);
  watch_signals();
  search::forget_all(*node.database);
  for (const auto& district :
       node.database->read([](db::ReadTx& tx) { return areas::list_districts(tx); })) {
    Progress progress("indexing " + district.code);
    std::int64_t done = 0;
    for (int some = 1; some > 0 && !stop_requested();) {
      some = search::feed_old(*node.database, district.id, 500);
      progress.at(done += some);
    }
    while (!stop_requested() && search::feed(*node.database, district.id) > 0) {
    }
  }
  if (!stop_requested()) return kDone;
  complain("stopped: the server goes on with it when it runs");
  return kFailed;
}

}  // namespace gewu::app
