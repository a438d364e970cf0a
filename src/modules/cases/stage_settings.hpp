// SPDX-License-Identifier: Apache-2.0
// The limits and shares of the stages that a district may set for itself, by name: one table for
// reading them, changing them and the page that does.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "modules/cases/lifecycle.hpp"

namespace gewu::cases {

struct StageSetting {
  std::string_view name;
  /// One of the two.
  calendar::Limit StageLimits::*limit = nullptr;
  int StageLimits::*number = nullptr;
  int least = 0, most = 0;  ///< of a number

  /// As it is written: "work_hour:4", "10".
  std::string text_of(const StageLimits& limits) const;
  /// Refusals at /value: `limit_invalid`, `number_invalid`, `number_out_of_range`.
  Done set(StageLimits& limits, std::string_view text) const;
};

/// In the order of a case's life.
const std::vector<StageSetting>& stage_settings();
const StageSetting* find_stage_setting(std::string_view name);

}  // namespace gewu::cases
