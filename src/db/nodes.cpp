// SPDX-License-Identifier: Apache-2.0
#include "db/nodes.hpp"

#include <map>

namespace gewu::db {
namespace {

const Sql select_nodes{"db.select_nodes", "select node, claimed_at from app_node order by node"};
const Sql insert_node{"db.insert_node",
                      "insert into app_node (node, claimed_at, process) values ($1, $2, $3) "
                      "on conflict (node) do nothing"};
// The condition on claimed_at makes it a compare-and-set: of two that take over, one wins.
const Sql take_over_node{
    "db.take_over_node",
    "update app_node set claimed_at = $2, process = $3 where node = $1 and claimed_at = $4"};
const Sql update_node{"db.renew_node",
                      "update app_node set claimed_at = $2 where node = $1 and process = $3"};
const Sql delete_node{"db.release_node", "delete from app_node where node = $1 and process = $2"};

}  // namespace

std::optional<int> claim_node(WriteTx& tx, std::string_view process, Instant now) {
  std::map<int, Instant> taken;
  tx.rows(select_nodes, {}, [&](const Row& r) {
    taken.emplace(r.get<int>(0), r.get<Instant>(1));
    return true;
  });
  for (int node = 0; node < node_count; ++node) {
    const auto found = taken.find(node);
    if (found == taken.end()) {
      if (tx.execute(insert_node, node, now, process) == 1) return node;
    } else if (found->second + node_lease <= now) {
      if (tx.execute(take_over_node, node, now, process, found->second) == 1) return node;
    }
  }
  return std::nullopt;
}

bool renew_node(WriteTx& tx, int node, std::string_view process, Instant now) {
  return tx.execute(update_node, node, now, process) == 1;
}

void release_node(WriteTx& tx, int node, std::string_view process) {
  tx.execute(delete_node, node, process);
}

}  // namespace gewu::db
