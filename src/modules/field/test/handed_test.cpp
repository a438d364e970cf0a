// SPDX-License-Identifier: Apache-2.0
#include "modules/field/handed.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

namespace gewu::field {
namespace {

const DistrictId here{7};
const AccountId ann{41}, bob{42};

Handed some() {
  Handed h;
  h.at = instant(1'800'000'000'000);
  h.rights = 0xFEDCBA9876543210;
  h.version = 12;
  h.stamp = -5;
  h.roots = {AreaId{300}, AreaId{9'000'000'000'000'000'000}};
  h.areas = 812;
  h.cases = {{CaseId{1}, 4}, {CaseId{900'000'000'000'000}, 77}, {CaseId{900'000'000'000'001}, 1}};
  return h;
}

TEST_CASE("a token says what its phone has") {
  CHECK(decode(encode(some(), here, ann), here, ann) == some());
  CHECK(decode(encode(Handed{}, here, ann), here, ann) == Handed{});
}

TEST_CASE("a token is good for one account of one district") {
  const auto token = encode(some(), here, ann);
  CHECK_FALSE(decode(token, here, bob).has_value());
  CHECK_FALSE(decode(token, DistrictId{8}, ann).has_value());
}

TEST_CASE("a damaged token is no token, and never a crash") {
  const auto token = encode(some(), here, ann);
  for (std::size_t i = 0; i < token.size(); ++i) {
    CHECK_FALSE(decode(token.substr(0, i), here, ann).has_value());
    auto bent = token;
    bent[i] = bent[i] == 'A' ? 'B' : 'A';
    CHECK_FALSE(decode(bent, here, ann) == some());
  }
  CHECK_FALSE(decode(std::string(kTokenMax + 1, 'A'), here, ann).has_value());
  CHECK(rc::check("any text", [](const std::string& text) { decode(text, here, ann); }));
}

TEST_CASE("the token of the most a phone may hold fits a URL") {
  Handed h = some();
  h.cases.clear();
  for (int i = 0; i < 390; ++i) h.cases.emplace(CaseId{(1LL << 58) + i * (1LL << 46)}, 1200 + i);
  CHECK(encode(h, here, ann).size() < 6000);
}

TEST_CASE("each changed case is given once, and what is gone is named at once") {
  const std::map<CaseId, Mark> had{{CaseId{1}, 10}, {CaseId{2}, 10}, {CaseId{3}, 10}};
  const std::vector<Wanted> wanted{{CaseId{5}, 1}, {CaseId{2}, 11}, {CaseId{1}, 10}};
  const auto first = delta_of(had, wanted, 1);
  CHECK(first.changed == std::vector<std::size_t>{0});
  CHECK(first.removed == std::vector<CaseId>{CaseId{3}});
  CHECK(first.more);
  const auto second = delta_of(first.cases, wanted, 1);
  CHECK(second.changed == std::vector<std::size_t>{1});
  CHECK(second.removed.empty());
  CHECK_FALSE(second.more);
  const auto third = delta_of(second.cases, wanted, 1);
  CHECK(third.changed.empty());
  CHECK(third.removed.empty());
}

TEST_CASE("pages of any size bring a phone from any state to the wanted one") {
  using Cases = std::map<std::uint8_t, std::uint8_t>;
  CHECK(rc::check("any two states", [](const Cases& from, const Cases& to, std::uint8_t size) {
    std::map<CaseId, Mark> had, phone;
    for (const auto& [id, mark] : from) had.emplace(CaseId{id + 1}, mark);
    phone = had;
    std::vector<Wanted> wanted;
    for (const auto& [id, mark] : to) wanted.push_back({CaseId{id + 1}, mark});
    for (int rounds = 0; rounds < 300; ++rounds) {
      const auto delta = delta_of(had, wanted, size % 7 + 1);
      for (const auto id : delta.removed) phone.erase(id);
      for (const auto i : delta.changed) phone[wanted[i].id] = wanted[i].mark;
      had = delta.cases;
      RC_ASSERT(had == phone);
      if (!delta.more) break;
    }
    std::map<CaseId, Mark> all;
    for (const auto& w : wanted) all.emplace(w.id, w.mark);
    RC_ASSERT(phone == all);
  }));
}

}  // namespace
}  // namespace gewu::field
