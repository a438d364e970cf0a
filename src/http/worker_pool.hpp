// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace gewu::http {

/// Threads with a counted queue: what does not fit is refused at once instead of waiting unseen.
class WorkerPool {
 public:
  using Job = std::function<void()>;

  WorkerPool(int threads, std::size_t queue_limit);
  ~WorkerPool() { stop(); }

  /// False when the queue is full or the pool has stopped; the job is then untouched.
  bool submit(Job& job);
  /// For the server's own short work, which must not fail because strangers filled the queue.
  bool submit_beyond_limit(Job& job);
  std::size_t queued() const { return queued_.load(std::memory_order_relaxed); }
  static bool on_worker_thread();
  /// Drops what waits, lets running jobs end, joins. Not from a worker thread.
  void stop();

 private:
  bool push(Job& job, std::size_t limit);
  void work();

  const std::size_t limit_;
  std::mutex guard_;
  std::condition_variable wake_;
  std::deque<Job> jobs_;
  bool stopping_ = false;
  std::atomic<std::size_t> queued_ = 0;
  std::vector<std::thread> threads_;
};

}  // namespace gewu::http
