// SPDX-License-Identifier: Apache-2.0
// What the use cases of this module share. Each of them loads, authorises, decides, stores and
// emits, in one transaction.
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "geo/cells.hpp"
#include "modules/cases/case_policy.hpp"
#include "modules/cases/cases.hpp"
#include "modules/cases/cases_store.hpp"

namespace gewu::cases {

constexpr int kAlarmsMax = 64;   ///< that one case may give in a row after a long standstill
constexpr int kMergersMax = 32;  ///< links of a chain of merged cases that are followed
constexpr std::size_t kFollowCharacters = 10;  ///< 50 bits; look-ups are rate-limited
constexpr double kAccuracyMaxM = 1e6;

/// One use case on its way: everything looked up once, and only what it asks for.
class CaseService::Work {
 public:
  Work(CaseService& service, db::ReadTx& tx, DistrictId district, Instant now)
      : s_(service.services_), tx_(tx), district_(district), now_(now) {
    territory_ = s_.territories.current(tx, district);
    if (!territory_) throw db::DbError(db::Fault::other, "district without territory");
  }

  const areas::TerritorySnapshot& territory() const { return *territory_; }
  const calendar::WorkCalendar& calendar() const {
    if (!calendar_) calendar_ = s_.calendars.of(tx_, district_, now_);
    return *calendar_;
  }
  const categories::Tree& tree() const {
    if (!tree_) tree_ = s_.categories.of(tx_, district_, now_);
    return *tree_;
  }
  const StageLimits& stages() const {
    if (!stages_) stages_ = store::stage_limits(tx_, district_);
    return *stages_;
  }

  /// The area and all above it. An area that a later division dropped answers as the district.
  std::vector<AreaId> chain(AreaId area) const {
    std::vector<AreaId> chain;
    for (const auto* above : territory_->chain(area)) chain.push_back(above->id);
    if (chain.empty()) chain.push_back(territory_->root());
    return chain;
  }

  /// Desks upwards from an area. Those of `kept` count, too, though nobody sits there any more:
  /// what they hold still has a desk above.
  std::vector<Desk> desks(AreaId area, const std::vector<AreaId>& kept = {}) const {
    const auto up = chain(area);
    auto found = accounts::areas_with_desk(tx_, district_, up, now_);
    found.insert(found.end(), kept.begin(), kept.end());
    found.push_back(territory_->root());
    std::vector<Desk> out;
    for (const AreaId a : up) {
      if (std::find(found.begin(), found.end(), a) == found.end()) continue;
      out.push_back({a, std::string(code_of(territory_->find(a)->level))});
    }
    return out;
  }

  Result<Category> category(std::string_view code) const {
    const auto* found = tree().find(code.empty() ? categories::unclassified_code : code);
    if (found == nullptr || !found->active) {
      return invalid("category_unknown", "Choose a category of the list.", "/category");
    }
    return category_of(*found);
  }
  Category category(CategoryId id) const {
    const auto* found = tree().find(id);
    return found ? category_of(*found) : Category{id, stages().handle, false};
  }

  Context context(const Case& c) const {
    return {calendar(), stages(), desks(c.area, {c.desk_area, c.supervisor_area}),
            category(c.category)};
  }

  /// Where a point lies. Inside the district but in none of its areas is as good as nowhere: it
  /// waits in the tray until somebody says whose it is.
  Result<Place> place(const std::optional<geo::LatLon>& point, std::optional<double> accuracy,
                      std::string address) const {
    Place p;
    p.area = territory_->root();
    p.territory_version = territory_->version();
    p.address = std::move(address);
    if (!point) return p;
    if (!point->on_earth()) {
      return invalid("place_not_on_earth", "Latitude is -90 to 90, longitude -180 to 180.",
                     "/place");
    }
    if (accuracy && !(*accuracy >= 0 && *accuracy <= kAccuracyMaxM)) {
      return invalid("accuracy_out_of_range", "Accuracy is 0 to 1,000,000 metres.",
                     "/place/accuracy_m");
    }
    const auto located = territory_->locate(*point);
    const bool undivided = territory_->is_leaf(territory_->root());
    if (located.inside) p.area = located.area->id;
    p.located = located.inside && (undivided || p.area != territory_->root());
    p.lat = point->lat;
    p.lon = point->lon;
    p.accuracy_m = accuracy;
    p.cell = geo::cell_id(*point);
    return p;
  }

  Places places(const Case& c) const { return {chain(c.area), chain(c.desk_area)}; }

 private:
  Category category_of(const categories::Category& found) const {
    auto limit = calendar::parse_limit(found.limit());
    return {found.id, limit ? *limit : stages().handle, !found.emergency.empty()};
  }

  const Services& s_;
  db::ReadTx& tx_;
  DistrictId district_;
  Instant now_;
  std::shared_ptr<const areas::TerritorySnapshot> territory_;
  mutable std::shared_ptr<const calendar::WorkCalendar> calendar_;
  mutable std::shared_ptr<const categories::Tree> tree_;
  mutable std::optional<StageLimits> stages_;
};

struct By {
  history::ActorKind kind = history::ActorKind::reporter;
  AccountId account;
};

/// Writes what was decided: history, facts, message. The row itself is the caller's.
void emit(db::WriteTx& tx, const Services& s, const areas::TerritorySnapshot& territory,
          Outcome& out, const By& by, Instant now);

history::Head head_of(const Case& c);

Done attach_photos(db::WriteTx& tx, DistrictId district, CaseId id,
                   const std::vector<PhotoClaim>& claims, Instant now);
Done attach_voices(db::WriteTx& tx, DistrictId district, CaseId id, voice_notes::OwnerKind kind,
                   const std::vector<VoiceClaim>& claims, Instant now);

/// Text as typed, cleaned: several lines of at most 2,000 characters, or one line.
Result<std::string> words_of(std::string_view raw, std::string_view field, std::size_t min = 2);
Result<std::string> line_of(std::string_view raw, std::size_t max, std::string_view field);

/// A case that does not exist yet: what was said, without clocks, desk and holder.
Case fresh_case(DistrictId district, CaseId id, const Place& place, const Category& category,
                std::string_view words);

/// Fills a Command from a Deed: texts cleaned, codes and ids looked up.
Result<Command> command_of(db::WriteTx& tx, const std::vector<AreaId>& chain, const Deed& deed,
                           const Case& c, Instant now);

}  // namespace gewu::cases
