// SPDX-License-Identifier: Apache-2.0
// The town's routes as browsers meet them, without a socket: router, policies, codec, transactions,
// idempotency and rate limits are the real ones; a login is the account's id in the cookie.
#pragma once

#include <turbojpeg.h>

#include <boost/json.hpp>
#include <filesystem>
#include <future>

#include "api/api.hpp"
#include "modules/cases/test/town.hpp"
#include "modules/figures/figures.hpp"
#include "support/folder.hpp"

namespace gewu::cases::test {

/// A small picture, grey all over.
inline std::string grey_jpeg(int width = 320, int height = 240) {
  const std::vector<unsigned char> pixels(static_cast<std::size_t>(width * height), 128);
  unsigned char* bytes = nullptr;
  unsigned long size = 0;
  tjhandle handle = tjInitCompress();
  tjCompress2(handle, pixels.data(), width, 0, height, TJPF_GRAY, &bytes, &size, TJSAMP_GRAY, 90,
              0);
  std::string out(reinterpret_cast<char*>(bytes), size);
  tjFree(bytes);
  tjDestroy(handle);
  return out;
}

struct Answer {
  int status = 0;
  boost::json::value body;
  std::string text;

  std::string code() const { return get("code"); }
  std::string field() const { return get("field"); }
  /// "409 version_stale /version", or just "200".
  std::string told() const {
    return std::to_string(status) + (code().empty() ? "" : " " + code()) +
           (field().empty() ? "" : " " + field());
  }
  /// A string or number of the top level, or "".
  std::string get(std::string_view key) const {
    if (!body.is_object()) return "";
    const auto* at = body.get_object().if_contains(key);
    if (at == nullptr || at->is_null()) return "";
    return at->is_string() ? std::string(at->get_string()) : boost::json::serialize(*at);
  }
  const boost::json::value& at(std::string_view key) const { return body.get_object().at(key); }
  bool has(std::string_view part) const { return text.find(part) != std::string::npos; }
};

class Site : public Town {
 public:
  explicit Site(TestDatabase& database, TextFinder* finder = nullptr)
      : Town(database, finder),
        files(folder_ / "photos"),
        voices(folder_ / "voices"),
        doors_(*this),
        api(router, database.db(), clock, doors_, doors_) {
    append_cases_routes(api, cases, files, voices);
    voice_notes::append_voice_notes_routes(api, voices, ids, random);
    photos::append_photos_routes(api, files, ids, random);
    api.on_error([](const std::string&, const std::string& what) { FAIL_CHECK(what); });
  }

  /// From now on this account asks; none: a stranger.
  Site& as(AccountId account) {
    caller_ = account;
    return *this;
  }
  Site& stranger() { return as({}); }

  Answer send(http::Method method, const std::string& path, const std::string& body = "",
              std::map<std::string, std::string, std::less<>> headers = {}) {
    http::Request request;
    request.method = method;
    const auto mark = path.find('?');
    request.path = "/api/v1/TEST" + path.substr(0, mark);
    for (auto at = mark; at != path.npos;) {
      const auto next = path.find('&', at + 1);
      const std::string pair = path.substr(at + 1, next == path.npos ? next : next - at - 1);
      request.query[pair.substr(0, pair.find('='))] = pair.substr(pair.find('=') + 1);
      at = next;
    }
    request.headers = std::move(headers);
    request.headers.emplace("content-type", "application/json");
    if (caller_) request.headers["cookie"] = "gewu_session=" + to_string(caller_);
    request.headers.emplace("x-csrf-token", "csrf");
    request.body = body;
    request.remote = remote;
    const auto match = router.match(method, request.path);
    REQUIRE_MESSAGE(match.route != nullptr, path);
    request.params = match.params;
    auto sink = std::make_shared<Waiting>();
    match.route->handler(request, http::Reply(sink));
    const auto response = sink->promise.get_future().get();
    Answer out{response.status, {}, response.body};
    boost::system::error_code no_json;
    out.body = boost::json::parse(response.body, no_json);
    return out;
  }
  Answer get(const std::string& path) { return send(http::Method::get, path); }
  Answer post(const std::string& path, const std::string& body,
              std::map<std::string, std::string, std::less<>> headers = {}) {
    return send(http::Method::post, path, body, std::move(headers));
  }

  /// A resident's report as JSON, with more members.
  std::string report_body(const std::string& more = "") const {
    const auto at = in_a();
    return R"({"words":"The lamp by the gate is dark","place":{"lat":)" + std::to_string(at.lat) +
           R"(,"lon":)" + std::to_string(at.lon) + "}" + more + "}";
  }
  Answer act(CaseId id, const std::string& action, const std::string& more = "") {
    return post("/cases/" + to_string(id) + "/actions",
                R"({"action":")" + action + R"(","version":)" + std::to_string(load(id).version) +
                    more + "}");
  }
  /// Uploads a picture and gives it as a member of "photos".
  std::string photo(const std::string& kind = "near") {
    const auto made = post("/photos", grey_jpeg(), {{"content-type", "image/jpeg"}});
    REQUIRE(made.status == 200);
    return R"({"photo":")" + made.get("photo") + R"(","token":")" + made.get("token") +
           R"(","kind":")" + kind + R"("})";
  }
  using Town::act;

 private:
  struct Doors final : api::Authenticator, api::DistrictLookup {
    explicit Doors(Site& s) : site(s) {}
    Site& site;
    std::optional<Found> authenticate(db::ReadTx& tx, DistrictId district, std::string_view cookie,
                                      Instant now) override {
      const auto id = parse_id_as<AccountId>(cookie.substr(cookie.find('=') + 1));
      const auto caller =
          id ? accounts::caller_of(tx, district, *id, now) : std::optional<api::Caller>{};
      if (!caller) return std::nullopt;
      return Found{*caller, "csrf"};
    }
    std::optional<DistrictId> find(std::string_view code) override {
      return code == "TEST" ? std::optional(site.district) : std::nullopt;
    }
  };
  struct Waiting final : http::Reply::Sink {
    std::promise<http::Response> promise;
    void send(http::Response response) override { promise.set_value(std::move(response)); }
    void start_events() override {}
    bool push(std::string) override { return false; }
  };
  gewu::test::Folder folder_;
  AccountId caller_;

 public:
  std::string remote = "192.0.2.1";
  photos::Photos files;
  voice_notes::VoiceNotes voices;

 private:
  Doors doors_;

 public:
  http::Router router;
  api::Api api;
};

}  // namespace gewu::cases::test
