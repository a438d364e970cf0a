// SPDX-License-Identifier: Apache-2.0
// From a file to a territory: read, map, convert, judge every feature, plan, and write all or
// nothing.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <map>
#include <set>

#include "base/text.hpp"
#include "modules/areas/areas_service.hpp"
#include "modules/areas/areas_service_geojson.hpp"
#include "modules/areas/foreign_file.hpp"

namespace gewu::areas {
namespace {

constexpr std::size_t kIssuesMost = 1000;
constexpr double kChinaOffset = 480;

// ---- the file
// -------------------------------------------------------------------------------------

struct Source {
  FileFormat format{};
  geo::Crs crs{};  ///< what its degrees mean
  std::vector<Feature> features;
};

/// What a GeoJSON file's old `crs` member comes to: nothing where it must be converted.
std::optional<geo::Crs> crs_from_name(const std::string& name, geo::Crs given) {
  for (const char* plain : {"CRS84", "EPSG::4326", "EPSG:4326"}) {
    if (name.ends_with(plain)) return given;
  }
  if (name.ends_with("EPSG::4490") || name.ends_with("EPSG:4490")) {
    return given == geo::Crs::wgs84 ? geo::Crs::cgcs2000 : given;
  }
  return std::nullopt;
}

Result<Source> read_source(const ImportOptions& options) {
  Source out;
  GEWU_TRY(out.format, format_of(options.path));
  out.crs = options.crs;
  std::string text;
  if (out.format == FileFormat::geojson) {
    GEWU_TRY(text, read_file(options.path, kForeignFileBytesMost));
  } else {
    GEWU_TRY(text, convert_to_geojson(options.path, out.format, options.layer));
  }
  GEWU_TRY(auto file, read_geojson(text));
  if (file.crs) {
    if (const auto crs = crs_from_name(*file.crs, options.crs)) {
      out.crs = *crs;
    } else {  // it names another system: ogr2ogr knows it
      GEWU_TRY(text, convert_to_geojson(options.path, FileFormat::geojson, options.layer));
      GEWU_TRY(file, read_geojson(text));
    }
  }
  out.features = std::move(file.features);
  return out;
}

Result<FieldMap> read_map(const std::string& map) {
  if (map.empty()) return FieldMap{};
  if (map.find('{') != map.npos) return read_field_map(map);
  GEWU_TRY(const std::string text, read_file(map, 64 * 1024));
  return read_field_map(text);
}

// ---- one feature
// ----------------------------------------------------------------------------------

struct Candidate {
  std::size_t feature = 0;
  NewArea area;
  std::string name_en;
  std::optional<int> utc_offset_minutes;
  std::string district;  ///< code
  std::optional<Error> error;
};

Error flaw_error(const geo::Flaw& flaw) {
  return invalid(flaw.code, "The outline is broken: " + flaw.detail + ".", "/geometry");
}

Result<Level> level_from(const std::optional<std::string>& word, const std::string& code) {
  if (!word) {
    if (const auto level = level_of_code(code)) return *level;
    return invalid("level_missing",
                   "The feature has no level (district, street, community, grid, micro_grid, "
                   "dedicated_grid, building, dwelling), and its code does not tell.");
  }
  if (const auto level = level_from_word(*word)) return *level;
  for (const char* above : {"country", "province", "city", "省", "市"}) {
    if (*word == above) {
      return invalid("level_unknown", "A " + *word + " is above a district: leave it out.");
    }
  }
  return invalid("level_unknown", "Level '" + *word + "' is not known.");
}

void convert(geo::MultiPolygon& shape, geo::Crs given) {
  if (given != geo::Crs::gcj02) return;
  for (geo::Polygon& polygon : shape) {
    for (geo::LatLon& p : polygon.outer) p = geo::to_wgs84(p, given);
    for (geo::Ring& hole : polygon.holes) {
      for (geo::LatLon& p : hole) p = geo::to_wgs84(p, given);
    }
  }
}

Done fill(Candidate& out, Feature& feature, const FieldMap& map, geo::Crs crs) {
  out.area.code = field(feature, map, "code").value_or("");
  out.area.name = field(feature, map, "name").value_or("");
  if (out.area.code.empty()) return invalid("code_missing", "The feature has no code.");
  if (out.area.name.empty()) return invalid("name_missing", "The feature has no name.");
  GEWU_TRY(out.area.level, level_from(field(feature, map, "level"), out.area.code));
  if (out.area.level != Level::district) {
    out.area.parent = field(feature, map, "parent").value_or("");
  }
  out.area.nbs_code = field(feature, map, "nbs_code").value_or("");
  out.area.mca_code = field(feature, map, "mca_code").value_or("");
  out.area.address = field(feature, map, "address").value_or("");
  out.area.also_called = field(feature, map, "also_called").value_or("");
  out.name_en = field(feature, map, "name_en").value_or("");
  if (const auto text = field(feature, map, "utc_offset_minutes")) {
    int minutes = 0;
    const auto end = std::from_chars(text->data(), text->data() + text->size(), minutes);
    if (end.ptr != text->data() + text->size() || std::abs(minutes) > 18 * 60) {
      return invalid("utc_offset_out_of_range", "'" + *text + "' is no offset in minutes.");
    }
    out.utc_offset_minutes = minutes;
  }
  if (feature.flaw) return flaw_error(*feature.flaw);
  out.area.crs_given = crs;
  out.area.shape = std::move(feature.shape);
  out.area.point = feature.point;
  convert(out.area.shape, crs);
  if (out.area.point) out.area.point = geo::to_wgs84(*out.area.point, crs);
  return done();
}

// ---- the whole
// --------------------------------------------------------------------------------------

class Import {
 public:
  Import(db::Database& database, IdSource& ids, const ImportOptions& options, Instant now,
         const Progress& progress)
      : database_(database), ids_(ids), options_(options), now_(now), progress_(progress) {}

