// SPDX-License-Identifier: Apache-2.0
#include "modules/areas/areas_store.hpp"

#include <cstring>
#include <stdexcept>

namespace gewu::areas::store {
namespace {

// to_version of a row that has not ended is 9007199254740991 (2^53 - 1), written out below.
constexpr Duration kClaimHolds = std::chrono::hours(1);

const db::Sql district_by_id{"areas.district_by_id", R"(
  select district_id, root_area_id, code, name, name_en, utc_offset_minutes, territory_version,
         territory_stamp
  from district where district_id = $1)"};
const db::Sql district_of_code{"areas.district_of_code", R"(
  select district_id from district_code where code = $1)"};
const db::Sql district_list{"areas.district_list", R"(
  select district_id, root_area_id, code, name, name_en, utc_offset_minutes, territory_version,
         territory_stamp
  from district where territory_version > 0 order by code limit $1)"};
const db::Sql district_insert{"areas.district_insert", R"(
  insert into district (district_id, code, name, name_en, utc_offset_minutes, root_area_id,
    territory_version, territory_stamp, pending_stamp, pending_at, created_at)
  values ($1, $2, $3, $4, $5, $6, 0, 0, null, null, $7))"};
const db::Sql district_code_insert{"areas.district_code_insert", R"(
  insert into district_code (code, district_id) values ($1, $2) on conflict do nothing)"};
const db::Sql district_update{"areas.district_update", R"(
  update district set name = $2, name_en = $3, utc_offset_minutes = $4, root_area_id = $5
  where district_id = $1)"};

const db::Sql version_read{"areas.version", R"(
  select territory_version, territory_stamp from district where district_id = $1)"};
const db::Sql version_when{"areas.version_at", R"(
  select version from territory_version where district_id = $1 and valid_from <= $2
  order by version desc limit 1)"};
const db::Sql version_exists{"areas.version_exists", R"(
  select version from territory_version where district_id = $1 and version = $2)"};
const db::Sql version_insert{"areas.version_insert", R"(
  insert into territory_version (district_id, version, valid_from, made_at, cause)
  values ($1, $2, $3, $3, $4))"};

const db::Sql claim_read{"areas.claim_read", R"(
  select pending_stamp, pending_at from district
  where district_id = $1 and territory_version = $2 /*for update*/)"};
const db::Sql claim_set{"areas.claim_set", R"(
  update district set pending_stamp = $3, pending_at = $4
  where district_id = $1 and territory_version = $2)"};
const db::Sql claim_keep{"areas.claim_keep", R"(
  update district set pending_at = $3 where district_id = $1 and pending_stamp = $2)"};
const db::Sql claim_drop{"areas.claim_drop", R"(
  update district set pending_stamp = null, pending_at = null
  where district_id = $1 and pending_stamp = $2)"};
const db::Sql claim_switch{"areas.claim_switch", R"(
  update district set territory_version = territory_version + 1, territory_stamp = $2,
    pending_stamp = null, pending_at = null
  where district_id = $1 and pending_stamp = $2)"};

const db::Sql areas_load{"areas.load", R"(
  select a.area_id, a.level, a.code, n.name, p.parent_id, o.crs_given, o.lat, o.lon, o.area_m2,
         o.shape, d.address, d.also_called
  from area a
  join area_name n on n.district_id = a.district_id and n.area_id = a.area_id
    and n.from_version <= $2 and n.to_version > $2
  left join area_parent p on p.district_id = a.district_id and p.area_id = a.area_id
    and p.from_version <= $2 and p.to_version > $2
  left join area_outline o on o.district_id = a.district_id and o.area_id = a.area_id
    and o.from_version <= $2 and o.to_version > $2
  left join area_address d on d.district_id = a.district_id and d.area_id = a.area_id
    and d.from_version <= $2 and d.to_version > $2
  where a.district_id = $1 and a.from_version <= $2 and a.to_version > $2
  order by a.area_id)"};
const db::Sql outline_one{"areas.outline_of", R"(
  select shape from area_outline
  where district_id = $1 and area_id = $2 and from_version <= $3 and to_version > $3)"};
const db::Sql aliases_load{"areas.load_aliases", R"(
  select scheme, code, area_id from area_code
  where district_id = $1 and valid_from <= $2 and (valid_to is null or valid_to > $2)
  order by scheme, code)"};
const db::Sql codes_retired{"areas.retired_codes", R"(
  select code from area where district_id = $1 and to_version <= $2 order by code)"};

const db::Sql area_insert{"areas.insert", R"(
  insert into area (district_id, area_id, level, code, from_version, to_version)
  values ($1, $2, $3, $4, $5, 9007199254740991))"};
const db::Sql name_end{"areas.name_end", R"(
  update area_name set to_version = $3
  where district_id = $1 and area_id = $2 and to_version = 9007199254740991)"};
const db::Sql name_insert{"areas.name_insert", R"(
  insert into area_name (district_id, area_id, from_version, to_version, name)
  values ($1, $2, $3, 9007199254740991, $4))"};
const db::Sql outline_end{"areas.outline_end", R"(
  update area_outline set to_version = $3
  where district_id = $1 and area_id = $2 and to_version = 9007199254740991)"};
const db::Sql outline_insert{"areas.outline_insert", R"(
  insert into area_outline (district_id, area_id, from_version, to_version, crs_given, lat, lon,
    area_m2, shape)
  values ($1, $2, $3, 9007199254740991, $4, $5, $6, $7, $8))"};
const db::Sql address_end{"areas.address_end", R"(
  update area_address set to_version = $3
  where district_id = $1 and area_id = $2 and to_version = 9007199254740991)"};
const db::Sql address_insert{"areas.address_insert", R"(
  insert into area_address (district_id, area_id, from_version, to_version, address, also_called)
  values ($1, $2, $3, 9007199254740991, $4, $5))"};
const db::Sql parent_end{"areas.parent_end", R"(
  update area_parent set to_version = $3
  where district_id = $1 and area_id = $2 and to_version = 9007199254740991)"};
const db::Sql parent_insert{"areas.parent_insert", R"(
  insert into area_parent (district_id, area_id, from_version, to_version, parent_id)
  values ($1, $2, $3, 9007199254740991, $4))"};
const db::Sql closure_end{"areas.closure_end", R"(
  update area_closure set to_version = $4
  where district_id = $1 and ancestor_id = $2 and descendant_id = $3
    and to_version = 9007199254740991)"};
const db::Sql closure_insert{"areas.closure_insert", R"(
  insert into area_closure (district_id, ancestor_id, descendant_id, from_version, to_version,
    depth)
  values ($1, $2, $3, $4, 9007199254740991, $5))"};
const db::Sql alias_end{"areas.alias_end", R"(
  update area_code set valid_to = $4
  where district_id = $1 and area_id = $2 and scheme = $3 and valid_to is null)"};
const db::Sql alias_insert{"areas.alias_insert", R"(
  insert into area_code (district_id, scheme, code, valid_from, valid_to, area_id)
  values ($1, $2, $3, $4, null, $5) on conflict do nothing)"};

// Clearing what an abandoned change wrote: children of `area` first.
const db::Sql clear_closure{"areas.clear_closure", R"(
  delete from area_closure where district_id = $1 and from_version >= $2)"};
const db::Sql clear_parent{"areas.clear_parent", R"(
  delete from area_parent where district_id = $1 and from_version >= $2)"};
const db::Sql clear_outline{"areas.clear_outline", R"(
  delete from area_outline where district_id = $1 and from_version >= $2)"};
const db::Sql clear_name{"areas.clear_name", R"(
  delete from area_name where district_id = $1 and from_version >= $2)"};
const db::Sql clear_address{"areas.clear_address", R"(
  delete from area_address where district_id = $1 and from_version >= $2)"};
const db::Sql clear_alias{"areas.clear_alias", R"(
  delete from area_code where district_id = $1 and area_id in (
    select area_id from area where district_id = $1 and from_version >= $2))"};
const db::Sql clear_area{"areas.clear_area", R"(
  delete from area where district_id = $1 and from_version >= $2)"};
const db::Sql open_closure{"areas.open_closure", R"(
  update area_closure set to_version = 9007199254740991
  where district_id = $1 and to_version = $2)"};
const db::Sql open_parent{"areas.open_parent", R"(
  update area_parent set to_version = 9007199254740991
  where district_id = $1 and to_version = $2)"};
const db::Sql open_outline{"areas.open_outline", R"(
  update area_outline set to_version = 9007199254740991
  where district_id = $1 and to_version = $2)"};
const db::Sql open_address{"areas.open_address", R"(
  update area_address set to_version = 9007199254740991
  where district_id = $1 and to_version = $2)"};
const db::Sql open_name{"areas.open_name", R"(
  update area_name set to_version = 9007199254740991 where district_id = $1 and to_version = $2)"};

District read_district(const db::Row& row) {
  District d;
  d.id = row.get<DistrictId>(0);
  d.root = row.get<AreaId>(1);
  d.code = row.text(2);
  d.name = row.text(3);
  d.name_en = row.text(4);
  d.utc_offset_minutes = row.get<int>(5);
  d.territory_version = row.int64(6);
  d.territory_stamp = row.int64(7);
  return d;
}

db::Blob to_blob(const std::string& bytes) {
  db::Blob out(bytes.size());
  std::memcpy(out.data(), bytes.data(), bytes.size());
  return out;
}

geo::MultiPolygon read_shape(const db::Blob& blob) {
  const std::string_view bytes(reinterpret_cast<const char*>(blob.data()), blob.size());
  auto shape = geo::decode_shape(bytes);
  if (!shape.ok()) throw std::runtime_error("areas: " + shape.error().detail);
  return std::move(shape).value();
}

KnownArea read_area(const db::Row& row) {
  KnownArea k;
  k.area.id = row.get<AreaId>(0);
  k.area.level = row.get<Level>(1);
  k.area.code = row.text(2);
  k.area.name = row.text(3);
  k.area.parent = row.get<AreaId>(4);
  if (!row.is_null(5)) {
    k.crs_given = row.get<geo::Crs>(5);
    k.area.label = geo::LatLon{row.number(6), row.number(7)};
    k.area.area_m2 = row.number(8);
    k.shape = read_shape(row.blob(9));
  }
  if (!row.is_null(10)) {
    k.area.address = row.text(10);
    k.area.also_called = row.text(11);
  }
  return k;
}

void clear_next(db::WriteTx& tx, DistrictId district, std::int64_t next) {
  for (const db::Sql* sql :
       {&clear_closure, &clear_parent, &clear_outline, &clear_name, &clear_address, &clear_alias,
        &clear_area, &open_closure, &open_parent, &open_outline, &open_address, &open_name}) {
    tx.execute(*sql, district, next);
  }
}

}  // namespace

std::optional<District> find_district(db::ReadTx& tx, DistrictId id) {
  auto found = tx.one(district_by_id, read_district, id);
  if (found && found->territory_version == 0) found.reset();
  return found;
}

std::optional<District> find_begun_district(db::ReadTx& tx, std::string_view code) {
  const auto id = tx.value<DistrictId>(district_of_code, code);
  if (!id) return std::nullopt;
  return tx.one(district_by_id, read_district, *id);
}

std::optional<District> find_district(db::ReadTx& tx, std::string_view code) {
  auto found = find_begun_district(tx, code);
  if (found && found->territory_version == 0) found.reset();
  return found;
}

std::vector<District> list_districts(db::ReadTx& tx, std::size_t limit) {
  return tx.all(district_list, read_district, limit);
}

std::optional<Version> version_of(db::ReadTx& tx, DistrictId district) {
  return tx.one(
      version_read,
      [](const db::Row& r) {
        return Version{r.int64(0), r.int64(1)};
      },
      district);
}

std::optional<std::int64_t> version_at(db::ReadTx& tx, DistrictId district, Instant when) {
  return tx.value<std::int64_t>(version_when, district, when);
}

bool has_version(db::ReadTx& tx, DistrictId district, std::int64_t version) {
  return tx.value<std::int64_t>(version_exists, district, version).has_value();
}

std::vector<KnownArea> load_areas(db::ReadTx& tx, DistrictId district, std::int64_t version) {
  return tx.all(areas_load, read_area, district, version);
}

std::optional<geo::MultiPolygon> outline_of(db::ReadTx& tx, DistrictId district, AreaId area,
                                            std::int64_t version) {
  auto found = tx.one(
      outline_one, [](const db::Row& r) { return read_shape(r.blob(0)); }, district, area, version);
  if (found && found->empty()) found.reset();
  return found;
}

std::vector<AliasRow> load_aliases(db::ReadTx& tx, DistrictId district, Day day) {
  return tx.all(
      aliases_load,
      [](const db::Row& r) {
        return AliasRow{r.text(0), r.text(1), r.get<AreaId>(2)};
      },
      district, day);
}

std::vector<std::string> retired_codes(db::ReadTx& tx, DistrictId district, std::int64_t version) {
  return tx.all(
      codes_retired, [](const db::Row& r) { return r.text(0); }, district, version);
}

bool claim(db::WriteTx& tx, DistrictId district, std::int64_t seen, std::int64_t stamp,
           Instant now) {
  struct Pending {
    std::optional<std::int64_t> stamp;
    std::optional<Instant> at;
  };
  const auto pending = tx.one(
      claim_read,
      [](const db::Row& r) {
        return Pending{r.get<std::optional<std::int64_t>>(0), r.get<std::optional<Instant>>(1)};
      },
      district, seen);
  if (!pending) return false;
  if (pending->stamp) {
    if (pending->at && now - *pending->at < kClaimHolds) return false;
    clear_next(tx, district, seen + 1);
  }
  return tx.execute(claim_set, district, seen, stamp, now) == 1;
}

bool keep_claim(db::WriteTx& tx, DistrictId district, std::int64_t stamp, Instant now) {
  return tx.execute(claim_keep, district, stamp, now) == 1;
}

void abandon(db::WriteTx& tx, DistrictId district, std::int64_t stamp) {
  const auto version = version_of(tx, district);
  if (!version || tx.execute(claim_drop, district, stamp) != 1) return;
  clear_next(tx, district, version->version + 1);
}

bool switch_version(db::WriteTx& tx, DistrictId district, std::int64_t stamp, Instant now,
                    std::string_view cause) {
  if (tx.execute(claim_switch, district, stamp) != 1) return false;
  tx.execute(version_insert, district, version_of(tx, district)->version, now, cause);
  return true;
}

bool insert_district(db::WriteTx& tx, const District& district, Instant now) {
  if (tx.execute(district_code_insert, district.code, district.id) != 1) return false;
  tx.execute(district_insert, district.id, district.code, district.name, district.name_en,
             district.utc_offset_minutes, district.root, now);
  return true;
}

void update_district(db::WriteTx& tx, const District& district) {
  tx.execute(district_update, district.id, district.name, district.name_en,
             district.utc_offset_minutes, district.root);
}

void write_change(db::WriteTx& tx, DistrictId district, std::int64_t version,
                  const Change& change) {
  if (change.is_new)
    tx.execute(area_insert, district, change.id, change.level, change.code, version);
  if (change.name) {
    if (!change.is_new) tx.execute(name_end, district, change.id, version);
    tx.execute(name_insert, district, change.id, version, *change.name);
  }
  if (change.outline) {
    const Outline& o = *change.outline;
    if (!change.is_new) tx.execute(outline_end, district, change.id, version);
    tx.execute(outline_insert, district, change.id, version, o.crs_given, o.label.lat, o.label.lon,
               o.area_m2, to_blob(geo::encode_shape(o.shape)));
  }
  if (change.parent) {
    if (!change.is_new) tx.execute(parent_end, district, change.id, version);
    tx.execute(parent_insert, district, change.id, version, *change.parent);
  }
  if (change.address) {
    if (!change.is_new) tx.execute(address_end, district, change.id, version);
    tx.execute(address_insert, district, change.id, version, change.address->address,
               change.address->also_called);
  }
  for (AreaId ancestor : change.lost) {
    tx.execute(closure_end, district, ancestor, change.id, version);
  }
  for (const Change::Pair& pair : change.gained) {
    tx.execute(closure_insert, district, pair.ancestor, change.id, version, pair.depth);
  }
}

void write_alias(db::WriteTx& tx, DistrictId district, AreaId area, std::string_view scheme,
                 std::string_view code, Day from) {
  tx.execute(alias_end, district, area, scheme, from);
  tx.execute(alias_insert, district, scheme, code, from, area);
}

}  // namespace gewu::areas::store
