// SPDX-License-Identifier: Apache-2.0
#include "modules/cases/lifecycle.hpp"

#include <algorithm>

namespace gewu::cases {

namespace {

using enum Action;
using S = State;
using W = Actor;
using F = Field;
using G = Guard;

constexpr Transition go(State from, Action action, State next, Actors who, Fields needs = 0,
                        Fields may = 0, Guard guard = G::none) {
  return {from, action, To::state, next, who, needs, may, guard};
}
constexpr Transition stay(State from, Action action, Actors who, Fields needs = 0, Fields may = 0,
                          Guard guard = G::none) {
  return {from, action, To::same, from, who, needs, may, guard};
}

constexpr Actors kDesk = only(W::desk);
constexpr Actors kClock = only(W::clock);
constexpr Actors kPublisher = only(W::publisher);
constexpr Actors kHolder = only(W::holder);
constexpr Actors kReporter = only(W::reporter);
constexpr Actors kWorker = only(W::worker);
constexpr Fields kReason = just(F::reason);
constexpr Fields kGranted = just(F::granted);
constexpr Fields kNote = just(F::note);
constexpr Fields kPhotos = just(F::photos);
constexpr Fields kRemark = F::note | F::photos;
constexpr Fields kDispatching = F::assistants | F::limit | F::note;

// clang-format off
constexpr auto kTransitions = std::to_array<Transition>({
    // 已上报: the reception desk of the area it lies in
    go(S::reported, register_, S::registered, kDesk, 0, F::category | F::note),
    go(S::reported, verify_first, S::verifying, kDesk, 0, kNote, G::not_restricted),
    go(S::reported, decline, S::void_, kDesk, F::reason | F::answer, F::responsible | F::ground),
    go(S::reported, merge, S::merged, W::desk | W::merger, just(F::main_case), kNote,
       G::main_case_open),
    stay(S::reported, withdraw, kReporter, 0, kReason, G::has_co_reporters),
    go(S::reported, withdraw, S::withdrawn, kReporter, 0, kReason, G::no_co_reporters),
    stay(S::reported, locate, kDesk, just(F::place), kNote),
    stay(S::reported, recategorise, kDesk, just(F::category), kNote),
    // 待核实: the micro-grid's worker
    go(S::verifying, confirm, S::registered, kWorker, 0, kRemark),
    go(S::verifying, refute, S::void_, kWorker, F::reason | F::answer, kPhotos),
    go(S::verifying, cannot_reach, S::reported, kWorker, 0, kReason),
    // 已立案: the dispatcher of the desk
    go(S::registered, dispatch, S::dispatched, kDesk, just(F::holder), kDispatching,
       G::not_to_be_ruled),
    go(S::registered, rule, S::dispatched, kDesk, F::holder | F::reason, kDispatching,
       G::to_be_ruled),
    go(S::registered, escalate, S::registered, kDesk, kReason, 0, G::desk_above_exists),
    go(S::registered, merge, S::merged, kDesk, just(F::main_case), kNote, G::main_case_open),
    stay(S::registered, locate, kDesk, just(F::place), kNote),
    stay(S::registered, recategorise, kDesk, just(F::category), kNote),
    // 已派遣: whoever was named
    go(S::dispatched, accept, S::handling, kHolder, 0, kNote),
    go(S::dispatched, return_, S::registered, kHolder, kReason, 0, G::returnable),
    go(S::dispatched, recall, S::registered, kDesk, kReason),
    // 处置中: the handler
    go(S::handling, report_done, S::checking, kHolder, F::photo_after | F::answer, kRemark),
    go(S::handling, return_, S::registered, kHolder, kReason, 0, G::returnable),
    stay(S::handling, request_extension, kHolder, kReason, 0, G::extension_free),
    stay(S::handling, decide_extension, kDesk, kGranted, kReason, G::extension_asked),
    stay(S::handling, request_shelving, kHolder, F::reason | F::until, 0, G::shelving_free),
    go(S::handling, decide_shelving, S::shelved, kDesk, kGranted, kReason, G::shelving_asked),
    stay(S::handling, ask_help, kHolder, kReason, F::assistants | F::photos),
    go(S::handling, escalate, S::registered, W::holder | W::desk, kReason, 0,
       G::desk_above_exists),
    // 待核查: somebody else
    go(S::checking, pass, S::closed, only(W::verifier), 0, kRemark, G::not_excluded_verifier),
    go(S::checking, fail, S::handling, only(W::verifier), kReason, kPhotos,
       G::not_excluded_verifier),
    // 已结案: the follow-up desk, and the reporter's last word
    stay(S::closed, rate, kReporter, F::solved | F::satisfied, F::stars | F::note),
    stay(S::closed, rate, kDesk, F::reached | F::note, F::solved | F::satisfied | F::stars,
         G::not_answered),
    go(S::closed, reopen, S::registered, W::reporter | W::desk, kReason, kPhotos,
       G::within_reopening),
    go(S::closed, archive, S::archived, kClock),
    // 自处置: sampled by the community
    stay(S::self_handled, draw, kClock, 0, 0, G::not_yet_drawn),
    go(S::self_handled, pass, S::closed, only(W::sampler), 0, kRemark),
    go(S::self_handled, pass, S::closed, kClock, 0, 0, G::not_sampled),
    go(S::self_handled, fail, S::registered, only(W::sampler), kReason, kPhotos),
    stay(S::self_handled, object, kReporter, kReason),
    // 挂账: who shelved it; the desk reviews
    go(S::shelved, resume, S::handling, W::holder | W::desk | W::clock, 0, kNote),
    // 不予立案, 已撤回, 已并案
    go(S::void_, object, S::reported, kReporter, kReason, 0, G::within_objection),
    go(S::void_, archive, S::archived, kClock),
    go(S::withdrawn, restore, S::reported, kReporter, 0, kReason),
    go(S::withdrawn, archive, S::archived, kClock),
    {S::merged, unmerge, To::former, S::merged, kDesk, kReason, 0, G::none},
    go(S::merged, archive, S::archived, kClock),
});
// clang-format on

/// Alarms, joining reporters and remarks are alike in every state that has them, so they are
/// generated rather than written fourteen times.
constexpr auto common_rows() {
  std::array<Transition, kStates.size() * 7> out{};
  std::size_t n = 0;
  for (const auto& row : kStates) {
    if (row.clock != ClockKind::none && row.clock != ClockKind::main_case &&
        row.clock != ClockKind::objection && row.clock != ClockKind::restoring) {
      out[n++] = stay(row.state, warn, kClock);
      out[n++] = stay(row.state, supervise, kClock);
    }
    // Merged into by way of another case that is merged itself: both count the reporters.
    if (is_open(row.state)) out[n++] = stay(row.state, absorb, only(W::merger), just(F::main_case));
    if (row.clock != ClockKind::none)
      out[n++] = stay(row.state, release, only(W::merger), just(F::main_case));
    // What was told to the public can always be taken back, also once it is a record.
    if (is_open(row.state) || row.state == S::closed)
      out[n++] = stay(row.state, publish, kPublisher, 0, kNote, G::not_restricted);
    if (row.state != S::imported) out[n++] = stay(row.state, unpublish, kPublisher, kReason);
    if (row.clock != ClockKind::none) {
      out[n++] = stay(row.state, Action::note, only(W::staff), just(F::note), just(F::photos));
    }
  }
  return std::pair{out, n};
}

constexpr auto all_rows() {
  constexpr auto common = common_rows();
  std::array<Transition, kTransitions.size() + common.second> out{};
  std::copy(kTransitions.begin(), kTransitions.end(), out.begin());
  std::copy_n(common.first.begin(), common.second, out.begin() + kTransitions.size());
  return out;
}

constexpr auto kAll = all_rows();

// ---- what the table promises, checked while compiling ----------------------------------------

constexpr bool ends_here(State s) { return s == S::archived || s == S::imported; }

constexpr bool each_state_once_in_order() {
  for (std::size_t i = 0; i < kStates.size(); ++i) {
    if (static_cast<std::size_t>(kStates[i].state) != i) return false;
  }
  return true;
}

constexpr bool every_state_has_a_way_out() {
  return std::all_of(kStates.begin(), kStates.end(), [](const StateRow& row) {
    return ends_here(row.state) || std::any_of(kAll.begin(), kAll.end(), [&](const Transition& t) {
             return t.from == row.state && t.to != To::same;
           });
  });
}

constexpr bool every_state_has_an_owner_and_a_clock() {
  return std::all_of(kStates.begin(), kStates.end(), [](const StateRow& row) {
    return ends_here(row.state) ||
           (row.clock != ClockKind::none && row.held_by != HolderKind::records);
  });
}

constexpr bool every_state_is_reachable() {
  std::array<bool, kStates.size()> seen{};
  for (const auto& entry : kEntries) seen[static_cast<std::size_t>(entry.state)] = true;
  for (std::size_t round = 0; round < kStates.size(); ++round) {
    for (const auto& t : kAll) {
      if (seen[static_cast<std::size_t>(t.from)] && t.to == To::state) {
        seen[static_cast<std::size_t>(t.next)] = true;
      }
    }
  }
  return std::all_of(seen.begin(), seen.end(), [](bool b) { return b; });
}

constexpr bool the_doer_never_closes() {
  return std::all_of(kAll.begin(), kAll.end(), [](const Transition& t) {
    const bool closes = t.to == To::state && t.next == S::closed;
    return !closes || !(includes(t.who, W::holder) || includes(t.who, W::desk));
  });
}

static_assert(each_state_once_in_order());
static_assert(every_state_has_a_way_out());
static_assert(every_state_has_an_owner_and_a_clock());
static_assert(every_state_is_reachable());
static_assert(the_doer_never_closes());

}  // namespace

const StateRow& row_of(State state) { return kStates[static_cast<std::size_t>(state)]; }

std::span<const Transition> transitions() { return kAll; }

std::string mermaid() {
  std::string out = "stateDiagram-v2\n";
  for (const auto& entry : kEntries) {
    out.append("  [*] --> ").append(code_of(entry.state)).append(" : ");
    out.append(code_of(entry.action)).append("\n");
  }
  for (const auto& t : kAll) {
    if (t.to != To::state) continue;
    out.append("  ").append(code_of(t.from)).append(" --> ").append(code_of(t.next));
    out.append(" : ").append(code_of(t.action)).append("\n");
  }
  out.append("  archived --> [*]\n  imported --> [*]\n");
  return out;
}

}  // namespace gewu::cases