  Result<ImportReport> run() {
    report_.file = std::filesystem::path(options_.path).filename().string();
    report_.dry_run = options_.dry_run;
    GEWU_TRY(const FieldMap map, read_map(options_.map));
    GEWU_TRY(Source source, read_source(options_));
    report_.format = code_of(source.format);
    report_.crs = source.crs;
    report_.features = source.features.size();
    read_candidates(source, map);
    database_.read([&](db::ReadTx& tx) {
      group(tx);
      for (const auto& [code, members] : groups_) plan_one(tx, code, members);
      return 0;
    });
    std::sort(report_.errors.begin(), report_.errors.end(),
              [](const auto& a, const auto& b) { return a.feature < b.feature; });
    const bool broken = report_.refused > 0 && !options_.skip_broken;
    if (!options_.dry_run && !broken && !jobs_.empty()) {
      GEWU_CHECK(apply_jobs(database_, jobs_, ids_.next_value(now_), now_, "import " + report_.file,
                            progress_));
      report_.written = true;
    } else {
      for (ImportedDistrict& d : report_.districts) d.version_after = d.version_before;
    }
    return std::move(report_);
  }

 private:
  void refuse(const Candidate& c, const Error& error) {
    ++report_.refused;
    if (!c.area.code.empty()) refused_codes_.insert(c.area.code);
    if (report_.errors.size() >= kIssuesMost) return;
    report_.errors.push_back(
        {c.feature, c.area.code, c.area.name, error.code, error.detail, {}, {}});
  }
  void warn(ImportIssue issue) {
    if (report_.warnings.size() < kIssuesMost) report_.warnings.push_back(std::move(issue));
  }

  void read_candidates(Source& source, const FieldMap& map) {
    for (Feature& feature : source.features) {
      Candidate c;
      c.feature = feature.number;
      if (auto filled = fill(c, feature, map, source.crs); !filled.ok()) {
        c.error = filled.error();
      } else if (!c.area.shape.empty()) {
        if (const auto flaw = geo::find_flaw(c.area.shape)) {
          c.error = flaw_error(*flaw);
          wheres_[c.feature] = flaw->where;
        }
      }
      candidates_.push_back(std::move(c));
    }
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      by_code_.try_emplace(candidates_[i].area.code, i);
      if (candidates_[i].area.level == Level::district && !candidates_[i].area.code.empty()) {
        district_codes_.insert(candidates_[i].area.code);
      }
    }
  }

