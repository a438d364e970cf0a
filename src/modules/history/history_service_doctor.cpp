// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <optional>
#include <vector>

#include "db/db.hpp"
#include "modules/history/history.hpp"
#include "modules/history/history_store.hpp"

namespace gewu::history {
namespace {

constexpr int page_rows = 5'000;

std::string_view sentence_for(std::string_view code) {
  if (code == "event_missing") return "this event or the ones from it on are gone";
  if (code == "event_altered") return "this event no longer gives its stored hash";
  if (code == "words_altered") return "the words of this event are not those that were hashed";
  if (code == "events_after_head")
    return "there are events that the subject's row knows nothing of";
  if (code == "head_differs") return "the last event is not the one that the subject's row names";
  return "the chain is broken";
}

class Report {
 public:
  explicit Report(std::size_t limit) : limit_(limit) {}
  void add(Problem problem) {
    if (problems_.size() < limit_) problems_.push_back(std::move(problem));
  }
  void add(const Subject& subject, const ChainCheck& check) {
    if (check.intact) return;
    add({check.reason, subject.kind + " " + std::to_string(subject.id),
         "Event " + std::to_string(check.first_broken) + ": " +
             std::string(sentence_for(check.reason)) + "."});
  }
  std::vector<Problem> take() { return std::move(problems_); }

 private:
  std::size_t limit_;
  std::vector<Problem> problems_;
};

/// Walks every chain in pages. The head of a subject is compared in the same snapshot in which the
/// next subject was met, so that events appended meanwhile are part of both.
class ChainsCheck {
 public:
  ChainsCheck(DistrictId district, const HeadLookup& heads, Report& report)
      : district_(district), heads_(heads), report_(report) {}

  /// False after the last page.
  bool page(db::ReadTx& tx) {
    const auto rows = store::events_after(tx, district_, at_, page_rows);
    for (const auto& [subject, event] : rows) {
      if (!walk_ || walk_->subject().id != subject.id) end_walk(subject);
      walk_->next(event);
      at_ = {subject.id, event.seq};
    }
    const bool more = rows.size() == page_rows;
    if (!more && walk_) ended_.push_back(std::move(*walk_));
    compare_heads(tx);
    return more;
  }

 private:
  void end_walk(const Subject& next) {
    if (walk_) ended_.push_back(std::move(*walk_));
    walk_.emplace(district_, next);
  }

  void compare_heads(db::ReadTx& tx) {
    std::map<std::string, std::vector<std::int64_t>> ids;
    for (const ChainWalk& walk : ended_) ids[walk.subject().kind].push_back(walk.subject().id);
    std::map<std::string, std::map<std::int64_t, Head>> heads;
    if (heads_) {
      for (const auto& [kind, of_kind] : ids) heads[kind] = heads_(tx, district_, kind, of_kind);
    }
    for (ChainWalk& walk : ended_) {
      const auto& of_kind = heads[walk.subject().kind];
      const auto found = of_kind.find(walk.subject().id);
      if (found != of_kind.end()) {
        walk.finish(found->second);
      } else if (heads_) {
        report_.add({"subject_unknown",
                     walk.subject().kind + " " + std::to_string(walk.subject().id),
                     "There are events of it, but no such row."});
      }
      report_.add(walk.subject(), walk.result());
    }
    ended_.clear();
  }

  DistrictId district_;
  const HeadLookup& heads_;
  Report& report_;
  store::Position at_;
  std::optional<ChainWalk> walk_;
  std::vector<ChainWalk> ended_;
};

/// Recomputes the closed days one after another.
class RootsCheck {
 public:
  RootsCheck(DistrictId district, std::chrono::minutes utc_offset, Report& report)
      : district_(district), utc_offset_(utc_offset), report_(report) {}

  /// False after the last closed day.
  bool next_day(db::ReadTx& tx) {
    const auto found = roots(tx, district_, next_, day_from_number(1'000'000), 1);
    if (found.empty()) return false;
    DailyRoot root = found.front();
    check_gap(tx, root.day);
    const auto leaves = store::hashes_between(tx, district_, start_of_day(root.day, utc_offset_),
                                              start_of_day(after(root.day), utc_offset_));
    check(root, leaves);
    next_ = after(root.day);
    previous_link_ = root.link;
    return true;
  }

 private:
  static Day after(Day day) { return day + std::chrono::days(1); }

  /// A day before this closed one that has events and no root.
  void check_gap(db::ReadTx& tx, Day closed) {
    const auto first = store::first_recorded(tx, district_, start_of_day(next_, utc_offset_));
    if (!first || local_day(*first, utc_offset_) >= closed) return;
    report_.add({"root_missing", to_iso_date(local_day(*first, utc_offset_)),
                 "There are events of that day, a later day is closed, and it has no root: the "
                 "events came after closing, or the root was removed."});
  }

  void check(const DailyRoot& root, const std::vector<Digest>& leaves) {
    std::vector<Digest> hashes;
    hashes.reserve(leaves.size());
    for (const Digest& leaf : leaves) hashes.push_back(leaf_hash(leaf));
    const std::string day = to_iso_date(root.day);
    if (merkle_root(hashes) != root.root) {
      report_.add({"root_differs", day,
                   "The day was closed with " + std::to_string(root.leaf_count) +
                       " events and now has " + std::to_string(leaves.size()) +
                       "; they do not give the published root."});
    }
    if (link_of(root.day, root.leaf_count, root.root, previous_link_) != root.link) {
      report_.add({"link_differs", day,
                   "The link does not follow from this day's root and the day before: a root or a "
                   "count was altered, or a closed day removed."});
    }
  }

  DistrictId district_;
  std::chrono::minutes utc_offset_;
  Report& report_;
  Day next_ = day_from_number(0);
  Digest previous_link_{};
};

}  // namespace

std::vector<Problem> doctor(db::Database& database, DistrictId district,
                            std::chrono::minutes utc_offset, const HeadLookup& heads,
                            const Progress& progress, std::size_t limit) {
  Report report(limit);
  const auto told = [&](std::string_view step, std::int64_t done) {
    if (progress) progress(step, done);
  };
  ChainsCheck chains(district, heads, report);
  std::int64_t done = 0;
  while (database.read([&](db::ReadTx& tx) { return chains.page(tx); })) {
    told("events", done += page_rows);
  }
  RootsCheck days(district, utc_offset, report);
  done = 0;
  while (database.read([&](db::ReadTx& tx) { return days.next_day(tx); })) told("days", ++done);
  return report.take();
}

}  // namespace gewu::history
