// SPDX-License-Identifier: Apache-2.0
#include "modules/case_import/mapping.hpp"

#include <doctest/doctest.h>

#include <set>

#include "modules/case_import/case_import.hpp"
#include "modules/case_import/case_import_service.hpp"
#include "modules/case_import/test/tables.hpp"
#include "modules/categories/categories.hpp"

namespace gewu::case_import {
namespace {

/// The refusal of the plain mapping with one piece of text replaced: "code field".
std::string refusal_of(const std::string& piece, const std::string& by) {
  const auto made = read_mapping(tables::with(piece, by));
  return made ? "" : made.error().code + " " + made.error().field;
}

TEST_CASE("the plain mapping of the tests is understood") {
  const auto made = read_mapping(tables::kMapping);
  REQUIRE(made);
  CHECK(made->source == "test-desk");
  CHECK(made->enter == Enter::history);
  CHECK(made->without_place == WithoutPlace::history);
}

TEST_CASE("a mapping's mistake is refused with the place it stands in") {
  CHECK(refusal_of("\"test-desk\"", "\"Test Desk\"") == "source_malformed /source");
  CHECK(refusal_of("\"{ref}\"", "\"{ref\"") == "template_malformed /reference");
  CHECK(refusal_of("\"{ref}\"", "\"\"") == "template_empty /reference");
  CHECK(refusal_of("\"{ref}\"", "7") == "json_type_wrong /reference");
  CHECK(refusal_of("\"reference\"", "\"refrence\"") == "json_key_unknown /refrence");
  CHECK(refusal_of("America/New_York", "New York") == "time_zone_unknown /time_zone");
  CHECK(refusal_of("yyyy-MM-dd HH:mm", "yyyy") == "time_format_invalid /time_formats");
  CHECK(refusal_of("\"source\"", "\"encoding\": \"klingon\", \"source\"") ==
        "encoding_unknown /encoding");
  CHECK(refusal_of("\"source\"", "\"delimiter\": \"::\", \"source\"") ==
        "delimiter_unknown /delimiter");
  CHECK(refusal_of("\"source\"", "\"enter\": \"archive\", \"source\"") == "code_unknown /enter");
  CHECK(
      refusal_of("\"source\"", "\"enter\": \"open\", \"without_place\": \"history\", \"source\"") ==
      "without_place_impossible /without_place");
  CHECK(refusal_of("\"lat\": \"{lat}\"", "\"lat\": \"{lat\"") == "template_malformed /place/lat");
  CHECK(refusal_of("\"column\": \"lat\"", "\"column\": \"la}t\"") ==
        "template_malformed /place/not_a_place/0/column");
  CHECK(refusal_of("\"from\": \"{type}\", ", "") == "choice_without_source /category/from");
  CHECK(refusal_of("[\"waiting\"]", "[\"done\"]") == "status_word_repeated /status");
  CHECK(refusal_of("{\"source\"", "{{\"source\"").starts_with("json_malformed"));
}

TEST_CASE("an exact word wins over a prefix, and the longest prefix over a shorter") {
  const auto choice = Choice::make({"{a}",
                                    std::map<std::string, std::string>{
                                        {"No*", "1"}, {"Noise*", "2"}, {"Noise at night", "3"}},
                                    {}},
                                   "0")
                          .value();
  CHECK(*choice.find("North") == "1");
  CHECK(*choice.find("Noise by day") == "2");
  CHECK(*choice.find("Noise at night") == "3");
  CHECK(choice.find("noise") == nullptr);
  CHECK(choice.codes() == std::vector<std::string>{"0", "1", "2", "3"});
}

TEST_CASE("every shipped mapping is sound and names categories and channels there are") {
  std::set<std::string> known;
  for (const auto& category : categories::shipped_catalogue()) known.insert(category.code);
  CHECK(shipped_mappings() ==
        std::vector<std::string>{"baltimore-311", "complaints-sample", "nyc-311"});
  for (const auto& name : shipped_mappings()) {
    CAPTURE(name);
    const auto mapping = read_mapping(shipped_mapping(name));
    REQUIRE_MESSAGE(mapping.ok(), (mapping ? "" : mapping.error().detail));
    CHECK(mapping->source == name);
    for (const auto& code : mapping->category.codes()) {
      CAPTURE(code);
      CHECK(known.contains(code));
    }
    for (const auto& code : mapping->channel.codes()) {
      CHECK(from_code<cases::Channel>(code).has_value());
    }
  }
}

}  // namespace
}  // namespace gewu::case_import
