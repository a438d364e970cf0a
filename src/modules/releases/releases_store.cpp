// SPDX-License-Identifier: Apache-2.0
#include "modules/releases/releases_store.hpp"

namespace gewu::releases::store {

namespace {

const db::Sql find_release{"releases.find", R"(
  select r.case_id, r.public_id, r.title, r.place, r.area_id, r.lat, r.lon, r.cell, r.case_cell,
         r.answer, r.released_at, r.released_by, r.withdrawn_at, r.withdrawn_by
  from case_release r where r.district_id = $1 and r.case_id = $2)"};
const db::Sql insert_release{"releases.insert", R"(
  insert into case_release (district_id, case_id, public_id, title, place, area_id, lat, lon, cell,
    case_cell, answer, released_at, released_by)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13))"};
const db::Sql update_release{"releases.update", R"(
  update case_release set title = $3, place = $4, area_id = $5, lat = $6, lon = $7, cell = $8,
    case_cell = $9, answer = $10, released_at = $11, released_by = $12, withdrawn_at = $13,
    withdrawn_by = $14
  where district_id = $1 and case_id = $2)"};

const db::Sql list_pictures{"releases.pictures", R"(
  select photo_id, width, height from case_release_photo
  where district_id = $1 and case_id = $2 order by rank limit 20)"};
const db::Sql delete_pictures{"releases.delete_pictures", R"(
  delete from case_release_photo where district_id = $1 and case_id = $2)"};
const db::Sql insert_picture{"releases.insert_picture", R"(
  insert into case_release_photo (district_id, case_id, rank, photo_id, width, height)
  values ($1, $2, $3, $4, $5, $6))"};

// What the case says now is read beside every release; nothing of it is kept here.
const db::Sql find_joined{"releases.find_public", R"(
  select r.case_id, r.public_id, r.title, r.place, r.area_id, r.lat, r.lon, r.cell, r.case_cell,
         r.answer, r.released_at, r.released_by, r.withdrawn_at, r.withdrawn_by,
         k.state, k.restricted, k.located, k.lat, k.lon, k.cell, k.area_id, k.category_id,
         k.reported_at, k.closed_at, k.co_reporters
  from case_release r
  join cases k on k.district_id = r.district_id and k.case_id = r.case_id
  where r.district_id = $1 and r.public_id = $2 and r.withdrawn_at is null)"};
const db::Sql list_joined{"releases.in_cells", R"(
  select r.case_id, r.public_id, r.title, r.place, r.area_id, r.lat, r.lon, r.cell, r.case_cell,
         r.answer, r.released_at, r.released_by, r.withdrawn_at, r.withdrawn_by,
         k.state, k.restricted, k.located, k.lat, k.lon, k.cell, k.area_id, k.category_id,
         k.reported_at, k.closed_at, k.co_reporters
  from case_release r
  join cases k on k.district_id = r.district_id and k.case_id = r.case_id
  where r.district_id = $1 and r.withdrawn_at is null and r.cell between $2 and $3
    and k.restricted = 0 and k.cell = r.case_cell
    and (k.open = 1 or (k.state in ('closed', 'archived') and k.closed_at >= $4))
  order by r.cell, r.case_id limit $5)"};
const db::Sql list_tallies{"releases.tallies", R"(
  select r.area_id, k.category_id, k.open, count(*)
  from case_release r
  join cases k on k.district_id = r.district_id and k.case_id = r.case_id
  where r.district_id = $1 and r.withdrawn_at is null and r.cell between $3 and $4
    and k.restricted = 0 and k.cell = r.case_cell
    and (k.open = 1 or (k.state in ('closed', 'archived') and k.closed_at >= $2))
  group by r.area_id, k.category_id, k.open
  order by r.area_id, k.category_id, k.open limit 20000)"};

const db::Sql page_releases{"releases.page", R"(
  select r.case_id, r.public_id, r.title, r.place, r.area_id, r.lat, r.lon, r.cell, r.case_cell,
         r.answer, r.released_at, r.released_by, r.withdrawn_at, r.withdrawn_by
  from case_release r where r.district_id = $1 and r.case_id > $2 order by r.case_id limit $3)"};

Release as_release(const db::Row& row) {
  Release r;
  r.id = row.get<CaseId>(0);
  r.public_id = row.get<ReleaseId>(1);
  r.title = row.text(2);
  r.place = row.get<ReleasePlace>(3);
  r.area = row.get<AreaId>(4);
  r.point = {row.get<double>(5), row.get<double>(6)};
  r.cell = row.int64(7);
  r.case_cell = row.int64(8);
  r.answer = row.text(9);
  r.released_at = row.get<Instant>(10);
  r.released_by = row.get<AccountId>(11);
  r.withdrawn_at = row.get<std::optional<Instant>>(12);
  r.withdrawn_by = row.get<AccountId>(13);
  return r;
}

Joined as_joined(const db::Row& row) {
  Joined out{as_release(row), {}};
  cases::Case& c = out.of;
  c.id = out.release.id;
  c.state = row.get<cases::State>(14);
  c.restricted = row.get<bool>(15);
  c.located = row.get<bool>(16);
  c.lat = row.get<std::optional<double>>(17);
  c.lon = row.get<std::optional<double>>(18);
  c.cell = row.int64(19);
  c.area = row.get<AreaId>(20);
  c.category = row.get<CategoryId>(21);
  c.reported_at = row.get<Instant>(22);
  c.closed_at = row.get<std::optional<Instant>>(23);
  c.co_reporters = row.get<int>(24);
  return out;
}

}  // namespace

