// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "db/db.hpp"

namespace gewu::db {

/// At most `limit` connections, made when first needed and handed to one thread at a time.
template <class Connection>
class Pool {
 public:
  Pool(int limit, std::chrono::milliseconds patience,
       std::function<std::unique_ptr<Connection>()> make)
      : free_places_(limit), patience_(patience), make_(std::move(make)) {}

  /// A connection for the length of a scope.
  class Lease {
   public:
    explicit Lease(Pool& pool) : pool_(pool), connection_(pool.take()) {}
    ~Lease() { pool_.give_back(std::move(connection_)); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    Connection& operator*() { return *connection_; }
    Connection* operator->() { return connection_.get(); }
    bool held() const { return connection_ != nullptr; }
    /// Closes it: the next one in gets a fresh one.
    void discard() { connection_.reset(); }
    /// Closes it and opens another in its place.
    void renew() {
      connection_.reset();
      connection_ = pool_.make_();
    }

   private:
    Pool& pool_;
    std::unique_ptr<Connection> connection_;
  };

 private:
  std::unique_ptr<Connection> take() {
    std::unique_lock lock(guard_);
    if (!returned_.wait_for(lock, patience_, [&] { return free_places_ > 0; })) {
      throw DbError(Fault::busy, "all read connections are in use; try again");
    }
    --free_places_;
    if (!idle_.empty()) {
      auto out = std::move(idle_.back());
      idle_.pop_back();
      return out;
    }
    lock.unlock();
    try {
      return make_();
    } catch (...) {
      give_back(nullptr);
      throw;
    }
  }
  void give_back(std::unique_ptr<Connection> connection) {
    {
      const std::scoped_lock lock(guard_);
      ++free_places_;
      if (connection) idle_.push_back(std::move(connection));
    }
    returned_.notify_one();
  }

  std::mutex guard_;
  std::condition_variable returned_;
  int free_places_;
  const std::chrono::milliseconds patience_;
  const std::function<std::unique_ptr<Connection>()> make_;
  std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace gewu::db
