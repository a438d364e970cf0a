// SPDX-License-Identifier: Apache-2.0
#include "modules/cases/standing_store.hpp"

#include <map>
#include <string>

namespace gewu::cases::store {

namespace {

constexpr std::size_t kRoots = 8;

/// $2 is now, $3 the territory's version, $4 to $11 the roots. Two plans: probe the index of few
/// areas, or walk what is open in the district in the order of cases_open_standing, which holds all
/// of it: no row is read and nothing sorted.
struct Text {
  static constexpr const char* kSelect =
      "select k.area_id, k.restricted, k.desk_area_id, k.located, k.state, k.holder_kind, "
      "k.category_id, k.holder_id, count(*), "
      "cast(sum(case when k.due_at >= $2 and k.clock_step >= 1 then 1 else 0 end) as bigint), "
      "cast(sum(case when k.due_at < $2 then 1 else 0 end) as bigint), "
      "cast(sum(k.emergency) as bigint) ";
  static constexpr const char* kGroup =
      "group by k.area_id, k.restricted, k.desk_area_id, k.located, k.state, k.holder_kind, "
      "k.category_id, k.holder_id";
  static constexpr const char* kBelow =
      ".from_version <= $3 and {}.to_version > $3 and {}.ancestor_id in "
      "($4, $5, $6, $7, $8, $9, $10, $11) ";

  static std::string below(const std::string& alias) {
    std::string out = alias + kBelow;
    for (auto at = out.find("{}"); at != std::string::npos; at = out.find("{}")) {
      out.replace(at, 2, alias);
    }
    return out;
  }
  std::string district =
      std::string(kSelect) + "from cases k where k.district_id = $1 and k.open = 1 " + kGroup;
  std::string narrow =
      std::string(kSelect) +
      // "cross": SQLite then begins with the few areas.
      "from area_closure a cross join cases k where k.district_id = a.district_id "
      "and k.area_id = a.descendant_id and a.district_id = $1 and k.open = 1 and " +
      below("a") +
      "and (k.restricted = 0 or exists (select 1 from area_closure d "
      "where d.district_id = k.district_id and d.descendant_id = k.desk_area_id and " +
      below("d") + ")) " + kGroup;
};
const Text text;

const db::Sql standing_district{"cases.standing_district", text.district};
const db::Sql standing_narrow{"cases.standing_narrow", text.narrow};

StandingRow as_row(const db::Row& r) {
  const bool restricted = r.get<bool>(1);
  return {r.get<AreaId>(restricted ? 2 : 0),
          r.get<bool>(3),
          r.get<CategoryId>(6),
          r.get<State>(4),
          {r.get<HolderKind>(5), r.int64(7)},
          r.get<int>(8),
          r.get<int>(9),
          r.get<int>(10),
          r.get<int>(11)};
}

}  // namespace

std::vector<StandingRow> standing(db::ReadTx& tx, const areas::TerritorySnapshot& territory,
                                  const areas::Scope& scope, Instant now) {
  std::vector<StandingRow> out;
  const DistrictId district = territory.district().id;
  if (!scope.narrow()) {
    std::map<AreaId, bool> inside;
    const auto counts = [&](AreaId area) {
      if (scope.whole_district) return true;
      const auto [at, fresh] = inside.try_emplace(area);
      if (fresh) at->second = areas::in_scope(territory, scope, area);
      return at->second;
    };
    tx.rows(standing_district, {district.value, db::to_value(now)}, [&](const db::Row& row) {
      auto read = as_row(row);
      if (counts(read.area)) out.push_back(std::move(read));
      return true;
    });
    return out;
  }
  const auto& roots = scope.roots;
  // Roots do not overlap, so no case is counted in two goes.
  for (std::size_t first = 0; first < roots.size(); first += kRoots) {
    std::vector<db::Value> parameters{district.value, db::to_value(now), territory.version()};
    for (std::size_t i = first; i < first + kRoots; ++i) {
      parameters.emplace_back(i < roots.size() ? roots[i].value : std::int64_t{-1});
    }
    tx.rows(standing_narrow, parameters,
            [&](const db::Row& row) { return out.push_back(as_row(row)), true; });
  }
  return out;
}

}  // namespace gewu::cases::store
