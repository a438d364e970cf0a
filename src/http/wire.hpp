// SPDX-License-Identifier: Apache-2.0
// The bytes before an answer's body.
#pragma once

#include <string>
#include <string_view>

#include "http/router.hpp"

namespace gewu::http {

struct HeadOptions {
  std::string_view request_id;
  bool keep_alive = true;
  bool is_events = false;  ///< no length; ends with the connection
  bool varies_by_coding = false;
  Instant now{};
};

/// Status line and header with length, security headers and the rest, ready to send. A header that
/// holds a line break or NUL throws std::logic_error.
std::string head_of(const Response& response, const HeadOptions& options);

/// Adds request_id to a problem's object.
void name_request(Response& response, std::string_view request_id);

/// "Sun, 22 Nov 2026 08:30:00 GMT".
std::string http_date(Instant t);

}  // namespace gewu::http
