// SPDX-License-Identifier: Apache-2.0
#include "modules/planner/anneal.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace gewu::planner {

namespace {

constexpr std::size_t kAlongMost = 12;
constexpr int kRound = 256;
// After each round the price of excess rises in a part that misses its limits by kRise, and falls
// elsewhere by kRise to a power: first so that parts are outside as long as inside, which lets
// units travel; in the end nearly not at all. Each part has its own price, or with forty parts one
// of them would always drive up the price of all.
constexpr double kRise = 1.015;
constexpr double kFallFirst = 2, kFallLast = 0.1, kFallClosing = 0.05;

/// −ln of a uniform number, from a table: a move that costs less than temperature × this is made.
const std::array<double, 4096>& patience() {
  static const std::array<double, 4096> table = [] {
    std::array<double, 4096> t{};
    for (std::size_t i = 0; i < t.size(); ++i)
      t[i] = -std::log((static_cast<double>(i) + 0.5) / static_cast<double>(t.size()));
    return t;
  }();
  return table;
}

}  // namespace

bool Best::offer(const Division& division) {
  if (!assignment.empty() &&
      (division.excess() > excess || (division.excess() == excess && division.cost() >= cost)))
    return false;
  assignment = division.assignment();
  excess = division.excess();
  cost = division.cost();
  return true;
}

Annealing::Annealing(Division& division, const Heat& heat, Dice& dice, Best& best)
    : division_(division),
      graph_(division.task().graph),
      dice_(dice),
      best_(best),
      tries_(std::max<std::int64_t>(heat.tries, kRound)),
      temperature_(heat.hot * graph_.mean_cost()),
      cooling_(std::pow(heat.cold / heat.hot,
                        static_cast<double>(kRound) / static_cast<double>(tries_))) {
  const double link = graph_.mean_cost();
  const double unit = std::max(1.0, static_cast<double>(graph_.total_load()) / graph_.size());
  price_.assign(static_cast<std::size_t>(division.task().parts), heat.strictness * link / unit);
  price_least_ = 0.02 * link / unit;
  price_most_ = 500 * link / unit;
  best_.offer(division_);
}

bool Annealing::run(std::int64_t steps_end) {
  while (tried_ < tries_) {
    if (division_.steps() >= steps_end) return true;
    const double done = static_cast<double>(tried_) / static_cast<double>(tries_);
    round(kFallFirst + (kFallLast - kFallFirst) * done);
    temperature_ *= cooling_;
  }
  // Closing: what still misses a limit is mended at the last temperature.
  while (tried_ < 2 * tries_ && best_.excess > 0) {
    if (division_.steps() >= steps_end) return true;
    round(kFallClosing);
  }
  return false;
}

void Annealing::round(double fall) {
  for (int i = 0; i < kRound; ++i) attempt();
  tried_ += kRound;
  division_.count(kRound);
  const double sink = std::pow(kRise, -fall);
  for (Part p = 0; p < division_.task().parts; ++p) {
    double& price = price_[static_cast<std::size_t>(p)];
    if (division_.task().excess_of(division_.load(p)) > 0)
      price = std::min(price * kRise, price_most_);
    else
      price = std::max(price * sink, price_least_);
  }
}

double Annealing::fine_at(Part p, std::int64_t by) const {
  const Task& task = division_.task();
  const std::int64_t now = division_.load(p);
  return price_[static_cast<std::size_t>(p)] *
         static_cast<double>(task.excess_of(now + by) - task.excess_of(now));
}

bool Annealing::bearable(double change) {
  return change <= 0 || change < temperature_ * patience()[dice_.below(4096)];
}

/// A random unit of `border` towards a random neighbour; unit is −1 when that is its own part.
Annealing::Move Annealing::draw(std::span<const Unit> border) {
  if (border.empty()) return {};
  const Unit u = border[dice_.below(static_cast<std::uint32_t>(border.size()))];
  const auto around = graph_.around(u);
  const Unit other = around[dice_.below(static_cast<std::uint32_t>(around.size()))].unit;
  if (division_.part(u) == division_.part(other)) return {};
  return {u, division_.part(u), division_.part(other)};
}

void Annealing::attempt() {
  const Move first = draw(division_.border());
  if (first.unit < 0) return;
  const auto dearer = static_cast<double>(division_.cost_change(first.unit, first.to));
  const double fined = fine(graph_.load(first.unit), first.from, first.to);
  if (!bearable(dearer + fined)) {
    if (fined > 0) attempt_pair(first, dearer);
    return;
  }
  const auto rest = division_.rest_without(first.unit);
  if (rest == Division::Rest::nothing) return;
  if (rest == Division::Rest::pieces) return attempt_with_pieces(first);
  division_.move(first.unit, first.to);
  best_.offer(division_);
}

/// Where a unit alone would break the limits, another one leaves the part it comes to: back
/// where the first came from (an exchange), or on to a third part (a chain).
void Annealing::attempt_pair(const Move& first, double dearer) {
  const Move second = draw(division_.border_of(first.to));
  if (second.unit < 0) return;
  const std::int64_t in = graph_.load(first.unit), out = graph_.load(second.unit);
  double fined = 0;
  if (second.to == first.from) {
    fined = fine(in - out, first.from, first.to);
  } else {
    fined = fine_at(first.from, -in) + fine_at(first.to, in - out) + fine_at(second.to, out);
  }
  const auto also = static_cast<double>(division_.cost_change(second.unit, second.to));
  if (!bearable(dearer + also + fined)) return;
  if (division_.rest_without(first.unit) != Division::Rest::one_piece) return;
  const std::int64_t before = division_.cost();
  division_.move(first.unit, first.to);
  // Their neighbourhood may have made the pair dearer than the two moves are by themselves.
  const auto now = static_cast<double>(division_.cost() - before +
                                       division_.cost_change(second.unit, second.to));
  if (division_.rest_without(second.unit) != Division::Rest::one_piece ||
      (now > dearer + also && !bearable(now + fined)) || !touches(second.unit, second.to)) {
    division_.move(first.unit, first.from);
    return;
  }
  division_.move(second.unit, second.to);
  best_.offer(division_);
}

bool Annealing::touches(Unit u, Part p) const {
  const auto around = graph_.around(u);
  return std::any_of(around.begin(), around.end(),
                     [&](const Neighbour& n) { return division_.part(n.unit) == p; });
}

/// Without u some units would hang in the air: they move along, or nothing does.
void Annealing::attempt_with_pieces(const Move& first) {
  const auto [u, from, to] = first;
  if (dice_.below(4) != 0) return;
  const std::vector<Unit> along = division_.cut_off_with(u, kAlongMost);
  if (along.empty()) return;
  const std::int64_t cost = division_.cost();
  std::int64_t load = graph_.load(u);
  for (const Unit other : along) load += graph_.load(other);
  const double fined = fine(load, from, to);
  division_.move(u, to);
  for (const Unit other : along) division_.move(other, to);
  const double change = static_cast<double>(division_.cost() - cost) + fined;
  if (bearable(change)) {
    best_.offer(division_);
    return;
  }
  for (const Unit other : along) division_.move(other, from);
  division_.move(u, from);
}

}  // namespace gewu::planner
