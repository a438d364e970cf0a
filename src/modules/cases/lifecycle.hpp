// SPDX-License-Identifier: Apache-2.0
// The life of a case as tables: states with owner, clock and way out; transitions with actor, needs
// and guard. Everything else (decide(), the UI's buttons, the diagram in the docs) reads these.
// Source: the lifecycle specification of the product; names there are the codes here.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "modules/cases/case.hpp"

namespace gewu::cases {

// ---- states ----------------------------------------------------------------------------------

struct StateRow {
  State state = State::reported;
  /// As a rule; dispatched and handling keep the holder that was named.
  HolderKind held_by = HolderKind::desk;
  ClockKind clock = ClockKind::none;
};

inline constexpr std::array<StateRow, 14> kStates{{
    {State::reported, HolderKind::desk, ClockKind::register_},
    {State::verifying, HolderKind::workers, ClockKind::verify},
    {State::registered, HolderKind::desk, ClockKind::dispatch},
    {State::dispatched, HolderKind::account, ClockKind::accept},
    {State::handling, HolderKind::account, ClockKind::handle},
    {State::checking, HolderKind::verifiers, ClockKind::check},
    {State::closed, HolderKind::desk, ClockKind::follow_up},
    {State::self_handled, HolderKind::verifiers, ClockKind::sampling},
    {State::shelved, HolderKind::account, ClockKind::review},
    {State::void_, HolderKind::desk, ClockKind::objection},
    {State::merged, HolderKind::desk, ClockKind::main_case},
    {State::withdrawn, HolderKind::desk, ClockKind::restoring},
    {State::archived, HolderKind::records, ClockKind::none},
    {State::imported, HolderKind::records, ClockKind::none},
}};

const StateRow& row_of(State state);

// ---- transitions -----------------------------------------------------------------------------

/// What an action needs or may take besides version and time. Codes of the request's fields.
enum class Field : unsigned {
  reason = 1 << 0,
  answer = 1 << 1,
  responsible = 1 << 2,  ///< decline: who is responsible instead
  ground = 1 << 3,       ///< decline: the legal ground
  holder = 1 << 4,
  assistants = 1 << 5,
  photo_after = 1 << 6,
  photos = 1 << 7,
  main_case = 1 << 8,
  category = 1 << 9,
  limit = 1 << 10,
  until = 1 << 11,
  granted = 1 << 12,
  place = 1 << 13,
  solved = 1 << 14,
  satisfied = 1 << 15,
  stars = 1 << 16,
  reached = 1 << 17,
  note = 1 << 18
};
BOOST_DESCRIBE_ENUM(Field, reason, answer, responsible, ground, holder, assistants, photo_after,
                    photos, main_case, category, limit, until, granted, place, solved, satisfied,
                    stars, reached, note)
using Fields = unsigned;
constexpr Fields operator|(Field a, Field b) {
  return static_cast<unsigned>(a) | static_cast<unsigned>(b);
}
constexpr Fields operator|(Fields a, Field b) { return a | static_cast<unsigned>(b); }
constexpr bool includes(Fields set, Field f) { return (set & static_cast<unsigned>(f)) != 0; }
constexpr Fields just(Field f) { return static_cast<unsigned>(f); }

/// A condition on the case itself. Each has a refusal text in lifecycle.cpp.
enum class Guard {
  none,
  not_restricted,  ///< about the one who would hold it: not handed below the desk that has it
  desk_above_exists,
  no_co_reporters,
  has_co_reporters,
  main_case_open,
  not_to_be_ruled,
  to_be_ruled,
  returnable,       ///< not named by ruling
  extension_free,   ///< fewer than two granted, none asked, not overdue
  extension_asked,  ///< by somebody else
  shelving_free,
  shelving_asked,         ///< by somebody else
  not_excluded_verifier,  ///< after reopening, another than before
  within_reopening,
  within_objection,
  not_yet_drawn,
  not_sampled,
  not_answered  ///< nobody has said yet whether it is solved
};

enum class To { state, same, former };

struct Transition {
  State from = State::reported;
  Action action = Action::note;
  To to = To::same;
  State next = State::reported;  ///< meaningful for To::state
  Actors who = 0;
  Fields needs = 0;
  Fields may = 0;
  Guard guard = Guard::none;
};

/// The one table. Where two rows share state and action, the first whose actor and guard hold wins.
std::span<const Transition> transitions();

/// How a case comes into being.
struct Entry {
  Action action = Action::report;
  State state = State::reported;
  Actors who = 0;
};
inline constexpr std::array<Entry, 3> kEntries{{
    {Action::report, State::reported, Actor::reporter | Actor::staff},
    {Action::report_self_handled, State::self_handled, only(Actor::worker)},
    {Action::import_, State::imported, only(Actor::importer)},
}};

// ---- typical limits, overridable per district ---------------------------------------------------

struct StageLimits {
  calendar::Limit register_{calendar::LimitUnit::urgent_minute, 15};
  calendar::Limit verify{calendar::LimitUnit::urgent_minute, 30};
  calendar::Limit dispatch{calendar::LimitUnit::urgent_minute, 15};
  calendar::Limit accept{calendar::LimitUnit::work_hour, 2};
  calendar::Limit accept_urgent{calendar::LimitUnit::urgent_minute, 30};
  calendar::Limit handle{calendar::LimitUnit::work_hour, 4};  ///< a category without a limit
  calendar::Limit check{calendar::LimitUnit::urgent_minute, 30};
  calendar::Limit follow_up{calendar::LimitUnit::work_day, 2};
  calendar::Limit reopening{calendar::LimitUnit::natural_day, 14};
  calendar::Limit objection{calendar::LimitUnit::natural_day, 7};
  calendar::Limit restoring{calendar::LimitUnit::natural_day, 7};
  calendar::Limit drawing{calendar::LimitUnit::urgent_hour, 24};
  calendar::Limit sampling{calendar::LimitUnit::urgent_hour, 48};
  calendar::Limit shelving_max{calendar::LimitUnit::natural_day, 365};
  int sample_percent = 10;
  int extensions_max = 2;
  int warning_percent = 80;
};

/// A Mermaid state diagram of the table, for the docs.
std::string mermaid();

}  // namespace gewu::cases
