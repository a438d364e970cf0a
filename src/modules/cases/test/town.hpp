// SPDX-License-Identifier: Apache-2.0
// A small town with real modules, people and a database behind it:
//
//   AAB      district TEST → street S1 → community C1 → grids A, B, C, D; '.' lies in no grid
//   ACB      desks: lead_a (grid A), community, street, centre (district); grids B–D have none
//   ..D
#pragma once

#include <doctest/doctest.h>

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "modules/cases/cases.hpp"
#include "modules/cases/cases_store.hpp"
#include "support/ascii_territory.hpp"
#include "support/database.hpp"

namespace gewu::cases::test {

using namespace std::chrono_literals;
using api::Role;
using gewu::test::for_each_engine;
using gewu::test::TestDatabase;

inline const db::Sql test_fact_areas{
    "test.cases_fact_areas",
    "select distinct area_id, case when lat is null then 0 else 1 end as has_point "
    "from fact_unfolded where district_id = $1 and source_id = $2 order by 1, 2 limit 1000"};
inline const db::Sql test_facts{"test.cases_facts",
                                "select metric from fact_unfolded where district_id = $1 "
                                "and source_id = $2 order by fact_id limit 1000"};
inline const db::Sql test_messages{"test.cases_messages",
                                   "select payload from outbox where district_id = $1 "
                                   "order by id limit 1000"};

struct Town {
  /// Monday, 23 November 2026, 09:00 at UTC+8.
  static Instant monday() { return instant(1'795'395'600'000); }
  using EditReport = std::function<void(NewReport&)>;
  using EditDeed = std::function<void(Deed&)>;

  explicit Town(TestDatabase& database, TextFinder* finder = nullptr)
      : d(database),
        cases({territories, calendars, categories, vault, ids, random, nullptr, nullptr, finder}) {
    place = areas::test::from_ascii(d.db(), ids, clock.now(), {"AAB", "ACB", "..D"});
    district = place.district.id;
    d.db().write([&](db::WriteTx& tx) {
      categories::seed_categories(tx, district, ids, clock.now());
      calendar::seed_holidays(tx, clock.now());
      office = accounts::add_organisation(
                   tx, ids, district, accounts::OrganisationName::parse("Water").value(),
                   accounts::OrganisationKind::department, place.street, {}, clock.now())
                   .value();
      return Nothing{};
    });
    const AreaId root = place.district.root;
    lead_a = person("lead_a", Role::grid_lead, place.area('A'));
    community = person("community", Role::community_desk, place.community);
    street = person("street", Role::dispatcher, place.street);
    centre = person("centre", Role::dispatcher, root);
    worker_a = person("worker_a", Role::grid_worker, place.area('A'));
    worker_b = person("worker_b", Role::grid_worker, place.area('B'));
    verifier = person("verifier", Role::verifier, place.community);
    verifier_2 = person("verifier_2", Role::verifier, place.community);
    plumber = person("plumber", Role::department, place.street, office);
    leader = person("leader", Role::leader, root);
    auditor = person("auditor", Role::auditor, root);
    rider = person("rider", Role::part_time_worker, place.area('A'));
  }

  template <class F>
  auto read(F f) {
    return d.db().read(std::move(f));
  }

  // ---- people ----

  AccountId person(const std::string& login, Role role, AreaId area,
                   OrganisationId organisation = {}) {
    return d.db()
        .write([&](db::WriteTx& tx) {
          accounts::NewGrant grant{role, area, organisation};
          const accounts::NewAccount fresh{accounts::LoginName::parse(login).value(),
                                           accounts::PersonName::parse("Name of " + login).value(),
                                           area,
                                           "x",
                                           false,
                                           {grant}};
          return accounts::add_account(tx, ids, district, fresh, {}, clock.now());
        })
        .value();
  }
  void also(AccountId account, Role role, AreaId area, OrganisationId organisation = {}) {
    d.db()
        .write([&](db::WriteTx& tx) {
          return accounts::add_grant(tx, ids, district, account, {role, area, organisation}, {},
                                     clock.now());
        })
        .value();
  }
  api::Caller who(AccountId account) {
    return read([&](db::ReadTx& tx) {
      return accounts::caller_of(tx, district, account, clock.now()).value();
    });
  }
  Holder as_holder(AccountId account) const { return {HolderKind::account, account.value}; }
  Holder water() const { return {HolderKind::organisation, office.value}; }

  // ---- deeds ----

  NewReport words_at(std::optional<geo::LatLon> point) const {
    NewReport in;
    in.words = "The lamp by the gate is dark";
    in.category = "event-01-10";  // household waste left in the open: four working hours
    in.point = point;
    return in;
  }
  geo::LatLon in_a() const { return place.centre(0, 0); }
  geo::LatLon in_b() const { return place.centre(0, 2); }
  geo::LatLon in_d() const { return place.centre(2, 2); }
  geo::LatLon in_no_grid() const { return place.centre(2, 0); }

  Result<Reported> try_report(const EditReport& edit = {},
                              std::optional<AccountId> by = std::nullopt) {
    NewReport in = words_at(in_a());
    if (edit) edit(in);
    const auto caller = by ? std::optional(who(*by)) : std::nullopt;
    return d.db().write([&](db::WriteTx& tx) {
      return cases.report(tx, district, in, caller ? &*caller : nullptr, clock.now());
    });
  }
  Reported report(const EditReport& edit = {}, std::optional<AccountId> by = std::nullopt) {
    auto out = try_report(edit, by);
    INFO((out ? "" : out.error().code));
    REQUIRE(out.ok());
    return *out;
  }

