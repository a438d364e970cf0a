// SPDX-License-Identifier: Apache-2.0
// The words of a case's life. Enumerators are the codes of SQL, JSON and translations.
#pragma once

#include <boost/describe.hpp>

#include "base/codes.hpp"

namespace gewu::cases {

/// LIFECYCLE: where a case stands.
enum class State {
  reported,      ///< 已上报
  verifying,     ///< 待核实
  registered,    ///< 已立案
  dispatched,    ///< 已派遣
  handling,      ///< 处置中
  checking,      ///< 待核查
  closed,        ///< 已结案
  self_handled,  ///< 自处置
  shelved,       ///< 挂账
  void_,         ///< 不予立案
  merged,        ///< 已并案
  withdrawn,     ///< 已撤回
  archived,      ///< 已归档
  imported       ///< 历史导入
};
BOOST_DESCRIBE_ENUM(State, reported, verifying, registered, dispatched, handling, checking, closed,
                    self_handled, shelved, void_, merged, withdrawn, archived, imported)

enum class Action {
  // entries
  report,
  report_self_handled,
  import_,
  // reception
  register_,
  verify_first,
  decline,
  merge,
  withdraw,
  locate,
  recategorise,
  // verification before filing (核实)
  confirm,
  refute,
  cannot_reach,
  // dispatching
  dispatch,
  rule,
  escalate,
  recall,
  // handling
  accept,
  return_,
  report_done,
  request_extension,
  decide_extension,
  request_shelving,
  decide_shelving,
  ask_help,
  resume,
  // checking (核查) and after
  pass,
  fail,
  draw,
  rate,
  reopen,
  archive,
  object,
  restore,
  unmerge,
  // what happens to the main case of a merger
  absorb,
  release,
  // shown to everybody, and no longer
  publish,
  unpublish,
  // clocks
  warn,
  supervise,
  // any time
  note
};
BOOST_DESCRIBE_ENUM(Action, report, report_self_handled, import_, register_, verify_first, decline,
                    merge, withdraw, locate, recategorise, confirm, refute, cannot_reach, dispatch,
                    rule, escalate, recall, accept, return_, report_done, request_extension,
                    decide_extension, request_shelving, decide_shelving, ask_help, resume, pass,
                    fail, draw, rate, reopen, archive, object, restore, unmerge, absorb, release,
                    publish, unpublish, warn, supervise, note)

/// Who stands in which relation to a case. One caller may stand in several.
enum class Actor : unsigned {
  reporter = 1,     ///< holds the follow code, of this case or of one merged into it
  desk = 2,         ///< a desk role over the case's desk area
  desk_above = 4,   ///< a desk role over a desk above that
  worker = 8,       ///< worker or lead of the micro-grid or grid the case lies in
  holder = 16,      ///< the account it was given to, or a member of that organisation
  verifier = 32,    ///< may check after handling, and neither handled it nor is of that team
  sampler = 64,     ///< community desk or verifier, not the one who handled it himself
  staff = 128,      ///< anyone signed in who works with the case
  clock = 256,      ///< time
  importer = 512,   ///< history loaded from elsewhere
  viewer = 1024,    ///< sees the case and changes nothing: leader, auditor
  merger = 2048,    ///< the other half of a merger; never a person
  publisher = 4096  ///< the module that shows cases to the public, for a desk; never a person
};
BOOST_DESCRIBE_ENUM(Actor, reporter, desk, desk_above, worker, holder, verifier, sampler, staff,
                    clock, importer, viewer, merger, publisher)

/// A set of Actor.
using Actors = unsigned;
constexpr Actors operator|(Actor a, Actor b) {
  return static_cast<unsigned>(a) | static_cast<unsigned>(b);
}
constexpr Actors operator|(Actors a, Actor b) { return a | static_cast<unsigned>(b); }
constexpr bool includes(Actors set, Actor a) { return (set & static_cast<unsigned>(a)) != 0; }
constexpr Actors only(Actor a) { return static_cast<unsigned>(a); }

/// What a clock measures.
enum class ClockKind {
  none,
  register_,
  verify,
  dispatch,
  accept,
  handle,
  check,
  follow_up,
  sampling,
  review,
  objection,
  restoring,
  main_case
};
BOOST_DESCRIBE_ENUM(ClockKind, none, register_, verify, dispatch, accept, handle, check, follow_up,
                    sampling, review, objection, restoring, main_case)

/// Who has it now.
enum class HolderKind {
  desk,          ///< the desk of an area
  workers,       ///< the workers of an area
  verifiers,     ///< the verifiers over an area
  account,       ///< one person
  organisation,  ///< an organisation
  records        ///< nobody acts any more
};
BOOST_DESCRIBE_ENUM(HolderKind, desk, workers, verifiers, account, organisation, records)

/// How a report came in. A field from day one, so that paper and phone are never second class.
enum class Channel {
  resident_page,
  door_card,
  paper,
  walk_in,
  phone,
  hotline,
  worker_note,
  file_import,
  released_page  ///< joined a report that staff had shown to the public
};
BOOST_DESCRIBE_ENUM(Channel, resident_page, door_card, paper, walk_in, phone, hotline, worker_note,
                    file_import, released_page)

enum class Pending { none, extension, shelving };
BOOST_DESCRIBE_ENUM(Pending, none, extension, shelving)

}  // namespace gewu::cases
