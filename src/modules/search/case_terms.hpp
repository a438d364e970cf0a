// SPDX-License-Identifier: Apache-2.0
// What a case is found by: the terms of its texts, and by which area, category and reporter.
#pragma once

#include <string>
#include <vector>

#include "modules/cases/cases.hpp"

namespace gewu::search {

/// Rises whenever the same case would have other terms; then all are indexed again.
inline constexpr int kRules = 1;

/// Sorted, each once. Terms that are no words hold a colon, which no word does.
std::vector<std::string> terms_of(const cases::CaseText& text);

std::string area_term(AreaId area);
std::string category_term(CategoryId category);
std::string reporter_term(AccountId reporter);

}  // namespace gewu::search
