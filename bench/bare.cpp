// SPDX-License-Identifier: Apache-2.0
// The floor under every write: the same HTTP server and the same store layer, one insert of one row
// into one table, nothing checked, located, counted or chained.
#include <csignal>
#include <cstdio>

#include "base/ids.hpp"
#include "bench.hpp"
#include "db/db.hpp"
#include "db/internal.hpp"
#include "http/router.hpp"
#include "json/codec.hpp"

namespace gewu::bench {

namespace {

// The table is the outbox: every migrated database has it, and a row is about as wide as a report.
const db::Sql insert_row{"bench.insert_row",
                         "insert into outbox (district_id, id, topic, payload, created_at, due_at, "
                         "attempts) values ($1, $2, $3, $4, $5, $6, $7)"};

struct RowIn {
  std::string words;
};
BOOST_DESCRIBE_STRUCT(RowIn, (), (words))
struct RowOut {
  std::string id;
};
BOOST_DESCRIBE_STRUCT(RowOut, (), (id))

http::Route insert_route(db::Database& database, IdSource& ids) {
  http::Route route;
  route.method = http::Method::post;
  route.pattern = "/rows";
  route.policy = "open";
  route.handler = [&database, &ids](const http::Request& request, const http::Reply& reply) {
    const auto in = json::decode<RowIn>(request.body, {});
    if (!in) return reply(in.error());
    const Instant now = SystemClock().now();
    const std::int64_t id = ids.next_value(now);
    database.submit(
        [id, now, words = in->words](db::WriteTx& tx) {
          tx.execute(insert_row, 1, id, "bare", words, now, now, 0);
          return true;
        },
        [id, reply](const std::exception_ptr& failed) {
          if (failed) return reply(Error{Failure::unavailable, "failed", "Not stored.", ""});
          reply({200, "application/json", json::encode(RowOut{std::to_string(id)}), {}});
        });
  };
  return route;
}

}  // namespace

int bare(const std::string& url) {
  db::Options options;
  options.url = url;
  const auto database = db::Database::open(options);
  IdSource ids(1023);
  http::Router router;
  router.add(insert_route(*database, ids));
  http::ServerOptions server_options;
  server_options.port = 0;
  http::Server server(server_options, router, {});
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTERM);
  sigaddset(&stop, SIGINT);
  pthread_sigmask(SIG_BLOCK, &stop, nullptr);
  server.start();
  std::printf("gewu serves http://127.0.0.1:%d/\n", server.port());
  std::fflush(stdout);
  int signal = 0;
  sigwait(&stop, &signal);
  server.stop();
  return 0;
}

}  // namespace gewu::bench
