// SPDX-License-Identifier: Apache-2.0
// Rows of cases on both engines: nothing is lost on the way, every plan of a list says the same.
#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <set>
#include <thread>

#include "modules/cases/cases_store.hpp"
#include "modules/cases/columns_store.hpp"
#include "modules/cases/test/town.hpp"

namespace gewu::cases::test {

namespace {

using store::Cursor;
using store::Filter;
using store::Reach;

/// Draws values of every kind.
struct Dice {
  std::mt19937& source;
  int any(int n) { return static_cast<int>(source() % static_cast<unsigned>(n)); }
  bool flag() { return any(2) == 1; }
  Instant time() { return instant(1'700'000'000'000 + any(1'000'000'000)); }
  std::optional<Instant> maybe_time() { return flag() ? std::optional(time()) : std::nullopt; }
  std::optional<bool> maybe_flag() { return flag() ? std::optional(flag()) : std::nullopt; }
  std::optional<double> maybe_number(int n) {
    return flag() ? std::optional(any(n) / 8.0) : std::nullopt;
  }
  calendar::Limit limit() { return {static_cast<calendar::LimitUnit>(any(6)), 1 + any(100)}; }
  Holder holder() { return {static_cast<HolderKind>(any(6)), any(1000)}; }
  std::string text() { return "文字 𠀀 ' ; drop table cases; -- " + std::to_string(any(99)); }
};

void fill_subject(Case& c, Dice& dice) {
  c.state = static_cast<State>(dice.any(14));
  c.version = dice.any(1000);
  c.area = AreaId{1 + dice.any(1000)};
  c.located = dice.flag();
  c.lat = dice.maybe_number(720);
  c.lon = dice.maybe_number(1440);
  c.accuracy_m = dice.maybe_number(1000);
  c.cell = static_cast<std::int64_t>(dice.source()) << 31;
  c.address = dice.text();
  c.territory_version = dice.any(100);
  c.category = CategoryId{1 + dice.any(50)};
  c.nature = "complain";
  c.title = dice.text();
  c.channel = static_cast<Channel>(dice.any(8));
  c.emergency = dice.flag();
  c.restricted = dice.flag();
}

void fill_holders(Case& c, Dice& dice) {
  c.desk_area = AreaId{1 + dice.any(1000)};
  c.holder = dice.holder();
  for (int i = dice.any(4); i > 0; --i) c.assistants.push_back(dice.holder());
  c.handler = AccountId{dice.any(3)};
  c.handler_organisation = OrganisationId{dice.any(3)};
  c.last_verifier = AccountId{dice.any(3)};
  c.excluded_verifier = AccountId{dice.any(3)};
}

void fill_clocks(Case& c, Dice& dice) {
  if (dice.any(4) != 0) {
    c.clock = {static_cast<ClockKind>(1 + dice.any(12)),
               dice.limit(),
               dice.any(3),
               dice.any(100000),
               dice.time(),
               dice.time(),
               dice.any(6),
               dice.flag()};
  }
  c.paused = {static_cast<ClockKind>(dice.any(13)),
              dice.limit(),
              dice.any(3),
              dice.any(100000),
              dice.any(6),
              dice.holder()};
  if (dice.flag()) c.handle_limit = dice.limit();
  c.supervisor_area = AreaId{dice.any(3)};
  c.supervisor_due_at = dice.maybe_time();
  c.expires_at = dice.maybe_time();
  c.wake_at = dice.maybe_time();
}

void fill_course(Case& c, Dice& dice) {
  c.main_case = CaseId{dice.any(3)};
  if (dice.flag()) c.former_state = static_cast<State>(dice.any(14));
  c.pending = static_cast<Pending>(dice.any(3));
  c.pending_reason = dice.text();
  c.pending_until = dice.maybe_time();
  c.pending_by = AccountId{dice.any(3)};
  for (int* counter : {&c.co_reporters, &c.extensions, &c.shelvings, &c.returns, &c.reworks,
                       &c.dispatches, &c.reopenings, &c.photo_count, &c.history_seq}) {
    *counter = dice.any(9);
  }
  for (bool* flag : {&c.must_rule, &c.ruled, &c.handled_once, &c.overdue}) *flag = dice.flag();
  c.sampled = dice.maybe_flag();
  c.reported_at = dice.time();
  c.registered_at = dice.maybe_time();
  c.handled_at = dice.maybe_time();
  c.closed_at = dice.maybe_time();
  c.answer = dice.flag() ? "answer\nof two lines" : "";
  c.solved = dice.maybe_flag();
  c.satisfied = dice.maybe_flag();
  if (dice.flag()) c.stars = 1 + dice.any(5);
  c.history_head = std::string(64, 'a');
}

/// A case in which every column holds something else.
Case full_case(DistrictId district, CaseId id, std::mt19937& source) {
  Dice dice{source};
  Case c;
  c.district = district;
  c.id = id;
  c.number = id.value + 100000;
  fill_subject(c, dice);
  fill_holders(c, dice);
  fill_clocks(c, dice);
  fill_course(c, dice);
  return c;
}

// A case as text, said without the list of columns that it is compared through.

template <class T>
std::string word(const T& value) {
  if constexpr (std::is_enum_v<T>) {
    return std::string(code_of(value));
  } else if constexpr (std::is_same_v<T, Instant>) {
    return to_rfc3339(value);
  } else if constexpr (std::is_same_v<T, calendar::Limit>) {
    return calendar::to_text(value);
  } else if constexpr (std::is_same_v<T, Holder>) {
    return word(value.kind) + ":" + std::to_string(value.id);
  } else if constexpr (std::is_same_v<T, std::string>) {
    return value;
  } else if constexpr (requires { value.has_value(); }) {
    return value ? word(*value) : "none";
  } else if constexpr (requires { value.value; }) {
    return std::to_string(value.value);
  } else {
    return std::to_string(value);
  }
}

template <class... T>
std::string words(const T&... values) {
  std::string out;
  ((out += word(values) + "|"), ...);
  return out;
}

std::string told(const Case& c) {
  const auto& k = c.clock;
  const auto& p = c.paused;
  std::string helpers;
  for (const auto& h : c.assistants) helpers += word(h) + " ";
  return words(c.district, c.id, c.number, c.state, c.version, c.area, c.located, c.lat, c.lon,
               c.accuracy_m, c.cell, c.address, c.territory_version, c.category, c.nature, c.title,
               c.channel, c.emergency, c.restricted) +
         words(c.desk_area, c.holder, helpers, c.handler, c.handler_organisation, c.last_verifier,
               c.excluded_verifier) +
         words(k.kind, k.limit, k.extensions, k.used_ms, k.started_at,
               k.kind == ClockKind::none ? Instant{} : k.due_at, k.step, k.calendar_missing) +
         words(p.kind, p.limit, p.extensions, p.used_ms, p.step, p.holder, c.handle_limit,
               c.supervisor_area, c.supervisor_due_at, c.expires_at, c.wake_at) +
         words(c.main_case, c.former_state, c.co_reporters, c.pending, c.pending_reason,
               c.pending_until, c.pending_by, c.extensions, c.shelvings, c.returns, c.reworks,
               c.dispatches, c.reopenings, c.must_rule, c.ruled, c.handled_once, c.overdue,
               c.sampled) +
         words(c.reported_at, c.registered_at, c.handled_at, c.closed_at, c.answer, c.solved,
               c.satisfied, c.stars, c.photo_count, c.history_seq, c.history_head);
}

CaseId id_of(int n) { return CaseId{1000 + n}; }

/// Cases all over a town, some about the one who would hold them.
struct Crowd {
  explicit Crowd(Town& town, int size)
      : t(town), territory(town.read([&](db::ReadTx& tx) {
          return town.territories.current(tx, town.district);
        })) {
    std::mt19937 dice(7);
    const std::vector<AreaId> areas{t.place.area('A'),    t.place.area('B'), t.place.area('C'),
                                    t.place.area('D'),    t.place.community, t.place.street,
                                    t.place.district.root};
    t.d.db().write([&](db::WriteTx& tx) {
      for (int i = 0; i < size; ++i) {
        Case c = full_case(t.district, id_of(i), dice);
        c.area = areas[dice() % areas.size()];
        // A desk is the case's area or above it.
        const auto up = territory->chain(c.area);
        c.desk_area = up[dice() % up.size()]->id;
        c.state = static_cast<State>(dice() % 14);
        c.category = CategoryId{1 + static_cast<std::int64_t>(dice() % 3)};
        if (is_open(c.state)) {
          c.clock.kind = ClockKind::handle;
          c.clock.due_at = Town::monday() + std::chrono::minutes(dice() % 20);  // many ties
          c.clock.step = static_cast<int>(dice() % 3);
        }
        c.holder = {static_cast<HolderKind>(dice() % 3), static_cast<std::int64_t>(dice() % 4)};
        c.channel = dice() % 2 == 0 ? Channel::phone : Channel::paper;
        c.reported_at = Town::monday() + std::chrono::minutes(dice() % 300);
        store::insert(tx, c);
        all.push_back(c);
      }
      return Nothing{};
    });
  }

  Reach reach(const std::vector<AreaId>& granted) const {
    return {areas::scope_of(*territory, granted), territory->version()};
  }

  /// What a list should hold, said without SQL.
  template <class Matches>
  std::vector<CaseId> expected(const std::vector<AreaId>& granted, Matches matches) {
    std::vector<const Case*> found;
    for (const auto& c : all) {
      const AreaId lies_at = c.restricted ? c.desk_area : c.area;
      const bool inside = std::any_of(granted.begin(), granted.end(), [&](AreaId root) {
        return territory->within(lies_at, root);
      });
      if (inside && matches(c)) found.push_back(&c);
    }
    std::sort(found.begin(), found.end(), [](const Case* a, const Case* b) {
      if (!is_open(a->state)) return a->id > b->id;
      return std::pair(a->clock.due_at, a->id) < std::pair(b->clock.due_at, b->id);
    });
    std::vector<CaseId> out;
    for (const auto* c : found) out.push_back(c->id);
    return out;
  }

  Town& t;
  std::shared_ptr<const areas::TerritorySnapshot> territory;
  std::vector<Case> all;
};

std::vector<CaseId> ids_of(const std::vector<Case>& cases) {
  std::vector<CaseId> out;
  for (const auto& c : cases) out.push_back(c.id);
  return out;
}

}  // namespace

TEST_CASE("a case comes back from its row as it went in, column by column") {
  for_each_engine([](TestDatabase& d) {
    std::mt19937 dice(42);
    for (int i = 0; i < 60; ++i) {
      const Case c = full_case(DistrictId{5}, id_of(i), dice);
      d.db().write([&](db::WriteTx& tx) { return store::insert(tx, c), Nothing{}; });
      const auto back =
          d.db().read([&](db::ReadTx& tx) { return store::find(tx, DistrictId{5}, c.id); });
      REQUIRE(back.has_value());
      CHECK(told(*back) == told(c));
    }
  });
}

TEST_CASE("every column takes part in an update") {
  for_each_engine([](TestDatabase& d) {
    std::mt19937 dice(43);
    Case c = full_case(DistrictId{5}, id_of(1), dice);
    c.history_seq = 7;
    d.db().write([&](db::WriteTx& tx) { return store::insert(tx, c), Nothing{}; });
    Case other = full_case(DistrictId{5}, id_of(1), dice);
    other.number = c.number;
    CHECK(d.db().write([&](db::WriteTx& tx) { return store::update(tx, other, 7); }));
    const auto back =
        d.db().read([&](db::ReadTx& tx) { return store::find(tx, DistrictId{5}, c.id); });
    CHECK(told(*back) == told(other));
  });
}

TEST_CASE("columns, placeholders and assignments are of one list") {
  const auto columns = case_columns();
  CHECK(std::count(columns.begin(), columns.end(), ',') + 1 == case_column_count());
  CHECK(static_cast<int>(case_values(Case{}).size()) == case_column_count());
  CHECK(case_columns("k").starts_with("k.district_id, k.case_id, "));
  CHECK(case_placeholders().starts_with("$1, $2, $3"));
  CHECK(case_assignments().starts_with("number = $3, state = $4"));
}

TEST_CASE("holders are written as text and read again, and nonsense is left out") {
  const std::vector<Holder> some{{HolderKind::account, 12}, {HolderKind::organisation, 5}};
  CHECK(holders_text(some) == "account:12 organisation:5");
  CHECK(holders_from_text("account:12 organisation:5") == some);
  CHECK(holders_from_text("").empty());
  CHECK(holders_from_text("nobody:3 account:12") == std::vector<Holder>{{HolderKind::account, 12}});
}

TEST_CASE("who read an older row changes nothing") {
  for_each_engine([](TestDatabase& d) {
    std::mt19937 dice(44);
    Case c = full_case(DistrictId{5}, id_of(1), dice);
    c.history_seq = 3;
    d.db().write([&](db::WriteTx& tx) { return store::insert(tx, c), Nothing{}; });
    Case next = c;
    next.history_seq = 4;
    next.title = "changed";
    CHECK_FALSE(d.db().write([&](db::WriteTx& tx) { return store::update(tx, next, 2); }));
    CHECK(d.db().write([&](db::WriteTx& tx) { return store::update(tx, next, 3); }));
    CHECK_FALSE(d.db().write([&](db::WriteTx& tx) { return store::update(tx, next, 3); }));
  });
}

TEST_CASE("the narrow, the wide and the district's list agree with each other and with no plan") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    Crowd crowd(t, 300);
    const std::vector<std::vector<AreaId>> scopes{{t.place.area('A')},
                                                  {t.place.area('B'), t.place.area('D')},
                                                  {t.place.community},
                                                  {t.place.district.root},
                                                  {}};
    std::vector<std::pair<Filter, std::function<bool(const Case&)>>> filters;
    filters.emplace_back(Filter{}, [](const Case&) { return true; });
    filters.emplace_back(Filter{.state = State::handling},
                         [](const Case& c) { return c.state == State::handling; });
    filters.emplace_back(Filter{.holder_kind = HolderKind::desk},
                         [](const Case& c) { return c.holder.kind == HolderKind::desk; });
    filters.emplace_back(Filter{.category = CategoryId{2}},
                         [](const Case& c) { return c.category == CategoryId{2}; });
    filters.emplace_back(Filter{.due_before = Town::monday() + 9min},
                         [](const Case& c) { return c.clock.due_at < Town::monday() + 9min; });
    filters.emplace_back(Filter{.unlocated = true}, [](const Case& c) { return !c.located; });
    filters.emplace_back(Filter{.emergency = true}, [](const Case& c) { return c.emergency; });
    filters.emplace_back(Filter{.emergency = false}, [](const Case& c) { return !c.emergency; });
    filters.emplace_back(Filter{.channel = Channel::phone},
                         [](const Case& c) { return c.channel == Channel::phone; });
    filters.emplace_back(
        Filter{.due_from = Town::monday() + 9min, .warned = true},
        [](const Case& c) { return c.clock.due_at >= Town::monday() + 9min && c.clock.step >= 1; });
    filters.emplace_back(
        Filter{.due_from = Town::monday() + 9min, .warned = false},
        [](const Case& c) { return c.clock.due_at >= Town::monday() + 9min && c.clock.step < 1; });
    filters.emplace_back(Filter{.since = Town::monday() + 100min, .until = Town::monday() + 200min},
                         [](const Case& c) {
                           return c.reported_at >= Town::monday() + 100min &&
                                  c.reported_at < Town::monday() + 200min;
                         });
    filters.emplace_back(Filter{.holder = Holder{HolderKind::organisation, 3}}, [](const Case& c) {
      return c.holder == Holder{HolderKind::organisation, 3};
    });
    t.read([&](db::ReadTx& tx) {
      for (const auto& granted : scopes) {
        for (const auto& [filter, matches] : filters) {
          const auto wanted = crowd.expected(
              granted, [&, m = matches](const Case& c) { return is_open(c.state) && m(c); });
          Reach reach = crowd.reach(granted);
          CHECK(ids_of(store::list_open(tx, t.district, reach, filter, {}, 1000)) == wanted);
          CHECK(store::count_open(tx, t.district, reach, filter, 1000) ==
                static_cast<int>(wanted.size()));
          // The same by the other plan: more areas than a narrow list takes.
          reach.scope.areas = areas::Scope::narrow_limit + 1;
          reach.scope.whole_district = false;
          CHECK(ids_of(store::list_open(tx, t.district, reach, filter, {}, 1000)) == wanted);
          CHECK(store::count_open(tx, t.district, reach, filter, 1000) ==
                static_cast<int>(wanted.size()));
        }
      }
      return Nothing{};
    });
  });
}

TEST_CASE("the kinds of open cases come to what the lists hold") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    Crowd crowd(t, 300);
    const Instant now = Town::monday() + 9min;
    const auto kinds =
        t.read([&](db::ReadTx& tx) { return store::open_kinds(tx, t.district, now); });
    const auto count = [&](const auto& wanted) {
      std::size_t out = 0;
      for (const auto& kind : kinds) out += static_cast<std::size_t>(wanted(kind));
      return out;
    };
    const auto expected = [&](const auto& matches) {
      return crowd
          .expected({t.place.district.root},
                    [&](const Case& c) { return is_open(c.state) && matches(c); })
          .size();
    };
    const auto if_so = [](bool so, int n) { return so ? n : 0; };
    for (const StateRow& row : kStates) {
      CHECK(count([&](const auto& k) { return if_so(k.state == row.state, k.count); }) ==
            expected([&](const Case& c) { return c.state == row.state; }));
    }
    for (const HolderKind holder : {HolderKind::desk, HolderKind::verifiers}) {
      CHECK(count([&](const auto& k) { return if_so(k.holder_kind == holder, k.count); }) ==
            expected([&](const Case& c) { return c.holder.kind == holder; }));
    }
    CHECK(count([](const auto& k) { return k.late; }) ==
          expected([&](const Case& c) { return c.clock.due_at < now; }));
    CHECK(count([&](const auto& k) { return if_so(!k.located, k.count); }) ==
          expected([](const Case& c) { return !c.located; }));
    // About the one who would hold it: it lies at the desk that has it.
    for (const char letter : {'A', 'B', 'D'}) {
      const AreaId area = t.place.area(letter);
      CHECK(count([&](const auto& k) { return if_so(k.area == area, k.count); }) ==
            expected([&](const Case& c) { return (c.restricted ? c.desk_area : c.area) == area; }));
    }
  });
}

