// SPDX-License-Identifier: Apache-2.0
// Invented people and what they say. Surnames and given characters are common ones combined by
// chance; no sentence stands for a real report.
#pragma once

#include <cstdint>
#include <random>
#include <string>

#include "modules/categories/categories.hpp"

namespace gewu::demo {

using Chance = std::mt19937_64;

std::string person_name(Chance& chance);
std::string place_name(Chance& chance);
/// "东门口": where at a building.
std::string spot_name(Chance& chance);
/// "幸福里3栋楼下：积存垃圾渣土。已经两天了，请派人看看。"
std::string report_words(Chance& chance, const categories::Category& category,
                         const std::string& place);
std::string done_words(Chance& chance);
std::string return_words(Chance& chance);
std::string fail_words(Chance& chance);
std::string phone_number(Chance& chance);
/// Of an office; in an exchange that does not exist.
std::string office_phone(Chance& chance);

}  // namespace gewu::demo
