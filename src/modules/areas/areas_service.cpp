// SPDX-License-Identifier: Apache-2.0
#include "modules/areas/areas_service.hpp"

#include <map>
#include <mutex>

#include "base/text.hpp"

namespace gewu::areas {
namespace {

/// Rows in one transaction; the writer is shared with everybody's reports.
constexpr std::size_t kRowsPerUnit = 400;
/// An alias without an end is in force on this day: 9999-12-31.
const Day kFarDay = day_from_number(2'932'896);

Error being_changed(const District& district) {
  return conflict("territory_changing",
                  "The territory of " + district.code +
                      " is being changed by somebody else, or has just been. Run this again.");
}

std::shared_ptr<const TerritorySnapshot> load(db::ReadTx& tx, const District& district) {
  std::vector<TerritorySnapshot::Node> nodes;
  for (KnownArea& k : store::load_areas(tx, district.id, district.territory_version)) {
    nodes.push_back({std::move(k.area), std::move(k.shape)});
  }
  std::vector<TerritorySnapshot::Alias> aliases;
  for (store::AliasRow& a : store::load_aliases(tx, district.id, kFarDay)) {
    aliases.push_back({std::move(a.code), a.area});
  }
  return std::make_shared<const TerritorySnapshot>(district, std::move(nodes), std::move(aliases));
}

Done check_district(const NewDistrict& wanted) {
  GEWU_CHECK(check_district_code(wanted.code));
  if (wanted.utc_offset_minutes < -18 * 60 || wanted.utc_offset_minutes > 18 * 60) {
    return invalid("utc_offset_out_of_range", "Clocks stand at most 18 hours off UTC.",
                   "/utc_offset_minutes");
  }
  if (!wanted.name_en.empty()) GEWU_CHECK(clean_text(wanted.name_en, 0, 120, false));
  return done();
}

void write_rows(db::WriteTx& tx, const Job& job, const Change& change, Instant now) {
  const std::int64_t next = job.district.territory_version + 1;
  store::write_change(tx, job.district.id, next, change);
  const Day today = local_day(now, job.district.utc_offset());
  if (change.nbs_code) {
    store::write_alias(tx, job.district.id, change.id, "nbs", *change.nbs_code, today);
  }
  if (change.mca_code) {
    store::write_alias(tx, job.district.id, change.id, "mca", *change.mca_code, today);
  }
}

Done begin(db::WriteTx& tx, const Job& job, std::int64_t stamp, Instant now) {
  if (job.is_new && !store::insert_district(tx, job.district, now)) {
    return conflict("district_code_taken",
                    "There is a district " + job.district.code + " already.");
  }
  if (!store::claim(tx, job.district.id, job.district.territory_version, stamp, now)) {
    return being_changed(job.district);
  }
  return done();
}

Done finish(db::WriteTx& tx, const Job& job, std::int64_t stamp, Instant now,
            const std::string& cause) {
  store::update_district(tx, job.district);
  if (!store::switch_version(tx, job.district.id, stamp, now, cause)) {
    return being_changed(job.district);
  }
  return done();
}

/// The long way: claim, many short units, switch.
class Staged {
 public:
  Staged(db::Database& database, const std::vector<Job>& jobs, std::int64_t stamp, Instant now,
         const std::string& cause, const Progress& progress)
      : database_(database),
        jobs_(jobs),
        stamp_(stamp),
        now_(now),
        cause_(cause),
        progress_(progress) {
    for (const Job& job : jobs) total_ += job.plan.rows();
  }

  Done run() {
    try {
      Done out = write_all();
      if (!out.ok()) give_up();
      return out;
    } catch (...) {
      give_up();
      throw;
    }
  }

 private:
  Done write_all() {
    for (const Job& job : jobs_) {
      GEWU_CHECK(database_.write([&](db::WriteTx& tx) { return begin(tx, job, stamp_, now_); }));
      ++begun_;
      GEWU_CHECK(write_job(job));
    }
    return database_.write([&](db::WriteTx& tx) -> Done {
      for (const Job& job : jobs_) GEWU_CHECK(finish(tx, job, stamp_, now_, cause_));
      return done();
    });
  }