std::optional<Release> find(db::ReadTx& tx, DistrictId district, CaseId id) {
  return tx.one(find_release, as_release, district, id);
}

void insert(db::WriteTx& tx, DistrictId district, const Release& r) {
  tx.execute(insert_release, district, r.id, r.public_id, r.title, r.place, r.area, r.point.lat,
             r.point.lon, r.cell, r.case_cell, r.answer, r.released_at, r.released_by);
}

void update(db::WriteTx& tx, DistrictId district, const Release& r) {
  tx.execute(update_release, district, r.id, r.title, r.place, r.area, r.point.lat, r.point.lon,
             r.cell, r.case_cell, r.answer, r.released_at, r.released_by, r.withdrawn_at,
             r.withdrawn_by);
}

std::vector<Picture> pictures(db::ReadTx& tx, DistrictId district, CaseId id) {
  return tx.all(
      list_pictures,
      [](const db::Row& row) {
        return Picture{row.get<PhotoId>(0), row.get<int>(1), row.get<int>(2)};
      },
      district, id);
}

void replace_pictures(db::WriteTx& tx, DistrictId district, CaseId id,
                      const std::vector<Picture>& pictures) {
  tx.execute(delete_pictures, district, id);
  int rank = 0;
  for (const auto& p : pictures) {
    tx.execute(insert_picture, district, id, ++rank, p.photo, p.width, p.height);
  }
}

std::optional<Joined> find_public(db::ReadTx& tx, DistrictId district, ReleaseId id) {
  return tx.one(find_joined, as_joined, district, id);
}

std::vector<Joined> in_cells(db::ReadTx& tx, DistrictId district, std::int64_t first,
                             std::int64_t last, Instant closed_after, int limit) {
  return tx.all(list_joined, as_joined, district, first, last, closed_after, limit);
}

std::vector<Tally> tallies(db::ReadTx& tx, DistrictId district, Instant closed_after) {
  return tx.all(
      list_tallies,
      [](const db::Row& row) {
        return Tally{row.get<AreaId>(0), row.get<CategoryId>(1), !row.get<bool>(2),
                     row.get<int>(3)};
      },
      district, closed_after, INT64_MIN, INT64_MAX);  // every cell: releases lead, cases follow
}

std::vector<Release> page(db::ReadTx& tx, DistrictId district, CaseId after, int limit) {
  return tx.all(page_releases, as_release, district, after, limit);
}

}  // namespace gewu::releases::store
