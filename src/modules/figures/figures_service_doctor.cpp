// SPDX-License-Identifier: Apache-2.0
// Recounts the rollups from the facts. Both are streamed once, in one snapshot, and summed into
// fingerprints: per lens, grain, metric and month the sum over all rows of count × h(key) and
// value × h'(key), modulo 2^64. It is linear, so a fact adds to it what its rollup rows should
// hold; two different tables agree by chance once in 2^64. Only where fingerprints differ is the
// month counted cell by cell.
#include <algorithm>
#include <set>
#include <tuple>
#include <unordered_set>

#include "db/db.hpp"
#include "modules/figures/figures.hpp"
#include "modules/figures/figures_store.hpp"

namespace gewu::figures {
namespace {

using Number = std::uint64_t;

/// A well-mixing bijection of 64 bits (the finalizer of splitmix64).
Number mix(Number x) {
  x += 0x9E3779B97F4A7C15;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
  return x ^ (x >> 31);
}

Number hash_of(const CellKey& key) {
  Number h = mix(static_cast<Number>(key.area.value));
  h = mix(h ^ static_cast<Number>(key.category));
  return mix(h ^ static_cast<Number>(key.bucket));
}

/// What is compared at once: a month of one metric (of years: the year).
struct Part {
  Reach reach{};
  Lens lens{};
  Grain grain{};
  Metric metric{};
  int period = 0;
  friend auto operator<=>(const Part&, const Part&) = default;
};

Part part_of(const CellKey& key) {
  const int period = key.grain == Grain::day
                         ? bucket_of(Grain::month, first_day(Grain::day, key.bucket))
                         : key.bucket;
  return {key.reach, key.lens, key.grain, key.metric, period};
}

struct Fingerprint {
  Number count = 0, value = 0;
  friend bool operator==(const Fingerprint&, const Fingerprint&) = default;
};

class Fingerprints {
 public:
  void add(const CellKey& key, const Measure& measure, Number sign) {
    const Number h = hash_of(key);
    Fingerprint& print = prints_[part_of(key)];
    print.count += sign * static_cast<Number>(measure.count) * h;
    print.value += sign * static_cast<Number>(measure.value) * mix(h);
  }
  std::vector<Part> that_differ() const {
    std::vector<Part> out;
    for (const auto& [part, print] : prints_) {
      if (print != Fingerprint{}) out.push_back(part);
    }
    return out;
  }

 private:
  std::map<Part, Fingerprint> prints_;
};

std::string text_of(const CellKey& key) {
  std::string when = to_iso_date(first_day(key.grain, key.bucket));
  if (key.grain != Grain::day) when.resize(key.grain == Grain::month ? 7 : 4);
  return std::string(code_of(key.lens)) + " " + std::string(code_of(key.metric)) + " " + when +
         (key.reach == Reach::own ? " area " : " all of area ") + to_string(key.area) +
         " category " + std::to_string(key.category);
}

class Recount {
 public:
  Recount(db::ReadTx& tx, DistrictId district, std::shared_ptr<const DatedTree> tree,
          const Progress& progress, std::size_t limit)
      : tx_(tx), district_(district), progress_(progress), limit_(limit) {
    // Sums that do not stand for today's tree are not read by anybody.
    if (store::stands_for(store::under_of(tx, district), tree.get())) tree_ = std::move(tree);
  }

  std::vector<Problem> run() {
    count_facts();
    count_cells();
    find_twice();
    find_unknown_areas();
    const auto parts = prints_.that_differ();
    if (!parts.empty()) compare_cells(parts);
    return std::move(problems_);
  }

 private:
  void told(std::string_view step) {
    constexpr std::int64_t every = 100'000;
    if (++done_ % every == 0 && progress_) progress_(step, done_);
  }
  void add(Problem problem) {
    if (problems_.size() < limit_) problems_.push_back(std::move(problem));
  }

  void count_facts() {
    done_ = 0;
    store::each_folded(tx_, district_, [&](const Countable& fact, std::int64_t value) {
      told("facts");
      areas_.insert(fact.area);
      areas_.insert(fact.area_now);
      Cells cells;
      cells.fold(fact, {1, value}, tree_.get());
      for (const auto& [key, measure] : cells.all()) prints_.add(key, measure, 1);
    });
  }

