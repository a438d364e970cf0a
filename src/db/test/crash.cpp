// SPDX-License-Identifier: Apache-2.0
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <mutex>
#include <set>
#include <thread>

#include "db/test/support.hpp"

namespace gewu::db {
namespace {

const Sql insert_thing{"test.insert_crash_thing",
                       "insert into thing (district_id, id, amount) values (1, $1, $2)"};
const Sql select_ids{"test.select_crash_ids",
                     "select id from thing where district_id = 1 order by id"};

/// Writes without end from four threads and tells each id only once it is said to be durable.
[[noreturn]] void write_until_killed(const Options& options, int pipe_end) {
  const auto database = Database::open(options);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (std::int64_t i = 0;; ++i) {
        const std::int64_t id = i * 4 + t + 1;
        database->write([&](WriteTx& tx) { tx.execute(insert_thing, id, 1); });
        if (write(pipe_end, &id, sizeof id) != sizeof id) _exit(1);  // atomic: under PIPE_BUF
      }
    });
  }
  for (auto& thread : threads) thread.join();
  _exit(0);
}

TEST_CASE("nothing acknowledged is lost when the process is killed") {
  test::for_each_engine([](test::TestDatabase& d) {
    make_thing_table(d.db());
    const Options options = d.options();
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    std::set<std::int64_t> acknowledged;
    d.without_connection([&] {
      const pid_t child = fork();
      REQUIRE(child >= 0);
      if (child == 0) {
        close(ends[0]);
        write_until_killed(options, ends[1]);
      }
      close(ends[1]);
      std::int64_t id = 0;
      while (acknowledged.size() < 500 && read(ends[0], &id, sizeof id) == sizeof id) {
        acknowledged.insert(id);
      }
      REQUIRE(kill(child, SIGKILL) == 0);
      while (read(ends[0], &id, sizeof id) == sizeof id) acknowledged.insert(id);
      close(ends[0]);
      waitpid(child, nullptr, 0);
    });
    CHECK(acknowledged.size() >= 500);
    const auto kept = d.db().read([](ReadTx& tx) {
      return tx.all(select_ids, [](const Row& r) { return r.get<std::int64_t>(0); });
    });
    const std::set<std::int64_t> found(kept.begin(), kept.end());
    for (const auto id : acknowledged) CHECK(found.contains(id));
    // What was under way may have come through, at most one unit per thread.
    CHECK(found.size() <= acknowledged.size() + 4);
  });
}

}  // namespace
}  // namespace gewu::db
