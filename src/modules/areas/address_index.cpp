// SPDX-License-Identifier: Apache-2.0
#include "modules/areas/address_index.hpp"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "modules/areas/address_book.hpp"

namespace gewu::areas {
namespace {

using Text = std::u32string_view;

/// Said about the spot itself: they change nothing about whose it is.
constexpr std::array<Text, 17> kRest{U"门口", U"门前", U"楼下", U"楼前", U"楼上", U"楼道",
                                     U"院内", U"院里", U"里面", U"内",   U"里",   U"的",
                                     U"大门", U"小区", U"院",   U"楼",   U"这里"};
/// Said about another spot than the one that is named.
constexpr std::array<Text, 12> kAround{U"对面", U"附近", U"旁边", U"隔壁", U"旁",   U"交叉口",
                                       U"路口", U"往东", U"往西", U"往南", U"往北", U"后面"};
/// More places than this are no answer; counting them all would only cost time.
constexpr std::size_t kPlacesMost = 20'000;

bool starts_with_any(Text text, std::span<const Text> words) {
  return std::any_of(words.begin(), words.end(), [&](Text w) { return text.starts_with(w); });
}
bool contains_any(Text text, std::span<const Text> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](Text w) { return text.find(w) != Text::npos; });
}
/// Above all that is known here: 河南省郑州市.
bool is_province(Text text) {
  if (text.size() < 3) return false;
  if (text.back() == U'区') {  // 小区 is none
    return text.ends_with(U"自治区") || text.find_first_of(U"省市州") != Text::npos;
  }
  return Text(U"省市县旗").find(text.back()) != Text::npos;
}

class Search {
 public:
  Search(const AddressIndex::Book& book, std::string_view address)
      : book_(book), text_(fold_address(address)) {}

  AddressAnswer run() {
    read();
    agree_on_names();
    if (here_.empty()) return answer({}, AddressDoubt::part_unknown);
    // A number behind an unknown name is that name's; it says nothing of what is known.
    if (unknown_ && names_.back().first < unknown_at_) {
      return answer(here_, AddressDoubt::part_unknown);
    }
    Places found = names_found() ? with_house(here_) : Places{};
    if (found.empty() && names_found() && wanted_house()) found = house_as_building();
    if (!found.empty()) found = with_building(found);
    if (found.empty()) return answer(here_, AddressDoubt::part_unknown);
    return answer(with_door(found), doubt_);
  }

 private:
  // ---- reading ----------------------------------------------------------------------------------

  void read() {
    std::vector<bool> taken(text_.size(), false);
    names_ = find_names(book_.names, book_.longest, text_);
    for (const NameFound& name : names_) {
      std::fill(taken.begin() + static_cast<std::ptrdiff_t>(name.first),
                taken.begin() + static_cast<std::ptrdiff_t>(name.last), true);
    }
    numbers_ = number_tokens(text_, taken);
    struct Piece {
      std::size_t first, last;
      AddressPart part;
    };
    std::vector<Piece> pieces;
    for (const auto& n : names_) pieces.push_back({n.first, n.last, AddressPart::name});
    for (const auto& n : numbers_) pieces.push_back({n.first, n.last, n.part});
    std::stable_sort(pieces.begin(), pieces.end(),
                     [](const Piece& a, const Piece& b) { return a.first < b.first; });
    std::size_t at = 0;
    for (const Piece& piece : pieces) {
      if (piece.first > at) left_over(at, piece.first, false);
      if (piece.last > at) say(at > piece.first ? at : piece.first, piece.last, piece.part);
      at = std::max(at, piece.last);
    }
    if (at < text_.size()) left_over(at, text_.size(), true);
  }

  void say(std::size_t first, std::size_t last, AddressPart part) {
    std::u32string words;
    for (char32_t c : text_.substr(first, last - first)) {
      if (c != U' ') words += c;
    }
    if (!words.empty()) words_.push_back({to_utf8(words), part});
  }

