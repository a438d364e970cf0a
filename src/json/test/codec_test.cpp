// SPDX-License-Identifier: Apache-2.0
#include "json/codec.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <boost/json.hpp>
#include <cmath>
#include <cstring>
#include <limits>
#include <random>

namespace gewu::json {
namespace {

enum class Colour { red, dark_blue };
BOOST_DESCRIBE_ENUM(Colour, red, dark_blue)

struct Place {
  double lat = 0;
  double lon = 0;
  std::optional<Text<0, 20>> address;
  friend bool operator==(const Place&, const Place&) = default;
};
BOOST_DESCRIBE_STRUCT(Place, (), (lat, lon, address))

struct Base {
  CaseId id;
  Text<1, 8> name;  ///< has no default constructor, so neither has Base
  friend bool operator==(const Base&, const Base&) = default;
};
BOOST_DESCRIBE_STRUCT(Base, (), (id, name))

struct Report : Base {
  Colour colour{};
  bool urgent = false;
  std::int8_t small = 0;
  std::int64_t wide = 0;
  std::uint64_t natural = 0;
  Instant at{};
  Day day{};
  std::string raw;
  Lines<0, 100> words;
  std::vector<Place> places;
  std::map<std::string, std::int32_t> counts;
  std::optional<Place> home;
  std::optional<std::vector<CaseId>> related;
  std::array<double, 2> pair{};
  Default<int, 50> limit;
  friend bool operator==(const Report&, const Report&) = default;
};
BOOST_DESCRIBE_STRUCT(Report, (Base),
                      (colour, urgent, small, wide, natural, at, day, raw, words, places, counts,
                       home, related, pair, limit))

struct Form {
  std::string kind;
  boost::json::object fields;
};
BOOST_DESCRIBE_STRUCT(Form, (), (kind, fields))

struct Tree {
  std::string name;
  std::vector<Tree> below;
};
BOOST_DESCRIBE_STRUCT(Tree, (), (name, below))

struct ListQuery {
  std::optional<Text<0, 20>> q;
  Default<std::int32_t, 50> limit;
  std::optional<bool> open;
  std::optional<Colour> colour;
  std::optional<CaseId> after;
  std::optional<Day> day;
  std::optional<Instant> since;
  std::optional<double> lat;
  std::optional<std::uint16_t> port;
  std::optional<std::vector<CaseId>> ids;
};
BOOST_DESCRIBE_STRUCT(ListQuery, (), (q, limit, open, colour, after, day, since, lat, port, ids))

const std::string whole_report =
    R"({"id":"42","name":"Li","colour":"dark_blue","urgent":true,)"
    R"("small":-128,"wide":-9,"natural":18446744073709551615,)"
    R"("at":"2026-11-22T08:30:00.123Z","day":"2026-11-22","raw":"r","words":"a\nb",)"
    R"("places":[{"lat":22.5,"lon":113.75,"address":"x"},{"lat":0,"lon":-1e-07}],)"
    R"("counts":{"a":1,"b~/":2},)"
    R"("home":{"lat":1,"lon":2},"related":["7","8"],"pair":[1.5,2],"limit":20})";

std::string with(std::string_view from, std::string_view to) {
  std::string text = whole_report;
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

TEST_CASE("a whole struct is read and written in order of declaration, bases first") {
  const auto report = decode<Report>(whole_report);
  REQUIRE(report.ok());
  CHECK(report->id == CaseId{42});
  CHECK(report->name.str() == "Li");
  CHECK(report->colour == Colour::dark_blue);
  CHECK(report->natural == std::numeric_limits<std::uint64_t>::max());
  CHECK(report->places[1].lon == -1e-07);
  CHECK_FALSE(report->places[1].address);
  CHECK(report->limit == 20);
  CHECK(encode(*report) == whole_report);
}

TEST_CASE("a missing or null optional is absent and left out when written") {
  for (const char* body : {R"({"lat":1,"lon":2})", R"({"lat":1,"lon":2,"address":null})"}) {
    const auto place = decode<Place>(body);
    REQUIRE(place.ok());
    CHECK_FALSE(place->address);
    CHECK(encode(*place) == R"({"lat":1,"lon":2})");
  }
  CHECK(decode<Report>(with(R"(,"limit":20)", ""))->limit == 50);
  CHECK(decode<Report>(with(R"("limit":20)", R"("limit":null)"))->limit == 50);
}

struct Refused {
  std::string body, code, field;
};

template <class T = Report>
void check_refused(const Refused& row, const Limits& limits = {}) {
  INFO(row.body.substr(0, 300));
  const auto result = decode<T>(row.body, limits);
  REQUIRE_FALSE(result.ok());
  CHECK(result.error().code == row.code);
  CHECK(result.error().field == row.field);
  CHECK_FALSE(result.error().detail.empty());
}

TEST_CASE("each wrong member is refused with its code and place") {
  const Refused rows[] = {
      {with(R"("id":"42")", R"("id":42)"), "json_type_wrong", "/id"},
      {with(R"("id":"42")", R"("id":"042")"), "id_invalid", "/id"},
      {with(R"("id":"42")", R"("id":"")"), "id_invalid", "/id"},
      {with(R"("id":"42")", R"("id":"9223372036854775808")"), "id_invalid", "/id"},
      {with(R"("id":"42",)", ""), "json_key_missing", "/id"},
      {with(R"("id":"42")", R"("id":null)"), "json_type_wrong", "/id"},
      {with(R"("Li")", R"("")"), "text_missing", "/name"},
      {with(R"("Li")", R"("123456789")"), "text_too_long", "/name"},
      {with(R"("Li")", R"("a\u202eb")"), "text_has_hidden_characters", "/name"},
      {with(R"("Li")", R"("a\nb")"), "text_has_hidden_characters", "/name"},
      {with(R"("dark_blue")", R"("blue")"), "code_unknown", "/colour"},
      {with(R"("dark_blue")", "1"), "json_type_wrong", "/colour"},
      {with("true", "1"), "json_type_wrong", "/urgent"},
      {with("true", R"("true")"), "json_type_wrong", "/urgent"},
      {with("-128", "-129"), "json_number_out_of_range", "/small"},
      {with("-128", "1.5"), "json_type_wrong", "/small"},
      {with("-128", "1e30"), "json_number_out_of_range", "/small"},
      {with(R"("wide":-9)", R"("wide":9223372036854775808)"), "json_number_out_of_range", "/wide"},
      {with(R"("wide":-9)", R"("wide":"9")"), "json_type_wrong", "/wide"},
      {with("18446744073709551615", "-1"), "json_number_out_of_range", "/natural"},
      {with("18446744073709551615", "18446744073709551616"), "json_number_out_of_range",
       "/natural"},
      {with("08:30:00.123Z", "08:30:00.123"), "time_invalid", "/at"},
      {with(R"("2026-11-22",)", R"("2026-02-30",)"), "date_invalid", "/day"},
      {with(R"("raw":"r")", R"("raw":"\u0000")"), "text_has_hidden_characters", "/raw"},
      {with(R"("raw":"r")", R"("raw":")" + std::string(4097, 'x') + '"'), "text_too_long", "/raw"},
      {with("22.5", R"("22.5")"), "json_type_wrong", "/places/0/lat"},
      {with("-1e-07", "1e400"), "json_number_out_of_range", "/places/1/lon"},
      {with("-1e-07", "1e99999999999999"), "json_number_out_of_range", "/places/1/lon"},
      {with(R"("address":"x")", R"("adress":"x")"), "json_key_unknown", "/places/0/adress"},
      {with(R"("b~/":2)", R"("b~/":"2")"), "json_type_wrong", "/counts/b~0~1"},
      {with(R"("b~/":2)", R"("a":2)"), "json_key_repeated", "/counts/a"},
      {with(R"("b~/":2)", R"("\u0061":2)"), "json_key_repeated", "/counts/a"},
      {with(R"(["7","8"])", R"(["7",8])"), "json_type_wrong", "/related/1"},
      {with(R"(["7","8"])", R"({"7":8})"), "json_type_wrong", "/related"},
      {with("[1.5,2]", "[1.5]"), "json_type_wrong", "/pair"},
      {with("[1.5,2]", "[1.5,2,3]"), "json_type_wrong", "/pair"},
      {with(R"("pair":[1.5,2])", R"("pair":null)"), "json_type_wrong", "/pair"},
      {with(R"("limit":20)", R"("limit":20,"__proto__":1)"), "json_key_unknown", "/__proto__"},
      {"[]", "json_type_wrong", ""},
      {"null", "json_type_wrong", ""},
      {"{}", "json_key_missing", "/id"},
  };
  for (const auto& row : rows) check_refused(row);
}

TEST_CASE("what is not JSON is refused as malformed") {
  const std::string bodies[] = {"",
                                " ",
                                "{",
                                "}",
                                "nul",
                                "{\"lat\":1,}",
                                "{'lat':1}",
                                "{\"lat\":NaN}",
                                "{\"lat\":Infinity}",
                                "{\"lat\":01}",
                                "{\"lat\":+1}",
                                "{\"lat\":.5}",
                                "{\"lat\":1.}",
                                "{\"lat\":0x1}",
                                "1 2",
                                "{\"lat\":1,\"lon\":2}x",
                                "{\"lat\":1,\"lon\":2}{}",
                                "/**/{\"lat\":1,\"lon\":2}",
                                "\xEF\xBB\xBF{\"lat\":1,\"lon\":2}",
                                "{\"lat\":1,\"lon\":2,\"address\":\"\\ud800\"}",
                                "{\"lat\":1,\"lon\":2,\"address\":\"\\udc00\\ud800\"}",
                                "{\"lat\":1,\"lon\":2,\"address\":\"\xC3\"}",
                                "{\"lat\":1,\"lon\":2,\"address\":\"\xED\xA0\x80\"}",
                                "{\"lat\":1,\"lon\":2,\"address\":\"\xC0\xAF\"}",
                                "{\"lat\":1,\"lon\":2,\"address\":\"a\nb\"}",
                                "{\"\xFF\":1}",
                                "{\"lat\":1,\"lon\":2,\"address\":\"\\x\"}",
                                std::string("{\"lat\":1,\"lon\":2}\0", 18)};
  for (const auto& body : bodies) {
    INFO(body);
    const auto result = decode<Place>(body);
    REQUIRE_FALSE(result.ok());
    CHECK(result.error().code == "json_malformed");
  }
}

TEST_CASE("a document over a limit is refused before it costs anything") {
  check_refused<Place>({std::string(65 * 1024, ' '), "json_too_large", ""});
  CHECK(decode<Place>(std::string(65 * 1024, ' ')).error().kind == Failure::too_large);
  check_refused<boost::json::value>(
      {std::string(60'000, '['), "json_too_deep", "/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0"},
      {.array_items = 5});
  check_refused<boost::json::value>({R"({"a":{"b":[{}]}})", "json_too_deep", "/a/b/0"},
                                    {.depth = 3});
  CHECK(decode<boost::json::value>(R"({"a":{"b":[1]}})", {.depth = 3}).ok());
  check_refused<boost::json::value>({R"({"a":[1,2,3]})", "json_array_too_long", "/a"},
                                    {.array_items = 2});
  check_refused<boost::json::value>({R"({"a":{"b":1,"c":2,"d":3}})", "json_array_too_long", "/a"},
                                    {.array_items = 2});
}

TEST_CASE("a repeated key is refused at any depth, also inside an open fields object") {
  check_refused<Place>({R"({"lat":1,"lon":2,"lat":1})", "json_key_repeated", "/lat"});
  check_refused<Form>(
      {R"({"kind":"k","fields":{"x":[{"y":1,"y":2}]}})", "json_key_repeated", "/fields/x/0/y"});
}

TEST_CASE("an open fields object passes through unchanged") {
  const std::string body =
      R"({"kind":"k","fields":{"a":[1,-2.5,true,null,"\u2028"],"b":{"c":"</script>"}}})";
  const auto form = decode<Form>(body);
  REQUIRE(form.ok());
  CHECK(form->fields.at("a").as_array().size() == 5);
  CHECK(encode(*form) ==
        R"({"kind":"k","fields":{"a":[1,-2.5,true,null,"\u2028"],"b":{"c":"\u003c/script>"}}})");
}

TEST_CASE("whole numbers may be written as 3.0 or 3e2") {
  CHECK(decode<std::int32_t>("3.0").value() == 3);
  CHECK(decode<std::uint8_t>("2e2").value() == 200);
  CHECK(decode<std::int32_t>("-0").value() == 0);
}

TEST_CASE("doubles are written in shortest form that reads back the same") {
  CHECK(encode(2.5) == "2.5");
  CHECK(encode(5.0) == "5");
  CHECK(encode(0.1) == "0.1");
  CHECK(encode(1e22) == "1e+22");
  CHECK(encode(std::numeric_limits<double>::denorm_min()) == "5e-324");
  CHECK(decode<double>("5e-324").value() == std::numeric_limits<double>::denorm_min());
  CHECK(decode<double>("1e-400").value() == 0);
  CHECK(decode<double>("0.30000000000000004441").value() == 0.1 + 0.2);
  CHECK_THROWS_AS(encode(std::nan("")), std::logic_error);
  CHECK_THROWS_AS(encode(std::numeric_limits<double>::infinity()), std::logic_error);
}

TEST_CASE("text is written so that it can stand in a script element and never breaks JSON") {
  CHECK(encode(std::string("a\"\\\n\x01</b>\xE2\x80\xA9é\x7F")) ==
        R"("a\"\\\n\u0001\u003c/b>\u2029é\u007f")");
  CHECK(encode(std::string("\xFF\xC3")) == "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");
  CHECK_THROWS_AS(encode(static_cast<Colour>(99)), std::logic_error);
}

TEST_CASE("decode(encode(x)) is x") {
  CHECK(rc::check("doubles", [](double value) {
    RC_PRE(std::isfinite(value));
    RC_ASSERT(decode<double>(encode(value)).value() == value);
  }));
  CHECK(rc::check("doubles of any bits", [](std::uint64_t bits) {
    double value = 0;
    std::memcpy(&value, &bits, sizeof value);
    RC_PRE(std::isfinite(value));
    RC_ASSERT(decode<double>(encode(value)).value() == value);
  }));
  CHECK(rc::check("structs", [](std::int64_t wide, std::uint64_t natural, std::int8_t small,
                                double lat, bool urgent, const std::vector<std::uint16_t>& units) {
    RC_PRE(std::isfinite(lat));
    auto report = decode<Report>(whole_report).value();
    report.wide = wide;
    report.natural = natural;
    report.small = small;
    report.urgent = urgent;
    report.at = instant(static_cast<std::int64_t>(natural % 4'000'000'000'000));
    report.day = day_from_number(static_cast<std::int32_t>(natural % 40'000));
    report.raw.clear();
    for (const auto unit : units) {  // code points below the surrogates, as UTF-8
      const unsigned point = unit % 0xD000 + 1;
      if (point < 0x80) {
        report.raw += static_cast<char>(point);
      } else if (point < 0x800) {
        report.raw += static_cast<char>(0xC0 | point >> 6);
        report.raw += static_cast<char>(0x80 | (point & 63));
      } else {
        report.raw += static_cast<char>(0xE0 | point >> 12);
        report.raw += static_cast<char>(0x80 | (point >> 6 & 63));
        report.raw += static_cast<char>(0x80 | (point & 63));
      }
    }
    report.counts = {{report.raw, small}};
    report.places.assign(natural % 3, Place{lat, -lat, {}});
    report.home.reset();
    const auto back = decode<Report>(encode(report));
    RC_ASSERT(back.ok());
    RC_ASSERT(back.value() == report);
  }));
}

TEST_CASE("damaged documents are refused or read, never worse") {
  std::mt19937 random(20261122);
  const std::string_view spice = "{}[]\",:\\u0n-e.9 \xFF\xE2\x80";
  std::size_t taken = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string body = whole_report;
    for (unsigned changes = random() % 4 + 1; changes > 0; --changes) {
      const auto at = random() % body.size();
      switch (random() % 4) {
        case 0:
          body[at] = spice[random() % spice.size()];
          break;
        case 1:
          body.erase(at, random() % 9 + 1);
          break;
        case 2:
          body.insert(at, 1, spice[random() % spice.size()]);
          break;
        default:
          body.insert(at, body.substr(random() % body.size(), random() % 20));
          break;
      }
    }
    const auto report = decode<Report>(body);
    if (report.ok()) {
      ++taken;
      const auto again = decode<Report>(encode(*report));
      REQUIRE(again.ok());
      REQUIRE(again.value() == report.value());
    } else {
      REQUIRE_FALSE(report.error().code.empty());
    }
  }
  CHECK(taken > 0);
}

// ---- query parameters

TEST_CASE("query parameters are read like members") {
  const auto query = decode_query<ListQuery>({{"q", "路灯"},
                                              {"limit", "10"},
                                              {"open", "true"},
                                              {"colour", "red"},
                                              {"after", "42"},
                                              {"day", "2026-11-22"},
                                              {"since", "2026-11-22T00:00:00Z"},
                                              {"lat", "22.5"},
                                              {"port", "65535"},
                                              {"ids", "1,2,3"}});
  REQUIRE(query.ok());
  CHECK(query->q->str() == "路灯");
  CHECK(query->limit == 10);
  CHECK(*query->open);
  CHECK(query->colour == Colour::red);
  CHECK(query->after == CaseId{42});
  CHECK(*query->lat == 22.5);
  CHECK(*query->port == 65535);
  CHECK(query->ids->size() == 3);
  CHECK(decode_query<ListQuery>({})->limit == 50);
  CHECK_FALSE(decode_query<ListQuery>({{"colour", ""}})->colour);
}

TEST_CASE("each wrong query parameter is refused with its code and name") {
  const struct {
    std::string name, value, code;
  } rows[] = {
      {"q", std::string(21, 'x'), "text_too_long"},
      {"limit", "ten", "json_type_wrong"},
      {"limit", "10x", "json_type_wrong"},
      {"limit", "1.5", "json_type_wrong"},
      {"limit", " 1", "json_type_wrong"},
      {"limit", "2147483648", "json_number_out_of_range"},
      {"limit", "99999999999999999999", "json_number_out_of_range"},
      {"open", "1", "json_type_wrong"},
      {"colour", "RED", "code_unknown"},
      {"after", "-1", "id_invalid"},
      {"day", "2026-13-01", "date_invalid"},
      {"since", "yesterday", "time_invalid"},
      {"lat", "nan", "json_type_wrong"},
      {"lat", "1e999", "json_number_out_of_range"},
      {"port", "65536", "json_number_out_of_range"},
      {"port", "-1", "json_number_out_of_range"},
      {"port", "-x", "json_type_wrong"},
      {"ids", "1,,3", "id_invalid"},
      {"page", "1", "json_key_unknown"},
  };
  for (const auto& row : rows) {
    INFO(row.name, "=", row.value);
    const auto query = decode_query<ListQuery>({{row.name, row.value}});
    REQUIRE_FALSE(query.ok());
    CHECK(query.error().code == row.code);
    CHECK(query.error().field == "?" + row.name);
  }
}

// ---- schema

namespace elsewhere {
struct Place {
  std::string name;
};
BOOST_DESCRIBE_STRUCT(Place, (), (name))
}  // namespace elsewhere

TEST_CASE("the schema states what the codec checks") {
  boost::json::object components;
  CHECK(schema<Report>(components) ==
        boost::json::parse(R"({"$ref":"#/components/schemas/Report"})"));
  CHECK(components.at("Place") == boost::json::parse(R"({
    "title":"Place","type":"object",
    "properties":{"lat":{"type":"number"},"lon":{"type":"number"},
                  "address":{"type":"string","maxLength":20}},
    "required":["lat","lon"],"additionalProperties":false})"));
  CHECK(components.at("Colour") ==
        boost::json::parse(R"({"title":"Colour","type":"string","enum":["red","dark_blue"]})"));
  const auto& report = components.at("Report").as_object();
  const auto& members = report.at("properties").as_object();
  CHECK(members.begin()->key() == "id");
  CHECK(members.at("id") ==
        boost::json::parse(R"({"type":"string","pattern":"^[1-9][0-9]{0,18}$"})"));
  CHECK(members.at("name") ==
        boost::json::parse(R"({"type":"string","minLength":1,"maxLength":8})"));
  CHECK(members.at("small") ==
        boost::json::parse(R"({"type":"integer","format":"int32","minimum":-128,"maximum":127})"));
  CHECK(members.at("wide") == boost::json::parse(R"({"type":"integer","format":"int64"})"));
  CHECK(members.at("natural") == boost::json::parse(R"({"type":"integer","minimum":0})"));
  CHECK(members.at("at") == boost::json::parse(R"({"type":"string","format":"date-time"})"));
  CHECK(members.at("day") == boost::json::parse(R"({"type":"string","format":"date"})"));
  CHECK(members.at("places") ==
        boost::json::parse(R"({"type":"array","items":{"$ref":"#/components/schemas/Place"}})"));
  CHECK(members.at("counts") ==
        boost::json::parse(
            R"({"type":"object","additionalProperties":{"type":"integer","format":"int32"}})"));
  CHECK(members.at("limit") ==
        boost::json::parse(R"({"type":"integer","format":"int32","default":50})"));
  CHECK(members.at("colour") == boost::json::parse(R"({"$ref":"#/components/schemas/Colour"})"));
  const auto& required = report.at("required").as_array();
  CHECK(std::find(required.begin(), required.end(), "limit") == required.end());
  CHECK(std::find(required.begin(), required.end(), "home") == required.end());
  CHECK(std::find(required.begin(), required.end(), "words") != required.end());
}

TEST_CASE("a struct that holds itself has a schema, and two of one name clash") {
  boost::json::object components;
  schema<Tree>(components);
  CHECK(components.at("Tree").at("properties").at("below").at("items").at("$ref") ==
        "#/components/schemas/Tree");
  schema<Place>(components);
  CHECK_NOTHROW(schema<Place>(components));
  CHECK_THROWS_AS(schema<elsewhere::Place>(components), std::logic_error);
}

TEST_CASE("query parameters become OpenAPI parameter objects") {
  boost::json::object components;
  const auto parameters = query_parameters<ListQuery>(components);
  REQUIRE(parameters.size() == 10);
  CHECK(parameters[1] ==
        boost::json::parse(R"({"name":"limit","in":"query","required":false,)"
                           R"("schema":{"type":"integer","format":"int32","default":50}})"));
  CHECK(parameters[9].at("explode") == false);
  CHECK(components.contains("Colour"));
}

}  // namespace
}  // namespace gewu::json
