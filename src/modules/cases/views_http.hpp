// SPDX-License-Identifier: Apache-2.0
// What the routes of cases take and give: described structs, the source of validation and OpenAPI.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "modules/cases/case_views.hpp"
#include "modules/cases/cases.hpp"
#include "modules/history/history.hpp"

namespace gewu::cases::http_views {

using namespace views;

// ---- in -----------------------------------------------------------------------------------------

struct PlaceIn {
  double lat = 0;
  double lon = 0;
  std::optional<double> accuracy_m;
};
BOOST_DESCRIBE_STRUCT(PlaceIn, (), (lat, lon, accuracy_m))

struct PhotoIn {
  PhotoId photo;
  Text<16, 64> token;
  photos::PhotoKind kind = photos::PhotoKind::near;
};
BOOST_DESCRIBE_STRUCT(PhotoIn, (), (photo, token, kind))

struct VoiceIn {
  voice_notes::VoiceId voice;
  Text<16, 64> token;
};
BOOST_DESCRIBE_STRUCT(VoiceIn, (), (voice, token))

struct ContactIn {
  std::optional<Text<0, 40>> name;
  std::optional<Text<0, 32>> phone;
};
BOOST_DESCRIBE_STRUCT(ContactIn, (), (name, phone))

/// A resident's report. Channels that only staff may name are refused.
struct ReportIn {
  Words words;
  std::optional<Text<1, 32>> category;
  std::optional<PlaceIn> place;
  std::optional<Text<0, 200>> address;
  std::optional<ContactIn> contact;
  std::optional<std::vector<PhotoIn>> photos;
  std::optional<std::vector<VoiceIn>> voices;
  std::optional<Channel> channel;
  std::optional<categories::Nature> nature;
  std::optional<bool> about_holder;
  std::optional<Text<2, 16>> language;
  std::optional<Instant> done_at;
};
BOOST_DESCRIBE_STRUCT(ReportIn, (),
                      (words, category, place, address, contact, photos, voices, channel, nature,
                       about_holder, language, done_at))

/// Somebody has the same problem as one that is shown to the public.
struct JoinIn {
  std::optional<Lines<0, 500>> words;
  std::optional<ContactIn> contact;
  std::optional<Text<2, 16>> language;
};
BOOST_DESCRIBE_STRUCT(JoinIn, (), (words, contact, language))

/// The same entered by staff, or handled on the spot.
struct EntryIn : ReportIn {
  std::optional<bool> self_handled;
  std::optional<Lines<2, 2000>> answer;
};
BOOST_DESCRIBE_STRUCT(EntryIn, (ReportIn), (self_handled, answer))

struct HolderIn {
  HolderKind kind{};
  RecordId id;
};
BOOST_DESCRIBE_STRUCT(HolderIn, (), (kind, id))

struct ActionIn {
  Action action{};
  std::int64_t version = 0;
  std::optional<Instant> done_at;
  std::optional<Remark> reason, answer, note;
  std::optional<Text<1, 200>> responsible, ground;
  std::optional<HolderIn> holder;
  std::optional<std::vector<HolderIn>> assistants;
  std::optional<std::vector<PhotoIn>> photos;
  std::optional<std::vector<VoiceIn>> voices;
  std::optional<Text<3, 32>> limit;
  std::optional<Text<1, 32>> category;
  std::optional<CaseId> main_case;
  std::optional<PlaceIn> place;
  std::optional<Text<0, 200>> address;
  std::optional<Instant> until;
  std::optional<bool> granted, solved, satisfied, reached;
  std::optional<int> stars;
};
BOOST_DESCRIBE_STRUCT(ActionIn, (),
                      (action, version, done_at, reason, answer, note, responsible, ground, holder,
                       assistants, photos, voices, limit, category, main_case, place, address,
                       until, granted, solved, satisfied, reached, stars))

struct FollowActionIn {
  Action action{};
  std::optional<Remark> reason;
  std::optional<std::vector<PhotoIn>> photos;
};
BOOST_DESCRIBE_STRUCT(FollowActionIn, (), (action, reason, photos))

struct RatingIn {
  bool solved = false;
  bool satisfied = false;
  std::optional<int> stars;
  std::optional<Lines<0, 500>> comment;
};
BOOST_DESCRIBE_STRUCT(RatingIn, (), (solved, satisfied, stars, comment))

struct RevealIn {
  privacy::Reason reason;
};
BOOST_DESCRIBE_STRUCT(RevealIn, (), (reason))

/// What is asked for: all in one's areas; what one holds, alone, for an organisation or with a
/// team; what a desk holds; what waits for checking; what is late; the tray; what one reported
/// oneself.
enum class Queue { all, mine, desk, to_check, overdue, unlocated, reported };
BOOST_DESCRIBE_ENUM(Queue, all, mine, desk, to_check, overdue, unlocated, reported)

struct CaseQuery {
  std::optional<Queue> queue;
  std::optional<State> state;
  std::optional<AreaId> area;
  std::optional<bool> own_only;  ///< in `area` itself and none of its parts
  std::optional<Text<1, 32>> category;
  std::optional<Channel> channel;
  std::optional<bool> emergency;
  std::optional<Alarm> alarm;
  std::optional<Instant> since, until;  ///< reported then or later, reported before
  std::optional<Text<1, 40>> holder;    ///< "account:42", "organisation:7", or a kind alone: "desk"
  std::optional<Text<1, 80>> q;         ///< words, or a case number
  std::optional<Text<1, 64>> cursor;
  std::optional<int> limit;
};
BOOST_DESCRIBE_STRUCT(CaseQuery, (),
                      (queue, state, area, own_only, category, channel, emergency, alarm, since,
                       until, holder, q, cursor, limit))

// ---- out ----------------------------------------------------------------------------------------

/// Where a case holds what was looked for. `follow_up`: in what was said after the report.
enum class FoundIn { number, title, words, address, answer, follow_up, category };
BOOST_DESCRIBE_ENUM(FoundIn, number, title, words, address, answer, follow_up, category)

struct MarkOut {
  int from = 0, to = 0;  ///< UTF-16 units of `text`, as JavaScript counts them
};
BOOST_DESCRIBE_STRUCT(MarkOut, (), (from, to))

struct FoundOut {
  CaseId id;
  FoundIn in{};
  std::string text;  ///< the title, or the passage around the first place
  std::vector<MarkOut> marks;
};
BOOST_DESCRIBE_STRUCT(FoundOut, (), (id, in, text, marks))

/// What was understood of `q`.
struct SearchOut {
  std::optional<std::int64_t> number;    ///< of the case that comes first
  std::vector<std::string> words;        ///< all of them are in each case; folded
  std::vector<CaseCategory> categories;  ///< whose name holds one of the words; at most ten
  std::vector<std::string> ignored;      ///< long numbers, which may be somebody's phone
  bool complete = true;                  ///< false: old cases are still being indexed
  std::vector<FoundOut> found;           ///< for each item, the places that show why
};
BOOST_DESCRIBE_STRUCT(SearchOut, (), (number, words, categories, ignored, complete, found))

struct CaseList {
  std::vector<CaseRow> items;
  std::optional<std::string> next;
  std::optional<SearchOut> search;  ///< with `q`: newest first, in any state
};
BOOST_DESCRIBE_STRUCT(CaseList, (), (items, next, search))

struct QueueCounts {
  int all = 0, mine = 0, desk = 0, to_check = 0, overdue = 0, unlocated = 0, reported = 0;
};
BOOST_DESCRIBE_STRUCT(QueueCounts, (), (all, mine, desk, to_check, overdue, unlocated, reported))
struct Counts {
  QueueCounts queues;
  std::map<std::string, int> states;
  int capped_at = 1000;
};
BOOST_DESCRIBE_STRUCT(Counts, (), (queues, states, capped_at))

/// By when most similar cases were solved: no deadline, but what was true so far.
struct PromiseOut {
  std::optional<Instant> until;
  std::optional<std::int64_t> hours;
  int similar = 0, share = 0;
  PromiseBasis basis{};
};
BOOST_DESCRIBE_STRUCT(PromiseOut, (), (until, hours, similar, share, basis))

struct ReportOut {
  std::int64_t number = 0;
  std::string follow_code, follow_path;
  State state{};
  std::optional<CaseArea> area;
  CaseArea desk;
  std::optional<Instant> due_at;
  std::string receipt;
  Day receipt_day;
  std::optional<std::string> emergency_number;
  std::optional<PromiseOut> promise;
};
BOOST_DESCRIBE_STRUCT(ReportOut, (),
                      (number, follow_code, follow_path, state, area, desk, due_at, receipt,
                       receipt_day, emergency_number, promise))

struct EntryOut : ReportOut {
  CaseId id;
};
BOOST_DESCRIBE_STRUCT(EntryOut, (ReportOut), (id))

/// A step as the reporter sees it: what happened, never who of the staff it was.
struct StepOut {
  Instant at;
  std::string action, state;
  std::string by;    ///< "reporter", "clock", or the desk, organisation or role that acted
  std::string note;  ///< only what was said to the reporter
};
BOOST_DESCRIBE_STRUCT(StepOut, (), (at, action, state, by, note))

struct FollowOut {
  std::int64_t number = 0;
  std::optional<std::int64_t> joined;  ///< number of the main case, when it was merged
  /// Joined from a public page, and since found to be what the public is never told of: only the
  /// reporter's own part and how far it is are shown.
  bool withheld = false;
  std::string title, words;
  CaseCategory category;
  State state{};
  std::vector<std::string> area_names;
  std::string address;
  std::optional<PlaceOut> place;
  Instant reported_at;
  HolderOut holder;
  std::optional<Instant> due_at;
  bool overdue = false;
  bool calendar_missing = false;
  std::optional<CaseArea> supervisor;
  std::vector<StepOut> steps;
  std::vector<PhotoOut> photos;
  std::vector<VoiceOut> voices;  ///< what was said with the report
  std::string answer;
  std::vector<Action> can;
  std::optional<RatingOut> rating;
  std::optional<Instant> reopen_until;
  int co_reporters = 0;
  std::optional<PromiseOut> promise;
  std::string receipt;
  Day receipt_day;
};
BOOST_DESCRIBE_STRUCT(FollowOut, (),
                      (number, joined, withheld, title, words, category, state, area_names, address,
                       place, reported_at, holder, due_at, overdue, calendar_missing, supervisor,
                       steps, photos, voices, answer, can, rating, reopen_until, co_reporters,
                       promise, receipt, receipt_day))

struct HolderChoice {
  HolderKind kind{};
  RecordId id;
  std::string name, role, area_name;
};
BOOST_DESCRIBE_STRUCT(HolderChoice, (), (kind, id, name, role, area_name))

struct ProofStep {
  std::string side, hash;
};
BOOST_DESCRIBE_STRUCT(ProofStep, (), (side, hash))

struct ReceiptOut {
  std::string receipt;
  Day day;
  std::optional<std::string> root;
  std::int64_t leaf_index = 0, leaf_count = 0;
  std::vector<ProofStep> path;
  bool intact = true;  ///< the whole chain of the case, recomputed now
  int events = 0;
  std::string head;
};
BOOST_DESCRIBE_STRUCT(ReceiptOut, (),
                      (receipt, day, root, leaf_index, leaf_count, path, intact, events, head))

struct ContactOut {
  std::string name, phone;
};
BOOST_DESCRIBE_STRUCT(ContactOut, (), (name, phone))

}  // namespace gewu::cases::http_views
