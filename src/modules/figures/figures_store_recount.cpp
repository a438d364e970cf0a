// SPDX-License-Identifier: Apache-2.0
// Streams for the doctor.
#include "modules/figures/figures_store.hpp"

namespace gewu::figures::store {
namespace {

constexpr int page = 20'000;

const db::Sql select_facts{"figures.select_facts_after", R"(
  select fact_id, metric, area_id, area_now_id, category_id, day, value
  from fact where district_id = $1 and fact_id > $2 order by fact_id limit $3)"};

const db::Sql select_twice{"figures.select_facts_twice", R"(
  select w.fact_id from fact_unfolded w
  join fact f on f.district_id = w.district_id and f.fact_id = w.fact_id
  where w.district_id = $1 order by w.fact_id limit 100)"};

const db::Sql select_cells{"figures.select_cells_after", R"(
  select reach, lens, grain, area_id, category_id, bucket, metric, n, value from figure_rollup
  where district_id = $1 and (reach, lens, grain, area_id, category_id, bucket, metric) >
    ($2, $3, $4, $5, $6, $7, $8)
  order by reach, lens, grain, area_id, category_id, bucket, metric limit $9)"};

const db::Sql select_folded{"figures.select_folded", R"(
  select metric, area_id, area_now_id, category_id, day, cast(sum(value) as bigint), count(*)
  from fact where district_id = $1 and metric = $2 and day between $3 and $4
  group by metric, area_id, area_now_id, category_id, day)"};

Countable countable(const db::Row& row, int first) {
  return {row.get<Metric>(first), row.get<AreaId>(first + 1), row.get<AreaId>(first + 2),
          row.int64(first + 3), row.get<Day>(first + 4)};
}

}  // namespace

void each_folded(db::ReadTx& tx, DistrictId district,
                 const std::function<void(const Countable&, std::int64_t)>& visit) {
  std::int64_t after = 0;
  for (int rows = page; rows == page;) {
    rows = 0;
    tx.rows(select_facts, {db::to_value(district), after, db::to_value(page)},
            [&](const db::Row& row) {
              after = row.int64(0);
              visit(countable(row, 1), row.int64(6));
              return ++rows, true;
            });
  }
}

std::vector<RecordId> facts_twice(db::ReadTx& tx, DistrictId district) {
  return tx.all(
      select_twice, [](const db::Row& row) { return row.get<RecordId>(0); }, district);
}

void each_cell(db::ReadTx& tx, DistrictId district,
               const std::function<void(const CellKey&, const Measure&)>& visit) {
  std::vector<db::Value> p = {
      db::to_value(district), "", "", "", std::int64_t{0}, std::int64_t{0}, std::int64_t{0}, "",
      db::to_value(page)};
  for (int rows = page; rows == page;) {
    rows = 0;
    std::vector<db::Value> last = p;
    tx.rows(select_cells, p, [&](const db::Row& row) {
      const CellKey key{row.get<Reach>(0), row.get<Lens>(1), row.get<Grain>(2), row.get<AreaId>(3),
                        row.int64(4),      row.get<int>(5),  row.get<Metric>(6)};
      visit(key, {row.int64(7), row.int64(8)});
      if (++rows == page) {
        last = {db::to_value(district), row.text(0),  row.text(1), row.text(2),       row.int64(3),
                row.int64(4),           row.int64(5), row.text(6), db::to_value(page)};
      }
      return true;
    });
    p = last;
  }
}

std::vector<FactGroup> folded(db::ReadTx& tx, DistrictId district, Metric metric, Day from,
                              Day to) {
  return tx.all(
      select_folded,
      [](const db::Row& row) {
        return FactGroup{countable(row, 0), {row.int64(6), row.int64(5)}};
      },
      district, metric, from, to);
}

}  // namespace gewu::figures::store
