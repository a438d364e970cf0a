// SPDX-License-Identifier: Apache-2.0
#include "modules/demo/demo_words.hpp"

#include <array>
#include <string_view>

namespace gewu::demo {

namespace {

template <std::size_t N>
std::string one_of(Chance& chance, const std::array<std::string_view, N>& all) {
  return std::string(all[std::uniform_int_distribution<std::size_t>(0, N - 1)(chance)]);
}

int any(Chance& chance, int low, int high) {
  return std::uniform_int_distribution<int>(low, high)(chance);
}

constexpr std::array<std::string_view, 24> kSurnames{
    "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙",
    "马", "朱", "胡", "郭", "何", "林", "罗", "高", "郑", "梁", "谢", "宋"};
constexpr std::array<std::string_view, 32> kGiven{
    "安", "宁", "晓", "雨", "晨", "嘉", "文", "思", "远", "明", "海", "燕", "芳", "静", "磊", "洋",
    "霞", "军", "平", "波", "涛", "洁", "婷", "敏", "志", "秀", "玉", "春", "秋", "云", "帆", "然"};
constexpr std::array<std::string_view, 16> kEstates{
    "幸福里", "晨光苑",   "榕树花园", "新安居",   "春和苑", "翠竹小区", "阳光家园", "荔香苑",
    "和顺里", "东岭花园", "望山居",   "向阳小区", "溪畔苑", "祥云阁",   "同心苑",   "百合园"};
constexpr std::array<std::string_view, 12> kSpots{"楼下",     "东门口", "地下车库入口", "后巷",
                                                  "单元门前", "围墙边", "公交站旁",     "菜市场外",
                                                  "北侧路边", "凉亭边", "快递柜旁",     "健身角"};
constexpr std::array<std::string_view, 10> kSince{
    "已经两天了",       "今天早上发现的", "昨晚就这样了", "一周都没人管",     "下雨后更严重",
    "老人小孩路过危险", "反复出现",       "刚刚看到的",   "晚上看不清容易绊", "味道很大"};
constexpr std::array<std::string_view, 6> kAsks{"请派人看看。",     "麻烦尽快处理。",
                                                "希望有个答复。",   "谢谢帮忙协调。",
                                                "请告诉我谁负责。", "拜托了。"};
constexpr std::array<std::string_view, 8> kDone{"已到现场清理完毕，并告知周边住户。",
                                                "已更换损坏部件，试用正常。",
                                                "已联系物业共同处理，现场恢复。",
                                                "已劝导当事人整改，现场无遗留。",
                                                "已修补并设置警示，三天后再看一次。",
                                                "已清运，并增加每日巡看一次。",
                                                "已疏通，排水恢复正常。",
                                                "已完成处理，照片附后，感谢反映。"};
constexpr std::array<std::string_view, 5> kReturned{
    "不属于本单位管护范围，权属在物业。", "地点描述不清，现场未找到。", "该路段由养护公司负责。",
    "需先由社区协调产权人。", "重复派遣，前案正在处理。"};
constexpr std::array<std::string_view, 4> kFailed{"现场仍有残留，请再处理。", "只处理了一半。",
                                                  "照片与现场不符。", "问题又出现，未根治。"};

}  // namespace

std::string person_name(Chance& chance) {
  std::string out = one_of(chance, kSurnames) + one_of(chance, kGiven);
  if (any(chance, 0, 2) != 0) out += one_of(chance, kGiven);
  return out;
}

std::string place_name(Chance& chance) {
  return one_of(chance, kEstates) + std::to_string(any(chance, 1, 18)) + "栋" +
         one_of(chance, kSpots);
}

std::string spot_name(Chance& chance) { return one_of(chance, kSpots); }

std::string report_words(Chance& chance, const categories::Category& category,
                         const std::string& place) {
  return place + "：" + category.name_zh + "。" + one_of(chance, kSince) + "，" +
         one_of(chance, kAsks);
}

std::string done_words(Chance& chance) { return one_of(chance, kDone); }
std::string return_words(Chance& chance) { return one_of(chance, kReturned); }
std::string fail_words(Chance& chance) { return one_of(chance, kFailed); }

std::string phone_number(Chance& chance) {
  // 199 0000 xxxx: a block that nobody was given.
  return "1990000" + std::to_string(any(chance, 1000, 9999));
}

std::string office_phone(Chance& chance) {
  return "0755-0000 " + std::to_string(any(chance, 1000, 9999));
}

}  // namespace gewu::demo
