// SPDX-License-Identifier: Apache-2.0
// A square with a house, its people and what happens there:
//
//   AAB      district TEST → street S1 → community C1 → grids A, B, C, D; in A stands house H,
//   ACB      in H lies flat F
//   ..D
#pragma once

#include <doctest/doctest.h>

#include <chrono>
#include <functional>
#include <map>
#include <string>

#include "modules/releases/releases.hpp"
#include "modules/releases/releases_store.hpp"
#include "support/ascii_territory.hpp"
#include "support/database.hpp"

namespace gewu::releases::test {

using namespace std::chrono_literals;
using api::Role;
using cases::Action;
using cases::State;
using gewu::test::for_each_engine;
using gewu::test::TestDatabase;

inline constexpr const char* kWaste = "event-01-10";     // may be shown
inline constexpr const char* kLamp = "demand-10-01";     // may be shown
inline constexpr const char* kDispute = "demand-05-04";  // never

inline const db::Sql test_messages{"test.releases_messages",
                                   "select topic, payload from outbox where district_id = $1 "
                                   "order by id limit 1000"};
inline const db::Sql test_facts{"test.releases_facts",
                                "select metric from fact_unfolded where district_id = $1 "
                                "and source_id = $2 order by fact_id limit 1000"};

inline const db::Sql test_set{"test.releases_set",
                              "insert into case_setting (district_id, name, value) "
                              "values ($1, $2, $3)"};

/// Promises two days from the report on, to whoever asks for a promise of his own.
struct Promiser final : cases::Promiser {
  std::optional<cases::Promise> promise(db::WriteTx& /*tx*/, const cases::Case& c,
                                        std::chrono::minutes /*utc_offset*/,
                                        Instant /*now*/) override {
    until[c.id] = c.reported_at + 48h;
    return told(c.id);
  }
  std::optional<cases::Promise> find(db::ReadTx& /*tx*/, const cases::Case& c) override {
    return until.contains(c.id) ? std::optional(told(c.id)) : std::nullopt;
  }
  cases::Promise told(CaseId id) const { return {until.at(id), 48, 30, 80, "category"}; }
  std::map<CaseId, Instant> until;
};

struct Square {
  explicit Square(TestDatabase& database) : d(database) {
    place = areas::test::from_ascii(d.db(), ids, clock.now(), {"AAB", "ACB", "..D"});
    district = place.district.id;
    const auto house = place.centre(0, 0), flat = place.centre(0, 0);
    d.db().write([&](db::WriteTx& tx) {
      categories::seed_categories(tx, district, ids, clock.now());
      calendar::seed_holidays(tx, clock.now());
      // The house takes the northern half of its cell, the flat a corner of the house.
      const auto made =
          areas::add_areas(tx, ids, district,
                           std::vector<areas::NewArea>{
                               {.code = "H",
                                .name = "House H",
                                .level = areas::Level::building,
                                .parent = "A",
                                .shape = geo::rectangle({house.lat, house.lon - 2e-4},
                                                        {house.lat + 4e-4, house.lon + 2e-4})},
                               {.code = "F",
                                .name = "Flat F",
                                .level = areas::Level::dwelling,
                                .parent = "H",
                                .shape = geo::rectangle({flat.lat, flat.lon - 2e-4},
                                                        {flat.lat + 1e-4, flat.lon - 1e-4})}},
                           clock.now());
      REQUIRE_MESSAGE(made.ok(), (made ? "" : made.error().code));
      house_h = (*made)[0];
      flat_f = (*made)[1];
      return Nothing{};
    });
    lead = person("lead", Role::grid_lead, place.area('A'));
    lead_b = person("lead_b", Role::grid_lead, place.area('B'));
    centre = person("centre", Role::dispatcher, place.district.root);
    worker = person("worker", Role::grid_worker, place.area('A'));
    verifier = person("verifier", Role::verifier, place.community);
    leader = person("leader", Role::leader, place.district.root);
  }

  template <class F>
  auto read(F f) {
    return d.db().read(std::move(f));
  }
  template <class F>
  auto write(F f) {
    return d.db().write(std::move(f));
  }

