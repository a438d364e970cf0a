// SPDX-License-Identifier: Apache-2.0
#include "modules/field/handed.hpp"

#include <algorithm>
#include <set>

#include "base/bytes.hpp"

namespace gewu::field {

namespace {

constexpr std::uint8_t kForm = 1;  ///< of the bytes below; another one is not read
constexpr std::size_t kSealBytes = 8;
constexpr std::size_t kRootsMax = 4096, kCasesMax = 4096;

class Writer {
 public:
  void byte(std::uint8_t value) { out_ += static_cast<char>(value); }
  /// LEB128.
  void number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) byte(static_cast<std::uint8_t>(value | 0x80));
    byte(static_cast<std::uint8_t>(value));
  }
  void fixed(std::uint64_t value) {
    for (int i = 0; i < 8; ++i) byte(static_cast<std::uint8_t>(value >> (8 * i)));
  }
  std::string take() && { return std::move(out_); }

 private:
  std::string out_;
};

/// Reading past the end, or a number too long, marks it bad; what is read then is 0.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}
  std::uint8_t byte() {
    if (rest_.empty()) return bad_ = true, 0;
    const auto out = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return out;
  }
  std::uint64_t number() {
    std::uint64_t out = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const std::uint8_t b = byte();
      out |= static_cast<std::uint64_t>(b & 0x7F) << shift;
      if (b < 0x80) return out;
    }
    return bad_ = true, 0;
  }
  std::uint64_t fixed() {
    std::uint64_t out = 0;
    for (int i = 0; i < 8; ++i) out |= static_cast<std::uint64_t>(byte()) << (8 * i);
    return out;
  }
  /// How many follow; more than `most` is bad.
  std::size_t count(std::size_t most) {
    const auto n = number();
    if (n > most) bad_ = true;
    return bad_ ? 0 : static_cast<std::size_t>(n);
  }
  bool good() const { return !bad_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool bad_ = false;
};

/// Not a secret: what a phone says of itself decides nothing but what it is sent again. It keeps
/// damaged tokens, and those of somebody else's login on the same phone, from being understood.
std::string seal_of(std::string_view bytes, DistrictId district, AccountId account) {
  const Digest digest =
      sha256({"gewu-field-1:", to_string(district), ":", to_string(account), ":", bytes});
  return std::string(as_text(digest).substr(0, kSealBytes));
}

}  // namespace

std::string encode(const Handed& h, DistrictId district, AccountId account) {
  Writer w;
  w.byte(kForm);
  w.number(static_cast<std::uint64_t>(to_ms(h.at)));
  w.fixed(h.rights);
  w.number(static_cast<std::uint64_t>(h.version));
  w.fixed(static_cast<std::uint64_t>(h.stamp));
  w.number(h.roots.size());
  for (const AreaId root : h.roots) w.number(static_cast<std::uint64_t>(root.value));
  w.number(h.areas);
  w.number(h.cases.size());
  std::int64_t before = 0;  // in rising order: differences are short
  for (const auto& [id, mark] : h.cases) {
    w.number(static_cast<std::uint64_t>(id.value - before));
    w.number(mark);
    before = id.value;
  }
  std::string bytes = std::move(w).take();
  bytes += seal_of(bytes, district, account);
  return to_base64url(as_bytes(bytes));
}

std::optional<Handed> decode(std::string_view token, DistrictId district, AccountId account) {
  if (token.size() > kTokenMax) return std::nullopt;
  const auto all = from_base64url(token);
  if (!all || all->size() <= kSealBytes) return std::nullopt;
  const auto bytes = std::string_view(*all).substr(0, all->size() - kSealBytes);
  if (all->substr(bytes.size()) != seal_of(bytes, district, account)) return std::nullopt;
  Reader r(bytes);
  if (r.byte() != kForm) return std::nullopt;
  Handed h;
  h.at = instant(static_cast<std::int64_t>(r.number()));
  h.rights = r.fixed();
  h.version = static_cast<std::int64_t>(r.number());
  h.stamp = static_cast<std::int64_t>(r.fixed());
  for (auto n = r.count(kRootsMax); n > 0; --n) {
    h.roots.push_back(AreaId{static_cast<std::int64_t>(r.number())});
  }
  h.areas = static_cast<std::uint32_t>(r.count(UINT32_MAX));
  std::uint64_t before = 0;
  for (auto n = r.count(kCasesMax); n > 0; --n) {
    before += r.number();
    const Mark mark = r.number();
    h.cases.emplace(CaseId{static_cast<std::int64_t>(before)}, mark);
  }
  if (!r.good()) return std::nullopt;
  return h;
}

CaseDelta delta_of(const std::map<CaseId, Mark>& had, const std::vector<Wanted>& wanted,
                   std::size_t page) {
  CaseDelta out;
  std::set<CaseId> still;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const auto& [id, mark] = wanted[i];
    still.insert(id);
    const auto at = had.find(id);
    if (at != had.end() && at->second == mark) {
      out.cases.emplace(id, mark);
    } else if (out.changed.size() < page) {
      out.changed.push_back(i);
      out.cases.emplace(id, mark);
    } else {
      out.more = true;
      if (at != had.end()) out.cases.insert(*at);  // it still has the former state
    }
  }
  for (const auto& [id, mark] : had) {
    if (!still.contains(id)) out.removed.push_back(id);
  }
  return out;
}

}  // namespace gewu::field
