// SPDX-License-Identifier: Apache-2.0
// How a Case lies in its row: one list of columns that serves insert, update and read, so that the
// three cannot drift apart.
#pragma once

#include <string>
#include <vector>

#include "db/db.hpp"
#include "modules/cases/case.hpp"

namespace gewu::cases {

/// "lat, lon, …" with an alias: columns("k") → "k.district_id, k.case_id, …". In this order.
std::string case_columns(const std::string& alias = "");
/// $1, $2, … for all columns.
std::string case_placeholders();
/// "state = $3, version = $4, …" for all but district_id and case_id, which are $1 and $2.
std::string case_assignments();
int case_column_count();

std::vector<db::Value> case_values(const Case& c);
Case read_case(const db::Row& row, int first_column = 0);

/// "account:12 organisation:5" ↔ assistants.
std::string holders_text(const std::vector<Holder>& holders);
std::vector<Holder> holders_from_text(std::string_view text);

}  // namespace gewu::cases