  AccountId person(const std::string& login, Role role, AreaId area) {
    return write([&](db::WriteTx& tx) {
             const accounts::NewAccount fresh{accounts::LoginName::parse(login).value(),
                                              accounts::PersonName::parse("Name " + login).value(),
                                              area,
                                              "x",
                                              false,
                                              {{role, area, {}}}};
             return accounts::add_account(tx, ids, district, fresh, {}, clock.now());
           })
        .value();
  }
  api::Caller who(AccountId account) {
    return read([&](db::ReadTx& tx) {
      return accounts::caller_of(tx, district, account, clock.now()).value();
    });
  }

  // ---- places ----
  geo::LatLon in_street() const {  ///< of grid A, in no house
    const auto c = place.centre(0, 1);
    return {c.lat + 1.3e-4, c.lon - 0.7e-4};
  }
  geo::LatLon in_house() const {
    const auto c = place.centre(0, 0);
    return {c.lat + 3e-4, c.lon + 1e-4};
  }
  geo::LatLon in_flat() const {
    const auto c = place.centre(0, 0);
    return {c.lat + 0.5e-4, c.lon - 1.5e-4};
  }

  // ---- deeds ----
  cases::Reported report(const std::string& category = kWaste,
                         std::optional<geo::LatLon> point = std::nullopt,
                         const std::function<void(cases::NewReport&)>& edit = {}) {
    cases::NewReport in;
    in.words = "Bags beside the bin, since Monday";
    in.category = category;
    in.point = point.value_or(in_street());
    in.address = "Lane 3, door 502";
    if (edit) edit(in);
    return write([&](db::WriteTx& tx) {
             return service.report(tx, district, in, nullptr, clock.now());
           })
        .value();
  }
  Result<cases::Case> act(AccountId by, CaseId id, Action action,
                          const std::function<void(cases::Deed&)>& edit = {}) {
    cases::Deed deed;
    deed.action = action;
    deed.version = load(id).version;
    if (edit) edit(deed);
    const auto caller = who(by);
    return write(
        [&](db::WriteTx& tx) { return service.act(tx, district, id, deed, caller, clock.now()); });
  }
  photos::Ticket photo() {
    photos::Prepared picture;
    picture.content_hash = std::string(64, 'a');
    picture.width = 640;
    picture.height = 480;
    picture.bytes = 1000;
    return write([&](db::WriteTx& tx) {
      return photos::store(tx, district, picture, ids.next<PhotoTag>(clock.now()),
                           photos::make_token(random), clock.now());
    });
  }
  /// Registered, dispatched, handled and passed.
  void close(CaseId id) {
    REQUIRE(act(lead, id, Action::register_).ok());
    REQUIRE(act(lead, id, Action::dispatch, [&](cases::Deed& x) {
              x.holder = cases::Holder{cases::HolderKind::account, worker.value};
            }).ok());
    REQUIRE(act(worker, id, Action::accept).ok());
    const auto ticket = photo();
    REQUIRE(act(worker, id, Action::report_done, [&](cases::Deed& x) {
              x.answer = "Taken away";
              x.photos = {{ticket.photo, ticket.token, photos::PhotoKind::after}};
            }).ok());
    REQUIRE(act(verifier, id, Action::pass).ok());
  }

  static Showing showing(const std::string& title = "Bags beside the bins",
                         ReleasePlace place = ReleasePlace::street,
                         std::vector<PhotoId> photos = {}) {
    return {PublicTitle::parse(title).value(), place, std::move(photos), ""};
  }
  Result<Standing> try_show(AccountId by, CaseId id, const Showing& what) {
    const auto caller = who(by);
    return write([&](db::WriteTx& tx) {
      return releases.show(tx, district, id, what, caller, clock.now());
    });
  }
  ReleaseId show(CaseId id, const Showing& what = showing()) {
    const auto out = try_show(lead, id, what);
    REQUIRE_MESSAGE(out.ok(), (out ? "" : out.error().code));
    return out->shown->id;
  }
  std::string refused(AccountId by, CaseId id, const Showing& what = showing()) {
    const auto out = try_show(by, id, what);
    return out ? "" : out.error().code;
  }
  Result<Standing> take_back(AccountId by, CaseId id) {
    const auto caller = who(by);
    return write([&](db::WriteTx& tx) {
      return releases.take_back(tx, district, id, "A name is in it", caller, clock.now());
    });
  }
  Result<cases::Reported> follow(ReleaseId id, const std::string& words = "") {
    return write([&](db::WriteTx& tx) {
      return releases.follow(tx, district, id, words, std::nullopt, clock.now());
    });
  }

