// SPDX-License-Identifier: Apache-2.0
#include "modules/planner/search.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "modules/planner/anneal.hpp"
#include "modules/planner/contraction.hpp"
#include "modules/planner/first_cut.hpp"
#include "modules/planner/tree_cut.hpp"

namespace gewu::planner {

namespace {

constexpr std::size_t kEliteMost = 8;
// The search has settled when this many independent starts ended at the best cost, and the search
// has gone on for several times as long as it took to find it.
constexpr int kAgreeing = 3;
constexpr int kAgreeingFree = 120;  // units; a larger graph needs one more start for every 40
constexpr std::int64_t kPatience = 5;
constexpr std::int64_t kRunsAtLeast = 60;
constexpr std::int64_t kTriesPerUnit = 200;
constexpr int kTreesAtStart = 3;

/// 1 1 2 1 1 2 4 1 1 2 1 1 2 4 8 …: the best blind schedule of restarts where nobody knows how
/// long a run should be (Luby, Sinclair and Zuckerman 1993).
std::int64_t luby(std::int64_t i) {
  std::int64_t power = 1;
  while (power - 1 < i) power *= 2;
  while (power - 1 != i) {
    power /= 2;
    if (i >= power) i -= power - 1;
    power = 1;
    while (power - 1 < i) power *= 2;
  }
  return power / 2;
}

class Search {
 public:
  Search(const Task& task, const SearchOptions& options, Assignment today)
      : task_(task),
        options_(options),
        today_(std::move(today)),
        dice_(options.seed),
        cutter_(task),
        base_(std::clamp<std::int64_t>(kTriesPerUnit * task.graph.size(), 4'000, 5'000'000)) {}

  void run() {
    begin();
    for (std::int64_t i = 1; ended_ == Ended::settled && !settled(); ++i) {
      const std::int64_t tries = base_ * luby(i);
      if (i % 3 == 0 && elite_.size() > 1)
        crossed(tries);
      else if (i % 3 == 1 && !elite_.empty() && i > 6)
        reheated(tries);
      else
        fresh(random_start(task_, cutter_, dice_, kTreesAtStart), tries);
    }
  }

  const Best& best() const { return best_; }
  Ended ended() const { return ended_; }
  const Standing& standing() const { return standing_; }

 private:
  /// METIS first, then today's division if there is one: the answer is never worse than either.
  void begin() {
    fresh(first_cut(task_, options_.seed), base_);
    if (today_.empty() || ended_ != Ended::settled) return;
    Division division(task_, in_whole_pieces(task_, today_));
    annealed(division, {0.5, 0.1, base_, 1}, task_);
  }

  bool settled() const {
    return best_.excess == 0 && agreeing_ >= agreeing_wanted() &&
           standing_.steps >= kPatience * steps_at_best_ && standing_.steps >= kRunsAtLeast * base_;
  }

  int agreeing_wanted() const {
    return kAgreeing + std::max(0, task_.graph.size() - kAgreeingFree) / 40;
  }

  void fresh(Assignment start, std::int64_t tries) {
    Division division(task_, std::move(start));
    const Best found = annealed(division, {2 + 2 * dice_.share(), 0.2, tries, 1}, task_);
    if (found.excess == best_.excess && found.cost == best_.cost) ++agreeing_;
  }

  void reheated(std::int64_t tries) {
    const Best& from = elite_[dice_.below(static_cast<std::uint32_t>(elite_.size()))];
    Division division(task_, from.assignment);
    annealed(division, {0.4 + 0.6 * dice_.share(), 0.15, tries, 2}, task_);
  }

  /// What two good divisions agree on is taken as given, and only the rest is searched: a far
  /// smaller task. Then the whole is annealed gently.
  void crossed(std::int64_t tries) {
    const auto a = dice_.below(static_cast<std::uint32_t>(elite_.size()));
    auto b = dice_.below(static_cast<std::uint32_t>(elite_.size() - 1));
    if (b >= a) ++b;
    // Parts have no names of their own: the same division may come with others.
    const Assignment renamed = named_like(elite_[a].assignment, elite_[b].assignment);
    const Contraction both = overlay(task_, elite_[a].assignment, renamed);
    if (both.task.graph.size() <= task_.parts) return fresh_again(tries);
    TreeCutter cutter(both.task);
    Best small;
    Assignment start(index(both.task.graph.size()), 0);
    for (std::size_t u = 0; u < both.group.size(); ++u)
      start[index(both.group[u])] = elite_[a].assignment[u];
    {
      Division division(both.task, std::move(start));
      small = annealed(division, {1.5, 0.15, tries / 2, 1}, both.task);
    }
    if (ended_ != Ended::settled) {
      offer(both.expanded(small.assignment));
      return;
    }
    Division division(task_, both.expanded(small.assignment));
    annealed(division, {0.4, 0.15, tries / 2, 2}, task_);
  }

  void fresh_again(std::int64_t tries) {
    fresh(random_start(task_, cutter_, dice_, kTreesAtStart), tries);
  }

  /// `other` with its parts renamed to those of `like` that they share most load with.
  Assignment named_like(const Assignment& like, const Assignment& other) const {
    struct Shared {
      std::int64_t load;
      Part mine, theirs;
    };
    std::vector<Shared> shared;
    std::vector<std::int64_t> table(index(task_.parts) * index(task_.parts), 0);
    for (std::size_t u = 0; u < like.size(); ++u)
      table[index(like[u]) * index(task_.parts) + index(other[u])] +=
          task_.graph.load(static_cast<Unit>(u)) + 1;
    for (Part mine = 0; mine < task_.parts; ++mine)
      for (Part theirs = 0; theirs < task_.parts; ++theirs)
        if (const auto load = table[index(mine) * index(task_.parts) + index(theirs)]; load > 0)
          shared.push_back({load, mine, theirs});
    std::stable_sort(shared.begin(), shared.end(),
                     [](const Shared& x, const Shared& y) { return x.load > y.load; });
    std::vector<Part> name(index(task_.parts), -1);
    std::vector<bool> given(index(task_.parts), false);
    for (const Shared& s : shared)
      if (name[index(s.theirs)] < 0 && !given[index(s.mine)]) {
        name[index(s.theirs)] = s.mine;
        given[index(s.mine)] = true;
      }
    Part next = 0;
    for (Part& n : name) {
      if (n >= 0) continue;
      while (given[index(next)]) ++next;
      n = next;
      given[index(next)] = true;
    }
    Assignment renamed(other.size());
    for (std::size_t u = 0; u < other.size(); ++u) renamed[u] = name[index(other[u])];
    return renamed;
  }

  /// Anneals in slices, so that whoever waits sees progress and may stop.
  Best annealed(Division& division, const Heat& heat, const Task& task) {
    Best found;
    const std::int64_t before = standing_.steps;
    const bool whole = &task == &task_;
    Annealing annealing(division, heat, dice_, found);
    for (bool more = true; more && ended_ == Ended::settled;) {
      const std::int64_t left = options_.steps_most - before;
      more = annealing.run(std::min(division.steps() + kSlice, left));
      standing_.steps = before + division.steps();
      if (whole) take(found);
      if (more && standing_.steps >= options_.steps_most) ended_ = Ended::spent;
      if (!options_.go_on(standing_)) ended_ = Ended::stopped;
    }
    ++standing_.runs;
    if (standing_.steps >= options_.steps_most && ended_ == Ended::settled) ended_ = Ended::spent;
    if (whole) remember(found);
    return found;
  }

  void offer(const Assignment& assignment) {
    Best found;
    found.offer(Division(task_, assignment));
    take(found);
  }

  void take(const Best& found) {
    if (!best_.assignment.empty() && !found.better_than(best_)) return;
    if (best_.assignment.empty() || found.excess != best_.excess || found.cost != best_.cost)
      agreeing_ = 0;
    best_ = found;
    steps_at_best_ = standing_.steps;
    standing_.cost = best_.cost;
    standing_.excess = best_.excess;
  }

  void remember(const Best& found) {
    const auto same = [&](const Best& e) { return e.assignment == found.assignment; };
    if (std::any_of(elite_.begin(), elite_.end(), same)) return;
    elite_.push_back(found);
    std::stable_sort(elite_.begin(), elite_.end(),
                     [](const Best& x, const Best& y) { return x.better_than(y); });
    if (elite_.size() > kEliteMost) elite_.pop_back();
  }

  static std::size_t index(std::int32_t i) { return static_cast<std::size_t>(i); }
  static constexpr std::int64_t kSlice = 400'000;

  const Task& task_;
  const SearchOptions& options_;
  Assignment today_;
  Dice dice_;
  TreeCutter cutter_;
  std::int64_t base_;
  Best best_;
  std::vector<Best> elite_;
  int agreeing_ = 0;
  std::int64_t steps_at_best_ = 0;
  Standing standing_;
  Ended ended_ = Ended::settled;
};

Outcome concluded(const Task& task, Assignment assignment, Ended ended, Standing standing) {
  Outcome outcome;
  outcome.verdict = judge(task, assignment);
  outcome.assignment = std::move(assignment);
  outcome.ended = ended;
  standing.cost = outcome.verdict.cost();
  standing.excess = outcome.verdict.excess;
  outcome.standing = standing;
  return outcome;
}

void take_better(const Task& task, Assignment& best, Assignment other) {
  const Verdict now = judge(task, best), then = judge(task, other);
  if (std::pair(then.excess, then.cost()) < std::pair(now.excess, now.cost()))
    best = std::move(other);
}

}  // namespace

Result<Outcome> divide(const Task& task, const SearchOptions& options) {
  const Unit units = task.graph.size();
  if (task.parts < 1) return invalid("parts_too_few", "There must be at least one part.", "/parts");
  if (task.parts > units)
    return invalid("parts_too_many",
                   "There are " + std::to_string(task.parts) + " parts and only " +
                       std::to_string(units) + " units; ask for fewer parts.",
                   "/parts");
  if (pieces_of(task.graph).size() > 1)
    return invalid("graph_in_pieces", "The units do not hang together; divide each piece alone.",
                   "/graph");
  if (task.parts == 1)
    return concluded(task, Assignment(static_cast<std::size_t>(units), 0), Ended::settled, {});
  Contraction tied = without_dangling(task);
  if (tied.task.graph.size() < task.parts) {
    std::vector<Unit> each(static_cast<std::size_t>(units));
    for (Unit u = 0; u < units; ++u) each[static_cast<std::size_t>(u)] = u;
    tied = contracted(task, std::move(each));
  }
  Assignment today;
  if (!options.today.empty()) {
    today.resize(static_cast<std::size_t>(tied.task.graph.size()));
    for (std::size_t u = 0; u < tied.group.size(); ++u)
      today[static_cast<std::size_t>(tied.group[u])] = options.today[u];
  }
  Search search(tied.task, options, std::move(today));
  search.run();
  Assignment best = tied.expanded(search.best().assignment);
  // Starts of the untied graph keep the promise never to be worse, also with a budget of nothing.
  take_better(task, best, first_cut(task, options.seed));
  if (!options.today.empty()) take_better(task, best, in_whole_pieces(task, options.today));
  return concluded(task, std::move(best), search.ended(), search.standing());
}

}  // namespace gewu::planner
