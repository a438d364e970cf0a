// SPDX-License-Identifier: Apache-2.0
#include "modules/releases/test/square.hpp"

namespace gewu::releases::test {

TEST_CASE("nobody sees a report before its desk shows it") {
  for_each_engine([](TestDatabase& d) {
    Square s(d);
    const auto r = s.report();
    CHECK(!s.is_public(r.id));
    CHECK(s.map().areas.empty());
    const auto before = s.standing(s.lead, r.id);
    CHECK(!before.why_not);
    CHECK(before.may);
    CHECK(!before.shown);
    s.show(r.id);
    CHECK(s.is_public(r.id));
  });
}

TEST_CASE("everybody reads the words of staff at a rounded point, and nothing of the reporter") {
  for_each_engine([](TestDatabase& d) {
    Square s(d);
    const auto ticket = s.photo();
    const auto r = s.report(kWaste, {}, [&](cases::NewReport& in) {
      in.photos = {{ticket.photo, ticket.token, photos::PhotoKind::near}};
    });
    const auto id = s.show(r.id, s.showing("Rubbish beside the bins"));
    const auto seen = s.one(id).value();
    CHECK(seen.title == "Rubbish beside the bins");
    CHECK(seen.state == PublicState::reported);
    CHECK(seen.point == rounded(s.in_street()));
    CHECK(seen.point != s.in_street());
    CHECK(seen.area == s.place.area('A'));
    CHECK(seen.photos.empty());  // none was chosen
    CHECK(seen.answer.empty());
    CHECK(to_ms(seen.reported_at) % 3'600'000 == 0);
    CHECK(id.value != r.id.value);
  });
}

TEST_CASE("only photos of the case that were chosen are shown, in that order") {
  for_each_engine([](TestDatabase& d) {
    Square s(d);
    std::vector<photos::Ticket> tickets{s.photo(), s.photo(), s.photo()};
    const auto r = s.report(kWaste, {}, [&](cases::NewReport& in) {
      for (const auto& t : tickets) in.photos.push_back({t.photo, t.token});
    });
    const auto foreign = s.photo();
    s.report(kWaste, {}, [&](cases::NewReport& in) {
      in.photos = {{foreign.photo, foreign.token}};
    });
    const auto show = [&](std::vector<PhotoId> photos) {
      return s.refused(s.lead, r.id, s.showing("Bags", ReleasePlace::street, std::move(photos)));
    };
    CHECK(show({foreign.photo}) == "photo_unknown");
    CHECK(show({s.photo().photo}) == "photo_unknown");
    CHECK(show({tickets[0].photo, tickets[0].photo}) == "photo_unknown");
    CHECK(show(std::vector<PhotoId>(7, tickets[0].photo)) == "photos_too_many");
    CHECK(show({tickets[2].photo, tickets[0].photo}) == "");
    const auto shown = s.near(s.in_street());
    REQUIRE(shown.size() == 1);
    REQUIRE(shown[0].photos.size() == 2);
    CHECK(shown[0].photos[0].photo == tickets[2].photo);
    CHECK(shown[0].photos[1].photo == tickets[0].photo);
    CHECK(show({}) == "");
    CHECK(s.near(s.in_street())[0].photos.empty());
  });
}

TEST_CASE("a building is shown by its middle, and only where one is known") {
  for_each_engine([](TestDatabase& d) {
    Square s(d);
    const auto in_house = s.report(kWaste, s.in_house());
    CHECK(s.standing(s.lead, in_house.id).places ==
          std::vector{ReleasePlace::building, ReleasePlace::street});
    const auto id = s.show(in_house.id, s.showing("Bags in the hall", ReleasePlace::building));
    const auto seen = s.one(id).value();
    CHECK(seen.area == s.house_h);
    CHECK(geo::distance_m(seen.point, s.in_house()) > 5);
    // To the street, not even the house is named.
    CHECK(s.one(s.show(in_house.id))->area == s.place.area('A'));
    const auto in_street = s.report();
    CHECK(s.refused(s.lead, in_street.id, s.showing("Bags", ReleasePlace::building)) ==
          "public_place_no_building");
    CHECK(s.problems().empty());
  });
}

TEST_CASE("what lies in a home, has no place, or is about its holder is never shown") {
  for_each_engine([](TestDatabase& d) {
    Square s(d);
    CHECK(s.refused(s.lead, s.report(kWaste, s.in_flat()).id) == "never_public_dwelling");
    CHECK(s.refused(s.lead, s.report(kDispute).id) == "never_public_category");
    const auto nowhere = s.report(kWaste, {}, [](cases::NewReport& in) { in.point.reset(); });
    CHECK(s.refused(s.centre, nowhere.id) == "public_place_missing");
    const auto about = s.report(kWaste, {}, [](cases::NewReport& in) { in.about_holder = true; });
    CHECK(s.refused(s.centre, about.id) == "never_public_restricted");
    CHECK(s.refused(s.lead, about.id) == "case_unknown");
    CHECK(s.map().points.empty());
    CHECK(s.map().areas.empty());
  });
}

TEST_CASE("its own desk and those above decide, nobody else") {
  for_each_engine([](TestDatabase& d) {
    Square s(d);
    const auto r = s.report();
    CHECK(s.refused(s.lead_b, r.id) == "case_unknown");
    CHECK(s.refused(s.worker, r.id) == "action_not_yours");
    CHECK(s.refused(s.leader, r.id) == "action_not_yours");
    CHECK(!s.standing(s.leader, r.id).may);
    CHECK(s.refused(s.centre, r.id) == "");
    CHECK(s.take_back(s.worker, r.id).error().code == "action_not_yours");
    CHECK(s.take_back(s.lead_b, r.id).error().code == "case_unknown");
    CHECK(s.is_public(r.id));
    CHECK(s.take_back(s.lead, r.id).ok());
    CHECK(!s.is_public(r.id));
    CHECK(s.take_back(s.lead, r.id).error().code == "release_unknown");
  });
}

TEST_CASE("showing and taking back stand in the case's own history and change nothing of it") {
  for_each_engine([](TestDatabase& d) {
    Square s(d);
    const auto r = s.report();
    const auto version = s.load(r.id).version;
    const auto id = s.show(r.id);
    s.show(r.id, s.showing("Bags again"));
    REQUIRE(s.take_back(s.lead, r.id).ok());
    CHECK(s.show(r.id) == id);
    CHECK(s.events(r.id) == "report publish publish unpublish publish");
    CHECK(s.facts(r.id) == "reported published");
    const auto c = s.load(r.id);
    CHECK(c.version == version);
    CHECK(c.state == State::reported);
    const history::Head head{c.history_seq, digest_from_hex(c.history_head).value()};
    CHECK(s.read([&](db::ReadTx& tx) {
             return history::check(tx, s.district, cases::subject_of(r.id), head);
           }).intact);
    const auto messages = s.read([&](db::ReadTx& tx) {
      return tx.all(
          test_messages, [](const db::Row& row) { return row.text(0) + " " + row.text(1); },
          s.district);
    });
    const auto told = std::count_if(messages.begin(), messages.end(), [](const std::string& m) {
      return m.starts_with("release.changed");
    });
    CHECK(told == 4);
    CHECK(messages.back().find("\"shown\":true") != std::string::npos);
    for (const auto& m : messages) {
      if (m.starts_with("release.changed")) CHECK(m.find(to_string(r.id)) == std::string::npos);
    }
    CHECK(s.problems().empty());
  });
}

TEST_CASE("a report that became something else is gone at once, wherever one looks") {
  for_each_engine([](TestDatabase& d) {
    Square s(d);
    const auto r = s.report();
    s.show(r.id);
    REQUIRE(s.act(s.lead, r.id, Action::recategorise, [](cases::Deed& x) {
               x.category = kDispute;
             }).ok());
    CHECK(!s.is_public(r.id));
    CHECK(s.map().areas.empty());
    const auto standing = s.standing(s.lead, r.id);
    CHECK(standing.why_not->code == "never_public_category");
    REQUIRE(standing.shown);
    CHECK(!standing.shown->seen);
    REQUIRE(
        s.act(s.lead, r.id, Action::recategorise, [](cases::Deed& x) { x.category = kLamp; }).ok());
    CHECK(s.is_public(r.id));
    // Moved: staff look at the place again before everybody is sent there.
    REQUIRE(
        s.act(s.lead, r.id, Action::locate, [&](cases::Deed& x) { x.point = s.in_house(); }).ok());
    CHECK(!s.is_public(r.id));
    s.show(r.id);
    CHECK(s.is_public(r.id));
    CHECK(s.problems().empty());
  });
}

TEST_CASE("a merged report is shown by its main case or not at all") {
  for_each_engine([](TestDatabase& d) {
    Square s(d);
    const auto main = s.report(), other = s.report();
    s.show(other.id);
    REQUIRE(s.act(s.lead, other.id, Action::merge, [&](cases::Deed& x) {
               x.main_case = main.id;
             }).ok());
    CHECK(!s.is_public(other.id));
    CHECK(!s.is_public(main.id));
    REQUIRE(s.act(s.lead, other.id, Action::unmerge, [](cases::Deed& x) {
               x.reason = "Another bin";
             }).ok());
    CHECK(s.is_public(other.id));
  });
}

TEST_CASE("what was settled is shown for sixty days with what staff say of it, then no longer") {
  for_each_engine([](TestDatabase& d) {
    Square s(d);
    const auto r = s.report();
    s.close(r.id);
    auto what = s.showing();
    what.answer = "Taken away; a second bin stands there now.";
    const auto id = s.show(r.id, what);
    const auto seen = s.one(id).value();
    CHECK(seen.state == PublicState::closed);
    CHECK(seen.closed_at);
    CHECK(seen.answer == what.answer);
    CHECK(s.map().areas[0].done == 1);
    CHECK(s.map().areas[0].open == 0);
    s.clock.advance(59 * 24h);
    CHECK(s.is_public(r.id));
    s.service.tick(d.db(), s.district, s.clock.now());
    CHECK(s.load(r.id).state == State::archived);
    CHECK(s.is_public(r.id));
    s.clock.advance(2 * 24h);
    CHECK(!s.is_public(r.id));
    CHECK(s.map().areas.empty());
    CHECK(s.take_back(s.lead, r.id).ok());  // also of a record
  });
}

TEST_CASE("nearby is nearest first, within the circle, of one category where asked") {
  for_each_engine([](TestDatabase& d) {
    Square s(d);
    const auto near = s.report(kWaste, s.in_street());
    const auto far = s.report(kLamp, s.place.centre(1, 0));
    s.show(near.id);
    s.show(far.id);
    const auto both = s.near(s.in_street());
    REQUIRE(both.size() == 2);
    CHECK(both[0].of == near.id);
    CHECK(*both[0].distance_m <= *both[1].distance_m);
    CHECK(s.near(s.in_street(), 60).size() == 1);
    CHECK(s.near(s.in_street(), 500, kLamp).size() == 1);
    const auto refused = [&](NearQuery q) {
      return s
          .read([&](db::ReadTx& tx) { return s.releases.near(tx, s.district, q, s.clock.now()); })
          .error()
          .code;
    };
    CHECK(refused({s.in_street(), 501, ""}) == "radius_out_of_range");
    CHECK(refused({s.in_street(), 0, ""}) == "radius_out_of_range");
    CHECK(refused({s.in_street(), std::nan(""), ""}) == "radius_out_of_range");
    CHECK(refused({{91, 0}, 100, ""}) == "place_not_on_earth");
    CHECK(refused({s.in_street(), 100, "nothing"}) == "category_unknown");
  });
}

TEST_CASE("nearby tells of twenty at most, and a map's points only when it is narrow") {
  for_each_engine([](TestDatabase& d) {
    Square s(d);
    for (int i = 0; i < 25; ++i) s.show(s.report().id);
    CHECK(s.near(s.in_street()).size() == kNearMax);
    const auto narrow = s.map(1000), wide = s.map(20'000);
    CHECK(narrow.near);
    CHECK(narrow.points.size() == 25);
    CHECK(!wide.near);
    CHECK(wide.points.empty());
    REQUIRE(wide.areas.size() == 1);
    CHECK(wide.areas[0].area == s.place.area('A'));
    CHECK(wide.areas[0].open == 25);
    for (const geo::Bounds& view :
         {geo::Bounds{{35, 114}, {34, 113}}, geo::Bounds{{-91, 0}, {1, 1}},
          geo::Bounds{{std::nan(""), 0}, {1, 1}}}) {
      const auto out = s.read(
          [&](db::ReadTx& tx) { return s.releases.map(tx, s.district, view, s.clock.now()); });
      CHECK(out.error().code == "view_invalid");
    }
  });
}

TEST_CASE("another district's releases are nobody's here") {
  for_each_engine([](TestDatabase& d) {
    Square s(d);
    const auto id = s.show(s.report().id);
    const auto other = d.db().write([&](db::WriteTx& tx) {
      areas::test::AsciiOptions options;
      options.code = "OTHER";
      return areas::test::from_ascii(tx, s.ids, s.clock.now(), {"X"}, options).district.id;
    });
    CHECK(s.read([&](db::ReadTx& tx) { return s.releases.one(tx, other, id, s.clock.now()); })
              .error()
              .code == "released_unknown");
    CHECK(s.read([&](db::ReadTx& tx) {
             return s.releases.near(tx, other, {s.in_street(), 500, ""}, s.clock.now());
           })->empty());
  });
}

}  // namespace gewu::releases::test
