// SPDX-License-Identifier: Apache-2.0
#include "modules/case_import/mapping.hpp"

#include <algorithm>

#include "modules/case_import/text_file.hpp"

namespace gewu::case_import {

namespace {

constexpr std::size_t kSourceMax = 60;

Error at(Error error, std::string_view field) {
  error.field = std::string(field);
  return error;
}

Result<RowTemplate> read_template(const std::string& text, std::string_view field) {
  if (text.empty()) return invalid("template_empty", "Say what it is made of.", std::string(field));
  auto made = RowTemplate::parse(text);
  if (!made) return at(std::move(made).error(), field);
  return made;
}

Result<RowTemplate> read_optional(const std::optional<std::string>& text, std::string_view field) {
  if (!text) return RowTemplate{};
  return read_template(*text, field);
}

Result<char> read_delimiter(const std::string& text) {
  if (text == "tab") return '\t';
  if (text.size() == 1 && std::string_view(",;|\t").find(text[0]) != std::string_view::npos) {
    return text[0];
  }
  return invalid("delimiter_unknown", "The delimiter is one of , ; | or tab.", "/delimiter");
}

Result<std::vector<Condition>> read_conditions(
    const std::optional<std::vector<ConditionText>>& texts, const std::string& field) {
  std::vector<Condition> out;
  for (const auto& text : texts.value_or(std::vector<ConditionText>{})) {
    const std::string where = field + "/" + std::to_string(out.size()) + "/column";
    GEWU_TRY(auto column, read_template("{" + text.column + "}", where));
    out.push_back({std::move(column), text.equals, text.reason.value_or("")});
  }
  return out;
}

Result<std::optional<Mapping::Place>> read_place(const std::optional<PlaceText>& text) {
  if (!text) return std::optional<Mapping::Place>{};
  Mapping::Place out;
  GEWU_TRY(out.lat, read_template(text->lat, "/place/lat"));
  GEWU_TRY(out.lon, read_template(text->lon, "/place/lon"));
  GEWU_TRY(out.not_a_place, read_conditions(text->not_a_place, "/place/not_a_place"));
  out.crs = text->crs.value_or(geo::Crs::wgs84);
  return std::optional<Mapping::Place>(std::move(out));
}

Result<std::optional<Mapping::Status>> read_status(const std::optional<StatusText>& text) {
  if (!text) return std::optional<Mapping::Status>{};
  Mapping::Status out;
  GEWU_TRY(out.from, read_template(text->from, "/status/from"));
  const std::vector<std::string> none;
  const std::vector<std::string>* lists[] = {&text->finished, text->open ? &*text->open : &none,
                                             text->leave_out ? &*text->leave_out : &none};
  for (int meaning = 0; meaning < 3; ++meaning) {
    for (const auto& word : *lists[meaning]) {
      if (out.words.emplace(word, meaning).second) continue;
      return invalid("status_word_repeated", "The status '" + word + "' is listed twice.",
                     "/status");
    }
  }
  return std::optional<Mapping::Status>(std::move(out));
}

bool is_source(std::string_view text) {
  return !text.empty() && text.size() <= kSourceMax &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

}  // namespace

Result<Choice> Choice::make(const ChoiceText& text, const std::string& otherwise) {
  Choice out;
  GEWU_TRY(out.from_, read_optional(text.from, "/from"));
  if (text.values && !text.from) {
    return invalid("choice_without_source", "Say by `from` which column its values stand in.",
                   "/from");
  }
  for (const auto& [word, code] : text.values.value_or(std::map<std::string, std::string>{})) {
    if (word.ends_with('*')) {
      out.prefixes_.emplace(word.substr(0, word.size() - 1), code);
    } else {
      out.exact_.emplace(word, code);
    }
  }
  out.otherwise_ = text.otherwise.value_or(otherwise);
  return out;
}

const std::string* Choice::find(const std::string& word) const {
  if (const auto exact = exact_.find(word); exact != exact_.end()) return &exact->second;
  const std::string* best = nullptr;
  std::size_t length = 0;
  for (const auto& [prefix, code] : prefixes_) {
    if (!word.starts_with(prefix) || (best != nullptr && prefix.size() < length)) continue;
    best = &code;
    length = prefix.size();
  }
  return best;
}

std::vector<std::string> Choice::codes() const {
  std::vector<std::string> out{otherwise_};
  for (const auto& [word, code] : exact_) out.push_back(code);
  for (const auto& [word, code] : prefixes_) out.push_back(code);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

Done Mapping::bind(const Columns& columns) {
  for (auto* part : {&reference, &words, &address, &reported_at, &closed_at, &due_at}) {
    GEWU_CHECK(part->bind(columns));
  }
  GEWU_CHECK(category.bind(columns));
  GEWU_CHECK(channel.bind(columns));
  if (status) GEWU_CHECK(status->from.bind(columns));
  for (auto& condition : leave_out) GEWU_CHECK(condition.column.bind(columns));
  if (!place) return done();
  GEWU_CHECK(place->lat.bind(columns));
  GEWU_CHECK(place->lon.bind(columns));
  for (auto& condition : place->not_a_place) GEWU_CHECK(condition.column.bind(columns));
  return done();
}

namespace {

Result<Choice> read_choice(const std::optional<ChoiceText>& text, const std::string& otherwise,
                           const std::string& field) {
  auto made = Choice::make(text.value_or(ChoiceText{}), otherwise);
  if (!made) return at(made.error(), field + made.error().field);
  return made;
}

Result<LocalTimes> read_times(const MappingText& text) {
  auto times = LocalTimes::make(text.time_zone, text.time_formats, text.language.value_or("en"));
  if (!times) {
    const bool zone = times.error().code == "time_zone_unknown";
    return at(std::move(times).error(), zone ? "/time_zone" : "/time_formats");
  }
  return times;
}

Result<WithoutPlace> read_without_place(const MappingText& text) {
  const bool open = text.enter == Enter::open;
  const auto out = text.without_place.value_or(open ? WithoutPlace::tray : WithoutPlace::history);
  if (open && out == WithoutPlace::history) {
    return invalid("without_place_impossible",
                   "An open case cannot enter as history: choose tray or refuse.",
                   "/without_place");
  }
  return out;
}

Done read_templates(const MappingText& text, Mapping& out) {
  GEWU_TRY(out.reference, read_template(text.reference, "/reference"));
  GEWU_TRY(out.words, read_template(text.words, "/words"));
  GEWU_TRY(out.reported_at, read_template(text.reported_at, "/reported_at"));
  GEWU_TRY(out.address, read_optional(text.address, "/address"));
  GEWU_TRY(out.closed_at, read_optional(text.closed_at, "/closed_at"));
  GEWU_TRY(out.due_at, read_optional(text.due_at, "/due_at"));
  return done();
}

}  // namespace

Result<Mapping> understand(const MappingText& text) {
  if (!is_source(text.source)) {
    return invalid("source_malformed",
                   "Name the source in 1 to 60 small letters, digits and hyphens: references are "
                   "unique within it.",
                   "/source");
  }
  const std::string encoding = text.encoding.value_or("utf-8");
  if (!TextFile::knows(encoding)) {
    return invalid("encoding_unknown", "'" + encoding + "' is no encoding such as utf-8, gb18030.",
                   "/encoding");
  }
  GEWU_TRY(const char delimiter, read_delimiter(text.delimiter.value_or(",")));
  GEWU_TRY(auto times, read_times(text));
  GEWU_TRY(const auto without_place, read_without_place(text));
  Mapping out{text.source,
              encoding,
              {delimiter, text.quotes.value_or(true)},
              std::move(times),
              text.enter.value_or(Enter::history),
              without_place};
  GEWU_CHECK(read_templates(text, out));
  GEWU_TRY(out.place, read_place(text.place));
  GEWU_TRY(out.status, read_status(text.status));
  GEWU_TRY(out.category, read_choice(text.category, "demand-00-00", "/category"));
  GEWU_TRY(out.channel, read_choice(text.channel, "file_import", "/channel"));
  GEWU_TRY(out.leave_out, read_conditions(text.leave_out, "/leave_out"));
  return out;
}

}  // namespace gewu::case_import
