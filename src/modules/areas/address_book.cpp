// SPDX-License-Identifier: Apache-2.0
#include "modules/areas/address_book.hpp"

#include <algorithm>
#include <array>

namespace gewu::areas {
namespace {

using Text = std::u32string_view;

/// Endings that people leave out.
constexpr std::array<Text, 9> kEndings{U"街道办事处", U"办事处", U"街道", U"居委会", U"村委会",
                                       U"社区",       U"镇",     U"乡",   U"村"};
constexpr std::array<Text, 6> kGeneric{U"住宅小区", U"家属院", U"小区", U"大院", U"院", U"苑区"};
constexpr std::size_t kNameLeast = 2, kNameMost = 30;

Text without_ending(Text name) {
  for (Text ending : kEndings) {
    if (name.size() >= ending.size() + kNameLeast && name.ends_with(ending)) {
      return name.substr(0, name.size() - ending.size());
    }
  }
  return name;
}

void add(Places& places, std::uint32_t area) {
  const auto at = std::lower_bound(places.begin(), places.end(), area);
  if (at == places.end() || *at != area) places.insert(at, area);
}

/// Areas below the micro-grid are known by a number, those above by a name.
bool is_numbered(Level level) { return level == Level::building || level == Level::dwelling; }

class Maker {
 public:
  Maker(AddressIndex::Book& book) : book_(book) {}

  void run() {
    for (std::uint32_t i = 0; i < book_.areas.size(); ++i) {
      if (!is_numbered(book_.areas[i].level)) take_names(i);
    }
    const PlacesByText above = book_.names;  // estates and roads are no ancestors
    std::vector<std::uint32_t> path;
    for (std::uint32_t i = 0; i < book_.areas.size(); ++i) {
      while (!path.empty() && !book_.within(i, path.back())) path.pop_back();
      const Area& area = book_.areas[i];
      book_.parent.push_back(path.empty() ? i : path.back());
      if (is_numbered(area.level)) {
        take_form(above, path, i, area.name);
        for (const std::string& other : split_names(area.also_called)) {
          take_form(above, path, i, other);
        }
      }
      if (!area.address.empty()) take_form(above, path, i, area.address);
      path.push_back(i);
    }
  }

 private:
  void name(Text text, std::uint32_t area) {
    if (text.size() < kNameLeast || text.size() > kNameMost) return;
    auto at = book_.names.find(text);
    if (at == book_.names.end()) at = book_.names.emplace(std::u32string(text), Places{}).first;
    add(at->second, area);
    book_.longest = std::max(book_.longest, text.size());
  }
  void name_and_short(Text text, std::uint32_t area) {
    name(text, area);
    name(without_ending(text), area);
    name(without_generic(text), area);
  }
  void take_names(std::uint32_t i) {
    const Area& area = book_.areas[i];
    name_and_short(fold_address(area.name), i);
    for (const std::string& other : split_names(area.also_called)) {
      name_and_short(fold_address(other), i);
    }
  }

  /// What lies above `i` may be named in its own address; the rest is an estate or a road.
  std::vector<bool> ancestors_named(const PlacesByText& above,
                                    const std::vector<std::uint32_t>& path, Text text) const {
    std::vector<bool> taken(text.size(), false);
    const std::size_t province = province_length(text);
    std::fill_n(taken.begin(), province, true);
    for (const NameFound& found : find_names(above, book_.longest, text)) {
      const bool own = std::any_of(path.begin(), path.end(), [&](std::uint32_t up) {
        return std::binary_search(found.places->begin(), found.places->end(), up);
      });
      if (own)
        std::fill(taken.begin() + static_cast<std::ptrdiff_t>(found.first),
                  taken.begin() + static_cast<std::ptrdiff_t>(found.last), true);
    }
    return taken;
  }

  void take_form(const PlacesByText& above, const std::vector<std::uint32_t>& path, std::uint32_t i,
                 const std::string& form) {
    const std::u32string text = fold_address(form);
    std::vector<bool> taken = ancestors_named(above, path, text);
    const auto numbers = number_tokens(text, taken);
    const bool door = book_.areas[i].level == Level::dwelling && !path.empty() &&
                      book_.areas[path.back()].level == Level::building;
    if (door) return take_door(path.back(), i, numbers);
    std::size_t at = 0;
    for (const NumberToken& number : numbers) {
      const std::u32string head = take_head(text, taken, at, number.first, i);
      at = std::max(at, number.last);
      if (number.part == AddressPart::house) {
        add(book_.houses[head + U'#' + number.value], i);
        if (!head.empty()) book_.roads[head] = true;
      } else if (number.part == AddressPart::building || number.part == AddressPart::bare) {
        add(book_.buildings[number.value], i);
      }
    }
    if (numbers.empty()) (void)take_head(text, taken, 0, text.size(), i);
  }

