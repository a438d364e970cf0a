// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <map>
#include <tuple>

#include "modules/areas/territory.hpp"

using namespace gewu;
using namespace gewu::areas;

namespace {

/// The numbers of an address, as "building 3, room 501".
std::string numbers_of(std::string_view address) {
  const std::u32string text = fold_address(address);
  std::string out;
  for (const NumberToken& n : number_tokens(text, std::vector<bool>(text.size(), false))) {
    out += (out.empty() ? "" : ", ") + std::string(code_of(n.part)) + " " + to_utf8(n.value);
  }
  return out;
}

struct Drawn {
  std::vector<TerritorySnapshot::Node> nodes;
  int next = 1;

  AreaId add(AreaId parent, Level level, std::string name, std::string address = {},
             std::string also_called = {}) {
    TerritorySnapshot::Node n;
    n.area.id = AreaId{next};
    n.area.parent = parent;
    n.area.level = level;
    n.area.code = "X" + std::to_string(next++);
    n.area.name = std::move(name);
    n.area.address = std::move(address);
    n.area.also_called = std::move(also_called);
    nodes.push_back(n);
    return n.area.id;
  }
  TerritorySnapshot snapshot() const {
    District d;
    d.id = DistrictId{1};
    d.root = AreaId{1};
    d.code = "TEST";
    d.territory_version = 1;
    return TerritorySnapshot(d, nodes);
  }
};

/// 裴村社区 has 幸福里 (houses 1–3, in two micro-grids) and 平安苑; 东村社区 has a 幸福里, too.
TerritorySnapshot town() {
  Drawn t;
  const auto root = t.add({}, Level::district, "巩义市");
  const auto street = t.add(root, Level::street, "紫荆街道");
  const auto pei = t.add(street, Level::community, "裴村社区");
  const auto grid = t.add(pei, Level::grid, "裴村第1网格");
  const auto first = t.add(grid, Level::micro_grid, "裴村第1网格1号微网格");
  const auto second = t.add(grid, Level::micro_grid, "裴村第1网格2号微网格");
  for (int i = 1; i <= 3; ++i) {
    const auto house =
        t.add(i < 3 ? first : second, Level::building, "幸福里" + std::to_string(i) + "号楼",
              "文化路12号院" + std::to_string(i) + "号楼");
    if (i != 3) continue;
    t.add(house, Level::dwelling, "1单元501室");
    t.add(house, Level::dwelling, "2单元501室");
  }
  t.add(second, Level::building, "平安苑1栋", "文化路14号", "供销社家属院");
  const auto east = t.add(street, Level::community, "东村社区");
  const auto other = t.add(t.add(east, Level::grid, "东村第1网格"), Level::micro_grid,
                           "东村第1网格1号微网格", "", "东村新苑");
  t.add(other, Level::building, "幸福里1号楼");
  t.add(other, Level::building, "A座");
  t.add(other, Level::building, "12号");
  return t.snapshot();
}

/// "one: 幸福里3号楼", "several: a | b (doubt)", "none: …".
std::string told(std::string_view address) {
  static const TerritorySnapshot territory = town();
  const AddressAnswer found = territory.addresses().find(address);
  std::string out = std::string(code_of(found.outcome)) + ":";
  for (const AddressChoice& c : found.choices) {
    out += (&c == found.choices.data() ? " " : " | ") + territory.all()[c.area].name;
    if (!c.whole) out += "…";
  }
  const bool doubt = !found.choices.empty() && found.choices[0].doubt != AddressDoubt::none;
  if (doubt) out += " (" + std::string(code_of(found.choices[0].doubt)) + ")";
  return out;
}

}  // namespace

