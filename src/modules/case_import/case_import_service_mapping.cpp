// SPDX-License-Identifier: Apache-2.0
// Where mappings come from.
#include <filesystem>
#include <fstream>
#include <span>
#include <sstream>

#include "base/embedded.hpp"
#include "json/codec.hpp"
#include "modules/case_import/case_import.hpp"
#include "modules/case_import/case_import_service.hpp"
#include "modules/case_import/text_file.hpp"

namespace gewu::case_import {

namespace shipped {
std::span<const Embedded> files();
}

namespace {

constexpr std::string_view kSuffix = ".json";
const json::Limits kLimits{1024 * 1024, 6, 20'000};

std::string listed() {
  std::string out;
  for (const auto& name : shipped_mappings()) out += (out.empty() ? "" : ", ") + name;
  return out;
}

Result<std::string> read_small_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text(kLimits.bytes + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (file.bad() || (!file.eof() && file.fail())) {
    return invalid("file_unreadable", "Cannot read the mapping " + path + ".");
  }
  text.resize(static_cast<std::size_t>(file.gcount()));
  return text;
}

Error in_mapping(Error error, const std::string& name) {
  error.detail =
      "Mapping " + name + (error.field.empty() ? "" : " at " + error.field) + ": " + error.detail;
  return error;
}

/// Whether the file's first row has every column the mapping names.
bool fits(Mapping& mapping, const std::string& path) {
  auto file = TextFile::open(path, mapping.encoding);
  if (!file) return false;
  RecordReader reader(mapping.dialect, [&] {
    auto piece = file->read();
    return piece ? *piece : std::string();
  });
  const auto header = reader.next();
  return header && header->refused.empty() && mapping.bind(Columns(header->fields)).ok();
}

Result<Mapping> guess_mapping(const std::string& path) {
  std::optional<Mapping> found;
  for (const auto& name : shipped_mappings()) {
    GEWU_TRY(auto mapping, read_mapping(shipped_mapping(name)));
    if (!fits(mapping, path)) continue;
    if (found) {
      return invalid(
          "mapping_needed",
          "Several shipped mappings fit the file: name one by --map (" + listed() + ").");
    }
    found.emplace(std::move(mapping));
  }
  if (found) return std::move(*found);
  return invalid("mapping_needed",
                 "No shipped mapping (" + listed() +
                     ") has the columns of this file: write one, and name it by --map.");
}

}  // namespace

std::vector<std::string> shipped_mappings() {
  std::vector<std::string> out;
  for (const auto& file : shipped::files()) {
    out.emplace_back(file.name.substr(0, file.name.size() - kSuffix.size()));
  }
  return out;
}

std::string_view shipped_mapping(std::string_view name) {
  for (const auto& file : shipped::files()) {
    if (file.name == name || file.name.substr(0, file.name.size() - kSuffix.size()) == name) {
      return file.content;
    }
  }
  return {};
}

Result<Mapping> read_mapping(std::string_view json) {
  GEWU_TRY(const auto text, json::decode<MappingText>(json, kLimits));
  return understand(text);
}

Result<Mapping> find_mapping(const std::string& map, const std::string& path) {
  if (map.empty()) return guess_mapping(path);
  std::string json(shipped_mapping(map));
  const bool inline_json = json.empty() && trimmed(map).starts_with('{');
  if (inline_json) json = map;
  std::error_code failed;
  if (json.empty() && std::filesystem::is_regular_file(map, failed)) {
    GEWU_TRY(json, read_small_file(map));
  } else if (json.empty()) {
    return invalid("mapping_unknown", "There is no mapping file " + map +
                                          ", and none shipped of that name; shipped: " + listed() +
                                          ".");
  }
  auto mapping = read_mapping(json);
  if (!mapping) {
    return in_mapping(std::move(mapping).error(), inline_json ? "given inline" : map);
  }
  return mapping;
}

}  // namespace gewu::case_import
