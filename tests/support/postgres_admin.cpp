// SPDX-License-Identifier: Apache-2.0
#include "support/postgres_admin.hpp"

#include <libpq-fe.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <memory>
#include <stdexcept>

namespace gewu::test {

PostgresAdmin& PostgresAdmin::get() {
  static PostgresAdmin admin;
  return admin;
}

PostgresAdmin::PostgresAdmin() {
  const char* url = std::getenv("GEWU_TEST_POSTGRES");
  if (url == nullptr || *url == '\0') {
    throw std::runtime_error(
        "GEWU_TEST_POSTGRES is not set: run the tests through `tools/pg_test_cluster --fast run -- "
        "CMD`, or `eval \"$(tools/pg_test_cluster --fast start)\"` first (GEWU_TEST_ENGINES=sqlite "
        "restricts them to SQLite)");
  }
  url_ = url;
  url_of("postgres");  // complain about its shape now, not in the middle of a test
  run("select 1");
}

std::string PostgresAdmin::unique_name(const std::string& kind) {
  static std::atomic<int> counter{0};
  return "gewu_" + kind + "_" + std::to_string(getpid()) + "_" + std::to_string(++counter);
}

void PostgresAdmin::run(const std::string& statement) {
  // A connection per call: none may linger on a template while it is copied.
  const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(PQconnectdb(url_.c_str()),
                                                                PQfinish);
  if (PQstatus(connection.get()) != CONNECTION_OK) {
    throw std::runtime_error(
        std::string("the test cluster of GEWU_TEST_POSTGRES does not answer ") +
        "(start one with tools/pg_test_cluster): " + PQerrorMessage(connection.get()));
  }
  const std::unique_ptr<PGresult, decltype(&PQclear)> result(
      PQexec(connection.get(), statement.c_str()), PQclear);
  const auto status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
    throw std::runtime_error(statement + ": " + PQerrorMessage(connection.get()));
  }
}

void PostgresAdmin::create(const std::string& name, const std::string& from_template) {
  run("create database " + name + " template " + from_template);
}

void PostgresAdmin::drop(const std::string& name) noexcept {
  try {
    run("drop database if exists " + name + " with (force)");
  } catch (const std::exception&) {
    // The cluster is thrown away as a whole; a database left behind harms nobody.
  }
}

std::string PostgresAdmin::url_of(const std::string& name) const {
  const auto scheme = url_.find("://");
  const auto slash = scheme == std::string::npos ? scheme : url_.find('/', scheme + 3);
  if (slash == std::string::npos) {
    throw std::runtime_error("GEWU_TEST_POSTGRES must look like postgresql://user@host/postgres");
  }
  const auto question = url_.find('?', slash);
  return url_.substr(0, slash + 1) + name +
         (question == std::string::npos ? "" : url_.substr(question));
}

}  // namespace gewu::test
