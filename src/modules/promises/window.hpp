// SPDX-License-Identifier: Apache-2.0
// How long similar cases took: pure.
#pragma once

#include <boost/describe.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/codes.hpp"
#include "base/ids.hpp"
#include "base/time.hpp"

namespace gewu::promises {

/// One similar case: solved after `length`, or open for that long already.
struct Course {
  Duration length{};
  bool solved = false;
};

/// The shortest time by which `share` (0 to 1) of the cases were solved. Open cases count: they are
/// known to take longer than they have lasted (the product-limit estimate of Kaplan and Meier,
/// 1958), so an office that leaves things lying gains nothing by it. Nothing where so many were
/// never solved. The order of `courses` is changed.
std::optional<Duration> solved_within(std::vector<Course>& courses, double share);

inline constexpr int share_percent = 80;
inline constexpr int similar_min = 30;  ///< of fewer nothing is said
inline constexpr std::chrono::days looked_back{180};

/// What a window was drawn from.
enum class Basis { category, class_, district };
BOOST_DESCRIBE_ENUM(Basis, category, class_, district)

/// How long 80 % of the similar cases took at most.
struct Window {
  Basis basis{};
  int similar = 0;
  std::optional<Duration> length;  ///< none: enough cases, but too many are still open to say
};

/// Collects courses by category and says what may be promised for each.
class Experience {
 public:
  /// `classes`: the class of every category there is.
  explicit Experience(std::map<CategoryId, std::string> classes);
  void add(CategoryId category, Course course);
  /// Of the category itself where it has cases enough, else of its class, else of the district.
  /// Where the nearest that has enough gives no window, a wider one is not taken: it would promise
  /// what this kind of case does not keep. Categories without any such group are left out.
  std::map<CategoryId, Window> windows();

 private:
  std::map<CategoryId, std::string> classes_;
  std::map<CategoryId, std::vector<Course>> courses_;
};

/// Whole hours, rounded up: what is said to people.
std::int64_t hours_of(Duration length);

}  // namespace gewu::promises
