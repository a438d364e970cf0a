// SPDX-License-Identifier: Apache-2.0
// The routes as a browser meets them: cookie, CSRF token, status and body.
#include <doctest/doctest.h>

#include <boost/json.hpp>
#include <future>
#include <string>
#include <utility>
#include <vector>

#include "api/api.hpp"
#include "modules/accounts/test/house.hpp"

namespace gewu::accounts {
namespace {

using api::Role;
using test::for_each_engine;
using test::TestDatabase;

class OneDistrict final : public api::DistrictLookup {
 public:
  std::optional<DistrictId> find(std::string_view code) override {
    if (code == "440311") return kHere;
    return std::nullopt;
  }
};

class Promised final : public http::Reply::Sink {
 public:
  explicit Promised(std::promise<http::Response>& promise) : promise_(promise) {}
  void send(http::Response response) override { promise_.set_value(std::move(response)); }
  void start_events() override {}
  bool push(std::string) override { return false; }

 private:
  std::promise<http::Response>& promise_;
};

struct Answer {
  int status = 0;
  boost::json::value body;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string at(const char* key) const { return boost::json::value_to<std::string>(body.at(key)); }
  std::string header(const std::string& name) const {
    for (const auto& [n, value] : headers) {
      if (n == name) return value;
    }
    return "";
  }
};

/// A browser with one cookie jar and one page.
struct Site : House {
  explicit Site(TestDatabase& database)
      : House(database),
        authenticator(make_authenticator(database.db(), services.settings)),
        api(router, database.db(), clock, *authenticator, districts) {
    append_accounts_routes(api, services);
  }

  Answer send(http::Method method, const std::string& path, const std::string& body = "",
              const std::string& origin_scheme = "http") {
    const std::string whole = "/api/v1/440311" + path;
    const auto match = router.match(method, whole.substr(0, whole.find('?')));
    REQUIRE_MESSAGE(match.route != nullptr, whole);
    http::Request request;
    request.method = method;
    request.path = whole;
    request.params = match.params;
    request.body = body;
    request.remote = "192.0.2.1";
    request.headers = {{"host", "gewu.example"},
                       {"content-type", "application/json"},
                       {"x-forwarded-proto", origin_scheme}};
    if (!cookie.empty()) request.headers["cookie"] = cookie;
    if (!csrf.empty()) request.headers["x-csrf-token"] = csrf;
    std::promise<http::Response> promise;
    auto answer = promise.get_future();
    match.route->handler(request, http::Reply(std::make_shared<Promised>(promise)));
    const auto response = answer.get();
    return {response.status, boost::json::parse(response.body), response.headers};
  }
  Answer post(const std::string& path, const std::string& body) {
    return send(http::Method::post, path, body);
  }
  Answer get(const std::string& path) { return send(http::Method::get, path); }

  Answer log_in_as(const std::string& login, const std::string& password = kPassword) {
    auto answer =
        post("/sessions", R"({"login":")" + login + R"(","password":")" + password + R"("})");
    if (answer.status == 200) {
      const auto set = answer.header("Set-Cookie");
      cookie = set.substr(0, set.find(';'));
      csrf = answer.at("csrf_token");
    }
    return answer;
  }

