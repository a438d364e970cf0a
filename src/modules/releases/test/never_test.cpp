// SPDX-License-Identifier: Apache-2.0
// Whatever happens to cases in whatever order: nothing that may never be shown is ever seen.
#include <rapidcheck.h>

#include <set>

#include "modules/releases/test/square.hpp"

namespace gewu::releases::test {

namespace {

/// A few cases in the hands of chance.
class Life {
 public:
  explicit Life(Square& square) : s_(square) {
    for (const char* category : {kWaste, kLamp, kDispute, kWaste}) {
      cases_.push_back(s_.report(category).id);
    }
  }

  void run(int what, int which, int other) {
    const CaseId id = cases_[static_cast<std::size_t>(which) % cases_.size()];
    const CaseId second = cases_[static_cast<std::size_t>(other) % cases_.size()];
    s_.clock.advance(std::chrono::minutes(1));
    switch (what % 12) {
      case 0:
      case 1:
      case 2:
        shown_ += s_.try_show(s_.lead, id, s_.showing()).ok() ? 1 : 0;
        return;
      case 3:
        (void)s_.take_back(s_.lead, id);
        return;
      case 4:
      case 5:
        act(id, Action::recategorise,
            [&](cases::Deed& x) { x.category = kCodes[static_cast<std::size_t>(other) % 5]; });
        return;
      case 6:
        act(id, Action::merge, [&](cases::Deed& x) { x.main_case = second; });
        return;
      case 7:
        act(id, Action::unmerge, [](cases::Deed& x) { x.reason = "no"; });
        return;
      case 8:
        act(id, Action::locate, [&](cases::Deed& x) {
          x.point = other % 3 == 0 ? s_.in_flat() : other % 3 == 1 ? s_.in_house() : s_.in_street();
        });
        return;
      case 9:
        on(id);
        return;
      case 10:
        act(id, Action::reopen, [](cases::Deed& x) { x.reason = "again"; });
        return;
      default:
        act(id, Action::decline, [](cases::Deed& x) {
          x.reason = x.answer = "no";
          x.ground = "law";
        });
    }
  }

  /// What anybody finds is exactly what may be found, and only what staff showed.
  void check() {
    std::set<CaseId> seen;
    for (const auto& r : s_.near(s_.place.centre(1, 1))) seen.insert(r.of);
    const auto map = s_.map();
    for (const auto& r : map.points) seen.insert(r.of);
    int counted = 0;
    for (const auto& t : map.areas) counted += t.open + t.done;
    RC_ASSERT(counted >= static_cast<int>(seen.size()));
    for (const CaseId id : cases_) {
      const auto row = s_.read([&](db::ReadTx& tx) { return store::find(tx, s_.district, id); });
      const bool by_id = row && s_.one(row->public_id).ok();
      RC_ASSERT(by_id == seen.contains(id));
      if (!by_id) {
        if (row) RC_ASSERT(s_.follow(row->public_id).error().code == "released_unknown");
        continue;
      }
      const auto c = s_.load(id);
      const auto tree = s_.read(
          [&](db::ReadTx& tx) { return s_.categories.of(tx, s_.district, s_.clock.now()); });
      RC_ASSERT(!never_public(tree->find(c.category)));
      RC_ASSERT(!c.restricted && c.located && c.area != s_.flat_f);
      RC_ASSERT(c.state != State::merged && c.state != State::void_ && c.state != State::withdrawn);
      RC_ASSERT(!row->withdrawn_at);
      RC_ASSERT(row->point == rounded({*c.lat, *c.lon}));
    }
  }
  int shown() const { return shown_; }
  /// Leaves an empty square to the next life.
  void end() {
    for (const CaseId id : cases_) (void)s_.take_back(s_.lead, id);
  }

 private:
  static constexpr const char* kCodes[] = {kWaste, kLamp, kDispute, "demand-04-02", "event-05-02"};

  void act(CaseId id, Action action, const std::function<void(cases::Deed&)>& edit) {
    (void)s_.act(s_.lead, id, action, edit);
  }
  /// One step of the usual course.
  void on(CaseId id) {
    switch (s_.load(id).state) {
      case State::reported:
        return act(id, Action::register_, [](cases::Deed&) {});
      case State::registered:
        return act(id, Action::dispatch, [&](cases::Deed& x) {
          x.holder = cases::Holder{cases::HolderKind::account, s_.worker.value};
        });
      case State::dispatched:
        (void)s_.act(s_.worker, id, Action::accept);
        return;
      case State::handling: {
        const auto ticket = s_.photo();
        (void)s_.act(s_.worker, id, Action::report_done, [&](cases::Deed& x) {
          x.answer = "done";
          x.photos = {{ticket.photo, ticket.token, photos::PhotoKind::after}};
        });
        return;
      }
      case State::checking:
        (void)s_.act(s_.verifier, id, Action::pass);
        return;
      default:
        return;
    }
  }

  Square& s_;
  std::vector<CaseId> cases_;
  int shown_ = 0;
};

}  // namespace

TEST_CASE("no case that may never be shown is ever seen, whatever happens to it") {
  for_each_engine([](TestDatabase& d) {
    Square s(d);
    int shown = 0;
    const bool kept = rc::check([&] {
      Life life(s);
      const auto number = rc::gen::inRange(0, 60);
      const auto steps =
          *rc::gen::resize(25, rc::gen::container<std::vector<std::tuple<int, int, int>>>(
                                   rc::gen::tuple(number, number, number)));
      for (const auto& [what, which, other] : steps) {
        life.run(what, which, other);
        life.check();
      }
      shown += life.shown();
      life.end();
    });
    CHECK(kept);
    CHECK(shown > 50);  // the property is not empty
    CHECK(s.problems().empty());
  });
}

}  // namespace gewu::releases::test
