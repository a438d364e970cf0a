// SPDX-License-Identifier: Apache-2.0
// The tiles module: vector tiles of areas and cases for the maps of all apps. See README.md.
#pragma once

namespace gewu::api {
class Api;
}
namespace gewu::cases {
class CaseService;
}

namespace gewu::tiles {

/// GET /api/v1/{district}/tiles/areas/{z}/{x}/{y} · …/tiles/cases/{z}/{x}/{y}. `service` outlives
/// `api`.
void append_tiles_routes(api::Api& api, cases::CaseService& service);

}  // namespace gewu::tiles
