// SPDX-License-Identifier: Apache-2.0
#include "modules/calendar/calendar_store.hpp"

namespace gewu::calendar::store {

namespace {

const db::Sql select_days{"calendar.days", R"(
  select day, kind, name, year from calendar_day order by day)"};
const db::Sql select_years{"calendar.years", R"(
  select year from calendar_year order by year)"};
const db::Sql select_stamp{"calendar.stamp", R"(
  select cast(coalesce(sum(version), 0) as bigint) from calendar_year)"};
const db::Sql delete_year_days{"calendar.delete_year_days", R"(
  delete from calendar_day where year = $1)"};
const db::Sql upsert_day{"calendar.upsert_day", R"(
  insert into calendar_day (day, year, kind, name) values ($1, $2, $3, $4)
  on conflict (day) do update
  set year = excluded.year, kind = excluded.kind, name = excluded.name)"};
const db::Sql upsert_year{"calendar.upsert_year", R"(
  insert into calendar_year (year, version, imported_at) values ($1, 1, $2)
  on conflict (year) do update
  set version = calendar_year.version + 1, imported_at = excluded.imported_at)"};

const db::Sql select_hours{"calendar.hours", R"(
  select spans, weekdays, version from work_hours where district_id = $1)"};
const db::Sql select_hours_version{"calendar.hours_version", R"(
  select version from work_hours where district_id = $1)"};
const db::Sql insert_hours{"calendar.insert_hours", R"(
  insert into work_hours (district_id, spans, weekdays, version, changed_at)
  values ($1, $2, $3, 1, $4) on conflict (district_id) do nothing)"};
const db::Sql update_hours{"calendar.update_hours", R"(
  update work_hours set spans = $2, weekdays = $3, version = version + 1, changed_at = $4
  where district_id = $1 and version = $5)"};

std::string weekdays_text(const WorkHours& hours) {
  std::string out;
  for (const bool worked : hours.weekdays) out += worked ? '1' : '0';
  return out;
}

}  // namespace

std::vector<PublishedDay> days(db::ReadTx& tx) {
  return tx.all(select_days, [](const db::Row& row) {
    return PublishedDay{{row.get<Day>(0), row.get<DayKind>(1), row.get<std::string>(2)},
                        row.get<int>(3)};
  });
}

std::vector<int> years(db::ReadTx& tx) {
  return tx.all(select_years, [](const db::Row& row) { return row.get<int>(0); });
}

void put_year(db::WriteTx& tx, int year, const std::vector<CalendarDay>& days, Instant now) {
  tx.execute(delete_year_days, year);
  for (const auto& day : days) tx.execute(upsert_day, day.date, year, day.kind, day.name);
  tx.execute(upsert_year, year, now);
}

std::optional<StoredHours> hours(db::ReadTx& tx, DistrictId district) {
  return tx.one(
      select_hours,
      [](const db::Row& row) {
        StoredHours out;
        out.hours.spans = parse_spans(row.get<std::string>(0)).value();
        const auto weekdays = row.get<std::string>(1);
        for (std::size_t i = 0; i < 7; ++i) out.hours.weekdays[i] = weekdays.at(i) == '1';
        out.version = row.get<std::int64_t>(2);
        return out;
      },
      district);
}

bool put_hours(db::WriteTx& tx, DistrictId district, const WorkHours& hours, std::int64_t seen,
               Instant now) {
  const std::string spans = to_text(hours.spans), weekdays = weekdays_text(hours);
  if (seen == 0) return tx.execute(insert_hours, district, spans, weekdays, now) == 1;
  return tx.execute(update_hours, district, spans, weekdays, now, seen) == 1;
}

std::int64_t stamp(db::ReadTx& tx, DistrictId district) {
  const auto own = tx.value<std::int64_t>(select_hours_version, district).value_or(0);
  // Both only grow, so that a change of either changes the sum.
  return own + tx.value<std::int64_t>(select_stamp).value_or(0);
}

}  // namespace gewu::calendar::store
