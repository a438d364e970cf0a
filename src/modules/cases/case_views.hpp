// SPDX-License-Identifier: Apache-2.0
// What staff are shown of a case: the source of JSON and OpenAPI, here and in modules that show
// cases, too.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "modules/areas/areas.hpp"
#include "modules/cases/case.hpp"
#include "modules/cases/case_words.hpp"
#include "modules/history/history.hpp"
#include "modules/photos/photos.hpp"
#include "modules/voice_notes/voice_notes.hpp"

namespace gewu::cases::views {

/// What a promised window was drawn from; the last three: there is none, because …
enum class PromiseBasis { category, class_, district, too_few, too_many_open, unknown_then };
BOOST_DESCRIBE_ENUM(PromiseBasis, category, class_, district, too_few, too_many_open, unknown_then)

struct CaseCategory {
  CategoryId id;
  std::string code, name_zh, name_en;
};
BOOST_DESCRIBE_STRUCT(CaseCategory, (), (id, code, name_zh, name_en))

struct CaseArea {
  AreaId id;
  std::string code, name;
  areas::Level level{};
};
BOOST_DESCRIBE_STRUCT(CaseArea, (), (id, code, name, level))

struct HolderOut {
  HolderKind kind{};
  RecordId id;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(HolderOut, (), (kind, id, name))

enum class Alarm { none, warned, overdue };
BOOST_DESCRIBE_ENUM(Alarm, none, warned, overdue)

struct CaseRow {
  CaseId id;
  std::int64_t number = 0;
  std::string title;
  CaseCategory category;
  State state{};
  std::optional<CaseArea> area;         ///< none: unlocated
  std::vector<std::string> area_names;  ///< from the district down
  CaseArea desk;
  HolderOut holder;
  std::optional<Instant> due_at;
  Alarm alarm{};
  bool emergency = false;
  Instant reported_at;
  Channel channel{};
  int photo_count = 0, co_reporters = 0;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(CaseRow, (),
                      (id, number, title, category, state, area, area_names, desk, holder, due_at,
                       alarm, emergency, reported_at, channel, photo_count, co_reporters, version))

struct PlaceOut {
  double lat = 0, lon = 0;
  std::optional<double> accuracy_m;
};
BOOST_DESCRIBE_STRUCT(PlaceOut, (), (lat, lon, accuracy_m))

struct ClockOut {
  ClockKind kind{};
  std::string limit;
  int extensions = 0;
  Instant started_at, due_at;
  bool calendar_missing = false;
};
BOOST_DESCRIBE_STRUCT(ClockOut, (), (kind, limit, extensions, started_at, due_at, calendar_missing))

struct PausedOut {
  ClockKind kind{};
  std::string limit;
  std::int64_t used_seconds = 0;
};
BOOST_DESCRIBE_STRUCT(PausedOut, (), (kind, limit, used_seconds))

struct PhotoOut {
  PhotoId photo;
  std::optional<photos::PhotoKind> kind;
  int width = 0, height = 0;
  Instant uploaded_at;
};
BOOST_DESCRIBE_STRUCT(PhotoOut, (), (photo, kind, width, height, uploaded_at))

struct VoiceOut {
  voice_notes::VoiceId voice;
  std::string media_type;
  std::int64_t bytes = 0;
  std::optional<int> seconds;
  Instant uploaded_at;
};
BOOST_DESCRIBE_STRUCT(VoiceOut, (), (voice, media_type, bytes, seconds, uploaded_at))

struct ActorOut {
  history::ActorKind kind{};
  std::string name;  ///< empty for reporter and clock
};
BOOST_DESCRIBE_STRUCT(ActorOut, (), (kind, name))

struct EventOut {
  int seq = 0;
  Instant at, recorded_at;
  bool late = false;
  std::string action, from, to;
  ActorOut actor;
  std::string words;
  std::map<std::string, std::string> data;
  std::string hash;
};
BOOST_DESCRIBE_STRUCT(EventOut, (),
                      (seq, at, recorded_at, late, action, from, to, actor, words, data, hash))

struct AllowedOut {
  Action action{};
  std::vector<std::string> needs, optional;
};
BOOST_DESCRIBE_STRUCT(AllowedOut, (), (action, needs, optional))

struct PendingOut {
  Pending kind{};
  std::string reason;
  std::optional<Instant> until;
};
BOOST_DESCRIBE_STRUCT(PendingOut, (), (kind, reason, until))

struct ReportOfCase {
  CaseId id;
  std::int64_t number = 0;
  Channel channel{};
  Instant at;
  std::string contact;  ///< masked, "***" for who does not speak with them, empty without one
};
BOOST_DESCRIBE_STRUCT(ReportOfCase, (), (id, number, channel, at, contact))

struct CaseRef {
  CaseId id;
  std::int64_t number = 0;
};
BOOST_DESCRIBE_STRUCT(CaseRef, (), (id, number))

struct DuplicateOut {
  CaseId id;
  std::int64_t number = 0;
  std::string title;
  int distance_m = 0;
  int minutes_apart = 0;
  bool same_category = false;
};
BOOST_DESCRIBE_STRUCT(DuplicateOut, (),
                      (id, number, title, distance_m, minutes_apart, same_category))

struct RatingOut {
  bool solved = false, satisfied = false;
  std::optional<int> stars;
  std::string comment;
  Instant at;
};
BOOST_DESCRIBE_STRUCT(RatingOut, (), (solved, satisfied, stars, comment, at))

struct CaseDetail : CaseRow {
  std::string words, address, answer;
  std::string nature;
  bool restricted = false, must_rule = false;
  std::optional<bool> sampled;
  std::optional<PlaceOut> place;
  std::optional<ClockOut> clock;
  std::optional<PausedOut> paused;
  std::optional<CaseArea> supervisor;
  std::vector<HolderOut> assistants;
  std::vector<std::string> limits;  ///< of the category, to choose from
  std::vector<PhotoOut> photos;
  std::vector<VoiceOut> voices;
  std::vector<EventOut> events;
  std::vector<AllowedOut> allowed;
  std::optional<PendingOut> pending;
  std::optional<CaseRef> merged_into;
  std::vector<ReportOfCase> reports;  ///< its own first, then those merged into it
  bool can_reveal = false;            ///< whether this caller may unmask how to reach them
  std::vector<DuplicateOut> duplicates;
  std::optional<RatingOut> rating;
  std::optional<Instant> reopen_until;
  int extensions = 0, returns = 0, reworks = 0, reopenings = 0;
};
BOOST_DESCRIBE_STRUCT(CaseDetail, (CaseRow),
                      (words, address, answer, nature, restricted, must_rule, sampled, place, clock,
                       paused, supervisor, assistants, limits, photos, voices, events, allowed,
                       pending, merged_into, reports, can_reveal, duplicates, rating, reopen_until,
                       extensions, returns, reworks, reopenings))

}  // namespace gewu::cases::views