  /// Which district a feature belongs to, as far as the file, its codes and the store tell.
  std::string district_of(db::ReadTx& tx, const Candidate& c) const {
    if (c.area.level == Level::district) return c.area.code;
    const Candidate* up = &c;
    for (std::size_t steps = 0; steps < 10; ++steps) {
      if (up->area.parent.empty()) break;
      if (district_codes_.contains(up->area.parent)) return up->area.parent;
      const auto next = by_code_.find(up->area.parent);
      if (next == by_code_.end()) break;
      up = &candidates_[next->second];
    }
    if (!options_.district.empty()) return options_.district;
    for (const std::string& code : {c.area.code, up->area.parent}) {
      if (level_of_code(code)) return code.substr(0, 6);
    }
    if (!up->area.parent.empty() && store::find_district(tx, up->area.parent)) {
      return up->area.parent;
    }
    if (district_codes_.size() == 1) return *district_codes_.begin();
    return "";
  }

  void group(db::ReadTx& tx) {
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      Candidate& c = candidates_[i];
      if (!c.error) {
        c.district = district_of(tx, c);
        if (c.district.empty()) {
          c.error = invalid("district_unknown",
                            "Nothing says which district this lies in: give --district CODE.");
        }
      }
      if (c.error) {
        refuse(c, *c.error);
        note_where(c.feature);
      } else {
        groups_[c.district].push_back(i);
      }
    }
  }
  void note_where(std::size_t feature) {
    const auto where = wheres_.find(feature);
    if (where == wheres_.end() || report_.errors.empty()) return;
    if (report_.errors.back().feature == feature) report_.errors.back().where = where->second;
  }

  const Candidate* root_of(const std::string& code) const {
    const auto found = by_code_.find(code);
    if (found == by_code_.end()) return nullptr;
    const Candidate& c = candidates_[found->second];
    return c.area.level == Level::district && !c.error ? &c : nullptr;
  }

  void plan_one(db::ReadTx& tx, const std::string& code, const std::vector<std::size_t>& members) {
    const Candidate* root = root_of(code);
    Known known;
    Job job;
    if (const auto found = store::find_begun_district(tx, code)) {
      known = read_known(tx, *found);
      job.district = *found;
    }
    job.is_new = !job.district.id;
    if (known.areas.empty() && !root) {
      const Error none = invalid("district_unknown", "There is no district " + code +
                                                         " yet: the file must bring its outline, "
                                                         "or make it first.");
      for (std::size_t i : members) refuse(candidates_[i], none);
      return;
    }
    std::vector<NewArea> wanted;
    wanted.reserve(members.size());
    for (std::size_t i : members) wanted.push_back(with_parent(candidates_[i].area, code, known));
    job.plan = plan_changes(known.areas, known.retired, code, wanted,
                            [&] { return ids_.next<AreaTag>(now_); });
    for (const auto& [index, error] : job.plan.refused) refuse_planned(members[index], error);
    if (known.areas.empty() && !job.plan.ids[root_index(members, code)]) return;
    if (root && !job.plan.ids[root_index(members, code)]) root = nullptr;  // its renewal is refused
    const bool renewed = settle_district(job, root, known, members);
    tell(job, known, members, renewed);
    if (!job.plan.changes.empty() || renewed) jobs_.push_back(std::move(job));
  }

  void refuse_planned(std::size_t candidate, const Error& error) {
    const Candidate& c = candidates_[candidate];
    if (error.code == "parent_unknown" && refused_codes_.contains(c.area.parent)) {
      refuse(c, invalid("parent_refused", "Its parent " + c.area.parent + " was refused."));
    } else {
      refuse(c, error);
    }
  }

  std::size_t root_index(const std::vector<std::size_t>& members, const std::string& code) const {
    const auto at = std::find_if(members.begin(), members.end(),
                                 [&](std::size_t i) { return candidates_[i].area.code == code; });
    return static_cast<std::size_t>(at - members.begin());
  }

  bool exists(const std::string& code, const Known& known) const {
    if (by_code_.contains(code)) return true;
    return std::any_of(known.areas.begin(), known.areas.end(),
                       [&](const KnownArea& k) { return k.area.code == code; });
  }

