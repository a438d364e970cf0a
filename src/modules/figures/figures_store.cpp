// SPDX-License-Identifier: Apache-2.0
// Facts: appending, claiming, moving.
#include "modules/figures/figures_store.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "modules/figures/figures_store_slots.hpp"

namespace gewu::figures::store {
namespace {

constexpr int fact_columns = 12;  ///< of each row; the district is shared

std::string insert_text(int rows) {
  std::string out =
      "insert into fact (district_id, fact_id, metric, area_id, area_now_id, category_id, day, "
      "done_at, value, source_kind, source_id, lat, lon, folded) values ";
  for (int row = 0; row < rows; ++row) {
    const auto p = [row](int column) {
      return "$" + std::to_string(2 + row * (fact_columns - 1) + column);
    };
    out += (row > 0 ? ", ($1" : "($1");
    // The area at the time is the area now, until a territory changes.
    for (const int column : {0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10}) out += ", " + p(column);
    out += ", 0)";
  }
  return out;
}

// As many facts as one deed usually gives, so that it is one statement.
const db::Sql insert_1{"figures.insert_facts_1", insert_text(1)};
const db::Sql insert_2{"figures.insert_facts_2", insert_text(2)};
const db::Sql insert_3{"figures.insert_facts_3", insert_text(3)};
const db::Sql insert_4{"figures.insert_facts_4", insert_text(4)};

const db::Sql claim{"figures.claim_unfolded", R"(
  select fact_id, metric, area_id, area_now_id, category_id, day, value
  from fact where district_id = $1 and folded = 0
  order by fact_id limit $2 /*for update skip locked*/)"};

const db::Sql mark{"figures.mark_folded", R"(
  update fact set folded = 1
  where district_id = $1 and folded = 0 and fact_id in ()" +
                                              slots(2, few) + ")"};

const db::Sql count_tail{"figures.count_unfolded", R"(
  select count(*) from (
    select fact_id from fact where district_id = $1 and folded = 0
    order by fact_id limit $2) waiting)"};

const db::Sql select_tail{"figures.select_tail", R"(
  select metric, area_id, area_now_id, category_id, day, cast(sum(value) as bigint), count(*)
  from fact where district_id = $1 and folded = 0 and day between $2 and $3
  group by metric, area_id, area_now_id, category_id, day)"};

const db::Sql select_after{"figures.select_places_after", R"(
  select fact_id, area_id, area_now_id, lat, lon
  from fact where district_id = $1 and fact_id > $2 order by fact_id limit $3)"};

const db::Sql lock{"figures.lock_fact", R"(
  select metric, area_id, area_now_id, category_id, day, value, folded
  from fact where district_id = $1 and fact_id = $2 /*for update*/)"};

const db::Sql update_area_now{"figures.update_area_now", R"(
  update fact set area_now_id = $3 where district_id = $1 and fact_id = $2)"};

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
  p.reserve(1 + facts.size() * (fact_columns - 1));
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
        return StoredFact{row.get<RecordId>(0), countable(row, 1), row.int64(6)};
      },
      district, limit);
}

void mark_folded(db::WriteTx& tx, DistrictId district, std::span<const StoredFact> facts) {
  std::int64_t marked = 0;
  for_slots(facts, few, [&](std::span<const StoredFact> some) {
    std::vector<db::Value> p = {db::to_value(district)};
    append_slots(p, some, few, [](const StoredFact& fact) { return fact.id.value; });
    marked += tx.run(mark, p);
  });
  if (marked != static_cast<std::int64_t>(facts.size())) {
    throw std::logic_error("figures: a claimed fact was folded by somebody else");
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

std::vector<PlacedFact> facts_after(db::ReadTx& tx, DistrictId district, RecordId after,
                                    int limit) {
  return tx.all(
      select_after,
      [](const db::Row& row) {
        PlacedFact fact{row.get<RecordId>(0), {row.get<AreaId>(1), row.get<AreaId>(2), {}}};
        if (!row.is_null(3)) fact.place.point = geo::LatLon{row.number(3), row.number(4)};
        return fact;
      },
      district, after.value, limit);
}

std::optional<LockedFact> lock_fact(db::WriteTx& tx, DistrictId district, RecordId fact) {
  return tx.one(
      lock,
      [](const db::Row& row) {
        return LockedFact{countable(row, 0), row.int64(5), row.get<bool>(6)};
      },
      district, fact);
}

void set_area_now(db::WriteTx& tx, DistrictId district, RecordId fact, AreaId area) {
  tx.execute(update_area_now, district, fact, area);
}

std::int64_t relocated_version(db::ReadTx& tx, DistrictId district) {
  return tx.value<std::int64_t>(select_state, district, Lens::as_is).value_or(0);
}

void set_relocated_version(db::WriteTx& tx, DistrictId district, std::int64_t version) {
  tx.execute(upsert_state, district, Lens::as_is, version);
}

}  // namespace gewu::figures::store
