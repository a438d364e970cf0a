// SPDX-License-Identifier: Apache-2.0
// Everything an import needs, over one test database.
#pragma once

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

#include "modules/case_import/case_import.hpp"
#include "modules/case_import/case_import_service.hpp"
#include "modules/case_import/test/tables.hpp"
#include "support/ascii_territory.hpp"
#include "support/database.hpp"

namespace gewu::case_import::tables {

const db::Sql all_cases{"case_import.test_cases", R"(
  select r.reference, c.state, c.located, c.lat, c.reported_at, c.closed_at, p.words, c.channel,
    p.reported_at, c.address, c.open
  from case_external_reference r
  join cases c on c.district_id = r.district_id and c.case_id = r.case_id
  join case_report p on p.district_id = c.district_id and p.case_id = c.case_id
  where r.district_id = $1 order by r.reference limit 100000)"};
const db::Sql count_rows{"case_import.test_counts", R"(
  select (select count(*) from cases where district_id = $1),
    (select count(*) from case_report where district_id = $1),
    (select count(*) from case_external_reference where district_id = $1),
    (select count(*) from history_event where district_id = $1))"};
const db::Sql forget_numbers{"case_import.test_forget_numbers",
                             "delete from case_number_block where district_id = $1"};

struct StoredCase {
  std::string reference, state;
  bool located = false;
  std::optional<double> lat;
  Instant reported_at;
  std::optional<Instant> closed_at;
  std::string words, channel;
  Instant told_at;  ///< of the report
  std::string address;
  bool open = false;
};

struct Desk {
  explicit Desk(test::TestDatabase& d, Instant at = parse_rfc3339("2025-06-01T00:00:00Z").value())
      : database(d.db()), now(at) {}

  /// A district that is one rectangle.
  void rectangle(const std::string& code, geo::LatLon south_west, geo::LatLon north_east) {
    areas::NewDistrict fresh;
    fresh.code = code;
    fresh.name = code;
    fresh.utc_offset_minutes = -300;
    fresh.shape = geo::rectangle(south_west, north_east);
    district = database.write(
        [&](db::WriteTx& tx) { return areas::create_district(tx, ids, fresh, now).value(); });
    seed();
  }
  void seed() {
    database.write([&](db::WriteTx& tx) {
      categories::seed_categories(tx, district.id, ids, now);
      calendar::seed_holidays(tx, now);
    });
  }

  Result<ImportReport> import(const std::string& path, const std::string& map = kMapping,
                              const ImportHooks& hooks = {}, bool dry_run = false) {
    ImportOptions options;
    options.path = path;
    options.map = map;
    options.dry_run = dry_run;
    return import_cases(database, service, district, options, now, hooks);
  }
  ImportReport import_table(const std::string& rows, const ImportHooks& hooks = {}) {
    return import(folder.write("table.csv", kHeader + rows), kMapping, hooks).value();
  }

  std::vector<StoredCase> stored() {
    return database.read([&](db::ReadTx& tx) {
      return tx.all(
          all_cases,
          [](const db::Row& r) {
            return StoredCase{r.get<std::string>(0), r.get<std::string>(1),
                              r.get<bool>(2),        r.get<std::optional<double>>(3),
                              r.get<Instant>(4),     r.get<std::optional<Instant>>(5),
                              r.get<std::string>(6), r.get<std::string>(7),
                              r.get<Instant>(8),     r.get<std::string>(9),
                              r.get<bool>(10)};
          },
          district.id);
    });
  }
  /// Rows of cases, reports, references and events: of one import all the same number.
  std::vector<std::int64_t> counts() {
    return *database.read([&](db::ReadTx& tx) {
      return tx.one(
          count_rows,
          [](const db::Row& r) {
            return std::vector<std::int64_t>{r.get<std::int64_t>(0), r.get<std::int64_t>(1),
                                             r.get<std::int64_t>(2), r.get<std::int64_t>(3)};
          },
          district.id);
    });
  }

  db::Database& database;
  Instant now;
  IdSource ids{1};
  SeededRandom random{5};
  areas::Territories territories;
  calendar::Calendars calendars;
  categories::Categories categories;
  privacy::Vault vault{privacy::MasterKey(random.bytes<privacy::MasterKey::size>()), random};
  cases::CaseService service{
      cases::Services{territories, calendars, categories, vault, ids, random}};
  areas::District district;
  test::Folder folder;
};

}  // namespace gewu::case_import::tables
