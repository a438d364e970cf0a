// SPDX-License-Identifier: Apache-2.0
// The doer does not say in the reporter's place how well he did.
#include <doctest/doctest.h>

#include "modules/cases/test/town.hpp"

namespace gewu::cases::test {

namespace {

void reached_and_content(Deed& deed) {
  deed.reached = true;
  deed.solved = deed.satisfied = true;
  deed.note = "called";
}

/// Handled on the spot by somebody and found good by the community.
Reported on_the_spot(Town& t, AccountId doer) {
  const auto photo = t.photo_of();
  const auto made = t.report(
      [&](NewReport& in) {
        in.self_handled = true;
        in.answer = "Swept it up";
        in.channel = Channel::worker_note;
        in.photos = {{photo.photo, photo.token, photos::PhotoKind::after}};
      },
      doer);
  t.act(t.community, made.id, Action::pass);
  return made;
}

}  // namespace

TEST_CASE("a desk does not follow up what its own hands did") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto made = on_the_spot(t, t.lead_a);
    CHECK(t.refused(t.lead_a, made.id, Action::rate, reached_and_content) == "own_work");
    CHECK(t.refused(t.lead_a, made.id, Action::rate, [](Deed& deed) {
      deed.reached = false;
      deed.note = "nobody there";
    }) == "own_work");
    CHECK(t.act(t.community, made.id, Action::rate, reached_and_content).satisfied == true);
    CHECK(t.refused(t.lead_a, made.id, Action::rate, reached_and_content) == "answered_already");
  });
}

TEST_CASE("what a worker wrote down for a caller and then did himself is the caller's to rate") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    for (const auto& [channel, refusal] : {std::pair{Channel::phone, ""},
                                           {Channel::walk_in, ""},
                                           {Channel::worker_note, "own_work"}}) {
      const auto photo = t.photo_of();
      const auto made = t.report(
          [&, chosen = channel](NewReport& in) {
            in.self_handled = true;
            in.answer = "Swept it up";
            in.channel = chosen;
            in.photos = {{photo.photo, photo.token, photos::PhotoKind::after}};
          },
          t.lead_a);
      t.act(t.community, made.id, Action::pass);
      const auto rated = d.db().write([&](db::WriteTx& tx) {
        Deed deed;
        deed.action = Action::rate;
        deed.solved = true;
        deed.satisfied = false;
        return t.cases.act_by_code(tx, t.district, made.follow_code, deed, t.clock.now());
      });
      CHECK((rated ? "" : rated.error().code) == refusal);
    }
  });
}

}  // namespace gewu::cases::test