TEST_CASE("finished cases come newest first, in every plan") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    Crowd crowd(t, 300);
    t.read([&](db::ReadTx& tx) {
      for (const auto& granted : {std::vector{t.place.area('A')}, std::vector{t.place.street},
                                  std::vector{t.place.district.root}}) {
        for (const State state : {State::closed, State::archived, State::imported}) {
          const auto matches = [&](const Case& c) { return c.state == state; };
          Reach reach = crowd.reach(granted);
          const auto wanted = crowd.expected(granted, matches);
          CHECK(ids_of(store::list_finished(tx, t.district, reach, state, {}, {}, 999)) == wanted);
          reach.scope.areas = areas::Scope::narrow_limit + 1;
          reach.scope.whole_district = false;
          CHECK(ids_of(store::list_finished(tx, t.district, reach, state, {}, {}, 999)) == wanted);
          const auto of_two = crowd.expected(granted, [&](const Case& c) {
            return c.state == state && c.category == CategoryId{2};
          });
          CHECK(ids_of(store::list_finished(tx, t.district, reach, state,
                                            {.category = CategoryId{2}}, {}, 999)) == of_two);
        }
      }
      return Nothing{};
    });
  });
}

TEST_CASE("a scope of more roots than a statement takes still sees all of them") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    std::vector<areas::NewArea> more;
    for (int i = 0; i < 20; ++i) {
      more.push_back({.code = "X" + std::to_string(i),
                      .name = "Grid X",
                      .level = areas::Level::grid,
                      .parent = "C1"});
    }
    const auto grids = d.db().write([&](db::WriteTx& tx) {
      return areas::add_areas(tx, t.ids, t.district, more, t.clock.now());
    });
    REQUIRE(grids.ok());
    std::vector<CaseId> wanted;
    d.db().write([&](db::WriteTx& tx) {
      for (int i = 0; i < 40; ++i) {
        Case c;
        c.district = t.district;
        c.id = id_of(i);
        c.number = 5000 + i;
        c.category = CategoryId{1};
        c.area = c.desk_area = (*grids)[static_cast<std::size_t>(i) % grids->size()];
        c.clock.kind = ClockKind::register_;
        c.clock.due_at = Town::monday() + std::chrono::minutes(i);
        c.state = State::reported;
        store::insert(tx, c);
        wanted.push_back(c.id);
        c.id = CaseId{c.id.value + 500};
        c.number += 500;
        c.state = State::archived;
        store::insert(tx, c);
      }
      return Nothing{};
    });
    Crowd nobody(t, 0);
    Reach reach = nobody.reach(*grids);
    REQUIRE(reach.scope.roots.size() == 20);
    t.read([&](db::ReadTx& tx) {
      for (const bool narrow : {true, false}) {
        if (!narrow) reach.scope.areas = areas::Scope::narrow_limit + 1;
        CHECK(ids_of(store::list_open(tx, t.district, reach, {}, {}, 100)) == wanted);
        CHECK(store::count_open(tx, t.district, reach, {}, 100) == 40);
        CHECK(store::count_open(tx, t.district, reach, {}, 25) == 25);
        const auto some = store::list_open(tx, t.district, reach, {}, {}, 7);
        CHECK(ids_of(some) == std::vector(wanted.begin(), wanted.begin() + 7));
        CHECK(store::list_finished(tx, t.district, reach, State::archived, {}, {}, 100).size() ==
              40);
      }
      return Nothing{};
    });
  });
}

