// SPDX-License-Identifier: Apache-2.0
#include "modules/places/places_store.hpp"

#include <stdexcept>

namespace gewu::places::store {

namespace {

constexpr std::size_t kAreasMax = 16;

const db::Sql posts_at{"places.posts_at", R"(
select grant_id, name, phone, hours, consent, published_at from published_post
where district_id = $1
  and area_id in ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
order by area_id, grant_id)"};
const db::Sql post_find{"places.post", R"(
select grant_id, name, phone, hours, consent, published_at from published_post
where district_id = $1 and grant_id = $2)"};
const db::Sql post_put{"places.put_post", R"(
insert into published_post (district_id, grant_id, area_id, name, phone, hours, consent,
  published_by, published_at, version)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)
on conflict (district_id, grant_id) do update set
  name = excluded.name, phone = excluded.phone, hours = excluded.hours,
  consent = excluded.consent, published_by = excluded.published_by,
  published_at = excluded.published_at, version = published_post.version + 1)"};
const db::Sql post_remove{"places.remove_post", R"(
delete from published_post where district_id = $1 and grant_id = $2)"};
const db::Sql event_insert{"places.post_event", R"(
insert into post_event (district_id, event_id, at, kind, grant_id, by_account_id)
values ($1, $2, $3, $4, $5, $6))"};

Row read(const db::Row& r) {
  return {
      r.get<accounts::GrantId>(0), {r.text(1), r.text(2), r.text(3)}, r.text(4), r.get<Instant>(5)};
}

}  // namespace

std::vector<Row> at(db::ReadTx& tx, DistrictId district, const std::vector<AreaId>& areas) {
  if (areas.size() > kAreasMax) throw std::logic_error("places: too many areas asked for");
  std::vector<db::Value> parameters{db::to_value(district)};
  for (std::size_t i = 0; i < kAreasMax; ++i) {
    parameters.push_back(i < areas.size() ? db::to_value(areas[i]) : db::Value(nullptr));
  }
  std::vector<Row> out;
  tx.rows(posts_at, parameters, [&](const db::Row& r) {
    out.push_back(read(r));
    return true;
  });
  return out;
}

std::optional<Row> find(db::ReadTx& tx, DistrictId district, accounts::GrantId grant) {
  return tx.one(post_find, read, district, grant);
}
void put(db::WriteTx& tx, DistrictId district, AreaId area, const Row& row, AccountId by) {
  tx.execute(post_put, district, row.grant, area, row.shown.name, row.shown.phone, row.shown.hours,
             row.consent, by, row.published_at);
}
bool remove(db::WriteTx& tx, DistrictId district, accounts::GrantId grant) {
  return tx.execute(post_remove, district, grant) == 1;
}
void note(db::WriteTx& tx, DistrictId district, std::int64_t event, PostEvent kind,
          accounts::GrantId grant, AccountId by, Instant at) {
  tx.execute(event_insert, district, event, at, kind, grant, by);
}

}  // namespace gewu::places::store