  void left_over(std::size_t first, std::size_t last, bool at_end) {
    Text text = Text(text_).substr(first, last - first);
    while (!text.empty() && text.front() == U' ') text.remove_prefix(1), ++first;
    while (!text.empty() && text.back() == U' ') text.remove_suffix(1);
    if (text.empty()) return;
    AddressPart part = AddressPart::unknown;
    const bool number_before = !numbers_.empty() && numbers_.back().last <= first;
    const bool province = first == 0 && !at_end && is_province(text);
    const bool behind_number = at_end && number_before && inside_house();
    if (!province && contains_any(text, kAround)) {
      part = AddressPart::around;
      near_ = true;
    } else if (province || behind_number || starts_with_any(text, kRest)) {
      part = AddressPart::rest;
    }
    if (part == AddressPart::unknown) unknown_ = true, unknown_at_ = first;
    say(first, last, part);
  }

  const NumberToken* number(AddressPart part) const {
    const auto at = std::find_if(numbers_.begin(), numbers_.end(),
                                 [&](const NumberToken& n) { return n.part == part; });
    return at == numbers_.end() ? nullptr : &*at;
  }
  bool inside_house() const {
    return number(AddressPart::building) != nullptr || number(AddressPart::house) != nullptr;
  }
  bool names_found() const { return !names_.empty(); }

  // ---- names ------------------------------------------------------------------------------------

  bool any_above_or_same(std::uint32_t area, const std::unordered_set<std::uint32_t>& set) const {
    // Preorder: what is above lies before. Walk up by the areas' own parents.
    for (std::uint32_t at = area;;) {
      if (set.contains(at)) return true;
      const std::uint32_t up = book_.parent[at];
      if (up == at) return false;
      at = up;
    }
  }

