// SPDX-License-Identifier: Apache-2.0
// Rollups: adding to them and summing them.
#include <array>

#include "modules/figures/figures_store.hpp"
#include "modules/figures/figures_store_slots.hpp"

namespace gewu::figures::store {
namespace {

constexpr int cell_columns = 9;  ///< of each row; the district is shared

std::string add_text(int rows) {
  std::string out =
      "insert into figure_rollup (district_id, reach, lens, grain, area_id, category_id, bucket, "
      "metric, "
      "n, value) values ";
  for (int row = 0; row < rows; ++row) {
    out += (row > 0 ? ", ($1, " : "($1, ") + slots(2 + row * cell_columns, cell_columns) + ")";
  }
  return out +
         " on conflict (district_id, reach, lens, grain, area_id, category_id, bucket, metric) do "
         "update "
         "set n = figure_rollup.n + excluded.n, value = figure_rollup.value + excluded.value";
}

const db::Sql add_1{"figures.add_cells_1", add_text(1)};
const db::Sql add_4{"figures.add_cells_4", add_text(4)};
const db::Sql add_32{"figures.add_cells_32", add_text(32)};

/// Of $2, $3 lenses, $4 grain, $5 … $6 buckets, $7 reach, areas from $8 on, categories after them.
std::string from_text(const std::string& category) {
  return " from figure_rollup where district_id = $1 and reach = $7 and lens in ($2, $3) and "
         "grain = $4 and bucket between $5 and $6 and area_id in (" +
         slots(8, many) + ") and category_id " + category;
}
std::string sum_text(const std::string& key) {
  return "select " + key + ", metric, cast(sum(n) as bigint), cast(sum(value) as bigint)" +
         from_text("= $108") + " group by " + key + ", metric";
}

const db::Sql by_area{"figures.sum_by_area", sum_text("area_id")};
const db::Sql by_bucket{"figures.sum_by_bucket", sum_text("bucket")};
// Row by row: a category has few rows in an area, so grouping them costs more than it saves (a
// grid's year of 5,090 rows 13.7 ms, without 2.6). Who reads adds them up.
const db::Sql by_category{
    "figures.sum_by_category",
    "select category_id, metric, n, value" + from_text("in (" + slots(108, many) + ")")};

const db::Sql select_day_cells{
    "figures.select_day_cells",
    "select bucket, area_id, cast(sum(n) as bigint) from figure_rollup "
    "where district_id = $1 and reach = $7 and lens in ($2, $3) and grain = $4 "
    "and bucket between $5 and $6 and area_id in (" +
        slots(8, many) +
        ") and category_id = $108 and metric = $109 "
        "group by bucket, area_id"};

const db::Sql select_categories{"figures.select_categories", R"(
  select distinct category_id from figure_rollup
  where district_id = $1 and reach = 'own' and lens = 'as_was' and grain = 'year' and area_id = 0
    and category_id <> 0 and bucket between $2 and $3
  order by category_id)"};

/// Parameters $1 … $107 of a sum over some areas. Lens::as_is holds what differs from as_was.
std::vector<db::Value> parameters(DistrictId district, const SumOf& what,
                                  std::span<const AreaId> areas) {
  std::vector<db::Value> p = {db::to_value(district),       db::to_value(Lens::as_was),
                              db::to_value(what.lens),      db::to_value(what.run.grain),
                              db::to_value(what.run.first), db::to_value(what.run.last),
                              db::to_value(what.reach)};
  append_slots(p, areas, many, [](AreaId area) { return area.value; });
  return p;
}

template <class Key>
void sum(db::ReadTx& tx, const db::Sql& sql, const std::vector<db::Value>& p,
         std::vector<Sum<Key>>& out) {
  tx.rows(sql, p, [&](const db::Row& row) {
    out.push_back({row.get<Key>(0), row.get<Metric>(1), Measure{row.int64(2), row.int64(3)}});
    return true;
  });
}

template <class Key>
std::vector<Sum<Key>> sum_of_category(db::ReadTx& tx, const db::Sql& sql, DistrictId district,
                                      const SumOf& what) {
  std::vector<Sum<Key>> out;
  for_slots(std::span(what.areas), many, [&](std::span<const AreaId> areas) {
    auto p = parameters(district, what, areas);
    p.push_back(db::to_value(what.category));
    sum(tx, sql, p, out);
  });
  return out;
}

}  // namespace

void add_cells(db::WriteTx& tx, DistrictId district, std::span<const Cell> cells) {
  const std::array<std::pair<std::size_t, const db::Sql*>, 3> sizes = {
      {{32, &add_32}, {4, &add_4}, {1, &add_1}}};
  for (const auto& [size, sql] : sizes) {
    for (; cells.size() >= size; cells = cells.subspan(size)) {
      std::vector<db::Value> p = {db::to_value(district)};
      p.reserve(1 + size * cell_columns);
      for (const auto& [key, measure] : cells.first(size)) {
        p.push_back(db::to_value(key.reach));
        p.push_back(db::to_value(key.lens));
        p.push_back(db::to_value(key.grain));
        p.push_back(db::to_value(key.area.value));  // 0 is a number here: the whole district
        p.push_back(db::to_value(key.category));
        p.push_back(db::to_value(key.bucket));
        p.push_back(db::to_value(key.metric));
        p.push_back(db::to_value(measure.count));
        p.push_back(db::to_value(measure.value));
      }
      tx.run(*sql, p);
    }
  }
}

std::vector<Sum<AreaId>> sum_by_area(db::ReadTx& tx, DistrictId district, const SumOf& what) {
  return sum_of_category<AreaId>(tx, by_area, district, what);
}
std::vector<Sum<int>> sum_by_bucket(db::ReadTx& tx, DistrictId district, const SumOf& what) {
  return sum_of_category<int>(tx, by_bucket, district, what);
}
std::vector<Sum<std::int64_t>> sum_by_category(db::ReadTx& tx, DistrictId district,
                                               const SumOf& what,
                                               std::span<const std::int64_t> categories) {
  std::vector<Sum<std::int64_t>> out;
  for_slots(std::span(what.areas), many, [&](std::span<const AreaId> areas) {
    for_slots(categories, many, [&](std::span<const std::int64_t> some) {
      auto p = parameters(district, what, areas);
      append_slots(p, some, many, [](std::int64_t category) { return category; });
      sum(tx, by_category, p, out);
    });
  });
  return out;
}

std::vector<std::int64_t> categories_in(db::ReadTx& tx, DistrictId district, Day from, Day to) {
  return tx.all(
      select_categories, [](const db::Row& row) { return row.int64(0); }, district,
      bucket_of(Grain::year, from), bucket_of(Grain::year, to));
}

std::vector<DayCell> day_cells(db::ReadTx& tx, DistrictId district, const SumOf& what,
                               Metric metric) {
  std::vector<DayCell> out;
  for_slots(std::span(what.areas), many, [&](std::span<const AreaId> areas) {
    auto p = parameters(district, what, areas);
    p.push_back(db::to_value(what.category));
    p.push_back(db::to_value(metric));
    tx.rows(select_day_cells, p, [&](const db::Row& row) {
      if (row.int64(2) > 0) out.push_back({row.get<Day>(0), row.get<AreaId>(1), row.int64(2)});
      return true;
    });
  });
  return out;
}

}  // namespace gewu::figures::store