  Done write_job(const Job& job) {
    const auto& changes = job.plan.changes;
    for (std::size_t first = 0; first < changes.size();) {
      std::size_t last = first, rows = 0;
      while (last < changes.size() &&
             (last == first || rows + changes[last].rows() <= kRowsPerUnit)) {
        rows += changes[last++].rows();
      }
      GEWU_CHECK(database_.write([&, first, last](db::WriteTx& tx) -> Done {
        if (!store::keep_claim(tx, job.district.id, stamp_, now_))
          return being_changed(job.district);
        for (std::size_t i = first; i < last; ++i) write_rows(tx, job, changes[i], now_);
        return done();
      }));
      first = last;
      done_ += rows;
      if (progress_) progress_(done_, total_);
    }
    return done();
  }

  /// Best effort: what stays behind is seen by nobody, and cleared by the next change.
  void give_up() noexcept {
    for (std::size_t i = 0; i < begun_; ++i) {
      try {
        (void)database_.write([&](db::WriteTx& tx) -> Done {
          store::abandon(tx, jobs_[i].district.id, stamp_);
          return done();
        });
      } catch (...) {
        return;
      }
    }
  }

  db::Database& database_;
  const std::vector<Job>& jobs_;
  std::int64_t stamp_;
  Instant now_;
  const std::string& cause_;
  const Progress& progress_;
  std::size_t begun_ = 0, done_ = 0, total_ = 0;
};

/// What a plan refuses, as one refusal that names the area.
Error first_refusal(const Plan& plan, std::span<const NewArea> wanted) {
  const auto& [index, error] = plan.refused.front();
  Error out = error;
  out.detail = "Area " + std::to_string(index + 1) + " (" + wanted[index].code + "): " + out.detail;
  return out;
}

/// The district's own name follows its root area's.
void follow_root(District& district, std::span<const NewArea> wanted) {
  for (const NewArea& w : wanted) {
    if (w.level == Level::district) district.name = clean_text(w.name, 1, 120, false).value();
  }
}

}  // namespace

// ---- Territories --------------------------------------------------------------------------------

struct Territories::Held {
  struct Entry {
    std::mutex loading;
    std::shared_ptr<const TerritorySnapshot> snapshot;
  };
  std::mutex guard;
  std::map<DistrictId, std::shared_ptr<Entry>> entries;