  /// What a follow code shows today.
  cases::Progress progress(const std::string& code) {
    return read([&](db::ReadTx& tx) {
             return cases::progress_of(service, tx, district, code, clock.now());
           })
        .value();
  }
  void set(const std::string& name, const std::string& value) {
    write([&](db::WriteTx& tx) {
      tx.execute(test_set, district, name, value);
      return Nothing{};
    });
  }

  // ---- looking ----
  cases::Case load(CaseId id) {
    return read([&](db::ReadTx& tx) { return cases::find_case(tx, district, id).value(); });
  }
  Standing standing(AccountId by, CaseId id) {
    const auto caller = who(by);
    return read([&](db::ReadTx& tx) {
             return releases.standing(tx, district, id, caller, clock.now());
           })
        .value();
  }
  Result<Released> one(ReleaseId id) {
    return read([&](db::ReadTx& tx) { return releases.one(tx, district, id, clock.now()); });
  }
  std::vector<Released> near(geo::LatLon at, double radius_m = 500, const std::string& code = "") {
    return read([&](db::ReadTx& tx) {
             return releases.near(tx, district, {at, radius_m, code}, clock.now());
           })
        .value();
  }
  MapView map(double metres = 1000) {
    const double half = metres / 2 / 111'195.0;
    const auto at = place.centre(1, 1);
    const geo::Bounds view{{at.lat - half, at.lon - half}, {at.lat + half, at.lon + half}};
    return read([&](db::ReadTx& tx) { return releases.map(tx, district, view, clock.now()); })
        .value();
  }
  /// Whether anything of this case can be found by anybody.
  bool is_public(CaseId id) {
    const auto row = read([&](db::ReadTx& tx) { return store::find(tx, district, id); });
    const bool by_id = row && one(row->public_id).ok();
    bool nearby = false, on_map = false;
    for (const auto& r : near(place.centre(1, 1))) nearby |= r.of == id;
    for (const auto& r : map().points) on_map |= r.of == id;
    CHECK(by_id == nearby);
    CHECK(by_id == on_map);
    return by_id;
  }
  std::string events(CaseId id) {
    std::string out;
    for (const auto& e : read([&](db::ReadTx& tx) {
           return history::events(tx, district, cases::subject_of(id));
         })) {
      out += (out.empty() ? "" : " ") + e.action;
    }
    return out;
  }
  std::string facts(CaseId id) {
    std::string out;
    for (const auto& metric : read([&](db::ReadTx& tx) {
           return tx.all(
               test_facts, [](const db::Row& r) { return r.text(0); }, district, id);
         })) {
      out += (out.empty() ? "" : " ") + metric;
    }
    return out;
  }
  std::vector<std::string> problems() {
    std::vector<std::string> out;
    for (const auto& p : doctor(d.db(), district, {})) out.push_back(p.code + " " + p.subject);
    for (const auto& p : cases::doctor(d.db(), district, {})) out.push_back(p.code);
    return out;
  }

  TestDatabase& d;
  /// Monday, 23 November 2026, 09:00 at UTC+8.
  ManualClock clock{instant(1'795'395'600'000)};
  IdSource ids{1};
  SystemRandom random;
  privacy::Vault vault{privacy::MasterKey({}), random};
  areas::Territories territories;
  calendar::Calendars calendars;
  categories::Categories categories;
  Promiser promiser;
  Sight sight{territories, categories};
  cases::CaseService service{
      {territories, calendars, categories, vault, ids, random, &promiser, &sight}};
  Releases releases{service};
  areas::test::AsciiTerritory place;
  DistrictId district;
  AreaId house_h, flat_f;
  AccountId lead, lead_b, centre, worker, verifier, leader;
};

}  // namespace gewu::releases::test
