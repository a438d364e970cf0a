// SPDX-License-Identifier: Apache-2.0
#include "http/exchange.hpp"

#include <algorithm>

#include "http/gzip.hpp"
#include "http/target.hpp"

namespace gewu::http {

namespace {
constexpr std::size_t compress_bytes_min = 1024;
}

Error internal_error() {
  return {Failure::unavailable, "internal_error",
          "The server failed at this request. It is logged under the request id; try again later."};
}

bool is_worth_compressing(const Response& response) {
  if (response.body.size() <= compress_bytes_min) return false;
  if (!is_compressible(response.content_type)) return false;
  return std::none_of(response.headers.begin(), response.headers.end(),
                      [](const auto& header) { return lower(header.first) == "content-encoding"; });
}

void compress(Response& response) {
  response.body = gzip(response.body, 5);
  bool varies = false;
  for (auto& [name, value] : response.headers) {
    varies = varies || lower(name) == "vary";
    if (lower(name) == "etag" && !value.starts_with("W/")) value.insert(0, "W/");
  }
  response.headers.emplace_back("Content-Encoding", "gzip");
  if (!varies) response.headers.emplace_back("Vary", "Accept-Encoding");
}

// ---- Slot

void Slot::wake(std::unique_lock<std::mutex>& lock) {
  // Under the lock, so that leave() may be followed by the connection's end.
  if (!left_ && wake_) wake_();
  lock.unlock();
}

bool Slot::claim() {
  const std::lock_guard lock(guard_);
  return !std::exchange(claimed_, true);
}

void Slot::put(Response response) {
  std::unique_lock lock(guard_);
  response_ = std::move(response);
  wake(lock);
}

void Slot::start_events() {
  std::unique_lock lock(guard_);
  events_ = true;
  wake(lock);
}

bool Slot::push(std::string event) {
  std::unique_lock lock(guard_);
  if (!events_ || over_ || left_) return false;
  if (pending_.size() + taken_ + event.size() > unsent_bytes_max) {
    over_ = cut_ = true;
    pending_.clear();
    wake(lock);
    return false;
  }
  const bool first = pending_.empty();
  pending_ += event;
  if (first) wake(lock);
  return true;
}

void Slot::end_events() {
  std::unique_lock lock(guard_);
  over_ = true;
  wake(lock);
}

bool Slot::is_ready() {
  const std::lock_guard lock(guard_);
  return response_ || events_;
}

std::optional<Response> Slot::take_response() {
  const std::lock_guard lock(guard_);
  return std::exchange(response_, std::nullopt);
}

bool Slot::is_event_stream() {
  const std::lock_guard lock(guard_);
  return events_;
}

std::string Slot::take_events() {
  const std::lock_guard lock(guard_);
  taken_ = pending_.size();
  return std::exchange(pending_, {});
}

void Slot::sent() {
  const std::lock_guard lock(guard_);
  taken_ = 0;
}

bool Slot::is_over() {
  const std::lock_guard lock(guard_);
  return over_ && pending_.empty();
}

bool Slot::is_cut() {
  const std::lock_guard lock(guard_);
  return cut_;
}

void Slot::leave() {
  std::function<void()> dropped;  // destroyed without the lock
  const std::lock_guard lock(guard_);
  left_ = true;
  dropped.swap(wake_);
  pending_.clear();
}

// ---- Exchange

Exchange::~Exchange() {
  if (slot_->is_event_stream()) slot_->end_events();
  if (!slot_->claim()) return;
  if (on_drop_) on_drop_("the handler dropped its reply");
  slot_->put(problem(500, internal_error()));
}

void Exchange::send(Response response) {
  if (!slot_->claim()) return;
  if (!may_gzip_ || !is_worth_compressing(response)) return slot_->put(std::move(response));
  if (WorkerPool::on_worker_thread()) {
    compress(response);
    return slot_->put(std::move(response));
  }
  // Not on the thread that answers: it may be the one that writes to the database.
  auto held = std::make_shared<Response>(std::move(response));
  WorkerPool::Job job = [slot = slot_, held] {
    compress(*held);
    slot->put(std::move(*held));
  };
  if (!pool_->submit(job)) slot_->put(std::move(*held));
}

void Exchange::start_events() {
  if (slot_->claim()) slot_->start_events();
}

}  // namespace gewu::http
