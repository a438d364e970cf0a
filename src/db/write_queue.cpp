// SPDX-License-Identifier: Apache-2.0
#include "db/write_queue.hpp"

#include <cmath>
#include <future>

namespace gewu::db {

bool WriteQueue::push(Unit unit) {
  {
    const std::scoped_lock lock(guard_);
    if (closed_ || units_.size() >= limit_) return false;
    units_.push_back(std::move(unit));
  }
  filled_.notify_one();
  return true;
}

std::optional<Unit> WriteQueue::wait() {
  std::unique_lock lock(guard_);
  filled_.wait(lock, [&] { return closed_ || !units_.empty(); });
  if (units_.empty()) return std::nullopt;
  Unit unit = std::move(units_.front());
  units_.pop_front();
  return unit;
}

std::optional<Unit> WriteQueue::poll() {
  const std::scoped_lock lock(guard_);
  if (units_.empty()) return std::nullopt;
  Unit unit = std::move(units_.front());
  units_.pop_front();
  return unit;
}

void WriteQueue::close() {
  {
    const std::scoped_lock lock(guard_);
    closed_ = true;
  }
  filled_.notify_all();
}

std::size_t WriteQueue::size() const {
  const std::scoped_lock lock(guard_);
  return units_.size();
}

void finish(Unit& unit, Outcome outcome, Counters& counters) {
  const bool kept = outcome.keep && !outcome.error;
  ++(kept ? counters.units : counters.rolled_back);
  if (kept) {
    for (auto& hint : outcome.hints) {
      try {
        hint();
      } catch (...) {
      }
    }
  }
  try {
    unit.finished(outcome.error);
  } catch (...) {
  }
}

namespace {
thread_local const Inside* innermost = nullptr;
}  // namespace

Inside::Inside(const Database* database) : database_(database), outer_(innermost) {
  innermost = this;
}

Inside::~Inside() { innermost = outer_; }

void Inside::must_not_be(const Database* database, const char* what) {
  for (const Inside* at = innermost; at != nullptr; at = at->outer_) {
    if (at->database_ == database) {
      throw std::logic_error(std::string("nested database use: ") + what +
                             " inside a transaction or hint of the same database; use the "
                             "transaction at hand, or submit()");
    }
  }
}

void check_parameters(const Sql& sql, const std::vector<Value>& parameters) {
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const char* wrong = nullptr;
    if (const auto* text = std::get_if<std::string>(&parameters[i])) {
      if (text->find('\0') != std::string::npos || !count_code_points(*text)) {
        wrong = " is not valid UTF-8 text without NUL";
      }
    } else if (const auto* number = std::get_if<double>(&parameters[i])) {
      if (std::isnan(*number)) wrong = " is not a number";
    }
    if (wrong != nullptr) {
      throw DbError(Fault::check_violation,
                    std::string(sql.name()) + ": parameter $" + std::to_string(i + 1) + wrong);
    }
  }
}

Outcome run_closure(const Unit& unit, WriteTx& tx, const Latch& latch) {
  Outcome out;
  try {
    out.keep = unit.work(tx);
    out.error = latch.error();
  } catch (...) {
    // The first database error explains more than what a closure made of it.
    out.error = latch.error() ? latch.error() : std::current_exception();
  }
  return out;
}

std::optional<Fault> fault_of(const std::exception_ptr& error) {
  if (!error) return std::nullopt;
  try {
    std::rethrow_exception(error);
  } catch (const DbError& e) {
    return e.fault();
  } catch (...) {
    return std::nullopt;
  }
}

void Database::on_outbox(std::function<void()> heard) {
  const std::scoped_lock lock(outbox_guard_);
  outbox_heard_ = std::move(heard);
}

void Database::tell_outbox_listener() {
  const std::scoped_lock lock(outbox_guard_);
  if (outbox_heard_) outbox_heard_();
}

void Database::run_write(const std::function<bool(WriteTx&)>& f) {
  Inside::must_not_be(this, "write()");
  // Shared: the waiter may be off before set_value has returned on the writer thread.
  const auto done = std::make_shared<std::promise<void>>();
  auto waiting = done->get_future();
  submit(f, [done](std::exception_ptr error) {
    if (error) {
      done->set_exception(error);
    } else {
      done->set_value();
    }
  });
  waiting.get();
}

}  // namespace gewu::db
