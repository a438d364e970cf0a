// SPDX-License-Identifier: Apache-2.0
#include "modules/categories/category.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <stdexcept>

#include "base/bytes.hpp"
#include "base/embedded.hpp"

namespace gewu::categories {

namespace shipped {
std::span<const Embedded> files();  // of catalogue/, see needs.cmake
}

namespace {

std::string_view file(std::string_view name) {
  for (const auto& embedded : shipped::files()) {
    if (embedded.name == name) return embedded.content;
  }
  throw std::logic_error("not in this binary: " + std::string(name));
}

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> out;
  while (true) {
    const auto end = text.find(at);
    out.push_back(text.substr(0, end));
    if (end == text.npos) return out;
    text.remove_prefix(end + 1);
  }
}

[[noreturn]] void mistake(int line, const std::string& what) {
  throw std::logic_error("catalogue, line " + std::to_string(line) + ": " + what);
}

/// Calls `row(number, columns)` for each line after the comments and the heading.
template <class Row>
void each_row(std::string_view tsv, std::string_view heading, Row row) {
  const std::size_t columns = split(heading, '\t').size();
  bool headed = false;
  int number = 0;
  for (const auto line : split(tsv, '\n')) {
    ++number;
    if (line.empty() || line.starts_with('#')) continue;
    if (!headed) {
      if (line != heading) mistake(number, "the heading is not: " + std::string(heading));
      headed = true;
      continue;
    }
    const auto cells = split(line, '\t');
    if (cells.size() != columns) mistake(number, "not as many columns as the heading");
    row(number, cells);
  }
}

std::optional<int> whole(std::string_view text) {
  int value = 0;
  const auto* end = text.data() + text.size();
  const auto [at, failed] = std::from_chars(text.data(), end, value);
  if (failed != std::errc{} || at != end || text.front() == '0' || value < 1) return std::nullopt;
  return value;
}

/// "event-05-02": a domain and two numbers of two digits.
bool is_code(std::string_view code) {
  const auto parts = split(code, '-');
  const auto two_digits = [](std::string_view part) {
    return part.size() == 2 && part.find_first_not_of("0123456789") == part.npos;
  };
  return parts.size() == 3 && from_code<Domain>(parts[0]) && two_digits(parts[1]) &&
         two_digits(parts[2]);
}

Category category_of(int line, const std::vector<std::string_view>& cells) {
  Category out;
  out.code = cells[0];
  if (!is_code(out.code)) mistake(line, "code");
  out.domain = *from_code<Domain>(out.code.substr(0, out.code.find('-')));
  out.class_code = out.code.substr(0, out.code.rfind('-'));
  for (const int i : {1, 2, 3, 4}) {
    if (cells[static_cast<std::size_t>(i)].empty()) mistake(line, "a name is empty");
  }
  out.class_zh = cells[1];
  out.class_en = cells[2];
  out.name_zh = cells[3];
  out.name_en = cells[4];
  for (const auto limit : split(cells[5], ';')) {
    if (!is_limit(limit)) mistake(line, "limit " + std::string(limit));
    out.limits.emplace_back(limit);
  }
  const auto nature = from_code<Nature>(cells[6]);
  if (!nature) mistake(line, "nature");
  out.nature = *nature;
  if (cells[7] != "0" && cells[7] != "1") mistake(line, "self_handling is not 0 or 1");
  out.self_handling = cells[7] == "1";
  out.emergency = cells[8];
  if (!cells[9].empty()) {
    out.usual = whole(cells[9]);
    if (!out.usual) mistake(line, "usual is not a rank");
  }
  return out;
}

std::string hash_of(const std::vector<Category>& all) {
  std::string text;
  for (const auto& c : all) {
    for (const auto& part : {c.code, c.name_zh, c.name_en, c.class_zh, c.class_en, c.limit()}) {
      text += part + '\t';
    }
    for (const auto& limit : c.limits) text += limit + ';';
    text += '\t' + to_string(c.id) + '\t' + std::to_string(c.version) + '\t' +
            std::string(code_of(c.nature)) + '\t' + c.emergency + '\t' +
            std::to_string(c.usual.value_or(0)) + (c.self_handling ? 's' : '-') +
            (c.active ? 'a' : '-') + '\n';
  }
  return to_hex(sha256(text)).substr(0, 24);
}

}  // namespace

bool is_limit(std::string_view text) {
  constexpr std::array units = {"urgent_minute", "urgent_hour", "urgent_day",
                                "natural_day",   "work_hour",   "work_day"};
  const auto colon = text.find(':');
  if (colon == text.npos) return false;
  const auto amount = whole(text.substr(colon + 1));
  return amount && *amount <= 10'000 &&
         std::find(units.begin(), units.end(), text.substr(0, colon)) != units.end();
}

std::vector<Category> read_catalogue(std::string_view tsv) {
  std::vector<Category> out;
  each_row(tsv,
           "code\tclass_zh\tclass_en\tname_zh\tname_en\tlimits\tnature\tself_handling\temergency\t"
           "usual",
           [&](int line, const auto& cells) { out.push_back(category_of(line, cells)); });
  return out;
}

std::vector<Emergency> read_emergencies(std::string_view tsv) {
  std::vector<Emergency> out;
  each_row(tsv, "code\tnumber\tadvice_zh\tadvice_en", [&](int line, const auto& cells) {
    if (std::any_of(cells.begin(), cells.end(), [](auto cell) { return cell.empty(); })) {
      mistake(line, "an empty cell");
    }
    out.push_back({std::string(cells[0]), std::string(cells[1]), std::string(cells[2]),
                   std::string(cells[3])});
  });
  return out;
}

const std::vector<Category>& shipped_catalogue() {
  static const auto all = [] {
    auto out = read_catalogue(file("case-categories.tsv"));
    for (auto& demand : read_catalogue(file("demand-categories.tsv"))) {
      out.push_back(std::move(demand));
    }
    return out;
  }();
  return all;
}

const std::vector<Emergency>& shipped_emergencies() {
  static const auto all = read_emergencies(file("emergencies.tsv"));
  return all;
}

const Emergency* emergency(std::string_view code) {
  for (const auto& known : shipped_emergencies()) {
    if (known.code == code) return &known;
  }
  return nullptr;
}

Tree::Tree(std::vector<Category> categories) : all_(std::move(categories)) {
  for (std::size_t i = 0; i < all_.size(); ++i) {
    by_id_.emplace(all_[i].id.value, i);
    by_code_.emplace(all_[i].code, i);
  }
  etag_ = '"' + hash_of(all_) + '"';
}

const Category* Tree::find(CategoryId id) const {
  const auto found = by_id_.find(id.value);
  return found == by_id_.end() ? nullptr : &all_[found->second];
}

const Category* Tree::find(std::string_view code) const {
  const auto found = by_code_.find(code);
  return found == by_code_.end() ? nullptr : &all_[found->second];
}

std::vector<const Category*> Tree::usual() const {
  std::vector<const Category*> out;
  for (const auto& category : all_) {
    if (category.active && category.usual) out.push_back(&category);
  }
  std::sort(out.begin(), out.end(),
            [](const Category* a, const Category* b) { return *a->usual < *b->usual; });
  return out;
}

}  // namespace gewu::categories
