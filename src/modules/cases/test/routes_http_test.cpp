// SPDX-License-Identifier: Apache-2.0
// What holds of the routes of every module, and who hears of a change while it happens.
#include <doctest/doctest.h>

#include <set>

#include "modules/cases/test/site.hpp"

namespace gewu::cases::test {

namespace {

/// An open page: keeps what is pushed to it.
struct Page final : http::Reply::Sink {
  std::string heard;
  int refused = 0;
  void send(http::Response response) override { refused = response.status; }
  void start_events() override {}
  bool push(std::string event) override { return heard += event, true; }
};

std::shared_ptr<Page> open_page(Site& s, AccountId who) {
  http::Request request;
  request.path = "/api/v1/TEST/events";
  request.remote = s.remote;
  request.headers = {{"cookie", "gewu_session=" + to_string(who)}};
  const auto match = s.router.match(http::Method::get, request.path);
  REQUIRE(match.route != nullptr);
  request.params = match.params;
  auto page = std::make_shared<Page>();
  match.route->handler(request, http::Reply(page));
  return page;
}

/// Hands every waiting message on, as the background worker does.
void deliver(Site& s) {
  const auto territory =
      s.read([&](db::ReadTx& tx) { return s.territories.current(tx, s.district); });
  const auto messages = s.read([&](db::ReadTx& tx) {
    return tx.all(
        test_messages, [](const db::Row& r) { return r.text(0); }, s.district);
  });
  for (const auto& message : messages) {
    const auto area = boost::json::parse(message).at("area").as_string();
    std::vector<AreaId> chain;
    for (const auto* a : territory->chain(*parse_id_as<AreaId>(area))) chain.push_back(a->id);
    s.api.broadcast().publish(s.district, chain, "case", message);
  }
}

}  // namespace

TEST_CASE("no route of any module is without a policy, and writes without a login are few") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    accounts::Settings settings;
    settings.hash_memory_bytes = 8192;
    settings.hash_passes = 1;
    const accounts::PasswordHasher hasher(settings);
    const auto book = accounts::make_area_book(s.territories);
    const accounts::Services people{d.db(), s.ids, s.random, hasher, *book, s.vault, settings};
    figures::Trees trees(s.territories);
    areas::append_areas_routes(s.api, s.territories);
    calendar::append_calendar_routes(s.api, s.calendars, [](db::ReadTx&) { return true; });
    categories::append_categories_routes(s.api, s.categories);
    accounts::append_accounts_routes(s.api, people);
    history::append_history_routes(
        s.api, [](db::ReadTx&, DistrictId) { return std::chrono::minutes(480); });
    figures::append_figures_routes(s.api, trees, {});
    const auto document = boost::json::parse(s.api.openapi());
    std::set<std::string> open_writes;
    std::size_t operations = 0;
    for (const auto& path : document.at("paths").as_object()) {
      for (const auto& operation : path.value().as_object()) {
        ++operations;
        const auto& x = operation.value().as_object();
        const bool named = x.contains("x-policy") && !x.at("x-policy").as_string().empty();
        CHECK_MESSAGE(named, std::string(path.key()));
      }
    }
    CHECK(operations == s.router.routes().size());
    for (const auto& route : s.router.routes()) {
      CHECK_MESSAGE(!route->policy.empty(), route->pattern);
      if (route->method == http::Method::get) continue;
      std::string path = route->pattern;
      for (auto at = path.find('{'); at != path.npos; at = path.find('{')) {
        const auto end = path.find('}', at);
        path.replace(at, end - at + 1, path.substr(at, end - at) == "{district" ? "TEST" : "5");
      }
      s.clock.advance(60s);
      const auto answer =
          s.stranger().send(route->method, path.substr(std::string("/api/v1/TEST").size()), "{}");
      if (answer.status != 401) open_writes.insert(route->policy);
    }
    std::string open;
    for (const auto& policy : open_writes) open += policy + " ";
    CHECK(open ==
          "accounts.log_in cases.follow cases.report photos.upload published_roots "
          "voice_notes.upload ");
  });
}

TEST_CASE("an open page hears of cases in its areas, and of nothing else") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    const auto lead = open_page(s, s.lead_a), other = open_page(s, s.worker_b);
    const auto community = open_page(s, s.community), rider = open_page(s, s.rider);
    const auto made = s.report([](NewReport& in) { in.contact = Contact{"Wang", "13812345678"}; });
    deliver(s);
    CHECK(lead->heard.find(to_string(made.id)) != std::string::npos);
    CHECK(community->heard.find(to_string(made.id)) != std::string::npos);
    CHECK(other->heard.find(to_string(made.id)) == std::string::npos);
    CHECK(rider->heard.find(to_string(made.id)) == std::string::npos);
    CHECK(community->heard.find("Wang") == std::string::npos);
    CHECK(community->heard.find("lamp") == std::string::npos);
  });
}

TEST_CASE("below its desk no open page hears of a restricted case") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    const auto lead = open_page(s, s.lead_a), worker = open_page(s, s.worker_a);
    const auto community = open_page(s, s.community);
    const auto made = s.report([](NewReport& in) { in.about_holder = true; });
    s.act(s.community, made.id, Action::register_);
    deliver(s);
    CHECK(community->heard.find(to_string(made.id)) != std::string::npos);
    CHECK(lead->heard.find(to_string(made.id)) == std::string::npos);
    CHECK(worker->heard.find(to_string(made.id)) == std::string::npos);
  });
}

TEST_CASE("a stranger's page hears nothing") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    CHECK(open_page(s, AccountId{5})->refused == 401);
  });
}

}  // namespace gewu::cases::test
