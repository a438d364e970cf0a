// SPDX-License-Identifier: Apache-2.0
#include "modules/promises/window.hpp"

#include <algorithm>

namespace gewu::promises {

std::optional<Duration> solved_within(std::vector<Course>& courses, double share) {
  // At the same length those solved go first: who is open then was open when they were solved.
  std::sort(courses.begin(), courses.end(), [](const Course& a, const Course& b) {
    return std::pair(a.length, !a.solved) < std::pair(b.length, !b.solved);
  });
  constexpr double kRounding = 1e-9;
  double open = 1;
  auto at_risk = static_cast<double>(courses.size());
  for (std::size_t i = 0; i < courses.size();) {
    std::size_t end = i, solved = 0;
    for (; end < courses.size() && courses[end].length == courses[i].length; ++end) {
      solved += courses[end].solved ? 1 : 0;
    }
    open *= 1 - static_cast<double>(solved) / at_risk;
    if (solved > 0 && open <= 1 - share + kRounding) return courses[i].length;
    at_risk -= static_cast<double>(end - i);
    i = end;
  }
  return std::nullopt;
}

Experience::Experience(std::map<CategoryId, std::string> classes) : classes_(std::move(classes)) {}

void Experience::add(CategoryId category, Course course) { courses_[category].push_back(course); }

std::map<CategoryId, Window> Experience::windows() {
  struct Group {
    std::vector<Course> courses;
    std::optional<Window> window;
  };
  constexpr double kShare = share_percent / 100.0;
  const auto window_of = [](std::vector<Course>& courses, Basis basis) -> std::optional<Window> {
    if (courses.size() < static_cast<std::size_t>(similar_min)) return std::nullopt;
    return Window{basis, static_cast<int>(courses.size()), solved_within(courses, kShare)};
  };
  std::map<std::string, Group> by_class;
  Group district;
  for (const auto& [category, courses] : courses_) {
    const auto known = classes_.find(category);
    if (known != classes_.end()) {
      auto& all = by_class[known->second].courses;
      all.insert(all.end(), courses.begin(), courses.end());
    }
    district.courses.insert(district.courses.end(), courses.begin(), courses.end());
  }
  for (auto& [name, group] : by_class) group.window = window_of(group.courses, Basis::class_);
  district.window = window_of(district.courses, Basis::district);

  std::map<CategoryId, Window> out;
  for (const auto& [category, name] : classes_) {
    auto window = window_of(courses_[category], Basis::category);
    if (!window) window = by_class[name].window;
    if (!window) window = district.window;
    if (window) out.emplace(category, *window);
  }
  return out;
}

std::int64_t hours_of(Duration length) {
  return std::max<std::int64_t>(
      1, (length + std::chrono::hours(1) - Duration(1)) / std::chrono::hours(1));
}

}  // namespace gewu::promises
