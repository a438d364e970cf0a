// SPDX-License-Identifier: Apache-2.0
#include "modules/areas/plan.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.hpp"
#include "modules/areas/codes.hpp"

namespace gewu::areas {
namespace {

using Parents = std::unordered_map<AreaId, AreaId>;

std::vector<AreaId> chain_of(const Parents& parents, AreaId id) {
  std::vector<AreaId> out{id};
  for (auto at = parents.find(id); at != parents.end() && at->second;
       at = parents.find(at->second)) {
    out.push_back(at->second);
  }
  return out;
}

Parents parents_of(std::span<const KnownArea> known) {
  Parents out;
  for (const KnownArea& k : known) out[k.area.id] = k.area.parent;
  return out;
}

Error flaw_error(const geo::Flaw& flaw) {
  return invalid(flaw.code, "The outline is broken: " + flaw.detail + ".", "/shape");
}

class Planner {
 public:
  Planner(std::span<const KnownArea> known, std::span<const std::string> retired,
          std::string_view root_code, std::span<const NewArea> wanted,
          const std::function<AreaId()>& next_id)
      : known_(known),
        retired_(retired.begin(), retired.end()),
        root_code_(root_code),
        official_(claims_official(root_code)),
        wanted_(wanted),
        next_id_(next_id),
        parents_before_(parents_of(known)),
        parents_after_(parents_before_) {
    for (const KnownArea& k : known) known_by_code_.emplace(k.area.code, &k);
  }

  Plan run() {
    plan_.ids.resize(wanted_.size());
    plan_.outcome.assign(wanted_.size(), "unchanged");
    std::vector<std::size_t> order(wanted_.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    // Parents first, so that a refused parent takes its children along.
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return may_hang_from(wanted_[b].level, wanted_[a].level);
    });
    for (std::size_t i = 0; i < wanted_.size(); ++i) note_code(i);
    for (std::size_t i : order) {
      if (auto refusal = consider(i); !refusal.ok()) {
        plan_.outcome[i] = "refused";
        plan_.refused.emplace_back(i, refusal.error());
      }
    }
    if (moved_) rehang();
    std::sort(plan_.refused.begin(), plan_.refused.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    return std::move(plan_);
  }

 private:
  void note_code(std::size_t i) { first_with_code_.try_emplace(wanted_[i].code, i); }

  const KnownArea* known(const std::string& code) const {
    const auto found = known_by_code_.find(code);
    return found == known_by_code_.end() ? nullptr : found->second;
  }

  Done check_identity(std::size_t i) const {
    const NewArea& w = wanted_[i];
    GEWU_CHECK(check_area_code(w.level, w.code, official_));
    if (first_with_code_.at(w.code) != i) {
      return invalid("code_repeated", "Code " + w.code + " is used twice; every area has its own.",
                     "/code");
    }
    if (retired_.contains(w.code)) {
      return conflict("code_retired", "Code " + w.code +
                                          " belonged to an area that is no more; codes are never "
                                          "given again. Use a new one.");
    }
    if (w.level == Level::district && w.code != root_code_) {
      return invalid("parent_wrong_level",
                     "A district cannot lie within district " + std::string(root_code_) + ".",
                     "/level");
    }
    if (const KnownArea* k = known(w.code); k && k->area.level != w.level) {
      return conflict("level_changed", "Code " + w.code + " is a " +
                                           std::string(code_of(k->area.level)) +
                                           " already; an area keeps its level. Use a new code.");
    }
    auto name = clean_text(w.name, 1, 120, false);
    if (!name.ok()) {
      return invalid("name_malformed",
                     "The name must be 1 to 120 characters on one line: " + name.error().detail,
                     "/name");
    }
    for (const std::string* text : {&w.address, &w.also_called}) {
      if (text->empty() || clean_text(*text, 1, 200, false).ok()) continue;
      return invalid("address_malformed", "An address is one line of at most 200 characters.",
                     text == &w.address ? "/address" : "/also_called");
    }
    return done();
  }