  std::u32string take_head(const std::u32string& text, const std::vector<bool>& taken,
                           std::size_t first, std::size_t last, std::uint32_t area) {
    std::u32string head;
    for (std::size_t k = first; k < last; ++k) {
      if (!taken[k] && text[k] != U' ') head += text[k];
    }
    const Text plain = without_generic(head);
    if (plain.size() < kNameLeast) return {};
    name(head, area);
    name(plain, area);
    return std::u32string(plain);
  }

  void take_door(std::uint32_t building, std::uint32_t i, const std::vector<NumberToken>& numbers) {
    Door door{i, {}, {}};
    for (const NumberToken& number : numbers) {
      if (number.part == AddressPart::unit) door.unit = number.value;
      const bool room = number.part == AddressPart::room || number.part == AddressPart::bare ||
                        number.part == AddressPart::house;
      if (room) door.room = number.value;
    }
    if (!door.room.empty()) book_.doors[building].push_back(std::move(door));
  }

  AddressIndex::Book& book_;
};

}  // namespace

std::vector<std::string> split_names(std::string_view field) {
  std::vector<std::string> out;
  std::string one;
  const auto put = [&] {
    if (!one.empty()) out.push_back(one);
    one.clear();
  };
  constexpr std::array<std::string_view, 7> between{"；", ";", "、", "，", ",", "|", "/"};
  for (std::size_t i = 0; i < field.size();) {
    const auto* mark = std::find_if(between.begin(), between.end(), [&](std::string_view m) {
      return field.substr(i).starts_with(m);
    });
    if (mark != between.end()) {
      put();
      i += mark->size();
    } else {
      one += field[i++];
    }
  }
  put();
  return out;
}

Text without_generic(Text name) {
  for (Text ending : kGeneric) {
    if (name.size() >= ending.size() + kNameLeast && name.ends_with(ending)) {
      return name.substr(0, name.size() - ending.size());
    }
  }
  return name;
}

std::size_t province_length(Text text) {
  constexpr std::array<Text, 6> marks{U"自治区", U"自治州", U"地区", U"省", U"市", U"县"};
  std::size_t length = 0;
  for (int steps = 0; steps < 3; ++steps) {
    const Text rest = text.substr(length);
    std::size_t nearest = 0;
    for (Text mark : marks) {
      const std::size_t at = rest.substr(0, 8).find(mark, 2);
      if (at == Text::npos || rest.substr(at).starts_with(U"市场")) continue;
      if (nearest == 0 || at + mark.size() < nearest) nearest = at + mark.size();
    }
    if (nearest == 0) break;
    length += nearest;
  }
  return length;
}

std::vector<NameFound> find_names(const PlacesByText& names, std::size_t longest, Text text) {
  struct Best {
    std::size_t covered = 0, pieces = 0, from = 0;
    const Places* places = nullptr;
  };
  std::vector<Best> best(text.size() + 1);
  for (std::size_t end = 1; end <= text.size(); ++end) {
    best[end] = {best[end - 1].covered, best[end - 1].pieces, end - 1, nullptr};
    for (std::size_t size = kNameLeast; size <= std::min(longest, end); ++size) {
      const auto found = names.find(text.substr(end - size, size));
      if (found == names.end()) continue;
      const Best& before = best[end - size];
      const Best with{before.covered + size, before.pieces + 1, end - size, &found->second};
      if (std::pair(with.covered, best[end].pieces) > std::pair(best[end].covered, with.pieces)) {
        best[end] = with;
      }
    }
  }
  std::vector<NameFound> out;
  for (std::size_t end = text.size(); end > 0; end = best[end].from) {
    if (best[end].places) out.push_back({best[end].from, end, best[end].places});
  }
  std::reverse(out.begin(), out.end());
  return out;
}

AddressIndex::AddressIndex(std::span<const Area> areas, std::span<const std::uint32_t> end)
    : book_(std::make_unique<Book>()) {
  book_->areas = areas;
  book_->end = end;
  Maker(*book_).run();
}
AddressIndex::~AddressIndex() = default;

}  // namespace gewu::areas
