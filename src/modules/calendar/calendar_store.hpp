// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "db/db.hpp"
#include "modules/calendar/calendar.hpp"

namespace gewu::calendar::store {

struct PublishedDay {
  CalendarDay day;
  int year = 0;  ///< whose publication says so
};

std::vector<PublishedDay> days(db::ReadTx& tx);
std::vector<int> years(db::ReadTx& tx);
/// Replaces what is known of `year`.
void put_year(db::WriteTx& tx, int year, const std::vector<CalendarDay>& days, Instant now);

std::optional<StoredHours> hours(db::ReadTx& tx, DistrictId district);
/// False where the stored version is not `seen`.
bool put_hours(db::WriteTx& tx, DistrictId district, const WorkHours& hours, std::int64_t seen,
               Instant now);

/// Changes whenever anything the district's calendar is made of changes.
std::int64_t stamp(db::ReadTx& tx, DistrictId district);

}  // namespace gewu::calendar::store
