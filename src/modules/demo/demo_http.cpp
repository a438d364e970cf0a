// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "api/api.hpp"
#include "modules/demo/demo.hpp"
#include "modules/demo/demo_store.hpp"

namespace gewu::demo {

namespace {

enum class App { console, field };
BOOST_DESCRIBE_ENUM(App, console, field)

struct DemoAccount {
  std::string login, name;
  api::Role role{};
  std::string area_name;
  std::string try_zh, try_en;
  App app{};
};
BOOST_DESCRIBE_STRUCT(DemoAccount, (), (login, name, role, area_name, try_zh, try_en, app))

struct DemoFollowCode {
  std::string code;
  cases::State state{};
};
BOOST_DESCRIBE_STRUCT(DemoFollowCode, (), (code, state))

struct DemoOut {
  std::string password;
  bool live = false;
  std::vector<DemoAccount> accounts;
  std::vector<DemoFollowCode> follow_codes;
};
BOOST_DESCRIBE_STRUCT(DemoOut, (), (password, live, accounts, follow_codes))

/// What to try first, by what one is here for.
struct Hint {
  api::Role role;
  App app;
  const char* zh;
  const char* en;
};
using api::Role;
constexpr std::array kHints{
    Hint{Role::grid_worker, App::field, "随手记一件事，再办结派给您的一件",
         "Take a quick note, then finish a case that was given to you"},
    Hint{Role::micro_grid_lead, App::field, "到现场核实一件，发现即办一件",
         "Verify a report on the spot, and settle one small thing yourself"},
    Hint{Role::part_time_worker, App::field, "上报一件路上看到的事",
         "Report something you saw on your way"},
    Hint{Role::grid_lead, App::console, "看看本网格有什么没办，受理并派遣一件",
         "See what is open in your grid; register and dispatch a case"},
    Hint{Role::community_desk, App::console, "处理网格上报的事，批一次延期",
         "Decide what your grids pass on; grant an extension"},
    Hint{Role::dispatcher, App::console, "用键盘受理、派遣，不漏一件",
         "Register and dispatch by keyboard, and let nothing wait"},
    Hint{Role::department, App::console, "签收本单位的件，不属实就说明理由退回",
         "Accept what is yours; return with a reason what is not"},
    Hint{Role::verifier, App::console, "核查一件：通过，或退回返工",
         "Check a finished case: pass it, or send it back"},
    Hint{Role::leader, App::console, "点开任意一个数字，看到它背后的每一件",
         "Open any figure and see the cases behind it"},
    Hint{Role::system_administrator, App::console, "看看区域、类别和工作日历",
         "Look at areas, categories and the calendar"},
    Hint{Role::security_administrator, App::console, "新增一个账号，授予一项角色",
         "Add an account and grant it a role"},
    Hint{Role::auditor, App::console, "查看一件的完整历史链", "Read the whole history of a case"},
};

DemoAccount shown(const Account& account) {
  DemoAccount out{account.login, account.name, {}, account.area, "", "", App::console};
  if (const auto role = from_code<Role>(account.role)) out.role = *role;
  const auto* hint =
      std::find_if(kHints.begin(), kHints.end(), [&](const Hint& h) { return h.role == out.role; });
  if (hint != kHints.end()) {
    out.try_zh = hint->zh;
    out.try_en = hint->en;
    out.app = hint->app;
  }
  return out;
}

}  // namespace

void append_demo_routes(api::Api& api, cases::CaseService& cases, std::function<bool()> live) {
  api.get<api::NoQuery, DemoOut>(
      "/api/v1/{district}/demo", api::open_to_all("demo.see"),
      {"Who to sign in as and what to try, where this is a demo", "demo"},
      [&cases, live = std::move(live)](db::ReadTx& tx, const api::Call& call,
                                       const api::NoQuery&) -> Result<DemoOut> {
        const auto password = store::demo_password(tx, call.district);
        if (!password) return not_found("demo_off", "This is no demo.");
        DemoOut out{*password, live(), {}, {}};
        for (const auto& account : store::accounts(tx, call.district)) {
          out.accounts.push_back(shown(account));
        }
        for (const auto& known : store::follow_codes(tx, call.district)) {
          const auto followed = cases.follow(tx, call.district, known.code);
          if (followed) out.follow_codes.push_back({known.code, followed->main.state});
        }
        return out;
      });
}

}  // namespace gewu::demo
