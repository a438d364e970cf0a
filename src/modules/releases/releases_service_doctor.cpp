// SPDX-License-Identifier: Apache-2.0
#include "db/db.hpp"
#include "modules/releases/releases.hpp"
#include "modules/releases/releases_store.hpp"

namespace gewu::releases {

namespace {

/// A building's middle, or the middle of a square of fifty metres: never further from the case.
constexpr double kFarthestM = 400;

/// Code of the first thing that is wrong with it, or empty.
std::string_view breach_of(db::ReadTx& tx, DistrictId district, const store::Release& r) {
  const auto c = cases::find_case(tx, district, r.id);
  if (!c) return "release_without_case";
  if (r.public_id.value <= 0) return "release_without_name";
  if (!PublicTitle::parse(r.title)) return "release_title_wrong";
  const bool unmoved = c->lat && c->lon && c->cell == r.case_cell;
  if (unmoved && geo::distance_m(r.point, {*c->lat, *c->lon}) > kFarthestM) {
    return "release_elsewhere";
  }
  if (unmoved && r.place == ReleasePlace::street && r.point != rounded({*c->lat, *c->lon})) {
    return "release_too_close";
  }
  for (const auto& p : store::pictures(tx, district, r.id)) {
    const auto photo = photos::find(tx, district, p.photo);
    if (!photo || photo->owner_kind != photos::OwnerKind::case_file ||
        photo->owner.value != r.id.value) {
      return "release_photo_foreign";
    }
  }
  if (accounts::account_names(tx, district, {r.released_by}).empty()) {
    return "release_by_nobody";
  }
  return "";
}

}  // namespace

std::vector<Problem> doctor(db::Database& database, DistrictId district,
                            const std::function<void(std::string_view, std::int64_t)>& progress,
                            std::size_t limit) {
  constexpr int kPage = 500;
  std::vector<Problem> out;
  std::int64_t done = 0;
  for (CaseId after; out.size() < limit;) {
    const auto page = database.read([&](db::ReadTx& tx) {
      auto some = store::page(tx, district, after, kPage);
      for (const auto& r : some) {
        const auto code = breach_of(tx, district, r);
        if (code.empty()) continue;
        out.push_back({std::string(code), "release of case " + to_string(r.id),
                       "What the public is shown does not fit its case."});
      }
      return some;
    });
    done += static_cast<std::int64_t>(page.size());
    if (progress) progress("releases", done);
    if (page.size() < kPage) break;
    after = page.back().id;
  }
  return out;
}

}  // namespace gewu::releases