  /// Of two lists the places that lie within one another, the deeper of each pair.
  Places together(const Places& a, const Places& b) const {
    const std::unordered_set<std::uint32_t> in_a(a.begin(), a.end()), in_b(b.begin(), b.end());
    Places out;
    for (std::uint32_t x : b) {
      if (any_above_or_same(x, in_a)) out.push_back(x);
    }
    for (std::uint32_t x : a) {
      if (any_above_or_same(x, in_b)) out.push_back(x);
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
  }

  void agree_on_names() {
    for (const NameFound& name : names_) {
      if (here_.empty() && !disagree_) {
        here_ = *name.places;
      } else {
        Places both = together(here_, *name.places);
        if (both.empty()) {
          disagree_ = true;
          both = *name.places;
        }
        here_ = std::move(both);
      }
      if (here_.size() > kPlacesMost) here_.resize(kPlacesMost);
    }
  }

  // ---- numbers ----------------------------------------------------------------------------------

  bool wanted_house() const { return house() != nullptr; }
  const NumberToken* house() const {
    const NumberToken* told = number(AddressPart::house);
    // The number of an unknown road, while a known estate is named behind it.
    if (told && unknown_ && told->first < names_.back().first) told = nullptr;
    if (told) return told;
    return number(AddressPart::building) ? nullptr : number(AddressPart::bare);
  }

  /// Those of `keyed` that are among `under` themselves; where there are none, those below.
  Places below(const Places& under, const Places& keyed) const {
    Places direct, out;
    std::set_intersection(under.begin(), under.end(), keyed.begin(), keyed.end(),
                          std::back_inserter(direct));
    if (!direct.empty()) return direct;
    for (std::uint32_t u : under) {
      auto at = std::lower_bound(keyed.begin(), keyed.end(), u);
      for (; at != keyed.end() && *at < book_.end[u]; ++at) out.push_back(*at);
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
  }
  static const Places& listed(const PlacesByText& by, const std::u32string& key) {
    static const Places none;
    const auto at = by.find(key);
    return at == by.end() ? none : at->second;
  }

  /// The name right before a number: "文化路" of 文化路12号.
  std::u32string name_before(const NumberToken& number) const {
    std::u32string out;
    for (const NameFound& name : names_) {
      if (name.last <= number.first) {
        out = without_generic(Text(text_).substr(name.first, name.last - name.first));
      }
    }
    return out;
  }

  Places with_house(const Places& under) {
    const NumberToken* told = house();
    if (!told) return under;
    const std::u32string number = U'#' + told->value;
    Places found = below(under, listed(book_.houses, name_before(*told) + number));
    if (found.empty()) found = below(under, listed(book_.houses, number));
    if (!found.empty() && told->part == AddressPart::bare) doubt_ = AddressDoubt::number_unclear;
    return found;
  }
  Places house_as_building() {
    if (number(AddressPart::building)) return {};
    doubt_ = AddressDoubt::number_unclear;
    return below(here_, listed(book_.buildings, house()->value));
  }
  Places with_building(const Places& under) {
    const NumberToken* told = number(AddressPart::building);
    if (!told) return under;
    Places found = below(under, listed(book_.buildings, told->value));
    if (!found.empty()) return found;
    // No building of any number is on record there: the place itself is as deep as can be known.
    const bool numbered = std::any_of(under.begin(), under.end(), [&](std::uint32_t u) {
      return book_.end[u] > u + 1 || book_.areas[u].level == Level::building;
    });
    return numbered || !is_deep(under) ? Places{} : (whole_ = false, under);
  }

  Places with_door(const Places& found) {
    const NumberToken *room = number(AddressPart::room), *unit = number(AddressPart::unit);
    if (!room) return whole_ = whole_ && !unit && !number(AddressPart::floor), found;
    Places out;
    for (std::size_t i = 0; i < found.size() && i < 200; ++i) {
      const auto doors = book_.doors.find(found[i]);
      if (doors == book_.doors.end()) continue;
      for (const Door& door : doors->second) {
        const bool same_unit = !unit || door.unit.empty() || door.unit == unit->value;
        if (door.room == room->value && same_unit) out.push_back(door.area);
      }
    }
    if (out.empty()) whole_ = false;
    std::sort(out.begin(), out.end());
    return out.empty() ? found : out;
  }

  // ---- the answer -------------------------------------------------------------------------------

  std::uint32_t common(const Places& places) const {
    std::uint32_t up = places.front();
    while (!book_.within(places.back(), up) || !book_.within(places.front(), up)) {
      up = book_.parent[up];
    }
    return up;
  }
  bool is_deep(const Places& places) const {
    return std::all_of(places.begin(), places.end(), [&](std::uint32_t p) {
      return rank_of(book_.areas[p].level) >= rank_of(Level::micro_grid);
    });
  }
  bool road_only() const {
    if (names_.empty() || !numbers_.empty()) return false;
    const NameFound& last = names_.back();
    return book_.roads.contains(Text(text_).substr(last.first, last.last - last.first));
  }

  AddressAnswer answer(Places places, AddressDoubt doubt) {
    AddressAnswer out;
    out.words = std::move(words_);
    if (places.empty()) return out;
    if (disagree_)
      doubt = AddressDoubt::parts_disagree;
    else if (unknown_ && doubt == AddressDoubt::none)
      doubt = AddressDoubt::part_unknown;
    else if (near_ && doubt == AddressDoubt::none)
      doubt = AddressDoubt::near_only;
    else if (road_only() && doubt == AddressDoubt::none)
      doubt = AddressDoubt::road_only;
    const std::uint32_t up = common(places);
    const bool close = rank_of(book_.areas[up].level) >= rank_of(Level::micro_grid);
    const bool lost = doubt == AddressDoubt::part_unknown || doubt == AddressDoubt::parts_disagree;
    if (doubt == AddressDoubt::none && (places.size() == 1 || close)) {
      out.outcome = AddressOutcome::one;
      out.choices = {{up, doubt, whole_}};
      return out;
    }
    out.outcome = lost ? AddressOutcome::none : AddressOutcome::several;
    if (doubt == AddressDoubt::none) doubt = AddressDoubt::more_than_one;
    // Of what nothing agrees with entirely, the nearest level that did.
    if (lost && places.size() > AddressIndex::most) places = {up};
    out.more = places.size() > AddressIndex::most;
    for (std::uint32_t place : places) {
      if (out.choices.size() < AddressIndex::most) out.choices.push_back({place, doubt, whole_});
    }
    return out;
  }

  const AddressIndex::Book& book_;
  std::u32string text_;
  std::vector<NameFound> names_;
  std::vector<NumberToken> numbers_;
  std::vector<AddressWord> words_;
  Places here_;
  bool unknown_ = false, near_ = false, disagree_ = false, whole_ = true;
  std::size_t unknown_at_ = 0;
  AddressDoubt doubt_ = AddressDoubt::none;
};

}  // namespace

AddressAnswer AddressIndex::find(std::string_view address) const {
  return Search(*book_, address).run();
}

}  // namespace gewu::areas
