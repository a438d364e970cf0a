// SPDX-License-Identifier: Apache-2.0
#include "db/outbox.hpp"

#include <algorithm>

namespace gewu::db::outbox {
namespace {

const Sql insert_message{
    "db.insert_outbox_message",
    "insert into outbox (district_id, id, topic, payload, created_at, due_at, attempts) "
    "values ($1, $2, $3, $4, $5, $6, 0)"};
const Sql select_districts{
    "db.select_outbox_districts",
    "select distinct district_id from outbox where due_at <= $1 order by district_id "
    "/*all districts*/"};
const Sql select_due{
    "db.select_due_outbox_messages",
    "select id, topic, payload, created_at, attempts from outbox "
    "where district_id = $1 and due_at <= $2 order by district_id, due_at, id limit $3 "
    "/*for update skip locked*/"};
const Sql lease_message{"db.lease_outbox_message",
                        "update outbox set due_at = $3, attempts = attempts + 1 "
                        "where district_id = $1 and id = $2"};
const Sql postpone_message{"db.postpone_outbox_message",
                           "update outbox set due_at = $3 where district_id = $1 and id = $2"};
const Sql delete_message{"db.delete_outbox_message",
                         "delete from outbox where district_id = $1 and id = $2"};

}  // namespace

RecordId append(WriteTx& tx, IdSource& ids, DistrictId district, std::string_view topic,
                std::string_view payload, Instant now, std::optional<Instant> due) {
  const auto id = ids.next<RecordTag>(now);
  tx.execute(insert_message, district, id, topic, payload, now, due.value_or(now));
  tx.outbox_written();
  return id;
}

std::vector<DistrictId> districts_due(ReadTx& tx, Instant now) {
  return tx.all(
      select_districts, [](const Row& r) { return r.get<DistrictId>(0); }, now);
}

std::vector<Message> claim_due(WriteTx& tx, DistrictId district, Instant now, int limit,
                               Duration lease) {
  auto out = tx.all(
      select_due,
      [&](const Row& r) {
        return Message{
            district,          r.get<RecordId>(0), r.get<std::string>(1), r.get<std::string>(2),
            r.get<Instant>(3), r.get<int>(4) + 1};
      },
      district, now, limit);
  for (const Message& m : out) tx.execute(lease_message, district, m.id, now + lease);
  return out;
}

void done(WriteTx& tx, DistrictId district, RecordId id) {
  tx.execute(delete_message, district, id);
}

void retry(WriteTx& tx, const Message& message, Instant now) {
  tx.execute(postpone_message, message.district, message.id, now + retry_delay(message.attempts));
}

Duration retry_delay(int attempts) {
  const Duration longest = std::chrono::hours(1);
  const int doublings = std::clamp(attempts, 1, 20);
  return std::min(longest, Duration(std::chrono::seconds(std::int64_t{1} << doublings)));
}

}  // namespace gewu::db::outbox
