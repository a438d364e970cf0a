// SPDX-License-Identifier: Apache-2.0
// A few weeks of random work by everybody in town; afterwards all three doctors find it healthy.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "modules/cases/test/town.hpp"
#include "modules/figures/figures.hpp"

namespace gewu::cases::test {

namespace {

/// Everybody does what his page offers him, in any order.
class Weeks {
 public:
  explicit Weeks(Town& town) : t_(town) {
    for (const auto who : {t_.lead_a, t_.community, t_.street, t_.centre, t_.worker_a, t_.worker_b,
                           t_.verifier, t_.verifier_2, t_.plumber}) {
      people_.push_back(t_.who(who));
    }
  }

  void step() {
    t_.clock.advance(std::chrono::minutes(pick(pick(4) == 0 ? 3000 : 40)));
    if (pick(5) == 0) t_.tick();
    if (reports_.size() < 4 || pick(12) == 0) return report();
    const auto& made = reports_[pick(reports_.size())];
    pick(4) == 0 ? reporter_acts(made) : staff_acts(made.id);
  }
  const std::vector<Reported>& reports() const { return reports_; }
  int done() const { return done_; }

 private:
  std::size_t pick(std::size_t n) { return dice_() % n; }
  bool happens() { return pick(3) != 0; }

  void report() {
    const bool on_the_spot = pick(4) == 0;
    reports_.push_back(t_.report(
        [&](NewReport& in) {
          const std::vector<std::optional<geo::LatLon>> places{t_.in_a(), t_.in_a(), t_.in_b(),
                                                               std::nullopt};
          in.point = on_the_spot ? t_.in_a() : places[pick(places.size())];
          in.self_handled = on_the_spot;
          in.about_holder = !on_the_spot && pick(5) == 0;
          if (on_the_spot) in.answer = "swept away";
        },
        on_the_spot ? std::optional(t_.worker_a) : std::nullopt));
  }

  void fill(Deed& x, Fields needs) {
    const auto has = [&](Field f) { return includes(needs, f); };
    if (has(Field::reason)) x.reason = "because";
    if (has(Field::answer)) x.answer = "answered";
    if (has(Field::note)) x.note = "noted";
    if (x.action == Action::decline) x.ground = "law";
    if (has(Field::holder)) x.holder = happens() ? t_.water() : t_.as_holder(t_.worker_a);
    if (has(Field::photo_after)) {
      const auto photo = t_.photo_of();
      x.photos = {{photo.photo, photo.token, photos::PhotoKind::after}};
    }
    if (has(Field::main_case)) x.main_case = reports_[pick(reports_.size())].id;
    if (has(Field::category)) x.category = "event-01-13";
    if (has(Field::place)) x.point = happens() ? t_.in_a() : t_.in_b();
    if (has(Field::until)) x.until = t_.clock.now() + std::chrono::hours(1 + pick(500));
    if (has(Field::granted)) x.granted = happens();
    if (has(Field::reached)) x.reached = happens();
    if (x.reached == true || has(Field::solved)) x.solved = x.satisfied = happens();
  }

  void staff_acts(CaseId id) {
    const auto& caller = people_[pick(people_.size())];
    const Case c = t_.load(id);
    const auto offered = t_.read([&](db::ReadTx& tx) {
      const Actors who = t_.cases.relations(tx, c, caller, t_.clock.now());
      return t_.cases.allowed_for(tx, c, who, caller.account, t_.clock.now());
    });
    if (offered.empty()) return;
    const Allowed& next = offered[pick(offered.size())];
    Deed deed;
    deed.action = next.action;
    deed.version = c.version;
    if (pick(6) == 0) deed.done_at = t_.clock.now() - std::chrono::minutes(pick(300));
    fill(deed, next.needs);
    take(t_.d.db().write([&](db::WriteTx& tx) {
      return t_.cases.act(tx, t_.district, id, deed, caller, t_.clock.now());
    }));
  }

  void reporter_acts(const Reported& made) {
    const std::vector<std::pair<Action, Fields>> ways{
        {Action::withdraw, 0},
        {Action::restore, 0},
        {Action::object, just(Field::reason)},
        {Action::rate, Field::solved | Field::satisfied},
        {Action::reopen, just(Field::reason)}};
    const auto& [action, needs] = ways[pick(ways.size())];
    Deed deed;
    deed.action = action;
    fill(deed, needs);
    take(t_.d.db().write([&](db::WriteTx& tx) {
      return t_.cases.act_by_code(tx, t_.district, made.follow_code, deed, t_.clock.now());
    }));
  }

  void take(const Result<Case>& out) {
    done_ += out ? 1 : 0;
    // Whatever it is, it is a refusal that says so and not a break.
    if (!out) CHECK_FALSE(out.error().code.empty());
  }

  Town& t_;
  std::mt19937 dice_{20261123};
  std::vector<api::Caller> people_;
  std::vector<Reported> reports_;
  int done_ = 0;
};

/// How many reports stand behind a main case, counted one by one.
int joined_to(const std::map<CaseId, Case>& all, CaseId main) {
  int out = 0;
  for (const auto& [id, c] : all) {
    if (c.state == State::merged && c.main_case == main) out += 1 + joined_to(all, id);
  }
  return out;
}

}  // namespace

TEST_CASE("after weeks of random work every chain, count and figure is what it should be") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    Weeks weeks(t);
    for (int i = 0; i < 500; ++i) weeks.step();
    CHECK(weeks.done() > 80);
    std::map<CaseId, Case> all;
    std::set<State> states;
    for (const auto& made : weeks.reports()) {
      const Case c = t.load(made.id);
      states.insert(c.state);
      CHECK(t.intact(made.id));
      CHECK(static_cast<int>(t.all_events(made.id).size()) == c.history_seq);
      all.emplace(made.id, c);
    }
    CHECK(states.size() > 5);
    for (const auto& [id, c] : all) {
      if (c.state != State::archived) CHECK(c.co_reporters == joined_to(all, id));
    }
    CHECK(t.problems().empty());
    CHECK(history::doctor(d.db(), t.district, t.place.district.utc_offset(), heads_of).empty());
    figures::Trees trees(t.territories);
    const auto tree = trees.of(t.district);
    CHECK(figures::sum_up_areas(d.db(), t.district, tree));
    while (figures::fold(d.db(), t.district, tree) > 0) {
    }
    CHECK(figures::doctor(d.db(), t.district, tree).empty());
    // Much later everything that nobody works on has come to its end.
    t.clock.advance(std::chrono::days(400));
    t.tick();
    for (const auto& made : weeks.reports()) {
      const Case c = t.load(made.id);
      const bool waits = is_open(c.state) || c.state == State::merged;
      CHECK((waits || c.state == State::archived));
      if (is_open(c.state)) CHECK(c.supervisor_area == t.place.district.root);
    }
    CHECK(t.problems().empty());
  });
}

}  // namespace gewu::cases::test
