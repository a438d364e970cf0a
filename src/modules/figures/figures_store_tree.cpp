// SPDX-License-Identifier: Apache-2.0
// The dated tree and names, read from the tables that the areas module documents for others.
#include <map>

#include "modules/figures/figures_store.hpp"
#include "modules/figures/figures_store_slots.hpp"

namespace gewu::figures::store {
namespace {

const db::Sql select_versions{"figures.select_territory_versions", R"(
  select version, valid_from from territory_version where district_id = $1 order by version)"};

const db::Sql select_edges{"figures.select_edges", R"(
  select descendant_id, ancestor_id, from_version, to_version from area_closure
  where district_id = $1 and depth = 1 order by from_version, descendant_id)"};

const db::Sql select_names{"figures.select_area_names", R"(
  select area_id, name from area_name
  where district_id = $1 and area_id in ()" + slots(2, many) +
                                                            ") order by area_id, from_version"};

const db::Sql select_level{"figures.select_areas_of_level", R"(
  select area_id from area where district_id = $1 and level = $2)"};

const db::Sql select_known{"figures.select_known_areas", R"(
  select area_id from area where district_id = $1 and area_id in ()" +
                                                             slots(2, many) + ")"};

std::vector<db::Value> with_areas(DistrictId district, std::span<const AreaId> areas) {
  std::vector<db::Value> p = {db::to_value(district)};
  append_slots(p, areas, many, [](AreaId area) { return area.value; });
  return p;
}

}  // namespace

std::vector<DatedEdge> dated_edges(db::ReadTx& tx, DistrictId district,
                                   std::chrono::minutes utc_offset) {
  std::map<std::int64_t, Day> first_days;
  tx.rows(select_versions, {db::to_value(district)}, [&](const db::Row& row) {
    first_days[row.int64(0)] = local_day(row.get<Instant>(1), utc_offset);
    return true;
  });
  // A version that was passed over (prepared and dropped) begins with the next one that held.
  const auto day_of = [&](std::int64_t version) {
    const auto found = first_days.lower_bound(version);
    return found == first_days.end() ? Day::max() : found->second;
  };
  return tx.all(
      select_edges,
      [&](const db::Row& row) {
        return DatedEdge{row.get<AreaId>(0), row.get<AreaId>(1), day_of(row.int64(2)),
                         day_of(row.int64(3))};
      },
      district);
}

std::unordered_set<AreaId> areas_of_level(db::ReadTx& tx, DistrictId district,
                                          std::string_view level) {
  std::unordered_set<AreaId> out;
  tx.rows(select_level, {db::to_value(district), db::to_value(level)},
          [&](const db::Row& row) { return out.insert(row.get<AreaId>(0)), true; });
  return out;
}

std::map<AreaId, std::string> area_names(db::ReadTx& tx, DistrictId district,
                                         std::span<const AreaId> areas) {
  std::map<AreaId, std::string> out;
  for_slots(areas, many, [&](std::span<const AreaId> some) {
    tx.rows(select_names, with_areas(district, some),
            [&](const db::Row& row) { return out[row.get<AreaId>(0)] = row.text(1), true; });
  });
  return out;
}

std::vector<AreaId> unknown_areas(db::ReadTx& tx, DistrictId district,
                                  std::span<const AreaId> areas) {
  std::vector<AreaId> out;
  for_slots(areas, many, [&](std::span<const AreaId> some) {
    std::map<AreaId, bool> missing;
    for (const AreaId area : some) missing[area] = true;
    tx.rows(select_known, with_areas(district, some),
            [&](const db::Row& row) { return missing.erase(row.get<AreaId>(0)), true; });
    for (const auto& [area, unused] : missing) out.push_back(area);
  });
  return out;
}

}  // namespace gewu::figures::store
