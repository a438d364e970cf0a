// SPDX-License-Identifier: Apache-2.0
// Reads our own holiday lines: "2026-02-14 TAB work TAB name".
#pragma once

#include <boost/describe.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "modules/calendar/work_calendar.hpp"

namespace gewu::calendar {

/// A line that cannot be read, and why: `columns`, `date`, `kind` or `name`.
struct LineFault {
  int line = 0;
  std::string why;
  std::string found;  ///< what stands there, cut short
};
BOOST_DESCRIBE_STRUCT(LineFault, (), (line, why, found))

/// Comments after #, empty lines and CRLF are fine. Refusals: `holiday_invalid` naming the line.
Result<std::vector<CalendarDay>> read_holiday_lines(std::string_view text);
/// All that is wrong with them, at most `most`; nothing for what is read without a fault.
std::vector<LineFault> faults_in_lines(std::string_view text, std::size_t most);

/// One entry; `where` names it in a refusal ("line 7").
Result<CalendarDay> holiday(std::string_view date, std::string_view kind, std::string_view name,
                            const std::string& where);

}  // namespace gewu::calendar