TEST_CASE("numbers of an address are read however they are written") {
  CHECK(numbers_of("3号楼2单元501室") == "building 3, unit 2, room 501");
  CHECK(numbers_of("３号楼２单元５０１室") == "building 3, unit 2, room 501");
  CHECK(numbers_of("三号楼二单元五零一室") == "building 3, unit 2, room 501");
  CHECK(numbers_of("三号楼二单元五〇一") == "building 3, unit 2, room 501");
  CHECK(numbers_of("十二栋一单元三十户") == "building 12, unit 1, room 30");
  CHECK(numbers_of("3 号楼 2 单元 501") == "building 3, unit 2, room 501");
  CHECK(numbers_of("03幢02门0501") == "building 3, unit 2, room 501");
  CHECK(numbers_of("a座1203") == "building A, room 1203");
  CHECK(numbers_of("3#楼501") == "building 3, room 501");
  CHECK(numbers_of("3-2-501") == "building 3, unit 2, room 501");
  CHECK(numbers_of("3－501号") == "building 3, room 501");
  CHECK(numbers_of("3号楼2-501") == "building 3, unit 2, room 501");
  CHECK(numbers_of("文化路12号院3号楼") == "house 12, building 3");
  CHECK(numbers_of("文化路12号") == "house 12");
  CHECK(numbers_of("文化路12-1号") == "house 12-1");
  CHECK(numbers_of("3号楼2单元501号") == "building 3, unit 2, room 501");
  CHECK(numbers_of("3號樓2單元5樓") == "building 3, unit 2, floor 5");
  CHECK(numbers_of("一百零三号") == "house 103");
  CHECK(numbers_of("幸福里3楼") == "bare 3");
  CHECK(numbers_of("二七广场") == "");
  CHECK(numbers_of("十里铺") == "");
  CHECK(numbers_of("三里屯2期") == "");
}

TEST_CASE("one place is told where every named part agrees") {
  CHECK(told("裴村社区幸福里3号楼") == "one: 幸福里3号楼");
  CHECK(told("裴村幸福里小区三栋") == "one: 幸福里3号楼");
  CHECK(told("河南省巩义市紫荆街道裴村社区幸福里3号楼2单元501室") == "one: 2单元501室");
  CHECK(told("裴村，幸福里 3-1-501") == "one: 1单元501室");
  CHECK(told("文化路12号院2号楼") == "one: 幸福里2号楼");
  CHECK(told("文化路十四号") == "one: 平安苑1栋");
  CHECK(told("供销社家属院") == "one: 平安苑1栋");
  CHECK(told("东村新苑A座") == "one: A座");
  CHECK(told("东村12号") == "one: 12号");
  CHECK(told("幸福里3号楼门口") == "one: 幸福里3号楼");
  CHECK(told("幸福里3号楼2单元楼道堆满纸箱") == "one: 幸福里3号楼…");
  CHECK(told("裴村社区") == "one: 裴村社区");
  CHECK(told("裴村第一网格2号微网格") == "one: 裴村第1网格2号微网格");
}

TEST_CASE("a door that is not on record is told to be missing, and its building still found") {
  CHECK(told("幸福里3号楼9单元901室") == "one: 幸福里3号楼…");
  CHECK(told("平安苑1栋101") == "one: 平安苑1栋…");
}

TEST_CASE("what several places are called is never answered by one of them") {
  CHECK(told("幸福里1号楼") == "several: 幸福里1号楼 | 幸福里1号楼 (more_than_one)");
  CHECK(told("幸福里3号楼501") == "one: 幸福里3号楼");  // in either unit
  CHECK(told("幸福里3号楼对面") == "several: 幸福里3号楼 (near_only)");
  CHECK(told("幸福里3楼") == "several: 幸福里3号楼 (number_unclear)");
  CHECK(told("裴村幸福里2号") == "several: 幸福里2号楼 (number_unclear)");
  CHECK(told("文化路").starts_with("several"));
}

TEST_CASE("a named part that is not known leaves nothing certain but the nearest that agrees") {
  CHECK(told("裴村社区和平里3号楼") == "none: 裴村社区 (part_unknown)");
  CHECK(told("建设路9号院幸福里3号楼") == "none: 幸福里3号楼 (part_unknown)");
  CHECK(told("东村社区幸福里3号楼").starts_with("none"));
  CHECK(told("裴村社区幸福里25号楼").starts_with("none: 幸福里1号楼 | 幸福里2号楼"));
  CHECK(told("没有的小区幸福里3号楼") == "none: 幸福里3号楼 (part_unknown)");
  CHECK(told("文化路13号").starts_with("none"));
  CHECK(told("建设路12号院2号楼").starts_with("none"));
  CHECK(told("东村社区平安苑1栋").find("(parts_disagree)") != std::string::npos);
}

TEST_CASE("nothing is answered where nothing is known") {
  for (const char* text : {"", " ", "3号楼", "501", "平和小区", "！！！", "\xff\xfe", "😀", "号楼",
                           "----", "第", "1-2-3-4-5-6"}) {
    CAPTURE(text);
    CHECK(told(text) == "none:");
  }
  std::string long_text;
  for (int i = 0; i < 2000; ++i) long_text += "3号楼";
  CHECK(told(long_text).starts_with("none"));
}

TEST_CASE("other names are split however they were listed") {
  CHECK(split_names("供销社家属院；老院、 东院,西院").size() == 4);
  CHECK(split_names("").empty());
}

