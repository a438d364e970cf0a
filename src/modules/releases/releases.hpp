// SPDX-License-Identifier: Apache-2.0
// The releases module: staff show a report to everybody, in their own words, and residents who
// have the same problem join it. See README.md.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "modules/cases/cases.hpp"
#include "modules/photos/photos.hpp"
#include "modules/releases/release.hpp"

namespace gewu::releases {

struct ReleaseTag;
/// Drawn by chance, so that knowing one leads to no other.
using ReleaseId = Id<ReleaseTag>;

using PublicTitle = Text<3, 60>;
inline constexpr std::size_t kPhotosMax = 6;

/// What staff decide to show.
struct Showing {
  PublicTitle title;
  ReleasePlace place = ReleasePlace::street;
  std::vector<PhotoId> photos;  ///< of the case itself, in order; at most kPhotosMax
  std::string answer;           ///< what everybody may read of how it was settled; may be empty
};

/// What staff see of it.
struct Standing {
  std::optional<Error> why_not;      ///< why it cannot be shown, whoever asks
  bool may = false;                  ///< whether this caller decides it
  std::vector<ReleasePlace> places;  ///< that it can be located to
  struct Shown {
    ReleaseId id;
    std::string title;
    ReleasePlace place{};
    std::vector<PhotoId> photos;
    std::string answer;
    Instant released_at;
    AccountId by;
    bool seen = false;  ///< false: the case has changed so that nobody sees it until shown anew
  };
  std::optional<Shown> shown;  ///< none: never shown, or taken back
};

/// What everybody sees.
struct Released {
  ReleaseId id;
  CaseId of;  ///< never told
  std::string title;
  const categories::Category* category = nullptr;  ///< of the tree given
  PublicState state{};
  AreaId area;  ///< the building, or the lowest area above buildings
  ReleasePlace place{};
  geo::LatLon point;
  std::optional<double> distance_m;
  Instant reported_at;               ///< the hour
  std::optional<Instant> closed_at;  ///< the hour
  int co_reporters = 0;
  std::string answer;
  struct Picture {
    PhotoId photo;
    int width = 0, height = 0;
  };
  std::vector<Picture> photos;  ///< their place in the list is their public name
};

struct NearQuery {
  geo::LatLon point;
  double radius_m = 200;
  std::string category;  ///< code; empty: all
};
inline constexpr double kRadiusMaxM = 500;
inline constexpr std::size_t kNearMax = 20;

/// Points of a view are told when it is narrower than this.
inline constexpr double kPointsWithinM = 1500;
inline constexpr std::size_t kPointsMax = 300;
struct AreaTally {
  AreaId area;  ///< a grid, or what the case lies in where there is none
  int open = 0, done = 0;
};
struct MapView {
  std::vector<AreaTally> areas;
  std::vector<Released> points;  ///< without photos and answer
  bool near = false;             ///< whether points were looked for
};

/// What cases ask before they tell somebody who joined in public how it went on.
class Sight final : public cases::Publicity {
 public:
  /// Both outlive it.
  Sight(areas::Territories& territories, categories::Categories& categories)
      : territories_(territories), categories_(categories) {}
  bool may_tell(db::ReadTx& tx, const cases::Case& c, Instant now) override;

 private:
  areas::Territories& territories_;
  categories::Categories& categories_;
};

class Releases {
 public:
  explicit Releases(cases::CaseService& cases) : cases_(cases) {}

  /// Refusals: case_unknown.
  Result<Standing> standing(db::ReadTx& tx, DistrictId district, CaseId id, const api::Caller& by,
                            Instant now);
  /// Shows it, or shows it otherwise. Refusals: those of obstacle() and check_public_words(),
  /// case_unknown, action_not_yours, photos_too_many, photo_unknown, public_place_no_building.
  Result<Standing> show(db::WriteTx& tx, DistrictId district, CaseId id, const Showing& showing,
                        const api::Caller& by, Instant now);
  /// Refusals: case_unknown, action_not_yours, release_unknown.
  Result<Standing> take_back(db::WriteTx& tx, DistrictId district, CaseId id, std::string reason,
                             const api::Caller& by, Instant now);

  /// At most kNearMax, nearest first. Refusals: place_not_on_earth, radius_out_of_range,
  /// category_unknown.
  Result<std::vector<Released>> near(db::ReadTx& tx, DistrictId district, const NearQuery& query,
                                     Instant now);
  /// Refusals: released_unknown, whatever the reason: never shown, taken back, or now about
  /// something that is not shown.
  Result<Released> one(db::ReadTx& tx, DistrictId district, ReleaseId id, Instant now);
  /// Refusals: view_invalid.
  Result<MapView> map(db::ReadTx& tx, DistrictId district, const geo::Bounds& view, Instant now);
  /// For append_join_route: what a resident joins. Refusals: released_unknown.
  Result<cases::Shown> joinable(db::ReadTx& tx, DistrictId district, ReleaseId id, Instant now);
  /// A resident follows what he saw: his report is a case of its own, merged at once. Refusals:
  /// released_unknown, and those of cases::CaseService::join.
  Result<cases::Reported> follow(db::WriteTx& tx, DistrictId district, ReleaseId id,
                                 std::string words, std::optional<cases::Contact> contact,
                                 Instant now);

  cases::CaseService& cases() { return cases_; }

 private:
  struct Book;
  cases::CaseService& cases_;
};

struct Problem {
  std::string code, subject, detail;
};
/// Releases whose case, photos or people do not exist, or that lead closer than they should. Not in
/// a transaction.
std::vector<Problem> doctor(db::Database& database, DistrictId district,
                            const std::function<void(std::string_view, std::int64_t)>& progress,
                            std::size_t limit = 200);

/// GET, PUT, DELETE …/cases/{case}/release for staff; GET …/released, …/released/map,
/// …/released/{released}, …/released/{released}/photos/{photo} and POST
/// …/released/{released}/follow for everybody. Everything outlives `api`.
void append_releases_routes(api::Api& api, Releases& releases, const photos::Photos& photos);

}  // namespace gewu::releases
