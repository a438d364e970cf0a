// SPDX-License-Identifier: Apache-2.0
// Reads our own holiday lines: "2026-02-14 TAB work TAB name".
#pragma once

#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "modules/calendar/work_calendar.hpp"

namespace gewu::calendar {

/// Comments after #, empty lines and CRLF are fine. Refusals: `holiday_invalid` naming the line.
Result<std::vector<CalendarDay>> read_holiday_lines(std::string_view text);

/// One entry; `where` names it in a refusal ("line 7").
Result<CalendarDay> holiday(std::string_view date, std::string_view kind, std::string_view name,
                            const std::string& where);

}  // namespace gewu::calendar
