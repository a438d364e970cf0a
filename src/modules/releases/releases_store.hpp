// SPDX-License-Identifier: Apache-2.0
// The rows of releases. Every statement names its district.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "db/db.hpp"
#include "modules/photos/photos.hpp"
#include "modules/releases/release.hpp"
#include "modules/releases/releases.hpp"

namespace gewu::releases::store {

struct Release {
  CaseId id;
  ReleaseId public_id;
  std::string title;
  ReleasePlace place{};
  AreaId area;
  geo::LatLon point;
  std::int64_t cell = 0, case_cell = 0;
  std::string answer;
  Instant released_at;
  AccountId released_by;
  std::optional<Instant> withdrawn_at;
  AccountId withdrawn_by;
};

/// A release with what its case says now; of the case only the columns that is_shown and obstacle
/// look at are filled, and those that are shown.
struct Joined {
  Release release;
  cases::Case of;
};

std::optional<Release> find(db::ReadTx& tx, DistrictId district, CaseId id);
void insert(db::WriteTx& tx, DistrictId district, const Release& release);
void update(db::WriteTx& tx, DistrictId district, const Release& release);

struct Picture {
  PhotoId photo;
  int width = 0, height = 0;
};
/// In the order staff gave them.
std::vector<Picture> pictures(db::ReadTx& tx, DistrictId district, CaseId id);
void replace_pictures(db::WriteTx& tx, DistrictId district, CaseId id,
                      const std::vector<Picture>& pictures);

/// Not taken back; whether the case may be seen today is for the caller to say.
std::optional<Joined> find_public(db::ReadTx& tx, DistrictId district, ReleaseId id);
std::vector<Joined> in_cells(db::ReadTx& tx, DistrictId district, std::int64_t first,
                             std::int64_t last, Instant closed_after, int limit);

/// How many of one area, category and state are shown.
struct Tally {
  AreaId area;
  CategoryId category;
  bool done = false;
  int count = 0;
};
std::vector<Tally> tallies(db::ReadTx& tx, DistrictId district, Instant closed_after);

/// In order of case, for `doctor`.
std::vector<Release> page(db::ReadTx& tx, DistrictId district, CaseId after, int limit);

}  // namespace gewu::releases::store
