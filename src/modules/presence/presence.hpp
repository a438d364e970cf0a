// SPDX-License-Identifier: Apache-2.0
// The presence module: who has a case before him right now. See README.md.
#pragma once

#include "base/ids.hpp"
#include "base/time.hpp"

namespace gewu::api {
class Api;
}
namespace gewu::db {
class Database;
}
namespace gewu::cases {
class CaseService;
}

namespace gewu::presence {

/// Forgets who left without saying so, at most a thousand at a time; how many. Call every minute.
int sweep(db::Database& database, DistrictId district, Instant now);

/// POST /api/v1/{district}/cases/{case}/presence. `service` outlives `api`.
void append_presence_routes(api::Api& api, cases::CaseService& service);

}  // namespace gewu::presence
