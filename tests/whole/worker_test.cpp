// SPDX-License-Identifier: Apache-2.0
// The background thread as `serve` runs it.
#include "app/worker.hpp"

#include <doctest/doctest.h>

#include <condition_variable>

#include "db/outbox.hpp"
#include "support/database.hpp"
#include "support/folder.hpp"

namespace {

using namespace gewu;

/// Counts what is published and lets a test wait for it.
class Listener final : public api::Broadcast {
 public:
  void publish(DistrictId, const std::vector<AreaId>&, std::string_view,
               std::string_view data) override {
    {
      const std::scoped_lock lock(guard_);
      heard_.emplace_back(data);
    }
    came_.notify_all();
  }
  /// The first `count` things heard; fewer where half a minute was not enough.
  std::vector<std::string> wait_for(std::size_t count) {
    std::unique_lock lock(guard_);
    came_.wait_for(lock, std::chrono::seconds(30), [&] { return heard_.size() >= count; });
    return heard_;
  }

 private:
  std::mutex guard_;
  std::condition_variable came_;
  std::vector<std::string> heard_;
};

TEST_CASE("what is written to the outbox is told, by the thread or its next life, and once") {
  test::for_each_engine([](test::TestDatabase& d) {
    const test::Folder folder;
    app::Common common;
    common.data = folder.path();
    common.database = d.options().url;
    app::Node node(common, app::Node::Schema::check);
    areas::NewDistrict district;
    district.code = "HOME";
    district.name = "Home";
    district.shape = geo::rectangle({39, -77}, {40, -76});
    const auto home = node.database->write([&](db::WriteTx& tx) {
      return areas::create_district(tx, *node.ids, district, node.clock.now()).value();
    });
    const auto change = [&](const std::string& payload) {
      node.database->write([&](db::WriteTx& tx) {
        db::outbox::append(tx, *node.ids, home.id, "case.changed", payload, node.clock.now());
      });
    };
    Listener listener;
    const std::vector<std::string> expected{R"({"area":"1","n":1})", R"({"area":"1","n":2})",
                                            R"({"area":"1","n":3})"};
    {
      app::Worker worker(node, listener, [](const std::string& text) { FAIL_CHECK(text); });
      worker.start();
      change(expected[0]);
      listener.wait_for(1);
      change(expected[1]);
      listener.wait_for(2);
    }
    change(expected[2]);  // nobody listens: the next life finds it
    app::Worker worker(node, listener, [](const std::string& text) { FAIL_CHECK(text); });
    worker.start();
    CHECK(listener.wait_for(3) == expected);
  });
}

}  // namespace
