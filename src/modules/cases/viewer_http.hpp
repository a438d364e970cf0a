// SPDX-License-Identifier: Apache-2.0
// Builds what the routes answer: ids become names, clocks become deadlines.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include "db/db.hpp"
#include "modules/cases/cases_store.hpp"
#include "modules/cases/views_http.hpp"

namespace gewu::cases::http_views {

/// One answer being built in one snapshot. Names are looked up once per page, not per row.
class Viewer {
 public:
  Viewer(CaseService& service, db::ReadTx& tx, DistrictId district, Instant now);

  const areas::TerritorySnapshot& territory() const { return *territory_; }
  const categories::Tree& tree() const { return *tree_; }

  std::vector<CaseRow> rows(const std::vector<Case>& cases);
  /// For a list of what somebody reported himself: places instead of people.
  void hide_people(const std::vector<Case>& cases, std::vector<CaseRow>& rows,
                   const std::function<bool(const Case&)>& of_which = {}) const;
  /// Cut to what the caller's relations let him see. Without any, as for somebody's own report:
  /// what the reporter would see.
  CaseDetail detail(const Case& c, const api::Caller& caller);
  /// That a deed was taken, for whoever may no longer see the case: nothing he did not know.
  CaseDetail taken(const Case& c) const;
  FollowOut followed(const CaseService::Followed& followed);
  ReportOut reported(const Reported& done) const;
  std::vector<HolderChoice> holders(const Case& c);
  ReceiptOut receipt(const Case& c);
  std::optional<CaseArea> area(AreaId id) const;
  CaseCategory category(CategoryId id) const;
  /// In the order given.
  std::vector<HolderOut> named(const std::vector<Holder>& holders);

 private:
  void learn_names(const std::vector<Holder>& holders, const std::vector<AccountId>& accounts);
  CaseRow row(const Case& c) const;
  HolderOut holder(const Holder& h) const;
  CaseArea known_area(AreaId id) const;
  std::vector<std::string> area_names(AreaId id) const;
  void show_course(const Case& c, CaseDetail& d) const;
  void show_to_staff(const Case& c, Actors who, const api::Caller& caller, CaseDetail& d);
  void show_to_reporter(const Case& c, CaseDetail& d);
  void show_place_and_time(const CaseService::Followed& f, FollowOut& out);
  bool is_withheld(const CaseService::Followed& f);
  void withhold(const CaseService::Followed& f, FollowOut& out);
  HolderOut holder_for_reporter(const Case& c, AreaId place) const;
  std::vector<EventOut> events(const Case& c);
  std::vector<StepOut> steps(const Case& c, CaseId reporter);
  std::vector<PhotoOut> photos(const Case& c);
  /// All, or only those that came with the report.
  std::vector<VoiceOut> voices(const Case& c, bool all);
  std::vector<DuplicateOut> duplicates(const Case& c, const api::Caller& caller);
  std::vector<ReportOfCase> reports(const Case& c, Actors who);
  Day day_of(Instant t) const;

  CaseService& service_;
  db::ReadTx& tx_;
  DistrictId district_;
  Instant now_;
  std::shared_ptr<const areas::TerritorySnapshot> territory_;
  std::shared_ptr<const categories::Tree> tree_;
  std::map<std::int64_t, std::string> account_names_, organisation_names_;
};

}  // namespace gewu::cases::http_views
