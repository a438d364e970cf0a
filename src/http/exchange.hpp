// SPDX-License-Identifier: Apache-2.0
// Where an answer passes from any thread to the connection that waits for it.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "http/router.hpp"
#include "http/worker_pool.hpp"

namespace gewu::http {

/// Shared by one waiting connection and whoever holds the Reply; each may go first.
class Slot {
 public:
  explicit Slot(std::function<void()> wake) : wake_(std::move(wake)) {}

  // ---- by the one who answers
  /// Takes the right to answer; false where somebody has it already.
  bool claim();
  void put(Response response);
  void start_events();
  bool push(std::string event);
  void end_events();

  // ---- by the connection
  bool is_ready();
  std::optional<Response> take_response();
  bool is_event_stream();
  /// What has been pushed since, up to about 64 KiB; it counts as unsent until `sent` is called.
  std::string take_events();
  void sent();
  /// Given up by its holder, and everything pushed is taken; or cut off.
  bool is_over();
  /// The client reads too slowly.
  bool is_cut();
  /// The connection is gone: nobody is woken any more.
  void leave();

 private:
  static constexpr std::size_t unsent_bytes_max = 256 * 1024;
  void wake(std::unique_lock<std::mutex>& lock);

  std::mutex guard_;
  std::function<void()> wake_;
  std::optional<Response> response_;
  bool claimed_ = false, events_ = false, over_ = false, cut_ = false, left_ = false;
  std::string pending_;
  std::size_t taken_ = 0;
};

/// What a Reply holds.
class Exchange final : public Reply::Sink {
 public:
  Exchange(std::shared_ptr<Slot> slot, std::shared_ptr<WorkerPool> pool, bool may_gzip,
           std::function<void(std::string_view)> on_drop)
      : slot_(std::move(slot)),
        pool_(std::move(pool)),
        may_gzip_(may_gzip),
        on_drop_(std::move(on_drop)) {}
  ~Exchange() override;

  void send(Response response) override;
  void start_events() override;
  bool push(std::string event) override { return slot_->push(std::move(event)); }

 private:
  const std::shared_ptr<Slot> slot_;
  const std::shared_ptr<WorkerPool> pool_;
  const bool may_gzip_;
  const std::function<void(std::string_view)> on_drop_;
};

/// Whether send() would compress this answer.
bool is_worth_compressing(const Response& response);
void compress(Response& response);

Error internal_error();

}  // namespace gewu::http
