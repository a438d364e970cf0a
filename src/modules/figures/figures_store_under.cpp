// SPDX-License-Identifier: Apache-2.0
// Rows of Reach::under: their state, and summing them up anew.
#include <map>

#include "modules/figures/figures_store.hpp"
#include "modules/figures/figures_store_slots.hpp"

namespace gewu::figures::store {
namespace {

const db::Sql select_under{"figures.select_under", R"(
  select state, territory_version from figures_under where district_id = $1)"};
const db::Sql lock_state{"figures.lock_under", R"(
  select state, territory_version from figures_under where district_id = $1 /*for update*/)"};
const db::Sql insert_state{"figures.insert_under", R"(
  insert into figures_under (district_id, state, territory_version) values ($1, $2, 0)
  on conflict (district_id) do nothing)"};
const db::Sql update_state{"figures.update_under", R"(
  update figures_under set state = $2, territory_version = $3 where district_id = $1)"};

// $2 lens, $3 grain, $4 … $5 buckets, $6 area, categories from $7 on.
const db::Sql delete_rows{"figures.delete_under", R"(
  delete from figure_rollup
  where district_id = $1 and reach = 'under' and lens = $2 and grain = $3
    and bucket between $4 and $5 and area_id = $6 and category_id in ()" +
                                                      slots(7, few) + ")"};

// The same but for the area: then $26 reach and the areas to sum from $27 on.
const db::Sql select_sums{
    "figures.sum_for_under",
    "select category_id, bucket, metric, cast(sum(n) as bigint), cast(sum(value) as bigint) "
    "from figure_rollup "
    "where district_id = $1 and reach = $26 and lens = $2 and grain = $3 "
    "and bucket between $4 and $5 and category_id in (" +
        slots(6, few) + ") and area_id in (" + slots(27, many) +
        ") group by category_id, bucket, metric"};

const db::Sql select_areas{"figures.select_areas_under", R"(
  select distinct area_id from figure_rollup
  where district_id = $1 and reach = 'under' and lens = 'as_was' and grain = 'year'
  order by area_id)"};

const db::Sql select_run{"figures.select_run_of_all", R"(
  select min(bucket), max(bucket) from figure_rollup
  where district_id = $1 and reach = 'own' and lens = 'as_was' and grain = $2 and area_id = 0
    and category_id = 0)"};

const db::Sql select_differs{"figures.select_differs_today", R"(
  select 1 from figure_rollup
  where district_id = $1 and reach = 'own' and lens = 'as_is' and grain = 'year'
  order by area_id, category_id, bucket, metric limit 1)"};

Under state_of(const db::Row& row) { return {row.get<UnderState>(0), row.int64(1)}; }

/// $1 … $5.
std::vector<db::Value> parameters(DistrictId district, const UnderPart& part) {
  return {db::to_value(district), db::to_value(part.lens), db::to_value(part.run.grain),
          db::to_value(part.run.first), db::to_value(part.run.last)};
}

void append_categories(std::vector<db::Value>& p, const UnderPart& part) {
  append_slots(p, std::span(part.categories), few, [](std::int64_t category) { return category; });
}

}  // namespace

Under under_of(db::ReadTx& tx, DistrictId district) {
  return tx.one(select_under, state_of, district).value_or(Under{});
}

Under lock_under(db::WriteTx& tx, DistrictId district) {
  if (const auto found = tx.one(lock_state, state_of, district)) return *found;
  tx.execute(insert_state, district, UnderState::none);
  return tx.one(lock_state, state_of, district).value_or(Under{});
}

void set_under(db::WriteTx& tx, DistrictId district, const Under& under) {
  tx.execute(update_state, district, under.state, under.territory_version);
}

void remove_under(db::WriteTx& tx, DistrictId district, const UnderPart& part) {
  auto p = parameters(district, part);
  p.push_back(db::to_value(part.area));
  append_categories(p, part);
  tx.run(delete_rows, p);
}

void add_under(db::WriteTx& tx, DistrictId district, const UnderPart& part, Reach reach,
               std::span<const AreaId> sources) {
  std::map<CellKey, Measure> cells;
  for_slots(sources, many, [&](std::span<const AreaId> some) {
    auto p = parameters(district, part);
    append_categories(p, part);
    p.push_back(db::to_value(reach));
    append_slots(p, some, many, [](AreaId area) { return area.value; });
    tx.rows(select_sums, p, [&](const db::Row& row) {
      const CellKey key{Reach::under, part.lens,       part.run.grain,    part.area,
                        row.int64(0), row.get<int>(1), row.get<Metric>(2)};
      cells[key] += {row.int64(3), row.int64(4)};
      return true;
    });
  });
  add_cells(tx, district, std::vector<Cell>(cells.begin(), cells.end()));
}

std::vector<AreaId> areas_under(db::ReadTx& tx, DistrictId district) {
  return tx.all(
      select_areas, [](const db::Row& row) { return row.get<AreaId>(0); }, district);
}

std::optional<BucketRun> run_of_all(db::ReadTx& tx, DistrictId district, Grain grain) {
  const auto run = tx.one(
      select_run,
      [grain](const db::Row& row) -> std::optional<BucketRun> {
        if (row.is_null(0)) return std::nullopt;
        return BucketRun{grain, row.get<int>(0), row.get<int>(1)};
      },
      district, grain);
  return run.value_or(std::nullopt);
}

bool differs_today(db::ReadTx& tx, DistrictId district) {
  return tx.value<int>(select_differs, district).has_value();
}

}  // namespace gewu::figures::store
