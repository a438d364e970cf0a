// SPDX-License-Identifier: Apache-2.0
// The field module: what a worker's phone keeps for work without a signal. See README.md.
#pragma once

#include <memory>

namespace gewu::api {
class Api;
}
namespace gewu::cases {
class CaseService;
}

namespace gewu::field {

/// GET /api/v1/{district}/field/kit · …/field/today. `service` outlives `api`.
void append_field_routes(api::Api& api, cases::CaseService& service);

}  // namespace gewu::field
