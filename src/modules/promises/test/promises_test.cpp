// SPDX-License-Identifier: Apache-2.0
// Promises over the real use cases of cases, on both databases.
#include "modules/promises/promises.hpp"

#include <doctest/doctest.h>

#include "modules/categories/categories.hpp"
#include "modules/figures/figures.hpp"
#include "modules/promises/promises_store.hpp"
#include "support/ascii_territory.hpp"
#include "support/database.hpp"

namespace gewu::promises {

namespace {

using namespace std::chrono_literals;
using cases::Action;
using cases::Deed;
using gewu::test::for_each_engine;
using gewu::test::TestDatabase;

const db::Sql test_facts{"test.promise_facts",
                         "select metric from fact_unfolded where district_id = $1 "
                         "and source_id = $2 and metric like 'promise%' order by metric limit 10"};

Deed deed(Action action) {
  Deed out;
  out.action = action;
  return out;
}

/// One grid with a desk, a worker and a verifier.
struct Street {
  explicit Street(TestDatabase& database) : d(database) {
    place = areas::test::from_ascii(d.db(), ids, now, {"AA"});
    district = place.district.id;
    d.db().write([&](db::WriteTx& tx) {
      categories::seed_categories(tx, district, ids, now);
      calendar::seed_holidays(tx, now);
      return Nothing{};
    });
    desk = person("desk", api::Role::dispatcher);
    worker = person("worker", api::Role::grid_worker);
    verifier = person("verifier", api::Role::verifier);
  }
  api::Caller person(const std::string& login, api::Role role) {
    return d.db().write([&](db::WriteTx& tx) {
      const accounts::NewAccount fresh{accounts::LoginName::parse(login).value(),
                                       accounts::PersonName::parse(login).value(),
                                       place.area('A'),
                                       "x",
                                       false,
                                       {{role, place.area('A'), {}}}};
      const auto id = accounts::add_account(tx, ids, district, fresh, {}, now).value();
      return accounts::caller_of(tx, district, id, now).value();
    });
  }

  cases::Reported report(const std::string& category = "event-01-10") {
    cases::NewReport in;
    in.words = "Rubbish by the gate";
    in.category = category;
    in.point = place.centre(0, 0);
    const auto out = d.db().write(
        [&](db::WriteTx& tx) { return service.report(tx, district, in, nullptr, now); });
    REQUIRE(out.ok());
    return *out;
  }
  std::optional<cases::Case> load(CaseId id) {
    return d.db().read([&](db::ReadTx& tx) { return cases::find_case(tx, district, id); });
  }
  void act(CaseId id, const api::Caller& by, Deed what) {
    what.version = load(id)->version;
    const auto done =
        d.db().write([&](db::WriteTx& tx) { return service.act(tx, district, id, what, by, now); });
    INFO(code_of(what.action), (done ? "" : done.error().code));
    REQUIRE(done.ok());
  }
  void close(CaseId id) {
    Deed dispatch = deed(Action::dispatch), finish = deed(Action::report_done);
    dispatch.holder = cases::Holder{cases::HolderKind::account, worker.account.value};
    finish.answer = "Swept";
    photos::Prepared picture;
    picture.content_hash = std::string(64, 'a');
    picture.width = picture.height = 100;
    picture.bytes = 1000;
    const auto photo = d.db().write([&](db::WriteTx& tx) {
      return photos::store(tx, district, picture, ids.next<PhotoTag>(now),
                           photos::make_token(random), now);
    });
    finish.photos = {{photo.photo, photo.token, photos::PhotoKind::after}};
    act(id, desk, deed(Action::register_));
    act(id, desk, dispatch);
    act(id, worker, deed(Action::accept));
    act(id, worker, finish);
    act(id, verifier, deed(Action::pass));
  }
  /// Cases of one category, each closed after `length`.
  void teach(int n, Duration length, const std::string& category = "event-01-10") {
    std::vector<CaseId> told;
    for (int i = 0; i < n; ++i) told.push_back(report(category).id);
    now += length;
    for (const CaseId id : told) close(id);
  }
  int refresh() { return promises::refresh(d.db(), categories, district, now); }
  int judge() { return judge_due(d.db(), ids, district, 480min, now); }
  static std::string told(const cases::Reported& report) {
    return report.promise ? report.promise->basis : "nothing";
  }
  std::string found(CaseId id) {
    const auto promise = d.db().read(
        [&](db::ReadTx& tx) { return promises.find(tx, *cases::find_case(tx, district, id)); });
    return promise ? promise->basis : "nothing";
  }
  std::string facts(CaseId id) {
    std::string out;
    d.db().read([&](db::ReadTx& tx) {
      tx.rows(test_facts, {district.value, id.value}, [&](const db::Row& row) {
        out += (out.empty() ? "" : " ") + row.text(0);
        return true;
      });
    });
    return out;
  }

