// SPDX-License-Identifier: Apache-2.0
#include "modules/accounts/lockout.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <vector>

namespace gewu::accounts {
namespace {

const Settings kSettings;
const Instant kStart = instant(1'800'000'000'000);

Judgement fail(const Lock& lock, Instant now) { return judge(lock, true, false, now, kSettings); }
Judgement pass(const Lock& lock, Instant now) { return judge(lock, true, true, now, kSettings); }

TEST_CASE("the fifth failure in a row locks for fifteen minutes") {
  Lock lock;
  for (int i = 1; i <= 4; ++i) {
    const auto judged = fail(lock, kStart);
    CHECK(judged.attempt == Attempt::wrong);
    CHECK(judged.lock == Lock{i, std::nullopt});
    lock = judged.lock;
  }
  const auto fifth = fail(lock, kStart);
  CHECK(fifth.attempt == Attempt::locked_now);
  CHECK(fifth.lock.until == kStart + std::chrono::minutes(15));
}

TEST_CASE("a lock refuses the right password too, is not lengthened, and ends on its minute") {
  const Lock lock{0, kStart + std::chrono::minutes(15)};
  const Instant last = *lock.until - Duration(1);
  CHECK(pass(lock, last).attempt == Attempt::still_locked);
  CHECK(fail(lock, last).lock == lock);
  CHECK(pass(lock, *lock.until).attempt == Attempt::admitted);
  const auto again = fail(lock, *lock.until);
  CHECK(again.attempt == Attempt::wrong);
  CHECK(again.lock == Lock{1, std::nullopt});
}

TEST_CASE("a right password clears the count") {
  const auto judged = pass({4, std::nullopt}, kStart);
  CHECK(judged.attempt == Attempt::admitted);
  CHECK(judged.lock == Lock{});
}

TEST_CASE("a disabled account is neither admitted nor counted") {
  const Lock lock{3, std::nullopt};
  for (const bool right : {true, false}) {
    const auto judged = judge(lock, false, right, kStart, kSettings);
    CHECK(judged.attempt == Attempt::disabled);
    CHECK(judged.lock == lock);
  }
}

TEST_CASE("nobody gets more than five guesses in any fifteen minutes") {
  CHECK(rc::check("random guessing", [] {
    Lock lock;
    Instant now = kStart;
    std::vector<Instant> judged_guesses;
    const auto steps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 400));
    for (const int seconds : steps) {
      now += std::chrono::seconds(seconds);
      const auto judged = fail(lock, now);
      if (judged.attempt != Attempt::still_locked) judged_guesses.push_back(now);
      lock = judged.lock;
    }
    // Six in a row span a whole lock, however they are spread.
    for (std::size_t i = 5; i < judged_guesses.size(); ++i) {
      RC_ASSERT(judged_guesses[i] - judged_guesses[i - 5] >= kSettings.lock_length);
    }
  }));
}

}  // namespace
}  // namespace gewu::accounts