TEST_CASE("pages follow each other without gap or repeat, whatever ties there are") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    Crowd crowd(t, 400);
    const auto granted = std::vector{t.place.street};
    const auto wanted = crowd.expected(granted, [](const Case& c) { return is_open(c.state); });
    const Reach reach = crowd.reach(granted);
    for (const int size : {1, 3, 50}) {
      std::vector<CaseId> got;
      std::optional<Cursor> after;
      for (;;) {
        const auto page = t.read([&](db::ReadTx& tx) {
          return store::list_open(tx, t.district, reach, {}, after, size);
        });
        for (const auto& c : page) got.push_back(c.id);
        if (page.size() < static_cast<std::size_t>(size)) break;
        after = Cursor{to_ms(page.back().clock.due_at), page.back().id};
      }
      CHECK(got == wanted);
    }
  });
}

TEST_CASE("what was reported in a time is found among finished cases, and they are counted alike") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    std::vector<CaseId> closed;
    std::vector<Instant> told;
    for (int day = 0; day < 4; ++day) {
      told.push_back(t.clock.now());
      closed.push_back(t.report().id);
      t.close(closed.back());
      t.clock.advance(24h);
    }
    Crowd nobody(t, 0);
    t.read([&](db::ReadTx& tx) {
      for (const auto& root : {t.place.area('A'), t.place.district.root}) {
        for (const bool wide : {false, true}) {
          Reach reach = nobody.reach({root});
          if (wide) reach.scope.areas = areas::Scope::narrow_limit + 1;
          if (wide) reach.scope.whole_district = false;
          const auto list = [&](const Filter& f) {
            const auto found = store::list_finished(tx, t.district, reach, State::closed, f, {}, 9);
            CHECK(store::count_finished(tx, t.district, reach, State::closed, f, 9) ==
                  static_cast<int>(found.size()));
            return ids_of(found);
          };
          CHECK(list({.since = told[2]}) == std::vector{closed[3], closed[2]});
          CHECK(list({.since = told[2] + 1ms}) == std::vector{closed[3]});
          CHECK(list({.until = told[1]}) == std::vector{closed[0]});
          CHECK(list({.since = told[1], .until = told[2]}) == std::vector{closed[1]});
          CHECK(list({.channel = Channel::phone}).empty());
          CHECK(store::count_finished(tx, t.district, reach, State::closed, {}, 3) == 3);
        }
      }
      return Nothing{};
    });
  });
}

