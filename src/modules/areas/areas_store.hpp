// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"
#include "base/time.hpp"
#include "db/db.hpp"
#include "geo/polygon.hpp"
#include "modules/areas/area.hpp"
#include "modules/areas/plan.hpp"
#include "modules/areas/territory.hpp"

namespace gewu::areas::store {

// ---- reading ----------------------------------------------------------------------------------

/// Only districts that have come into force.
std::optional<District> find_district(db::ReadTx& tx, DistrictId id);
std::optional<District> find_district(db::ReadTx& tx, std::string_view code);
std::vector<District> list_districts(db::ReadTx& tx, std::size_t limit);
/// Also one whose first import never ended (territory version 0).
std::optional<District> find_begun_district(db::ReadTx& tx, std::string_view code);

struct Version {
  std::int64_t version = 0, stamp = 0;
};
std::optional<Version> version_of(db::ReadTx& tx, DistrictId district);
std::optional<std::int64_t> version_at(db::ReadTx& tx, DistrictId district, Instant when);
bool has_version(db::ReadTx& tx, DistrictId district, std::int64_t version);

/// Every area in force at that version, with its outline.
std::vector<KnownArea> load_areas(db::ReadTx& tx, DistrictId district, std::int64_t version);
/// The outline of one area in force at that version; nothing for a point or none.
std::optional<geo::MultiPolygon> outline_of(db::ReadTx& tx, DistrictId district, AreaId area,
                                            std::int64_t version);
struct AliasRow {
  std::string scheme;  ///< "nbs" or "mca"
  std::string code;
  AreaId area;
};
/// Statistical and civil-affairs codes in force on `day`.
std::vector<AliasRow> load_aliases(db::ReadTx& tx, DistrictId district, Day day);
/// Codes of areas that are in force no more: never given again.
std::vector<std::string> retired_codes(db::ReadTx& tx, DistrictId district, std::int64_t version);

// ---- changing: rows of the next version, then the switch --------------------------------------
// ------------------------------------------

/// Reserves the district for whoever holds `stamp`, clearing what an abandoned change left behind.
/// False where `seen` is no longer the version, or another change has been at work for less than
/// an hour.
bool claim(db::WriteTx& tx, DistrictId district, std::int64_t seen, std::int64_t stamp,
           Instant now);
/// False when the claim was lost.
bool keep_claim(db::WriteTx& tx, DistrictId district, std::int64_t stamp, Instant now);
/// Gives the claim up and clears the rows of the next version.
void abandon(db::WriteTx& tx, DistrictId district, std::int64_t stamp);
/// Everything written under the next version comes into force. False when the claim was lost.
bool switch_version(db::WriteTx& tx, DistrictId district, std::int64_t stamp, Instant now,
                    std::string_view cause);

/// At territory version 0: not yet there for anybody. False where the code is taken.
bool insert_district(db::WriteTx& tx, const District& district, Instant now);
void update_district(db::WriteTx& tx, const District& district);
/// The rows of one planned change, in force from `version`.
void write_change(db::WriteTx& tx, DistrictId district, std::int64_t version, const Change& change);
/// A former code of that scheme ends on `from`.
void write_alias(db::WriteTx& tx, DistrictId district, AreaId area, std::string_view scheme,
                 std::string_view code, Day from);

}  // namespace gewu::areas::store
