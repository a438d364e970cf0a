// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "base/ids.hpp"
#include "base/time.hpp"
#include "modules/calendar/calendar.hpp"
#include "modules/cases/case_words.hpp"

namespace gewu::cases {

struct Holder {
  HolderKind kind = HolderKind::desk;
  std::int64_t id = 0;  ///< area, account or organisation, by kind; 0 for records
  friend bool operator==(const Holder&, const Holder&) = default;
};

/// A running or paused clock. It counts `limit` × (1 + extensions), of which `used_ms` were spent
/// before `started_at`.
struct RunningClock {
  ClockKind kind = ClockKind::none;
  calendar::Limit limit = {};
  int extensions = 0;
  std::int64_t used_ms = 0;
  Instant started_at = {};
  Instant due_at = {};
  int step = 0;  ///< alarms given: 0 none, 1 warned, 2 the desk above supervises, 3 … one higher
  bool calendar_missing = false;  ///< counted through a year whose holidays are not known
};

/// A clock that stands: it goes on for the same holder and starts anew for another.
struct PausedClock {
  ClockKind kind = ClockKind::none;
  calendar::Limit limit = {};
  int extensions = 0;
  std::int64_t used_ms = 0;
  int step = 0;
  Holder holder = {};
};

/// A case as its row holds it. Personal data is not here but with the report.
struct Case {
  DistrictId district;
  CaseId id;
  std::int64_t number = 0;  ///< what people say on the phone; unique in the district
  State state = State::reported;
  std::int64_t version = 1;

  AreaId area;  ///< deepest area; the district's own while unlocated
  bool located = false;
  std::optional<double> lat, lon;  ///< WGS-84 degrees
  std::optional<double> accuracy_m;
  std::int64_t cell = 0;  ///< S2 leaf cell of the point, 0 without one
  std::string address;
  std::int64_t territory_version = 0;

  CategoryId category;
  std::string nature;
  std::string title;
  Channel channel = Channel::resident_page;
  bool emergency = false;
  bool restricted =
      false;  ///< about the one who would hold it: only desks from desk_area up see it

  AreaId desk_area;
  Holder holder;
  std::vector<Holder> assistants;
  AccountId handler;                    ///< who reported it done
  OrganisationId handler_organisation;  ///< his team
  AccountId last_verifier, excluded_verifier;

  RunningClock clock;
  PausedClock paused;
  std::optional<calendar::Limit> handle_limit;  ///< chosen for this case; else its category's
  AreaId supervisor_area;
  std::optional<Instant> supervisor_due_at;
  std::optional<Instant> expires_at;  ///< when time alone moves it on
  std::optional<Instant> wake_at;     ///< the next alarm or expiry

  CaseId main_case;
  std::optional<State> former_state;
  int co_reporters = 0;

  Pending pending = Pending::none;
  std::string pending_reason;
  std::optional<Instant> pending_until;
  AccountId pending_by;

  int extensions = 0, shelvings = 0, returns = 0, reworks = 0, dispatches = 0, reopenings = 0;
  bool must_rule = false;  ///< returned three times: the desk rules and names a holder
  bool ruled = false;      ///< named by ruling: cannot be returned
  bool handled_once = false;
  bool overdue = false;
  std::optional<bool> sampled;  ///< self-handled: drawn for verification?

  Instant reported_at = {};
  std::optional<Instant> registered_at, handled_at, closed_at;
  std::string answer;
  std::optional<bool> solved, satisfied;
  std::optional<int> stars;
  int photo_count = 0;

  int history_seq = 0;
  std::string history_head;  ///< hex
};

/// Whether somebody still has to do something, so that it belongs in a queue.
constexpr bool is_open(State s) {
  switch (s) {
    case State::reported:
    case State::verifying:
    case State::registered:
    case State::dispatched:
    case State::handling:
    case State::checking:
    case State::self_handled:
    case State::shelved:
      return true;
    default:
      return false;
  }
}

}  // namespace gewu::cases