  TestDatabase& d;
  Instant now = instant(1'795'395'600'000);  // Monday, 23 November 2026, 09:00 at UTC+8
  IdSource ids{1};
  SystemRandom random;
  privacy::Vault vault{privacy::MasterKey({}), random};
  areas::Territories territories;
  calendar::Calendars calendars;
  categories::Categories categories;
  Promises promises{ids};
  cases::CaseService service{{territories, calendars, categories, vault, ids, random, &promises}};
  areas::test::AsciiTerritory place;
  DistrictId district;
  api::Caller desk, worker, verifier;
};

}  // namespace

TEST_CASE("nothing is promised before thirty similar cases, then what they took") {
  for_each_engine([](TestDatabase& d) {
    Street s(d);
    s.teach(29, 3h);
    CHECK(s.refresh() == 0);
    const auto early = s.report();
    CHECK(s.told(early) == "too_few");
    CHECK(s.found(early.id) == "too_few");
    s.now += 1ms;
    s.teach(1, 3h);
    CHECK(s.refresh() > 0);
    CHECK(s.refresh() == 0);  // nothing new
    CHECK(s.found(early.id) == "unknown_then");
    s.close(early.id);
    CHECK(s.found(early.id) == "nothing");
    const auto told = s.report();
    REQUIRE(told.promise.has_value());
    CHECK(told.promise->hours == 3);
    CHECK(told.promise->until == s.now + 3h);
    CHECK(told.promise->similar == 31);  // one of them still open
    CHECK(told.promise->share == 80);
    CHECK(told.promise->basis == "category");
    CHECK(s.facts(told.id) == "promised");
    CHECK(s.found(told.id) == "category");
    // Another kind of case has the district's experience; of half a year ago nothing counts.
    CHECK(s.report("component-01-01").promise->basis == "district");
    s.now += std::chrono::days(181);
    CHECK(s.refresh() > 0);
    CHECK(s.told(s.report()) == "too_few");
  });
}

TEST_CASE("cases that are left lying take the promise away") {
  for_each_engine([](TestDatabase& d) {
    Street s(d);
    s.teach(30, 2h);
    for (int i = 0; i < 30; ++i) s.report();
    s.now += 100h;
    s.refresh();
    const auto told = s.report();
    CHECK(s.told(told) == "too_many_open");
    CHECK(s.found(told.id) == "too_many_open");
    CHECK(told.promise->similar == 60);
    CHECK(s.told(s.report("component-01-01")) == "too_many_open");
    CHECK(s.facts(told.id) == "");  // nothing was promised
  });
}

TEST_CASE("a promise is judged once, when its window has passed, and counted as a fact") {
  for_each_engine([](TestDatabase& d) {
    Street s(d);
    s.teach(30, 5h);
    s.refresh();
    const auto kept = s.report(), missed = s.report(), reopened = s.report();
    const auto declined = s.report(), merged = s.report(), late = s.report();
    s.now += 1h;
    s.close(kept.id);
    s.close(reopened.id);
    Deed decline = deed(Action::decline);
    decline.reason = decline.answer = "Not ours";
    decline.responsible = "The owners";
    s.act(declined.id, s.desk, decline);
    s.act(missed.id, s.desk, deed(Action::register_));
    Deed again = deed(Action::reopen);
    again.reason = "It is back";
    REQUIRE(d.db()
                .write([&](db::WriteTx& tx) {
                  return s.service.act_by_code(tx, s.district, reopened.follow_code, again, s.now);
                })
                .ok());
    Deed into = deed(Action::merge);
    into.main_case = missed.id;
    s.act(merged.id, s.desk, into);
    CHECK(s.judge() == 0);  // nobody is judged before the end
    s.now += 5h;
    s.close(late.id);
    CHECK(s.judge() == 6);
    CHECK(s.judge() == 0);
    CHECK(s.facts(kept.id) == "promise_due promise_kept promised");
    CHECK(s.facts(missed.id) == "promise_due promised");
    CHECK(s.facts(reopened.id) == "promise_due promised");
    CHECK(s.facts(declined.id) == "promised");
    CHECK(s.facts(merged.id) == "promise_due promised");  // as its main case
    CHECK(s.facts(late.id) == "promise_due promised");
  });
}

TEST_CASE("windows are drawn once a day, by whichever node is first") {
  for_each_engine([](TestDatabase& d) {
    Street s(d);
    const auto daily = [&] { refresh_daily(d.db(), s.categories, s.district, s.now); };
    daily();
    s.teach(30, 3h);
    daily();
    CHECK(s.told(s.report()) == "too_few");
    s.now += 24h;
    daily();
    CHECK(s.told(s.report()) == "category");
  });
}

TEST_CASE("what was handled on the spot promises nothing and teaches nothing") {
  for_each_engine([](TestDatabase& d) {
    Street s(d);
    s.teach(30, 3h);
    s.refresh();
    cases::NewReport in;
    in.words = "Swept right away";
    in.category = "event-01-10";
    in.point = s.place.centre(0, 0);
    in.self_handled = true;
    in.answer = "Swept";
    in.channel = cases::Channel::worker_note;
    photos::Prepared picture;
    picture.content_hash = std::string(64, 'b');
    picture.width = picture.height = 100;
    picture.bytes = 1000;
    const auto photo = d.db().write([&](db::WriteTx& tx) {
      return photos::store(tx, s.district, picture, s.ids.next<PhotoTag>(s.now),
                           photos::make_token(s.random), s.now);
    });
    in.photos = {{photo.photo, photo.token, photos::PhotoKind::after}};
    const auto told = d.db().write(
        [&](db::WriteTx& tx) { return s.service.report(tx, s.district, in, &s.worker, s.now); });
    REQUIRE(told.ok());
    CHECK(!told->promise);
    CHECK(s.facts(told->id) == "");
    s.refresh();
    CHECK(s.report().promise->similar == 30);
  });
}

}  // namespace gewu::promises