  void count_cells() {
    done_ = 0;
    store::each_cell(tx_, district_, [&](const CellKey& key, const Measure& measure) {
      told("rollups");
      if (!tree_ && key.reach == Reach::under) return;
      prints_.add(key, measure, ~Number{0});
    });
  }

  void find_twice() {
    for (const RecordId fact : store::facts_twice(tx_, district_)) {
      add({"fact_twice", "fact " + to_string(fact),
           "It is counted already and waits to be counted once more."});
    }
  }

  void find_unknown_areas() {
    const Day ever = day_from_number(-1'000'000), never = day_from_number(1'000'000);
    for (const auto& group : store::tail(tx_, district_, ever, never)) {
      areas_.insert(group.fact.area);
      areas_.insert(group.fact.area_now);
    }
    const std::vector<AreaId> all(areas_.begin(), areas_.end());
    for (const AreaId area : store::unknown_areas(tx_, district_, all)) {
      add({"fact_area_unknown", "area " + to_string(area),
           "Facts name this area, but there is no such area in the district."});
    }
  }

  /// The cells that the folded facts of these parts come to.
  std::map<CellKey, Measure> recounted(const std::set<Part>& parts) {
    std::set<std::tuple<Metric, Day, Day>> periods;
    for (const Part& part : parts) {
      const Grain whole = part.grain == Grain::year ? Grain::year : Grain::month;
      periods.emplace(part.metric, first_day(whole, part.period),
                      first_day(whole, part.period + 1) - std::chrono::days(1));
    }
    std::map<CellKey, Measure> out;
    for (const auto& [metric, from, to] : periods) {
      Cells cells;
      for (const auto& group : store::folded(tx_, district_, metric, from, to)) {
        cells.fold(group.fact, group.measure, tree_.get());
      }
      // A month within a year that is recounted too comes twice, with the same cells.
      for (const auto& [key, measure] : cells.all()) {
        if (parts.contains(part_of(key)) && whole_in(key, from, to)) out[key] = measure;
      }
    }
    return out;
  }

  static bool whole_in(const CellKey& key, Day from, Day to) {
    return first_day(key.grain, key.bucket) >= from &&
           first_day(key.grain, key.bucket + 1) - std::chrono::days(1) <= to;
  }

  void compare_cells(const std::vector<Part>& differing) {
    // More are told when these are mended: a broken month means a long look.
    constexpr std::size_t parts_most = 24;
    const std::set<Part> parts(
        differing.begin(),
        differing.begin() + static_cast<std::ptrdiff_t>(std::min(parts_most, differing.size())));
    auto expected = recounted(parts);
    store::each_cell(tx_, district_, [&](const CellKey& key, const Measure& measure) {
      if (!parts.contains(part_of(key))) return;
      const auto found = expected.find(key);
      differ(key, measure, found == expected.end() ? Measure{} : found->second);
      if (found != expected.end()) expected.erase(found);
    });
    for (const auto& [key, measure] : expected) differ(key, {}, measure);
    if (differing.size() > parts.size()) {
      add({"rollup_differs", std::to_string(differing.size() - parts.size()) + " more months",
           "They differ too and were not looked at cell by cell."});
    }
  }

  void differ(const CellKey& key, const Measure& stored, const Measure& expected) {
    if (stored == expected) return;
    const auto text = [](const Measure& m) {
      return std::to_string(m.count) + " (sum " + std::to_string(m.value) + ")";
    };
    add({"rollup_differs", text_of(key),
         "It holds " + text(stored) + ", and the facts come to " + text(expected) + "."});
  }

  db::ReadTx& tx_;
  DistrictId district_;
  std::shared_ptr<const DatedTree> tree_;
  const Progress& progress_;
  std::size_t limit_;
  std::int64_t done_ = 0;
  Fingerprints prints_;
  std::unordered_set<AreaId> areas_;
  std::vector<Problem> problems_;
};

}  // namespace

std::vector<Problem> doctor(db::Database& database, DistrictId district, const TreeOf& tree,
                            const Progress& progress, std::size_t limit) {
  return database.read(
      [&](db::ReadTx& tx) { return Recount(tx, district, tree(tx), progress, limit).run(); });
}

}  // namespace gewu::figures
