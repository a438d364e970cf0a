// SPDX-License-Identifier: Apache-2.0
#include "http/worker_pool.hpp"

#include <limits>

namespace gewu::http {

namespace {
thread_local bool is_worker = false;
}

WorkerPool::WorkerPool(int threads, std::size_t queue_limit) : limit_(queue_limit) {
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

bool WorkerPool::on_worker_thread() { return is_worker; }

bool WorkerPool::submit(Job& job) { return push(job, limit_); }

bool WorkerPool::submit_beyond_limit(Job& job) {
  return push(job, std::numeric_limits<std::size_t>::max());
}

bool WorkerPool::push(Job& job, std::size_t limit) {
  {
    const std::lock_guard lock(guard_);
    if (stopping_ || jobs_.size() >= limit) return false;
    jobs_.push_back(std::move(job));
    queued_ = jobs_.size();
  }
  wake_.notify_one();
  return true;
}

void WorkerPool::work() {
  is_worker = true;
  while (true) {
    Job job;
    {
      std::unique_lock lock(guard_);
      wake_.wait(lock, [&] { return stopping_ || !jobs_.empty(); });
      if (stopping_) return;
      job = std::move(jobs_.front());
      jobs_.pop_front();
      queued_ = jobs_.size();
    }
    job();
  }
}

void WorkerPool::stop() {
  std::deque<Job> dropped;  // destroyed without the lock: a dropped Reply answers
  {
    const std::lock_guard lock(guard_);
    stopping_ = true;
    dropped.swap(jobs_);
    queued_ = 0;
  }
  wake_.notify_all();
  for (auto& thread : threads_)
    if (thread.joinable()) thread.join();
}

}  // namespace gewu::http