  std::shared_ptr<Entry> entry(DistrictId district) {
    const std::lock_guard lock(guard);
    auto& found = entries[district];
    if (!found) found = std::make_shared<Entry>();
    return found;
  }
};

Territories::Territories() : held_(std::make_unique<Held>()) {}
Territories::~Territories() = default;

std::shared_ptr<const TerritorySnapshot> Territories::current(db::ReadTx& tx, DistrictId district) {
  const auto version = store::version_of(tx, district);
  if (!version || version->version == 0) return nullptr;
  const auto entry = held_->entry(district);
  const std::lock_guard lock(entry->loading);  // one thread loads, the others wait for it
  // A change that was rolled back had the same number but another stamp.
  if (entry->snapshot && entry->snapshot->version() == version->version &&
      entry->snapshot->district().territory_stamp == version->stamp) {
    return entry->snapshot;
  }
  const auto found = store::find_district(tx, district);
  if (!found) return nullptr;
  return entry->snapshot = load(tx, *found);
}

std::shared_ptr<const TerritorySnapshot> Territories::at_version(db::ReadTx& tx,
                                                                 DistrictId district,
                                                                 std::int64_t version) {
  auto found = store::find_district(tx, district);
  if (!found || !store::has_version(tx, district, version)) return nullptr;
  found->territory_version = version;
  return load(tx, *found);
}

std::optional<std::int64_t> Territories::version_at(db::ReadTx& tx, DistrictId district,
                                                    Instant when) {
  return store::version_at(tx, district, when);
}

std::vector<AreaOutline> outlines_of(db::ReadTx& tx, const TerritorySnapshot& territory) {
  std::vector<AreaOutline> out;
  for (auto& known : store::load_areas(tx, territory.district().id, territory.version())) {
    if (!known.shape.empty()) out.push_back({known.area.id, std::move(known.shape)});
  }
  return out;
}

std::optional<geo::MultiPolygon> outline_of(db::ReadTx& tx, const TerritorySnapshot& territory,
                                            AreaId area) {
  return store::outline_of(tx, territory.district().id, area, territory.version());
}

// ---- districts ----------------------------------------------------------------------------------

std::optional<District> find_district(db::ReadTx& tx, DistrictId id) {
  return store::find_district(tx, id);
}
std::optional<District> find_district(db::ReadTx& tx, std::string_view code) {
  return store::find_district(tx, code);
}
std::vector<District> list_districts(db::ReadTx& tx, std::size_t limit) {
  return store::list_districts(tx, limit);
}

// ---- building -----------------------------------------------------------------------------------

Known read_known(db::ReadTx& tx, const District& district) {
  Known out{district, store::load_areas(tx, district.id, district.territory_version),
            store::retired_codes(tx, district.id, district.territory_version)};
  std::unordered_map<AreaId, KnownArea*> by_id;
  for (KnownArea& k : out.areas) by_id[k.area.id] = &k;
  for (const store::AliasRow& a : store::load_aliases(tx, district.id, kFarDay)) {
    const auto at = by_id.find(a.area);
    if (at == by_id.end()) continue;
    (a.scheme == "nbs" ? at->second->nbs_code : at->second->mca_code) = a.code;
  }
  return out;
}

Done apply_job(db::WriteTx& tx, const Job& job, std::int64_t stamp, Instant now,
               const std::string& cause) {
  GEWU_CHECK(begin(tx, job, stamp, now));
  for (const Change& change : job.plan.changes) write_rows(tx, job, change, now);
  return finish(tx, job, stamp, now, cause);
}

Done apply_jobs(db::Database& database, const std::vector<Job>& jobs, std::int64_t stamp,
                Instant now, const std::string& cause, const Progress& progress) {
  std::size_t rows = 0;
  for (const Job& job : jobs) rows += job.plan.rows() + 4;
  if (rows > kRowsPerUnit) return Staged(database, jobs, stamp, now, cause, progress).run();
  return database.write([&](db::WriteTx& tx) -> Done {
    for (const Job& job : jobs) GEWU_CHECK(apply_job(tx, job, stamp, now, cause));
    return done();
  });
}

Result<District> create_district(db::WriteTx& tx, IdSource& ids, const NewDistrict& district,
                                 Instant now) {
  GEWU_CHECK(check_district(district));
  const NewArea root{.code = district.code,
                     .name = district.name,
                     .level = Level::district,
                     .parent = {},
                     .shape = district.shape,
                     .crs_given = district.crs_given};
  Job job;
  job.is_new = true;
  job.plan = plan_changes({}, {}, district.code, std::span(&root, 1),
                          [&] { return ids.next<AreaTag>(now); });
  if (!job.plan.refused.empty()) return job.plan.refused.front().second;
  job.district = {ids.next<DistrictTag>(now),
                  job.plan.ids.front(),
                  district.code,
                  *job.plan.changes.front().name,
                  district.name_en,
                  district.utc_offset_minutes,
                  0,
                  0};
  GEWU_CHECK(apply_job(tx, job, ids.next_value(now), now, "district created"));
  return *store::find_district(tx, job.district.id);
}

Result<std::vector<AreaId>> add_areas(db::WriteTx& tx, IdSource& ids, DistrictId district,
                                      std::span<const NewArea> areas, Instant now) {
  const auto found = store::find_district(tx, district);
  if (!found) return not_found("district_unknown", "There is no such district.");
  const Known known = read_known(tx, *found);
  Job job;
  job.district = *found;
  job.plan = plan_changes(known.areas, known.retired, found->code, areas,
                          [&] { return ids.next<AreaTag>(now); });
  if (!job.plan.refused.empty()) return first_refusal(job.plan, areas);
  follow_root(job.district, areas);
  if (!job.plan.changes.empty()) {
    GEWU_CHECK(apply_job(tx, job, ids.next_value(now), now, "areas added"));
  }
  return job.plan.ids;
}

Result<std::vector<AreaId>> build_areas(db::Database& database, IdSource& ids, DistrictId district,
                                        std::span<const NewArea> areas, Instant now,
                                        const Progress& progress) {
  const auto known = database.read([&](db::ReadTx& tx) -> std::optional<Known> {
    const auto found = store::find_district(tx, district);
    if (!found) return std::nullopt;
    return read_known(tx, *found);
  });
  if (!known) return not_found("district_unknown", "There is no such district.");
  std::vector<Job> jobs(1);
  jobs[0].district = known->district;
  jobs[0].plan = plan_changes(known->areas, known->retired, known->district.code, areas,
                              [&] { return ids.next<AreaTag>(now); });
  if (!jobs[0].plan.refused.empty()) return first_refusal(jobs[0].plan, areas);
  follow_root(jobs[0].district, areas);
  if (!jobs[0].plan.changes.empty()) {
    GEWU_CHECK(apply_jobs(database, jobs, ids.next_value(now), now, "areas built", progress));
  }
  return std::move(jobs[0].plan.ids);
}

}  // namespace gewu::areas
