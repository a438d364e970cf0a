// SPDX-License-Identifier: Apache-2.0
#include "modules/cases/stage_settings_http.hpp"

#include "modules/cases/cases_store.hpp"
#include "modules/cases/stage_settings.hpp"

namespace gewu::cases {

namespace {

struct StageSettingOut {
  std::string name;
  std::string value;               ///< "work_hour:4", or a number
  std::string typical;             ///< what holds where the district says nothing
  bool own = false;                ///< the district said something
  std::optional<int> least, most;  ///< of a number
};
BOOST_DESCRIBE_STRUCT(StageSettingOut, (), (name, value, typical, own, least, most))

struct StageSettingList {
  std::vector<StageSettingOut> items;  ///< in the order of a case's life
};
BOOST_DESCRIBE_STRUCT(StageSettingList, (), (items))

struct StageSettingIn {
  std::optional<Text<1, 32>> value;  ///< none: what is typical
  Text<1, 32> seen;                  ///< what the page showed
};
BOOST_DESCRIBE_STRUCT(StageSettingIn, (), (value, seen))

StageSettingOut shown(const StageSetting& setting, const store::StageTexts& texts) {
  StageLimits limits;
  StageSettingOut out;
  out.name = setting.name;
  out.typical = setting.text_of(limits);
  const auto own = texts.find(setting.name);
  out.own = own != texts.end() && setting.set(limits, own->second).ok();
  out.value = setting.text_of(limits);
  if (setting.number) {
    out.least = setting.least;
    out.most = setting.most;
  }
  return out;
}

Result<StageSettingOut> change(db::WriteTx& tx, const api::Call& call, const StageSettingIn& in) {
  const auto* setting = find_stage_setting(call.params.at("setting"));
  if (setting == nullptr) return not_found("stage_setting_unknown", "There is no such limit.");
  const auto texts = store::stage_texts(tx, call.district);
  const auto now = shown(*setting, texts);
  const Error stale{Failure::stale, "stage_setting_stale",
                    "Somebody else changed this limit. Read it again and repeat.", "/seen"};
  if (now.value != in.seen.str()) return stale;
  StageLimits limits;
  if (in.value) GEWU_CHECK(setting->set(limits, in.value->str()));
  const auto value = in.value ? std::optional(setting->text_of(limits)) : std::nullopt;
  const auto at = texts.find(setting->name);
  const auto was = at == texts.end() ? std::nullopt : std::optional(at->second);
  if (!store::put_stage_text(tx, call.district, setting->name, was, value)) return stale;
  return shown(*setting, store::stage_texts(tx, call.district));
}

}  // namespace

void append_stage_settings_routes(api::Api& api) {
  api.get<api::NoQuery, StageSettingList>(
      "/api/v1/{district}/stage-limits", api::signed_in("cases.see_stage_limits"),
      {"How long each stage may take in this district", "cases"},
      [](db::ReadTx& tx, const api::Call& call, const api::NoQuery&) -> Result<StageSettingList> {
        const auto texts = store::stage_texts(tx, call.district);
        StageSettingList out;
        for (const auto& setting : stage_settings()) out.items.push_back(shown(setting, texts));
        return out;
      });
  api.put<StageSettingIn, StageSettingOut>(
      "/api/v1/{district}/stage-limits/{setting}",
      api::only("cases.set_stage_limits", {api::Role::system_administrator}),
      {"Set how long a stage may take from now on, or go back to what is typical", "cases"},
      [](db::WriteTx& tx, const api::Call& call, const StageSettingIn& in) {
        return change(tx, call, in);
      });
}

}  // namespace gewu::cases
