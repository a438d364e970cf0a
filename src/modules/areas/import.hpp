// SPDX-License-Identifier: Apache-2.0
// What is wanted of a territory, in code or from a file, and what came of it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "modules/areas/area.hpp"

namespace gewu::areas {

struct NewDistrict {
  std::string code;  ///< [A-Z0-9-]{2,20}; six digits claim an official Chinese code
  std::string name;
  std::string name_en = {};
  int utc_offset_minutes = 480;
  geo::MultiPolygon shape = {};  ///< WGS-84; may be empty
  geo::Crs crs_given = geo::Crs::wgs84;
};
struct NewArea {
  std::string code;  ///< [A-Za-z0-9-]{1,32}, unique in the district for ever
  std::string name;
  Level level{};
  std::string parent;                     ///< code of an area that exists or is in the same batch
  geo::MultiPolygon shape = {};           ///< WGS-84
  std::optional<geo::LatLon> point = {};  ///< label where there is no outline
  geo::Crs crs_given = geo::Crs::wgs84;
  std::string nbs_code = {};  ///< statistical code, where it is another
  std::string mca_code = {};  ///< civil-affairs code, where it is another
  /// Road and number as on the plate, and other names in use, by ；. Empty: as they were.
  std::string address = {}, also_called = {};
};

/// A file to take areas from. GeoJSON is read here; Shapefile and GeoPackage go through ogr2ogr in
/// a process of its own with limits on time, memory and files.
struct ImportOptions {
  std::string path = {};
  geo::Crs crs = geo::Crs::wgs84;  ///< what its degrees mean; other systems only where it says so
  std::string map = {};            ///< our property → theirs: a JSON file, or the JSON itself
  std::string district = {};       ///< code, where the file does not name it
  std::string layer = {};          ///< of a GeoPackage with several
  bool dry_run = false;            ///< report, write nothing
  bool skip_broken = false;        ///< take the sound features of a file that has broken ones
};

/// What is wrong or odd about one feature.
struct ImportIssue {
  std::size_t feature = 0;  ///< counted from 1; 0 for the file
  std::string code;         ///< of the area, as far as read
  std::string name;
  std::string reason;  ///< stable: "ring_crosses_itself"
  std::string detail;  ///< in English: what, and what to do
  std::optional<geo::LatLon> where;
  std::optional<double> area_m2;  ///< of an overlap or of a part outside the parent
};
BOOST_DESCRIBE_STRUCT(ImportIssue, (), (feature, code, name, reason, detail, where, area_m2))

struct ImportedDistrict {
  std::string code;
  std::string name;
  bool is_new = false;
  std::size_t added = 0, changed = 0, unchanged = 0;
  std::int64_t version_before = 0, version_after = 0;  ///< of the territory; 0: none yet
};
BOOST_DESCRIBE_STRUCT(ImportedDistrict, (),
                      (code, name, is_new, added, changed, unchanged, version_before,
                       version_after))

struct ImportReport {
  std::string file;  ///< its name without folders
  std::string format;
  geo::Crs crs{};
  bool dry_run = false;
  bool written = false;  ///< false: refused, dry run, or nothing to change
  std::size_t features = 0, added = 0, changed = 0, unchanged = 0, refused = 0;
  std::vector<ImportedDistrict> districts;
  std::vector<ImportIssue> errors;    ///< at most 1,000; `refused` counts all
  std::vector<ImportIssue> warnings;  ///< at most 1,000
};
BOOST_DESCRIBE_STRUCT(ImportReport, (),
                      (file, format, crs, dry_run, written, features, added, changed, unchanged,
                       refused, districts, errors, warnings))

}  // namespace gewu::areas
