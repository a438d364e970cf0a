// SPDX-License-Identifier: Apache-2.0
#include "live.hpp"

#include <stdexcept>

namespace gewu::app {

namespace {

constexpr auto kPause = std::chrono::milliseconds(500);

}  // namespace

LiveDemo::LiveDemo(Node& node, double speed, std::function<void(const std::string&)> log)
    : node_(node),
      log_(std::move(log)),
      tools_{*node.database,
             *node.cases,
             node.photos,
             node.hasher,
             [](DistrictId, Instant) {},  // the worker beside us does it
             [](std::string_view, std::int64_t, std::int64_t) {},
             [this] {
               const std::lock_guard lock(guard_);
               return stopping_;
             }} {
  demo::LiveOptions options;
  options.speed = speed;
  options.seed = node.random.number();  // no two visits alike
  auto live = demo::Live::open(tools_, options, node.clock.now());
  if (!live) throw std::runtime_error("--live: " + live.error().detail);
  live_ = std::move(*live);
}

LiveDemo::~LiveDemo() { stop(); }

void LiveDemo::start() {
  thread_ = std::thread([this] { run(); });
  node_.demo_lives = true;
}

void LiveDemo::stop() {
  {
    const std::lock_guard lock(guard_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
  node_.demo_lives = false;
}

void LiveDemo::run() {
  for (;;) {
    try {
      live_->advance(node_.clock.now());
    } catch (const std::exception& e) {
      log_(std::string("the demo stood still and goes on: ") + e.what());
    }
    std::unique_lock lock(guard_);
    if (wake_.wait_for(lock, kPause, [this] { return stopping_; })) return;
  }
}

}  // namespace gewu::app
