// SPDX-License-Identifier: Apache-2.0
#include "modules/plain_pages/form_data.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <string>
#include <tuple>

namespace gewu::plain_pages::test {

namespace {

std::string part(const std::string& name, const std::string& value) {
  return "--XX\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
}
std::string body_of(const std::string& parts) { return parts + "--XX--\r\n"; }

std::string code(std::string_view body, std::string_view boundary = "XX") {
  const auto out = read_multipart(boundary, body);
  return out ? "" : out.error().code;
}

}  // namespace

TEST_CASE("the parts of a form are read as browsers send them") {
  const std::string body = body_of(
      part("words", "路灯不亮\r\n第二行") + part("phone", "") +
      "--XX\r\ncontent-disposition: form-data; name=\"photo\"; filename=\"a \\\"b\\\".jpg\"\r\n"
      "Content-Type: image/jpeg\r\n\r\n\xFF\xD8--XX\r\n\xFF\xD9\r\n");
  const auto out = read_multipart("XX", body).value();
  REQUIRE(out.size() == 3);
  CHECK(out[0].name == "words");
  CHECK(out[0].body == "路灯不亮\r\n第二行");
  CHECK(out[1].body == "");
  CHECK(!out[1].is_file);
  CHECK(out[2].is_file);
  CHECK(out[2].body == "\xFF\xD8--XX\r\n\xFF\xD9");  // a delimiter begins a line
}

TEST_CASE("a preamble, blanks behind a delimiter and a form without parts are as the RFC says") {
  CHECK(read_multipart("XX", "hello\r\n" + body_of(part("a", "1")))->size() == 1);
  CHECK(read_multipart("XX", "--XX  \r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--XX--")
            ->size() == 1);
  CHECK(read_multipart("XX", "--XX--\r\n")->empty());
}

TEST_CASE("what is cut off, endless or no form is refused") {
  const std::string good = body_of(part("a", "1") + part("b", "2"));
  for (std::size_t cut = 0; cut + 4 < good.size(); ++cut) {
    INFO(cut);
    CHECK(code(good.substr(0, cut)) == "form_malformed");
  }
  std::string many;
  for (std::size_t i = 0; i <= kPartsMax; ++i) many += part("a", "1");
  CHECK(code(body_of(many)) == "form_malformed");
  CHECK(code("--XX\r\nX: " + std::string(kPartHeaderMax, 'a') + "\r\n\r\n1\r\n--XX--") ==
        "form_malformed");
  for (const char* header :
       {"X: y", "Content-Disposition: attachment; name=\"a\"", "Content-Disposition: form-data",
        "Content-Disposition: form-data; name=\"a", "Content-Disposition: form-data name=\"a\"",
        "no colon",
        "Content-Disposition: form-data; name=a\r\nContent-Disposition: form-data; name=b"}) {
    INFO(header);
    CHECK(code("--XX\r\n" + std::string(header) + "\r\n\r\n1\r\n--XX--") == "form_malformed");
  }
  CHECK(code(good, "") == "form_malformed");
  CHECK(code(good, "YY") == "form_malformed");
}

TEST_CASE("a boundary is what RFC 2046 allows, quoted or not") {
  CHECK(boundary_of("multipart/form-data; boundary=----WebKitFormBoundaryAbC1") ==
        "----WebKitFormBoundaryAbC1");
  CHECK(boundary_of("Multipart/Form-Data; charset=utf-8; Boundary=\"a b:c\"") == "a b:c");
  for (const char* type : {"multipart/form-data", "multipart/form-data; boundary=",
                           "multipart/form-data; boundary=a\xFF", "text/plain; boundary=XX",
                           "multipart/form-data; boundary=\"open", "multipart/form-data; x=y"}) {
    CHECK(boundary_of(type).empty());
  }
  CHECK(boundary_of("multipart/form-data; boundary=" + std::string(71, 'a')).empty());
}

TEST_CASE("a URL-encoded form is read, and half a percent sign refused") {
  const auto out = read_urlencoded("words=a+b%26%E8%B7%AF&&empty=&bare").value();
  REQUIRE(out.size() == 3);
  CHECK(out[0].value == "a b&路");
  CHECK(out[1].value.empty());
  CHECK(out[2].name == "bare");
  CHECK(read_urlencoded("").value().empty());
  for (const char* bad : {"a=%", "a=%4", "a=%zz", "%=1"}) CHECK(!read_urlencoded(bad));
  std::string many;
  for (std::size_t i = 0; i <= kPartsMax; ++i) many += "a=1&";
  CHECK(!read_urlencoded(many));
}

TEST_CASE("whatever bytes arrive, the reader gives parts of them or a refusal") {
  CHECK(rc::check([] {
    std::string body = body_of(part("words", "some words") + part("photo", "\r\n--X") +
                               part("key", "0123456789abcdef"));
    const auto number = rc::gen::inRange<std::size_t>(0, 400);
    const auto bends = *rc::gen::container<std::vector<std::tuple<std::size_t, std::size_t, char>>>(
        rc::gen::tuple(number, number, rc::gen::arbitrary<char>()));
    for (const auto& [at, length, byte] : bends) {
      if (body.empty()) break;
      const auto from = at % body.size();
      if (length % 3 == 0) {
        body[from] = byte;
      } else if (length % 3 == 1) {
        body.erase(from, length % 40);
      } else {
        body.insert(from, body.substr(from, length % 40));
      }
    }
    const auto out = read_multipart("XX", body);
    if (!out) return;
    RC_ASSERT(out->size() <= kPartsMax);
    for (const auto& p : *out) {
      RC_ASSERT(p.body.data() >= body.data());
      RC_ASSERT(p.body.data() + p.body.size() <= body.data() + body.size());
      RC_ASSERT(p.body.find("\r\n--XX") == std::string_view::npos);
    }
    (void)read_urlencoded(body);
    (void)boundary_of(body);
  }));
}

}  // namespace gewu::plain_pages::test
