// SPDX-License-Identifier: Apache-2.0
// Who hears what was said of a case.
#include "modules/cases/test/site.hpp"
#include "modules/voice_notes/test/sounds.hpp"

namespace gewu::cases {
namespace {

using namespace test;

std::string upload(Site& s, int seconds) {
  const auto made =
      s.post("/voice-notes", voice_notes::test::ogg(seconds), {{"content-type", "audio/ogg"}});
  REQUIRE_MESSAGE(made.status == 200, made.text);
  CHECK(made.get("media_type") == "audio/ogg");
  CHECK(made.get("seconds") == std::to_string(seconds));
  return R"({"voice":")" + made.get("voice") + R"(","token":")" + made.get("token") + R"("})";
}

std::string voice_of(const Answer& shown, std::size_t index) {
  return std::string(shown.at("voices").as_array().at(index).at("voice").as_string());
}

TEST_CASE("the reporter hears what he said, staff also what they said to each other") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    const auto told =
        s.stranger().post("/reports", s.report_body(R"(,"voices":[)" + upload(s, 5) + "]"));
    REQUIRE_MESSAGE(told.status == 200, told.text);
    const std::string code = told.get("follow_code");
    const CaseId id = s.follow(code).own.id;
    s.as(s.lead_a);
    const auto acted = s.act(id, "note", R"(,"note":"listen","voices":[)" + upload(s, 6) + "]");
    REQUIRE_MESSAGE(acted.status == 200, acted.text);
    REQUIRE(acted.at("voices").as_array().size() == 2);
    const auto followed = s.stranger().get("/follow/" + code);
    REQUIRE(followed.at("voices").as_array().size() == 1);
    CHECK(voice_of(followed, 0) == voice_of(acted, 0));
    const auto heard = s.get("/follow/" + code + "/voices/" + voice_of(acted, 0));
    CHECK(heard.text == voice_notes::test::ogg(5));
    CHECK(s.get("/follow/" + code + "/voices/" + voice_of(acted, 1)).told() == "404 voice_unknown");
    const std::string path = "/cases/" + to_string(id) + "/voices/" + voice_of(acted, 1);
    CHECK(s.get(path).told() == "401 login_needed");
    CHECK(s.as(s.worker_a).get(path).text == voice_notes::test::ogg(6));
    CHECK(s.as(s.worker_b).get(path).told() == "404 case_unknown");
  });
}

TEST_CASE("a voice note belongs to one case, and at most three come at a time") {
  for_each_engine([](TestDatabase& d) {
    Site s(d);
    const auto one = upload(s, 5);
    const auto with = [&](const std::string& voices) {
      return s.stranger().post("/reports", s.report_body(R"(,"voices":[)" + voices + "]"));
    };
    CHECK(with(one).status == 200);
    CHECK(with(one).told() == "409 voice_attached_already /voices/0");
    CHECK(
        with(upload(s, 6) + "," + upload(s, 7) + "," + upload(s, 8) + "," + upload(s, 9)).told() ==
        "422 voices_too_many /voices");
    CHECK(s.post("/voice-notes", "no sound", {{"content-type", "audio/ogg"}}).told() ==
          "415 voice_not_sound");
    const auto elsewhere = s.report();
    s.as(s.lead_a);
    const auto id = one.substr(10, one.find('"', 10) - 10);
    CHECK(s.get("/cases/" + to_string(elsewhere.id) + "/voices/" + id).told() ==
          "404 voice_unknown");
  });
}

}  // namespace
}  // namespace gewu::cases
