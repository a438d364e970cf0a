// SPDX-License-Identifier: Apache-2.0
// The rules of a case: what an action does, or why it is refused. Pure: no database, no clock.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "modules/cases/case.hpp"
#include "modules/cases/lifecycle.hpp"

namespace gewu::cases {

/// Where the case lies, as the locator said.
struct Place {
  AreaId area = {};
  bool located = false;
  std::optional<double> lat = {}, lon = {}, accuracy_m = {};
  std::int64_t cell = 0;
  std::string address = {};
  std::int64_t territory_version = 0;
};

struct Category {
  CategoryId id;
  calendar::Limit limit;  ///< the one chosen, or the category's own
  bool emergency = false;
};

/// One deed, with everything it brings. Times: when it was done and when we heard of it.
struct Command {
  Action action{};
  std::int64_t version = 0;  ///< as the actor saw it; 0 for clocks, which look at the case itself
  Instant done_at, now;
  Actors as = 0;                   ///< every relation of the actor to this case
  AccountId by;                    ///< none for reporter and clock
  OrganisationId by_organisation;  ///< when he acts as a member of the holding organisation
  std::string reason, answer, responsible, ground, note;
  std::optional<Holder> holder;
  std::vector<Holder> assistants;
  int photos = 0, photos_after = 0;
  std::optional<calendar::Limit> limit;
  std::optional<Category> category;
  std::optional<Place> place;
  std::optional<Instant> until;
  std::optional<bool> granted, solved, satisfied, reached;
  std::optional<int> stars;
  const Case* main_case = nullptr;  ///< of a merger
  bool drawn = false;               ///< of `draw`: whether it fell on this case
};

/// One desk of the chain from the case's area upwards.
struct Desk {
  AreaId area;
  std::string level;  ///< code of the area's level
};

struct Context {
  const calendar::WorkCalendar& calendar;
  const StageLimits& stages;
  std::vector<Desk> desks;  ///< of the case as it lies, lowest first; the district's is the last
  Category category;        ///< of the case as it stands
  std::vector<Desk> place_desks = {};  ///< of `locate`: the same for the place given
};

/// One line of history. `words` is what a person typed.
struct EventDraft {
  Action action{};
  State from{}, to{};
  std::vector<std::pair<std::string, std::string>> data;
  std::string words;
};

/// A deed counted: `metric` is a code of the figures module.
struct FactDraft {
  std::string metric;
  std::int64_t value = 1;
};

struct Outcome {
  Case next;
  EventDraft event;
  std::vector<FactDraft> facts;
  Instant done_at = {};  ///< when the deed counts as done
};

/// An action allowed now, for the buttons of a page.
struct Allowed {
  Action action{};
  Fields needs = 0, may = 0;
};

/// Refusals: action_not_possible (the state has no such way out), action_not_yours, version_stale,
/// done_at_in_future, done_at_before_report, those of Guard, <field>_missing and <field>_not_taken
/// with field "/<field>", and those of the few conditions that span fields. A deed said to be
/// older than the state it acts on counts from the beginning of that state.
Result<Outcome> decide(const Case& before, const Command& command, const Context& context);

/// When the present state began. No deed upon it can be older, whatever a phone's clock says, so
/// that nobody beats a deadline, or the end of his role, by dating his work back.
Instant beginning_of(const Case& c);

/// A new case. `restricted` starts one desk up; an emergency is in every desk's queue at once.
Outcome open_case(Case fresh, const Command& command, const Context& context);

/// What actors of these relations may do now.
std::vector<Allowed> allowed(const Case& c, Actors who, AccountId by, const Context& context,
                             Instant now);

/// The next thing that time does to this case at `now`, if anything; run until it gives nothing.
std::optional<Command> due(const Case& c, const Context& context, Instant now);

inline constexpr std::size_t kAssistantsMax = 8;
/// Deeds heard of this much later are marked late.
inline constexpr Duration kLateAfter{10 * 60 * 1000};
/// Deeds heard of later than this are judged by the rights of now; a report is refused.
inline constexpr Duration kLateMost = std::chrono::days(60);
/// A phone's clock may run ahead by this much; such deeds count as done now.
inline constexpr Duration kSkewAllowed{5 * 60 * 1000};
inline bool is_late(Instant done_at, Instant now) { return now - done_at > kLateAfter; }

/// The first desk above `area` in the chain, if any. A desk that is not of this chain (the area was
/// moved elsewhere) has the lowest one above it: who answers for the place now.
std::optional<Desk> desk_above(const std::vector<Desk>& desks, AreaId area);

// Data of events that others read again.

/// How many bytes of an event's words, from the first, were said to the reporter; the rest is
/// between staff.
inline constexpr std::string_view kAnswerLength = "answer_length";
/// Of a reporter's deed on a case that his own was merged into: his own.
inline constexpr std::string_view kReporterCase = "reporter_case";
/// Of the report: what its follow code is kept as, so that the receipt proves the code. Nobody is
/// shown it.
inline constexpr std::string_view kFollowDigest = "follow";

}  // namespace gewu::cases
