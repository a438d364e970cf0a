// SPDX-License-Identifier: Apache-2.0
// What one person has to do and should know of today.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "modules/cases/cases.hpp"
#include "modules/cases/cases_store.hpp"

namespace gewu::cases {

namespace {

constexpr int kReportsLookedAt = 100;
constexpr std::chrono::days kFinishedShown{7};

/// Collects each case once, under its first reason.
class Collector {
 public:
  void add(std::vector<Case> cases, WorkReason reason) {
    for (auto& c : cases) {
      if (known_.insert(c.id).second) items_.push_back({std::move(c), reason});
    }
  }
  std::vector<WorkItem> sorted() && {
    const auto key = [](const WorkItem& w) {
      const bool mine = w.reason == WorkReason::handle || w.reason == WorkReason::verify;
      const bool ends = w.c.clock.kind != ClockKind::none && is_open(w.c.state);
      return std::tuple(!mine, mine ? WorkReason::handle : w.reason, !w.c.emergency,
                        ends ? w.c.clock.due_at : Instant::max(), w.c.id);
    };
    std::sort(items_.begin(), items_.end(),
              [&](const WorkItem& a, const WorkItem& b) { return key(a) < key(b); });
    return std::move(items_);
  }

 private:
  std::vector<WorkItem> items_;
  std::set<CaseId> known_;
};

class Finder {
 public:
  Finder(db::ReadTx& tx, CaseService& service, DistrictId district, const api::Caller& caller,
         Instant now)
      : tx_(tx), service_(service), district_(district), caller_(caller), now_(now) {
    territory_ = service.services().territories.current(tx, district);
  }

  /// Held by him, or by an organisation that he acts for.
  std::vector<Case> held(int limit) {
    std::vector<Holder> holders{{HolderKind::account, caller_.account.value}};
    for (const auto& grant : caller_.grants) {
      const Holder organisation{HolderKind::organisation, grant.organisation.value};
      const bool known = std::find(holders.begin(), holders.end(), organisation) != holders.end();
      if (grant.organisation && !known) holders.push_back(organisation);
    }
    std::vector<Case> out;
    for (const auto& h : holders) {
      auto some = store::list_held(tx_, district_, h.kind, h.id, {}, std::nullopt, limit);
      std::move(some.begin(), some.end(), std::back_inserter(out));
    }
    if (out.size() > static_cast<std::size_t>(limit)) out.resize(static_cast<std::size_t>(limit));
    return out;
  }

  /// Waiting for the workers or verifiers of his places, but not what he did himself.
  std::vector<Case> to_verify(int limit) {
    using api::Role;
    auto out = of_team(HolderKind::workers, {Role::grid_worker, Role::micro_grid_lead}, limit);
    auto checks = of_team(HolderKind::verifiers, {Role::verifier}, limit);
    std::erase_if(checks, [&](const Case& c) {
      return (service_.relations(tx_, c, caller_, now_) & (Actor::verifier | Actor::sampler)) == 0;
    });
    std::move(checks.begin(), checks.end(), std::back_inserter(out));
    return out;
  }

  std::vector<Case> near(int limit) {
    return store::list_open(tx_, district_, reach(field_roles()), {}, std::nullopt, limit);
  }

  /// What is open, and what ended lately.
  std::vector<Case> reported(int limit) {
    auto out =
        store::list_reported(tx_, district_, caller_.account, {}, std::nullopt, kReportsLookedAt);
    std::erase_if(out, [&](const Case& c) {
      return !is_open(c.state) && now_ - c.closed_at.value_or(c.reported_at) > kFinishedShown;
    });
    if (out.size() > static_cast<std::size_t>(limit)) out.resize(static_cast<std::size_t>(limit));
    return out;
  }

 private:
  store::Reach reach(const std::vector<api::Role>& roles) const {
    return {areas::scope_of(*territory_, accounts::scope_areas(caller_, roles)),
            territory_->version()};
  }
  std::vector<Case> of_team(HolderKind kind, const std::vector<api::Role>& roles, int limit) {
    store::Filter filter;
    filter.holder_kind = kind;
    return store::list_open(tx_, district_, reach(roles), filter, std::nullopt, limit);
  }

  db::ReadTx& tx_;
  CaseService& service_;
  DistrictId district_;
  const api::Caller& caller_;
  Instant now_;
  std::shared_ptr<const areas::TerritorySnapshot> territory_;
};

}  // namespace

const std::vector<api::Role>& field_roles() {
  using api::Role;
  static const std::vector<Role> roles{Role::micro_grid_lead, Role::grid_worker, Role::grid_lead,
                                       Role::community_desk, Role::verifier};
  return roles;
}

std::vector<WorkItem> work_of(db::ReadTx& tx, CaseService& service, DistrictId district,
                              const api::Caller& caller, Instant now, const WorkLimits& limits) {
  Finder finder(tx, service, district, caller, now);
  Collector out;
  out.add(finder.held(limits.handle), WorkReason::handle);
  out.add(finder.to_verify(limits.verify), WorkReason::verify);
  out.add(finder.reported(limits.reported), WorkReason::reported);
  out.add(finder.near(limits.near), WorkReason::near);
  return std::move(out).sorted();
}

std::vector<CategoryId> usual_categories(db::ReadTx& tx, DistrictId district, AccountId account,
                                         std::size_t limit) {
  std::map<CategoryId, int> counts;
  std::vector<CategoryId> out;
  for (const auto& c :
       store::list_reported(tx, district, account, {}, std::nullopt, kReportsLookedAt)) {
    if (c.category && counts[c.category]++ == 0) out.push_back(c.category);  // latest first
  }
  std::stable_sort(out.begin(), out.end(),
                   [&](CategoryId a, CategoryId b) { return counts[a] > counts[b]; });
  if (out.size() > limit) out.resize(limit);
  return out;
}

}  // namespace gewu::cases
