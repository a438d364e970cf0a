// SPDX-License-Identifier: Apache-2.0
// The calendar module: deadlines in working time, holidays, working hours. See README.md.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"
#include "modules/calendar/limit.hpp"
#include "modules/calendar/work_calendar.hpp"

namespace gewu::db {
class ReadTx;
class WriteTx;
}  // namespace gewu::db
namespace gewu::api {
class Api;
}

namespace gewu::calendar {

/// How far a district's clocks are ahead of UTC; the areas module knows.
using OffsetOf = std::function<std::chrono::minutes(db::ReadTx&, DistrictId)>;

/// Every district's calendar, held in memory and read again soon after it changed. Thread-safe.
class Calendars {
 public:
  /// Without `offset_of` all clocks stand at UTC+8.
  explicit Calendars(OffsetOf offset_of = {}) : offset_of_(std::move(offset_of)) {}

  /// The calendar to count with. Looks at most once in 60 s of `now` whether the tables changed.
  std::shared_ptr<const WorkCalendar> of(db::ReadTx& tx, DistrictId district, Instant now);
  /// Call after a change on this node (tx.after_commit), so that it holds at once.
  void forget();

 private:
  struct Held {
    std::shared_ptr<const WorkCalendar> calendar;
    std::int64_t stamp = 0;
    std::chrono::minutes utc_offset{};
    Instant looked;
  };
  OffsetOf offset_of_;
  std::mutex guard_;
  std::map<DistrictId, Held> held_;
};

struct ImportedHolidays {
  std::vector<int> years;  ///< now known
  int days = 0;
};

/// Reads published holidays, for all districts of this database (a reference table): either one
/// year's JSON ({"year": 2026, "days": [{"name", "date", "isOffDay"}]}), or lines "date TAB
/// off|work TAB name" (comments after #) whose years are those of the dates. A year read again
/// replaces what was known of it. Refusals name the line or the entry: `holidays_malformed`,
/// `holiday_invalid`, `holiday_repeated`, `holidays_empty`.
Result<ImportedHolidays> import_holidays(db::WriteTx& tx, std::string_view text, Instant now);

/// Fills in the years shipped with this binary that are not known yet; never touches another.
void seed_holidays(db::WriteTx& tx, Instant now);

/// The district's own hours, or the usual ones where none were set; `version` 0 then. The offset
/// from UTC is not part of it (see OffsetOf).
struct StoredHours {
  WorkHours hours;
  std::int64_t version = 0;
};
StoredHours read_work_hours(db::ReadTx& tx, DistrictId district);
/// Refusals of check(), and `stale` where `seen_version` is not the stored one.
Done set_work_hours(db::WriteTx& tx, DistrictId district, const WorkHours& hours,
                    std::int64_t seen_version, Instant now);

/// Whether this database serves one district only; the areas module knows.
using Alone = std::function<bool(db::ReadTx&)>;

/// GET /api/v1/{district}/calendar, PUT …/work-hours, POST …/holidays. Holidays hold for all
/// districts of a database, so a district's administrator imports them only where it is `alone`.
/// `calendars` outlives `api`.
void append_calendar_routes(api::Api& api, Calendars& calendars, Alone alone);

}  // namespace gewu::calendar
