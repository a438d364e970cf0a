// SPDX-License-Identifier: Apache-2.0
#include "modules/privacy/phone.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace gewu::privacy {
namespace {

std::string read(std::string_view typed) {
  const auto phone = Phone::parse(typed);
  return phone ? phone->str() : phone.error().code;
}

TEST_CASE("one number has one spelling however it is typed") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"13812345678", "13812345678"},
      {"138 1234 5678", "13812345678"},
      {" 138-1234-5678 ", "13812345678"},
      {"+86 138 1234 5678", "13812345678"},
      {"0086 13812345678", "13812345678"},
      {"8613812345678", "13812345678"},
      {"１３８１２３４５６７８", "13812345678"},
      {"0755-27881234", "0755-27881234"},
      {"075527881234", "0755-27881234"},
      {"（0755）2788 1234", "0755-27881234"},
      {"+86 755 27881234", "0755-27881234"},
      {"+86-0755-27881234", "0755-27881234"},
      {"0371-6789012", "0371-6789012"},
      {"010-65001234", "010-65001234"},
      {"+86 10 65001234", "010-65001234"},
      {"021 65001234", "021-65001234"},
      {"0755-27881234-801", "0755-27881234-801"},
      {"0755-27881234转801", "0755-27881234-801"},
      {"0755 27881234 ext 801", "0755-27881234-801"},
      {"0755-2788-1234", "0755-27881234"},
      {"+852 9123 4567", "+85291234567"},
      {"0044 20 7946 0958", "+442079460958"},
  };
  for (const auto& [typed, canonical] : cases) CHECK_MESSAGE(read(typed) == canonical, typed);
}

TEST_CASE("what cannot be dialled is refused") {
  const std::vector<std::string> cases = {
      "",
      " ",
      "1381234567",
      "138123456789",
      "12812345678",
      "27881234",
      "0755-1234567",
      "01112345678",
      "+86 12345",
      "+0 123 4567 890",
      "+1234",
      "+1234567890123456",
      "138a2345678",
      "13812345678x",
      "13812345678-12",
      "0755-27881234x",
      "0755-27881234-123456",
      "++8613812345678",
      "1+3812345678",
      "0755-27881234x8x1",
      std::string(61, '1'),
      "138\n12345678",
      "<13812345678>",
  };
  for (const auto& typed : cases) CHECK_MESSAGE(read(typed) == "phone_invalid", typed);
}

TEST_CASE("a canonical number reads as itself") {
  CHECK(rc::check("mobiles", [] {
    const auto rest = *rc::gen::inRange<std::int64_t>(300'000'000, 1'000'000'000);
    const std::string number =
        "1" + std::to_string(rest) + std::to_string(*rc::gen::inRange(0, 10));
    RC_ASSERT(read(number) == number);
    RC_ASSERT(mask_phone(number).size() == number.size());
  }));
}

TEST_CASE("no input breaks the reader, and a mask never shows more than seven digits") {
  CHECK(rc::check("any text", [](const std::string& text) {
    (void)Phone::parse(text);
    const auto masked = mask_phone(text);
    const auto digits =
        std::count_if(masked.begin(), masked.end(), [](char c) { return c >= '0' && c <= '9'; });
    RC_ASSERT(digits <= 8);  // an area code and the end of a landline
  }));
}

TEST_CASE("masking leaves enough to recognise one's own number") {
  CHECK(mask_phone("13812345678") == "138****5678");
  CHECK(mask_phone("0755-27881234") == "0755-****1234");
  CHECK(mask_phone("0755-27881234-801") == "0755-****1234");
  CHECK(mask_phone("010-65001234") == "010-****1234");
  CHECK(mask_phone("+85291234567") == "+85****4567");
  CHECK(mask_phone("12345") == "****");
  CHECK(mask_phone("") == "****");
  CHECK(mask_phone("call me maybe") == "****");
}

TEST_CASE("a name keeps its first character only") {
  CHECK(mask_name("王小明") == "王**");
  CHECK(mask_name("王") == "*");
  CHECK(mask_name("Ann") == "A**");
  CHECK(mask_name("Wilhelmina") == "W***");
  CHECK(mask_name("") == "");
}

}  // namespace
}  // namespace gewu::privacy