TEST_CASE("what one holds and what one reported are lists of their own") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto first = t.report({}, t.rider);
    const auto second = t.report({}, t.rider);
    const auto other = t.report();
    t.dispatch(second.id, t.water());
    t.read([&](db::ReadTx& tx) {
      CHECK(ids_of(store::list_reported(tx, t.district, t.rider, {}, {}, 10)) ==
            std::vector{second.id, first.id});
      CHECK(ids_of(store::list_reported(tx, t.district, t.rider, {.state = State::reported}, {},
                                        10)) == std::vector{first.id});
      CHECK(ids_of(store::list_reported(tx, t.district, t.rider, {}, Cursor{0, second.id}, 10)) ==
            std::vector{first.id});
      CHECK(store::count_reported(tx, t.district, t.rider, {}, 10) == 2);
      CHECK(store::count_reported(tx, t.district, t.rider, {}, 1) == 1);
      CHECK(store::list_reported(tx, t.district, t.worker_a, {}, {}, 10).empty());
      const auto held = [&](const Filter& filter) {
        return store::list_held(tx, t.district, HolderKind::organisation, t.office.value, filter,
                                {}, 10);
      };
      CHECK(ids_of(held({})) == std::vector{second.id});
      CHECK(held({.state = State::handling}).empty());
      CHECK(held({.due_before = t.clock.now()}).empty());
      CHECK(store::count_held(tx, t.district, HolderKind::organisation, t.office.value, {}, 10) ==
            1);
      return Nothing{};
    });
    (void)other;
  });
}

