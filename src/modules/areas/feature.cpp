// SPDX-License-Identifier: Apache-2.0
#include "modules/areas/feature.hpp"

#include <algorithm>

namespace gewu::areas {
namespace {

/// Names met in the wild, the best first. Shapefiles cut theirs to ten characters.
const std::map<std::string_view, std::vector<std::string_view>>& usual_names() {
  static const std::map<std::string_view, std::vector<std::string_view>> names = {
      {"code", {"code", "adcode", "编码", "代码", "网格编码"}},
      {"name", {"name", "名称", "网格名称"}},
      {"name_en", {"name_en", "name:en"}},
      {"level", {"level", "级别", "层级"}},
      {"parent",
       {"parent", "parent.adcode", "parent.code", "parent_code", "parentcode", "上级编码"}},
      {"utc_offset_minutes", {"utc_offset_minutes", "utc_offset"}},
      {"nbs_code", {"nbs_code"}},
      {"mca_code", {"mca_code"}},
      {"address", {"address", "地址", "门牌", "addr"}},
      {"also_called", {"also_called", "alias", "别名", "俗称", "alt_name"}},
  };
  return names;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

std::optional<std::string> property(const Feature& feature, std::string_view name) {
  for (const auto& [key, text] : feature.properties) {
    if (!same_name(key, name)) continue;
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string::npos) return std::nullopt;
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
  }
  return std::nullopt;
}

}  // namespace

const std::vector<std::string_view>& our_fields() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> out;
    for (const auto& [ours, theirs] : usual_names()) out.push_back(ours);
    return out;
  }();
  return names;
}

std::optional<std::string> field(const Feature& feature, const FieldMap& map,
                                 std::string_view ours) {
  if (const auto rule = map.find(ours); rule != map.end()) {
    if (rule->second.value) return rule->second.value;
    auto text = property(feature, rule->second.property);
    if (!text) return std::nullopt;
    const auto translated = rule->second.values.find(*text);
    return translated == rule->second.values.end() ? text : translated->second;
  }
  for (std::string_view theirs : usual_names().at(ours)) {
    if (auto text = property(feature, theirs)) return text;
  }
  return std::nullopt;
}

}  // namespace gewu::areas
