// SPDX-License-Identifier: Apache-2.0
// Calls a module's routes without a socket: policy, transaction, codec and idempotency are real,
// the district and the people are made up.
//
//   Front front(d.db());                       // district 7, code "here"
//   append_categories_routes(front.api, categories);
//   const auto reply = front.get("/api/v1/here/categories");
//   front.as(api::Role::system_administrator).put("/api/v1/here/categories/42", R"({…})");
#pragma once

#include <future>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "api/api.hpp"

namespace gewu::test {

class Front {
 public:
  using Headers = std::map<std::string, std::string, std::less<>>;

  explicit Front(db::Database& database, Instant now = instant(1'772'000'000'000),
                 DistrictId district = DistrictId{7})
      : door_(district), clock(now), api(router, database, clock, door_, door_) {}

  /// From now on somebody of this role asks; nothing: a stranger.
  Front& as(std::optional<api::Role> role) {
    door_.role = role;
    return *this;
  }

  http::Response send(http::Method method, const std::string& path, std::string body = "",
                      Headers headers = {}) {
    http::Request request;
    request.method = method;
    const auto mark = path.find('?');
    request.path = path.substr(0, mark);
    for (auto at = mark; at != path.npos;) {
      const auto next = path.find('&', at + 1);
      const std::string pair = path.substr(at + 1, next == path.npos ? next : next - at - 1);
      request.query[pair.substr(0, pair.find('='))] = pair.substr(pair.find('=') + 1);
      at = next;
    }
    request.headers = std::move(headers);
    request.headers.emplace("content-type", "application/json");
    request.headers["cookie"] = "gewu_session=1";
    request.headers["x-csrf-token"] = "csrf";
    request.headers.emplace("idempotency-key", "front-key-" + std::to_string(++sent_));
    request.body = std::move(body);
    request.remote = "192.0.2.1";
    const auto match = router.match(method, request.path);
    if (!match.route) return {match.method_not_allowed ? 405 : 404};
    request.params = match.params;
    auto sink = std::make_shared<Waiting>();
    match.route->handler(request, http::Reply(sink));
    return sink->promise.get_future().get();
  }
  http::Response get(const std::string& path, Headers headers = {}) {
    return send(http::Method::get, path, "", std::move(headers));
  }
  http::Response put(const std::string& path, std::string body) {
    return send(http::Method::put, path, std::move(body));
  }
  http::Response post(const std::string& path, std::string body, Headers headers = {}) {
    return send(http::Method::post, path, std::move(body), std::move(headers));
  }

 private:
  struct Door final : api::Authenticator, api::DistrictLookup {
    explicit Door(DistrictId served) : district(served) {}
    DistrictId district;
    std::optional<api::Role> role;
    std::optional<Found> authenticate(db::ReadTx&, DistrictId, std::string_view, Instant) override {
      if (!role) return std::nullopt;
      return Found{{AccountId{99}, "Somebody", {{*role, AreaId{1}, {}}}}, "csrf"};
    }
    std::optional<DistrictId> find(std::string_view code) override {
      return code == "here" ? std::optional(district) : std::nullopt;
    }
  };
  struct Waiting final : http::Reply::Sink {
    std::promise<http::Response> promise;
    void send(http::Response response) override { promise.set_value(std::move(response)); }
    void start_events() override {}
    bool push(std::string) override { return false; }
  };
  Door door_;
  int sent_ = 0;

 public:
  ManualClock clock;
  http::Router router;
  api::Api api;
};

}  // namespace gewu::test
