// SPDX-License-Identifier: Apache-2.0
// A file of published holidays: one year as JSON, or our own lines.
#pragma once

#include <map>
#include <string_view>
#include <vector>

#include "modules/calendar/holiday_lines.hpp"

namespace gewu::calendar {

using HolidayYears = std::map<int, std::vector<CalendarDay>>;

/// Refusals: those of import_holidays.
Result<HolidayYears> read_holidays(std::string_view text);
/// Of a file of lines: all that is wrong with them, at most 20.
std::vector<LineFault> faults_in_holidays(std::string_view text);

}  // namespace gewu::calendar
