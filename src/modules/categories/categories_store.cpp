// SPDX-License-Identifier: Apache-2.0
#include "modules/categories/categories_store.hpp"

namespace gewu::categories::store {

namespace {

const db::Sql select_all{"categories.all", R"(
  select category_id, code, rank, domain, class_code, class_zh, class_en, name_zh, name_en, limits,
         own_limit, nature, self_handling, emergency, usual_rank, active, retired, version
  from category where district_id = $1 order by retired, rank, code)"};
const db::Sql select_one{"categories.one", R"(
  select category_id, code, rank, domain, class_code, class_zh, class_en, name_zh, name_en, limits,
         own_limit, nature, self_handling, emergency, usual_rank, active, retired, version
  from category where district_id = $1 and category_id = $2)"};
const db::Sql select_stamp{"categories.stamp", R"(
  select cast(coalesce(sum(version), 0) as bigint) from category where district_id = $1)"};
const db::Sql insert_category{"categories.insert", R"(
  insert into category (district_id, category_id, code, rank, domain, class_code, class_zh,
    class_en, name_zh, name_en, limits, own_limit, nature, self_handling, emergency, usual_rank,
    active, retired, version, changed_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, null, $12, $13, $14, $15, 1, 0, 1, $16))"};
const db::Sql renew_category{"categories.renew", R"(
  update category set rank = $3, class_zh = $4, class_en = $5, name_zh = $6, name_en = $7,
    limits = $8, nature = $9, self_handling = $10, emergency = $11, usual_rank = $12,
    retired = $13, version = version + 1, changed_at = $14
  where district_id = $1 and category_id = $2)"};
const db::Sql choose_category{"categories.choose", R"(
  update category set own_limit = $4, active = $5, version = version + 1, changed_at = $6
  where district_id = $1 and category_id = $2 and version = $3)"};

std::string joined(const std::vector<std::string>& limits) {
  std::string out;
  for (const auto& limit : limits) out += (out.empty() ? "" : ";") + limit;
  return out;
}

std::vector<std::string> parted(const std::string& text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at <= text.size();) {
    const auto end = std::min(text.find(';', at), text.size());
    out.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

std::optional<std::string> unless_empty(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

Row read(const db::Row& row) {
  Row out;
  Category& c = out.category;
  c.id = row.get<CategoryId>(0);
  c.code = row.get<std::string>(1);
  out.rank = row.get<int>(2);
  c.domain = row.get<Domain>(3);
  c.class_code = row.get<std::string>(4);
  c.class_zh = row.get<std::string>(5);
  c.class_en = row.get<std::string>(6);
  c.name_zh = row.get<std::string>(7);
  c.name_en = row.get<std::string>(8);
  c.limits = parted(row.get<std::string>(9));
  c.own_limit = row.get<std::optional<std::string>>(10).value_or("");
  c.nature = row.get<Nature>(11);
  c.self_handling = row.get<bool>(12);
  c.emergency = row.get<std::optional<std::string>>(13).value_or("");
  c.usual = row.get<std::optional<int>>(14);
  c.active = row.get<bool>(15);
  c.retired = row.get<bool>(16);
  c.version = row.get<std::int64_t>(17);
  return out;
}

}  // namespace

std::vector<Row> all(db::ReadTx& tx, DistrictId district) {
  return tx.all(select_all, read, district);
}

std::optional<Row> one(db::ReadTx& tx, DistrictId district, CategoryId id) {
  return tx.one(select_one, read, district, id);
}

std::int64_t stamp(db::ReadTx& tx, DistrictId district) {
  return tx.value<std::int64_t>(select_stamp, district).value_or(0);
}

void insert(db::WriteTx& tx, DistrictId district, const Row& row, Instant now) {
  const Category& c = row.category;
  tx.execute(insert_category, district, c.id, c.code, row.rank, c.domain, c.class_code, c.class_zh,
             c.class_en, c.name_zh, c.name_en, joined(c.limits), c.nature, c.self_handling,
             unless_empty(c.emergency), c.usual, now);
}

void renew(db::WriteTx& tx, DistrictId district, const Row& row, Instant now) {
  const Category& c = row.category;
  tx.execute(renew_category, district, c.id, row.rank, c.class_zh, c.class_en, c.name_zh, c.name_en,
             joined(c.limits), c.nature, c.self_handling, unless_empty(c.emergency), c.usual,
             c.retired, now);
}

bool choose(db::WriteTx& tx, DistrictId district, const Category& category, Instant now) {
  return tx.execute(choose_category, district, category.id, category.version,
                    unless_empty(category.own_limit), category.active, now) == 1;
}

}  // namespace gewu::categories::store
