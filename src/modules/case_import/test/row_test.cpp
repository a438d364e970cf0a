// SPDX-License-Identifier: Apache-2.0
#include "modules/case_import/row.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "modules/case_import/case_import_service.hpp"
#include "modules/case_import/test/tables.hpp"

namespace gewu::case_import {
namespace {

const Instant kNow = parse_rfc3339("2025-01-01T00:00:00Z").value();

/// One row judged: {ref, made, ended, due, type, note, lat, lon, state}.
JudgedRow judged(const std::vector<std::string>& fields,
                 const std::string& mapping_json = tables::kMapping) {
  auto mapping = read_mapping(mapping_json).value();
  const std::vector<std::string> header{"ref",  "made", "ended", "due",  "type",
                                        "note", "lat",  "lon",   "state"};
  mapping.bind(Columns(header)).value();
  const Judgement by{mapping, header.size(), kNow, [](geo::LatLon p) {
                       if (p.lat > 41) return Whereabouts::outside;
                       return p.lat > 40 ? Whereabouts::no_area : Whereabouts::area;
                     }};
  return judge(by, Record{17, fields});
}

std::string refusal(const std::vector<std::string>& fields,
                    const std::string& mapping_json = tables::kMapping) {
  const auto row = judged(fields, mapping_json);
  return row.refused ? row.refused->code : "";
}

std::vector<std::string> warnings(const JudgedRow& row) {
  std::vector<std::string> out;
  for (const auto& w : row.warnings) out.push_back(w.code);
  return out;
}

using Codes = std::vector<std::string>;

TEST_CASE("a sound row becomes a case with its own times, place and category") {
  const auto row = judged({"A1", "2018-07-01 10:00", "2018-07-02 09:00", "2018-07-03 10:00", "Lamp",
                           "Main St 1", "39.3", "-76.6", "done"});
  CHECK_FALSE(row.refused);
  CHECK(row.line == 17);
  CHECK(row.reference == "A1");
  CHECK(row.words == "Lamp: Main St 1");
  CHECK(row.address == "Main St 1");
  CHECK(row.category == "demand-10-01");
  CHECK(row.channel == "file_import");
  CHECK(to_rfc3339(row.reported_at) == "2018-07-01T14:00:00.000Z");
  CHECK(to_rfc3339(*row.closed_at) == "2018-07-02T13:00:00.000Z");
  CHECK(to_rfc3339(*row.due_at) == "2018-07-03T14:00:00.000Z");
  CHECK(row.point == geo::LatLon{39.3, -76.6});
  CHECK(row.placed);
  CHECK_FALSE(row.open);
  CHECK(warnings(row).empty());
}

TEST_CASE("a row without coordinates lies where its address means one place, and only then") {
  auto mapping = read_mapping(tables::kMapping).value();
  const std::vector<std::string> header{"ref",  "made", "ended", "due",  "type",
                                        "note", "lat",  "lon",   "state"};
  mapping.bind(Columns(header)).value();
  const Judgement by{
      mapping, header.size(), kNow,
      [](geo::LatLon p) { return p.lat > 40 ? Whereabouts::outside : Whereabouts::area; },
      [](const std::string& address) -> std::optional<geo::LatLon> {
        if (address != "Main St 1") return std::nullopt;
        return geo::LatLon{39.5, -76.5};
      }};
  const auto row = [&](const std::string& note, const std::string& lat, const std::string& lon) {
    return judge(by, Record{17, {"A1", "2018-07-01 10:00", "", "", "Lamp", note, lat, lon, ""}});
  };
  const auto found = row("Main St 1", "", "");
  CHECK(found.point == geo::LatLon{39.5, -76.5});
  CHECK(found.placed);
  CHECK(found.by_address);
  const auto told = warnings(found);
  CHECK(std::find(told.begin(), told.end(), "place_missing") == told.end());
  CHECK_FALSE(row("Side St 1", "", "").placed);
  // Coordinates that are wrong are said to be wrong, not mended by the address.
  const auto wrong = row("Main St 1", "45", "-76");
  CHECK_FALSE(wrong.placed);
  CHECK_FALSE(wrong.by_address);
  CHECK(row("Main St 1", "39.3", "-76.6").point == geo::LatLon{39.3, -76.6});
}

TEST_CASE("a row that cannot be a case is refused with the reason") {
  const std::string at = "2018-07-01 10:00";
  CHECK(refusal({"", at, "", "", "Lamp", "", "", "", "done"}) == "reference_invalid");
  CHECK(refusal({std::string(121, 'x'), at, "", "", "Lamp", "", "", "", ""}) ==
        "reference_invalid");
  CHECK(refusal({"A1", "", "", "", "Lamp", "", "", "", "done"}) == "reported_at_missing");
  CHECK(refusal({"A1", "soon", "", "", "Lamp", "", "", "", "done"}) == "time_unreadable");
  CHECK(refusal({"A1", "2199-01-01 10:00", "", "", "Lamp", "", "", "", "done"}) ==
        "reported_at_in_future");
  CHECK(refusal({"A1", at, "", "", "", "", "", "", "done"}) == "text_missing");
  CHECK(refusal({"A1", at, "", "", "La\x01mp", "", "", "", "done"}) != "");
  CHECK(refusal({"A1", at, "", "", "Lamp \xE2\x80\xAE", "", "", "", "done"}) != "");
  CHECK(refusal({"A1", at, "", "", "La\xFFmp", "", "", "", "done"}) != "");
  CHECK(refusal({"A1", at}) == "columns_too_few");
  CHECK(refusal({"A1", at, "", "", "Lamp", "", "", "", "done", "more"}) == "columns_too_many");
}

TEST_CASE("a row without a usable place is history of the whole district, with the reason") {
  const auto one = [](const std::string& lat, const std::string& lon) {
    const auto row = judged({"A1", "2018-07-01 10:00", "", "", "Lamp", "", lat, lon, "waiting"});
    CHECK_FALSE(row.placed);
    CHECK_FALSE(row.open);
    return warnings(row);
  };
  CHECK(one("", "") == Codes{"place_missing"});
  CHECK(one("39.1", "") == Codes{"place_missing"});
  CHECK(one("39", "-76.5") == Codes{"place_not_real"});
  CHECK(one("91", "0") == Codes{"place_not_on_earth"});
  CHECK(one("north", "0") == Codes{"place_not_on_earth"});
  CHECK(one("nan", "0") == Codes{"place_not_on_earth"});
  CHECK(one("1e999", "0") == Codes{"place_not_on_earth"});
  CHECK(one("40.5", "-76") == Codes{"place_in_no_area"});
  CHECK(one("42", "-76") == Codes{"place_outside"});
}

TEST_CASE("the mapping may put rows without place in the tray, unless they are finished") {
  const auto tray = tables::with("\"source\"", "\"without_place\": \"tray\", \"source\"");
  CHECK(judged({"A1", "2018-07-01 10:00", "", "", "Lamp", "", "", "", "waiting"}, tray).open);
  CHECK_FALSE(judged({"A1", "2018-07-01 10:00", "", "", "Lamp", "", "", "", "done"}, tray).open);
  const auto refuse = tables::with("\"source\"", "\"without_place\": \"refuse\", \"source\"");
  CHECK(refusal({"A1", "2018-07-01 10:00", "", "", "Lamp", "", "", "", "done"}, refuse) ==
        "place_missing");
}

TEST_CASE("rows that enter open and are finished already are history") {
  const auto open = tables::with("\"source\"", "\"enter\": \"open\", \"source\"");
  CHECK(
      judged({"A1", "2018-07-01 10:00", "", "", "Lamp", "", "39.3", "-76", "waiting"}, open).open);
  CHECK_FALSE(
      judged({"A1", "2018-07-01 10:00", "", "", "Lamp", "", "39.3", "-76", "done"}, open).open);
  CHECK_FALSE(judged({"A1", "2018-07-01 10:00", "2018-07-02 10:00", "", "Lamp", "", "39.3", "-76",
                      "who knows"},
                     open)
                  .open);
}

TEST_CASE("an end that cannot be right costs the end, not the row") {
  const auto ended = [](const std::string& end, const std::string& state) {
    return judged({"A1", "2018-07-01 10:00", end, "", "Lamp", "", "39.3", "-76", state});
  };
  CHECK(warnings(ended("2018-07-01 09:59", "done")) == Codes{"closed_before_reported"});
  CHECK(warnings(ended("2199-01-01 00:00", "done")) == Codes{"closed_at_in_future"});
  CHECK(warnings(ended("later", "done")) == Codes{"time_unreadable"});
  CHECK(warnings(ended("", "done")) == Codes{"closed_at_missing"});
  CHECK(warnings(ended("", "puzzled")) == Codes{"status_unknown"});
  for (const char* end : {"2018-07-01 09:59", "2199-01-01 00:00", "later", ""}) {
    CHECK_FALSE(ended(end, "done").closed_at);
  }
  CHECK_FALSE(ended("2018-07-02 10:00", "waiting").closed_at);
}

TEST_CASE("a report and its end in the hour that clocks showed twice stay in order") {
  const auto row =
      judged({"A1", "2018-11-04 01:50", "2018-11-04 01:10", "", "Lamp", "", "39.3", "-76", "done"});
  CHECK(to_rfc3339(row.reported_at) == "2018-11-04T05:50:00.000Z");
  CHECK(to_rfc3339(row.closed_at.value()) == "2018-11-04T06:10:00.000Z");
  CHECK(warnings(row) == Codes{"time_repeated"});
}

TEST_CASE("a time that clocks skipped is told") {
  CHECK(warnings(judged({"A1", "2018-03-11 02:30", "", "", "Lamp", "", "39.3", "-76",
                         "waiting"})) == Codes{"time_skipped"});
}

TEST_CASE("over-long words and addresses are cut with a warning") {
  const auto row = judged(
      {"A1", "2018-07-01 10:00", "", "", "Lamp", std::string(3000, 'x'), "39.3", "-76", "waiting"});
  CHECK(warnings(row) == Codes{"words_cut", "address_cut"});
  CHECK(row.words.ends_with("x…"));
  CHECK(count_code_points(row.words) == 2000);
  CHECK(count_code_points(row.address) == 200);
}

TEST_CASE("rows the mapping leaves out are neither taken nor refused") {
  CHECK(judged({"A1", "nonsense", "", "", "Lamp", "", "", "", "spam"}).left_out);
  const auto by_type = tables::with(
      "\"source\"", R"("leave_out": [{"column": "type", "equals": "Test"}], "source")");
  CHECK(judged({"A1", "2018-07-01 10:00", "", "", "Test", "", "", "", "done"}, by_type).left_out);
}

TEST_CASE("a type the mapping does not know becomes the default and is told") {
  const auto row =
      judged({"A1", "2018-07-01 10:00", "", "", "Comet", "", "39.3", "-76", "waiting"});
  CHECK(row.category == "demand-00-00");
  CHECK(row.unmapped == "Comet");
}

TEST_CASE("GCJ-02 coordinates are converted before they are located") {
  const auto china = tables::with("\"lat\": \"{lat}\"", "\"crs\": \"gcj02\", \"lat\": \"{lat}\"");
  const auto row =
      judged({"A1", "2018-07-01 10:00", "", "", "Lamp", "", "22.75", "113.93", "waiting"}, china);
  REQUIRE(row.point);
  CHECK(geo::distance_m(*row.point, {22.75, 113.93}) > 100);
}

}  // namespace
}  // namespace gewu::case_import
