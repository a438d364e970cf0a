// SPDX-License-Identifier: Apache-2.0
// Facts: appending, claiming, moving.
#include "modules/figures/figures_store.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "modules/figures/figures_store_slots.hpp"

namespace gewu::figures::store {
namespace {

constexpr int fact_columns = 11;  ///< of each row but the district, and area_now_id taken once

/// The columns of one row, the first as parameter `first`. A fact that was never moved gives its
/// area for area_now_id, too.
std::string insert_text(const std::string& table, int rows, bool moved) {
  const int columns = moved ? fact_columns + 1 : fact_columns;
  std::string out = "insert into " + table +
                    " (district_id, fact_id, metric, area_id, area_now_id, category_id, day, "
                    "done_at, value, source_kind, source_id, lat, lon) values ";
  for (int row = 0; row < rows; ++row) {
    const int first = 2 + row * columns;
    const int area_now = first + (moved ? 3 : 2);
    out += (row > 0 ? ", ($1, " : "($1, ") + slots(first, 3) + ", $" + std::to_string(area_now) +
           ", " + slots(area_now + 1, 8) + ")";
  }
  return out;
}

// As many facts as one deed usually gives, so that it is one statement.
const db::Sql insert_1{"figures.insert_facts_1", insert_text("fact_unfolded", 1, false)};
const db::Sql insert_2{"figures.insert_facts_2", insert_text("fact_unfolded", 2, false)};
const db::Sql insert_3{"figures.insert_facts_3", insert_text("fact_unfolded", 3, false)};
const db::Sql insert_4{"figures.insert_facts_4", insert_text("fact_unfolded", 4, false)};
const db::Sql insert_folded_1{"figures.insert_folded_1", insert_text("fact", 1, true)};
const db::Sql insert_folded_20{"figures.insert_folded_20", insert_text("fact", 20, true)};

const db::Sql claim{"figures.claim_unfolded", R"(
  select fact_id, metric, area_id, area_now_id, category_id, day, value, done_at, source_kind,
    source_id, lat, lon
  from fact_unfolded where district_id = $1
  order by fact_id limit $2 /*for update skip locked*/)"};

const db::Sql remove{"figures.remove_unfolded", R"(
  delete from fact_unfolded where district_id = $1 and fact_id in ()" +
                                                    slots(2, few) + ")"};

const db::Sql count_tail{"figures.count_unfolded", R"(
  select count(*) from (
    select fact_id from fact_unfolded where district_id = $1 order by fact_id limit $2) waiting)"};

const db::Sql select_tail{"figures.select_tail", R"(
  select metric, area_id, area_now_id, category_id, day, cast(sum(value) as bigint), count(*)
  from fact_unfolded where district_id = $1 and day between $2 and $3
  group by metric, area_id, area_now_id, category_id, day)"};

const std::string select_places = "select fact_id, area_id, area_now_id, lat, lon from ";
const std::string places_page =
    " where district_id = $1 and fact_id > $2 order by fact_id limit $3";
const db::Sql select_folded_after{"figures.select_folded_after",
                                  select_places + "fact" + places_page};
const db::Sql select_unfolded_after{"figures.select_unfolded_after",
                                    select_places + "fact_unfolded" + places_page};

const std::string lock_columns =
    "select metric, area_id, area_now_id, category_id, day, value from ";
const std::string lock_one = " where district_id = $1 and fact_id = $2 /*for update*/";
const db::Sql lock_folded{"figures.lock_folded", lock_columns + "fact" + lock_one};
const db::Sql lock_unfolded{"figures.lock_unfolded", lock_columns + "fact_unfolded" + lock_one};

const db::Sql move_folded_fact{"figures.move_folded", R"(
  update fact set area_now_id = $3 where district_id = $1 and fact_id = $2)"};
const db::Sql move_unfolded_fact{"figures.move_unfolded", R"(
  update fact_unfolded set area_now_id = $3 where district_id = $1 and fact_id = $2)"};

const db::Sql select_state{"figures.select_state", R"(
  select territory_version from figures_state where district_id = $1 and lens = $2)"};

const db::Sql upsert_state{"figures.upsert_state", R"(
  insert into figures_state (district_id, lens, territory_version) values ($1, $2, $3)
  on conflict (district_id, lens) do update set territory_version = excluded.territory_version)"};

Countable countable(const db::Row& row, int first) {
  return {.metric = row.get<Metric>(first),
          .area = row.get<AreaId>(first + 1),
          .area_now = row.get<AreaId>(first + 2),
          .category = row.int64(first + 3),
          .day = row.get<Day>(first + 4)};
}

void insert_some(db::WriteTx& tx, IdSource& ids, DistrictId district,
                 std::span<const FactDraft> facts, Instant now) {
  static const std::array statements = {&insert_1, &insert_2, &insert_3, &insert_4};
  std::vector<db::Value> p = {db::to_value(district)};
  p.reserve(1 + facts.size() * fact_columns);
  for (const FactDraft& f : facts) {
    if (!f.area || f.source_kind.empty() || f.source_id == 0) {
      throw std::logic_error("figures: a fact without area or source");
    }
    p.push_back(db::to_value(ids.next_value(now)));
    p.push_back(db::to_value(f.metric));
    p.push_back(db::to_value(f.area));
    p.push_back(db::to_value(stored_category(f.category)));
    p.push_back(db::to_value(f.day));
    p.push_back(db::to_value(f.at));
    p.push_back(db::to_value(f.value));
    p.push_back(db::to_value(f.source_kind));
    p.push_back(db::to_value(f.source_id));
    p.push_back(f.point ? db::to_value(f.point->lat) : db::to_value(nullptr));
    p.push_back(f.point ? db::to_value(f.point->lon) : db::to_value(nullptr));
  }
  tx.run(*statements[facts.size() - 1], p);
}

}  // namespace

void insert_facts(db::WriteTx& tx, IdSource& ids, DistrictId district,
                  std::span<const FactDraft> facts, Instant now) {
  constexpr std::size_t most = 4;
  while (!facts.empty()) {
    const std::size_t some = std::min(most, facts.size());
    insert_some(tx, ids, district, facts.first(some), now);
    facts = facts.subspan(some);
  }
}

std::vector<StoredFact> claim_unfolded(db::WriteTx& tx, DistrictId district, int limit) {
  return tx.all(
      claim,
      [](const db::Row& row) {
        StoredFact f{row.get<RecordId>(0),
                     countable(row, 1),
                     row.int64(6),
                     row.get<Instant>(7),
                     row.text(8),
                     row.int64(9),
                     {}};
        if (!row.is_null(10)) f.point = geo::LatLon{row.number(10), row.number(11)};
        return f;
      },
      district, limit);
}

void move_folded(db::WriteTx& tx, DistrictId district, std::span<const StoredFact> facts) {
  insert_folded(tx, district, facts);
  std::int64_t removed = 0;
  for_slots(facts, few, [&](std::span<const StoredFact> some) {
    std::vector<db::Value> p = {db::to_value(district)};
    append_slots(p, some, few, [](const StoredFact& fact) { return fact.id.value; });
    removed += tx.run(remove, p);
  });
  if (removed != static_cast<std::int64_t>(facts.size())) {
    throw std::logic_error("figures: a fact that was not claimed");
  }
}

void insert_folded(db::WriteTx& tx, DistrictId district, std::span<const StoredFact> facts) {
  constexpr std::size_t most = 20;
  while (!facts.empty()) {
    const std::size_t some = facts.size() < most ? 1 : most;
    std::vector<db::Value> p = {db::to_value(district)};
    p.reserve(1 + some * (fact_columns + 1));
    for (const StoredFact& f : facts.first(some)) {
      p.push_back(db::to_value(f.id));
      p.push_back(db::to_value(f.fact.metric));
      p.push_back(db::to_value(f.fact.area));
      p.push_back(db::to_value(f.fact.area_now));
      p.push_back(db::to_value(f.fact.category));
      p.push_back(db::to_value(f.fact.day));
      p.push_back(db::to_value(f.done_at));
      p.push_back(db::to_value(f.value));
      p.push_back(db::to_value(f.source_kind));
      p.push_back(db::to_value(f.source_id));
      p.push_back(f.point ? db::to_value(f.point->lat) : db::to_value(nullptr));
      p.push_back(f.point ? db::to_value(f.point->lon) : db::to_value(nullptr));
    }
    tx.run(some == 1 ? insert_folded_1 : insert_folded_20, p);
    facts = facts.subspan(some);
  }
}

int count_unfolded(db::ReadTx& tx, DistrictId district, int limit) {
  return tx.value<int>(count_tail, district, limit).value_or(0);
}

std::vector<FactGroup> tail(db::ReadTx& tx, DistrictId district, Day from, Day to) {
  return tx.all(
      select_tail,
      [](const db::Row& row) {
        return FactGroup{countable(row, 0), {row.int64(6), row.int64(5)}};
      },
      district, from, to);
}

namespace {

std::vector<PlacedFact> places_after(db::ReadTx& tx, const db::Sql& sql, DistrictId district,
                                     RecordId after, int limit) {
  return tx.all(
      sql,
      [](const db::Row& row) {
        PlacedFact fact{row.get<RecordId>(0), {row.get<AreaId>(1), row.get<AreaId>(2), {}}};
        if (!row.is_null(3)) fact.place.point = geo::LatLon{row.number(3), row.number(4)};
        return fact;
      },
      district, after.value, limit);
}

}  // namespace

std::vector<PlacedFact> folded_after(db::ReadTx& tx, DistrictId district, RecordId after,
                                     int limit) {
  return places_after(tx, select_folded_after, district, after, limit);
}
std::vector<PlacedFact> unfolded_after(db::ReadTx& tx, DistrictId district, RecordId after,
                                       int limit) {
  return places_after(tx, select_unfolded_after, district, after, limit);
}

std::optional<LockedFact> lock_fact(db::WriteTx& tx, DistrictId district, RecordId fact) {
  const auto lock = [&](const db::Sql& sql, bool folded) {
    return tx.one(
        sql,
        [folded](const db::Row& row) {
          return LockedFact{countable(row, 0), row.int64(5), folded};
        },
        district, fact);
  };
  // A fact that is just being folded is waited for, and then found among the folded.
  const auto unfolded = lock(lock_unfolded, false);
  return unfolded ? unfolded : lock(lock_folded, true);
}

void set_area_now(db::WriteTx& tx, DistrictId district, RecordId fact, bool folded, AreaId area) {
  tx.execute(folded ? move_folded_fact : move_unfolded_fact, district, fact, area);
}

std::int64_t relocated_version(db::ReadTx& tx, DistrictId district) {
  return tx.value<std::int64_t>(select_state, district, Lens::as_is).value_or(0);
}

void set_relocated_version(db::WriteTx& tx, DistrictId district, std::int64_t version) {
  tx.execute(upsert_state, district, Lens::as_is, version);
}

}  // namespace gewu::figures::store
