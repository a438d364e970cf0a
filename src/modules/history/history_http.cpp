// SPDX-License-Identifier: Apache-2.0
#include "api/api.hpp"
#include "modules/history/history.hpp"

namespace gewu::history {
namespace {

struct RootsQuery {
  std::optional<Day> from, to;
};
BOOST_DESCRIBE_STRUCT(RootsQuery, (), (from, to))

struct DailyRootOut {
  Day day;
  std::string root;
  std::int64_t leaf_count = 0;
  std::string previous_link;
  std::string link;
  Instant computed_at;
};
BOOST_DESCRIBE_STRUCT(DailyRootOut, (), (day, root, leaf_count, previous_link, link, computed_at))

struct DailyRootList {
  std::vector<DailyRootOut> items;
};
BOOST_DESCRIBE_STRUCT(DailyRootList, (), (items))

struct ReceiptIn {
  Text<64, 64> receipt;
  Day day;
};
BOOST_DESCRIBE_STRUCT(ReceiptIn, (), (receipt, day))

struct PathStepOut {
  PathSide side{};
  std::string hash;
};
BOOST_DESCRIBE_STRUCT(PathStepOut, (), (side, hash))

/// Without root, link and previous_link until the day is closed.
struct ReceiptProofOut {
  std::string receipt;
  Day day;
  bool published = false;
  std::optional<std::string> root;
  std::int64_t leaf_index = 0;
  std::int64_t leaf_count = 0;
  std::vector<PathStepOut> path;
  std::optional<std::string> previous_link, link;
};
BOOST_DESCRIBE_STRUCT(ReceiptProofOut, (),
                      (receipt, day, published, root, leaf_index, leaf_count, path, previous_link,
                       link))

constexpr int roots_max = 400;

Result<DailyRootList> list_roots(db::ReadTx& tx, const api::Call& call, const RootsQuery& query,
                                 std::chrono::minutes utc_offset) {
  const Day to = query.to.value_or(local_day(call.now, utc_offset));
  const Day from = query.from.value_or(to - std::chrono::days(30));
  if (from > to || to - from >= std::chrono::days(roots_max)) {
    return invalid("period_invalid",
                   "The period must not end before it begins nor hold more than 400 days.",
                   "?from");
  }
  DailyRootList out;
  for (const DailyRoot& root : roots(tx, call.district, from, to, roots_max)) {
    out.items.push_back({root.day, to_hex(root.root), root.leaf_count, to_hex(root.previous_link),
                         to_hex(root.link), root.computed_at});
  }
  return out;
}

std::optional<std::string> hex(const std::optional<Digest>& digest) {
  return digest ? std::optional(to_hex(*digest)) : std::nullopt;
}

ReceiptProofOut shown(const Proof& proof) {
  ReceiptProofOut out{.receipt = to_hex(proof.receipt),
                      .day = proof.day,
                      .published = proof.root.has_value(),
                      .root = hex(proof.root),
                      .leaf_index = proof.leaf_index,
                      .leaf_count = proof.leaf_count,
                      .path = {},
                      .previous_link = hex(proof.previous_link),
                      .link = hex(proof.link)};
  for (const PathStep& step : proof.path) out.path.push_back({step.side, to_hex(step.hash)});
  return out;
}

Result<api::WithHeaders<ReceiptProofOut>> check_receipt(db::Database& database,
                                                        const api::Call& call, const ReceiptIn& in,
                                                        const OffsetOf& utc_offset) {
  const auto receipt = digest_from_hex(in.receipt.str());
  if (!receipt) {
    return invalid("receipt_malformed", "A receipt is 64 hexadecimal digits.", "/receipt");
  }
  const auto proof = database.read([&](db::ReadTx& tx) {
    return prove(tx, call.district, utc_offset(tx, call.district), *receipt, in.day);
  });
  if (!proof) {
    return not_found("receipt_unknown",
                     "Nothing with this receipt was recorded on that day. Check both; if they are "
                     "right, the record was removed or altered.");
  }
  return api::WithHeaders<ReceiptProofOut>{shown(*proof), {}};
}

}  // namespace

void append_history_routes(api::Api& api, OffsetOf utc_offset) {
  api.get<RootsQuery, DailyRootList>(
      "/api/v1/{district}/roots", api::open_to_all("published_roots"),
      {"The published daily roots over everything recorded", "history"},
      [utc_offset](db::ReadTx& tx, const api::Call& call,
                   const RootsQuery& query) -> Result<DailyRootList> {
        return list_roots(tx, call, query, utc_offset(tx, call.district));
      });
  // Reads a whole day, so it must not stand in the queue of writes.
  api.post_slow<ReceiptIn, ReceiptProofOut>(
      "/api/v1/{district}/receipts/check", api::open_to_all("published_roots"),
      {"Prove that what a receipt stands for was recorded that day, unaltered", "history"},
      [utc_offset](db::Database& database, const api::Call& call, const ReceiptIn& in) {
        return check_receipt(database, call, in, utc_offset);
      },
      {.rate = {20, std::chrono::seconds(60)}, .csrf = false});
}

}  // namespace gewu::history
