// SPDX-License-Identifier: Apache-2.0
// The people of the demo district at their work: who acts, when, and what is done, drawn by chance
// and moved through the same use cases as real work. Nothing is written around them.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <queue>
#include <string>
#include <vector>

#include "modules/demo/demo.hpp"
#include "modules/demo/demo_people_service.hpp"
#include "modules/demo/demo_pictures.hpp"
#include "modules/demo/demo_words.hpp"
#include "modules/releases/releases.hpp"

namespace gewu::demo {

/// What of the district the people know.
struct Place {
  std::shared_ptr<const areas::TerritorySnapshot> territory;
  std::shared_ptr<const categories::Tree> tree;
  std::shared_ptr<const calendar::WorkCalendar> calendar;
};

/// The agenda runs on simulated time. What it does is written at that same time while a past is
/// made up, and at the server's own time once the demo lives, so that nothing on a page lies in the
/// future however fast the simulated day goes by.
class Simulation {
 public:
  Simulation(const Tools& tools, Place place, People people, Chance chance, int cases_per_day);

  /// Plans the reports of the day that begins at `midnight`, those before `from` left out.
  void plan_day(Instant midnight, Instant from);
  /// Somebody will look at this case, whoever reported it.
  void adopt(CaseId id, Instant at) { plan(at, Kind::step, id); }
  /// A report of a simulated resident, who may rate it.
  void remember(CaseId id, std::string follow_code);
  bool knows(CaseId id) const { return memory_.contains(id); }

  std::optional<Instant> next() const;
  /// Does what is due by `end`; with `written` all of it at that time of the server. What comes of
  /// it waits for the next call. Ends early where asked to stop.
  void play(Instant end, std::optional<Instant> written = {});
  /// From then on desks show this share of what may be shown to the public, and most of what comes
  /// in later than `recent`: a public map of settled matters invites nobody.
  void show_from(Instant from, double share, Instant recent);
  /// Codes of reports in as many states as there are, newest first.
  std::vector<FollowCode> some_codes(std::size_t most);

  std::int64_t cases() const { return cases_; }
  std::int64_t actions() const { return actions_; }
  std::int64_t refused() const { return refused_; }
  /// Of the report that was last taken in hand.
  const std::string& followed() const { return followed_; }

 private:
  enum class Kind { arrive, step, reporter };
  struct Next {
    Instant at;
    std::int64_t order = 0;
    Kind kind{};
    CaseId id;
    bool operator>(const Next& other) const {
      return std::pair(at, order) > std::pair(other.at, other.order);
    }
  };
  /// What is remembered of a case beyond its row.
  struct Memory {
    std::string follow_code;
    bool by_resident = true;
    bool rated = false;
  };
  using Case = cases::Case;
  using Deed = cases::Deed;

  bool happens(double share) { return std::uniform_real_distribution<>(0, 1)(chance_) < share; }
  int any(int low, int high) { return std::uniform_int_distribution<int>(low, high)(chance_); }
  template <class T>
  const T& one_of(const std::vector<T>& all) {
    return all[static_cast<std::size_t>(any(0, static_cast<int>(all.size()) - 1))];
  }
  Duration around(double median_minutes, double spread);

  void plan(Instant at, Kind kind, CaseId id = {});
  void plan_work(Instant from, Duration counted, CaseId id, bool work_time = true);
  /// The server's time of what happens at `at`.
  Instant written(Instant at) const { return written_.value_or(at); }
  void draw_pictures();
  std::vector<cases::PhotoClaim> photo(db::WriteTx& tx, Scene scene, photos::PhotoKind kind,
                                       Instant at);
  void play_one(const Next& next);
  void play(db::WriteTx& tx, const Next& next);
  std::optional<Case> act(db::WriteTx& tx, const Case& c, Deed deed, const api::Caller& by,
                          Instant at);

  const categories::Category& some_category();
  geo::LatLon point_in(const areas::Area& area);
  const areas::Area* some_building(const areas::Area& area);
  void arrive(db::WriteTx& tx, Instant at);
  const api::Caller* some_channel(cases::NewReport& report, const areas::Area& area,
                                  const categories::Category& category);
  void add_photos(db::WriteTx& tx, cases::NewReport& report, Instant at);

  const api::Caller& worker_of(AreaId area);
  const api::Caller& desk_of(AreaId desk);
  const api::Caller& verifier_of(AreaId area);
  const api::Caller* holder_of(const Case& c);
  cases::Holder some_holder(const Case& c);

  // The next step of a case, by its state.
  void step(db::WriteTx& tx, const Case& c, Instant at);
  void at_reception(db::WriteTx& tx, const Case& c, Instant at);
  void on_site(db::WriteTx& tx, const Case& c, Instant at);
  void at_dispatch(db::WriteTx& tx, const Case& seen, Instant at);
  /// The case as it stands afterwards, perhaps with co-reporters.
  Case show_to_public(db::WriteTx& tx, const Case& c, Instant at);
  void at_holder(db::WriteTx& tx, const Case& c, Instant at);
  void plan_handling(const Case& c, Instant at);
  void handle(db::WriteTx& tx, const Case& c, Instant at);
  void decide_request(db::WriteTx& tx, const Case& c, Instant at);
  void check(db::WriteTx& tx, const Case& c, Instant at);
  void after_closing(CaseId id, Instant at);
  void sample(db::WriteTx& tx, const Case& c, Instant at);
  void follow_up(db::WriteTx& tx, const Case& c, Instant at);
  void resident_acts(db::WriteTx& tx, const Case& c, Instant at);

  const Tools& tools_;
  releases::Releases releases_{tools_.cases};
  Place place_;
  People people_;
  Chance chance_;
  Chance public_chance_{20261122};
  Instant shown_from_ = {}, recent_ = instant(INT64_MAX);
  double shown_share_ = 0.3;
  int cases_per_day_;
  DistrictId district_;
  std::vector<const areas::Area*> micro_grids_;
  std::map<Scene, std::vector<photos::Prepared>> pictures_;
  std::priority_queue<Next, std::vector<Next>, std::greater<>> agenda_;
  std::map<CaseId, Memory> memory_;
  std::optional<Instant> written_;
  std::int64_t order_ = 0, cases_ = 0, actions_ = 0, refused_ = 0;
  std::string followed_;
  std::optional<Error> last_refusal_;
};

}  // namespace gewu::demo