  struct ParentFound {
    AreaId id;
    Level level{};
    std::string code;
  };
  Result<ParentFound> find_parent(const NewArea& w) const {
    const std::string code = w.parent.empty() ? std::string(root_code_) : w.parent;
    if (const auto at = first_with_code_.find(code); at != first_with_code_.end()) {
      const AreaId id = plan_.ids[at->second];
      if (id) return ParentFound{id, wanted_[at->second].level, code};
      if (!may_hang_from(w.level, wanted_[at->second].level)) {
        return wrong_parent(w, wanted_[at->second].level, code);
      }
      // The area exists; only its renewal was refused.
      if (const KnownArea* k = known(code)) return ParentFound{k->area.id, k->area.level, code};
      return invalid("parent_refused", "Its parent " + code + " was refused.", "/parent");
    }
    if (const KnownArea* k = known(code)) return ParentFound{k->area.id, k->area.level, code};
    return invalid("parent_unknown", "There is no area with code " + code + " to hang from.",
                   "/parent");
  }
  Error wrong_parent(const NewArea& w, Level parent, const std::string& code) const {
    return invalid("parent_wrong_level",
                   "A " + std::string(code_of(w.level)) + " cannot hang from the " +
                       std::string(code_of(parent)) + " " + code + ".",
                   "/parent");
  }

  Result<AreaId> resolve_parent(const NewArea& w) const {
    if (w.level == Level::district) return AreaId{};
    GEWU_TRY(const ParentFound parent, find_parent(w));
    if (!may_hang_from(w.level, parent.level)) return wrong_parent(w, parent.level, parent.code);
    const bool is_grid = w.level == Level::grid || w.level == Level::dedicated_grid;
    if (official_ && is_grid && parent.level != Level::community) {
      return invalid("parent_wrong_level",
                     "A grid always hangs from a community; " + parent.code + " is none.",
                     "/parent");
    }
    if (!known(w.code)) GEWU_CHECK(check_code_under(w.code, parent.code, official_));
    return parent.id;
  }

  Done consider(std::size_t i) {
    const NewArea& w = wanted_[i];
    GEWU_CHECK(check_identity(i));
    GEWU_TRY(const AreaId parent, resolve_parent(w));
    if (!w.shape.empty()) {
      if (const auto flaw = geo::find_flaw(w.shape)) return flaw_error(*flaw);
    }
    if (w.point && !w.point->on_earth()) {
      return invalid("coordinate_off_earth", "The point is not on the earth.", "/point");
    }
    const KnownArea* before = known(w.code);
    Change change;
    change.id = before ? before->area.id : next_id_();
    plan_.ids[i] = change.id;
    parents_after_[change.id] = parent;
    fill(change, w, before, parent);
    if (change.rows() == 0) return done();
    plan_.outcome[i] = before ? "changed" : "added";
    change_of_[change.id] = plan_.changes.size();
    plan_.changes.push_back(std::move(change));
    return done();
  }

  void fill(Change& change, const NewArea& w, const KnownArea* before, AreaId parent) {
    const std::string name = clean_text(w.name, 1, 120, false).value();
    if (!before || before->area.name != name) change.name = name;
    fill_outline(change, w, before);
    const std::string nbs = before ? before->nbs_code : "", mca = before ? before->mca_code : "";
    if (!w.nbs_code.empty() && w.nbs_code != nbs) change.nbs_code = w.nbs_code;
    if (!w.mca_code.empty() && w.mca_code != mca) change.mca_code = w.mca_code;
    fill_address(change, w, before);
    if (!before) {
      change.is_new = true;
      change.level = w.level;
      change.code = w.code;
      if (parent) change.parent = parent;
      const auto chain = chain_of(parents_after_, change.id);
      for (std::size_t d = 0; d < chain.size(); ++d) {
        change.gained.push_back({chain[d], static_cast<int>(d)});
      }
    } else if (before->area.parent != parent) {
      change.parent = parent;
      moved_ = true;  // the closure follows once every parent is known
    }
  }

