// SPDX-License-Identifier: Apache-2.0
#include "modules/paper/form.hpp"

#include <algorithm>
#include <charconv>

#include "base/bytes.hpp"

namespace gewu::paper {

namespace {

constexpr std::array<std::string_view, 3> kDomains{"component", "event", "demand"};
constexpr std::string_view kDigits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";  // Crockford
constexpr std::size_t kPacked = 3;                                        // 32³ > 3 × 100 × 100
constexpr std::size_t kCheck = 4;

std::optional<int> two_digits(std::string_view text) {
  int out = 0;
  const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), out);
  const bool whole = bad == std::errc{} && end == text.data() + text.size();
  return whole && text.size() == 2 && out >= 0 ? std::optional(out) : std::nullopt;
}

/// "event-05-02" → 3 characters.
std::optional<std::string> pack(std::string_view code) {
  for (std::size_t domain = 0; domain < kDomains.size(); ++domain) {
    const auto name = kDomains[domain];
    if (!code.starts_with(name) || code.size() != name.size() + 6) continue;
    const auto rest = code.substr(name.size());
    const auto group = two_digits(rest.substr(1, 2)), kind = two_digits(rest.substr(4, 2));
    if (rest[0] != '-' || rest[3] != '-' || !group || !kind) return std::nullopt;
    std::size_t value =
        (domain * 100 + static_cast<std::size_t>(*group)) * 100 + static_cast<std::size_t>(*kind);
    std::string out(kPacked, '0');
    for (std::size_t i = kPacked; i-- > 0; value /= 32) out[i] = kDigits[value % 32];
    return out;
  }
  return std::nullopt;
}

std::optional<std::string> unpack(std::string_view text) {
  std::size_t value = 0;
  for (const char c : text) {
    const auto digit = kDigits.find(c);
    if (digit == kDigits.npos) return std::nullopt;
    value = value * 32 + digit;
  }
  if (value >= kDomains.size() * 100 * 100) return std::nullopt;
  const auto two = [](std::size_t n) {
    return std::string{static_cast<char>('0' + n / 10), static_cast<char>('0' + n % 10)};
  };
  return std::string(kDomains[value / 10'000]) + "-" + two(value / 100 % 100) + "-" +
         two(value % 100);
}

std::string check_of(std::string_view district, std::string_view area) {
  const auto digest = sha256({"gewu-card-1:", district, ":", area});
  return to_base32(std::span(digest).first(8), kCheck);
}

/// The value of `name` in "a=b&c=d".
std::string_view parameter(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const auto pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
    if (pair.starts_with(name) && pair.substr(name.size()).starts_with('=')) {
      return pair.substr(name.size() + 1);
    }
  }
  return {};
}

}  // namespace

std::string card_code(std::string_view district, std::string_view area) {
  return std::string(area) + "-" + check_of(district, area);
}

std::optional<std::string> area_of_card(std::string_view district, std::string_view card) {
  std::string text;
  for (const char c : card) {
    if (c != ' ') text += static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  }
  const auto dash = text.rfind('-');
  if (dash == text.npos || dash == 0) return std::nullopt;
  const auto check = fold_base32(std::string_view(text).substr(dash + 1));
  std::string area = text.substr(0, dash);
  if (!check || *check != check_of(district, area)) return std::nullopt;
  return area;
}

bool can_be_packed(std::string_view category) { return pack(category).has_value(); }

std::string card_url(std::string_view origin, std::string_view district, const CardCode& code) {
  std::string packed;
  for (const auto& category : code.categories) {
    if (packed.size() == form_boxes.size() * kPacked) break;
    if (const auto text = pack(category)) packed += *text;
  }
  return std::string(origin) + "/" + std::string(district) + "/report?card=" + code.card +
         "&t=" + packed;
}

std::optional<CardCode> read_card_url(std::string_view district, std::string_view url) {
  const std::string path = "/" + std::string(district) + "/report?";
  const auto at = url.find(path);
  if (at == url.npos || !url.starts_with("http")) return std::nullopt;
  const auto query = url.substr(at + path.size());
  CardCode out;
  out.card = parameter(query, "card");
  auto categories = unpack_categories(parameter(query, "t"));
  if (out.card.empty() || !categories) return std::nullopt;
  out.categories = std::move(*categories);
  return out;
}

std::optional<std::vector<std::string>> unpack_categories(std::string_view packed) {
  if (packed.size() % kPacked != 0 || packed.size() > form_boxes.size() * kPacked) {
    return std::nullopt;
  }
  std::vector<std::string> out;
  for (std::size_t i = 0; i < packed.size(); i += kPacked) {
    auto category = unpack(packed.substr(i, kPacked));
    if (!category) return std::nullopt;
    out.push_back(std::move(*category));
  }
  return out;
}

}  // namespace gewu::paper
