// SPDX-License-Identifier: Apache-2.0
#include "modules/promises/window.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

namespace gewu::promises {

namespace {

using std::chrono::hours;

std::vector<Course> some_courses(std::size_t most = 80) {
  const auto size = *rc::gen::inRange<std::size_t>(0, most);
  std::vector<Course> out;
  for (std::size_t i = 0; i < size; ++i) {
    out.push_back({hours(*rc::gen::inRange(0, 200)), *rc::gen::arbitrary<bool>()});
  }
  return out;
}

/// None is longer than any.
Duration or_for_ever(std::optional<Duration> length) { return length.value_or(Duration::max()); }

std::vector<Course> many(int n, hours length, bool solved = true) {
  return std::vector<Course>(static_cast<std::size_t>(n), Course{length, solved});
}

}  // namespace

TEST_CASE("with all solved it is the quantile that one counts on one's fingers") {
  std::vector<Course> courses;
  for (int i = 1; i <= 10; ++i) courses.push_back({hours(i), true});
  CHECK(solved_within(courses, 0.8) == hours(8));
  CHECK(solved_within(courses, 0.81) == hours(9));
  CHECK(solved_within(courses, 1.0) == hours(10));
  CHECK(solved_within(courses, 0.05) == hours(1));
}

TEST_CASE("open cases count as what they are: not solved yet") {
  // Freireich's 21 patients under 6-MP, as printed in every textbook: half by week 23.
  std::vector<Course> weeks;
  for (const int solved : {6, 6, 6, 7, 10, 13, 16, 22, 23}) weeks.push_back({hours(solved), true});
  for (const int open : {6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35}) {
    weeks.push_back({hours(open), false});
  }
  CHECK(solved_within(weeks, 0.5) == hours(23));
  CHECK(solved_within(weeks, 0.25) == hours(13));
  CHECK(solved_within(weeks, 0.8) == std::nullopt);
}

TEST_CASE("nothing is said of nothing, nor of cases that were never solved") {
  std::vector<Course> none;
  CHECK(solved_within(none, 0.8) == std::nullopt);
  auto open = many(50, hours(5), false);
  CHECK(solved_within(open, 0.8) == std::nullopt);
}

TEST_CASE("a larger share never takes less time") {
  rc::check([] {
    auto courses = some_courses();
    const double a = *rc::gen::inRange(0, 101) / 100.0, b = *rc::gen::inRange(0, 101) / 100.0;
    RC_ASSERT(or_for_ever(solved_within(courses, std::min(a, b))) <=
              or_for_ever(solved_within(courses, std::max(a, b))));
  });
}

TEST_CASE("one more open case, however old, never shortens the time") {
  rc::check([] {
    auto courses = some_courses();
    const auto before = or_for_ever(solved_within(courses, 0.8));
    courses.push_back({hours(*rc::gen::inRange(0, 400)), false});
    RC_ASSERT(before <= or_for_ever(solved_within(courses, 0.8)));
  });
}

TEST_CASE("a case that is left lying instead of being solved never shortens the time") {
  rc::check([] {
    auto courses = some_courses();
    courses.push_back({hours(*rc::gen::inRange(0, 200)), true});
    auto lying = courses;
    lying.back() = {hours(1000), false};
    RC_ASSERT(or_for_ever(solved_within(courses, 0.8)) <= or_for_ever(solved_within(lying, 0.8)));
  });
}

TEST_CASE("the order of the cases and the time they are counted in change nothing") {
  rc::check([] {
    auto courses = some_courses();
    auto turned = courses;
    std::reverse(turned.begin(), turned.end());
    for (auto& c : turned) c.length *= 60;
    const auto one = solved_within(courses, 0.8), other = solved_within(turned, 0.8);
    RC_ASSERT(one.has_value() == other.has_value());
    if (one) RC_ASSERT(*one * 60 == *other);
  });
}

TEST_CASE("of thirty cases of its own a category speaks for itself, else its class, its district") {
  const CategoryId lamp{1}, pole{2}, rubbish{3}, dog{4};
  const std::map<CategoryId, std::string> classes{
      {lamp, "light"}, {pole, "light"}, {rubbish, "clean"}, {dog, "animals"}};
  const auto windows_of = [&](int lamps, int poles, int heaps) {
    Experience e(classes);
    for (int i = 0; i < lamps; ++i) e.add(lamp, {hours(2), true});
    for (int i = 0; i < poles; ++i) e.add(pole, {hours(4), true});
    for (int i = 0; i < heaps; ++i) e.add(rubbish, {hours(8), true});
    return e.windows();
  };
  auto w = windows_of(30, 29, 29);
  CHECK(w.at(lamp).basis == Basis::category);
  CHECK(w.at(lamp).similar == 30);
  CHECK(w.at(lamp).length == hours(2));
  CHECK(w.at(pole).basis == Basis::class_);
  CHECK(w.at(pole).similar == 59);
  CHECK(w.at(rubbish).basis == Basis::district);
  CHECK(w.at(rubbish).similar == 88);
  CHECK(w.at(dog).basis == Basis::district);  // nobody told of one yet
  CHECK(windows_of(10, 10, 9).empty());
  w = windows_of(10, 10, 10);
  CHECK(w.at(lamp).basis == Basis::district);
  CHECK(w.at(lamp).similar == 30);
}

TEST_CASE("a kind that is never solved is not given its neighbours' time") {
  const CategoryId lamp{1}, pole{2};
  Experience e({{lamp, "light"}, {pole, "light"}});
  for (int i = 0; i < 40; ++i) e.add(lamp, {hours(100), false});
  for (int i = 0; i < 400; ++i) e.add(pole, {hours(1), true});
  const auto w = e.windows();
  CHECK(w.at(lamp).basis == Basis::category);
  CHECK(w.at(lamp).length == std::nullopt);
  CHECK(w.at(pole).length == hours(1));
}

TEST_CASE("people are told whole hours, rounded up") {
  CHECK(hours_of(hours(3)) == 3);
  CHECK(hours_of(hours(3) + Duration(1)) == 4);
  CHECK(hours_of(Duration(0)) == 1);
}

}  // namespace gewu::promises
