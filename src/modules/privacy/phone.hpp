// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace gewu::privacy {

/// A dialable number in one canonical spelling: "13812345678" (mainland mobile), "0755-27881234"
/// or "0755-27881234-801" (landline), "+85291234567" (abroad).
class Phone {
 public:
  /// Takes spaces, hyphens, brackets, full-width digits and +86/0086. Refusal: phone_invalid.
  static Result<Phone> parse(std::string_view typed);
  const std::string& str() const { return value_; }
  bool is_mobile() const { return value_.front() == '1'; }
  friend bool operator==(const Phone&, const Phone&) = default;

 private:
  explicit Phone(std::string value) : value_(std::move(value)) {}
  std::string value_;
};

/// "13812345678" → "138****5678", "0755-27881234" → "0755-****1234". Takes canonical or any other
/// text; of a short one nothing but stars remains.
std::string mask_phone(std::string_view phone);
/// "王小明" → "王**", "Ann" → "A**".
std::string mask_name(std::string_view name);

}  // namespace gewu::privacy