  /// The parent as it is called here: streets are written with 9 digits or with 12, and an official
  /// code tells its parent by itself.
  NewArea with_parent(NewArea area, const std::string& district, const Known& known) const {
    if (area.level == Level::district) return area;
    if (area.parent.empty()) {
      for (const std::string& above : codes_above(area.code)) {
        if (exists(above, known)) return area.parent = above, area;
      }
      area.parent = district;
    } else if (!exists(area.parent, known)) {
      const std::string& p = area.parent;
      const std::string other = p.size() == 9 ? p + "000" : p.substr(0, 9);
      if ((p.size() == 9 || (p.size() == 12 && p.ends_with("000"))) && exists(other, known)) {
        area.parent = other;
      }
    }
    return area;
  }

  /// Name and clock of the district itself; true where something of it changes.
  bool settle_district(Job& job, const Candidate* root, const Known& known,
                       const std::vector<std::size_t>& members) {
    if (!root) return false;
    const District before = job.district;
    job.district.code = root->area.code;
    job.district.name = clean_text(root->area.name, 1, 120, false).value();  // as the plan did
    if (!root->name_en.empty()) job.district.name_en = root->name_en;
    if (known.areas.empty()) {
      if (job.is_new) job.district.id = ids_.next<DistrictTag>(now_);
      job.district.root = job.plan.ids[root_index(members, root->area.code)];
      job.district.utc_offset_minutes = guess_offset(*root);
    } else if (root->utc_offset_minutes) {
      job.district.utc_offset_minutes = *root->utc_offset_minutes;
    }
    return before.name != job.district.name || before.name_en != job.district.name_en ||
           before.utc_offset_minutes != job.district.utc_offset_minutes;
  }

  int guess_offset(const Candidate& root) {
    if (root.utc_offset_minutes) return *root.utc_offset_minutes;
    if (claims_official(root.area.code) || root.area.shape.empty()) return kChinaOffset;
    const geo::LatLon centre = geo::bounds_of(root.area.shape).centre();
    const int guess = static_cast<int>(std::lround(centre.lon / 15)) * 60;
    warn({root.feature,
          root.area.code,
          root.area.name,
          "utc_offset_guessed",
          "clocks are taken to stand " + std::to_string(guess) +
              " minutes off UTC; say utc_offset_minutes to be sure",
          centre,
          {}});
    return guess;
  }

  void tell(const Job& job, const Known& known, const std::vector<std::size_t>& members,
            bool renewed) {
    ImportedDistrict out;
    out.code = job.district.code;
    out.name = job.district.name;
    out.is_new = known.areas.empty();
    out.added = job.plan.count("added");
    out.changed = job.plan.count("changed");
    out.unchanged = job.plan.count("unchanged");
    const bool root_only = renewed && out.added + out.changed == 0 && out.unchanged > 0;
    if (root_only) ++out.changed, --out.unchanged;
    out.version_before = job.district.territory_version;
    const bool changes = out.added + out.changed > 0;
    out.version_after = out.version_before + (changes ? 1 : 0);
    report_.added += out.added;
    report_.changed += out.changed;
    report_.unchanged += out.unchanged;
    report_.districts.push_back(std::move(out));
    if (!changes) return;
    std::unordered_map<AreaId, std::size_t> touched;
    for (std::size_t i = 0; i < members.size(); ++i) {
      const std::string& outcome = job.plan.outcome[i];
      if (outcome != "added" && outcome != "changed") continue;
      touched[job.plan.ids[i]] = candidates_[members[i]].feature;
    }
    const auto areas = after_plan(known.areas, job.plan);
    for (auto& issue : find_oddities(areas, touched, kIssuesMost)) warn(std::move(issue));
  }

  db::Database& database_;
  IdSource& ids_;
  const ImportOptions& options_;
  Instant now_;
  const Progress& progress_;
  ImportReport report_;
  std::vector<Candidate> candidates_;
  std::map<std::string, std::size_t> by_code_;
  std::set<std::string> district_codes_, refused_codes_;
  std::map<std::size_t, std::optional<geo::LatLon>> wheres_;
  std::map<std::string, std::vector<std::size_t>> groups_;
  std::vector<Job> jobs_;
};

}  // namespace

Result<ImportReport> import_areas(db::Database& database, IdSource& ids,
                                  const ImportOptions& options, Instant now,
                                  const Progress& progress) {
  return Import(database, ids, options, now, progress).run();
}

}  // namespace gewu::areas
