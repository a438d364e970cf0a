// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/api.hpp"

namespace gewu::api {

/// The OpenAPI 3.1 document of these routes, indented by two spaces, stable in order.
std::string openapi_document(const std::vector<Api::Spec>& routes,
                             const boost::json::object& components);

}  // namespace gewu::api
