// SPDX-License-Identifier: Apache-2.0
#include "modules/case_import/row_template.hpp"

#include "base/text.hpp"

namespace gewu::case_import {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blank = " \t\r\n";
  const auto from = text.find_first_not_of(blank);
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(blank) - from + 1);
}

Columns::Columns(const std::vector<std::string>& header) : count_(header.size()) {
  for (std::size_t i = 0; i < header.size(); ++i) {
    const std::string name(trimmed(header[i]));
    if (!listed_.empty()) listed_ += ", ";
    listed_ += name;
    places_.emplace(name, i);
  }
  listed_ = cut_code_points(listed_, 600);
}

Result<std::size_t> Columns::find(const std::string& name) const {
  const auto count = places_.count(name);
  if (count == 1) return places_.find(name)->second;
  if (count > 1) {
    return invalid("column_ambiguous", "Several columns of the file are called '" + name + "'.");
  }
  return invalid("column_missing", "The file has no column '" + name + "'. It has: " + listed_ +
                                       ". Check the mapping, its delimiter and its encoding.");
}

namespace {

Error malformed(std::string_view text, const std::string& why) {
  return invalid("template_malformed", "'" + std::string(text) + "': " + why +
                                           " Columns stand in {braces}, parts that may go in "
                                           "[brackets]; double a brace or bracket to write one.");
}

std::vector<std::string> split_names(std::string_view inside) {
  std::vector<std::string> out;
  while (true) {
    const auto bar = inside.find('|');
    out.emplace_back(trimmed(inside.substr(0, bar)));
    if (bar == std::string_view::npos) return out;
    inside.remove_prefix(bar + 1);
  }
}

}  // namespace

Result<RowTemplate> RowTemplate::parse(std::string_view text) {
  RowTemplate out;
  int section = 0;
  const auto literal = [&](char c) {
    if (out.parts_.empty() || !out.parts_.back().names.empty() ||
        out.parts_.back().section != section) {
      out.parts_.push_back({{}, {}, {}, section});
    }
    out.parts_.back().literal += c;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool special = c == '{' || c == '}' || c == '[' || c == ']';
    if (special && i + 1 < text.size() && text[i + 1] == c) {
      literal(c);
      ++i;
    } else if (c == '{') {
      const auto end = text.find('}', i);
      if (end == std::string_view::npos) return malformed(text, "A '{' is never closed.");
      auto names = split_names(text.substr(i + 1, end - i - 1));
      for (const auto& name : names) {
        if (name.empty()) return malformed(text, "A column without a name.");
      }
      out.parts_.push_back({{}, std::move(names), {}, section});
      i = end;
    } else if (c == '[') {
      if (section != 0) return malformed(text, "Brackets inside brackets.");
      section = ++out.sections_;
    } else if (c == ']') {
      if (section == 0) return malformed(text, "A ']' that nothing opened.");
      section = 0;
    } else if (c == '}') {
      return malformed(text, "A '}' that nothing opened.");
    } else {
      literal(c);
    }
  }
  if (section != 0) return malformed(text, "A '[' is never closed.");
  return out;
}

Done RowTemplate::bind(const Columns& columns) {
  for (auto& part : parts_) {
    part.places.clear();
    for (const auto& name : part.names) {
      GEWU_TRY(const auto place, columns.find(name));
      part.places.push_back(place);
    }
  }
  return done();
}

std::string RowTemplate::fill(const std::vector<std::string>& fields) const {
  std::vector<bool> filled(static_cast<std::size_t>(sections_) + 1, false);
  std::vector<std::string_view> texts;
  texts.reserve(parts_.size());
  filled[0] = true;
  for (const auto& part : parts_) {
    std::string_view text = part.literal;
    for (const auto place : part.places) {
      text = trimmed(fields[place]);
      if (!text.empty()) break;
    }
    if (!part.names.empty() && !text.empty()) filled[static_cast<std::size_t>(part.section)] = true;
    texts.push_back(text);
  }
  std::string out;
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    if (filled[static_cast<std::size_t>(parts_[i].section)]) out += texts[i];
  }
  return out;
}

}  // namespace gewu::case_import
