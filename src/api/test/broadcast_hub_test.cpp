// SPDX-License-Identifier: Apache-2.0
#include "api/broadcast_hub.hpp"

#include <doctest/doctest.h>

namespace gewu::api {
namespace {

const DistrictId here{7};
const AreaId east{1}, west{2};

struct Page final : http::Reply::Sink {
  std::vector<std::string> heard;
  void send(http::Response) override {}
  void start_events() override {}
  bool push(std::string event) override { return heard.push_back(std::move(event)), true; }
};

struct Room {
  ManualClock clock{Instant{} + std::chrono::hours(24 * 365 * 50)};
  BroadcastHub hub{clock};
  std::shared_ptr<Page> page = std::make_shared<Page>();
  std::optional<std::vector<AreaId>> allowed = std::vector{east};
  int asked = 0;

  Room() {
    hub.subscribe(
        here, *allowed, [this](Instant) { return ++asked, allowed; }, page);
  }
  std::size_t told(AreaId area) {
    const auto before = page->heard.size();
    hub.publish(here, {area}, "case", "{}");
    return page->heard.size() - before;
  }
};

TEST_CASE("an open stream hears of its areas and of no other district") {
  Room room;
  CHECK(room.told(east) == 1);
  CHECK(room.told(west) == 0);
  room.hub.publish(DistrictId{8}, {east}, "case", "{}");
  CHECK(room.page->heard.size() == 2);  // the greeting and one case
  CHECK(room.asked == 0);
}

TEST_CASE("a stream ends at the first news after its login has ended") {
  Room room;
  room.allowed.reset();
  room.clock.advance(BroadcastHub::kAskedAgain - Duration(1));
  CHECK(room.told(east) == 1);
  room.clock.advance(Duration(1));
  CHECK(room.told(east) == 0);
  CHECK(room.hub.subscribers() == 0);
  CHECK(room.page.use_count() == 1);
}

TEST_CASE("a stream follows the areas that its listener has now") {
  Room room;
  room.allowed = std::vector{west};
  room.clock.advance(BroadcastHub::kAskedAgain);
  CHECK(room.told(east) == 0);
  CHECK(room.told(west) == 1);
  CHECK(room.asked == 1);
}

}  // namespace
}  // namespace gewu::api