  void fill_outline(Change& change, const NewArea& w, const KnownArea* before) {
    if (!w.shape.empty()) {
      geo::MultiPolygon shape = geo::normalised(w.shape);
      if (before && before->shape == shape) return;
      change.outline = Outline{w.crs_given, geo::label_point(shape), geo::area_m2(shape), {}};
      change.outline->shape = std::move(shape);
    } else if (w.point) {
      const geo::LatLon at = geo::unsnap(geo::snap(*w.point));
      if (before && (!before->shape.empty() || before->area.label == at)) return;
      change.outline = Outline{w.crs_given, at, 0, {}};
    }
  }

  /// A file that says nothing of addresses takes none away.
  static void fill_address(Change& change, const NewArea& w, const KnownArea* before) {
    Change::Address wanted;
    if (before) wanted = {before->area.address, before->area.also_called};
    const Change::Address was = wanted;
    if (!w.address.empty()) wanted.address = clean_text(w.address, 1, 200, false).value();
    if (!w.also_called.empty()) {
      wanted.also_called = clean_text(w.also_called, 1, 200, false).value();
    }
    const bool same = wanted.address == was.address && wanted.also_called == was.also_called;
    if (!same) change.address = std::move(wanted);
  }

  /// Some known area has another parent: its closure and that of all below it is made anew.
  void rehang() {
    for (const KnownArea& k : known_) {
      const auto before = chain_of(parents_before_, k.area.id);
      const auto after = chain_of(parents_after_, k.area.id);
      if (before == after) continue;
      Change& change = change_for(k.area.id);
      for (std::size_t d = 1; d < before.size(); ++d) {
        if (d >= after.size() || after[d] != before[d]) change.lost.push_back(before[d]);
      }
      for (std::size_t d = 1; d < after.size(); ++d) {
        if (d >= before.size() || after[d] != before[d]) {
          change.gained.push_back({after[d], static_cast<int>(d)});
        }
      }
    }
    // New areas below a moved one were given their chain before the move was known.
    for (Change& change : plan_.changes) {
      if (!change.is_new) continue;
      change.gained.clear();
      const auto chain = chain_of(parents_after_, change.id);
      for (std::size_t d = 0; d < chain.size(); ++d) {
        change.gained.push_back({chain[d], static_cast<int>(d)});
      }
    }
  }

  Change& change_for(AreaId id) {
    const auto [at, fresh] = change_of_.try_emplace(id, plan_.changes.size());
    if (fresh) {
      plan_.changes.emplace_back();
      plan_.changes.back().id = id;
    }
    return plan_.changes[at->second];
  }

