// SPDX-License-Identifier: Apache-2.0
#include "modules/areas/area.hpp"

namespace gewu::areas {
namespace {

/// How far down the tree a level stands; a dedicated grid stands beside the grids.
int step(Level level) {
  switch (level) {
    case Level::district:
      return 0;
    case Level::street:
      return 1;
    case Level::community:
      return 2;
    case Level::grid:
    case Level::dedicated_grid:
      return 3;
    case Level::micro_grid:
      return 4;
    case Level::building:
      return 5;
    case Level::dwelling:
      return 6;
  }
  return 0;
}

}  // namespace

int rank_of(Level level) {
  if (level == Level::dedicated_grid) return 5;
  const int at = step(level);
  return at <= 4 ? at : at + 1;
}

bool may_hang_from(Level child, Level parent) { return step(parent) < step(child); }

}  // namespace gewu::areas
