// SPDX-License-Identifier: Apache-2.0
// Random units against a plain map: whatever their order, failures and batches, the database holds
// what the units that said yes wrote.
#include <rapidcheck.h>

#include <future>
#include <map>

#include "db/test/support.hpp"

namespace gewu::db {
namespace {

const Sql upsert{"test.model_upsert",
                 "insert into thing (district_id, id, amount) values (1, $1, $2) "
                 "on conflict (district_id, id) do update set amount = excluded.amount"};
const Sql insert{"test.model_insert",
                 "insert into thing (district_id, id, amount) values (1, $1, $2)"};
const Sql erase{"test.model_erase", "delete from thing where district_id = 1 and id = $1"};
const Sql all{"test.model_all", "select id, amount from thing where district_id = 1 order by id"};
const Sql clear{"test.model_clear", "delete from thing where district_id = 1"};

enum class Ending { commit, refuse, throw_own, swallow_error };

struct Step {
  int kind;  ///< 0 upsert, 1 insert (fails on a taken id), 2 delete
  int id;
  int amount;  ///< negative breaks a check
};

struct Work {
  std::vector<Step> steps;
  Ending ending;
};

using Model = std::map<int, int>;

/// What the unit does to the model; false where it has no effect.
bool foresee(const Work& work, Model& model) {
  Model next = model;
  for (const Step& s : work.steps) {
    if (s.kind == 2) {
      next.erase(s.id);
    } else {
      if (s.amount < 0 || (s.kind == 1 && next.contains(s.id))) return false;
      next[s.id] = s.amount;
    }
  }
  if (work.ending != Ending::commit) return false;
  model = std::move(next);
  return true;
}

bool perform(const Work& work, WriteTx& tx) {
  for (const Step& s : work.steps) {
    try {
      if (s.kind == 0) tx.execute(upsert, s.id, s.amount);
      if (s.kind == 1) tx.execute(insert, s.id, s.amount);
      if (s.kind == 2) tx.execute(erase, s.id);
    } catch (const DbError&) {
      if (work.ending != Ending::swallow_error) throw;
    }
  }
  if (work.ending == Ending::throw_own) throw std::runtime_error("no");
  return work.ending == Ending::commit;
}

rc::Gen<Work> any_work() {
  const auto step = rc::gen::build<Step>(
      rc::gen::set(&Step::kind, rc::gen::inRange(0, 3)),
      rc::gen::set(&Step::id, rc::gen::inRange(1, 8)),
      rc::gen::set(&Step::amount, rc::gen::weightedOneOf<int>(
                                      {{9, rc::gen::inRange(0, 100)}, {1, rc::gen::just(-1)}})));
  return rc::gen::build<Work>(
      rc::gen::set(&Work::steps, rc::gen::container<std::vector<Step>>(step)),
      rc::gen::set(&Work::ending, rc::gen::weightedElement<Ending>({{6, Ending::commit},
                                                                    {1, Ending::refuse},
                                                                    {1, Ending::throw_own},
                                                                    {1, Ending::swallow_error}})));
}

std::ostream& operator<<(std::ostream& out, const Work& work) {
  for (const Step& s : work.steps) {
    out << "upsert\0insert\0delete" + s.kind * 7 << '(' << s.id << ',' << s.amount << ") ";
  }
  return out << "ending " << static_cast<int>(work.ending);
}

Model stored(Database& database) {
  return database.read([](ReadTx& tx) {
    Model out;
    tx.rows(all, {}, [&](const Row& r) { return out[r.get<int>(0)] = r.get<int>(1), true; });
    return out;
  });
}

TEST_CASE("the database holds exactly what the units that said yes wrote") {
  test::for_each_engine([](test::TestDatabase& d) {
    auto options = d.options();
    options.write_connections = 1;  // one after another, so that the model knows the order
    options.batch_limit = 5;
    d.reopen(options);
    make_thing_table(d.db());
    const bool holds = rc::check([&] {
      const auto works = *rc::gen::container<std::vector<Work>>(any_work());
      d.db().write([](WriteTx& tx) { tx.execute(clear); });
      Model model;
      std::vector<std::future<bool>> answers;
      std::vector<bool> expected;
      for (const Work& work : works) {
        expected.push_back(foresee(work, model));
        auto told = std::make_shared<std::promise<bool>>();
        answers.push_back(told->get_future());
        d.db().submit([&work](WriteTx& tx) { return perform(work, tx); },
                      [told](std::exception_ptr error) { told->set_value(error == nullptr); });
      }
      for (std::size_t i = 0; i < works.size(); ++i) {
        const bool succeeded = answers[i].get();
        // A refusal ends well without effect; everything else says what happened.
        if (expected[i]) RC_ASSERT(succeeded);
        if (succeeded && works[i].ending == Ending::commit) RC_ASSERT(expected[i]);
      }
      RC_ASSERT(stored(d.db()) == model);
    });
    CHECK(holds);
  });
}

}  // namespace
}  // namespace gewu::db
