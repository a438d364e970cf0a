// SPDX-License-Identifier: Apache-2.0
#include "modules/plain_pages/words.hpp"

#include <algorithm>
#include <iterator>

namespace gewu::plain_pages {

namespace {

struct Phrase {
  Word word;
  std::string_view zh, en;
};
constexpr Phrase kPhrases[] = {
    {Word::title, "反映问题", "Report a problem"},
    {Word::intro, "写清是什么、在哪里就可以，不用注册。寄出后会给您一个查询码。",
     "Say what it is and where; no account is needed. You get a code to follow it."},
    {Word::emergency, "着火打119，有人受伤打120，有危险打110。先打电话，再来这里。",
     "Fire 119, injury 120, danger 110: ring first, then come here."},
    {Word::scripted, "打开能定位、能看地图的页面", "Open the page with map and location"},
    {Word::other_language, "English", "中文"},
    {Word::wrong, "还没有寄出，请先改好下面的地方：", "Not sent yet. Please put this right first:"},
    {Word::words, "是什么问题？", "What is wrong?"},
    {Word::words_hint, "必填。请不要写别人的姓名和电话。",
     "Required. Leave out other people’s names and numbers."},
    {Word::category, "属于哪一类？", "What kind is it?"},
    {Word::category_unsure, "说不准", "I am not sure"},
    {Word::usual, "常见", "Frequent"},
    {Word::address, "在哪里？", "Where is it?"},
    {Word::address_hint, "路名、小区、楼栋，旁边有什么。",
     "Street, estate, building, what stands nearby."},
    {Word::at, "地点", "Place"},
    {Word::photo, "照片（可不选）", "Photo (optional)"},
    {Word::photo_hint, "一张，JPEG 格式，不超过12兆。拍摄地点等信息会自动删除。",
     "One, as JPEG, at most 12 MB. What the camera noted of the place is removed."},
    {Word::photo_kept, "照片已经收到，不用再选。",
     "Your photo has arrived; no need to choose it again."},
    {Word::name, "怎么称呼您（可不填）", "Your name (optional)"},
    {Word::phone, "您的电话（可不填）", "Your phone (optional)"},
    {Word::phone_hint, "只有处理这件事的人能联系您。",
     "Only those who deal with this can call you."},
    {Word::send, "寄出", "Send"},
    {Word::once, "点两次也只算一件。", "Pressing twice sends one report."},
    {Word::fresh_key, "刚才那一份已经寄出过，内容和现在的不同。再点一次“寄出”，会作为另一件。",
     "This form was sent before with other words. Press Send again to send this as another "
     "report."},
    {Word::thanks, "已经收到，谢谢您。", "Received. Thank you."},
    {Word::code, "查询码", "Your code"},
    {Word::code_hint, "请抄下来或拍下来。凭它查看进展、评价、要求重办。",
     "Write it down. With it you see the progress, rate it and say that it is not solved."},
    {Word::number, "编号", "Number"},
    {Word::follow_link, "查看进展（可评价、重办）", "Follow it (rate, reopen)"},
    {Word::follow_plain, "在简易页面查看进展", "Follow it on a plain page"},
    {Word::receipt, "回执", "Receipt"},
    {Word::another, "再反映一件", "Report something else"},
    {Word::progress, "进展", "Progress"},
    {Word::follow_title, "凭查询码查看进展", "Follow a report by its code"},
    {Word::follow_button, "查看", "Show"},
    {Word::state, "状态", "State"},
    {Word::holder, "现在由谁办理", "With whom it is now"},
    {Word::due, "时限", "Due by"},
    {Word::overdue, "已超时，上一级在督办。", "Overdue; the desk above watches over it."},
    {Word::reported, "反映时间", "Reported"},
    {Word::place, "地点", "Place"},
    {Word::what, "您反映的是", "What you reported"},
    {Word::answer, "答复", "Answer"},
    {Word::withheld,
     "后来查明，这件事涉及纠纷、关爱或家里，不宜公开。这里只显示您自己的反映和办到哪一步。",
     "It turned out to be about a dispute, somebody's need or a home: nothing for the public. Only "
     "your own part and how far it is are shown."},
    {Word::joined, "与编号相同的一件合并办理：", "Worked on together with number"},
    {Word::reopen_until, "不满意可以要求重办，截止", "If it is not solved you can reopen it until"},
    {Word::by_reporter, "您", "you"},
    {Word::by_clock, "到时自动", "by time"},
    {Word::by_staff, "工作人员", "staff"},
    {Word::act_on_page, "评价、撤回或要求重办", "Rate, withdraw or reopen"},
    {Word::choose, "您在哪个区县？", "Which district are you in?"},
    {Word::back, "回到表单", "Back to the form"},
};

struct Named {
  std::string_view code, zh, en;
};
constexpr Named kStates[] = {
    {"reported", "已收到，等待受理", "Received, waiting to be registered"},
    {"verifying", "正在现场核实", "Being looked at on site"},
    {"registered", "已受理", "Registered"},
    {"dispatched", "已派出", "Given to somebody"},
    {"handling", "正在处理", "Being worked on"},
    {"checking", "处理完了，正在核查", "Done, being checked"},
    {"closed", "已办结", "Settled"},
    {"self_handled", "当场处理了，等待抽查", "Put right on the spot, may be checked"},
    {"shelved", "暂时挂起，到期继续", "Put off until a date"},
    {"void", "不予受理", "Not taken up"},
    {"merged", "已合并办理", "Joined with another report"},
    {"withdrawn", "已撤回", "Withdrawn"},
    {"archived", "已归档", "Filed away"},
    {"imported", "历史记录", "From former records"},
};
constexpr Named kActions[] = {
    {"report", "反映", "Reported"},
    {"report_self_handled", "当场处理", "Put right on the spot"},
    {"import", "导入", "Imported"},
    {"register", "受理", "Registered"},
    {"verify_first", "先去现场核实", "Sent somebody to look"},
    {"decline", "不予受理", "Not taken up"},
    {"merge", "合并办理", "Joined with another"},
    {"withdraw", "撤回", "Withdrawn"},
    {"locate", "更正地点", "Place corrected"},
    {"recategorise", "更正类别", "Kind corrected"},
    {"confirm", "核实属实", "Found to be so"},
    {"refute", "核实不属实", "Not found so"},
    {"cannot_reach", "暂时无法核实", "Could not be looked at"},
    {"dispatch", "派出", "Given out"},
    {"rule", "裁定由谁办理", "Ruled who does it"},
    {"escalate", "上报上一级", "Passed one level up"},
    {"recall", "收回", "Taken back"},
    {"accept", "接手", "Taken on"},
    {"return", "退回", "Handed back"},
    {"report_done", "处理完毕", "Reported done"},
    {"request_extension", "申请延期", "More time asked for"},
    {"decide_extension", "答复延期", "More time decided"},
    {"request_shelving", "申请挂起", "Asked to put it off"},
    {"decide_shelving", "答复挂起", "Putting off decided"},
    {"ask_help", "请求协助", "Asked for help"},
    {"resume", "继续处理", "Taken up again"},
    {"pass", "核查通过，办结", "Checked and settled"},
    {"fail", "核查不通过，返工", "Checked and sent back"},
    {"draw", "抽查", "Drawn for checking"},
    {"rate", "评价", "Rated"},
    {"reopen", "要求重办", "Reopened"},
    {"archive", "归档", "Filed away"},
    {"object", "提出异议", "Objected"},
    {"restore", "恢复", "Restored"},
    {"unmerge", "分开办理", "Separated again"},
    {"absorb", "又有人反映", "Somebody else reported it"},
    {"release", "少了一份反映", "One report less"},
    {"publish", "向公众公开", "Shown to the public"},
    {"unpublish", "不再公开", "Shown no longer"},
    {"warn", "临近时限", "Time is running out"},
    {"supervise", "超时督办", "Overdue, watched from above"},
    {"note", "备注", "Remark"},
};
constexpr Named kRefusals[] = {
    {"text_missing", "请写一写。", "Please write something here."},
    {"text_too_short", "太短了，请再写一点。", "Too short; please say a little more."},
    {"text_too_long", "太长了，请写短一点。", "Too long; please shorten it."},
    {"text_not_utf8", "里面有读不懂的字符，请重新输入。",
     "It holds characters that cannot be read."},
    {"text_has_hidden_characters", "里面有看不见的特殊字符，请重新输入。",
     "It holds hidden characters; type it again."},
    {"phone_invalid", "电话号码不对。请检查，或者不填。",
     "This is no phone number. Check it or leave it empty."},
    {"category_unknown", "请从列表中选一类。", "Choose one of the list."},
    {"photo_empty", "照片是空的。请重新选。", "The photo is empty. Choose it again."},
    {"photo_not_jpeg", "只收 JPEG 照片。苹果手机的 HEIC 请先转成 JPEG，或者不选照片。",
     "Only JPEG is taken. Convert a HEIC photo first, or send without it."},
    {"photo_bytes_too_many", "照片超过12兆。请换小一点的，或者不选照片。",
     "The photo is over 12 MB. Choose a smaller one or none."},
    {"photo_pixels_too_many", "照片太大。请换小一点的，或者不选照片。",
     "The photo is too large. Choose a smaller one or none."},
    {"photo_too_small", "照片太小，看不清。请换一张。", "The photo is too small to see anything."},
    {"photo_truncated", "照片没有传完。请重新选。", "The photo arrived in part. Choose it again."},
    {"photo_damaged", "照片打不开。请换一张。", "The photo cannot be opened. Choose another."},
    {"photo_storage_full", "服务器的存储已满，照片没存下。请先不带照片寄出。",
     "The server has no room for the photo. Send without it."},
    {"photo_unknown", "刚才的照片找不到了。请重新选。", "The photo is gone. Choose it again."},
    {"photo_expired", "刚才的照片放得太久了。请重新选。",
     "The photo was kept for a day. Choose it again."},
    {"photo_attached_already", "这张照片已经寄出过。请重新选。",
     "This photo was sent already. Choose it again."},
    {"form_malformed", "表单没有传完整。请再寄一次。",
     "The form arrived broken. Please send it again."},
    {"body_too_large", "照片太大了，没有收到任何内容。请后退，换一张12兆以下的，或者不选照片。",
     "The photo is too large and nothing arrived. Go back and choose one below 12 MB, or none."},
    {"media_unsupported", "表单没有传完整。请再寄一次。",
     "The form arrived broken. Please send it again."},
    {"rate_limited", "寄得太快了，没有收到。请过一分钟后退再寄。",
     "Too many at once; nothing arrived. Wait a minute, go back and send again."},
    {"district_unknown", "没有这个区县。请检查地址。",
     "There is no such district. Check the address."},
    {"follow_code_unknown", "没有这个查询码。请逐字对照。",
     "No report has this code. Compare each letter."},
    {"database_busy", "服务器正忙，没有收到。请后退，过一会儿再寄。",
     "The server is busy; nothing arrived. Go back and try again in a moment."},
    {"outcome_unknown", "不知道有没有收到。请后退再寄一次，不会重复。",
     "It is not known whether it arrived. Go back and send again; nothing is sent twice."},
    {"internal_error", "服务器出了故障。请后退，过几分钟再寄。",
     "Something broke on the server. Go back and try again in a few minutes."},
};

template <std::size_t N>
std::string_view find(const Named (&all)[N], std::string_view code, Language language) {
  const auto* at =
      std::find_if(std::begin(all), std::end(all), [&](const Named& n) { return n.code == code; });
  if (at == std::end(all)) return {};
  return language == Language::zh ? at->zh : at->en;
}

}  // namespace

std::string_view say(Word word, Language language) {
  const auto* at = std::find_if(std::begin(kPhrases), std::end(kPhrases),
                                [&](const Phrase& p) { return p.word == word; });
  if (at == std::end(kPhrases)) return {};
  return language == Language::zh ? at->zh : at->en;
}

std::string_view state_word(std::string_view state, Language language) {
  return find(kStates, state, language);
}

std::string_view action_word(std::string_view action, Language language) {
  return find(kActions, action, language);
}

std::string_view refusal_words(const Error& error, Language language) {
  const auto found = find(kRefusals, error.code, language);
  if (!found.empty()) return found;
  if (error.kind == Failure::unavailable) return find(kRefusals, "database_busy", language);
  if (language == Language::en) return error.detail;
  return "没有办成。请检查后再试一次。";
}

}  // namespace gewu::plain_pages
