// SPDX-License-Identifier: Apache-2.0
// The plain_pages module: report and follow without script, in any browser there is. See README.md.
#pragma once

#include "base/ids.hpp"
#include "base/random.hpp"

namespace gewu::db {
class Database;
}
namespace gewu::api {
class Api;
}
namespace gewu::cases {
class CaseService;
}
namespace gewu::photos {
class Photos;
}

namespace gewu::plain_pages {

struct Services {
  db::Database& database;
  cases::CaseService& cases;
  photos::Photos& photos;
  IdSource& ids;
  Random& random;
};

/// GET /plain · GET|POST /plain/{district} · GET /plain/{district}/follow · GET /plain/style.css,
/// all open. Everything outlives `api`.
void append_plain_pages_routes(api::Api& api, Services services);

}  // namespace gewu::plain_pages
