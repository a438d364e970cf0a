// SPDX-License-Identifier: Apache-2.0
// From what is there and what is wanted to the least that must be written. Pure.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "modules/areas/area.hpp"
#include "modules/areas/import.hpp"
#include "modules/areas/territory.hpp"

namespace gewu::areas {

/// An area as the store has it.
struct KnownArea {
  Area area;
  geo::MultiPolygon shape = {};
  geo::Crs crs_given = geo::Crs::wgs84;
  std::string nbs_code = {}, mca_code = {};
};

struct Outline {
  geo::Crs crs_given{};
  geo::LatLon label;
  double area_m2 = 0;
  geo::MultiPolygon shape;  ///< empty for a point
};

/// What to write for one area. For an area that exists, the former row of whatever is given ends.
struct Change {
  AreaId id;
  bool is_new = false;
  Level level{};     ///< new areas only
  std::string code;  ///< new areas only
  std::optional<std::string> name;
  std::optional<Outline> outline;
  std::optional<AreaId> parent;
  std::optional<std::string> nbs_code, mca_code;
  struct Address {
    std::string address, also_called;
  };
  std::optional<Address> address;
  struct Pair {
    AreaId ancestor;
    int depth = 0;
  };
  std::vector<AreaId> lost;  ///< ancestors no more
  std::vector<Pair> gained;

  std::size_t rows() const {
    return (is_new ? 1 : 0) + 2 * (name ? 1 : 0) + 2 * (outline ? 1 : 0) + 2 * (parent ? 1 : 0) +
           2 * (nbs_code ? 1 : 0) + 2 * (address ? 1 : 0) + 2 * (mca_code ? 1 : 0) + lost.size() +
           gained.size();
  }
};

struct Plan {
  std::vector<Change> changes;       ///< new areas parents first; the rows of each belong together
  std::vector<AreaId> ids;           ///< of each wanted area, in its order; none where refused
  std::vector<std::string> outcome;  ///< "added", "changed", "unchanged" or "refused"
  std::vector<std::pair<std::size_t, Error>> refused;  ///< index of the wanted area, why

  std::size_t count(std::string_view outcome_word) const;
  std::size_t rows() const;
};

/// The areas as they will be once `plan` is in force.
std::vector<KnownArea> after_plan(std::span<const KnownArea> known, const Plan& plan);

/// `known` is the tree in force (empty for a new district), `root_code` the district's code.
/// A wanted area of level district is the root itself. Refusals: code_malformed,
/// code_wrong_for_level, code_repeated, code_retired, level_changed, name_malformed,
/// parent_unknown, parent_wrong_level, parent_refused, and the codes of geo::find_flaw.
Plan plan_changes(std::span<const KnownArea> known, std::span<const std::string> retired,
                  std::string_view root_code, std::span<const NewArea> wanted,
                  const std::function<AreaId()>& next_id);

/// Whatever is odd but not wrong among the areas as they will be: parts outside the parent, and
/// siblings that overlap, each by more than 1 m² in parts wider than half a metre. Only pairs with
/// one of `touched`. At most `limit`.
std::vector<ImportIssue> find_oddities(std::span<const KnownArea> areas,
                                       const std::unordered_map<AreaId, std::size_t>& touched,
                                       std::size_t limit);

}  // namespace gewu::areas
