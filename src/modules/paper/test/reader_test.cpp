// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <turbojpeg.h>

#include "modules/categories/categories.hpp"
#include "modules/paper/paper.hpp"
#include "modules/paper/test/darkroom.hpp"

namespace gewu::paper::test {

namespace {

const std::string kDistrict = "440311", kArea = "440311001001001001";

std::vector<std::string> twelve() {
  std::vector<std::string> out;
  for (int i = 1; i <= 12; ++i)
    out.push_back("event-01-" + std::string(i < 10 ? "0" : "") + std::to_string(i));
  return out;
}
std::string url_of(const std::string& district = kDistrict) {
  return card_url("https://gewu.example.org", district, {card_code(district, kArea), twelve()});
}
Sheet filled(const std::set<std::size_t>& boxes) {
  Sheet out(url_of());
  for (const auto i : boxes) {
    out.draw(i % 3 == 0 ? cross_in(form_boxes[i]) : tick_in(form_boxes[i]));
  }
  return out;
}
std::set<std::size_t> read_boxes(const Reading& reading) {
  std::set<std::size_t> out;
  const auto codes = twelve();
  for (const auto& code : reading.ticked) {
    out.insert(
        static_cast<std::size_t>(std::find(codes.begin(), codes.end(), code) - codes.begin()));
  }
  return out;
}
std::string told(const Reading& reading) {
  std::string out = reading.doubt ? std::string(code_of(*reading.doubt)) : "sure";
  for (const auto i : read_boxes(reading)) out += " " + std::to_string(i);
  return out;
}
std::string read(const Sheet& sheet, const Camera& camera) {
  return told(read_form(photograph(sheet, camera), kDistrict));
}

std::string jpeg_of(const Grey& image, int quality) {
  unsigned char* bytes = nullptr;
  unsigned long size = 0;
  tjhandle handle = tjInitCompress();
  tjCompress2(handle, image.levels.data(), image.width, 0, image.height, TJPF_GRAY, &bytes, &size,
              TJSAMP_GRAY, quality, 0);
  std::string out(reinterpret_cast<char*>(bytes), size);
  tjFree(bytes);
  tjDestroy(handle);
  return out;
}

}  // namespace

TEST_CASE("what is ticked is read, whichever boxes and however the form lies") {
  const auto form = filled({0, 4, 11});
  CHECK(read(form, {}) == "sure 0 4 11");
  CHECK(read(form, {.turn_degrees = 90, .fill = 0.6}) == "sure 0 4 11");
  CHECK(read(form, {.turn_degrees = 180}) == "sure 0 4 11");
  CHECK(read(form, {.turn_degrees = -17, .tilt = 0.2, .fill = 0.75}) == "sure 0 4 11");
  CHECK(
      read(form,
           {.turn_degrees = 8, .tilt = 0.3, .blur = 1.4, .light = 0.8, .shade = 0.4, .noise = 7}) ==
      "sure 0 4 11");
  CHECK(read(form, {.light = 0.45, .noise = 4}) == "sure 0 4 11");
  CHECK(read(form, {.table = 235}) == "sure 0 4 11");
  CHECK(read(form, {.table = 10}) == "sure 0 4 11");
  CHECK(read(filled({7}), {.turn_degrees = 3}) == "sure 7");
  CHECK(read(filled({0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}), {}) ==
        "sure 0 1 2 3 4 5 6 7 8 9 10 11");
}

TEST_CASE("a reading that is sure is never wrong, however bad the photograph") {
  std::mt19937 dice(20261122);
  const auto any = [&](double low, double high) {
    return std::uniform_real_distribution<>(low, high)(dice);
  };
  int sure = 0;
  constexpr int kTries = 24;
  for (int i = 0; i < kTries; ++i) {
    std::set<std::size_t> boxes;
    while (boxes.size() < 1 + dice() % 3) boxes.insert(dice() % form_boxes.size());
    Camera camera;
    camera.turn_degrees = any(-30, 30);
    camera.tilt = any(0, 0.35);
    camera.fill = any(0.6, 0.8);
    camera.blur = any(0.5, 3);
    camera.light = any(0.3, 1);
    camera.shade = any(0, 0.6);
    camera.noise = any(1, 14);
    camera.wave_mm = any(0, 1.2);
    camera.table = static_cast<int>(any(0, 240));
    camera.seed = static_cast<unsigned>(i);
    const auto reading = read_form(photograph(filled(boxes), camera), kDistrict);
    INFO(i, " ", told(reading), " blur ", camera.blur, " wave ", camera.wave_mm);
    if (reading.doubt) {
      CHECK(reading.ticked.empty());
      continue;
    }
    ++sure;
    CHECK(read_boxes(reading) == boxes);
    CHECK(reading.area == kArea);
  }
  MESSAGE("sure of ", sure, " of ", kTries);
  CHECK(sure >= kTries / 4);
}

TEST_CASE("an empty form, a hesitant stroke and a smudge are told apart from a tick") {
  CHECK(read(filled({}), {.turn_degrees = 5, .noise = 6}) == "nothing_ticked");
  CHECK(read(Sheet(url_of()).draw(tick_in(form_boxes[2], 0.25, 150)), {}) == "tick_unclear");
  auto touched = filled({3});
  touched.draw({{{form_boxes[5].x + 0.8, form_boxes[5].y + 1},
                 {form_boxes[5].x + 1.6, form_boxes[5].y + 1.4}}});
  CHECK(read(touched, {}) == "tick_unclear");
}

TEST_CASE("a corner that is torn off, covered or outside is missed, not made up") {
  for (const auto& mark : form_marks) {
    auto torn = filled({1});
    Sheet covered = torn;
    Grey photo = photograph(torn, {});
    // A white thumb over the mark.
    Sheet thumb(url_of());
    (void)thumb;
    const double scale = 1800 * 0.86 / form_width_mm;
    const double left = 1800 * 0.07, top = 600 - form_height_mm * scale / 2;
    for (int y = 0; y < photo.height; ++y) {
      for (int x = 0; x < photo.width; ++x) {
        const double mx = (x - left) / scale, my = (y - top) / scale;
        if (std::hypot(mx - centre_of(mark).x, my - centre_of(mark).y) > 6) continue;
        photo.levels[static_cast<std::size_t>(y) * static_cast<std::size_t>(photo.width) +
                     static_cast<std::size_t>(x)] = 225;
      }
    }
    CHECK(told(read_form(photo, kDistrict)) == "form_incomplete");
  }
  CHECK(read(filled({1}), {.fill = 1.15}) != "sure 1");
}

TEST_CASE("a crumpled form and one in the dark are doubted") {
  const auto crumpled = read(filled({1}), {.wave_mm = 4});
  CHECK(crumpled.substr(0, 4) != "sure");
  const auto dark = read(filled({1}), {.light = 0.12, .noise = 1});
  CHECK(dark.substr(0, 4) != "sure");
}

TEST_CASE("what is no form of this district says so") {
  Grey blank;
  blank.width = 640;
  blank.height = 480;
  blank.levels.assign(640 * 480, 200);
  CHECK(told(read_form(blank, kDistrict)) == "no_form");
  std::mt19937 dice(1);
  for (auto& level : blank.levels) level = static_cast<std::uint8_t>(dice());
  CHECK(told(read_form(blank, kDistrict)) == "no_form");
  for (std::size_t i = 0; i < blank.levels.size(); ++i) {
    blank.levels[i] = (i / 2 + i / 1280) % 2 == 0 ? 0 : 255;
  }
  CHECK(told(read_form(blank, kDistrict)) == "no_form");
  Grey tiny{2, 2, {0, 255, 255, 0}};
  CHECK(told(read_form(tiny, kDistrict)) == "no_form");
  const Grey elsewhere = photograph(Sheet(url_of("310101")), {});
  CHECK(told(read_form(elsewhere, kDistrict)) == "no_form");
  CHECK(told(read_form(photograph(Sheet("https://elsewhere.example/menu"), {}), kDistrict)) ==
        "no_form");
  const auto forged = card_url("https://gewu.example.org", kDistrict, {kArea + "-0000", twelve()});
  CHECK(told(read_form(photograph(Sheet(forged), {}), kDistrict)) == "card_unknown");
}

TEST_CASE("a form comes through a phone's JPEG") {
  const Grey photo = photograph(filled({2, 9}), {.turn_degrees = 4, .tilt = 0.15});
  const auto back = decode_grey(jpeg_of(photo, 70));
  REQUIRE(back.has_value());
  CHECK(told(read_form(*back, kDistrict)) == "sure 2 9");
  CHECK(!decode_grey("no picture").has_value());
  CHECK(!decode_grey(jpeg_of(photo, 70).substr(0, 30)).has_value());
}

TEST_CASE("what is printed lies inside the form and apart") {
  std::vector<Spot> spots(form_boxes.begin(), form_boxes.end());
  spots.insert(spots.end(), form_marks.begin(), form_marks.end());
  spots.push_back(form_code);
  const auto apart = [](const Spot& a, const Spot& b) {
    constexpr double kGap = 2;
    return a.x + a.size + kGap <= b.x || b.x + b.size + kGap <= a.x || a.y + a.size + kGap <= b.y ||
           b.y + b.size + kGap <= a.y;
  };
  for (std::size_t i = 0; i < spots.size(); ++i) {
    CHECK(spots[i].x >= 0);
    CHECK(spots[i].y >= 0);
    CHECK(spots[i].x + spots[i].size <= form_width_mm);
    CHECK(spots[i].y + spots[i].size <= form_height_mm);
    for (std::size_t j = i + 1; j < spots.size(); ++j) CHECK(apart(spots[i], spots[j]));
  }
}

TEST_CASE("every category of the catalogue fits into the code and comes out of it again") {
  std::vector<std::string> codes;
  for (const auto& c : categories::shipped_catalogue()) {
    CHECK_MESSAGE(can_be_packed(c.code), c.code);
    codes.push_back(c.code);
  }
  for (std::size_t from = 0; from < codes.size(); from += form_boxes.size()) {
    const CardCode code{card_code(kDistrict, kArea),
                        {codes.begin() + static_cast<std::ptrdiff_t>(from),
                         codes.begin() + static_cast<std::ptrdiff_t>(
                                             std::min(from + form_boxes.size(), codes.size()))}};
    const auto back = read_card_url(kDistrict, card_url("http://h", kDistrict, code));
    REQUIRE(back.has_value());
    CHECK(back->card == code.card);
    CHECK(back->categories == code.categories);
  }
  for (const char* odd :
       {"event-1-10", "event-001-10", "riot-01-01", "event-01-100", "", "event-aa-01"}) {
    CHECK_FALSE(can_be_packed(odd));
  }
}

TEST_CASE("a card's code is checked, and read as people type it") {
  const auto code = card_code(kDistrict, kArea);
  CHECK(area_of_card(kDistrict, code) == kArea);
  std::string typed = code;
  for (auto& c : typed) c = static_cast<char>(std::tolower(c));
  CHECK(area_of_card(kDistrict, " " + typed) == kArea);
  CHECK(area_of_card("310101", code) == std::nullopt);
  for (const char* bad : {"", "-", "440311", "440311001001001001-", "440311001001001002-K7Q2"}) {
    CHECK(area_of_card(kDistrict, bad) == std::nullopt);
  }
  for (const char* bad :
       {"", "http://h/440311/report", "http://h/440311/report?t=000",
        "http://h/440311/report?card=x&t=00", "http://h/440311/report?card=x&t=ZZZ",
        "ftp://h/440311/report?card=x&t=000"}) {
    CHECK(!read_card_url(kDistrict, bad).has_value());
  }
}

}  // namespace gewu::paper::test
