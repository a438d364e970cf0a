// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>

#include "api/api.hpp"
#include "node.hpp"

namespace gewu::app {

/// What happens without anybody asking: clocks ring, figures are folded, messages go out, days are
/// closed, what has expired is swept. One thread; every job is safe to run on several nodes.
class Worker {
 public:
  using Log = std::function<void(const std::string&)>;
  /// `log` hears what failed, `tell` how long work goes on.
  Worker(Node& node, api::Broadcast& broadcast, Log log, Log tell = {});
  ~Worker();
  void start();
  void stop();
  /// One round over every district, as the thread does it; for tests and the demo.
  void round(Instant now);
  /// When the last round ended well, for /healthz.
  Instant last_round() const { return instant(last_round_.load()); }

 private:
  void run();
  void often(const areas::District& district, Instant now);
  void seldom(const areas::District& district, Instant now);
  void deliver_soon();
  void deliver(const areas::District& district, Instant now);
  void sum_up(const areas::District& district);
  void index_texts(const areas::District& district);
  void follow_territory(const areas::District& district);

  Node& node_;
  api::Broadcast& broadcast_;
  Log log_, tell_;
  std::map<DistrictId, std::int64_t> old_indexed_;  ///< cases, since this process began
  std::mutex guard_;
  std::condition_variable wake_;
  bool stopping_ = false;
  bool outbox_written_ = false;
  Instant next_seldom_{}, next_daily_{};
  std::atomic<std::int64_t> last_round_{0};
  std::thread thread_;
};

}  // namespace gewu::app
