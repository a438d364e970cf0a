// SPDX-License-Identifier: Apache-2.0
#include "modules/demo/demo.hpp"

#include <fstream>

#include "commands.hpp"
#include "json/codec.hpp"
#include "node.hpp"
#include "output.hpp"
#include "worker.hpp"

namespace gewu::app {

namespace {

struct AccountLine {
  std::string login, name, role, area;
};
BOOST_DESCRIBE_STRUCT(AccountLine, (), (login, name, role, area))

struct DemoOut {
  std::string district, password, follow_code;
  std::int64_t areas = 0, grids = 0, micro_grids = 0, accounts = 0, cases = 0, actions = 0,
               refused = 0;
  std::vector<AccountLine> accounts_to_try;
};
BOOST_DESCRIBE_STRUCT(DemoOut, (),
                      (district, password, follow_code, areas, grids, micro_grids, accounts, cases,
                       actions, refused, accounts_to_try))

/// Nobody watches a simulation live.
class Nobody final : public api::Broadcast {
 public:
  void publish(DistrictId, const std::vector<AreaId>&, std::string_view,
               std::string_view) override {}
};

DemoOut out_of(const demo::Report& report) {
  DemoOut out;
  out.district = report.district;
  out.password = report.password;
  out.follow_code = report.follow_code;
  out.areas = static_cast<std::int64_t>(report.areas);
  out.grids = static_cast<std::int64_t>(report.grids);
  out.micro_grids = static_cast<std::int64_t>(report.micro_grids);
  out.accounts = static_cast<std::int64_t>(report.accounts);
  out.cases = report.cases;
  out.actions = report.actions;
  out.refused = report.refused;
  for (const auto& a : report.accounts_to_try) {
    out.accounts_to_try.push_back({a.login, a.name, a.role, a.area});
  }
  return out;
}

std::string text_of(const DemoOut& out) {
  std::string text = "Demo district " + out.district + ": " + std::to_string(out.areas) +
                     " areas (" + std::to_string(out.grids) + " grids, " +
                     std::to_string(out.micro_grids) + " micro-grids), " +
                     std::to_string(out.accounts) + " accounts, " + std::to_string(out.cases) +
                     " cases moved by " + std::to_string(out.actions) + " actions\n\n";
  text += "Staff: /console/   password of all: " + out.password + "\n";
  for (const auto& a : out.accounts_to_try) {
    text += "  " + a.login + std::string(a.login.size() < 26 ? 26 - a.login.size() : 1, ' ') +
            a.role + ", " + a.area + ", " + a.name + "\n";
  }
  text += "Residents: /" + out.district + "/   a report to follow: " + out.follow_code + "\n";
  return text;
}

}  // namespace

int demo_command(const Common& common, int days, int cases_per_day) {
  // A demo that fails half-way is thrown away, so its thousands of small commits need not wait for
  // the disk one by one.
  db::Options tuning;
  tuning.durable = false;
  Node node(common, Node::Schema::migrate, tuning);
  watch_signals();
  Nobody nobody;
  Worker worker(node, nobody, [](const std::string& t) { complain(t); });
  Progress progress("demo");
  const demo::Tools tools{
      *node.database,
      *node.cases,
      node.photos,
      node.hasher,
      [&](DistrictId, Instant now) { worker.round(now); },
      [&](std::string_view, std::int64_t done, std::int64_t total) { progress.at(done, total); },
      stop_requested};
  demo::Options options;
  options.now = node.clock.now();
  options.days = days;
  options.cases_per_day = cases_per_day;
  const auto report = demo::build(tools, options);
  if (!report) {
    complain("gewu: " + report.error().detail);
    return kFailed;
  }
  const DemoOut out = out_of(*report);
  const std::string text = text_of(out);
  std::ofstream(common.data / "demo-accounts.txt") << text;
  common.json ? print(json::encode(out)) : print(text);
  return report->stopped ? kFailed : kDone;
}

}  // namespace gewu::app
