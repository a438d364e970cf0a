// SPDX-License-Identifier: Apache-2.0
// The facts behind a number.
#include "modules/figures/figures_store.hpp"
#include "modules/figures/figures_store_slots.hpp"

namespace gewu::figures::store {
namespace {

const std::string select_columns =
    "select fact_id, metric, area_id, area_now_id, category_id, day, done_at, value, source_kind, "
    "source_id from ";
const std::string columns = select_columns + "fact ";

// Lens::as_was by area; Lens::as_is by the same index for the facts that stayed, and by the index
// of the few that were moved.
const db::Sql of_day{"figures.facts_of_day", columns + R"(
  where district_id = $1 and metric = $2 and day = $3 and area_id in ()" +
                                                 slots(4, few) + ")"};
const db::Sql of_day_stayed{"figures.facts_of_day_stayed", columns + R"(
  where district_id = $1 and metric = $2 and day = $3 and area_now_id = area_id and area_id in ()" +
                                                               slots(4, few) + ")"};
const db::Sql of_day_moved{"figures.facts_of_day_moved", columns + R"(
  where district_id = $1 and metric = $2 and day = $3 and area_now_id <> area_id
    and area_now_id in ()" + slots(4, few) + ")"};

const db::Sql before_position{"figures.facts_before", columns + R"(
  where district_id = $1 and metric = $2 and day between $3 and $4
    and (day < $4 or done_at < $5 or (done_at = $5 and fact_id < $6))
    and (cast($7 as bigint) = 0 or category_id = $7)
  order by day desc, done_at desc, fact_id desc limit $8)"};

const db::Sql waiting{"figures.open_unfolded", select_columns + R"(fact_unfolded
  where district_id = $1 and metric = $2 and day between $3 and $4)"};

OpenedFact opened(const db::Row& row, Lens lens) {
  OpenedFact out;
  out.area = row.get<AreaId>(2);
  out.area_now = row.get<AreaId>(3);
  out.row = {.fact = row.get<RecordId>(0),
             .metric = row.get<Metric>(1),
             .area = lens == Lens::as_is ? out.area_now : out.area,
             .category = category_of_stored(row.int64(4)),
             .at = row.get<Instant>(6),
             .day = row.get<Day>(5),
             .value = row.int64(7),
             .source_kind = row.text(8),
             .source_id = row.int64(9)};
  return out;
}

}  // namespace

std::vector<OpenedFact> facts_of_day(db::ReadTx& tx, DistrictId district, Metric metric, Day day,
                                     Lens lens, std::span<const AreaId> areas) {
  std::vector<OpenedFact> out;
  const auto collect = [&](const db::Sql& sql) {
    for_slots(areas, few, [&](std::span<const AreaId> some) {
      std::vector<db::Value> p = {db::to_value(district), db::to_value(metric), db::to_value(day)};
      append_slots(p, some, few, [](AreaId area) { return area.value; });
      tx.rows(sql, p, [&](const db::Row& row) { return out.push_back(opened(row, lens)), true; });
    });
  };
  if (lens == Lens::as_was) {
    collect(of_day);
  } else {
    collect(of_day_stayed);
    collect(of_day_moved);
  }
  return out;
}

std::vector<OpenedFact> facts_before(db::ReadTx& tx, DistrictId district, Metric metric, Lens lens,
                                     std::int64_t category, Day from, const RowPosition& before,
                                     int limit) {
  return tx.all(
      before_position, [lens](const db::Row& row) { return opened(row, lens); }, district, metric,
      from, before.day, before.done_at, before.fact_id, category, limit);
}

std::vector<OpenedFact> unfolded_of(db::ReadTx& tx, DistrictId district, Metric metric, Lens lens,
                                    Day from, Day to) {
  return tx.all(
      waiting, [lens](const db::Row& row) { return opened(row, lens); }, district, metric, from,
      to);
}

}  // namespace gewu::figures::store