  std::span<const KnownArea> known_;
  std::set<std::string, std::less<>> retired_;
  std::string_view root_code_;
  bool official_;
  std::span<const NewArea> wanted_;
  const std::function<AreaId()>& next_id_;
  Parents parents_before_, parents_after_;
  std::unordered_map<std::string, const KnownArea*> known_by_code_;
  std::unordered_map<std::string, std::size_t> first_with_code_;
  std::unordered_map<AreaId, std::size_t> change_of_;
  bool moved_ = false;
  Plan plan_;
};

/// An area with an outline, its box, and the nearest area above that has one.
struct Drawn {
  const KnownArea* area = nullptr;
  geo::Bounds box;
  std::size_t feature = 0;  ///< 0: not touched
};

ImportIssue oddity(const Drawn& about, std::string reason, std::string detail, double m2) {
  return {about.feature,     about.area->area.code,  about.area->area.name, std::move(reason),
          std::move(detail), about.area->area.label, std::round(m2)};
}

std::string square_metres(double m2) { return std::to_string(std::llround(m2)) + " m²"; }

void find_overlaps(std::vector<Drawn>& siblings, std::vector<ImportIssue>& out, std::size_t limit) {
  std::sort(siblings.begin(), siblings.end(), [](const Drawn& a, const Drawn& b) {
    return a.box.south_west.lon < b.box.south_west.lon;
  });
  for (std::size_t i = 0; i < siblings.size() && out.size() < limit; ++i) {
    for (std::size_t j = i + 1; j < siblings.size() && out.size() < limit; ++j) {
      const Drawn &a = siblings[i], &b = siblings[j];
      if (b.box.south_west.lon > a.box.north_east.lon) break;
      if (!a.feature && !b.feature) continue;
      const double m2 = geo::overlap_m2(a.area->shape, b.area->shape);
      if (m2 <= 1) continue;
      const Drawn& about = a.feature > b.feature ? a : b;
      const Drawn& other = &about == &a ? b : a;
      out.push_back(oddity(about, "overlaps_sibling",
                           "overlaps " + other.area->area.code + " " + other.area->area.name +
                               " by " + square_metres(m2),
                           m2));
    }
  }
}

}  // namespace

std::size_t Plan::count(std::string_view outcome_word) const {
  return static_cast<std::size_t>(std::count(outcome.begin(), outcome.end(), outcome_word));
}

std::size_t Plan::rows() const {
  std::size_t sum = 0;
  for (const Change& c : changes) sum += c.rows();
  return sum;
}

Plan plan_changes(std::span<const KnownArea> known, std::span<const std::string> retired,
                  std::string_view root_code, std::span<const NewArea> wanted,
                  const std::function<AreaId()>& next_id) {
  return Planner(known, retired, root_code, wanted, next_id).run();
}

std::vector<KnownArea> after_plan(std::span<const KnownArea> known, const Plan& plan) {
  std::vector<KnownArea> out(known.begin(), known.end());
  std::unordered_map<AreaId, std::size_t> at;
  for (std::size_t i = 0; i < out.size(); ++i) at[out[i].area.id] = i;
  for (const Change& c : plan.changes) {
    if (c.is_new) {
      at[c.id] = out.size();
      out.emplace_back();
      out.back().area.id = c.id;
      out.back().area.level = c.level;
      out.back().area.code = c.code;
    }
    KnownArea& k = out[at.at(c.id)];
    if (c.name) k.area.name = *c.name;
    if (c.parent) k.area.parent = *c.parent;
    if (c.address) {
      k.area.address = c.address->address;
      k.area.also_called = c.address->also_called;
    }
    if (c.outline) {
      k.area.label = c.outline->label;
      k.area.area_m2 = c.outline->area_m2;
      k.shape = c.outline->shape;
      k.crs_given = c.outline->crs_given;
    }
  }
  return out;
}

std::vector<ImportIssue> find_oddities(std::span<const KnownArea> areas,
                                       const std::unordered_map<AreaId, std::size_t>& touched,
                                       std::size_t limit) {
  std::unordered_map<AreaId, Drawn> by_id;
  for (const KnownArea& k : areas) {
    const auto feature = touched.find(k.area.id);
    by_id[k.area.id] = {&k, geo::bounds_of(k.shape),
                        feature == touched.end() ? 0 : feature->second};
  }
  std::vector<ImportIssue> out;
  std::map<AreaId, std::vector<Drawn>> siblings;
  for (const KnownArea& k : areas) {
    if (k.shape.empty() || !k.area.parent) continue;
    const Drawn& self = by_id.at(k.area.id);
    siblings[k.area.parent].push_back(self);
    const Drawn* up = &by_id.at(k.area.parent);
    while (up->area->shape.empty() && up->area->area.parent) up = &by_id.at(up->area->area.parent);
    if (up->area->shape.empty() || (!self.feature && !up->feature) || out.size() >= limit) continue;
    const double m2 = geo::outside_m2(k.shape, up->area->shape);
    if (m2 <= 1) continue;
    Drawn about = self;
    if (!about.feature) about.feature = up->feature;
    out.push_back(oddity(
        about, "outside_parent",
        square_metres(m2) + " lie outside " + up->area->area.code + " " + up->area->area.name, m2));
  }
  for (auto& [parent, children] : siblings) find_overlaps(children, out, limit);
  return out;
}

}  // namespace gewu::areas
