// SPDX-License-Identifier: Apache-2.0
#include "modules/saved_filters/saved_filters_store.hpp"

namespace gewu::saved_filters::store {

namespace {

const db::Sql filter_insert{
    "saved_filters.insert",
    "insert into saved_filter (district_id, filter_id, owner_id, name, query, shared, created_at) "
    "values ($1, $2, $3, $4, $5, $6, $7) on conflict (district_id, owner_id, name) do nothing"};
const db::Sql filter_delete{"saved_filters.delete",
                            "delete from saved_filter where district_id = $1 and filter_id = $2"};
const db::Sql filter_find{"saved_filters.find",
                          "select filter_id, owner_id, name, query, shared from saved_filter "
                          "where district_id = $1 and filter_id = $2"};
const db::Sql filters_of_owner{"saved_filters.of_owner",
                               "select filter_id, owner_id, name, query, shared from saved_filter "
                               "where district_id = $1 and owner_id = $2 order by name limit $3"};
const db::Sql filters_shared{"saved_filters.shared",
                             "select filter_id, owner_id, name, query, shared from saved_filter "
                             "where district_id = $1 and shared = 1 order by filter_id limit $2"};

Filter read(const db::Row& r) {
  return {r.get<FilterId>(0), r.get<AccountId>(1), r.text(2), r.text(3), r.get<bool>(4)};
}

}  // namespace

bool insert(db::WriteTx& tx, DistrictId district, const Filter& f, Instant now) {
  return tx.execute(filter_insert, district, f.id, f.owner, f.name, f.query, f.shared, now) == 1;
}
void remove(db::WriteTx& tx, DistrictId district, FilterId filter) {
  tx.execute(filter_delete, district, filter);
}
std::optional<Filter> find(db::ReadTx& tx, DistrictId district, FilterId filter) {
  return tx.one(filter_find, read, district, filter);
}
std::vector<Filter> of_owner(db::ReadTx& tx, DistrictId district, AccountId owner, int limit) {
  return tx.all(filters_of_owner, read, district, owner, limit);
}
std::vector<Filter> shared(db::ReadTx& tx, DistrictId district, int limit) {
  return tx.all(filters_shared, read, district, limit);
}

}  // namespace gewu::saved_filters::store