  Result<Case> try_act(AccountId by, CaseId id, Action action, const EditDeed& edit = {}) {
    Deed deed;
    deed.action = action;
    deed.version = load(id).version;
    if (edit) edit(deed);
    const auto caller = who(by);
    return d.db().write(
        [&](db::WriteTx& tx) { return cases.act(tx, district, id, deed, caller, clock.now()); });
  }
  Case act(AccountId by, CaseId id, Action action, const EditDeed& edit = {}) {
    auto out = try_act(by, id, action, edit);
    INFO(code_of(action), " ", (out ? "" : out.error().code));
    REQUIRE(out.ok());
    return *out;
  }
  std::string refused(AccountId by, CaseId id, Action action, const EditDeed& edit = {}) {
    const auto out = try_act(by, id, action, edit);
    if (out) return "";
    return out.error().code + (out.error().field.empty() ? "" : " " + out.error().field);
  }

  Result<Case> try_tell(const std::string& code, Action action, const EditDeed& edit = {}) {
    Deed deed;
    deed.action = action;
    if (edit) edit(deed);
    return d.db().write(
        [&](db::WriteTx& tx) { return cases.act_by_code(tx, district, code, deed, clock.now()); });
  }
  Case tell(const std::string& code, Action action, const EditDeed& edit = {}) {
    auto out = try_tell(code, action, edit);
    INFO(code_of(action), " ", (out ? "" : out.error().code));
    REQUIRE(out.ok());
    return *out;
  }
  std::string refused(const std::string& code, Action action, const EditDeed& edit = {}) {
    const auto out = try_tell(code, action, edit);
    return out ? "" : out.error().code;
  }

  // The usual course.
  Case dispatch(CaseId id, Holder to) {
    act(lead_a, id, Action::register_);
    return act(lead_a, id, Action::dispatch, [&](Deed& x) { x.holder = to; });
  }
  Case finish(AccountId handler, CaseId id) {
    const auto photo = photo_of();
    return act(handler, id, Action::report_done, [&](Deed& x) {
      x.answer = "A new lamp is in";
      x.photos = {{photo.photo, photo.token, photos::PhotoKind::after}};
    });
  }
  Case close(CaseId id) {
    dispatch(id, as_holder(worker_a));
    act(worker_a, id, Action::accept);
    finish(worker_a, id);
    return act(verifier, id, Action::pass);
  }

  /// A photo that nobody has claimed yet.
  photos::Ticket photo_of() {
    photos::Prepared picture;
    picture.content_hash = std::string(64, 'a');
    picture.width = picture.height = 100;
    picture.bytes = 1000;
    return d.db().write([&](db::WriteTx& tx) {
      return photos::store(tx, district, picture, ids.next<PhotoTag>(clock.now()),
                           photos::make_token(random), clock.now());
    });
  }

  int tick() { return cases.tick(d.db(), district, clock.now()); }

  // ---- looking ----

  Case load(CaseId id) {
    return read([&](db::ReadTx& tx) { return store::find(tx, district, id).value(); });
  }
  store::Report report_of(CaseId id) {
    return read([&](db::ReadTx& tx) { return store::find_report(tx, district, id).value(); });
  }
  CaseService::Followed follow(const std::string& code) {
    return read([&](db::ReadTx& tx) { return cases.follow(tx, district, code); }).value();
  }
  Actors relations(AccountId account, CaseId id) {
    const auto caller = who(account);
    const auto c = load(id);
    return read([&](db::ReadTx& tx) { return cases.relations(tx, c, caller, clock.now()); });
  }
  bool sees(AccountId account, CaseId id) { return relations(account, id) != 0; }
  std::vector<history::Event> all_events(CaseId id) {
    return read([&](db::ReadTx& tx) { return history::events(tx, district, subject_of(id)); });
  }
  /// "report register dispatch", in order.
  std::string events(CaseId id) {
    std::string out;
    for (const auto& e : all_events(id)) out += (out.empty() ? "" : " ") + e.action;
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
  /// The areas that the facts of a case count in, and whether they tell the point.
  std::set<std::pair<AreaId, bool>> fact_areas(CaseId id) {
    const auto rows = read([&](db::ReadTx& tx) {
      return tx.all(
          test_fact_areas,
          [](const db::Row& r) { return std::pair(r.get<AreaId>(0), r.get<bool>(1)); }, district,
          id);
    });
    return {rows.begin(), rows.end()};
  }
  bool intact(CaseId id) {
    const auto c = load(id);
    const history::Head head{c.history_seq, digest_from_hex(c.history_head).value()};
    return read(
        [&](db::ReadTx& tx) { return history::check(tx, district, subject_of(id), head).intact; });
  }
  std::vector<std::string> problems() {
    std::vector<std::string> out;
    for (const auto& p : doctor(d.db(), district, {})) out.push_back(p.code + " " + p.subject);
    return out;
  }

  TestDatabase& d;
  ManualClock clock{monday()};
  IdSource ids{1};
  SystemRandom random;
  privacy::Vault vault{privacy::MasterKey({}), random};
  areas::Territories territories;
  calendar::Calendars calendars;
  categories::Categories categories;
  CaseService cases;
  areas::test::AsciiTerritory place;
  DistrictId district;
  OrganisationId office;
  AccountId lead_a, community, street, centre, worker_a, worker_b, verifier, verifier_2, plumber,
      leader, auditor, rider;
};

inline Town::EditDeed for_reason(std::string reason = "because") {
  return [reason = std::move(reason)](Deed& x) { x.reason = reason; };
}

}  // namespace gewu::cases::test