namespace {

std::string chinese(int n) {
  static const char* digits[] = {"", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
  std::string out;
  if (n >= 20) out += digits[n / 10];
  if (n >= 10) out += "十";
  return out + digits[n % 10];
}
std::string full_width(int n) {
  static const char* digits[] = {"０", "１", "２", "３", "４", "５", "６", "７", "８", "９"};
  std::string out;
  for (char c : std::to_string(n)) out += digits[c - '0'];
  return out;
}

/// 8 communities × 5 estates × 12 houses; estates' names repeat between communities.
struct Estates {
  Drawn t;
  std::map<std::tuple<int, int, int>, AreaId> houses;
  static constexpr const char* communities[] = {"新庄社区", "石桥社区", "柳林社区", "河湾社区",
                                                "东关社区", "西关社区", "南门社区", "北岭社区"};
  static constexpr const char* estates[] = {"和悦里", "桂香苑", "松风园", "三里新村", "五一花园"};

  Estates() {
    const auto root = t.add({}, Level::district, "安和区");
    const auto street = t.add(root, Level::street, "安和街道");
    for (int c = 0; c < 8; ++c) {
      const auto community = t.add(street, Level::community, communities[c]);
      for (int e = 0; e < 5; ++e) {
        const auto grid =
            t.add(community, Level::grid,
                  communities[c] + std::string("第") + std::to_string(e + 1) + "网格");
        for (int h = 1; h <= 12; ++h) {
          houses[{c, e, h}] = t.add(grid, Level::building, estates[e] + std::to_string(h) + "号楼");
        }
      }
    }
  }
};

}  // namespace

TEST_CASE("any house is found by its address in any style, and no other") {
  static const Estates made;
  static const TerritorySnapshot territory = made.t.snapshot();
  rc::check([] {
    const int c = *rc::gen::inRange(0, 8), e = *rc::gen::inRange(0, 5);
    const int h = *rc::gen::inRange(1, 13), room = *rc::gen::inRange(101, 1299);
    std::string community = Estates::communities[c];
    if (*rc::gen::arbitrary<bool>()) community = community.substr(0, 6);  // without 社区
    const std::string numbers[] = {std::to_string(h), chinese(h), full_width(h),
                                   "0" + std::to_string(h)};
    const std::string between[] = {"", " ", "，", "　"};
    const std::string front[] = {"", "安和区", "某省某某市安和区", "安和街道", "安和区安和街道"};
    const std::string word[] = {"号楼", "栋", "幢", "座", " 号楼", "#楼"};
    const std::string door[] = {"", "2单元" + std::to_string(room), std::to_string(room) + "室",
                                "二单元" + full_width(room) + "户", "-1-" + std::to_string(room)};
    const int dash = *rc::gen::inRange(0, 5);
    const std::string number = *rc::gen::elementOf(std::vector<std::string>(
        std::begin(numbers), dash == 4 ? std::begin(numbers) + 1 : std::end(numbers)));
    const std::string address = front[*rc::gen::inRange(0, 5)] + community +
                                between[*rc::gen::inRange(0, 4)] + Estates::estates[e] + number +
                                (dash == 4 ? "" : word[*rc::gen::inRange(0, 6)]) + door[dash];
    RC_LOG() << address << "\n";
    const AddressAnswer found = territory.addresses().find(address);
    RC_ASSERT(found.outcome == AddressOutcome::one);
    RC_ASSERT(territory.all()[found.choices[0].area].id == made.houses.at({c, e, h}));
  });
}

TEST_CASE("no text whatever breaks the search, and one place is told only with every name known") {
  static const TerritorySnapshot territory = town();
  rc::check([](const std::vector<std::uint8_t>& picks) {
    static const std::vector<std::string> pieces{
        "裴村", "社区", "幸福里", "3",    "号", "楼",   "二", "十", "单元",
        "-",    " ",    "文化路", "12",   "院", "室",   "A",  "座", "#",
        "第",   "网格", "\xE5",   "平安", "苑", "东村", "一", "门", "！"};
    std::string address;
    for (const auto pick : picks) address += pieces[pick % pieces.size()];
    const AddressAnswer found = territory.addresses().find(address);
    RC_ASSERT(found.choices.size() <= AddressIndex::most);
    if (found.outcome != AddressOutcome::one) return;
    RC_ASSERT(found.choices.size() == 1U);
    for (const AddressWord& word : found.words) RC_ASSERT(word.part != AddressPart::unknown);
  });
}
