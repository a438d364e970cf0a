// SPDX-License-Identifier: Apache-2.0
// Creates and drops databases in the test cluster.
#pragma once

#include <string>

namespace gewu::test {

class PostgresAdmin {
 public:
  /// Throws with the way out when GEWU_TEST_POSTGRES is not set or does not answer.
  static PostgresAdmin& get();

  /// Differs between processes and calls.
  static std::string unique_name(const std::string& kind);
  void create(const std::string& name, const std::string& from_template);
  void drop(const std::string& name) noexcept;
  /// The maintenance URL with another database name in it.
  std::string url_of(const std::string& name) const;
  /// Any statement, on the maintenance database.
  void run(const std::string& statement);

 private:
  PostgresAdmin();
  std::string url_;
};

}  // namespace gewu::test
