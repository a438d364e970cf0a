// SPDX-License-Identifier: Apache-2.0
#include "modules/privacy/phone.hpp"

#include <algorithm>
#include <optional>
#include <vector>

namespace gewu::privacy {

namespace {

constexpr std::size_t kTypedBytesMax = 60, kExtensionMax = 5;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Digits, and what else matters: '+' at the front, '-' for any hyphen, 'x' before an extension.
/// Nothing where another character occurs.
std::optional<std::string> reduced(std::string_view typed) {
  struct Spelling {
    std::string_view written;
    std::string_view meant;
  };
  static const std::vector<Spelling> spellings = [] {
    std::vector<Spelling> out = {
        {" ", ""},  {"\t", ""},  {"(", ""},   {")", ""},    {".", ""},    {"（", ""}, {"）", ""},
        {"　", ""}, {"+", "+"},  {"＋", "+"}, {"-", "-"},   {"－", "-"},  {"‐", "-"}, {"–", "-"},
        {"—", "-"}, {"转", "x"}, {"轉", "x"}, {"ext", "x"}, {"Ext", "x"}, {"x", "x"}, {"#", "x"}};
    static constexpr std::string_view digits = "0123456789";
    static constexpr std::string_view wide = "０１２３４５６７８９";  // three bytes each
    for (std::size_t i = 0; i < digits.size(); ++i) {
      out.push_back({digits.substr(i, 1), digits.substr(i, 1)});
      out.push_back({wide.substr(3 * i, 3), digits.substr(i, 1)});
    }
    return out;
  }();
  std::string out;
  while (!typed.empty()) {
    const auto found = std::find_if(spellings.begin(), spellings.end(), [&](const Spelling& s) {
      return typed.starts_with(s.written);
    });
    if (found == spellings.end()) return std::nullopt;
    out += found->meant;
    typed.remove_prefix(found->written.size());
  }
  return out;
}

std::string only_digits(std::string_view text) {
  std::string out;
  std::copy_if(text.begin(), text.end(), std::back_inserter(out), is_digit);
  return out;
}

bool mobile_shaped(std::string_view digits) {
  return digits.size() == 11 && digits[0] == '1' && digits[1] >= '3';
}

/// "075527881234" → "0755-27881234". Area codes are 010 and 02x, else four digits; a local number
/// has 7 or 8 and begins with 2–9 (there are none with 0, and 1 is for services).
std::optional<std::string> landline(std::string_view digits) {
  if (digits.size() < 3 || digits[0] != '0' || digits[1] == '0') return std::nullopt;
  const std::size_t area = digits.starts_with("010") || digits[1] == '2' ? 3 : 4;
  if (area == 4 && digits[1] == '1') return std::nullopt;  // 010 is the only 01
  if (digits.size() != area + 7 && digits.size() != area + 8) return std::nullopt;
  if (digits[area] < '2') return std::nullopt;
  return std::string(digits.substr(0, area)) + "-" + std::string(digits.substr(area));
}

/// The part before and after an extension mark, or after a last hyphen that can only be one.
struct Split {
  std::string number;
  std::string extension;
};
Split split(std::string_view reduced) {
  const auto mark = reduced.find('x');
  if (mark != reduced.npos) {
    return {std::string(reduced.substr(0, mark)), std::string(reduced.substr(mark + 1))};
  }
  const auto hyphen = reduced.rfind('-');
  if (hyphen != reduced.npos && landline(only_digits(reduced.substr(0, hyphen)))) {
    return {std::string(reduced.substr(0, hyphen)), std::string(reduced.substr(hyphen + 1))};
  }
  return {std::string(reduced), ""};
}

Error phone_invalid() {
  return invalid("phone_invalid",
                 "This is no phone number. Write a mobile number (13812345678), a landline with "
                 "its area code (0755-27881234), or one from abroad with + and country code.");
}

/// Without the country's own prefix; `national` gets what a mainland number may be.
std::optional<std::string> foreign_or_national(std::string number, std::string& national) {
  const bool plus = number.starts_with('+');
  const auto digits = only_digits(number);
  std::string_view rest = digits;
  if (!plus && !digits.starts_with("00")) {
    // "8613812345678", as address books export it.
    national = digits.size() == 13 && digits.starts_with("861") ? digits.substr(2) : digits;
    return std::nullopt;
  }
  if (!plus) rest.remove_prefix(2);
  if (!rest.starts_with("86")) return "+" + std::string(rest);
  rest.remove_prefix(2);
  national = mobile_shaped(rest) || rest.starts_with('0') ? rest : "0" + std::string(rest);
  return std::nullopt;
}

}  // namespace

Result<Phone> Phone::parse(std::string_view typed) {
  if (typed.size() > kTypedBytesMax) return phone_invalid();
  const auto read = reduced(typed);
  if (!read || read->find('+', 1) != read->npos) return phone_invalid();
  const auto [number, extension] = split(*read);
  const bool good_extension = extension.size() <= kExtensionMax &&
                              std::all_of(extension.begin(), extension.end(), is_digit) &&
                              (read->find('x') == read->npos || !extension.empty());
  if (!good_extension) return phone_invalid();
  std::string national;
  if (const auto foreign = foreign_or_national(number, national)) {
    // E.164: at most 15 digits, no country code begins with 0.
    const bool good =
        extension.empty() && foreign->size() >= 8 && foreign->size() <= 16 && (*foreign)[1] != '0';
    if (good) return Phone(*foreign);
    return phone_invalid();
  }
  if (mobile_shaped(national) && extension.empty()) return Phone(national);
  if (const auto line = landline(national)) {
    return Phone(extension.empty() ? *line : *line + "-" + extension);
  }
  return phone_invalid();
}

std::string mask_phone(std::string_view phone) {
  constexpr std::size_t shown_end = 4;
  const auto hyphen = phone.find('-');
  if (phone.starts_with('0') && hyphen != phone.npos) {  // a landline: area code and the end
    const auto local = phone.substr(hyphen + 1, phone.find('-', hyphen + 1) - hyphen - 1);
    if (local.size() >= 7) {
      return std::string(phone.substr(0, hyphen + 1)) + "****" +
             std::string(local.substr(local.size() - shown_end));
    }
  }
  const bool plain = std::all_of(phone.begin(), phone.end(),
                                 [](char c) { return is_digit(c) || c == '+' || c == '-'; });
  if (phone.size() < 11 || !plain) return "****";
  return std::string(phone.substr(0, 3)) + "****" +
         std::string(phone.substr(phone.size() - shown_end));
}

std::string mask_name(std::string_view name) {
  constexpr std::size_t stars_max = 3;
  const auto starts_point = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
  const auto points =
      static_cast<std::size_t>(std::count_if(name.begin(), name.end(), starts_point));
  if (points == 0) return "";
  if (points == 1) return "*";
  std::size_t first = 1;
  while (!starts_point(name[first])) ++first;
  return std::string(name.substr(0, first)) + std::string(std::min(points - 1, stars_max), '*');
}

}  // namespace gewu::privacy
