// SPDX-License-Identifier: Apache-2.0
#include "http/router.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <boost/json.hpp>
#include <stdexcept>

#include "http/target.hpp"

namespace gewu::http {
namespace {

Route route(Method method, std::string pattern) {
  return {.method = method, .pattern = std::move(pattern), .policy = "open", .handler = {}};
}

std::string matched(const Router& router, Method method, std::string_view path) {
  const auto match = router.match(method, path);
  return match.route ? match.route->pattern : match.method_not_allowed ? "405" : "404";
}

TEST_CASE("a literal segment wins over a parameter and a parameter over the rest") {
  Router router;
  router.add(route(Method::get, "/a/{rest*}"));
  router.add(route(Method::get, "/a/{id}"));
  router.add(route(Method::get, "/a/new"));
  router.add(route(Method::get, "/a/{id}/b"));
  router.add(route(Method::get, "/"));
  CHECK(matched(router, Method::get, "/a/new") == "/a/new");
  CHECK(matched(router, Method::get, "/a/7") == "/a/{id}");
  CHECK(matched(router, Method::get, "/a/7/b") == "/a/{id}/b");
  CHECK(matched(router, Method::get, "/a/new/b") == "/a/{id}/b");
  CHECK(matched(router, Method::get, "/a/7/c") == "/a/{rest*}");
  CHECK(matched(router, Method::get, "/a/") == "/a/{rest*}");
  CHECK(matched(router, Method::get, "/a") == "404");
  CHECK(matched(router, Method::get, "/") == "/");
  CHECK(matched(router, Method::get, "") == "404");
  CHECK(router.match(Method::get, "/a/7/c/d").params.at("rest") == "7/c/d");
  CHECK(router.match(Method::get, "/a/7/b").params.at("id") == "7");
}

TEST_CASE("a known path with another method names the methods it allows, HEAD with GET") {
  Router router;
  router.add(route(Method::get, "/a/{id}"));
  router.add(route(Method::del, "/a/{number}"));
  CHECK(matched(router, Method::head, "/a/1") == "/a/{id}");
  CHECK(router.match(Method::del, "/a/1").params.at("number") == "1");
  const auto match = router.match(Method::post, "/a/1");
  CHECK(match.method_not_allowed);
  CHECK(match.allowed == std::vector{Method::get, Method::head, Method::del});
}

TEST_CASE("a clashing or malformed pattern is refused when it is added") {
  Router router;
  router.add(route(Method::get, "/a/{id}"));
  for (const char* pattern : {"/a/{other}", "a", "/a/{}", "/{x}/{x}", "/a{x}", "/{x*}/b", "/{x"})
    CHECK_THROWS_AS(router.add(route(Method::get, pattern)), std::logic_error);
  CHECK(router.routes().size() == 1);
}

TEST_CASE("a target is decoded once, and what could mean two paths is refused") {
  Request request;
  REQUIRE(read_target("/%E8%B7%AF/a%20b+c?q=%E7%81%AF+x&n=1&n=2&empty&=v", request).ok());
  CHECK(request.path == "/路/a b+c");
  CHECK(request.query.at("q") == "灯 x");
  CHECK(request.query.at("n") == "2");
  CHECK(request.query.at("empty").empty());
  REQUIRE(read_target("http://host:1/x?y=1", request).ok());
  CHECK(request.path == "/x");
  for (const char* target :
       {"", "x", "*", "/%", "/%4", "/%zz", "/%00", "/a/../b", "/..", "/a/.", "/%2e%2e/b", "/a%2fb",
        "/a%5Cb", "/a\\b", "/%ff", "/%0a", "/%7f", "/%c0%ae", "/%ed%a0%80"}) {
    INFO(target);
    const auto result = read_target(target, request);
    REQUIRE_FALSE(result.ok());
    CHECK(result.error().code == "path_invalid");
  }
  for (const char* target : {"/?a=%", "/?%ff=1", "/?a=%00"})
    CHECK(read_target(target, request).error().code == "query_invalid");
}

TEST_CASE("no target makes the reader fail or a path climb") {
  CHECK(rc::check("targets", [](const std::string& text) {
    Request request;
    if (!read_target("/" + text, request).ok()) return;
    RC_ASSERT(request.path.find("/../") == std::string::npos);
    RC_ASSERT(!request.path.ends_with("/.."));
    RC_ASSERT(request.path.find('\0') == std::string::npos);
  }));
}

TEST_CASE("headers and cookies are found by name") {
  Request request;
  request.headers = {{"cookie", "a=1; session=\"x=y\"; b"}, {"accept", "*/*"}};
  CHECK(request.header("accept") == "*/*");
  CHECK(request.header("none").empty());
  CHECK(request.cookie("a") == "1");
  CHECK(request.cookie("session") == "x=y");
  CHECK(request.cookie("b").empty());
}

TEST_CASE("Accept-Encoding and Content-Type are read as the RFC says") {
  CHECK(accepts_coding("gzip, br", "gzip"));
  CHECK(accepts_coding("GZIP;q=0.5", "gzip"));
  CHECK(accepts_coding("*", "br"));
  CHECK_FALSE(accepts_coding("*, br;q=0", "br"));
  CHECK_FALSE(accepts_coding("gzip;q=0, *;q=1", "gzip"));
  CHECK_FALSE(accepts_coding("", "gzip"));
  CHECK_FALSE(accepts_coding("deflate", "gzip"));
  CHECK(is_media("Application/JSON; charset=utf-8", {"application/json"}));
  CHECK(is_media("image/jpeg", {"image/*"}));
  CHECK_FALSE(is_media("image/", {"image/*"}));
  CHECK_FALSE(is_media("", {"application/json"}));
  CHECK_FALSE(is_media("text/plain", {"application/json"}));
}

TEST_CASE("each kind of refusal has its status, and text that is no JSON answers 400") {
  const std::pair<Failure, int> rows[] = {
      {Failure::invalid, 422},   {Failure::unauthenticated, 401}, {Failure::forbidden, 403},
      {Failure::not_found, 404}, {Failure::conflict, 409},        {Failure::stale, 409},
      {Failure::gone, 410},      {Failure::too_large, 413},       {Failure::unsupported_media, 415},
      {Failure::too_many, 429},  {Failure::unavailable, 503}};
  for (const auto& [kind, status] : rows) {
    const auto response = problem({kind, "some_code", "Some \"detail\" <\n\\路>.", "/place/lat"});
    CHECK(response.status == status);
    CHECK(response.content_type == "application/problem+json");
    const auto body = boost::json::parse(response.body);
    CHECK(body.at("status") == status);
    CHECK(body.at("code") == "some_code");
    CHECK(body.at("type") == "urn:gewu:problem:some_code");
    CHECK(body.at("detail") == "Some \"detail\" <\n\\路>.");
    CHECK(body.at("field") == "/place/lat");
    CHECK(body.at("title") != "Unknown");
    const bool retry = !response.headers.empty() && response.headers[0].first == "Retry-After";
    CHECK(retry == (status == 429 || status == 503));
  }
  CHECK(problem(invalid("json_malformed", "")).status == 400);
  CHECK_FALSE(boost::json::parse(problem(invalid("x", "")).body).as_object().contains("field"));
}

}  // namespace
}  // namespace gewu::http