  http::Router router;
  OneDistrict districts;
  std::unique_ptr<api::Authenticator> authenticator;
  api::Api api;
  std::string cookie, csrf;
};

TEST_CASE("a browser logs in, is known, writes with its token, and logs out") {
  for_each_engine([](TestDatabase& d) {
    Site site(d);
    const auto org = site.organisation("Water");
    const auto id = site.person(
        "ann", {{Role::security_administrator, kStreet}, {Role::department, kStreet, org}});
    CHECK(site.get("/session").status == 401);
    const auto login = site.log_in_as("ann");
    REQUIRE(login.status == 200);
    CHECK(login.at("account") == to_string(id));
    CHECK(login.header("Cache-Control") == "no-store");
    CHECK(login.header("Set-Cookie").find("; HttpOnly; SameSite=Strict; Path=/") !=
          std::string::npos);
    CHECK(login.header("Set-Cookie").find("Secure") == std::string::npos);

    const auto session = site.get("/session");
    REQUIRE(session.status == 200);
    CHECK(session.body == login.body);
    const auto& grant = session.body.at("grants").at(1);
    CHECK(grant.at("role") == "department");
    CHECK(grant.at("area") == "10");
    CHECK(grant.at("area_code") == "code-10");
    CHECK(grant.at("area_level") == "street");
    CHECK(grant.at("organisation_name") == "Water");

    const std::string token = std::exchange(site.csrf, "");
    CHECK(site.send(http::Method::del, "/session").at("code") == "csrf_token_wrong");
    site.csrf = std::string(token.size(), '0');
    CHECK(site.send(http::Method::del, "/session").status == 403);
    CHECK(site.get("/session").status == 200);
    site.csrf = token;
    const auto out = site.send(http::Method::del, "/session");
    CHECK(out.status == 200);
    CHECK(out.header("Set-Cookie").starts_with("gewu_session=; Max-Age=0"));
    CHECK(site.get("/session").status == 401);
  });
}

TEST_CASE("over https the cookie is Secure") {
  for_each_engine([](TestDatabase& d) {
    Site site(d);
    site.person("ann", {{Role::leader, kStreet}});
    const auto login = site.send(http::Method::post, "/sessions",
                                 R"({"login":"ann","password":")" + kPassword + R"("})", "https");
    REQUIRE(login.status == 200);
    CHECK(login.header("Set-Cookie").ends_with("; Secure"));
  });
}

TEST_CASE(
    "a login form with faults is refused by field, a wrong one without saying what is wrong") {
  for_each_engine([](TestDatabase& d) {
    Site site(d);
    site.person("ann");
    const auto code = [&](const std::string& body) {
      const auto answer = site.post("/sessions", body);
      return std::to_string(answer.status) + " " + answer.at("code");
    };
    CHECK(code(R"({"login":"ann"})").ends_with("json_key_missing"));
    CHECK(code(R"({"login":"ann","password":1})").ends_with("json_type_wrong"));
    CHECK(code("{").ends_with("json_malformed"));
    CHECK(code(R"({"login":"ann","password":"x"})") == "401 login_refused");
    CHECK(code(R"({"login":"nobody","password":"x"})") == "401 login_refused");
    CHECK(code(R"({"login":"' or 1=1","password":"x"})") == "401 login_refused");
    CHECK(code(R"({"login":"ann","password":")" + std::string(2000, 'x') + R"("})")
              .ends_with("password_too_long"));
  });
}

TEST_CASE("one client address gets thirty tries at once and no more") {
  for_each_engine([](TestDatabase& d) {
    Site site(d);
    int refused = 0;
    // Malformed tries count, too: they cost no hashing here.
    for (int i = 0; i < 31; ++i) refused += site.post("/sessions", "{").status == 429 ? 1 : 0;
    CHECK(refused == 1);
  });
}

TEST_CASE("with the first password a login can do nothing but replace it") {
  for_each_engine([](TestDatabase& d) {
    Site site(d);
    site.person("ann", {{Role::security_administrator, kStreet}}, kStreet, true);
    const auto login = site.log_in_as("ann");
    REQUIRE(login.status == 200);
    CHECK(login.body.at("must_change_password") == true);
    CHECK(login.body.at("grants").as_array().empty());
    CHECK(site.get("/accounts").status == 403);
    CHECK(site.get("/organisations").status == 403);
    const auto changed = site.post(
        "/password", R"({"current":")" + kPassword + R"(","next":")" + kOtherPassword + R"("})");
    REQUIRE(changed.status == 200);
    CHECK(changed.body.at("grants").as_array().size() == 1);
    CHECK(site.get("/session").status == 401);  // the old cookie
    const auto set = changed.header("Set-Cookie");
    site.cookie = set.substr(0, set.find(';'));
    CHECK(site.get("/accounts").status == 200);
  });
}

TEST_CASE("a security administrator adds, equips, disables and enables an account") {
  for_each_engine([](TestDatabase& d) {
    Site site(d);
    site.person("boss", {{Role::security_administrator, kStreet}}, kStreet);
    REQUIRE(site.log_in_as("boss").status == 200);
    const auto added = site.post(
        "/accounts", R"({"login":"new.one","name":"王芳","area":"11","password":")" +
                         kOtherPassword + R"(","grants":[{"role":"grid_worker","area":"12"}]})");
    REQUIRE(added.status == 200);
    const std::string account = "/accounts/" + added.at("account");
    CHECK(added.body.at("grants").at(0).at("role") == "grid_worker");
    CHECK(added.body.as_object().contains("password") == false);
    CHECK(site.get(account).body == added.body);

    CHECK(site.post(account + "/grants", R"({"role":"dispatcher","area":"20"})").at("code") ==
          "area_not_yours");
    CHECK(site.post(account + "/grants", R"({"role":"emperor","area":"12"})").at("code") ==
          "code_unknown");
    const auto grant = site.post(account + "/grants", R"({"role":"verifier","area":"11"})");
    REQUIRE(grant.status == 200);
    CHECK(site.send(http::Method::del, account + "/grants/" + grant.at("grant")).status == 200);
    CHECK(site.send(http::Method::del, account + "/grants/" + grant.at("grant")).status == 404);

    CHECK(site.post(account + "/disable", R"({"version":1})").at("code") == "account_stale");
    const auto version = std::to_string(site.get(account).body.at("version").as_int64());
    const auto disabled = site.post(account + "/disable", R"({"version":)" + version + "}");
    CHECK(disabled.at("state") == "disabled");
    CHECK(site.post("/sessions", R"({"login":"new.one","password":")" + kOtherPassword + R"("})")
              .status == 401);
    const auto next = std::to_string(disabled.body.at("version").as_int64());
    CHECK(site.post(account + "/enable", R"({"version":)" + next + "}").at("state") == "active");
    CHECK(site.post(account + "/password", R"({"password":"short"})").at("field") == "/password");
    CHECK(site.get("/accounts").body.at("accounts").as_array().size() == 2);
    CHECK(site.get("/accounts/nonsense").status == 404);
    CHECK(site.get("/accounts/42").at("code") == "account_unknown");
  });
}

TEST_CASE("every route names the rule that guards it") {
  for_each_engine([](TestDatabase& d) {
    Site site(d);
    CHECK(site.router.routes().size() == 16);
    for (const auto& route : site.router.routes()) CHECK_FALSE(route->policy.empty());
    CHECK(site.api.openapi().find("SessionOut") != std::string::npos);
  });
}

}  // namespace
}  // namespace gewu::accounts
