// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "modules/demo/demo.hpp"
#include "node.hpp"

namespace gewu::app {

/// The thread that keeps a demo alive while it is served. What it does goes through the same use
/// cases and the same queue of writes as what visitors do.
class LiveDemo {
 public:
  /// Throws std::runtime_error where the database is no demo.
  LiveDemo(Node& node, double speed, std::function<void(const std::string&)> log);
  ~LiveDemo();
  void start();
  /// Returns when the deed that is being done is done.
  void stop();

 private:
  void run();

  Node& node_;
  std::function<void(const std::string&)> log_;
  std::mutex guard_;
  std::condition_variable wake_;
  bool stopping_ = false;
  demo::Tools tools_;
  std::unique_ptr<demo::Live> live_;
  std::thread thread_;
};

}  // namespace gewu::app
