// SPDX-License-Identifier: Apache-2.0
#include "modules/cases/map_store.hpp"

namespace gewu::cases::store {

namespace {

const db::Sql points_sql{"cases.open_points", R"(
  select case_id, number, state, category_id, lat, lon, clock_kind, clock_step, due_at, emergency,
         area_id, desk_area_id, restricted, holder_kind, holder_id
  from cases where district_id = $1 and open = 1 and cell between $2 and $3
  order by cell, case_id limit $4)"};

}  // namespace

std::vector<OpenPoint> open_points(db::ReadTx& tx, DistrictId district, std::int64_t first,
                                   std::int64_t last, Instant now, int limit) {
  const auto read = [&](const db::Row& r) {
    OpenPoint out;
    MapPoint& p = out.shown;
    p.id = r.get<CaseId>(0);
    p.number = r.int64(1);
    p.state = r.get<State>(2);
    p.category = r.get<CategoryId>(3);
    p.point = {r.number(4), r.number(5)};
    const bool runs = r.get<ClockKind>(6) != ClockKind::none && !r.is_null(8);
    p.overdue = runs && r.get<Instant>(8) < now;
    p.warned = runs && !p.overdue && r.get<int>(7) >= 1;
    p.emergency = r.get<bool>(9);
    out.area = r.get<AreaId>(10);
    out.desk_area = r.get<AreaId>(11);
    out.restricted = r.get<bool>(12);
    out.holder = {r.get<HolderKind>(13), r.int64(14)};
    return out;
  };
  return tx.all(points_sql, read, district, first, last, limit);
}

}  // namespace gewu::cases::store