TEST_CASE("a district sees nothing of another") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    const auto mine = t.report();
    const DistrictId other{t.district.value + 1};
    const auto code = follow_digest(t.district, mine.follow_code).value();
    t.read([&](db::ReadTx& tx) {
      CHECK_FALSE(store::find(tx, other, mine.id).has_value());
      CHECK_FALSE(store::find_report(tx, other, mine.id).has_value());
      CHECK_FALSE(store::find_follow(tx, other, code).has_value());
      CHECK_FALSE(store::find_number(tx, other, mine.number).has_value());
      CHECK(store::due_now(tx, other, t.clock.now() + 999h, 10).empty());
      return Nothing{};
    });
    CHECK(follow_digest(other, mine.follow_code) != code);
  });
}

TEST_CASE("an area that was dropped keeps its cases in the district's list") {
  for_each_engine([](TestDatabase& d) {
    Town t(d);
    d.db().write([&](db::WriteTx& tx) {
      Case c;
      c.district = t.district;
      c.id = id_of(1);
      c.category = CategoryId{1};
      c.area = c.desk_area = AreaId{987654};
      c.clock.kind = ClockKind::register_;
      store::insert(tx, c);
      c.id = id_of(2);
      c.number = 2;
      c.state = State::archived;
      store::insert(tx, c);
      return Nothing{};
    });
    Crowd nobody(t, 0);
    t.read([&](db::ReadTx& tx) {
      const Reach all = nobody.reach({t.place.district.root});
      const Reach street = nobody.reach({t.place.street});
      CHECK(store::list_open(tx, t.district, all, {}, {}, 10).size() == 1);
      CHECK(store::list_finished(tx, t.district, all, State::archived, {}, {}, 10).size() == 1);
      CHECK(store::list_open(tx, t.district, street, {}, {}, 10).empty());
      CHECK(store::list_finished(tx, t.district, street, State::archived, {}, {}, 10).empty());
      return Nothing{};
    });
    CHECK(t.sees(t.centre, id_of(1)));
    CHECK_FALSE(t.sees(t.street, id_of(1)));
  });
}

