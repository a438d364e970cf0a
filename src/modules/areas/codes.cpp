// SPDX-License-Identifier: Apache-2.0
#include "modules/areas/codes.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace gewu::areas {
namespace {

constexpr std::array kProvinces = {11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34,
                                   35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52,
                                   53, 54, 61, 62, 63, 64, 65, 71, 81, 82};

bool all_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

int number(std::string_view digits) {
  int value = 0;
  for (char c : digits) value = value * 10 + (c - '0');
  return value;
}

Error wrong(std::string_view code, std::string_view why) {
  return invalid("code_wrong_for_level", "Code " + std::string(code) + " " + std::string(why) + ".",
                 "/code");
}

bool made_of(std::string_view code, bool lower_too) {
  return std::all_of(code.begin(), code.end(), [&](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '-' ||
           (lower_too && c >= 'a' && c <= 'z');
  });
}

Done check_township(std::string_view code) {
  const int part = number(code.substr(6, 3));
  if (part < 1 || part > 599) return wrong(code, "has a township part outside 001–599");
  return done();
}

Done check_village(std::string_view code) {
  const int part = number(code.substr(9, 3));
  if (part < 1 || part > 599) return wrong(code, "has a village part outside 001–599");
  if (part == 498 || part == 598) return wrong(code, "has a village part that is reserved");
  return done();
}

Done check_street(std::string_view code) {
  const bool padded = code.size() == 12 && code.ends_with("000");
  if (code.size() != 9 && !padded) {
    return wrong(code, "is no street's: that has 9 digits, or 12 that end in 000");
  }
  return check_township(code);
}

Done check_community(std::string_view code) {
  if (code.size() != 12) return wrong(code, "is no community's: that has 12 digits");
  GEWU_CHECK(check_township(code));
  return check_village(code);
}

Done check_grid(std::string_view code, bool dedicated) {
  if (code.size() != 15)
    return wrong(code, "is no grid's: that is its community's 12 digits and 3");
  GEWU_CHECK(check_community(code.substr(0, 12)));
  const int sequence = number(code.substr(12, 3));
  if (dedicated && sequence < 901) return wrong(code, "is no dedicated grid's: those are 901–999");
  if (!dedicated && (sequence < 1 || sequence > 900)) {
    return wrong(code, "is no grid's: those are 001–900, dedicated grids 901–999");
  }
  return done();
}

Done check_micro_grid(std::string_view code) {
  if (code.size() != 17)
    return wrong(code, "is no micro-grid's: that is its grid's 15 digits and 2");
  return check_grid(code.substr(0, 15), code[12] == '9' && code.substr(12, 3) != "900");
}

}  // namespace

bool claims_official(std::string_view code) {
  return code.size() == 6 && all_digits(code) &&
         std::find(kProvinces.begin(), kProvinces.end(), number(code.substr(0, 2))) !=
             kProvinces.end();
}

Done check_district_code(std::string_view code) {
  if (code.size() < 2 || code.size() > 20 || !made_of(code, false)) {
    return invalid("code_malformed",
                   "A district's code is 2 to 20 capital letters, digits or hyphens.", "/code");
  }
  return done();
}

Done check_area_code(Level level, std::string_view code, bool official) {
  if (level == Level::district) return check_district_code(code);
  if (code.empty() || code.size() > 32 || !made_of(code, true)) {
    return invalid("code_malformed", "An area's code is 1 to 32 letters, digits or hyphens.",
                   "/code");
  }
  if (!official || !all_digits(code)) return done();
  switch (level) {
    case Level::street:
      return check_street(code);
    case Level::community:
      return check_community(code);
    case Level::grid:
      return check_grid(code, false);
    case Level::dedicated_grid:
      return check_grid(code, true);
    case Level::micro_grid:
      return check_micro_grid(code);
    case Level::district:
    case Level::building:
    case Level::dwelling:
      break;  // buildings are numbered in five digits within whatever the place counts them by
  }
  return done();
}

Done check_code_under(std::string_view code, std::string_view parent_code, bool official) {
  if (!official || !all_digits(code) || !all_digits(parent_code)) return done();
  if (parent_code.size() == 12 && parent_code.ends_with("000"))
    parent_code = parent_code.substr(0, 9);
  if (!code.starts_with(parent_code)) {
    return wrong(code, "does not begin with " + std::string(parent_code) + " of its parent");
  }
  return done();
}

std::optional<Level> level_of_code(std::string_view code) {
  if (code.size() < 6 || !all_digits(code) || !claims_official(code.substr(0, 6))) {
    return std::nullopt;
  }
  switch (code.size()) {
    case 6:
      return Level::district;
    case 9:
      return Level::street;
    case 12:
      return code.ends_with("000") ? Level::street : Level::community;
    case 15:
      return number(code.substr(12, 3)) > 900 ? Level::dedicated_grid : Level::grid;
    case 17:
      return Level::micro_grid;
    default:
      return std::nullopt;
  }
}

std::vector<std::string> codes_above(std::string_view code) {
  std::vector<std::string> out;
  if (!level_of_code(code)) return out;
  for (std::size_t length : {15, 12, 9, 6}) {
    if (code.size() <= length) continue;
    out.emplace_back(code.substr(0, length));
    if (length == 9 && !(code.size() == 12 && code.ends_with("000"))) {
      out.push_back(std::string(code.substr(0, 9)) + "000");
    }
  }
  // A street written with twelve digits is not below its own nine.
  if (code.size() == 12 && code.ends_with("000")) std::erase(out, std::string(code.substr(0, 9)));
  return out;
}

std::optional<Level> level_from_word(std::string_view word) {
  static const std::map<std::string_view, Level> words = {
      {"county", Level::district},
      {"区县", Level::district},
      {"区", Level::district},
      {"县", Level::district},
      {"town", Level::street},
      {"township", Level::street},
      {"subdistrict", Level::street},
      {"街道", Level::street},
      {"镇", Level::street},
      {"乡", Level::street},
      {"village", Level::community},
      {"社区", Level::community},
      {"村", Level::community},
      {"网格", Level::grid},
      {"microgrid", Level::micro_grid},
      {"micro-grid", Level::micro_grid},
      {"微网格", Level::micro_grid},
      {"楼栋", Level::building},
      {"楼", Level::building},
      {"户", Level::dwelling},
      {"dedicated", Level::dedicated_grid},
      {"dedicated-grid", Level::dedicated_grid},
      {"专属网格", Level::dedicated_grid},
  };
  if (auto own = from_code<Level>(word)) return own;
  const auto found = words.find(word);
  if (found == words.end()) return std::nullopt;
  return found->second;
}

}  // namespace gewu::areas