TEST_CASE("two writers never lease the same numbers") {
  for_each_engine([](TestDatabase& d) {
    constexpr int kThreads = 4, kLeases = 20, kSize = 5;
    std::vector<std::vector<std::int64_t>> firsts(kThreads);
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&, i] {
        for (int j = 0; j < kLeases; ++j) {
          firsts[static_cast<std::size_t>(i)].push_back(d.db().write(
              [&](db::WriteTx& tx) { return store::lease_numbers(tx, DistrictId{5}, kSize); }));
        }
      });
    }
    for (auto& thread : threads) thread.join();
    std::set<std::int64_t> all;
    for (const auto& some : firsts) {
      for (const auto first : some) {
        for (int k = 0; k < kSize; ++k) CHECK(all.insert(first + k).second);
      }
    }
    CHECK(all.size() == kThreads * kLeases * kSize);
    CHECK(*all.begin() == 100001);
  });
}

TEST_CASE("a district's own limits replace the typical ones, nonsense does not") {
  static const db::Sql set_one{"test.cases_set",
                               "insert into case_setting (district_id, name, value) "
                               "values ($1, $2, $3)"};
  for_each_engine([](TestDatabase& d) {
    const DistrictId here{5};
    d.db().write([&](db::WriteTx& tx) {
      tx.execute(set_one, here, "register", "urgent_minute:20");
      tx.execute(set_one, here, "check", "soon");
      tx.execute(set_one, here, "sample_percent", "25");
      tx.execute(set_one, here, "extensions_max", "many");
      tx.execute(set_one, here, "unheard_of", "1");
      tx.execute(set_one, here, "public_days", "30");
      tx.execute(set_one, here, "followers_max", "100000");
      return Nothing{};
    });
    const auto limits = d.db().read([&](db::ReadTx& tx) { return store::stage_limits(tx, here); });
    CHECK(limits.register_ == calendar::Limit{calendar::LimitUnit::urgent_minute, 20});
    CHECK(limits.check == StageLimits{}.check);
    CHECK(limits.sample_percent == 25);
    CHECK(limits.extensions_max == 2);
    const auto open = d.db().read([&](db::ReadTx& tx) { return store::public_limits(tx, here); });
    CHECK(open.shown_days == 30);
    CHECK(open.followers_max == 300);  // more than one transaction can archive
  });
}

}  // namespace gewu::cases::test
